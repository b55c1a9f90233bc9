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
from soleus_recovery.plan.content import Content, Fixed
from soleus_recovery.plan.plan import Day, Session, Unplaced
from soleus_recovery.planner.day.agenda import Agenda
from soleus_recovery.planner.day.exclusions import Bar, Bars
from soleus_recovery.planner.day.notes import Notes
from soleus_recovery.planner.day.schedule import Offer, Restraint, is_asked_for
from soleus_recovery.planner.kept.stamping import Register
from soleus_recovery.planner.kept.standing import Past
from soleus_recovery.planner.plan_facts import Frame
from soleus_recovery.vocabulary import Activity, PhaseKind

__all__ = ["DayMaker"]


@final
class DayMaker:
    """Makes the days of one plan, in order; it remembers what came before (every other day, the next step)."""

    def __init__(self, frame: Frame, past: Past, restraint: Restraint, *, review_text: str = "") -> None:
        self.frame, self._past, self._restraint = frame, past, restraint
        self.unplaced: list[Unplaced] = list(past.unplaced)
        self._bars, self._notes = Bars(frame), Notes(frame)
        history = past.history
        self._offers = [
            # After a clearance a dose starts at its first step.
            Offer(
                name,
                rule,
                frame,
                restraint,
                bars=self._bars.of(rule.activity),
                held_on=history.held_on(rule.activity, rule.phases, since=frame.onset_date),
                review_text=review_text,
            )
            for name, rule in frame.protocol.sessions.items()
            if is_asked_for(rule, frame)
        ]
        self._offers_of: dict[PhaseKind, list[Offer]] = {}
        # Distances hold between all of one activity, whichever rule asked for it.
        self._last_on = {**history.last_on}
        self._phases_seen = {*history.phases}
        self._left_out = {(item.activity, item.reason) for item in past.unplaced}
        self._register = Register(past, frame.runner.zone)

    def make(
        self,
        date: dt.date,
        phase: PhaseKind,
        fixed: Iterable[Fixed],
        *,
        reviewed: bool = False,
        extra_notes: Iterable[str] = (),
    ) -> Day:
        """The day of this date; ``reviewed``: a review is due that evening."""
        frame, past = self.frame, self._past
        whole = frame.runner.window(date)
        agenda = Agenda(
            date,
            whole,
            frame.left_of(whole),
            frame.protocol.placement.most_minutes_moved,
            busy=frame.busy_in(whole),
            stands=past.today if date == past.first_date else (),
            settled=[item for item in fixed if item.span is None or item.span.start >= past.at],
        )
        for offer in self._of_phase(phase):
            if (reviewed or not offer.is_review) and self._applies(offer, agenda):
                self._place(offer, agenda, reviewed=reviewed)
        for each in agenda.stands:
            self._last_on[each.activity] = date
        sessions = self._sessions(agenda)
        notes = (*self._notes.of(date, phase, seen=self._phases_seen, sessions=sessions), *extra_notes)
        self._phases_seen.add(phase)
        return self._day(date, phase, notes, sessions)

    def stop(self, date: dt.date, phase: PhaseKind, card: Content | None = None) -> Day:
        """The day on which everything ends: only what has begun, and one ``card`` for the whole day."""
        begun = self._past.today
        if card is None:
            return self._day(date, phase, (), begun)
        standing = {each.key for each in begun}
        made = self._register.session(date.isoformat(), Fixed(content=card, span=None), {}, standing)
        return self._day(date, phase, (), (made, *begun))

    def _day(self, date: dt.date, phase: PhaseKind, notes: tuple[str, ...], sessions: tuple[Session, ...]) -> Day:
        return self._register.day(date, self.frame.number(date), phase, notes, sessions)

    def _of_phase(self, phase: PhaseKind) -> list[Offer]:
        if phase not in self._offers_of:
            self._offers_of[phase] = [offer for offer in self._offers if offer.is_of(phase)]
        return self._offers_of[phase]

    # ------------------------------------------------------------------ what is left out

    def leave_out(self, date: dt.date, activity: Activity, reason: str) -> None:
        """Record once, on its first day, what the plan does not hold."""
        if (activity, reason) not in self._left_out:
            self._left_out.add((activity, reason))
            self._leave_out_that_day(date, activity, reason)

    def leave_out_busy(self, date: dt.date, activity: Activity, *, missing: int = 0, of: int = 0) -> None:
        """Record on its day what appointments leave no room for; of some, how many."""
        texts = self.frame.protocol.unplaced_texts
        said = fill(texts.busy_some, missing=missing, of=of) if missing else texts.busy
        self._leave_out_that_day(date, activity, said or texts.no_room)

    def _leave_out_that_day(self, date: dt.date, activity: Activity, reason: str) -> None:
        item = Unplaced(date=date, activity=activity, reason=reason)
        self.unplaced.append(item)
        self._register.leave_out(item)

    def allows(self, date: dt.date, activity: Activity) -> bool:
        """Whether nothing switches it off; what is switched off is recorded with the reason."""
        return self._lets(date, activity, self._bars.of(activity), self.frame.window(date).start)

    def _lets(self, date: dt.date, activity: Activity, bars: Iterable[Bar], opens: Minute) -> bool:
        for until, reason in bars:
            if opens < until:
                self.leave_out(date, activity, reason)
                return False
        return True

    def _applies(self, offer: Offer, agenda: Agenda) -> bool:
        rule, date = offer.rule, agenda.date
        if (rule.off_run_days and agenda.run_ends is not None) or offer.due_from >= agenda.left.end:
            return False
        is_over = rule.until_day is not None and self.frame.number(date) >= rule.until_day
        if is_over or not offer.is_due(date, self._last_on.get(rule.activity)):
            return False
        if offer.missing_kit is not None:
            self.leave_out(date, rule.activity, offer.missing_kit)
            return False
        if offer.bars and not self._lets(date, rule.activity, offer.bars, agenda.left.start):
            return False
        until = self._restraint.loading_from
        if not offer.is_loading or until is None or date >= until:
            return True
        if agenda.begun.get(rule.activity, 0) < len(rule.at):
            self._leave_out_that_day(date, rule.activity, self.frame.protocol.unplaced_texts.held)
        return False

    # ------------------------------------------------------------------ what is placed

    def _place(self, offer: Offer, agenda: Agenda, *, reviewed: bool) -> None:
        """Settle what a rule asks for on a day for which it is due, as far as there is room."""
        rule, content = offer.rule, offer.content(reviewed=reviewed)
        standing, before = agenda.begun.get(rule.activity, 0), len(agenda.settled)
        if not rule.at:
            agenda.settle(content, None)
        earliest = agenda.run_ends if rule.after_run and agenda.run_ends is not None else offer.due_from
        for anchor in rule.at[standing:]:
            span = agenda.fit(anchor, offer.minutes, earliest, offer.from_ice_minutes)
            if span is None:
                self._leave_out_unfit(offer, agenda, anchor, earliest)
            elif span.start >= self._past.at:
                agenda.settle(content, span)
        if standing or len(agenda.settled) > before:
            offer.note(agenda.date)
            self._last_on[rule.activity] = agenda.date

    def _leave_out_unfit(self, offer: Offer, agenda: Agenda, anchor: Anchor, earliest: Minute) -> None:
        """Record why it has no room: there are appointments, its time has passed, or the day is full."""
        activity, texts = offer.rule.activity, self.frame.protocol.unplaced_texts
        preferred = anchor.start_in(agenda.whole)
        if agenda.busy and agenda.fit(anchor, offer.minutes, earliest, offer.from_ice_minutes, is_free=True):
            self.leave_out_busy(agenda.date, activity)
        elif preferred >= offer.due_from:
            reason = texts.passed if preferred < agenda.left.start else texts.no_room
            self._leave_out_that_day(agenda.date, activity, reason)

    def _sessions(self, agenda: Agenda) -> tuple[Session, ...]:
        """All day first, then by time; sessions at the same time keep the order of the protocol."""
        settled, stands, counts = agenda.settled, agenda.stands, dict[Activity, int]()
        standing = {each.key for each in stands}
        if len(settled) > 1:
            settled.sort(key=_begins)
        day = agenda.date.isoformat()
        made = [self._register.session(day, item, counts, standing) for item in settled]
        if not stands:
            return tuple(made)
        return (*(each for each in made if each.all_day), *stands, *(each for each in made if not each.all_day))


def _begins(item: Fixed) -> float:
    return -inf if item.span is None else item.span.start
