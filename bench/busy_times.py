"""Measures a plan around 10,000 busy events, as a multiple of the time that icalendar takes to read their file."""

import datetime as dt
import tempfile
from functools import partial
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar

from bench.commands import SOLEUS
from bench.facts import NOW, OPTIONS, ZONE
from bench.measuring import process, repeated, side_by_side
from bench.report import Section, Table, Target, milliseconds, ratio
from soleus_recovery import read_busy

__all__ = ["busy_calendar", "busy_times"]

_EVENTS: Final = 10_000
_ALLOWED: Final = 1.5
_READ: Final = "`Calendar.from_ical` of the file"


def busy_calendar(events: int) -> bytes:
    """Return a calendar file like a calendar program's: 45-minute meetings, up to 12 a day, in the zone's wall time."""
    first = dt.datetime(2026, 1, 5, 8, tzinfo=ZoneInfo(ZONE))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Somebody//Else//EN"]
    for number in range(events):
        day, hour = divmod(number, 12)
        begins = first + dt.timedelta(days=day % 700, hours=hour, minutes=day // 700 * 5)
        ends = begins + dt.timedelta(minutes=45)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}@somebody.example",
            "DTSTAMP:20260101T000000Z",
            f"DTSTART;TZID={ZONE}:{begins:%Y%m%dT%H%M%S}",
            f"DTEND;TZID={ZONE}:{ends:%Y%m%dT%H%M%S}",
            f"SUMMARY:Meeting {number}",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def busy_times() -> Section:
    """Measure `read_busy` in one process, and what `--busy` adds to the whole command `plan`."""
    data = busy_calendar(_EVENTS)
    with tempfile.TemporaryDirectory() as folder:
        busy, plan = Path(folder) / "busy.ics", Path(folder) / "plan.ics"
        busy.write_bytes(data)
        command: list[str | Path] = [SOLEUS, "plan", *OPTIONS, "-o", plan]
        found = side_by_side(
            {
                _READ: repeated(partial(Calendar.from_ical, data)),
                "`read_busy` of the file": repeated(partial(read_busy, data, zone=ZONE, now=NOW)),
                "`plan`": process(command),
                "`plan --busy`": process([*command, "--busy", busy]),
            }
        )
    added = found["`plan --busy`"].less(found["`plan`"])
    found["`--busy` adds"] = added
    over = added.over(found[_READ])
    rows = [[name, milliseconds(each), ratio(each.over(found[_READ]))] for name, each in found.items()]
    return Section(
        tables=[
            Table(title=f"{_EVENTS:,} busy events", head=["measurement", "milliseconds", "× reading it"], rows=rows)
        ],
        targets=[
            Target(
                what=f"`plan --busy` of {_EVENTS:,} events, over `plan`",
                measured=over.median,
                shown=ratio(over),
                allowed=_ALLOWED,
                allowed_shown=f"{_ALLOWED} × icalendar's reading",
            )
        ],
    )
