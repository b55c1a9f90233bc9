"""How an instant is written so that every program reads the same one."""

import datetime as dt
from enum import Enum, unique
from typing import Final, final

import attrs
from icalendar import Event, Timezone, TimezoneDaylight, TimezoneStandard

from soleus_recovery.calendars.properties import Text, put
from soleus_recovery.calendars.zone_rule import Observance, ZoneRule
from soleus_recovery.clock import Minute, to_wall
from soleus_recovery.spans import Span

__all__ = ["TimeForm", "Times", "utc", "vtimezone"]

_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@unique
class TimeForm(Enum):
    """The three forms of RFC 5545, 3.3.5: floating, UTC, and local with a zone."""

    FLOATING = 1
    UTC = 2
    ZONED = 3


def utc(minute: Minute) -> dt.datetime:
    """The instant as an aware datetime in UTC.

    >>> utc(Minute(60)).isoformat()
    '1970-01-01T01:00:00+00:00'
    """
    return _EPOCH + dt.timedelta(minutes=minute)


@final
@attrs.frozen(kw_only=True)
class Times:
    """The form that a file's times take; ``zone`` is the runner's."""

    zone: str
    form: TimeForm

    def add(self, event: Event, span: Span) -> None:
        """Add DTSTART and DTEND; a span of no length has no DTEND (RFC 5545, 3.6.1)."""
        walls = [to_wall(minute, self.zone) for minute in (span.start, span.end)]
        # A local time means the first hour of a fold (RFC 5545, 3.3.5), so the second is written in UTC. With a zone
        # the first is too, since not every program knows (vobject reads London's as the second). The other end goes
        # with it: DTSTART and DTEND stay of one form (3.8.2.2).
        is_doubled = [wall.fold or (self.form is TimeForm.ZONED and _comes_again(wall)) for wall in walls]
        in_utc = self.form is TimeForm.UTC or any(is_doubled)
        tzid = self.zone if self.form is TimeForm.ZONED and not in_utc else None
        for name, minute, wall in zip(("DTSTART", "DTEND"), (span.start, span.end), walls, strict=True):
            if name == "DTSTART" or span.minutes:
                moment = utc(minute) if in_utc else dt.datetime.combine(wall.date(), wall.time())
                put(event, name, moment, tzid=tzid)


def _comes_again(wall: dt.datetime) -> bool:
    return wall.utcoffset() != wall.replace(fold=1).utcoffset()


def vtimezone(rule: ZoneRule) -> Timezone:
    """The VTIMEZONE of a rule: each observance once, with its yearly RRULE (RFC 5545, 3.6.5)."""
    component = Timezone()
    put(component, "TZID", Text(rule.zone))
    for observance in rule.observances:
        part = TimezoneDaylight() if observance is rule.daylight else TimezoneStandard()
        _fill(part, observance, rule.first_year)
        component.add_component(part)
    return component


def _fill(part: TimezoneDaylight | TimezoneStandard, observance: Observance, year: int) -> None:
    put(part, "DTSTART", observance.start(year))
    put(part, "TZOFFSETFROM", dt.timedelta(minutes=observance.offset_from))
    put(part, "TZOFFSETTO", dt.timedelta(minutes=observance.offset_to))
    put(part, "TZNAME", Text(observance.name))
    if (onset := observance.onset) is not None:
        byday = f"{onset.ordinal}{_WEEKDAYS[onset.weekday]}"
        put(part, "RRULE", {"FREQ": "YEARLY", "BYMONTH": onset.month, "BYDAY": byday})
