"""The events of a calendar file as plain values: the input of every library, and the check of its output."""

import datetime as dt
from typing import Any, Final, final

import attrs
from icalendar import Calendar

__all__ = ["Entry", "entries_of", "same_events"]

_UTC: Final = dt.UTC


@final
@attrs.frozen(kw_only=True)
class Entry:
    """One event; a whole-day event has dates instead of times, and its ``end`` is the day after."""

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
        """Whether the event has a date and no time."""
        return not isinstance(self.start, dt.datetime)


def entries_of(data: bytes) -> list[Entry]:
    """Return the events of a file that soleus-recovery wrote."""
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
    """Raise ``ValueError`` unless the file holds exactly these events, with their texts and times."""
    calendar: Any = Calendar.from_ical(data)
    found = {
        str(each["UID"]): (str(each["SUMMARY"]), str(each["DESCRIPTION"]), _at(each.start), _at(each.end))
        for each in calendar.walk("VEVENT")
    }
    for entry in entries:
        expected = (entry.summary, entry.description, _at(entry.start), _at(entry.end))
        if found.get(entry.uid) != expected:
            raise ValueError(f"{entry.uid} is {found.get(entry.uid)}, not {expected}")
    if len(found) != len(entries):
        raise ValueError(f"{len(found)} events, not {len(entries)}")


def _at(value: dt.date) -> dt.date:
    return value.astimezone(_UTC) if isinstance(value, dt.datetime) else value
