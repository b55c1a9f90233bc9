"""The notes on a day's card: cautions, missing kit, what the protocol leaves out, and the protocol's own notes."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import final

from soleus_recovery.guidance.sessions import NoteRule
from soleus_recovery.plan.plan import Session
from soleus_recovery.planner.plan_facts import PlanFacts
from soleus_recovery.vocabulary import Caution, Measure, PhaseKind

__all__ = ["Notes"]


@final
class Notes:
    """The notes of one plan; the protocol's notes that concern the runner are picked once for each phase."""

    def __init__(self, facts: PlanFacts) -> None:
        self._facts = facts
        self._cautions = sorted(facts.runner.cautions, key=lambda caution: caution.rank)
        self._kit = [facts.protocol.kit_notes[kit] for kit in sorted(facts.runner.without, key=lambda kit: kit.rank)]
        # If the protocol leaves out a measure that belongs to no activity, a note says so. A measure that is switched
        # off for good needs no such note.
        elsewhere = frozenset[Measure]().union(*facts.protocol.limits.measures.values()) | facts.switched_off
        self._left_out = [each for each in facts.protocol.left_out if each.measure not in elsewhere]
        self._of_phase: dict[tuple[PhaseKind, bool], list[tuple[NoteRule, bool]]] = {}

    def of(
        self, date: dt.date, phase: PhaseKind, *, is_first: bool, is_held: bool, sessions: Sequence[Session]
    ) -> Iterator[str]:
        """Yield the notes of a day with these sessions, in order.

        ``is_first`` says that its phase begins, and ``is_held`` that the day rests after a bad day.
        """
        facts = self._facts
        if phase in (PhaseKind.RELIEVE, PhaseKind.HOLD):
            for caution in self._cautions:
                yield self._of_caution(date, caution)
        if is_first:
            yield from self._kit
        for left_out in facts.left_out(date) if self._left_out else ():
            if left_out in self._left_out:
                yield left_out.text
        for note, is_daily in self._rules(phase, is_first=is_first):
            if note.unless_held and is_held:
                continue
            if is_daily or (self._applies(note, date) and not _is_held_off(note, sessions)):
                yield note.text

    def _of_caution(self, date: dt.date, caution: Caution) -> str:
        limits = self._facts.protocol.limits
        is_iced = Measure.ICE in limits.cautions[caution].switches_off
        is_raised = is_iced and Measure.RAISING not in self._facts.off(date)
        return f"{limits.texts[caution]} {limits.raised_instead}" if is_raised else limits.texts[caution]

    def _rules(self, phase: PhaseKind, *, is_first: bool) -> list[tuple[NoteRule, bool]]:
        """Return the protocol's notes for a phase of this plan, each with whether it is on every day of the phase."""
        if (phase, is_first) not in self._of_phase:
            notes = [note for note in self._facts.protocol.notes if phase in note.phases and self._concerns(note)]
            self._of_phase[phase, is_first] = [
                (note, _is_daily(note)) for note in notes if is_first or not note.first_day_only
            ]
        return self._of_phase[phase, is_first]

    def _concerns(self, note: NoteRule) -> bool:
        facts = self._facts
        return not (
            (note.urgency is not None and note.urgency is not facts.urgency)
            or (note.severities and facts.severity not in note.severities)
            or (note.extra is not None and note.extra not in facts.runner.extras)
            or note.unless_extras & facts.runner.extras
            or (note.plain_only and facts.possible_strain)
            or (note.strain_only and not facts.possible_strain)
            or (note.finding is not None and note.finding not in facts.findings)
        )

    def _applies(self, note: NoteRule, date: dt.date) -> bool:
        facts = self._facts
        return not (
            (note.measures and note.measures & facts.off(date))
            or (note.on_day is not None and note.on_day != self._number(note, date))
            or (note.from_day is not None and facts.number(date) < note.from_day)
            or (note.until_hours is not None and facts.window(date).start >= facts.hours_in(note.until_hours))
        )

    def _number(self, note: NoteRule, date: dt.date) -> int | None:
        return self._facts.sore_day(date) if note.of_episode else self._facts.number(date)


def _is_held_off(note: NoteRule, sessions: Sequence[Session]) -> bool:
    return note.unless is not None and any(each.activity is note.unless for each in sessions)


def _is_daily(note: NoteRule) -> bool:
    """Return whether a note depends neither on the date nor on the sessions of the day."""
    numbers = (note.on_day, note.from_day, note.until_hours, note.unless)
    return not note.measures and all(each is None for each in numbers)
