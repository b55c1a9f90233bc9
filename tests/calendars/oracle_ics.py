"""An oracle: the same file written by icalendar's serialiser, by ``add`` and ``to_ical``; slow and plain."""

import datetime as dt
import zoneinfo
from collections.abc import Iterable
from typing import Any, Final

from icalendar import Alarm, Calendar, Component, Event, Timezone, TimezoneDaylight, TimezoneStandard, vDuration, vText

from soleus_recovery.calendars import Detail, Style
from soleus_recovery.calendars.discreet import without_words
from soleus_recovery.calendars.events import uid
from soleus_recovery.calendars.wording import Wording
from soleus_recovery.calendars.zone_rule import Observance, ZoneRule, zone_rule
from soleus_recovery.clock import Minute, to_wall
from soleus_recovery.plan.plan import Day, Plan, Session
from soleus_recovery.spans import Span
from soleus_recovery.vocabulary import Activity, Status

__all__ = ["icalendar_writes", "zone_component"]

EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
CONTROLS: Final = [
    *map(chr, (*range(9), *range(11, 32), *range(127, 160), 0xFFFE, 0xFFFF)),
    # Marks that order text from right to left.
    *map(chr, (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x2070))),
]
ENDS: Final = ("\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029")


class Text(vText):
    r"""icalendar's own reads a literal ``\N`` as a newline; this one escapes by RFC 5545, 3.3.11, alone."""

    def to_ical(self) -> bytes:
        escaped = self
        for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
            escaped = Text(escaped.replace(plain, written))
        return str(escaped).encode()


def cleaned(text: str) -> str:
    for end in ENDS:
        text = text.replace(end, "\n")
    for control in CONTROLS:
        text = text.replace(control, "")
    return text.replace("\t", " ").strip()


def add(component: Component, name: str, value: object, **parameters: str) -> None:
    component.add(name, value, parameters)  # pyright: ignore[reportUnknownMemberType]  # value is untyped there


def add_text(component: Component, name: str, text: str) -> None:
    if cleaned(text):
        add(component, name, Text(cleaned(text)))


def icalendar_writes(
    plan: Plan,
    *,
    detail: Detail = Detail.SESSIONS,
    alarms: bool = False,
    discreet: bool = False,
    floating: bool = False,
    style: Style = Style.IMPORT,
) -> bytes:
    """What ``to_ics`` should write."""
    # A plan at a standstill writes no withdrawn entries in any style.
    has_fallen = style is Style.IMPORT and plan.standstill is None
    fallen = plan.withdrawn if has_fallen else ()
    spans = [each.span for each in (*(one for _, one in plan.sessions()), *fallen) if each.span is not None]
    rule = zone_rule(plan.zone, Span(start=min(spans).start, end=max(each.end for each in spans))) if spans else None
    form = "floating" if floating else "utc" if rule is None else plan.zone
    shown = without_words(plan) if discreet else plan
    calendar = Calendar()
    add(calendar, "VERSION", "2.0")
    add(calendar, "PRODID", Text("-//plan//calendar//EN" if discreet else "-//soleus-recovery//plan//EN"))
    add_text(calendar, "NAME", shown.labels.calendar_name)
    add_text(calendar, "X-WR-CALNAME", shown.labels.calendar_name)
    add(calendar, "COLOR", "teal")
    if style is Style.FEED:
        add(calendar, "REFRESH-INTERVAL", dt.timedelta(hours=6), VALUE="DURATION")
        add(calendar, "X-PUBLISHED-TTL", vDuration(dt.timedelta(hours=6)))
    events: list[Event] = []
    writer = _Events(shown, detail=detail, alarms=alarms, discreet=discreet, form=form)
    for day in shown.days:
        events += writer.day(day, day.sessions)
    if has_fallen:
        for day in shown.withdrawn_days:
            events += writer.day(day, (), cancelled=True)
        for each in shown.withdrawn:
            if each.span is not None:
                date = to_wall(each.span.start, each.zone).date()
                events += writer.sessions([each], dt.date(date.year, date.month, date.day), cancelled=True)
            elif each.activity is Activity.STRENGTHEN:
                events += writer.sessions([each], dt.date.fromisoformat(each.key[:10]), cancelled=True)
    if rule is not None and any("TZID" in event["DTSTART"].params for event in events):
        calendar.add_component(zone_component(rule))
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


class _Events:
    def __init__(self, plan: Plan, *, detail: Detail, alarms: bool, discreet: bool, form: str) -> None:
        self._plan, self._words = plan, Wording(plan=plan)
        self._detail, self._alarms, self._discreet, self._form = detail, alarms, discreet, form

    def day(self, day: Day, sessions: Iterable[Session], *, cancelled: bool = False) -> list[Event]:
        events: list[Event] = []
        if self._detail is not Detail.RUNS:
            whole = self._detail is Detail.DAILY
            event = self._event(
                f"card-{day.date}",
                day.whole if whole else day.card,
                "CANCELLED" if cancelled else "CONFIRMED",
                self._words.card_title(day),
                self._words.card_text(day, with_times=whole),
            )
            _all_day(event, day.date)
            events.append(event)
        return [*events, *self.sessions(sessions, day.date, card=day.standstill)]

    def sessions(
        self, sessions: Iterable[Session], date: dt.date, *, cancelled: bool = False, card: Session | None = None
    ) -> list[Event]:
        """The events of sessions; ``card`` is the all-day one of a plan at a standstill."""
        events: list[Event] = []
        for each in sessions:
            in_runs = each is card or each.activity in (Activity.RUN, Activity.REVIEW, Activity.APPOINTMENT)
            timed = each.span is not None or each.activity is Activity.STRENGTHEN  # training without room: all day
            if not {Detail.SESSIONS: timed, Detail.RUNS: in_runs, Detail.DAILY: False}[self._detail]:
                continue
            status = {Status.CONFIRMED: "CONFIRMED", Status.PROVISIONAL: "TENTATIVE"}[each.status]
            text = self._words.session_text(each, alone=self._detail is Detail.RUNS)
            event = self._event(each.key, each, "CANCELLED" if cancelled else status, each.title, text)
            add_text(event, "CATEGORIES", self._words.category(each))
            if each.span is None:
                _all_day(event, date)
            else:
                self._timed(event, each.span)
            if self._alarms and each.span is not None and not cancelled and cleaned(each.title):
                alarm = Alarm()
                add(alarm, "ACTION", "DISPLAY")
                add(alarm, "TRIGGER", dt.timedelta(0))
                add_text(alarm, "DESCRIPTION", each.title)
                event.add_component(alarm)
            events.append(event)
        return events

    def _event(self, key: str, version: Any, status: str, title: str, text: str) -> Event:
        event = Event()
        revised = EPOCH + dt.timedelta(minutes=version.revised_at)
        add(event, "UID", uid(self._plan.id, key))
        add(event, "DTSTAMP", revised)
        add(event, "LAST-MODIFIED", revised)
        add(event, "SEQUENCE", version.sequence)
        add(event, "STATUS", status)
        add(event, "TRANSP", "TRANSPARENT")
        add(event, "X-MICROSOFT-CDO-BUSYSTATUS", "FREE")
        if self._discreet:
            add(event, "CLASS", "PRIVATE")
        add_text(event, "SUMMARY", title)
        add_text(event, "DESCRIPTION", text)
        return event

    def _timed(self, event: Event, span: Span) -> None:
        ends = [("DTSTART", span.start), ("DTEND", span.end)][: 2 if span.minutes else 1]
        zone = zoneinfo.ZoneInfo(self._plan.zone)
        walls = [(EPOCH + dt.timedelta(minutes=minute)).astimezone(zone) for minute in (span.start, span.end)]
        second = any(wall.fold for wall in walls)
        doubled = any(wall.utcoffset() != wall.replace(fold=1).utcoffset() for wall in walls)
        in_utc = self._form == "utc" or second or (doubled and self._form != "floating")
        for name, minute in ends:
            if in_utc:
                add(event, name, EPOCH + dt.timedelta(minutes=minute))
            else:
                wall = _naive(minute, self._plan.zone)
                add(event, name, wall, **({} if self._form == "floating" else {"TZID": self._form}))


def _naive(minute: Minute, zone: str) -> dt.datetime:
    wall = to_wall(minute, zone)
    return dt.datetime.combine(wall.date(), wall.time())


def _all_day(event: Event, date: dt.date) -> None:
    add(event, "DTSTART", date)
    add(event, "DTEND", date + dt.timedelta(days=1))


def zone_component(rule: ZoneRule) -> Timezone:
    """The VTIMEZONE of a rule."""
    component = Timezone()
    add(component, "TZID", rule.zone)
    for observance in rule.observances:
        component.add_component(_observance(observance, rule))
    return component


def _observance(observance: Observance, rule: ZoneRule) -> Component:
    part = TimezoneDaylight() if observance is rule.daylight else TimezoneStandard()
    add(part, "DTSTART", observance.start(rule.first_year))
    add(part, "TZOFFSETFROM", dt.timedelta(minutes=observance.offset_from))
    add(part, "TZOFFSETTO", dt.timedelta(minutes=observance.offset_to))
    add(part, "TZNAME", Text(observance.name))
    if (onset := observance.onset) is not None:
        byday = f"{onset.ordinal}{WEEKDAYS[onset.weekday]}"
        add(part, "RRULE", {"FREQ": "YEARLY", "BYMONTH": onset.month, "BYDAY": byday})
    return part
