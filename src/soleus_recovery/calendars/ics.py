"""A plan as an iCalendar file."""

from collections.abc import Iterator
from typing import Final

from icalendar import Calendar, Event

from soleus_recovery.calendars.detail import Detail
from soleus_recovery.calendars.discreet import without_words
from soleus_recovery.calendars.events import Events
from soleus_recovery.calendars.properties import Text, add_text, put
from soleus_recovery.calendars.times import TimeForm, Times, vtimezone
from soleus_recovery.calendars.wording import Wording
from soleus_recovery.calendars.zone_rule import ZoneRule, zone_rule
from soleus_recovery.planning.plan import Plan
from soleus_recovery.spans import Span
from soleus_recovery.vocabulary import Activity

__all__ = ["Detail", "to_ics"]

_PRODID: Final = "-//soleus-recovery//plan//EN"
_DISCREET_PRODID: Final = "-//plan//calendar//EN"
_COLOR: Final = "teal"  # a CSS3 name (RFC 7986, 5.9)
_RUNS: Final = frozenset({Activity.RUN, Activity.REVIEW, Activity.APPOINTMENT})


def to_ics(
    plan: Plan,
    *,
    detail: Detail = Detail.SESSIONS,
    alarms: bool = False,
    discreet: bool = False,
    floating: bool = False,
) -> bytes:
    """Write the plan as an iCalendar file (RFC 5545), UTF-8 with CRLF.

    ``alarms`` rings at the start of what has a time; ``discreet`` writes no word about health and marks every event
    private; ``floating`` writes times without a zone, for the runner who travels. No option changes a UID. The same
    plan gives the same bytes. Raises ``FactError`` for a text that is not whole characters.
    """
    rule = _rule(plan)
    form = TimeForm.FLOATING if floating else TimeForm.UTC if rule is None else TimeForm.ZONED
    shown = without_words(plan) if discreet else plan
    calendar = Calendar()
    put(calendar, "VERSION", Text("2.0"))
    put(calendar, "PRODID", Text(_DISCREET_PRODID if discreet else _PRODID))
    add_text(calendar, "NAME", shown.labels.calendar_name)
    add_text(calendar, "X-WR-CALNAME", shown.labels.calendar_name)
    put(calendar, "COLOR", Text(_COLOR))
    events = Events(
        plan=shown,
        wording=Wording(plan=shown),
        times=Times(zone=plan.zone, form=form),
        cards=detail is not Detail.RUNS,
        alarms=alarms,
        discreet=discreet,
    )
    entries = list(_entries(shown, detail, events))
    # RFC 5545, 3.6.5: a VTIMEZONE for each TZID in the file, and none that nothing names.
    if rule is not None and any("TZID" in entry["DTSTART"].params for entry in entries):
        calendar.add_component(vtimezone(rule))
    for entry in entries:
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _rule(plan: Plan) -> ZoneRule | None:
    spans = [session.span for _, session in plan.sessions() if session.span is not None]
    if not spans:
        return None
    return zone_rule(plan.zone, Span(start=min(s.start for s in spans), end=max(s.end for s in spans)))


def _entries(plan: Plan, detail: Detail, events: Events) -> Iterator[Event]:
    for day in plan.days:
        if detail is not Detail.RUNS:
            yield events.card_for(day, with_times=detail is Detail.DAILY)
        for session in day.sessions:
            match detail:
                case Detail.SESSIONS if not session.all_day:
                    yield events.event_for(session, day.date)
                case Detail.RUNS if session.activity in _RUNS:
                    yield events.event_for(session, day.date)
                case _:
                    pass
