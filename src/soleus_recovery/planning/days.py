"""Days out of the protocol's session rules: what a day holds, at which times, what it leaves out, and why.

Fixed sessions (icing, runs, appointments) are placed first; the others go as near to their preferred time as the
free part of the waking window lets them.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import final

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.guidance.citation import Because
from soleus_recovery.guidance.sessions import REVIEW, Anchor, NoteRule, SessionRule, Step
from soleus_recovery.guidance.texts import fill
from soleus_recovery.planning.frame import Frame
from soleus_recovery.planning.plan import Day, Dose, Session, SetsDose, TimeDose, Unplaced
from soleus_recovery.spans import Span, fit_nearest, subtract
from soleus_recovery.vocabulary import Activity, Measure, PhaseKind, Status

__all__ = ["DayMaker", "Fixed"]

_WEEK = 7  # days


@final
@attrs.frozen(kw_only=True)
class Fixed:
    """A session whose time is settled before the day is filled; ``ordinal`` counts in the plan, else in the day."""

    activity: Activity
    span: Span | None
    title: str
    instructions: str
    dose: Dose | None
    because: tuple[Because, ...]
    status: Status = Status.CONFIRMED
    ordinal: int | None = None


class DayMaker:
    """Makes the days of one plan, in order; it remembers what came before (every other day, the next step)."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.unplaced: list[Unplaced] = []
        self._placed_on: dict[str, list[dt.date]] = {}
        self._left_out: set[tuple[Activity, str]] = set()
        self._phases_seen: set[PhaseKind] = set()

    def make(
        self,
        date: dt.date,
        phase: PhaseKind,
        fixed: Iterable[Fixed],
        *,
        review: str | None = None,
        extra_notes: Iterable[str] = (),
    ) -> Day:
        """The day of this date. ``review`` is the text of a review due that evening."""
        settled = list(fixed)
        run = next((item.span for item in settled if item.activity is Activity.RUN), None)
        taken = [item.span for item in settled if item.span is not None]
        for name, rule in self.frame.protocol.sessions.items():
            due = review is not None if name == REVIEW else phase in rule.phases
            if due and self._applies(name, rule, date, has_run=run is not None):
                for item in self._place(name, rule, date, taken, run=run, review=review or ""):
                    settled.append(item)
                    taken += [item.span] if item.span is not None else []
        notes = [*self._notes(date, phase), *extra_notes]
        self._phases_seen.add(phase)
        return Day(
            date=date,
            number=self.frame.number(date),
            phase=phase,
            notes=tuple(notes),
            sessions=tuple(self._sessions(date, settled)),
        )

    def leave_out(self, date: dt.date, activity: Activity, reason: str) -> None:
        """Record once, on its first day, what the plan does not hold."""
        if (activity, reason) not in self._left_out:
            self._left_out.add((activity, reason))
            self.unplaced.append(Unplaced(date=date, activity=activity, reason=reason))

    def allows(self, date: dt.date, activity: Activity) -> bool:
        """Whether nothing switches it off; what is switched off is recorded with the reason."""
        off = self.frame.protocol.limits.measures[activity] & self.frame.switched_off
        if off:
            self.leave_out(date, activity, self._why_off(off))
        return not off

    def _why_off(self, off: frozenset[Measure]) -> str:
        protocol, texts = self.frame.protocol, self.frame.protocol.unplaced_texts
        cautions = [
            protocol.labels.words.cautions[caution]
            for caution in sorted(self.frame.runner.cautions, key=lambda word: word.rank)
            if protocol.limits.cautions[caution].switches_off & off
        ]
        return fill(texts.caution, caution=", ".join(cautions)) if cautions else texts.referral

    def _applies(self, name: str, rule: SessionRule, date: dt.date, *, has_run: bool) -> bool:
        if not self._is_asked_for(rule) or not self._is_due(name, rule, date, has_run=has_run):
            return False
        frame = self.frame
        if rule.kit is not None and rule.kit in frame.runner.without:
            kit = frame.protocol.labels.words.kit[rule.kit]
            self.leave_out(date, rule.activity, fill(frame.protocol.unplaced_texts.kit, kit=kit))
            return False
        return self.allows(date, rule.activity)

    def _is_asked_for(self, rule: SessionRule) -> bool:
        return (rule.extra is None or rule.extra in self.frame.runner.extras) and (
            rule.finding is None or rule.finding in self.frame.report.findings
        )

    def _is_due(self, name: str, rule: SessionRule, date: dt.date, *, has_run: bool) -> bool:
        if (has_run and rule.off_run_days) or self._from(rule) >= self.frame.window(date).end:
            return False
        before = self._placed_on.get(name, [])
        if before and (date - before[-1]).days < rule.every_days:
            return False
        return sum((date - other).days < _WEEK for other in before) < rule.most_per_week

    def _from(self, rule: SessionRule) -> Minute:
        hours = rule.strain_from_hours if self.frame.possible_strain else rule.plain_from_hours
        # What does not wait has always been due: it must not vanish because its usual time was before the onset.
        return self.frame.hours_after_onset(hours) if hours else Minute(0)

    def _place(
        self, name: str, rule: SessionRule, date: dt.date, taken: list[Span], *, run: Span | None, review: str
    ) -> Iterator[Fixed]:
        frame, before = self.frame, self._placed_on.setdefault(name, [])
        step = rule.steps[min(len(before), len(rule.steps) - 1)] if rule.steps else None
        spans: list[Span | None] = [None] if not rule.at else []
        earliest = self._from(rule) if run is None or not rule.after_run else run.end
        for anchor in rule.at:
            span = self._fit(rule, anchor, date, [*taken, *filter(None, spans)], step, earliest=earliest)
            spans += [span] if span is not None else []
        if spans:
            before.append(date)
        for span in spans:
            yield Fixed(
                activity=rule.activity,
                span=span,
                title=fill(rule.title, minutes=step.minutes if step else "", dose=self._words(step), review=review),
                instructions=fill(
                    rule.instructions, minutes=step.minutes if step else "", dose=self._words(step), review=review
                ),
                dose=_dose(step),
                because=frame.protocol.because(rule.rules["session"], *rule.rules.values()),
                status=Status.PROVISIONAL if rule.provisional else Status.CONFIRMED,
                ordinal=self._review_ordinal(rule.activity),
            )

    def _review_ordinal(self, activity: Activity) -> int | None:
        return len(self._placed_on[REVIEW]) if activity is Activity.REVIEW else None

    def _fit(
        self,
        rule: SessionRule,
        anchor: Anchor,
        date: dt.date,
        taken: list[Span],
        step: Step | None,
        *,
        earliest: Minute,
    ) -> Span | None:
        frame, texts = self.frame, self.frame.protocol.unplaced_texts
        whole, window = frame.runner.window(date), frame.window(date)
        if anchor.after_waking_minutes is not None:
            preferred = Minute(whole.start + anchor.after_waking_minutes)
        else:
            preferred = Minute(whole.end - (anchor.before_bed_minutes or 0))
        minutes = step.minutes if step else 0
        start = min(max(window.start, earliest), window.end)
        free = subtract(Span(start=start, end=window.end), taken)
        span = fit_nearest(free, preferred=preferred, minutes=minutes)
        if span is not None and abs(span.start - preferred) <= frame.protocol.placement.most_minutes_moved:
            return span
        if preferred >= self._from(rule):
            reason = texts.passed if preferred < window.start else texts.no_room
            self.unplaced.append(Unplaced(date=date, activity=rule.activity, reason=reason))
        return None

    def _words(self, step: Step | None) -> str:
        """A step of a dose as a runner reads it."""
        if step is None or not step.sets:
            return ""
        labels = self.frame.protocol.labels
        legs = labels.both_legs if step.both_legs else labels.each_leg
        if step.hold_seconds:
            return fill(labels.sets_of_holds, sets=step.sets, hold_seconds=step.hold_seconds, legs=legs)
        return fill(labels.sets_of_repetitions, sets=step.sets, repetitions=step.repetitions, legs=legs)

    def _notes(self, date: dt.date, phase: PhaseKind) -> Iterator[str]:
        frame, protocol = self.frame, self.frame.protocol
        if phase in (PhaseKind.RELIEVE, PhaseKind.HOLD):
            for caution in sorted(frame.runner.cautions, key=lambda word: word.rank):
                yield protocol.limits.texts[caution]
        for kit in sorted(frame.runner.without, key=lambda word: word.rank):
            if phase not in self._phases_seen:
                yield protocol.kit_notes[kit]
        for note in protocol.notes:
            if phase in note.phases and self._note_applies(note, date, phase):
                yield note.text

    def _note_applies(self, note: NoteRule, date: dt.date, phase: PhaseKind) -> bool:
        frame = self.frame
        return not (
            note.measures & frame.switched_off
            or (note.extra is not None and note.extra not in frame.runner.extras)
            or (note.plain_only and frame.possible_strain)
            or (note.strain_only and not frame.possible_strain)
            or (note.first_day_only and phase in self._phases_seen)
            or (note.on_day is not None and note.on_day != frame.number(date))
            or (note.until_hours is not None and frame.window(date).start >= frame.hours_after_onset(note.until_hours))
        )

    def _sessions(self, date: dt.date, settled: list[Fixed]) -> Iterator[Session]:
        counts: dict[Activity, int] = {}
        # All day first, then by time; sessions at the same time keep the order of the protocol.
        for item in sorted(settled, key=lambda item: (item.span is not None, item.span.start if item.span else 0)):
            counts[item.activity] = counts.get(item.activity, 0) + 1
            daily = f"{date}-{item.activity}-{counts[item.activity]}"
            yield Session(
                key=daily if item.ordinal is None else f"{item.activity}-{item.ordinal}",
                activity=item.activity,
                span=item.span,
                zone=self.frame.runner.zone,
                title=item.title,
                instructions=item.instructions,
                status=item.status,
                dose=item.dose,
                sequence=0,
                revised_at=self.frame.made_at,
                because=item.because,
            )


def _dose(step: Step | None) -> Dose | None:
    if step is None:
        return None
    if not step.sets:
        return TimeDose(minutes=step.minutes)
    return SetsDose(
        sets=step.sets, repetitions=step.repetitions, hold_seconds=step.hold_seconds, both_legs=step.both_legs
    )
