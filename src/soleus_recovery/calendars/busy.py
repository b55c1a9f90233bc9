"""Reads the runner's busy times, and nothing else, from an iCalendar file that another program wrote.

An event that is cancelled, transparent or marked as free takes none of the runner's time. An all-day event takes time
only if it is marked as busy. The library recurring-ical-events, from the extra ``busy``, expands repeating events.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from math import ceil, prod
from typing import Any, Final, final
from zoneinfo import ZoneInfo

import attrs
import recurring_ical_events
from icalendar import Calendar, Event

from soleus_recovery.clock import MINUTES_PER_DAY, Minute, calendar_date, local, minute_of, validate_zone
from soleus_recovery.errors import CalendarFileError, shown
from soleus_recovery.spans import Span, merge
from soleus_recovery.values import Value

__all__ = ["BUSY_DAYS", "LONGEST_CALENDAR", "read_busy"]

BUSY_DAYS: Final = 400
"""The number of days after ``now`` for which busy times are read."""
LONGEST_CALENDAR: Final = 32_000_000
"""The most bytes that a calendar file with busy times may have."""
_BEFORE_DAYS = 2  # the waking window in progress may have begun yesterday
_SECONDS_PER_MINUTE = 60
_MOST_A_DAY = 96
_MOST_IN_ALL = 1_000_000  # occurrences to step over, which takes a second or two
_PER_YEAR: Final = {"HOURLY": 8784, "DAILY": 366, "WEEKLY": 53, "MONTHLY": 12, "YEARLY": 1}
_DAYS_OF = ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYMONTH")
_TIMES = frozenset({"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"})
# The exceptions that the two libraries raise for data that they do not expect.
_UNREADABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_BUSY_STATUS = "X-MICROSOFT-CDO-BUSYSTATUS"
# Titles, places and people are private and not needed, so these properties are cut out before parsing, with their
# folded lines (RFC 5545, 3.1; icalendar also joins lines that are folded across empty ones).
_ABOUT: Final = re.compile(
    r"^(?:ATTACH|ATTENDEE|CATEGORIES|COMMENT|CONTACT|CREATED|DESCRIPTION|DTSTAMP|LAST-MODIFIED|LOCATION|ORGANIZER|SUMMARY"
    r"|URL|X-ALT-DESC|X-APPLE-STRUCTURED-LOCATION)[;:].*(?:(?:\r?\n)+[ \t].*)*(?:\r?\n|\Z)",
    re.IGNORECASE | re.MULTILINE,
)


@final
@attrs.frozen(kw_only=True)
class _Timed(Value):
    """An event with its start and end, which icalendar would otherwise work out each time they are asked for."""

    event: Event
    start: dt.date
    end: dt.date


def read_busy(data: bytes | str, *, zone: str, now: dt.datetime) -> tuple[Span, ...]:
    """Read the merged busy times of an iCalendar file from two days before ``now`` (aware) to 400 days after ``now``.

    Floating times and all-day events are read in ``zone``, the runner's time zone. Raises ``CalendarFileError`` if the
    file is no calendar, or if the times of an event cannot be known.

    >>> event = ["BEGIN:VEVENT", "UID:1", "DTSTART:20261123T090000Z", "DTEND:20261123T103000Z", "END:VEVENT"]
    >>> calendar = chr(10).join(["BEGIN:VCALENDAR", *event, "END:VCALENDAR"])
    >>> (span,) = read_busy(calendar, zone="Europe/Berlin", now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC))
    >>> span.minutes
    90
    """
    here = ZoneInfo(validate_zone("zone", zone))
    at = minute_of("now", now)
    within = Span(start=Minute(at - _BEFORE_DAYS * MINUTES_PER_DAY), end=Minute(at + BUSY_DAYS * MINUTES_PER_DAY))
    calendars = _calendars(data)
    single, repeating = _sorted(calendars, calendar_date(within.end, zone))
    expanded = (_timed(event) for event in _expanded(calendars, repeating, within, zone))
    spans = [_span(each, here) for each in (*single, *expanded) if _blocks(each)]
    return merge(
        Span(start=max(span.start, within.start), end=min(span.end, within.end))
        for span in spans
        if span.overlaps(within)
    )


def _calendars(data: bytes | str) -> list[Calendar]:
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
        components = Calendar.from_ical(_ABOUT.sub("", text), multiple=True)
    except UnicodeDecodeError as error:
        raise CalendarFileError(path="the file", problem="is not UTF-8; allowed: an iCalendar file") from error
    except _UNREADABLE as error:
        problem = f"cannot be read ({shown(str(error))}); allowed: an iCalendar file"
        raise CalendarFileError(path="the file", problem=problem) from error
    calendars = [each for each in components if isinstance(each, Calendar)]
    if not calendars or len(calendars) != len(components):
        raise CalendarFileError(path="the file", problem="holds no whole calendar; allowed: an iCalendar file")
    return calendars


def _sorted(calendars: Iterable[Calendar], until: dt.date) -> tuple[list[_Timed], set[str]]:
    """Return the single events, and the UIDs of events that repeat or replace an occurrence of a repeating event."""
    events = [_checked(event) for calendar in calendars for event in calendar.events]
    repeating: set[str] = set()
    steps = 0
    for each in events:
        if any(name in each.event for name in ("RRULE", "RDATE", "RECURRENCE-ID")):
            repeating.add(_uid(each.event))
            steps += _steps(each, until)
    if steps > _MOST_IN_ALL:
        raise CalendarFileError(
            path="the file", problem="repeats too often, for too long; allowed: a person's calendar"
        )
    return [each for each in events if _uid(each.event) not in repeating], repeating


def _uid(event: Event) -> str:
    return str(event.get("UID", ""))


def _checked(event: Event) -> _Timed:
    """Return the event with its times; raise ``CalendarFileError`` if a property about time cannot be read."""
    for name, problem in event.errors:
        if name is None or name in _TIMES:
            raise _refused(event, f"{name or 'a line'} cannot be read ({shown(str(problem))})")
    if "DTSTART" not in event:
        raise _refused(event, "has no DTSTART")
    timed = _timed(event)
    for name in ("DTSTART", "DTEND"):
        if name not in event:
            continue
        value: Any = event[name]
        zone = value.params.get("TZID")
        if zone is not None and isinstance(value.dt, dt.datetime) and value.dt.tzinfo is None:
            raise _refused(event, f"{name} is in {shown(str(zone))}, which is no time zone; allowed: an IANA zone")
    return timed


def _timed(event: Event) -> _Timed:
    try:
        return _Timed(event=event, start=event.start, end=event.end)
    except _UNREADABLE as error:
        raise _unknown(event, error) from error


def _unknown(event: Event, error: Exception) -> CalendarFileError:
    return _refused(event, f"has a time that cannot be read ({shown(str(error))})")


def _refused(event: Event, problem: str) -> CalendarFileError:
    return CalendarFileError(path=f"event {shown(_uid(event))}", problem=problem)


def _steps(timed: _Timed, until: dt.date) -> int:
    """Return the most occurrences that expanding an event has to step over, from the event's start up to ``until``."""
    event, steps = timed.event, 0
    for rule in _rules(event):
        frequency = str(rule.get("FREQ", [""])[0]).upper()
        if int(rule.get("INTERVAL", [1])[0]) < 1:
            raise _refused(event, "has an INTERVAL below 1; allowed: 1 or more")
        a_day = prod(max(1, len(rule.get(name, ()))) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
        if frequency not in _PER_YEAR or a_day > _MOST_A_DAY:
            raise _refused(event, f"repeats more than {_MOST_A_DAY} times a day; allowed: a person's calendar")
        days = prod(max(1, len(rule.get(name, ()))) for name in _DAYS_OF)
        years = max(1, until.year - timed.start.year + 1)
        steps += max(_PER_YEAR[frequency], min(366, _PER_YEAR[frequency] * days)) * a_day * years
    return steps


def _rules(event: Event) -> list[Any]:
    rules: Any = event.get("RRULE", [])
    return rules if isinstance(rules, list) else [rules]  # pyright: ignore[reportUnknownVariableType]


def _expanded(calendars: Iterable[Calendar], uids: set[str], within: Span, zone: str) -> Iterator[Event]:
    """Yield every occurrence of the repeating events within a span."""
    start, end = (local(at, zone) for at in (within.start, within.end))
    for calendar in calendars if uids else ():
        calendar.subcomponents = [
            each for each in calendar.subcomponents if not isinstance(each, Event) or _uid(each) in uids
        ]
        try:
            found = recurring_ical_events.of(calendar).between(start, end)
        except _UNREADABLE as error:
            problem = f"holds a repeating event whose times cannot be read ({shown(str(error))})"
            raise CalendarFileError(path="the file", problem=problem) from error
        yield from (event for event in found if isinstance(event, Event))


def _blocks(timed: _Timed) -> bool:
    """Return whether an event takes the runner's time."""
    status, transparency, busy = (str(timed.event.get(name, "")).upper() for name in ("STATUS", "TRANSP", _BUSY_STATUS))
    if status == "CANCELLED" or transparency == "TRANSPARENT" or busy == "FREE":
        return False
    return isinstance(timed.start, dt.datetime) or transparency == "OPAQUE" or busy in {"BUSY", "OOF"}


def _span(timed: _Timed, here: ZoneInfo) -> Span:
    """Return the whole minutes that an event touches; an empty span if the event has no end."""
    try:
        first, last = (_seconds(each, here) for each in (timed.start, timed.end))
    except _UNREADABLE as error:
        raise _unknown(timed.event, error) from error
    if last < first:
        raise _refused(timed.event, "ends before it begins")
    # The start is rounded down and the end is rounded up.
    start, end = int(first // _SECONDS_PER_MINUTE), ceil(last / _SECONDS_PER_MINUTE)
    return Span(start=Minute(start), end=Minute(max(start, end)))


def _seconds(value: dt.date, here: ZoneInfo) -> float:
    """Return seconds since 1970; dates begin at midnight, and floating times are read, in the runner's time zone."""
    if not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, dt.time(), here)
    return (value if value.tzinfo is not None else value.replace(tzinfo=here)).timestamp()
