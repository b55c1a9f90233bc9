"""What a day's card says beside its sessions: cautions, kit that is missing, and the protocol's notes."""

import datetime as dt
from collections.abc import Collection, Iterator

from soleus_recovery.guidance.sessions import NoteRule
from soleus_recovery.planning.frame import Frame
from soleus_recovery.vocabulary import Activity, Caution, Measure, PhaseKind

__all__ = ["day_notes"]


def day_notes(
    frame: Frame, date: dt.date, phase: PhaseKind, *, seen: Collection[PhaseKind], holds: Collection[Activity]
) -> Iterator[str]:
    """The notes of a day, in order; ``seen`` are the phases of the days before, ``holds`` what the day has."""
    protocol = frame.protocol
    if phase in (PhaseKind.RELIEVE, PhaseKind.HOLD):
        for caution in sorted(frame.runner.cautions, key=lambda word: word.rank):
            yield _of_caution(frame, date, caution)
    for kit in sorted(frame.runner.without, key=lambda word: word.rank):
        if phase not in seen:
            yield protocol.kit_notes[kit]
    for left_out in frame.left_out(date):
        # What no activity stands for is told as a note.
        told_as_note = not any(left_out.measure in measures for measures in protocol.limits.measures.values())
        # What is off for good is no matter of hours.
        if told_as_note and left_out.measure not in frame.switched_off:
            yield left_out.text
    is_first = phase not in seen
    for note in protocol.notes:
        if phase not in note.phases or note.unless in holds:
            continue
        if _applies(frame, note, date, is_first=is_first):
            yield note.text


def _of_caution(frame: Frame, date: dt.date, caution: Caution) -> str:
    limits = frame.protocol.limits
    is_raised = Measure.ICE in limits.cautions[caution].switches_off and Measure.RAISING not in frame.off(date)
    return f"{limits.texts[caution]} {limits.raised_instead}" if is_raised else limits.texts[caution]


def _number(frame: Frame, note: NoteRule, date: dt.date) -> int | None:
    return frame.sore_day(date) if note.of_episode else frame.number(date)


def _applies(frame: Frame, note: NoteRule, date: dt.date, *, is_first: bool) -> bool:
    return not (
        note.measures & frame.off(date)
        or (note.urgency is not None and note.urgency is not frame.urgency)
        or (note.extra is not None and note.extra not in frame.runner.extras)
        or (note.plain_only and frame.possible_strain)
        or (note.strain_only and not frame.possible_strain)
        or (note.first_day_only and not is_first)
        or (note.finding is not None and note.finding not in frame.report.findings)
        or (note.on_day is not None and note.on_day != _number(frame, note, date))
        or (note.from_day is not None and frame.number(date) < note.from_day)
        or (note.until_hours is not None and frame.window(date).start >= frame.hours_after_onset(note.until_hours))
    )
