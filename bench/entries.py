"""The events of a file as plain values: what every library is given, and what has to be in the file that it writes."""

import datetime as dt
from typing import Any, Final, final

import attrs
from icalendar import Calendar

__all__ = ["Entry", "entries_of", "same_events"]

_UTC: Final = dt.UTC


@final
@attrs.frozen(kw_only=True)
class Entry:
    """One event; a whole day has dates, and its ``end`` is the day after."""

    uid: str
    summary: str
    description: str
    category: str | None
    start: dt.date
    end: dt.date
    stamp: dt.datetime
    sequence: int
    status: str

    @property
    def all_day(self) -> bool:
        """Whether it has a date and no time."""
        return not isinstance(self.start, dt.datetime)


def entries_of(data: bytes) -> list[Entry]:
    """The events of one of our files."""
    calendar: Any = Calendar.from_ical(data)
    return [
        Entry(
            uid=str(event["UID"]),
            summary=str(event["SUMMARY"]),
            description=str(event["DESCRIPTION"]),
            category=str(event["CATEGORIES"].cats[0]) if "CATEGORIES" in event else None,
            start=event["DTSTART"].dt,
            end=event["DTEND"].dt,
            stamp=event["DTSTAMP"].dt,
            sequence=int(event["SEQUENCE"]),
            status=str(event["STATUS"]),
        )
        for event in calendar.walk("VEVENT")
    ]


def same_events(data: bytes, entries: list[Entry]) -> None:
    """Refuse a file that does not hold these events, with their words and their times: ``ValueError``."""
    calendar: Any = Calendar.from_ical(data)
    found = {
        str(each["UID"]): (str(each["SUMMARY"]), str(each["DESCRIPTION"]), _at(each.start), _at(each.end))
        for each in calendar.walk("VEVENT")
    }
    for entry in entries:
        told = (entry.summary, entry.description, _at(entry.start), _at(entry.end))
        if found.get(entry.uid) != told:
            raise ValueError(f"{entry.uid} is {found.get(entry.uid)}, not {told}")
    if len(found) != len(entries):
        raise ValueError(f"{len(found)} events, not {len(entries)}")


def _at(value: dt.date) -> dt.date:
    return value.astimezone(_UTC) if isinstance(value, dt.datetime) else value
