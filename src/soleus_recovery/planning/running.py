"""When to run: the ladder's doses on the runner's days, never before the floor, never two days in a row."""

import datetime as dt
from collections.abc import Iterator
from itertools import count
from typing import final

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.guidance.sessions import REVIEW
from soleus_recovery.planning.frame import Frame
from soleus_recovery.planning.ladder import ladder_doses
from soleus_recovery.planning.plan import RunDose
from soleus_recovery.spans import Span
from soleus_recovery.vocabulary import Severity, Weekday

__all__ = ["PlacedRun", "Running", "place_runs", "run_floor"]

_WEEK = 7  # days


@final
@attrs.frozen(kw_only=True)
class PlacedRun:
    """One run: its day, its time with warm-up and cool-down, its dose, and its place in the plan from 1."""

    date: dt.date
    span: Span
    dose: RunDose
    ordinal: int


@final
@attrs.frozen(kw_only=True)
class Running:
    """All runs of a plan, the date of the first at the usual length, and the plan's last date."""

    runs: tuple[PlacedRun, ...]
    prevent_from: dt.date
    last_date: dt.date


def run_floor(frame: Frame, severity: Severity) -> Minute:
    """The instant before which nobody of this level runs."""
    protocol = frame.protocol
    hours = protocol.severity[severity].floor_hours
    if frame.possible_strain:
        hours = max(hours, protocol.possible_strain.floor_hours)
    return frame.hours_after_onset(hours)


def place_runs(frame: Frame, severity: Severity) -> Running:
    """The ladder, then runs at the usual length to the end of prevention."""
    protocol, usual = frame.protocol, frame.runner.usual_run_minutes
    ladder = protocol.ladder_for(severity, possible_strain=frame.possible_strain)
    doses = ladder_doses(ladder, protocol.runs, usual_minutes=usual)
    first = next(index for index, dose in enumerate(doses) if dose.continuous and dose.run_minutes == usual)
    runs: list[PlacedRun] = []
    prevent_from = last_date = dt.date.max
    for date in _run_dates(frame, severity, runs):
        dose = doses[min(len(runs), len(doses) - 1)]
        span = _run_span(frame, severity, date, dose)
        if len(runs) > first and date > last_date:
            break
        if span is None:
            continue
        runs.append(PlacedRun(date=date, span=span, dose=dose, ordinal=len(runs) + 1))
        if len(runs) == first + 1:
            prevent_from, last_date = date, date + dt.timedelta(days=protocol.prevent.days - 1)
    return Running(runs=tuple(runs), prevent_from=prevent_from, last_date=last_date)


def _run_dates(frame: Frame, severity: Severity, runs: list[PlacedRun]) -> Iterator[dt.date]:
    """Dates that may hold the next run, given those placed so far."""
    runner, protocol = frame.runner, frame.protocol
    a_day_off = protocol.runs.days_off_between + 1
    # With no days named, runs are spread over the week; with days named, those days are what the runner can do.
    apart = a_day_off if runner.run_days else max(a_day_off, _WEEK // runner.runs_per_week)
    weekdays = {day.rank for day in runner.run_days or Weekday}
    start = max(frame.date_of_day(protocol.severity[severity].first_run_day), frame.first_date)
    for offset in count():
        date = start + dt.timedelta(days=offset)
        week_full = len(runs) >= runner.runs_per_week and (date - runs[-runner.runs_per_week].date).days < _WEEK
        if date.weekday() in weekdays and not week_full and not (runs and (date - runs[-1].date).days < apart):
            yield date


def _run_span(frame: Frame, severity: Severity, date: dt.date, dose: RunDose) -> Span | None:
    """The usual time, earlier only where the evening's questions about the run would not fit; None if it does not."""
    window, protocol = frame.window(date), frame.protocol
    minutes = protocol.runs.warm_up_minutes + dose.total_minutes + protocol.runs.cool_down_minutes
    reviewed = frame.number(date) == protocol.severity[severity].review_day
    evening = sum(
        rule.steps[0].minutes
        for name, rule in protocol.sessions.items()
        if rule.after_run and (reviewed or name != REVIEW)
    )
    start = max(window.start, min(frame.runner.usual_run_start(date), window.end - evening - minutes))
    if start < run_floor(frame, severity) or start + minutes > window.end:
        return None
    return Span(start=Minute(start), end=Minute(start + minutes))
