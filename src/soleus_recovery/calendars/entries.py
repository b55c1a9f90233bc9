"""Chooses which days and sessions of a plan become calendar entries, and the one form in which times are written."""

import datetime as dt
from collections.abc import Iterator
from typing import Final, final

import attrs

from soleus_recovery.calendars.detail import Detail, Style
from soleus_recovery.calendars.discreet import without_words
from soleus_recovery.calendars.events import Entry, Events, EventStatus
from soleus_recovery.calendars.times import TimeForm, Times
from soleus_recovery.calendars.wording import Wording
from soleus_recovery.calendars.zone_rule import ZoneRule, zone_rule
from soleus_recovery.clock import calendar_date
from soleus_recovery.plan.plan import Plan, Session
from soleus_recovery.spans import Span
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity

__all__ = ["Entries", "entries_of"]

_RUNS: Final = frozenset({Activity.RUN, Activity.REVIEW, Activity.APPOINTMENT})


@final
@attrs.frozen(kw_only=True)
class Entries(Value):
    """The entries of a plan in order, the calendar's name, and the rule of the time zone if the times name one."""

    name: str
    rule: ZoneRule | None
    entries: tuple[Entry, ...]


def entries_of(plan: Plan, *, detail: Detail, alarms: bool, discreet: bool, floating: bool, style: Style) -> Entries:
    """Make all entries of a plan; the options, and the errors, are those of ``to_ics``."""
    rule = _rule(plan, style)
    form = TimeForm.FLOATING if floating else TimeForm.UTC if rule is None else TimeForm.ZONED
    shown = without_words(plan) if discreet else plan
    events = Events(
        plan=shown,
        wording=Wording(plan=shown),
        times=Times(zone=plan.zone, form=form),
        cards=detail is not Detail.RUNS,
        alarms=alarms,
        discreet=discreet,
    )
    # In an emergency or after a long silence a plan has one card ahead. Some programs would show cancelled events
    # beside that card, so the file has no cancelled events.
    with_withdrawn = style is Style.IMPORT and plan.standstill is None
    made = (*_planned(shown, detail, events), *(_withdrawn(shown, detail, events) if with_withdrawn else ()))
    return Entries(name=shown.labels.calendar_name, rule=rule if form is TimeForm.ZONED else None, entries=made)


def _rule(plan: Plan, style: Style) -> ZoneRule | None:
    withdrawn = plan.withdrawn if style is Style.IMPORT else ()
    sessions = (*(session for _, session in plan.sessions()), *withdrawn)
    spans = [session.span for session in sessions if session.span is not None]
    if not spans:
        return None
    return zone_rule(plan.zone, Span(start=min(s.start for s in spans), end=max(s.end for s in spans)))


def _planned(plan: Plan, detail: Detail, events: Events) -> Iterator[Entry]:
    for day in plan.days:
        if detail is not Detail.RUNS:
            yield events.card_for(day, with_times=detail is Detail.DAILY)
        for session in day.sessions:
            # A file of runs has no cards, so the card of an emergency or a long silence becomes an event.
            if _has_event(session, detail) or (detail is Detail.RUNS and session is day.standstill):
                yield events.event_for(session, day.date)


def _withdrawn(plan: Plan, detail: Detail, events: Events) -> Iterator[Entry]:
    """Yield withdrawn days and sessions as cancelled entries, complete so that a program finds the events to remove."""
    for day in plan.withdrawn_days if detail is not Detail.RUNS else ():
        yield events.card_for(day, with_times=detail is Detail.DAILY, status=EventStatus.CANCELLED)
    for session in plan.withdrawn:
        if _has_event(session, detail) and (session.span is not None or session.activity is Activity.STRENGTHEN):
            # The key of a session that has no time begins with its date.
            span, key = session.span, session.key
            date = dt.date.fromisoformat(key[:10]) if span is None else calendar_date(span.start, session.zone)
            yield events.event_for(session, date, status=EventStatus.CANCELLED)


def _has_event(session: Session, detail: Detail) -> bool:
    match detail:
        case Detail.SESSIONS:
            # Training that finds no room lasts the whole day. Its event stays, so that an update moves it there.
            return not session.all_day or session.activity is Activity.STRENGTHEN
        case Detail.RUNS:
            return session.activity in _RUNS
        case Detail.DAILY:
            return False
