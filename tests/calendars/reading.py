"""How the tests read a file with other libraries, and what they expect in it."""

import datetime as dt
import itertools
import re
import zoneinfo
from collections.abc import Iterator
from typing import Any

import icalendar
import vobject
from ical.calendar_stream import IcsCalendarStream

from soleus_recovery.calendars import Detail
from soleus_recovery.calendars.events import uid
from soleus_recovery.clock import Minute
from soleus_recovery.plan.plan import Plan

_VOBJECT: Any = vobject  # it has no types
ZONES = ("Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Chatham")
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
FLAGS = ("alarms", "discreet", "floating")
OPTIONS: list[dict[str, Any]] = [
    {"detail": detail, **dict(zip(FLAGS, flags, strict=True))}
    for detail in Detail
    for flags in itertools.product((False, True), repeat=len(FLAGS))
]
HEALTH = re.compile(
    r"\b(soleus|calf|calves|recover\w*|ice|icing|pain\w*|sore\w*|injur\w*|symptom\w*|clinic\w*|medic\w*|health\w*|sleeve"
    r"|compress\w*|elevat\w*|relieve|restore|prevent|hold|run\w*|review|rehab\w*|physio\w*|strain|heal\w*|doctor|leg)\b",
    re.IGNORECASE,
)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> Minute:
    """The minute of a date and time in UTC."""
    return minute_of(dt.datetime(year, month, day, hour, minute, tzinfo=dt.UTC))


def minute_of(moment: object) -> Minute:
    assert isinstance(moment, dt.datetime)
    assert moment.tzinfo is not None
    return Minute((moment - EPOCH) // dt.timedelta(minutes=1))


def change_dates(zone: str, year: int = 2026) -> list[dt.date]:
    """The dates on which the zone's offset changes."""
    info = zoneinfo.ZoneInfo(zone)
    noons = [dt.datetime(year, 1, 1, 12, tzinfo=info) + dt.timedelta(days=n) for n in range(365)]
    return [b.date() for a, b in itertools.pairwise(noons) if a.utcoffset() != b.utcoffset()]


def ours(plan: Plan) -> dict[str, tuple[int, int]]:
    return {uid(plan.id, s.key): (s.span.start, s.span.end) for _, s in plan.sessions() if s.span is not None}


def read_by_ical(data: bytes) -> Iterator[tuple[str, Any, Any]]:
    for event in IcsCalendarStream.calendar_from_ics(data.decode()).events:
        assert event.uid is not None
        yield event.uid, event.dtstart, event.dtend


def read_by_vobject(data: bytes) -> Iterator[tuple[str, Any, Any]]:
    for event in _VOBJECT.readOne(data.decode()).vevent_list:
        yield event.uid.value, event.dtstart.value, event.dtend.value


def components(data: bytes, name: str | None = None) -> list[Any]:
    """The components that icalendar reads, all or those of one name."""
    calendar: Any = icalendar.Calendar.from_ical(data)
    return list(calendar.walk(name))


def unfolded(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").split("\r\n")


def values(data: bytes, name: str) -> list[str]:
    """The values of all properties of this name."""
    return [line.partition(":")[2] for line in unfolded(data) if re.split("[:;]", line)[0] == name]


def has_time(start: object) -> bool:
    return isinstance(start, dt.datetime)


def read_back(escaped: str) -> str:
    """The text of a TEXT value, by RFC 5545, 3.3.11."""
    return re.sub(r"\\([\\;,nN])", lambda match: "\n" if match[1] in "nN" else match[1], escaped)
