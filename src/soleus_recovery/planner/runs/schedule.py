"""When to run: the ladder's doses on the runner's days, not before the earliest hour, with days off between runs."""

import datetime as dt
from collections.abc import Sequence
from typing import final

import attrs

from soleus_recovery.clock import Minute, wall_minute
from soleus_recovery.course.doses import doses_of, last_runs, prevent_until, run_weeks
from soleus_recovery.course.gate import run_after_tests_from
from soleus_recovery.course.progress import Progress
from soleus_recovery.guidance.sessions import REVIEW
from soleus_recovery.plan.plan import RunDose
from soleus_recovery.planner.kept.standing import RevisionBase
from soleus_recovery.planner.plan_facts import PlanFacts
from soleus_recovery.spans import Span, nearest_start
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, Weekday

__all__ = ["PlacedRun", "RunSchedule", "earliest_run_date", "place_runs"]

_WEEK = 7  # days
_A_DAY = dt.timedelta(days=1)


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
    """All runs that are still to come, the first date of prevention, and the plan's last date.

    ``skipped`` holds the dates on which busy times leave no room for the run that would be due.
    """

    runs: tuple[PlacedRun, ...]
    skipped: tuple[dt.date, ...]
    prevent_from: dt.date
    last_date: dt.date


def place_runs(facts: PlanFacts, progress: Progress, base: RevisionBase) -> RunSchedule:
    """Place the rest of the ladder from the rung that is due, then runs at the usual length up to the plan's last date.

    Prevention begins with the first run at the usual length, and the days of prevention are the last days of the plan.
    """
    state, ahead = progress.state, _Ahead(progress, base)
    pending = state.pending_run
    if pending is not None and pending.may_count:
        # A plan assumes that all goes well; the check-in of the day after decides whether the run counts.
        ahead.run(pending.date, pending.dose)
    rooms, days = _Rooms(facts, progress, base), _RunDays(facts)
    runs: list[PlacedRun] = []
    skipped: list[dt.date] = []
    run_dates = sorted({*base.run_dates, *state.runs})
    date = days.first_from(earliest_run_date(facts, progress, base), run_dates)
    prevent_from, last = ahead.prevention()
    while last is None or date <= last:
        dose = ahead.dose(date)
        usually = None if dose is None else rooms.usual(date, dose)
        span = None if usually is None else rooms.around_busy(date, usually)
        if dose is not None and span is not None:
            runs.append(PlacedRun(date=date, span=span, dose=dose))
            run_dates.append(date)
            ahead.run(date, dose)
            prevent_from, last = ahead.prevention()
        elif usually is not None:
            skipped.append(date)
        date = days.first_from(date + _A_DAY, run_dates)
    return RunSchedule(
        runs=tuple(runs),
        skipped=tuple(skipped),
        prevent_from=prevent_from or dt.date.max,
        last_date=last,
    )


@final
class _Ahead:
    """The way along the ladder if each run ahead counts: the rung that is due, and the runs so far."""

    def __init__(self, progress: Progress, base: RevisionBase) -> None:
        self._start, self._state = progress.start, progress.state
        self._weeks, self._doses = run_weeks(progress.start, progress.state), doses_of(progress.start, progress.state)
        self._rung, self._last = progress.state.rung, last_runs(progress.state)
        # A run that has begun today and is not told yet counts for the week.
        for each in base.today:
            told = {date for date, _ in self._last.runs}
            if each.activity is Activity.RUN and isinstance(each.dose, RunDose) and base.first_date not in told:
                self._last = self._last.also(base.first_date, each.dose)

    def dose(self, date: dt.date) -> RunDose | None:
        """Return the dose of a run on a day; None if the week leaves no room for a run."""
        return self._weeks.dose(self._due, self._last, date)

    @property
    def _due(self) -> RunDose:
        return self._doses[min(self._rung, len(self._doses) - 1)]

    def run(self, date: dt.date, dose: RunDose) -> None:
        """Go on as after a run that counts."""
        self._rung += dose.run_minutes >= self._due.run_minutes
        if date not in {told for told, _ in self._last.runs}:
            self._last = self._last.also(date, dose)
        else:
            self._last = attrs.evolve(self._last, longest=max(self._last.longest, dose.run_minutes))
        state, runner = self._state, self._start.runner
        minutes = dose.run_minutes if dose.continuous else 0
        self._state = attrs.evolve(
            state,
            prevent_from=state.prevent_from or (date if minutes >= runner.usual_run_minutes else None),
            long_run_on=state.long_run_on or (date if minutes >= runner.longest_run_minutes else None),
        )

    def prevention(self) -> tuple[dt.date | None, dt.date | None]:
        """Return the first and the last day of prevention, as far as the runs so far give them."""
        return self._state.prevent_from, prevent_until(self._start, self._state)


def earliest_run_date(facts: PlanFacts, progress: Progress, base: RevisionBase) -> dt.date:
    """Return the first date on which the next run may be, whatever weekdays and days off the runner wants."""
    state, protocol = progress.state, facts.protocol
    # The run comes first on a day with strengthening (law I-14).
    loaded = any(each.activity is Activity.STRENGTHEN for each in base.today)
    bounds = [base.first_date + dt.timedelta(days=loaded)]
    waits = (state.not_before, state.loading_from, run_after_tests_from(progress.start, state))
    bounds += [bound for bound in waits if bound is not None]
    tests = protocol.gate_tests(possible_strain=state.tests_as_strain).keys()
    if state.gate_needed and not tests <= state.tests.keys():
        day = protocol.first_run_day(state.severity, possible_strain=facts.possible_strain)
        bounds.append(facts.date_of_day(day))
    return max(bounds)


@final
class _RunDays:
    """The days that may hold a run, given the runner's run days and number of runs a week."""

    def __init__(self, facts: PlanFacts) -> None:
        runner, runs = facts.runner, facts.protocol.runs
        a_day_off, most = runs.days_off_between + 1, min(runner.runs_per_week, runs.most_per_week)
        # If the runner has named no days, runs are spread over the week. If the runner has named days, those are the
        # days on which the runner can run.
        apart = a_day_off if runner.run_days else max(a_day_off, _WEEK // most)
        self._apart, self._most = dt.timedelta(days=apart), most
        self._weekdays = {day.rank for day in runner.run_days or Weekday}

    def first_from(self, date: dt.date, run_dates: Sequence[dt.date]) -> dt.date:
        """Return the first day from ``date`` on that may hold a run after the runs on ``run_dates``, in order."""
        if run_dates:
            date = max(date, run_dates[-1] + self._apart)
        if len(run_dates) >= self._most:
            date = max(date, run_dates[-self._most] + dt.timedelta(days=_WEEK))
        while date.weekday() not in self._weekdays:
            date += _A_DAY
        return date


@final
class _Rooms:
    """The room for a run on a day.

    A run is not before the earliest hour, and ends early enough to leave time for the evening's questions.
    """

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
        """Return the usual time, or an earlier one that fits before the evening's questions; None if there is none."""
        window, minutes = self._facts.window(date), self._around + dose.total_minutes
        usually = wall_minute(date, self._usual_minutes, self._facts.runner.zone)
        start = max(window.start, min(usually, window.end - self._asked_minutes(date) - minutes))
        if start < self._not_before or start + minutes > window.end:
            return None
        return Span(start=Minute(start), end=Minute(start + minutes))

    def around_busy(self, date: dt.date, usually: Span) -> Span | None:
        """Return the time nearest to ``usually`` that is clear of busy times; None if there is no such time.

        The run still ends before the evening's questions.
        """
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
        """Return how many minutes the questions about a run take in the evening of a day."""
        reviewed = self._facts.sore_day(date) == self._review_day
        return self._evening_with_review if reviewed else self._evening
