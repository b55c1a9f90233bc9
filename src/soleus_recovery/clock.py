"""Convert wall times to instants and back; the only module that calls pendulum.

An instant is a whole number of minutes since 1970-01-01T00:00Z (the type ``Minute``), so instants compare, copy and
pickle like any int. A wall time is what a clock in the runner's zone shows. Clock changes skip some wall times and
repeat others. ``to_minute`` moves a skipped wall time on by the length of the change (02:30 becomes 03:30), and reads a
repeated wall time as its first showing (as RFC 5545, 3.3.5); ``is_repeated`` tells whether a wall time is shown twice.
Durations in hours are elapsed time; days are calendar days.

Values keep instants as ``Minute``, and have properties that give the instants as pendulum's types. For the field
``made_at`` the property ``made_at_local`` gives a ``pendulum.DateTime`` in the runner's zone. A value that does not
know the zone, such as a ``Span``, has a property in UTC, such as ``start_utc``. A method whose name begins with
``until_`` returns a ``pendulum.Interval``. Only a session calls these properties plain ``start`` and ``end``, because
it keeps its minutes in its field ``span``.
"""

import datetime as dt
import re
from functools import lru_cache
from pkgutil import get_data
from typing import TYPE_CHECKING, NewType, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from soleus_recovery.errors import FactError, shown

if TYPE_CHECKING:
    import pendulum
    from pendulum import Timezone

    # Other modules annotate with these names; at run time pendulum is loaded only when one of its values is asked for.
    DateTime: TypeAlias = pendulum.DateTime
    Interval: TypeAlias = pendulum.Interval[pendulum.DateTime]

__all__ = [
    "LONGEST_GAP_DAYS",
    "MINUTES_PER_DAY",
    "MINUTES_PER_HOUR",
    "WINDOWS_KEPT",
    "Minute",
    "as_minute",
    "calendar_date",
    "date_from_iso",
    "from_iso",
    "interval",
    "is_repeated",
    "local",
    "minute_of",
    "parse_time_of_day",
    "parse_wall",
    "to_minute",
    "to_wall",
    "validate_zone",
    "waking_window",
    "wall_minute",
]

Minute = NewType("Minute", int)

MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR
LONGEST_GAP_DAYS = 730
"""The longest time between two entries of a case, in days. This number is our own choice and not advice."""
WINDOWS_KEPT = 4096
"""The number of waking windows that a cache holds: one for each day of eleven years."""
_SECONDS_PER_MINUTE = 60
_EPOCH, _MINUTE = dt.datetime(1970, 1, 1, tzinfo=dt.UTC), dt.timedelta(minutes=1)
_FIRST_YEAR, _LAST_YEAR = 2000, 2199
_LONGEST_ISO = 40
# A plan can end after the last year of a report, and its first waking window can open before the first year
# of a report.
_PLAN_YEARS = range(_FIRST_YEAR - 1, _LAST_YEAR + 10)
_WALL = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", re.ASCII)
_TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
# Names in tzdata that stand for no place: fixed offsets, which never follow a clock change; the machine's own setting
# ("localtime"); and a clock that was never set ("Factory").
_NO_PLACE = re.compile(r"(Etc/)?GMT[+-]?\d+|EST|MST|HST|localtime|Factory")
_ZONES_ALLOWED = "a place from the tz database, such as Europe/Berlin or America/New_York, or UTC"


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


# pendulum does not keep its zones in memory: without this cache each call would read the zone's file again.
@lru_cache(maxsize=1024)
def _pendulum_zone(name: str) -> "Timezone":
    import pendulum

    return pendulum.timezone(name)


def validate_zone(field: str, name: object) -> str:
    """Return the name if it is an IANA time zone; raise ``FactError`` for any other name, such as a fixed offset.

    >>> validate_zone("zone", "Europe/Berlin")
    'Europe/Berlin'
    """
    if not isinstance(name, str) or _NO_PLACE.fullmatch(name):
        raise FactError(field=field, given=f"{shown(name)} is not a place with a clock", allowed=_ZONES_ALLOWED)
    if not _is_zone(name):
        raise FactError(field=field, given=f"{shown(name)} is not a known time zone", allowed=_ZONES_ALLOWED)
    return name


@lru_cache(maxsize=1024)
def _is_zone(name: str) -> bool:
    # ZoneInfo opens the file with the zone's name, and a case-insensitive file system finds a file for "europe/berlin"
    # too: so the name must also be in a list of zones. The list in tzdata is read first, because listing the zones of
    # the machine opens hundreds of files.
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return name in _shipped_zones() or name in available_timezones()


@lru_cache(maxsize=1)
def _shipped_zones() -> frozenset[str]:
    try:
        names = get_data("tzdata", "zones") or b""
    except OSError:
        # Some distributions package tzdata without its list of zones.
        return frozenset()
    return frozenset(names.decode().split())


def parse_wall(field: str, text: object) -> dt.datetime:
    """Read a wall time such as ``2026-11-22T18:30`` as a naive datetime; raise ``FactError`` for any other text.

    >>> parse_wall("onset", "2026-11-22T18:30").hour
    18
    """
    allowed = f"a wall time such as 2026-11-22T18:30, years {_FIRST_YEAR} to {_LAST_YEAR}"
    if not isinstance(text, str) or not _WALL.fullmatch(text):
        raise FactError(field=field, given=f"{shown(text)} is not a wall time", allowed=allowed)
    try:
        wall = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise FactError(field=field, given=f"{shown(text)} is not a date and time", allowed=allowed) from error
    if not _FIRST_YEAR <= wall.year <= _LAST_YEAR:
        raise FactError(field=field, given=f"{shown(text)} is out of range", allowed=allowed)
    return wall


def parse_time_of_day(field: str, text: object) -> int:
    """Read a time of day such as ``18:00`` as minutes after midnight; raise ``FactError`` for any other text.

    >>> parse_time_of_day("wake", "07:30")
    450
    """
    match = _TIME_OF_DAY.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise FactError(field=field, given=f"{shown(text)} is not a time of day", allowed="HH:MM, 00:00 to 23:59")
    return int(match[1]) * MINUTES_PER_HOUR + int(match[2])


def to_minute(wall: dt.datetime, zone: str) -> Minute:
    """Return the instant at which a clock in the zone shows this naive wall time.

    A wall time that a clock change skips is moved on by the length of the change. A wall time that a clock change
    repeats counts as its first showing.

    >>> to_wall(to_minute(dt.datetime(2026, 3, 29, 2, 30), "Europe/Berlin"), "Europe/Berlin").isoformat()
    '2026-03-29T03:30:00+02:00'
    """
    aware = wall.replace(tzinfo=_zone(zone), fold=0)
    # For a skipped wall time, fold=0 takes the offset from before the clock change: that moves the time on (PEP 495).
    return Minute((aware - _EPOCH) // _MINUTE)


def is_repeated(wall: dt.datetime) -> bool:
    """Return whether a clock in the zone of this aware datetime, made by ``local``, shows the same wall time twice.

    >>> is_repeated(local(from_iso("2026-10-25T02:30:00+02:00"), "Europe/Berlin"))
    True
    """
    return wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()


def to_wall(minute: Minute, zone: str) -> "DateTime":
    """Return the date and time that a clock in the zone shows at this instant, as a ``pendulum.DateTime``.

    >>> to_wall(Minute(0), "Europe/Berlin").isoformat()
    '1970-01-01T01:00:00+01:00'
    """
    # pendulum is loaded at first use: plans and their files are made without it, so commands start faster.
    import pendulum

    return pendulum.from_timestamp(minute * _SECONDS_PER_MINUTE, tz=_pendulum_zone(zone))


def interval(start: Minute, end: Minute, zone: str) -> "Interval":
    """Return the time from ``start`` to ``end``, with both ends in the zone; it is negative if ``end`` is earlier.

    >>> interval(Minute(0), Minute(90), "Europe/Berlin").in_minutes()
    90
    """
    import pendulum

    return pendulum.interval(to_wall(start, zone), to_wall(end, zone))


def local(minute: Minute, zone: str) -> dt.datetime:
    """Return the date and time that a clock in the zone shows at this instant, as a plain aware datetime.

    >>> local(Minute(0), "Europe/Berlin").isoformat()
    '1970-01-01T01:00:00+01:00'
    """
    return (_EPOCH + minute * _MINUTE).astimezone(_zone(zone))


def calendar_date(minute: Minute, zone: str) -> dt.date:
    """Return the date in the zone at this instant."""
    return (_EPOCH + minute * _MINUTE).astimezone(_zone(zone)).date()


def minute_of(field: str, moment: object) -> Minute:
    """Return the instant of an aware datetime, without its seconds; raise ``FactError`` for a naive datetime.

    >>> minute_of("now", dt.datetime(2000, 1, 1, 0, 0, 59, tzinfo=dt.UTC))
    15778080
    """
    allowed = f"an aware datetime with an IANA zone, years {_FIRST_YEAR} to {_LAST_YEAR}"
    if not isinstance(moment, dt.datetime) or moment.utcoffset() is None:
        raise FactError(field=field, given=f"{shown(moment)} does not say its time zone", allowed=allowed)
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise FactError(field=field, given=f"{shown(moment.isoformat())} is out of range", allowed=allowed)
    return Minute(int(moment.timestamp() // _SECONDS_PER_MINUTE))


def as_minute(field: str, moment: "Minute | dt.datetime") -> Minute:
    """Return a ``Minute`` unchanged, and the instant of an aware datetime."""
    return minute_of(field, moment) if isinstance(moment, dt.datetime) else moment


# Cached, because a plan file repeats the same moments often.
@lru_cache(maxsize=4096)
def from_iso(text: str) -> Minute:
    """Read a moment such as ``2026-11-22T18:30:00+01:00``; raise ``ValueError`` if it has no offset or has seconds.

    >>> from_iso("2000-01-01T01:00:00+01:00")
    15778080
    """
    _check_length(text)
    moment = dt.datetime.fromisoformat(text)
    if moment.utcoffset() is None or moment.second or moment.microsecond:
        raise ValueError(f"{shown(text)} is not a whole minute with an offset")
    _check_year(moment.year)
    return Minute(int(moment.timestamp()) // _SECONDS_PER_MINUTE)


def date_from_iso(text: str) -> dt.date:
    """Read a date such as ``2026-11-22``; raise ``ValueError`` for any other text and for a year that no plan reaches.

    >>> date_from_iso("2026-11-22").day
    22
    """
    _check_length(text)
    date = dt.date.fromisoformat(text)
    _check_year(date.year)
    return date


def _check_length(text: str) -> None:
    # The length is checked first, because Python's own error message repeats the whole text.
    if len(text) > _LONGEST_ISO:
        raise ValueError(f"{shown(text)} is too long to be a date or a moment")


def _check_year(year: int) -> None:
    if year not in _PLAN_YEARS:
        raise ValueError(f"the year {year} is out of range; allowed: {_PLAN_YEARS[0]} to {_PLAN_YEARS[-1]}")


def wall_minute(date: dt.date, minutes: int, zone: str) -> Minute:
    """Return the instant at which a clock shows ``minutes`` after midnight of a date; 1440 is the next midnight."""
    return to_minute(dt.datetime(date.year, date.month, date.day) + minutes * _MINUTE, zone)


def waking_window(date: dt.date, *, wake: int, bed: int, zone: str) -> tuple[Minute, Minute]:
    """Return the instants of waking on a date and of the bedtime that follows.

    ``wake`` and ``bed`` are minutes after midnight; a bed time at or before waking is on the next date. The window is
    empty on a date that the zone skipped (Samoa had no 30 December 2011).
    """
    start = wall_minute(date, wake, zone)
    if calendar_date(start, zone) != date:
        return start, start
    end = wall_minute(date, bed + (MINUTES_PER_DAY if bed <= wake else 0), zone)
    return start, end
