"""Days out of the protocol's session rules: what a day holds, at which times, what it leaves out, and why.

Fixed sessions (icing, runs, appointments) are placed first; the others go as near to their preferred time as the
free part of the waking window lets them.
"""

import datetime as dt
from collections.abc import Iterable
from math import inf
from typing import final

from soleus_recovery.clock import Minute
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.guidance.sessions import Anchor
from soleus_recovery.plan.content import PlacedContent, SessionContent
from soleus_recovery.plan.plan import Day, Session, Unplaced
from soleus_recovery.planner.day.agenda import DayAgenda
from soleus_recovery.planner.day.exclusions import Exclusion, Exclusions
from soleus_recovery.planner.day.notes import Notes
from soleus_recovery.planner.day.schedule import Restraint, SessionSchedule, is_asked_for
from soleus_recovery.planner.kept.stamping import Stamper
from soleus_recovery.planner.kept.standing import RevisionBase
from soleus_recovery.planner.plan_facts import PlanFacts
from soleus_recovery.vocabulary import Activity, PhaseKind

__all__ = ["DayMaker"]


@final
class DayMaker:
    """Makes the days of one plan, in order; it remembers what came before (every other day, the next step)."""

    def __init__(self, facts: PlanFacts, base: RevisionBase, restraint: Restraint, *, review_text: str = "") -> None:
        self.facts, self._base, self._restraint = facts, base, restraint
        self.unplaced: list[Unplaced] = list(base.unplaced)
        self._exclusions, self._notes = Exclusions(facts), Notes(facts)
        history = base.history
        self._schedules = [
            # After a clearance a dose starts at its first step.
            SessionSchedule(
                name,
                rule,
                facts,
                restraint,
                exclusions=self._exclusions.of(rule.activity),
                held_on=history.held_on(rule.activity, rule.phases, since=facts.day_zero),
                review_text=review_text,
            )
            for name, rule in facts.protocol.sessions.items()
            if is_asked_for(rule, facts)
        ]
        self._schedules_of: dict[PhaseKind, list[SessionSchedule]] = {}
        # Distances hold between all of one activity, whichever rule asked for it.
        self._last_on = {**history.last_on}
        self._phases_seen = {*history.phases}
        self._left_out = {(item.activity, item.reason) for item in base.unplaced}
        self._stamper = Stamper(base, facts.runner.zone)

    def make(
        self,
        date: dt.date,
        phase: PhaseKind,
        placed: Iterable[PlacedContent],
        *,
        reviewed: bool = False,
        extra_notes: Iterable[str] = (),
    ) -> Day:
        """The day of this date; ``reviewed``: a review is due that evening."""
        facts, base = self.facts, self._base
        whole = facts.runner.window(date)
        agenda = DayAgenda(
            date,
            whole,
            facts.left_of(whole),
            facts.protocol.placement.most_minutes_moved,
            busy=facts.busy_in(whole),
            stands=base.today if date == base.first_date else (),
            settled=[item for item in placed if item.span is None or item.span.start >= base.at],
        )
        for schedule in self._of_phase(phase):
            if (reviewed or not schedule.is_review) and self._applies(schedule, agenda):
                self._place(schedule, agenda, reviewed=reviewed)
        for each in agenda.stands:
            self._last_on[each.activity] = date
        sessions = self._sessions(agenda)
        notes = (*self._notes.of(date, phase, seen=self._phases_seen, sessions=sessions), *extra_notes)
        self._phases_seen.add(phase)
        return self._day(date, phase, notes, sessions)

    def stop(self, date: dt.date, phase: PhaseKind, card: SessionContent | None = None) -> Day:
        """The day on which everything ends: only what has begun, and one ``card`` for the whole day."""
        begun = self._base.today
        if card is None:
            return self._day(date, phase, (), begun)
        begun_keys = {each.key for each in begun}
        made = self._stamper.session(date.isoformat(), PlacedContent(content=card, span=None), {}, begun_keys)
        return self._day(date, phase, (), (made, *begun))

    def _day(self, date: dt.date, phase: PhaseKind, notes: tuple[str, ...], sessions: tuple[Session, ...]) -> Day:
        return self._stamper.day(date, self.facts.number(date), phase, notes, sessions)

    def _of_phase(self, phase: PhaseKind) -> list[SessionSchedule]:
        if phase not in self._schedules_of:
            self._schedules_of[phase] = [schedule for schedule in self._schedules if schedule.is_of(phase)]
        return self._schedules_of[phase]

    # ------------------------------------------------------------------ what is left out

    def leave_out(self, date: dt.date, activity: Activity, reason: str) -> None:
        """Record once, on its first day, what the plan does not hold."""
        if (activity, reason) not in self._left_out:
            self._left_out.add((activity, reason))
            self._leave_out_that_day(date, activity, reason)

    def leave_out_busy(self, date: dt.date, activity: Activity, *, missing: int = 0, of: int = 0) -> None:
        """Record on its day what appointments leave no room for; of some, how many."""
        texts = self.facts.protocol.unplaced_texts
        said = fill(texts.busy_some, missing=missing, of=of) if missing else texts.busy
        self._leave_out_that_day(date, activity, said or texts.no_room)

    def _leave_out_that_day(self, date: dt.date, activity: Activity, reason: str) -> None:
        item = Unplaced(date=date, activity=activity, reason=reason)
        self.unplaced.append(item)
        self._stamper.leave_out(item)

    def allows(self, date: dt.date, activity: Activity) -> bool:
        """Whether nothing switches it off; what is switched off is recorded with the reason."""
        return self._lets(date, activity, self._exclusions.of(activity), self.facts.window(date).start)

    def _lets(self, date: dt.date, activity: Activity, exclusions: Iterable[Exclusion], opens: Minute) -> bool:
        for until, reason in exclusions:
            if opens < until:
                self.leave_out(date, activity, reason)
                return False
        return True

    def _applies(self, schedule: SessionSchedule, agenda: DayAgenda) -> bool:
        rule, date = schedule.rule, agenda.date
        if (rule.off_run_days and agenda.run_ends is not None) or schedule.due_from >= agenda.left.end:
            return False
        is_over = rule.until_day is not None and self.facts.number(date) >= rule.until_day
        if is_over or not schedule.is_due(date, self._last_on.get(rule.activity)):
            return False
        if schedule.missing_kit is not None:
            self.leave_out(date, rule.activity, schedule.missing_kit)
            return False
        if schedule.exclusions and not self._lets(date, rule.activity, schedule.exclusions, agenda.left.start):
            return False
        until = self._restraint.loading_from
        if not schedule.is_loading or until is None or date >= until:
            return True
        if agenda.begun.get(rule.activity, 0) < len(rule.at):
            self._leave_out_that_day(date, rule.activity, self.facts.protocol.unplaced_texts.held)
        return False

    # ------------------------------------------------------------------ what is placed

    def _place(self, schedule: SessionSchedule, agenda: DayAgenda, *, reviewed: bool) -> None:
        """Settle what a rule asks for on a day for which it is due, as far as there is room."""
        rule, content = schedule.rule, schedule.content(reviewed=reviewed)
        begun_keys, before = agenda.begun.get(rule.activity, 0), len(agenda.settled)
        if not rule.at:
            agenda.settle(content, None)
        earliest = agenda.run_ends if rule.after_run and agenda.run_ends is not None else schedule.due_from
        for anchor in rule.at[begun_keys:]:
            span = agenda.fit(anchor, schedule.minutes, earliest, schedule.from_ice_minutes)
            if span is None:
                self._leave_out_unfit(schedule, agenda, anchor, earliest)
            elif span.start >= self._base.at:
                agenda.settle(content, span)
        if begun_keys or len(agenda.settled) > before:
            schedule.note(agenda.date)
            self._last_on[rule.activity] = agenda.date

    def _leave_out_unfit(self, schedule: SessionSchedule, agenda: DayAgenda, anchor: Anchor, earliest: Minute) -> None:
        """Record why it has no room: there are appointments, its time has passed, or the day is full."""
        activity, texts = schedule.rule.activity, self.facts.protocol.unplaced_texts
        preferred = anchor.start_in(agenda.whole)
        if agenda.busy and agenda.fit(anchor, schedule.minutes, earliest, schedule.from_ice_minutes, is_free=True):
            self.leave_out_busy(agenda.date, activity)
        elif preferred >= schedule.due_from:
            reason = texts.passed if preferred < agenda.left.start else texts.no_room
            self._leave_out_that_day(agenda.date, activity, reason)

    def _sessions(self, agenda: DayAgenda) -> tuple[Session, ...]:
        """All day first, then by time; sessions at the same time keep the order of the protocol."""
        settled, stands, counts = agenda.settled, agenda.stands, dict[Activity, int]()
        begun_keys = {each.key for each in stands}
        if len(settled) > 1:
            settled.sort(key=_begins)
        day = agenda.date.isoformat()
        made = [self._stamper.session(day, item, counts, begun_keys) for item in settled]
        if not stands:
            return tuple(made)
        return (*(each for each in made if each.all_day), *stands, *(each for each in made if not each.all_day))


def _begins(item: PlacedContent) -> float:
    return -inf if item.span is None else item.span.start
