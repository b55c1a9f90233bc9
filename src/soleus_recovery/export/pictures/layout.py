"""The places in a plan's picture: a row for each week, a column for each weekday, and waking hours across each day."""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import groupby
from typing import final

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.plan.plan import Day, Plan, RunDose, Session
from soleus_recovery.spans import Span
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, PhaseKind

__all__ = [
    "BAND",
    "CELL",
    "FONT_SIZE",
    "MARGIN",
    "WIDTH",
    "Band",
    "Cell",
    "Layout",
    "Week",
    "lay_out",
    "running_minutes",
    "stretches",
]

# A phone of 360 px shows the picture unscaled, so its letters have this font size there.
WIDTH, MARGIN, FONT_SIZE = 360.0, 12.0, 16.0
DAYS = 7
CELL = (WIDTH - 2 * MARGIN) / DAYS
_DATE, BAND, _GAP = 22.0, 24.0, 14.0
_BARS, _NUMBER = 40.0, 18.0  # the height of the longest run, and of the number above it
_ICE, _OTHERS = 24.0, 14.0
_INSET = 3.0  # from the edge of a day's cell to the day's waking time or bedtime
_NARROWEST = 2.0


@final
@attrs.frozen(kw_only=True)
class Cell(Value):
    """A day in the picture, ``CELL`` wide from ``x`` on; ``window`` is the time that the cell's width stands for."""

    day: Day
    x: float
    window: Span

    def x_of(self, minute: Minute) -> float:
        """Return the x of an instant; an instant outside the window is at the window's edge."""
        passed = min(max(minute - self.window.start, 0), self.window.minutes)
        return self.x + _INSET + passed / max(1, self.window.minutes) * (CELL - 2 * _INSET)

    def width_of(self, span: Span) -> float:
        """Return the width of a span, which is never too narrow to be seen."""
        return max(_NARROWEST, self.x_of(span.end) - self.x_of(span.start))


@final
@attrs.frozen(kw_only=True)
class Band(Value):
    """The days of one phase within a week."""

    phase: PhaseKind
    first: Cell
    last: Cell

    @property
    def width(self) -> float:
        """The width from the start of the first day to the end of the last."""
        return self.last.x + CELL - self.first.x


@final
@attrs.frozen(kw_only=True)
class Week(Value):
    """A row of the picture: the days of a week, with lanes for sessions; a lane that no day needs takes no room."""

    cells: tuple[Cell, ...]
    top: float
    has_runs: bool
    has_ice: bool

    @property
    def date_line(self) -> float:
        """The base line of the dates."""
        return self.top + FONT_SIZE

    @property
    def band(self) -> float:
        """The top of the phases' bands."""
        return self.top + _DATE

    @property
    def ground(self) -> float:
        """The line that runs stand on."""
        return self.band + BAND + (_NUMBER + _BARS if self.has_runs else 0) + 2

    @property
    def ice(self) -> float:
        """The top of the lane for ice and raised legs."""
        return self.ground + 4

    @property
    def others(self) -> float:
        """The top of the lane for all other sessions."""
        return self.ice + (_ICE if self.has_ice else 0)

    @property
    def bottom(self) -> float:
        """The bottom of the row."""
        return self.others + _OTHERS

    def bands(self) -> Iterator[Band]:
        """Yield the bands of the phases, in order."""
        cells = {cell.day.date: cell for cell in self.cells}
        for first, last in stretches(cell.day for cell in self.cells):
            yield Band(phase=first.phase, first=cells[first.date], last=cells[last.date])


@final
@attrs.frozen(kw_only=True, slots=False)
class Layout(Value):
    """All weeks of the picture, and the running minutes of the longest run, whose bar has the full height."""

    weeks: tuple[Week, ...]
    longest: int
    bottom: float

    @cached_property
    def places(self) -> dict[dt.date, tuple[Week, Cell]]:
        """The week and the cell of each date."""
        return {cell.day.date: (week, cell) for week in self.weeks for cell in week.cells}

    def height_of(self, session: Session) -> float:
        """Return the height of a run's bar."""
        return running_minutes(session) / max(1, self.longest) * _BARS

    def at(self, minute: Minute) -> tuple[Week, Cell] | None:
        """Return the day that has begun last at an instant; None before the first day and after the last day."""
        places = list(self.places.values())
        if not places or minute >= places[-1][1].window.end:
            return None
        return next((place for place in reversed(places) if place[1].window.start <= minute), None)


def stretches(days: Iterable[Day]) -> Iterator[tuple[Day, Day]]:
    """Yield the first and the last day of each stretch of days in one phase; a date without a day ends a stretch."""
    first: Day | None = None
    last: Day | None = None
    for day in days:
        if first is None or last is None:
            first = day
        elif day.phase is not last.phase or (day.phase is not PhaseKind.KEEP and (day.date - last.date).days != 1):
            yield first, last
            first = day
        last = day
    if first is not None and last is not None:
        yield first, last


def lay_out(plan: Plan, *, top: float, columns: int = 1) -> Layout:
    """Place the days of a plan in weeks from Monday on, below ``top``, in columns of equally many weeks."""
    # The months after prevention hold a reminder here and there, which would make the picture three times as long.
    shown = [day for day in plan.days if day.phase is not PhaseKind.KEEP]
    groups = [tuple(days) for _, days in groupby(shown, key=_monday)]
    in_column = max(1, -(-len(groups) // columns))
    weeks: list[Week] = []
    bottom = top
    for index, days in enumerate(groups):
        column, row = divmod(index, in_column)
        week = _week(plan, days, left=MARGIN + column * WIDTH, top=weeks[-1].bottom + _GAP if row else top)
        weeks.append(week)
        bottom = max(bottom, week.bottom + _GAP)
    runs = [running_minutes(each) for _, each in plan.sessions() if each.activity is Activity.RUN]
    return Layout(weeks=tuple(weeks), longest=max(runs, default=0), bottom=bottom)


def _monday(day: Day) -> dt.date:
    return day.date - dt.timedelta(days=day.date.weekday())


def _week(plan: Plan, days: Iterable[Day], *, left: float, top: float) -> Week:
    held = tuple(days)
    activities = {session.activity for day in held for session in day.sessions if session.span is not None}
    return Week(
        cells=tuple(Cell(day=day, x=left + day.date.weekday() * CELL, window=_window(plan, day)) for day in held),
        top=top,
        has_runs=Activity.RUN in activities,
        has_ice=bool(activities & {Activity.ICE, Activity.ELEVATE}),
    )


def running_minutes(session: Session) -> int:
    """Return the running minutes of a run, without its walking minutes."""
    return session.dose.total_run_minutes if isinstance(session.dose, RunDose) else 0


def _window(plan: Plan, day: Day) -> Span:
    """Return a day's waking window, widened to its sessions: waking hours may change after sessions are placed."""
    window = plan.runner.window(day.date)
    spans = [window, *(each.span for each in day.sessions if each.span is not None)]
    return Span(start=min(span.start for span in spans), end=max(span.end for span in spans))
