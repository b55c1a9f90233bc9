"""The runner a plan is for: their waking hours, usual running, and what must stay out of the plan."""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import final

import attrs

from soleus_recovery.clock import (
    MINUTES_PER_DAY,
    MINUTES_PER_HOUR,
    WINDOWS_KEPT,
    Minute,
    parse_time_of_day,
    validate_zone,
    waking_window,
    wall_minute,
)
from soleus_recovery.errors import FactError, shown
from soleus_recovery.facts.closed_words import check_whole_number, members_of
from soleus_recovery.spans import Span
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Cause, Caution, Extra, Kit, Weekday

__all__ = ["RUNS_PER_WEEK", "USUAL_RUN_MINUTES", "WINDOW_HOURS", "Runner"]

# The ranges that a runner's answers may have; none of these numbers is advice.
USUAL_RUN_MINUTES = range(5, 301)
RUNS_PER_WEEK = range(1, 8)
AGE_YEARS = range(1, 121)
WINDOW_HOURS = range(6, 21)
_USUAL_RUN_TIME = "18:00"


def _run_days(values: Iterable[Weekday]) -> frozenset[Weekday]:
    return members_of(Weekday, "run_days", values)


def _without(values: Iterable[Kit]) -> frozenset[Kit]:
    return members_of(Kit, "without", values)


def _cautions(values: Iterable[Caution]) -> frozenset[Caution]:
    return members_of(Caution, "cautions", values)


def _causes(values: Iterable[Cause]) -> frozenset[Cause]:
    return members_of(Cause, "causes", values)


def _extras(values: Iterable[Extra]) -> frozenset[Extra]:
    return members_of(Extra, "extras", values)


@final
@attrs.frozen(kw_only=True)
class Runner(Value):
    """A runner: time zone, waking hours, usual and long run, cautions, suspected causes, missing kit and extras.

    ``zone`` is an IANA name. ``wake`` and ``bed`` are wall times 6 to 20 hours apart; a bed time at or before waking
    is after midnight. If ``long_run_minutes`` is None, no run is longer than the usual one. If ``run_time`` is None,
    the usual run starts at 18:00, or in the middle of the waking window if 18:00 lies outside it. ``without`` is the
    kit that the runner lacks; ``extras`` are the measures that the runner asks for. ``age`` is in years, None if it is
    not told. Raises ``FactError`` for a value that is not allowed.

    >>> Runner(zone="Europe/Berlin", wake="15:00", bed="07:00").waking_minutes
    960
    """

    zone: str
    wake: str = "07:00"
    bed: str = "22:00"
    usual_run_minutes: int = 45
    long_run_minutes: int | None = None
    runs_per_week: int = 3
    age: int | None = None
    run_days: frozenset[Weekday] = attrs.field(default=frozenset(), converter=_run_days)
    run_time: str | None = None
    without: frozenset[Kit] = attrs.field(default=frozenset(), converter=_without)
    cautions: frozenset[Caution] = attrs.field(default=frozenset(), converter=_cautions)
    causes: frozenset[Cause] = attrs.field(default=frozenset(), converter=_causes)
    extras: frozenset[Extra] = attrs.field(default=frozenset(), converter=_extras)

    def __attrs_post_init__(self) -> None:
        validate_zone("zone", self.zone)
        parse_time_of_day("wake", self.wake)
        parse_time_of_day("bed", self.bed)
        check_whole_number("usual_run_minutes", self.usual_run_minutes, USUAL_RUN_MINUTES)
        if self.long_run_minutes is not None:
            longer = range(self.usual_run_minutes, USUAL_RUN_MINUTES.stop)
            check_whole_number("long_run_minutes", self.long_run_minutes, longer)
        check_whole_number("runs_per_week", self.runs_per_week, RUNS_PER_WEEK)
        if self.age is not None:
            check_whole_number("age", self.age, AGE_YEARS)
        if not WINDOW_HOURS[0] * MINUTES_PER_HOUR <= self.waking_minutes <= WINDOW_HOURS[-1] * MINUTES_PER_HOUR:
            raise FactError(
                field="bed",
                given=f"a waking window from {self.wake} to {self.bed}",
                allowed=f"a window of {WINDOW_HOURS[0]} to {WINDOW_HOURS[-1]} h",
            )
        if self.run_time is not None and self._after_waking(parse_time_of_day("run_time", self.run_time)) is None:
            raise FactError(
                field="run_time",
                given=f"{shown(self.run_time)} is outside the waking window",
                allowed=f"a time from {self.wake} up to {self.bed}",
            )

    @property
    def longest_run_minutes(self) -> int:
        """The length of the longest run that the plan leads to: the long run, or else the usual run."""
        return self.usual_run_minutes if self.long_run_minutes is None else self.long_run_minutes

    @property
    def waking_minutes(self) -> int:
        """The length of the waking window in minutes of wall time."""
        return (parse_time_of_day("bed", self.bed) - parse_time_of_day("wake", self.wake)) % MINUTES_PER_DAY

    @property
    def run_minutes_after_waking(self) -> int:
        """The start of the usual run, in minutes of wall time after waking."""
        usual = self._after_waking(parse_time_of_day("run_time", self.run_time or _USUAL_RUN_TIME))
        return self.waking_minutes // 2 if usual is None else usual

    @property
    def run_minutes_after_midnight(self) -> int:
        """The start of the usual run, in minutes of wall time after the midnight before waking."""
        return parse_time_of_day("wake", self.wake) + self.run_minutes_after_waking

    def _after_waking(self, time_of_day: int) -> int | None:
        after = (time_of_day - parse_time_of_day("wake", self.wake)) % MINUTES_PER_DAY
        return after if after < self.waking_minutes else None

    def usual_run_start(self, date: dt.date) -> Minute:
        """Return the start of the usual run in the waking window that opens on this date."""
        return wall_minute(date, self.run_minutes_after_midnight, self.zone)

    def window(self, date: dt.date) -> Span:
        """Return the waking window that opens on this date."""
        return _window(date, self.wake, self.bed, self.zone)


# Cached, because making one plan asks for the same windows many times.
@lru_cache(maxsize=WINDOWS_KEPT)
def _window(date: dt.date, wake: str, bed: str, zone: str) -> Span:
    minutes = {"wake": parse_time_of_day("wake", wake), "bed": parse_time_of_day("bed", bed)}
    start, end = waking_window(date, **minutes, zone=zone)
    return Span(start=start, end=end)
