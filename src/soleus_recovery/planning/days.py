"""Days out of the protocol's session rules: what a day holds, at which times, what it leaves out, and why.

Fixed sessions (icing, runs, appointments) are placed first; the others go as near to their preferred time as the
free part of the waking window lets them.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from typing import final

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.guidance.citation import Because
from soleus_recovery.guidance.sessions import REVIEW, Anchor, SessionRule, Step
from soleus_recovery.guidance.texts import fill
from soleus_recovery.planning.frame import Frame
from soleus_recovery.planning.notes import day_notes
from soleus_recovery.planning.past import Past
from soleus_recovery.planning.plan import Day, Dose, Session, SetsDose, Stamp, TimeDose, Unplaced
from soleus_recovery.spans import Span, fit_near, subtract
from soleus_recovery.vocabulary import Activity, Finding, Measure, PhaseKind, Status

__all__ = ["DayMaker", "Fixed", "Restraint"]

_WEEK = 7  # days


@final
@attrs.frozen(kw_only=True)
class Fixed:
    """A session whose time is settled before the day is filled."""

    activity: Activity
    span: Span | None
    title: str
    instructions: str
    dose: Dose | None
    because: tuple[Because, ...]
    status: Status = Status.CONFIRMED


@final
@attrs.frozen(kw_only=True)
class Restraint:
    """What check-ins keep back: loading before a date, and steps up in dose around the days in ``held``."""

    loading_from: dt.date | None = None
    held: frozenset[dt.date] = frozenset()

    def lets_step_up(self, date: dt.date) -> bool:
        """Whether a session of this day counts as a step: that day and the next were well, or are still to come."""
        return not self.held & {date, date + dt.timedelta(days=1)}


# Their keys count in the plan, so that one that moves keeps its own; all others count in their day.
_IN_PLAN = (Activity.RUN, Activity.REVIEW, Activity.APPOINTMENT)


class DayMaker:
    """Makes the days of one plan, in order; it remembers what came before (every other day, the next step)."""

    def __init__(self, frame: Frame, past: Past, restraint: Restraint) -> None:
        self.frame, self._past, self._restraint = frame, past, restraint
        self.unplaced: list[Unplaced] = list(past.unplaced)
        self._placed_on = {name: list(self._past_dates(rule)) for name, rule in frame.protocol.sessions.items()}
        # Distances hold between all of one activity, whichever rule asked for it.
        self._done_on: dict[Activity, list[dt.date]] = {}
        for day in past.days:
            for activity in {each.activity for each in day.sessions}:
                self._note_done(activity, day.date)
        self._left_out = {(item.activity, item.reason) for item in past.unplaced}
        self._phases_seen = {day.phase for day in past.days}
        sessions = [*(each for day in past.days for each in day.sessions), *past.today]
        self._in_plan = Counter(each.activity for each in sessions if each.activity in _IN_PLAN)
        self._today = Counter(each.activity for each in past.today)
        self._iced: list[Span] = []  # of the day that is made

    def _note_done(self, activity: Activity, date: dt.date) -> None:
        dates = self._done_on.setdefault(activity, [])
        if date not in dates[-1:]:
            dates.append(date)

    def _past_dates(self, rule: SessionRule) -> Iterator[dt.date]:
        for day in self._past.days:
            # After a clearance a dose starts at its first step.
            counts = day.phase in rule.phases and day.date >= self.frame.onset_date
            if counts and any(each.activity is rule.activity for each in day.sessions):
                yield day.date

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
        stands = self._past.today if date == self._past.first_date else ()
        settled = [item for item in fixed if item.span is None or item.span.start >= self._past.at]
        known: list[Session | Fixed] = [*stands, *settled]
        run = next((item.span for item in known if item.activity is Activity.RUN), None)
        taken = [item.span for item in known if item.span is not None]
        self._iced = [item.span for item in known if item.activity is Activity.ICE and item.span is not None]
        for name, rule in self.frame.protocol.sessions.items():
            due = review is not None if name == REVIEW else phase in rule.phases
            if due and self._applies(name, rule, date, has_run=run is not None):
                for item in self._place(name, rule, date, taken, run=run, review=review or ""):
                    settled.append(item)
                    taken += [item.span] if item.span is not None else []
        for each in stands:
            self._note_done(each.activity, date)
        held: list[Session | Fixed] = [*stands, *settled]
        holds = {item.activity for item in held}
        notes = [*day_notes(self.frame, date, phase, seen=self._phases_seen, holds=holds), *extra_notes]
        self._phases_seen.add(phase)
        return Day(
            date=date,
            number=self.frame.number(date),
            phase=phase,
            notes=tuple(notes),
            sessions=self._sessions(date, stands, settled),
            card=Stamp(sequence=0, revised_at=self._past.at),
            whole=Stamp(sequence=0, revised_at=self._past.at),
        )

    def stop(self, date: dt.date, phase: PhaseKind) -> Day:
        """The day on which everything ends: only what has begun."""
        stamp = Stamp(sequence=0, revised_at=self._past.at)
        return Day(
            date=date,
            number=self.frame.number(date),
            phase=phase,
            notes=(),
            sessions=self._past.today,
            card=stamp,
            whole=stamp,
        )

    def leave_out(self, date: dt.date, activity: Activity, reason: str) -> None:
        """Record once, on its first day, what the plan does not hold."""
        if (activity, reason) not in self._left_out:
            self._left_out.add((activity, reason))
            self.unplaced.append(Unplaced(date=date, activity=activity, reason=reason))

    def leave_out_busy(self, date: dt.date, activity: Activity, *, missing: int = 0, of: int = 0) -> None:
        """Record on its day what appointments leave no room for; of some, how many."""
        texts = self.frame.protocol.unplaced_texts
        said = fill(texts.busy_some, missing=missing, of=of) if missing else texts.busy
        self.unplaced.append(Unplaced(date=date, activity=activity, reason=said or texts.no_room))

    def allows(self, date: dt.date, activity: Activity) -> bool:
        """Whether nothing switches it off; what is switched off is recorded with the reason."""
        measures = self.frame.protocol.limits.measures[activity]
        if off := measures & self.frame.switched_off:
            self.leave_out(date, activity, self._why_off(off))
            return False
        for left_out in self.frame.left_out(date):
            if left_out.measure in measures:
                self.leave_out(date, activity, left_out.text)
                return False
        return True

    def _why_off(self, off: frozenset[Measure]) -> str:
        protocol, texts = self.frame.protocol, self.frame.protocol.unplaced_texts
        cautions = [
            protocol.labels.words.cautions[caution]
            for caution in sorted(self.frame.runner.cautions, key=lambda word: word.rank)
            if protocol.limits.cautions[caution].switches_off & off
        ]
        if cautions and texts.drink and off <= {Measure.DRINK_MORE}:
            return texts.drink
        if cautions:
            return fill(texts.caution, caution=", ".join(cautions))
        kept = frozenset[Finding]().union(*(self.frame.kept_off.get(measure, ()) for measure in off))
        if kept and texts.kept_off:
            names = protocol.labels.words.findings
            return fill(texts.kept_off, finding=", ".join(names[each] for each in sorted(kept, key=lambda f: f.rank)))
        return texts.referral

    def _applies(self, name: str, rule: SessionRule, date: dt.date, *, has_run: bool) -> bool:
        if not self._is_asked_for(rule) or not self._is_due(name, rule, date, has_run=has_run):
            return False
        frame = self.frame
        if rule.kit is not None and rule.kit in frame.runner.without:
            kit = frame.protocol.labels.words.kit[rule.kit]
            self.leave_out(date, rule.activity, fill(frame.protocol.unplaced_texts.kit, kit=kit))
            return False
        if not self.allows(date, rule.activity):
            return False
        if not self._is_held(date, rule):
            return True
        if self._standing(date, rule) < len(rule.at):
            texts = frame.protocol.unplaced_texts
            self.unplaced.append(Unplaced(date=date, activity=rule.activity, reason=texts.held))
        return False

    def _is_held(self, date: dt.date, rule: SessionRule) -> bool:
        until = self._restraint.loading_from
        loads = Measure.EXERCISE in self.frame.protocol.limits.measures[rule.activity]
        return loads and until is not None and date < until

    def _standing(self, date: dt.date, rule: SessionRule) -> int:
        """How many sessions of this kind the day holds already."""
        return self._today[rule.activity] if date == self._past.first_date else 0

    def _is_asked_for(self, rule: SessionRule) -> bool:
        return (rule.extra is None or rule.extra in self.frame.runner.extras) and (
            rule.finding is None or rule.finding in self.frame.report.findings
        )

    def _is_due(self, name: str, rule: SessionRule, date: dt.date, *, has_run: bool) -> bool:
        if (has_run and rule.off_run_days) or self._from(rule) >= self.frame.window(date).end:
            return False
        if rule.until_day is not None and self.frame.number(date) >= rule.until_day:
            return False
        before = self._done_on.get(rule.activity, [])
        if before and (date - before[-1]).days < rule.every_days:
            return False
        # How often is a matter of the rule itself: heel raises do not take the place of what comes after them.
        return sum((date - other).days < _WEEK for other in self._placed_on[name]) < rule.most_per_week

    def _from(self, rule: SessionRule) -> Minute:
        hours = rule.strain_from_hours if self.frame.possible_strain else rule.plain_from_hours
        # What does not wait has always been due: it must not vanish because its usual time was before the onset.
        return self.frame.hours_after_onset(hours) if hours else Minute(0)

    def _place(
        self, name: str, rule: SessionRule, date: dt.date, taken: list[Span], *, run: Span | None, review: str
    ) -> Iterator[Fixed]:
        frame, before = self.frame, self._placed_on[name]
        steps = sum(map(self._restraint.lets_step_up, before)) if len(rule.steps) > 1 else 0
        step = rule.steps[min(steps, len(rule.steps) - 1)] if rule.steps else None
        spans: list[Span | None] = [None] if not rule.at else []
        earliest = self._from(rule) if run is None or not rule.after_run else run.end
        standing = self._standing(date, rule)
        for anchor in rule.at[standing:]:
            span = self._fit(rule, anchor, date, [*taken, *filter(None, spans)], step, earliest=earliest)
            spans += [span] if span is not None and span.start >= self._past.at else []
        if spans or standing:
            before.append(date)
            self._note_done(rule.activity, date)
        parts = {"minutes": step.minutes if step else "", "dose": self._words(step), "review": review}
        for span in spans:
            yield Fixed(
                activity=rule.activity,
                span=span,
                title=fill(rule.title, **parts),
                instructions=fill(self._instructions(rule, step), **parts),
                dose=_dose(step),
                because=frame.protocol.because(rule.rules["session"], *rule.rules.values()),
                status=Status.PROVISIONAL if rule.provisional else Status.CONFIRMED,
            )

    def _instructions(self, rule: SessionRule, step: Step | None) -> str:
        if rule.activity is Activity.REST and self.frame.rest_text:
            return self.frame.rest_text
        return (step is not None and step.hold_seconds and rule.hold_instructions) or rule.instructions

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
        start = min(max(window.start, earliest), window.end)
        if Measure.HEAT in frame.protocol.limits.measures[rule.activity]:
            apart = frame.protocol.placement.warmth_from_ice_minutes
            taken = [*taken, *(each.widened(apart) for each in self._iced)]
        free = subtract(Span(start=start, end=window.end), taken)
        place = partial(
            fit_near,
            preferred=preferred,
            minutes=step.minutes if step else 0,
            most_moved=frame.protocol.placement.most_minutes_moved,
        )
        busy = frame.busy_in(whole)
        if (span := place(left for piece in free for left in subtract(piece, busy))) is not None:
            return span
        if busy and place(free) is not None:
            self.leave_out_busy(date, rule.activity)
        elif preferred >= self._from(rule):
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

    def _sessions(self, date: dt.date, stands: tuple[Session, ...], settled: list[Fixed]) -> tuple[Session, ...]:
        counts = Counter(each.activity for each in stands)
        # All day first, then by time; sessions at the same time keep the order of the protocol.
        in_order = sorted(settled, key=lambda item: (item.span is not None, item.span.start if item.span else 0))
        made = [
            Session(
                key=self._key(date, item.activity, counts),
                activity=item.activity,
                span=item.span,
                zone=self.frame.runner.zone,
                title=item.title,
                instructions=item.instructions,
                status=item.status,
                dose=item.dose,
                sequence=0,
                revised_at=self._past.at,
                because=item.because,
            )
            for item in in_order
        ]
        all_day = [each for each in made if each.all_day]
        return (*all_day, *stands, *(each for each in made if not each.all_day))

    def _key(self, date: dt.date, activity: Activity, counts: Counter[Activity]) -> str:
        if activity in _IN_PLAN:
            self._in_plan[activity] += 1
            return f"{activity}-{self._in_plan[activity]}"
        counts[activity] += 1
        return f"{date}-{activity}-{counts[activity]}"


def _dose(step: Step | None) -> Dose | None:
    if step is None:
        return None
    if not step.sets:
        return TimeDose(minutes=step.minutes)
    return SetsDose(
        sets=step.sets, repetitions=step.repetitions, hold_seconds=step.hold_seconds, both_legs=step.both_legs
    )
