"""When to run: the ladder's doses on the runner's days, never before the floor, never two days in a row."""

import datetime as dt
from collections.abc import Iterator
from typing import final

import attrs

from soleus_recovery.clock import Minute, wall_minute
from soleus_recovery.course.progress import Progress
from soleus_recovery.course.state import doses_of, run_after_tests_from
from soleus_recovery.guidance.sessions import REVIEW
from soleus_recovery.plan.plan import RunDose
from soleus_recovery.planner.kept.standing import RevisionBase
from soleus_recovery.planner.plan_facts import PlanFacts
from soleus_recovery.spans import Span, nearest_start
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, Weekday

__all__ = ["PlacedRun", "RunSchedule", "earliest_run_date", "place_runs"]

_WEEK = 7  # days


@final
@attrs.frozen(kw_only=True)
class PlacedRun(Value):
    """One run: its day, its time with warm-up and cool-down, and its dose."""

    date: dt.date
    span: Span
    dose: RunDose


@final
@attrs.frozen(kw_only=True)
class RunSchedule(Value):
    """All runs still to come, the date of the first at the usual length, and the plan's last date.

    ``skipped`` are the dates that would hold a run, but for appointments.
    """

    runs: tuple[PlacedRun, ...]
    skipped: tuple[dt.date, ...]
    prevent_from: dt.date
    last_date: dt.date


def place_runs(facts: PlanFacts, progress: Progress, base: RevisionBase) -> RunSchedule:
    """The rest of the ladder from the rung that is due, then runs at the usual length to the end of prevention."""
    protocol, state = facts.protocol, progress.state
    doses = doses_of(progress.start, state)
    usual = next(index for index, dose in enumerate(doses) if _is_usual(facts, dose))
    prevent_from, last_date = state.prevent_from, progress.last_date
    pending, due = state.pending_run, state.rung
    if pending is not None and pending.may_count:
        # As ever the plan takes it that all goes well; the word of the day after will tell.
        due = min(state.rung + 1, len(doses) - 1)
        if prevent_from is None and state.rung >= usual:
            prevent_from, last_date = pending.date, pending.date + dt.timedelta(days=protocol.prevent.days - 1)
    rooms = _Rooms(facts, progress, base)
    runs: list[PlacedRun] = []
    skipped: list[dt.date] = []
    for date in _run_dates(facts, progress, base, runs):
        if last_date is not None and date > last_date:
            break
        rung = min(due + len(runs), len(doses) - 1)
        if (usually := rooms.usual(date, doses[rung])) is None:
            continue
        if (span := rooms.around_busy(date, usually)) is None:
            skipped.append(date)
            continue
        runs.append(PlacedRun(date=date, span=span, dose=doses[rung]))
        if prevent_from is None and rung >= usual:
            prevent_from, last_date = date, date + dt.timedelta(days=protocol.prevent.days - 1)
    return RunSchedule(
        runs=tuple(runs),
        skipped=tuple(skipped),
        prevent_from=prevent_from or dt.date.max,
        last_date=last_date or dt.date.max,
    )


def _is_usual(facts: PlanFacts, dose: RunDose) -> bool:
    return dose.continuous and dose.run_minutes == facts.runner.usual_run_minutes


def earliest_run_date(facts: PlanFacts, progress: Progress, base: RevisionBase) -> dt.date:
    """The first date on which the next run may be, apart from the runner's own days and the days off."""
    state, protocol = progress.state, facts.protocol
    # Strengthening and running never share a day.
    loaded = any(each.activity is Activity.STRENGTHEN for each in base.today)
    bounds = [base.first_date + dt.timedelta(days=loaded)]
    bounds += [bound for bound in (state.not_before, run_after_tests_from(progress.start, state)) if bound is not None]
    tests = protocol.gate_tests(possible_strain=facts.possible_strain).keys()
    if state.gate_needed and state.last_test is not None and tests <= state.tests.keys():
        bounds.append(state.last_test + dt.timedelta(days=protocol.gate.run_after_days))
    elif state.gate_needed:
        bounds.append(facts.date_of_day(protocol.severity[state.severity].first_run_day))
    return max(bounds)


def _run_dates(facts: PlanFacts, progress: Progress, base: RevisionBase, runs: list[PlacedRun]) -> Iterator[dt.date]:
    """Dates that may hold the next run, given those that stand and those placed so far."""
    runner, protocol = facts.runner, facts.protocol
    a_day_off = protocol.runs.days_off_between + 1
    # With no days named, runs are spread over the week; with days named, those days are what the runner can do.
    apart = a_day_off if runner.run_days else max(a_day_off, _WEEK // runner.runs_per_week)
    weekdays = {day.rank for day in runner.run_days or Weekday}
    stood = sorted({*base.run_dates, *progress.state.runs})
    date = earliest_run_date(facts, progress, base)
    while True:
        if stood:
            # Most of the days between two runs need not be looked at: a tenth of the time that a plan takes.
            date = max(date, stood[-1] + dt.timedelta(days=apart))
        week_full = len(stood) >= runner.runs_per_week and (date - stood[-runner.runs_per_week]).days < _WEEK
        if date.weekday() in weekdays and not week_full:
            placed = len(runs)
            yield date
            stood += [run.date for run in runs[placed:]]
        date += dt.timedelta(days=1)


@final
class _Rooms:
    """When a run fits into a day of one plan, between what must not come before it and the evening's questions."""

    def __init__(self, facts: PlanFacts, progress: Progress, base: RevisionBase) -> None:
        self._facts, protocol = facts, facts.protocol
        self._not_before = max(progress.floor, progress.state.no_run_until or progress.floor, base.at)
        self._review_day = protocol.severity[progress.severity].review_day
        self._around = protocol.runs.warm_up_minutes + protocol.runs.cool_down_minutes
        self._usual_minutes = facts.runner.run_minutes_after_midnight
        asked = {name: rule.steps[0].minutes for name, rule in protocol.sessions.items() if rule.after_run}
        self._evening_with_review = sum(asked.values())
        self._evening = self._evening_with_review - asked.get(REVIEW, 0)

    def usual(self, date: dt.date, dose: RunDose) -> Span | None:
        """The usual time, earlier only where the evening's questions about the run would not fit; else None."""
        window, minutes = self._facts.window(date), self._around + dose.total_minutes
        usually = wall_minute(date, self._usual_minutes, self._facts.runner.zone)
        start = max(window.start, min(usually, window.end - self._asked_minutes(date) - minutes))
        if start < self._not_before or start + minutes > window.end:
            return None
        return Span(start=Minute(start), end=Minute(start + minutes))

    def around_busy(self, date: dt.date, usually: Span) -> Span | None:
        """The run as near to its usual time as appointments allow, and still before the evening's questions."""
        window = self._facts.window(date)
        busy = self._facts.busy_in(window)
        if not busy:
            return usually
        at = nearest_start(
            busy,
            start=max(window.start, self._not_before),
            end=max(usually.end, window.end - self._asked_minutes(date)),
            preferred=usually.start,
            minutes=usually.minutes,
            most_moved=self._facts.protocol.placement.most_minutes_moved,
        )
        return None if at is None else Span(start=at, end=Minute(at + usually.minutes))

    def _asked_minutes(self, date: dt.date) -> int:
        """How long the questions about a run take that evening."""
        reviewed = self._facts.sore_day(date) == self._review_day
        return self._evening_with_review if reviewed else self._evening
