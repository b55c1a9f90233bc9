"""The readers can fail: at least one of them catches each fault planted in a good file."""

import datetime as dt
import re
import zoneinfo
from collections.abc import Callable, Iterator
from typing import Final

import pytest
from dateutil.tz import tzical

from soleus_recovery.calendars import Detail
from tests.calendars.lint import lint
from tests.interop.entries import READERS, expected
from tests.interop.files import File

FILE = File(kind="mild", place="over a change", revised=0, detail=Detail.SESSIONS, alarms=True, discreet=False)
GOOD = FILE.data
TRUTH = expected(FILE.plan, FILE.detail)
ICE: Final = b"SUMMARY:Ice the calf\\, 15 min\r\n"


def changed(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def edit(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new, 1)

    return edit


def edited(pattern: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def edit(data: bytes) -> bytes:
        assert re.search(pattern, data, re.DOTALL)
        return re.sub(pattern, new, data, count=1, flags=re.DOTALL)

    return edit


EVENT: Final = rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n"
FAULTS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "a missing UID": edited(rb"\r\nUID:[^\r]*", b""),
    "two UIDs in one event": edited(rb"\r\n(UID:[^\r]*)", rb"\r\n\1\r\n\1"),
    "the same UID twice": lambda data: re.sub(rb"\r\nUID:[^\r]*", b"\r\nUID:same", data, count=2),
    "a UID on the calendar": changed(b"VERSION:2.0\r\n", b"VERSION:2.0\r\nUID:calendar\r\n"),
    "a missing DTSTAMP": edited(rb"\r\nDTSTAMP:[^\r]*", b""),
    "a DTSTAMP without a zone": edited(rb"\r\nDTSTAMP:(\d+T\d+)Z", rb"\r\nDTSTAMP:\1"),
    "a missing DTSTART": edited(rb"\r\nDTSTART[^\r]*\r\n(DTEND;TZID)", rb"\r\n\1"),
    "two DTSTARTs": edited(rb"\r\n(DTSTART;TZID[^\r]*)", rb"\r\n\1\r\n\1"),
    "a DTSTART that is no time": edited(rb"(DTSTART;TZID=Europe/Berlin:)\d{8}T", rb"\g<1>20261345T"),
    "an end before its start": edited(rb"(DTEND;TZID=Europe/Berlin:)\d{8}", rb"\g<1>20200101"),
    "a date and a time for one event": edited(rb"DTEND;TZID=Europe/Berlin:(\d{8})T\d{6}", rb"DTEND;VALUE=DATE:\1"),
    "DTEND and DURATION": edited(rb"(DTEND;TZID[^\r]*\r\n)", rb"\1DURATION:PT15M\r\n"),
    "an instant an hour off": edited(rb"(DTSTART;TZID=Europe/Berlin:\d{8}T)21(\d{4})", rb"\g<1>20\2"),
    "a local time where UTC was meant": edited(rb"DTSTART;TZID=Europe/Berlin:(\d+T\d+)", rb"DTSTART:\1"),
    "a zone that nothing defines": changed(b"\r\nTZID:Europe/Berlin", b"\r\nTZID:Europe/Elsewhere"),
    "no VTIMEZONE": edited(rb"BEGIN:VTIMEZONE.*?END:VTIMEZONE\r\n", b""),
    "a zone in a list of dates": changed(b"\r\nTZNAME:CET\r\n", b"\r\nTZNAME:CET\r\nRDATE:20261025T030000\r\n"),
    "a comment in a zone": changed(b"\r\nTZNAME:CET\r\n", b"\r\nTZNAME:CET\r\nCOMMENT:x\r\n"),
    "a zone that changes a week late": changed(b"BYDAY=-1SU", b"BYDAY=1SU"),
    "a zone with another offset": changed(b"TZOFFSETTO:+0100", b"TZOFFSETTO:+0200"),
    "a bare LF": changed(b"VERSION:2.0\r\n", b"VERSION:2.0\n"),
    "no line end at the end": lambda data: data.removesuffix(b"\r\n"),
    "a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "a line over 75 octets": changed(ICE, ICE.rstrip() + b" " + b"x" * 60 + b"\r\n"),
    "a fold inside a character": changed(ICE, b"SUMMARY:Caf\xc3\r\n \xa9\r\n"),
    "a control character": changed(ICE, ICE.replace(b"Ice", b"I\x07ce")),
    "a comma that is not escaped": changed(ICE, ICE.replace(b"\\,", b",")),
    "another title": changed(ICE, ICE.replace(b"Ice", b"Heat")),
    "an empty title": changed(ICE, b"SUMMARY:\r\n"),
    "a status that is none": changed(b"STATUS:TENTATIVE", b"STATUS:PERHAPS"),
    "a provisional run that stands": changed(b"STATUS:TENTATIVE", b"STATUS:CONFIRMED"),
    "an alarm before the properties": edited(rb"(BEGIN:VALARM.*?END:VALARM\r\n)(END:VEVENT)", rb"\1X-LATE:1\r\n\2"),
    "an alarm without a description": edited(rb"(ACTION:DISPLAY\r\n)DESCRIPTION[^\r]*\r\n", rb"\1"),
    "a METHOD": changed(b"VERSION:2.0\r\n", b"VERSION:2.0\r\nMETHOD:PUBLISH\r\n"),
    "an attendee": changed(ICE, ICE + b"ATTENDEE:mailto:a@b.example\r\n"),
    "an event that is not there": edited(EVENT, b""),
    "an event too many": edited(rb"(END:VCALENDAR)", rb"BEGIN:VEVENT\r\nUID:more\r\nEND:VEVENT\r\n\1"),
    "a calendar that is cut": lambda data: data[: len(data) // 2],
}


def readers_that_differ(data: bytes) -> Iterator[str]:
    """Return the readers that refuse the file or show other entries than the plan."""
    for name, read in READERS.items():
        try:
            shown = read(data)
        except Exception:  # noqa: BLE001  # readers refuse with many types
            yield name
            continue
        if shown != TRUTH:
            yield name


def zones_that_differ(data: bytes) -> Iterator[str]:
    """dateutil reads the VTIMEZONE, and zoneinfo knows the zone."""
    found = re.search(rb"BEGIN:VTIMEZONE.*?END:VTIMEZONE\r\n", data, re.DOTALL)
    if found is None:
        yield "no zone"
        return
    text = found[0].decode().replace("\r\n", "\n")
    theirs, ours = tzical(_Text(text)).get(), zoneinfo.ZoneInfo("Europe/Berlin")
    for day in range(60):
        at = dt.datetime(2026, 10, 1, 12) + dt.timedelta(days=day)  # noqa: DTZ001
        if at.replace(tzinfo=theirs).utcoffset() != at.replace(tzinfo=ours).utcoffset():
            yield f"{at:%Y-%m-%d}"


class _Text:
    """Return the file that dateutil reads."""

    def __init__(self, text: str) -> None:
        self._text = text

    def read(self) -> str:
        return self._text


def complaints(data: bytes) -> list[str]:
    members = [*readers_that_differ(data), *(["lint"] if lint(data) else [])]
    return members + (["dateutil"] if [*zones_that_differ(data)] else [])


def test_of_a_good_file_nobody_complains() -> None:
    assert complaints(GOOD) == []
    assert len(FAULTS) >= 35


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_caught(fault: str) -> None:
    bad = FAULTS[fault](GOOD)
    assert bad != GOOD
    assert complaints(bad)


def test_each_member_catches_something() -> None:
    """Every reader catches at least one fault."""
    caught = {member for edit in FAULTS.values() for member in complaints(edit(GOOD))}
    assert caught == {*READERS, "lint", "dateutil"}
