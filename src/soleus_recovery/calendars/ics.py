"""A plan as an iCalendar file."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from icalendar import Calendar, Event, vDuration

from soleus_recovery.calendars.detail import Detail, Style
from soleus_recovery.calendars.discreet import without_words
from soleus_recovery.calendars.events import Events, EventStatus
from soleus_recovery.calendars.properties import Text, add_text, put
from soleus_recovery.calendars.times import TimeForm, Times, vtimezone
from soleus_recovery.calendars.wording import Wording
from soleus_recovery.calendars.zone_rule import ZoneRule, zone_rule
from soleus_recovery.clock import calendar_date
from soleus_recovery.planning.plan import Plan, Session
from soleus_recovery.spans import Span
from soleus_recovery.vocabulary import Activity

__all__ = ["Detail", "Style", "to_ics"]

_PRODID: Final = "-//soleus-recovery//plan//EN"
_DISCREET_PRODID: Final = "-//plan//calendar//EN"
_REFRESH: Final = dt.timedelta(hours=6)
_COLOR: Final = "teal"  # a CSS3 name (RFC 7986, 5.9)
_RUNS: Final = frozenset({Activity.RUN, Activity.REVIEW, Activity.APPOINTMENT})


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
    rule = _rule(plan, style)
    form = TimeForm.FLOATING if floating else TimeForm.UTC if rule is None else TimeForm.ZONED
    shown = without_words(plan) if discreet else plan
    calendar = Calendar()
    put(calendar, "VERSION", Text("2.0"))
    put(calendar, "PRODID", Text(_DISCREET_PRODID if discreet else _PRODID))
    add_text(calendar, "NAME", shown.labels.calendar_name)
    add_text(calendar, "X-WR-CALNAME", shown.labels.calendar_name)
    put(calendar, "COLOR", Text(_COLOR))
    if style is Style.FEED:
        # icalendar's own setter forgets VALUE=DURATION (RFC 7986, 5.7).
        put(calendar, "REFRESH-INTERVAL", _REFRESH, value_type="DURATION")
        put(calendar, "X-PUBLISHED-TTL", vDuration(_REFRESH))
    events = Events(
        plan=shown,
        wording=Wording(plan=shown),
        times=Times(zone=plan.zone, form=form),
        cards=detail is not Detail.RUNS,
        alarms=alarms,
        discreet=discreet,
    )
    entries = [*_entries(shown, detail, events), *(_fallen(shown, detail, events) if style is Style.IMPORT else ())]
    # RFC 5545, 3.6.5: a VTIMEZONE for each TZID in the file, and none that nothing names.
    if rule is not None and any("TZID" in entry["DTSTART"].params for entry in entries):
        calendar.add_component(vtimezone(rule))
    for entry in entries:
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _rule(plan: Plan, style: Style) -> ZoneRule | None:
    fallen = plan.withdrawn if style is Style.IMPORT else ()
    sessions = (*(session for _, session in plan.sessions()), *fallen)
    spans = [session.span for session in sessions if session.span is not None]
    if not spans:
        return None
    return zone_rule(plan.zone, Span(start=min(s.start for s in spans), end=max(s.end for s in spans)))


def _entries(plan: Plan, detail: Detail, events: Events) -> Iterator[Event]:
    for day in plan.days:
        if detail is not Detail.RUNS:
            yield events.card_for(day, with_times=detail is Detail.DAILY)
        for session in day.sessions:
            if _has_event(session, detail):
                yield events.event_for(session, day.date)


def _fallen(plan: Plan, detail: Detail, events: Events) -> Iterator[Event]:
    """What was in the plan and is not any more, whole, so that a program finds what to take out."""
    for day in plan.withdrawn_days if detail is not Detail.RUNS else ():
        yield events.card_for(day, with_times=detail is Detail.DAILY, status=EventStatus.CANCELLED)
    for session in plan.withdrawn:
        if session.span is not None and _has_event(session, detail):
            date = calendar_date(session.span.start, session.zone)
            yield events.event_for(session, date, status=EventStatus.CANCELLED)


def _has_event(session: Session, detail: Detail) -> bool:
    match detail:
        case Detail.SESSIONS:
            return not session.all_day
        case Detail.RUNS:
            return session.activity in _RUNS
        case Detail.DAILY:
            return False
