"""Fills days by the protocol's session rules: which sessions a day holds, when, and which sessions it leaves out.

Sessions with a settled time (icing, runs, appointments) come first. Every other session goes as near to its preferred
time as the free part of the waking window allows.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, final

from soleus_recovery.guidance.sessions import STRENGTHEN, Anchor
from soleus_recovery.plan.content import PlacedContent, SessionContent
from soleus_recovery.plan.plan import Day, Unplaced
from soleus_recovery.planner.day.agenda import DayAgenda
from soleus_recovery.planner.day.bad_day import bad_day_rest
from soleus_recovery.planner.day.notes import Notes
from soleus_recovery.planner.day.outline import DayOutline, MadeDay
from soleus_recovery.planner.day.schedule import Held, Restraint, SessionSchedule, is_asked_for
from soleus_recovery.planner.day.unplaced import SAID_ONCE, exclusion_at, exclusions_of, for_busy_times
from soleus_recovery.planner.kept.stamping import Stamper
from soleus_recovery.planner.kept.standing import RevisionBase
from soleus_recovery.planner.plan_facts import PlanFacts
from soleus_recovery.vocabulary import Activity, PhaseKind, UnplacedWhy

__all__ = ["make_days", "stopped_day"]


class _SoFar(NamedTuple):
    """The state of a plan after the days made so far, on which the next day depends.

    ``last_on`` holds the last day of each activity, whichever rule asked for it, because the least distance between
    two sessions holds for all sessions of one activity. ``held`` holds the sessions of each rule so far. ``said`` holds
    the lasting reasons that the plan has given already. Keys such as ``run-3`` are numbered through the whole plan
    (``KEYED_IN_PLAN``); ``ordinals`` holds the last number of each activity so far.
    """

    phases: frozenset[PhaseKind]
    last_on: Mapping[Activity, dt.date]
    held: Mapping[str, Held]
    said: frozenset[tuple[Activity, str]]
    ordinals: Mapping[Activity, int]


def make_days(
    facts: PlanFacts, base: RevisionBase, restraint: Restraint, outlines: Iterable[DayOutline], *, review_text: str
) -> tuple[MadeDay, ...]:
    """Fill the days of ``outlines``, which follow one another and go on from ``base``; return the filled days."""
    maker, made = _DayMaker(facts, base, restraint, review_text), list[MadeDay]()
    so_far = maker.before_first()
    for outline in outlines:
        day, so_far = maker.make(outline, so_far)
        made.append(day)
    return tuple(made)


def stopped_day(facts: PlanFacts, base: RevisionBase, phase: PhaseKind, card: SessionContent | None = None) -> Day:
    """Return the day on which a plan stops: the sessions that have begun, and the whole-day ``card`` if given."""
    stamper, date = Stamper(base, facts.runner.zone), base.first_date
    cards = [] if card is None else [PlacedContent(content=card, span=None)]
    sessions, _ = stamper.sessions(date, cards, base.today, stamper.ordinals)
    day = Day(
        date=date,
        number=facts.number(date),
        phase=phase,
        notes=(),
        sessions=(*sessions, *base.today),
        card=stamper.first_stamp,
        whole=stamper.first_stamp,
    )
    return stamper.day(day, ())


@final
class _DayMaker:
    """The maker of a plan's days; it keeps nothing between days, since ``_SoFar`` holds what the next day needs."""

    def __init__(self, facts: PlanFacts, base: RevisionBase, restraint: Restraint, review_text: str) -> None:
        self._facts, self._base, self._restraint = facts, base, restraint
        self._notes, self._stamper = Notes(facts), Stamper(base, facts.runner.zone)
        rules = [(name, rule) for name, rule in facts.protocol.sessions.items() if is_asked_for(rule, facts)]
        exclusions = {activity: exclusions_of(facts, activity) for activity in {rule.activity for _, rule in rules}}
        self._schedules = [
            SessionSchedule(name, rule, facts, restraint, exclusions=exclusions[rule.activity], review_text=review_text)
            for name, rule in rules
        ]
        self._by_phase = {
            phase: [schedule for schedule in self._schedules if schedule.is_of(phase)] for phase in PhaseKind
        }

    def before_first(self) -> _SoFar:
        """Return the state of the plan after the days that are over."""
        history, facts = self._base.history, self._facts
        return _SoFar(
            phases=history.phases,
            last_on=history.last_on,
            held={
                # After a clearance a dose starts at its first step.
                each.name: each.held_on(history.held_on(each.rule.activity, each.rule.phases, since=facts.day_zero))
                for each in self._schedules
            },
            said=frozenset((item.activity, item.reason) for item in self._base.unplaced),
            ordinals=self._stamper.ordinals,
        )

    def make(self, outline: DayOutline, so_far: _SoFar) -> tuple[MadeDay, _SoFar]:
        """Return the day that follows from ``outline``, and the state of the plan after that day."""
        facts, base, date, phase = self._facts, self._base, outline.date, outline.phase
        whole = facts.runner.window(date)
        stands = base.today if date == base.first_date else ()
        agenda = DayAgenda(
            date,
            whole,
            facts.left_of(whole),
            facts.protocol.placement.most_minutes_moved,
            busy=facts.busy_in(whole),
            stands=stands,
            placed=[item for item in outline.placed if item.span is None or item.span.start >= base.at],
        )
        rest = self._bad_day_rest(outline)
        if rest is not None:
            agenda.settle(rest, None)
        last_on, held, left_out = self._fill(agenda, outline, so_far, rests=rest is not None)
        said, unplaced = so_far.said, (*outline.unplaced, *left_out)
        if unplaced:
            said, unplaced = _said_once(said, unplaced)
        made, ordinals = self._stamper.sessions(date, agenda.in_order(), stands, so_far.ordinals)
        if stands:
            last_on |= dict.fromkeys((each.activity for each in stands), date)
            made = (*(each for each in made if each.all_day), *stands, *(each for each in made if not each.all_day))
        is_first = phase not in so_far.phases
        notes = self._notes.of(date, phase, is_first=is_first, is_held=rest is not None, sessions=made)
        day = Day(
            date=date,
            number=facts.number(date),
            phase=phase,
            notes=(*notes, *outline.extra_notes),
            sessions=made,
            card=self._stamper.first_stamp,
            whole=self._stamper.first_stamp,
        )
        phases = so_far.phases if phase in so_far.phases else so_far.phases | {phase}
        after = _SoFar(phases=phases, last_on=last_on, held=held, said=said, ordinals=ordinals)
        return MadeDay(day=self._stamper.day(day, unplaced), unplaced=unplaced), after

    def _bad_day_rest(self, outline: DayOutline) -> SessionContent | None:
        """Return the rest of a day on which a check-in holds exercise back; None on any other day."""
        date, loading_from = outline.date, self._restraint.loading_from
        is_waiting = outline.phase is PhaseKind.HOLD  # whose rest lasts until a clinician is seen
        if is_waiting or loading_from is None or not self._restraint.holds_back(date):
            return None
        is_iced = any(item.activity is Activity.ICE for item in outline.placed)
        return bad_day_rest(self._facts, date, loading_from, is_iced=is_iced)

    def _of_phase(self, phase: PhaseKind, *, rests: bool) -> Sequence[SessionSchedule]:
        schedules = self._by_phase[phase]
        return [each for each in schedules if each.rule.activity is not Activity.REST] if rests else schedules

    def _fill(
        self, agenda: DayAgenda, outline: DayOutline, so_far: _SoFar, *, rests: bool
    ) -> tuple[dict[Activity, dt.date], Mapping[str, Held], list[Unplaced]]:
        """Settle the sessions that the session rules ask for; return ``last_on``, ``held`` and what is left out.

        ``rests`` says that the day rests after a bad day, in place of the usual rest.
        """
        date = agenda.date
        last_on, held, unplaced = {**so_far.last_on}, so_far.held, list[Unplaced]()
        for schedule in self._of_phase(outline.phase, rests=rests):
            if schedule.is_review and not outline.has_review:
                continue
            name, activity = schedule.name, schedule.rule.activity
            if schedule.is_training:
                unplaced += self._train(schedule, agenda, outline)
                continue
            if (schedule.rule.off_test_days and outline.has_tests) or not self._is_due(
                schedule, agenda, held[name], last_on.get(activity)
            ):
                continue
            if schedule.exclusions and (excluded := exclusion_at(schedule.exclusions, agenda.left.start)) is not None:
                unplaced.append(excluded.on(date, activity))
                continue
            if schedule.is_loading and self._restraint.holds_back(date):
                if agenda.begun.get(activity, 0) < len(schedule.rule.at):
                    unplaced.append(self._left_out(date, activity, UnplacedWhy.HELD))
                continue
            is_held, without_room = self._place(schedule, agenda, held[name].step, has_review=outline.has_review)
            unplaced += without_room
            if is_held:
                if (now := schedule.held_also_on(date, held[name])) is not held[name]:
                    held = {**held, name: now}
                last_on[activity] = date
        return last_on, held, unplaced

    def _train(self, schedule: SessionSchedule, agenda: DayAgenda, outline: DayOutline) -> Iterator[Unplaced]:
        """Settle the training of a day, and yield why it is left out if it is.

        Tests wait for training, so training is always in the plan: without room near its time, it has no time.
        """
        rule, date, activity = schedule.rule, agenda.date, schedule.rule.activity
        is_open = schedule.due_from < agenda.left.end
        if is_open and (excluded := exclusion_at(schedule.exclusions, agenda.left.start)) is not None:
            yield excluded.on(date, activity)
            return
        if is_open and schedule.name == STRENGTHEN and self._restraint.holds_back(date):
            if activity not in agenda.begun:
                yield self._left_out(date, activity, UnplacedWhy.HELD)
            return
        for number, step in enumerate(rule.steps):
            if step.name not in outline.training:
                continue
            if agenda.begun.get(activity, 0):
                agenda.begun[activity] -= 1
                continue
            # After the run, and after the easier training of the day.
            ends = (schedule.due_from, agenda.run_ends, agenda.ends.get(activity))
            earliest = max(end for end in ends if end is not None)
            span = agenda.fit(rule.at[0], schedule.minutes(number), earliest, schedule.from_ice_minutes)
            has_time = span is not None and span.start >= self._base.at
            content = schedule.content(number, has_review=False, is_first=outline.is_first_training)
            agenda.settle(content, span if has_time else None)

    # ------------------------------------------------------------------ what is due

    def _is_due(self, schedule: SessionSchedule, agenda: DayAgenda, held: Held, last: dt.date | None) -> bool:
        rule = schedule.rule
        if (rule.off_run_days and agenda.run_ends is not None) or schedule.due_from >= agenda.left.end:
            return False
        is_over = rule.until_day is not None and self._facts.number(agenda.date) >= rule.until_day
        return not is_over and schedule.is_due(agenda.date, held, last)

    # ------------------------------------------------------------------ what is placed

    def _place(
        self, schedule: SessionSchedule, agenda: DayAgenda, step: int, *, has_review: bool
    ) -> tuple[bool, list[Unplaced]]:
        """Settle the sessions of a rule that is due, as far as there is room.

        Returns whether the day holds any session of the rule's activity, begun sessions included, and an entry for each
        session that has no room.
        """
        rule, content, minutes = schedule.rule, schedule.content(step, has_review=has_review), schedule.minutes(step)
        if not rule.at:
            agenda.settle(content, None)
            return True, []
        earliest = agenda.run_ends if rule.after_run and agenda.run_ends is not None else schedule.due_from
        is_held, unplaced = rule.activity in agenda.begun, list[Unplaced]()
        for anchor in rule.at[agenda.begun.get(rule.activity, 0) :]:
            span = agenda.fit(anchor, minutes, earliest, schedule.from_ice_minutes)
            if span is None:
                item = self._unfit(schedule, agenda, anchor, minutes, earliest)
                unplaced += [] if item is None else [item]
            elif span.start >= self._base.at:
                agenda.settle(content, span)
                is_held = True
        return is_held, unplaced

    def _unfit(
        self, schedule: SessionSchedule, agenda: DayAgenda, anchor: Anchor, minutes: int, earliest: int
    ) -> Unplaced | None:
        """Return why a session has no room; None if the session was not due yet.

        The reason is busy times, a preferred time that has passed, or a full day.
        """
        date, activity, preferred = agenda.date, schedule.rule.activity, anchor.start_in(agenda.whole)
        if agenda.is_busy and agenda.fit(anchor, minutes, earliest, schedule.from_ice_minutes, is_free=True):
            return for_busy_times(self._facts, date, activity)
        if preferred < schedule.due_from:
            return None
        has_passed = preferred < agenda.left.start
        return self._left_out(date, activity, UnplacedWhy.PASSED if has_passed else UnplacedWhy.NO_ROOM)

    def _left_out(self, date: dt.date, activity: Activity, why: UnplacedWhy) -> Unplaced:
        texts = self._facts.protocol.unplaced_texts
        reasons = {
            UnplacedWhy.HELD: texts.held,
            UnplacedWhy.PASSED: texts.passed,
            UnplacedWhy.NO_ROOM: texts.no_room,
        }
        return Unplaced(date=date, activity=activity, why=why, reason=reasons[why])


def _said_once(
    said: frozenset[tuple[Activity, str]], items: Iterable[Unplaced]
) -> tuple[frozenset[tuple[Activity, str]], tuple[Unplaced, ...]]:
    """Return all lasting reasons given by now, and the items except those whose lasting reason was given before."""
    new: list[Unplaced] = []
    for item in items:
        if item.why in SAID_ONCE:
            if (item.activity, item.reason) in said:
                continue
            said |= {(item.activity, item.reason)}
        new.append(item)
    return said, tuple(new)
