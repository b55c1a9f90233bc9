"""The lint is clean on a good file and catches every fault planted in it."""

import datetime as dt

import pytest

from soleus_recovery.calendars import to_ics
from tests.calendars.lint import lint
from tests.calendars.plans import fortnight

GOOD = to_ics(fortnight("Europe/Berlin", dt.date(2026, 10, 20), days=2), alarms=True)

FAULTS: dict[str, tuple[bytes, bytes]] = {
    "BOM": (b"BEGIN:VCALENDAR", b"\xef\xbb\xbfBEGIN:VCALENDAR"),
    "no CRLF at the end": (b"END:VCALENDAR\r\n", b"END:VCALENDAR"),
    "bare CR or LF": (b"VERSION:2.0\r\n", b"VERSION:2.0\n"),
    "line over 75 octets": (b"SUMMARY:Run", b"SUMMARY:" + b"x" * 68),
    "a character is folded or not UTF-8": (b"SUMMARY:Run", "SUMMARY:\xe9".encode().replace(b"\xa9", b"\r\n \xa9")),
    "control character": (b"SUMMARY:Run", b"SUMMARY:R\x07un"),
    "empty line": (b"VERSION:2.0\r\n", b"VERSION:2.0\r\n\r\n"),
    "UID on the VCALENDAR": (b"VERSION:2.0\r\n", b"VERSION:2.0\r\nUID:x\r\n"),
    "UID twice": (b"\r\nUID:", b"\r\nUID:same\r\nX-OLD:"),
    "UID with odd characters": (b"\r\nUID:", b"\r\nUID:ab c"),
    "UID twice in a VEVENT": (b"\r\nUID:", b"\r\nUID:first\r\nUID:"),
    "VEVENT without UID": (b"\r\nUID:", b"\r\nX-NOT-UID:"),
    "VEVENT without DTSTAMP": (b"\r\nDTSTAMP:", b"\r\nX-NOT-DTSTAMP:"),
    "DTSTAMP not in UTC": (b"\r\nDTSTAMP:", b"\r\nDTSTAMP:20261122T100000\r\nX-OLD:"),
    "LAST-MODIFIED not in UTC": (b"\r\nLAST-MODIFIED:", b"\r\nLAST-MODIFIED:20261122\r\nX-OLD:"),
    "METHOD present": (b"VERSION:2.0\r\n", b"VERSION:2.0\r\nMETHOD:PUBLISH\r\n"),
    "ORGANIZER present": (b"SUMMARY:Run", b"ORGANIZER:mailto:a@b\r\nSUMMARY:Run"),
    "ATTENDEE present": (b"SUMMARY:Run", b"ATTENDEE:mailto:a@b\r\nSUMMARY:Run"),
    "empty SUMMARY": (b"SUMMARY:Run", b"SUMMARY:"),
    "SUMMARY not escaped": (b"SUMMARY:Run", b"SUMMARY:Run; walk"),
    "DESCRIPTION not escaped": (b"\r\nDESCRIPTION:", b"\r\nDESCRIPTION:a\\Zb"),
    "RDATE in a VTIMEZONE": (b"TZNAME:CET\r\n", b"TZNAME:CET\r\nRDATE:20261025T030000\r\n"),
    "COMMENT in a VTIMEZONE": (b"TZNAME:CET\r\n", b"TZNAME:CET\r\nCOMMENT:x\r\n"),
    "Europe/Berlin: named and defined do not match": (b"\r\nTZID:Europe/Berlin", b"\r\nX-ID:Europe/Berlin"),
    "VALARM is not last": (b"END:VALARM\r\n", b"END:VALARM\r\nX-LATE:1\r\n"),
    "VALARM without DESCRIPTION": (b"ACTION:DISPLAY\r\nDESC", b"ACTION:DISPLAY\r\nX-DESC"),
    "VCALENDAR without PRODID": (b"\r\nPRODID:", b"\r\nX-PRODID:"),
    "not a content line: 'no colon'": (b"VERSION:2.0\r\n", b"VERSION:2.0\r\nno colon\r\n"),
    "VCALENDAR not closed": (b"END:VCALENDAR\r\n", b""),
}


def test_a_good_file_is_clean() -> None:
    assert lint(GOOD) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_the_lint_catches(fault: str) -> None:
    old, new = FAULTS[fault]
    assert old in GOOD
    assert fault in lint(GOOD.replace(old, new))
