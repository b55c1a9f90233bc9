"""Writes each entry of a plan as a calendar of its own, and compares two calendars that hold one entry each.

CalDAV servers keep one entry per calendar (RFC 4791, 4.1).
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, final

import attrs
from icalendar import Alarm, Calendar, Component, Event

from soleus_recovery.calendars.detail import Detail, Style
from soleus_recovery.calendars.entries import entries_of
from soleus_recovery.calendars.events import card_key, uid
from soleus_recovery.calendars.ics import calendar_of
from soleus_recovery.plan.plan import Plan
from soleus_recovery.values import Value

__all__ = ["Resource", "keys_by_uid", "says_the_same", "to_resources", "uid_in"]

# The properties that are compared: those that we write, and those that would give an event other times. Servers and
# calendar programs add other properties and set DTSTAMP and LAST-MODIFIED anew, so these are not compared. If a session
# changes, its SEQUENCE changes too.
_TEXTS: Final = ("SUMMARY", "DESCRIPTION", "CATEGORIES", "CLASS", "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS")
_TIMES: Final = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "TRIGGER")
_COMPARED: Final = frozenset({"UID", "SEQUENCE", "ACTION", *_TEXTS, *_TIMES})
# The exceptions that icalendar raises for data that is no calendar.
_UNREADABLE: Final = (AttributeError, LookupError, TypeError, ValueError)


@final
@attrs.frozen(kw_only=True)
class Resource(Value):
    """An entry of a plan: its key, its UID, and a calendar with nothing but this entry."""

    key: str
    uid: str
    content: bytes


def to_resources(
    plan: Plan,
    *,
    detail: Detail = Detail.SESSIONS,
    alarms: bool = False,
    discreet: bool = False,
    floating: bool = False,
) -> tuple[Resource, ...]:
    """Write each entry of a feed as a calendar of its own; the options and errors are those of ``to_ics``.

    >>> import datetime as dt
    >>> from soleus_recovery import Runner, SymptomReport, assess, build_plan
    >>> report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    >>> plan = build_plan(assess(report, Runner(zone="UTC"), now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)))
    >>> to_resources(plan, detail=Detail.RUNS)[0].key
    'review-1'
    """
    shown = entries_of(plan, detail=detail, alarms=alarms, discreet=discreet, floating=floating, style=Style.FEED)
    return tuple(
        Resource(
            key=entry.key,
            uid=entry.uid,
            content=calendar_of([entry], shown.rule, discreet=discreet),
        )
        for entry in shown.entries
    )


def keys_by_uid(plan: Plan) -> Mapping[str, str]:
    """Return every UID that an entry of this plan has ever had, in any ``Detail``, with the entry's key."""
    keys = [session.key for _, session in plan.sessions()]
    keys += [session.key for session in plan.withdrawn]
    keys += [card_key(day) for day in (*plan.days, *plan.withdrawn_days)]
    return {uid(plan.id, key): key for key in keys}


def uid_in(content: bytes | str) -> str | None:
    """Return the UID of the only event in a calendar; None if the text is no calendar with exactly one event.

    >>> uid_in("BEGIN:VCALENDAR")
    """
    event = _only_event(content)
    return None if event is None else str(event.get("UID", ""))


def says_the_same(one: bytes | str, other: bytes | str) -> bool:
    """Return whether two calendars hold the same event, apart from its spelling, its stamps and added properties."""
    events = [_only_event(content) for content in (one, other)]
    compared = [None if event is None else _compared(event) for event in events]
    return None not in compared and compared[0] == compared[1]


def _only_event(content: bytes | str) -> Event | None:
    try:
        events = Calendar.from_ical(content).events
    except _UNREADABLE:
        return None
    return events[0] if len(events) == 1 else None


def _compared(event: Event) -> list[Any]:
    """Return the properties to compare, with alarms at the event's start only: other alarms are the runner's own."""
    alarms = [each for each in event.subcomponents if isinstance(each, Alarm) and dt.timedelta() == each.TRIGGER]
    return [_lines(event), sorted(map(_lines, alarms))]


def _lines(component: Component) -> list[Any]:
    properties: list[tuple[str, Any]] = component.property_items(recursive=False)
    return sorted(
        (name, sorted(value.params.items()), value.to_ical()) for name, value in properties if name in _COMPARED
    )
