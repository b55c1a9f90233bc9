"""A plan as an iCalendar file."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from icalendar import Calendar, Event, vDuration

from soleus_recovery.calendars.detail import Detail, Style
from soleus_recovery.calendars.entries import entries_of
from soleus_recovery.calendars.properties import Text, add_text, put
from soleus_recovery.calendars.times import vtimezone
from soleus_recovery.calendars.zone_rule import ZoneRule
from soleus_recovery.planning.plan import Plan

__all__ = ["Detail", "Style", "bare_calendar", "fill_calendar", "to_ics"]

_PRODID: Final = "-//soleus-recovery//plan//EN"
_DISCREET_PRODID: Final = "-//plan//calendar//EN"
_REFRESH: Final = dt.timedelta(hours=6)
_COLOR: Final = "teal"  # a CSS3 name (RFC 7986, 5.9)


def to_ics(
    plan: Plan,
    *,
    detail: Detail = Detail.SESSIONS,
    alarms: bool = False,
    discreet: bool = False,
    floating: bool = False,
    style: Style = Style.IMPORT,
) -> bytes:
    """Write the plan as an iCalendar file (RFC 5545), UTF-8 with CRLF.

    ``alarms`` rings at the start of what has a time; ``discreet`` writes no word about health and marks every event
    private; ``floating`` writes times without a zone, for the runner who travels. ``style`` says whether what fell away
    is written whole and cancelled (a file to import) or left out (a feed to subscribe to). No option changes a UID.
    The same plan gives the same bytes. Raises ``FactError`` for a text that is not whole characters.
    """
    entries = entries_of(plan, detail=detail, alarms=alarms, discreet=discreet, floating=floating, style=style)
    calendar = bare_calendar(discreet=discreet)
    add_text(calendar, "NAME", entries.name)
    add_text(calendar, "X-WR-CALNAME", entries.name)
    put(calendar, "COLOR", Text(_COLOR))
    if style is Style.FEED:
        # icalendar's own setter forgets VALUE=DURATION (RFC 7986, 5.7).
        put(calendar, "REFRESH-INTERVAL", _REFRESH, value_type="DURATION")
        put(calendar, "X-PUBLISHED-TTL", vDuration(_REFRESH))
    return fill_calendar(calendar, entries.rule, [event for _, event in entries.events])


def bare_calendar(*, discreet: bool) -> Calendar:
    """A calendar that says who wrote it, and nothing yet."""
    calendar = Calendar()
    put(calendar, "VERSION", Text("2.0"))
    put(calendar, "PRODID", Text(_DISCREET_PRODID if discreet else _PRODID))
    return calendar


def fill_calendar(calendar: Calendar, rule: ZoneRule | None, events: Iterable[Event]) -> bytes:
    """The calendar's bytes with these events, whose times name the zone of this rule or none."""
    filled = [*events]
    # RFC 5545, 3.6.5: a VTIMEZONE for each TZID in the file, and none that nothing names.
    if rule is not None and any("TZID" in event["DTSTART"].params for event in filled):
        calendar.add_component(vtimezone(rule))
    for event in filled:
        calendar.add_component(event)
    return bytes(calendar.to_ical())
