"""Wall time to instant and back: the only module that calls pendulum.

An instant is a whole number of minutes since 1970-01-01T00:00Z (the type ``Minute``): equality, order, copying and
pickling then need no care. A wall time is what a clock in the runner's zone shows. Where the two do not match one
to one, the policy is: in a spring gap the *later* reading (02:30 becomes 03:30), in an autumn fold the *first*
(as RFC 5545, 3.3.5, reads a local time). Hours are elapsed; days are wall clock.
"""

import datetime as dt
import re
from functools import lru_cache
from pkgutil import get_data
from typing import TYPE_CHECKING, NewType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from soleus_recovery.errors import FactError, shown

if TYPE_CHECKING:
    from pendulum import DateTime, Timezone

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
"""No number of the guidance: what is told two years after the last word is another story."""
WINDOWS_KEPT = 4096
"""How many waking windows are remembered: those of eleven years of days."""
_SECONDS = 60  # in a minute
_EPOCH, _MINUTE = dt.datetime(1970, 1, 1, tzinfo=dt.UTC), dt.timedelta(minutes=1)
_FIRST_YEAR, _LAST_YEAR = 2000, 2199
_LONGEST_ISO = 40
# A plan may reach beyond the last year that can be reported, and its first window may open before the first.
_PLAN_YEARS = range(_FIRST_YEAR - 1, _LAST_YEAR + 10)
_WALL = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", re.ASCII)
_TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
# Names in tzdata that stand for no place: for one offset, where a calendar would never follow the clocks, for whatever
# a machine is set to, and for a clock that nobody has set.
_NO_PLACE = re.compile(r"(Etc/)?GMT[+-]?\d+|EST|MST|HST|localtime|Factory")
_ZONES_ALLOWED = "a place from the tz database, such as Europe/Berlin or America/New_York, or UTC"


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


# pendulum keeps no zone alive by itself: each call would read the zone's file again.
@lru_cache(maxsize=1024)
def _pendulum_zone(name: str) -> "Timezone":
    import pendulum

    return pendulum.timezone(name)


def validate_zone(field: str, name: object) -> str:
    """Return the name if it is an IANA time zone, else raise ``FactError``; a fixed offset is not a zone.

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
    # The name is tried first; lists then settle look-alikes such as "europe/berlin", which a case-blind file system
    # would open. The one of tzdata is asked before that of the machine, for which hundreds of files are opened: 8 ms.
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
        # Some systems bring a tzdata of their own, without the list.
        return frozenset()
    return frozenset(names.decode().split())


def parse_wall(field: str, text: object) -> dt.datetime:
    """Read a wall time such as ``2026-11-22T18:30`` as a naive datetime, else raise ``FactError``.

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
    """Read a time of day such as ``18:00`` as minutes after midnight, else raise ``FactError``.

    >>> parse_time_of_day("wake", "07:30")
    450
    """
    match = _TIME_OF_DAY.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise FactError(field=field, given=f"{shown(text)} is not a time of day", allowed="HH:MM, 00:00 to 23:59")
    return int(match[1]) * MINUTES_PER_HOUR + int(match[2])


def to_minute(wall: dt.datetime, zone: str) -> Minute:
    """The instant at which a clock in the zone shows this naive wall time (gap: later; fold: first).

    >>> to_wall(to_minute(dt.datetime(2026, 3, 29, 2, 30), "Europe/Berlin"), "Europe/Berlin").isoformat()
    '2026-03-29T03:30:00+02:00'
    """
    aware = wall.replace(tzinfo=_zone(zone), fold=0)
    # In a gap the offset from before it is taken, and the time is later; in a fold the first of the two.
    return Minute((aware - _EPOCH) // _MINUTE)


def to_wall(minute: Minute, zone: str) -> "DateTime":
    """The date and time that a clock in the zone shows at this instant, aware of its zone.

    >>> to_wall(Minute(0), "Europe/Berlin").isoformat()
    '1970-01-01T01:00:00+01:00'
    """
    # Whoever asks for a session's start in a program gets pendulum's type; a plan and its file are made without it,
    # and loading it here takes a tenth off a cold command.
    import pendulum

    return pendulum.from_timestamp(minute * _SECONDS, tz=_pendulum_zone(zone))


def local(minute: Minute, zone: str) -> dt.datetime:
    """The same date and time as ``to_wall``, as a plain datetime: what the product itself asks for.

    >>> local(Minute(0), "Europe/Berlin").isoformat()
    '1970-01-01T01:00:00+01:00'
    """
    return (_EPOCH + minute * _MINUTE).astimezone(_zone(zone))


def calendar_date(minute: Minute, zone: str) -> dt.date:
    """The date that a calendar in the zone shows at this instant."""
    return (_EPOCH + minute * _MINUTE).astimezone(_zone(zone)).date()


def minute_of(field: str, moment: object) -> Minute:
    """The instant of an aware datetime, seconds dropped; a naive one is refused with ``FactError``.

    >>> minute_of("now", dt.datetime(2000, 1, 1, 0, 0, 59, tzinfo=dt.UTC))
    15778080
    """
    allowed = f"an aware datetime with an IANA zone, years {_FIRST_YEAR} to {_LAST_YEAR}"
    if not isinstance(moment, dt.datetime) or moment.utcoffset() is None:
        raise FactError(field=field, given=f"{shown(moment)} does not say its time zone", allowed=allowed)
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise FactError(field=field, given=f"{shown(moment.isoformat())} is out of range", allowed=allowed)
    return Minute(int(moment.timestamp() // _SECONDS))


def as_minute(field: str, moment: "Minute | dt.datetime") -> Minute:
    """The instant itself, or that of an aware datetime."""
    return minute_of(field, moment) if isinstance(moment, dt.datetime) else moment


# A file says few moments many times: a twelfth of what reading a plan takes.
@lru_cache(maxsize=4096)
def from_iso(text: str) -> Minute:
    """Read ISO 8601 with an offset (``2026-11-22T18:30:00+01:00``); ``ValueError`` when it has none or seconds.

    >>> from_iso("2000-01-01T01:00:00+01:00")
    15778080
    """
    _check_length(text)
    moment = dt.datetime.fromisoformat(text)
    if moment.utcoffset() is None or moment.second or moment.microsecond:
        raise ValueError(f"{shown(text)} is not a whole minute with an offset")
    _check_year(moment.year)
    return Minute(int(moment.timestamp()) // _SECONDS)


def date_from_iso(text: str) -> dt.date:
    """Read a date (``2026-11-22``); ``ValueError`` when it is none, or in a year that no plan reaches.

    >>> date_from_iso("2026-11-22").day
    22
    """
    _check_length(text)
    date = dt.date.fromisoformat(text)
    _check_year(date.year)
    return date


def _check_length(text: str) -> None:
    # Python would repeat all of it in its message.
    if len(text) > _LONGEST_ISO:
        raise ValueError(f"{shown(text)} is too long to be a date or a moment")


def _check_year(year: int) -> None:
    if year not in _PLAN_YEARS:
        raise ValueError(f"the year {year} is out of range; allowed: {_PLAN_YEARS[0]} to {_PLAN_YEARS[-1]}")


def wall_minute(date: dt.date, minutes: int, zone: str) -> Minute:
    """The instant at which the wall clock is so many minutes past this date's midnight (over 24 h: the next date)."""
    return to_minute(dt.datetime(date.year, date.month, date.day) + minutes * _MINUTE, zone)


def waking_window(date: dt.date, *, wake: int, bed: int, zone: str) -> tuple[Minute, Minute]:
    """The instants of waking on this date and of the bedtime that follows it.

    ``wake`` and ``bed`` are minutes after midnight; a bed time at or before waking is on the next date. A date that
    the zone skipped (Samoa had no 30 December 2011) has an empty window.
    """
    start = wall_minute(date, wake, zone)
    if calendar_date(start, zone) != date:
        return start, start
    end = wall_minute(date, bed + (MINUTES_PER_DAY if bed <= wake else 0), zone)
    return start, end
