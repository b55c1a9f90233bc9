"""When to run: the ladder's doses on the runner's days, never before the floor, never two days in a row."""

import datetime as dt
from collections.abc import Iterator
from itertools import count
from typing import final

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.guidance.sessions import REVIEW
from soleus_recovery.planning.frame import Frame
from soleus_recovery.planning.past import Past
from soleus_recovery.planning.plan import RunDose
from soleus_recovery.planning.standing import Progress
from soleus_recovery.planning.state import doses_of, run_after_tests_from
from soleus_recovery.spans import Span, nearest_start
from soleus_recovery.vocabulary import Activity, Weekday

__all__ = ["PlacedRun", "Running", "earliest_run_date", "place_runs"]

_WEEK = 7  # days


@final
@attrs.frozen(kw_only=True)
class PlacedRun:
    """One run: its day, its time with warm-up and cool-down, and its dose."""

    date: dt.date
    span: Span
    dose: RunDose


@final
@attrs.frozen(kw_only=True)
class Running:
    """All runs still to come, the date of the first at the usual length, and the plan's last date.

    ``skipped`` are the dates that would hold a run, but for appointments.
    """

    runs: tuple[PlacedRun, ...]
    skipped: tuple[dt.date, ...]
    prevent_from: dt.date
    last_date: dt.date


def place_runs(frame: Frame, progress: Progress, past: Past) -> Running:
    """The rest of the ladder from the rung that is due, then runs at the usual length to the end of prevention."""
    protocol, state = frame.protocol, progress.state
    doses = doses_of(progress.basis, state)
    usual = next(index for index, dose in enumerate(doses) if _is_usual(frame, dose))
    prevent_from, last_date = state.prevent_from, progress.last_date
    pending, due = state.pending, state.rung
    if pending is not None and pending.may_count:
        # As ever the plan takes it that all goes well; the word of the day after will tell.
        due = min(state.rung + 1, len(doses) - 1)
        if prevent_from is None and state.rung >= usual:
            prevent_from, last_date = pending.date, pending.date + dt.timedelta(days=protocol.prevent.days - 1)
    runs: list[PlacedRun] = []
    skipped: list[dt.date] = []
    for date in _run_dates(frame, progress, past, runs):
        if last_date is not None and date > last_date:
            break
        rung = min(due + len(runs), len(doses) - 1)
        if (usually := _run_span(frame, progress, past, date, doses[rung])) is None:
            continue
        if (span := _around_busy(frame, progress, past, usually, date)) is None:
            skipped.append(date)
            continue
        runs.append(PlacedRun(date=date, span=span, dose=doses[rung]))
        if prevent_from is None and rung >= usual:
            prevent_from, last_date = date, date + dt.timedelta(days=protocol.prevent.days - 1)
    return Running(
        runs=tuple(runs),
        skipped=tuple(skipped),
        prevent_from=prevent_from or dt.date.max,
        last_date=last_date or dt.date.max,
    )


def _is_usual(frame: Frame, dose: RunDose) -> bool:
    return dose.continuous and dose.run_minutes == frame.runner.usual_run_minutes


def earliest_run_date(frame: Frame, progress: Progress, past: Past) -> dt.date:
    """The first date on which the next run may be, apart from the runner's own days and the days off."""
    state, protocol = progress.state, frame.protocol
    # Strengthening and running never share a day.
    loaded = any(each.activity is Activity.STRENGTHEN for each in past.today)
    bounds = [past.first_date + dt.timedelta(days=loaded)]
    bounds += [bound for bound in (state.not_before, run_after_tests_from(progress.basis, state)) if bound is not None]
    tests = protocol.gate_tests(possible_strain=frame.possible_strain).keys()
    if state.gate_needed and state.last_test is not None and tests <= state.tests.keys():
        bounds.append(state.last_test + dt.timedelta(days=protocol.gate.run_after_days))
    elif state.gate_needed:
        bounds.append(frame.date_of_day(protocol.severity[state.severity].first_run_day))
    return max(bounds)


def _run_dates(frame: Frame, progress: Progress, past: Past, runs: list[PlacedRun]) -> Iterator[dt.date]:
    """Dates that may hold the next run, given those that stand and those placed so far."""
    runner, protocol = frame.runner, frame.protocol
    a_day_off = protocol.runs.days_off_between + 1
    # With no days named, runs are spread over the week; with days named, those days are what the runner can do.
    apart = a_day_off if runner.run_days else max(a_day_off, _WEEK // runner.runs_per_week)
    weekdays = {day.rank for day in runner.run_days or Weekday}
    stood = sorted({*past.run_dates, *progress.state.runs})
    start = earliest_run_date(frame, progress, past)
    for offset in count():
        date = start + dt.timedelta(days=offset)
        dates = [*stood, *(run.date for run in runs)]
        week_full = len(dates) >= runner.runs_per_week and (date - dates[-runner.runs_per_week]).days < _WEEK
        if date.weekday() in weekdays and not week_full and not (dates and (date - dates[-1]).days < apart):
            yield date


def _run_span(frame: Frame, progress: Progress, past: Past, date: dt.date, dose: RunDose) -> Span | None:
    """The usual time, earlier only where the evening's questions about the run would not fit; None if it does not."""
    window, protocol = frame.window(date), frame.protocol
    minutes = protocol.runs.warm_up_minutes + dose.total_minutes + protocol.runs.cool_down_minutes
    latest = window.end - _evening(frame, progress, date) - minutes
    start = max(window.start, min(frame.runner.usual_run_start(date), latest))
    if start < _not_before(progress, past) or start + minutes > window.end:
        return None
    return Span(start=Minute(start), end=Minute(start + minutes))


def _around_busy(frame: Frame, progress: Progress, past: Past, usually: Span, date: dt.date) -> Span | None:
    """The run as near to its usual time as appointments allow, and still before the evening's questions."""
    window = frame.window(date)
    busy = frame.busy_in(window)
    if not busy:
        return usually
    start = max(window.start, _not_before(progress, past))
    end = max(usually.end, window.end - _evening(frame, progress, date))
    at = nearest_start(
        [(span.start, span.end) for span in busy],
        start=start,
        end=end,
        preferred=usually.start,
        minutes=usually.minutes,
        most_moved=frame.protocol.placement.most_minutes_moved,
    )
    return None if at is None else Span(start=at, end=Minute(at + usually.minutes))


def _evening(frame: Frame, progress: Progress, date: dt.date) -> int:
    """The minutes that the questions about a run take."""
    protocol = frame.protocol
    reviewed = frame.sore_day(date) == protocol.severity[progress.severity].review_day
    rules = protocol.sessions.items()
    return sum(rule.steps[0].minutes for name, rule in rules if rule.after_run and (reviewed or name != REVIEW))


def _not_before(progress: Progress, past: Past) -> Minute:
    return max(progress.floor, progress.state.no_run_until or progress.floor, past.at)
