"""Writes the same events with other libraries, each used as its documentation shows, and with plain f-strings.

These get finished texts and times. soleus-recovery starts from a plan: it composes the texts and adds the time zone.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

import ical.calendar
import ical.calendar_stream
import ical.event
import icalendar
import ics
import vobject
from dateutil import tz
from ics.grammar.parse import ContentLine

from bench.entries import Entry

__all__ = ["PEERS", "Write", "by_hand", "icalendar_plain"]

Write = Callable[[list[Entry]], bytes]

_PRODID: Final = "-//bench//EN"
_LINE_OCTETS: Final = 75  # RFC 5545, 3.1


def icalendar_plain(entries: list[Entry]) -> bytes:
    """Write each property with ``add``, then the file with ``to_ical``; no VTIMEZONE."""
    calendar: Any = icalendar.Calendar()
    calendar.add("prodid", _PRODID)
    calendar.add("version", "2.0")
    for entry in entries:
        event: Any = icalendar.Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", entry.stamp)
        event.add("last-modified", entry.stamp)
        event.add("sequence", entry.sequence)
        event.add("status", entry.status)
        event.add("transp", "TRANSPARENT")
        event.add("x-microsoft-cdo-busystatus", "FREE")
        event.add("summary", entry.summary)
        event.add("description", entry.description)
        if entry.category is not None:
            event.add("categories", [entry.category])
        event.add("dtstart", entry.start)
        event.add("dtend", entry.end)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _ics_py(entries: list[Entry]) -> bytes:
    calendar: Any = ics.Calendar()
    for entry in entries:
        start: Any = entry.start
        end: Any = None if entry.all_day else entry.end
        event: Any = ics.Event(
            uid=entry.uid,
            name=entry.summary,
            description=entry.description,
            begin=start,
            end=end,
            created=entry.stamp,
            last_modified=entry.stamp,
            categories={entry.category} if entry.category is not None else set(),
            status=entry.status,
            transparent=True,
        )
        if entry.all_day:
            event.make_all_day()
        event.extra.append(ContentLine(name="SEQUENCE", value=str(entry.sequence)))
        event.extra.append(ContentLine(name="X-MICROSOFT-CDO-BUSYSTATUS", value="FREE"))
        calendar.events.add(event)
    return str(calendar.serialize()).encode()


def _vobject(entries: list[Entry]) -> bytes:
    calendar: Any = vobject.iCalendar()
    for entry in entries:
        event: Any = calendar.add("vevent")
        event.add("uid").value = entry.uid
        event.add("dtstamp").value = entry.stamp
        event.add("last-modified").value = entry.stamp
        event.add("sequence").value = str(entry.sequence)
        event.add("status").value = entry.status
        event.add("transp").value = "TRANSPARENT"
        event.add("x-microsoft-cdo-busystatus").value = "FREE"
        event.add("summary").value = entry.summary
        event.add("description").value = entry.description
        if entry.category is not None:
            event.add("categories").value = [entry.category]
        event.add("dtstart").value = _for_dateutil(entry.start)
        event.add("dtend").value = _for_dateutil(entry.end)
    return str(calendar.serialize()).encode()


def _for_dateutil(value: dt.date) -> dt.date:
    """Replace the zone by dateutil's zone of that name, which vobject can write."""
    return value.replace(tzinfo=tz.gettz(str(value.tzinfo))) if isinstance(value, dt.datetime) else value


def _ical(entries: list[Entry]) -> bytes:
    events = [
        ical.event.Event(
            uid=entry.uid,
            dtstamp=entry.stamp,
            last_modified=entry.stamp,
            sequence=entry.sequence,
            status=ical.event.EventStatus(entry.status),
            transparency="TRANSPARENT",
            summary=entry.summary,
            description=entry.description,
            categories=[entry.category] if entry.category is not None else [],
            dtstart=entry.start,
            dtend=entry.end,
        )
        for entry in entries
    ]
    calendar = ical.calendar.Calendar()
    calendar.events.extend(events)
    return ical.calendar_stream.IcsCalendarStream.calendar_to_ics(calendar).encode()


def by_hand(entries: list[Entry]) -> bytes:
    """Write f-strings, escaped and folded as RFC 5545 asks, and check nothing: the least that any library could do."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODID}"]
    for entry in entries:
        stamp = f"{entry.stamp:%Y%m%dT%H%M%SZ}"
        lines += [
            "BEGIN:VEVENT",
            f"SUMMARY:{_escaped(entry.summary)}",
            f"DTSTART{_time(entry.start)}",
            f"DTEND{_time(entry.end)}",
            f"DTSTAMP:{stamp}",
            f"UID:{entry.uid}",
            f"SEQUENCE:{entry.sequence}",
            *([f"CATEGORIES:{_escaped(entry.category)}"] if entry.category is not None else []),
            f"DESCRIPTION:{_escaped(entry.description)}",
            f"LAST-MODIFIED:{stamp}",
            f"STATUS:{entry.status}",
            "TRANSP:TRANSPARENT",
            "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(_folded(lines))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _time(value: dt.date) -> str:
    if isinstance(value, dt.datetime):
        return f";TZID={value.tzinfo}:{value:%Y%m%dT%H%M%S}"
    return f";VALUE=DATE:{value:%Y%m%d}"


def _folded(lines: Iterable[str]) -> Iterator[bytes]:
    for line in lines:
        rest, room = line.encode(), _LINE_OCTETS
        while len(rest) > room:
            cut = room
            while rest[cut] & 0xC0 == 0x80:  # noqa: PLR2004  # inside a character (RFC 3629, 3)
                cut -= 1
            yield rest[:cut] + b"\r\n "
            rest, room = rest[cut:], _LINE_OCTETS - 1
        yield rest + b"\r\n"


PEERS: Final[Mapping[str, Write]] = {
    "icalendar": icalendar_plain,
    "ics.py": _ics_py,
    "vobject": _vobject,
    "ical": _ical,
    "by hand": by_hand,
}
