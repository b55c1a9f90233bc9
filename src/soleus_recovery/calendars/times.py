"""Writes instants so that every calendar program reads the same instants."""

import datetime as dt
from enum import Enum, unique
from typing import Final, final

import attrs

from soleus_recovery.calendars.lines import block, line, text_line
from soleus_recovery.calendars.zone_rule import Observance, ZoneRule
from soleus_recovery.clock import MINUTES_PER_HOUR, Minute, is_repeated, local
from soleus_recovery.spans import Span
from soleus_recovery.values import Value

__all__ = ["Moments", "TimeForm", "Times", "stamp", "vtimezone"]

_EPOCH: Final = dt.datetime(1970, 1, 1)  # noqa: DTZ001  # the form in which a time is written says its zone
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@unique
class TimeForm(Enum):
    """The three forms of a time in RFC 5545, 3.3.5: floating, UTC, and local with a zone."""

    FLOATING = 1
    UTC = 2
    ZONED = 3


def stamp(minute: Minute) -> str:
    """Write an instant in UTC.

    >>> stamp(Minute(60))
    '19700101T010000Z'
    """
    return f"{_written(_EPOCH + dt.timedelta(minutes=minute))}Z"


def _written(wall: dt.datetime) -> str:
    return f"{wall.year:04}{wall.month:02}{wall.day:02}T{wall.hour:02}{wall.minute:02}00"


@final
@attrs.frozen(kw_only=True)
class Moments(Value):
    """DTSTART and DTEND as lines, and whether they name a zone."""

    lines: bytes
    zoned: bool


@final
@attrs.frozen(kw_only=True)
class Times(Value):
    """The writer of a file's times, all in one form; ``zone`` is the runner's time zone."""

    zone: str
    form: TimeForm

    def of(self, span: Span) -> Moments:
        """Write DTSTART and DTEND of a span; an empty span has no DTEND (RFC 5545, 3.6.1)."""
        walls = [local(minute, self.zone) for minute in (span.start, span.end)]
        # When clocks go back, an hour comes twice. A local time in that hour means the first of the two hours (RFC
        # 5545, 3.3.5), so a time in the second hour is written in UTC. In the form with a zone a time in the first hour
        # is written in UTC too, because some programs misread it (vobject takes a time in London for one in the second
        # hour). If one end is in UTC, so is the other, because DTSTART and DTEND must have the same form (3.8.2.2).
        is_doubled = [wall.fold or (self.form is TimeForm.ZONED and is_repeated(wall)) for wall in walls]
        in_utc = self.form is TimeForm.UTC or any(is_doubled)
        zoned = self.form is TimeForm.ZONED and not in_utc
        parameters = f";TZID={self.zone}" if zoned else ""
        start, end = map(stamp, (span.start, span.end)) if in_utc else map(_written, walls)
        lines = line(f"DTSTART{parameters}", start)
        return Moments(lines=lines + line(f"DTEND{parameters}", end) if span.minutes else lines, zoned=zoned)

    @staticmethod
    def of_date(date: dt.date) -> Moments:
        """Write DTSTART and DTEND of an all-day event."""
        after = date + dt.timedelta(days=1)  # exclusive (RFC 5545, 3.6.1)
        days = (f"{each.year:04}{each.month:02}{each.day:02}" for each in (date, after))
        names = ("DTSTART;VALUE=DATE", "DTEND;VALUE=DATE")
        return Moments(lines=b"".join(map(line, names, days)), zoned=False)


def vtimezone(rule: ZoneRule) -> bytes:
    """Write the VTIMEZONE of a rule: each observance once, with its yearly RRULE (RFC 5545, 3.6.5)."""
    parts = (
        block("DAYLIGHT" if each is rule.daylight else "STANDARD", _observance(each, rule.first_year))
        for each in rule.observances
    )
    return block("VTIMEZONE", (line("TZID", rule.zone), *parts))


def _observance(observance: Observance, year: int) -> tuple[bytes, ...]:
    onset = observance.onset
    rule = "" if onset is None else f"FREQ=YEARLY;BYDAY={onset.ordinal}{_WEEKDAYS[onset.weekday]};BYMONTH={onset.month}"
    return (
        line("DTSTART", _written(observance.start(year))),
        line("RRULE", rule) if rule else b"",
        text_line("TZNAME", observance.name),
        line("TZOFFSETFROM", _offset(observance.offset_from)),
        line("TZOFFSETTO", _offset(observance.offset_to)),
    )


def _offset(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), MINUTES_PER_HOUR)
    return f"{'-' if minutes < 0 else '+'}{hours:02}{rest:02}"
