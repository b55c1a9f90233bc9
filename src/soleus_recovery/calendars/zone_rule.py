"""Finds the yearly rule of a time zone, if the zone has a rule simple enough for every calendar program.

All calendar programs read a VTIMEZONE alike if it has one STANDARD and at most one DAYLIGHT, each of which begins on an
ordinal weekday of a month; they read lists of dates differently. The rule comes from the POSIX TZ string in the last
line of the zone's TZif data (RFC 9636, 3.3). A rule is used only if it gives the zone's own offsets throughout the span
that is asked for.
"""

import datetime as dt
import re
from bisect import bisect_right
from typing import Final, final

import attrs

from soleus_recovery.calendars.tzif import posix_rule
from soleus_recovery.clock import MINUTES_PER_DAY, MINUTES_PER_HOUR, Minute, calendar_date, local
from soleus_recovery.spans import Span
from soleus_recovery.values import Value

__all__ = ["Observance", "YearlyOnset", "ZoneRule", "zone_rule"]

_MARGIN: Final = 7 * MINUTES_PER_DAY
# A change of offset that the rule lacks lasts for weeks (Ramadan) or for ever, so one sample a day finds the change.
_SAMPLE_EVERY: Final = MINUTES_PER_DAY
_LAST_WEEK: Final = 5  # in POSIX, 5 means the last weekday of its kind in the month
_DAYS_PER_WEEK: Final = 7
_EPOCH: Final = dt.datetime.combine(dt.date(1970, 1, 1), dt.time())
_MINUTE: Final = dt.timedelta(minutes=1)

_NAME = r"(<[A-Za-z0-9+-]+>|[A-Za-z]+)"
# RFC 5545, 3.3.14, allows seconds, but no present-day zone has them and programs do not expect them.
_OFFSET = r"([+-]?\d{1,3}(?::\d\d)?)"
_WHEN = r",M(\d{1,2})\.([1-5])\.([0-6])(?:/" + _OFFSET + ")?"
_POSIX = re.compile(f"{_NAME}{_OFFSET}(?:{_NAME}{_OFFSET}?{_WHEN}{_WHEN})?", re.ASCII)


@final
@attrs.frozen(kw_only=True)
class YearlyOnset(Value):
    """A minute of each year: ``minute_of_day`` minutes after midnight on an ordinal weekday of a month.

    ``ordinal`` is 1 to 4, or -1 for the last such weekday of the month; ``weekday`` counts from Monday, which is 0.

    >>> YearlyOnset(month=3, ordinal=-1, weekday=6, minute_of_day=120).wall(2026).isoformat()
    '2026-03-29T02:00:00'
    """

    month: int
    ordinal: int
    weekday: int
    minute_of_day: int

    def wall(self, year: int) -> dt.datetime:
        """Return the wall time of this onset in a year, on a clock that has not changed yet."""
        first = _EPOCH.replace(year=year, month=self.month)
        day = first + dt.timedelta(days=(self.weekday - first.weekday()) % _DAYS_PER_WEEK)
        days = [day + dt.timedelta(weeks=n) for n in range(_LAST_WEEK)]
        in_month = [day for day in days if day.month == self.month]
        chosen = in_month[self.ordinal if self.ordinal < 0 else self.ordinal - 1]
        return chosen + self.minute_of_day * _MINUTE


@final
@attrs.frozen(kw_only=True)
class Observance(Value):
    """The offset of a zone, in minutes east of UTC, that holds from a yearly onset on, or always without an onset."""

    name: str
    offset_from: int
    offset_to: int
    onset: YearlyOnset | None

    def start(self, year: int) -> dt.datetime:
        """Return the wall time at which the observance starts in a year, by the earlier offset (RFC 5545, 3.6.5)."""
        return _EPOCH.replace(year=year) if self.onset is None else self.onset.wall(year)

    def start_minute(self, year: int) -> Minute:
        """Return the instant at which the observance starts in a year."""
        return Minute((self.start(year) - _EPOCH) // _MINUTE - self.offset_from)


@final
@attrs.frozen(kw_only=True)
class ZoneRule(Value):
    """A zone's rule from ``first_year`` on, checked for one span; without ``daylight`` the clocks never change."""

    zone: str
    first_year: int
    standard: Observance
    daylight: Observance | None

    @property
    def observances(self) -> tuple[Observance, ...]:
        """Both observances, or the only observance of a zone whose clocks never change."""
        return (self.standard,) if self.daylight is None else (self.standard, self.daylight)


def zone_rule(zone: str, span: Span) -> ZoneRule | None:
    """Return the rule that gives the zone's offsets throughout the span and a week on each side.

    Returns None if the zone has no such rule, and for UTC itself; times are then written in UTC.

    >>> year = Span(start=Minute(29454720), end=Minute(29980320))
    >>> rule = zone_rule("Europe/Berlin", year)
    >>> rule.daylight.onset if rule else None
    YearlyOnset(month=3, ordinal=-1, weekday=6, minute_of_day=120)
    """
    wide = Span(start=Minute(span.start - _MARGIN), end=Minute(span.end + _MARGIN))
    posix = posix_rule(zone)
    # The rule begins in the year before, so that both onsets lie before the span in either hemisphere.
    rule = None if posix is None else _parse(zone, posix, calendar_date(wide.start, zone).year - 1)
    return rule if rule is not None and _agrees(rule, wide) else None


def _parse(zone: str, posix: str, first_year: int) -> ZoneRule | None:
    match = _POSIX.fullmatch(posix)
    if match is None or posix == "UTC0":
        return None
    name, offset = match[1].strip("<>"), -_minutes(match[2])
    if match[3] is None:
        always = Observance(name=name, offset_from=offset, offset_to=offset, onset=None)
        return ZoneRule(zone=zone, first_year=first_year, standard=always, daylight=None)
    other = offset + MINUTES_PER_HOUR if match[4] is None else -_minutes(match[4])
    there, back = _onset(*match.group(5, 6, 7, 8)), _onset(*match.group(9, 10, 11, 12))
    if there is None or back is None:
        return None
    pair = (
        Observance(name=name, offset_from=other, offset_to=offset, onset=back),
        Observance(name=match[3].strip("<>"), offset_from=offset, offset_to=other, onset=there),
    )
    # Irish law calls summer time the standard time, but in a calendar DAYLIGHT is the larger offset.
    standard, daylight = sorted(pair, key=lambda observance: observance.offset_to)
    return ZoneRule(zone=zone, first_year=first_year, standard=standard, daylight=daylight)


def _onset(month: str, week: str, weekday: str, time: str | None) -> YearlyOnset | None:
    minute = _minutes(time or "2")
    # A time before or after its own day (Nuuk, Jerusalem, Santiago) falls on another weekday, whose ordinal varies.
    if not 0 <= minute < MINUTES_PER_DAY:
        return None
    return YearlyOnset(
        month=int(month),
        ordinal=-1 if int(week) == _LAST_WEEK else int(week),
        weekday=(int(weekday) - 1) % _DAYS_PER_WEEK,  # POSIX counts from Sunday
        minute_of_day=minute,
    )


def _minutes(time: str) -> int:
    hours, minutes, *_ = [*time.lstrip("+-").split(":"), "0"]
    return (-1 if time.startswith("-") else 1) * (int(hours) * MINUTES_PER_HOUR + int(minutes))


def _agrees(rule: ZoneRule, span: Span) -> bool:
    years = range(rule.first_year, calendar_date(span.end, rule.zone).year + 2)
    changes = sorted((each.start_minute(year), each.offset_to) for each in rule.observances for year in years)
    starts = [start for start, _ in changes]
    around = [minute for start in starts for minute in (start - 1, start) if span.start <= minute <= span.end]
    return all(
        local(Minute(minute), rule.zone).utcoffset() == changes[bisect_right(starts, minute) - 1][1] * _MINUTE
        for minute in (*range(span.start, span.end, _SAMPLE_EVERY), span.end, *around)
    )
