"""Every zone that gets a VTIMEZONE gets one that is right; the others get none."""

import datetime as dt
import io
import struct
import zlib
import zoneinfo
from collections.abc import Iterator
from pathlib import Path

import pytest
from dateutil import tz
from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery.calendars.times import vtimezone
from soleus_recovery.calendars.tzif import posix_rule
from soleus_recovery.calendars.zone_rule import ZoneRule, zone_rule
from soleus_recovery.clock import Minute
from soleus_recovery.spans import Span

ZONES = sorted(zoneinfo.available_timezones())
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
DAY = 24 * 60


def minute(year: int, month: int, day: int) -> Minute:
    return Minute((dt.datetime(year, month, day, tzinfo=dt.UTC) - EPOCH) // dt.timedelta(minutes=1))


YEAR = Span(start=minute(2026, 1, 1), end=minute(2027, 1, 1))


def offset(zone: zoneinfo.ZoneInfo, at: int) -> dt.timedelta | None:
    return (EPOCH + dt.timedelta(minutes=at)).astimezone(zone).utcoffset()


def changes(zone: zoneinfo.ZoneInfo, span: Span) -> list[int]:
    """The first minutes of every new offset, by halving between days that differ."""
    found: list[int] = []
    for day in range(span.start, span.end, DAY):
        low, high = day, min(day + DAY, span.end)
        if offset(zone, low) == offset(zone, high):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset(zone, middle) == offset(zone, low) else (low, middle)
        found.append(high)
    return found


def differences(rule: ZoneRule, span: Span, *, every: int) -> list[str]:
    """Where dateutil, reading our VTIMEZONE, sees another offset than zoneinfo; first hours of a fold only."""
    text = vtimezone(rule).decode().replace("\r\n", "\n")
    ours = tz.tzical(io.StringIO(text)).get()
    assert ours is not None
    theirs = zoneinfo.ZoneInfo(rule.zone)
    near = [change + far for change in changes(theirs, span) for far in (-61, -31, -1, 0, 1, 29, 31, 61, 121)]
    wrong: list[str] = []
    for at in sorted({*range(span.start, span.end, every), *near}):
        wall = (EPOCH + dt.timedelta(minutes=at)).astimezone(theirs)
        if not wall.fold and ours.utcoffset(wall.replace(tzinfo=None)) != wall.utcoffset():
            wrong.append(wall.isoformat())
    return wrong


def test_every_vtimezone_equals_zoneinfo_all_year() -> None:
    rules = {zone: zone_rule(zone, YEAR) for zone in ZONES}
    given_one = [rule for rule in rules.values() if rule is not None]
    assert len(given_one) >= 500
    assert len(given_one) >= len(ZONES) - 40
    wrong = {rule.zone: bad for rule in given_one if (bad := differences(rule, YEAR, every=5 * DAY + 7 * 60))}
    assert wrong == {}


@given(st.sampled_from(ZONES), st.dates(dt.date(2000, 2, 1), dt.date(2100, 12, 31)), st.integers(1, 150))
def test_a_rule_is_right_throughout_its_span(zone: str, first: dt.date, days: int) -> None:
    start = minute(first.year, first.month, first.day)
    span = Span(start=start, end=Minute(start + days * DAY))
    rule = zone_rule(zone, span)
    assert rule is None or differences(rule, span, every=DAY // 2 + 60) == []


@pytest.mark.parametrize(
    "zone",
    [
        "Africa/Cairo",  # the end of a Thursday
        "Africa/Casablanca",  # Ramadan
        "America/Nuuk",  # the evening before a Sunday
        "America/Santiago",  # 24:00
        "Asia/Gaza",  # two days after a Thursday
        "Asia/Jerusalem",  # the day after a Thursday
        "Etc/UTC",
        "UTC",
    ],
)
def test_a_zone_without_a_plain_rule_gets_none(zone: str) -> None:
    assert zone_rule(zone, YEAR) is None


def test_casablanca_has_a_rule_while_the_clocks_stand_still() -> None:
    """A rule needs to hold only for the span and a week on each side: Ramadan 2026 moves the clocks on 15 February."""
    end = minute(2026, 2, 15)
    still = Span(start=minute(2026, 1, 5), end=Minute(end - 8 * DAY))
    near = Span(start=minute(2026, 1, 5), end=Minute(end - 6 * DAY))
    assert zone_rule("Africa/Casablanca", still) is not None
    assert zone_rule("Africa/Casablanca", near) is None


def test_a_zone_that_never_changes_has_one_standard_without_a_rule() -> None:
    rule = zone_rule("Asia/Tokyo", YEAR)
    assert rule is not None
    assert rule.daylight is None
    assert b"RRULE" not in vtimezone(rule)


@pytest.mark.parametrize("zone", ["Europe/Dublin", "Europe/London"])
def test_summer_is_daylight_even_where_the_law_says_otherwise(zone: str) -> None:
    rule = zone_rule(zone, YEAR)
    assert rule is not None
    assert rule.daylight is not None
    assert (rule.standard.offset_to, rule.daylight.offset_to) == (0, 60)


def test_every_onset_matches_its_own_rule_and_lies_before_the_span() -> None:
    """RFC 5545, 3.8.5.3: DTSTART is the first instance, so the RRULE must produce it."""
    for zone in ZONES:
        rule = zone_rule(zone, YEAR)
        for each in rule.observances if rule else ():
            start = each.start(rule.first_year if rule else 0)
            assert each.start_minute(start.year) < YEAR.start
            if each.onset is not None:
                last = (start + dt.timedelta(weeks=1)).month != start.month
                ordinal = -1 if each.onset.ordinal == -1 and last else (start.day - 1) // 7 + 1
                assert (each.onset.month, each.onset.ordinal, each.onset.weekday) == (
                    start.month,
                    ordinal,
                    start.weekday(),
                )


def test_the_vtimezone_of_half_an_hour() -> None:
    rule = zone_rule("Australia/Lord_Howe", YEAR)
    assert rule is not None
    lines = vtimezone(rule).decode().split("\r\n")
    assert lines == [
        "BEGIN:VTIMEZONE",
        "TZID:Australia/Lord_Howe",
        "BEGIN:STANDARD",
        "DTSTART:20240407T020000",
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4",
        "TZNAME:+1030",
        "TZOFFSETFROM:+1100",
        "TZOFFSETTO:+1030",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:20241006T020000",
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=10",
        "TZNAME:+11",
        "TZOFFSETFROM:+1030",
        "TZOFFSETTO:+1100",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
        "",
    ]


def tzif(
    posix: bytes, *, version: bytes = b"2", end: bytes = b"\n", summers: tuple[tuple[int, int], ...] = ()
) -> bytes:
    """Data with these summers (first and last minute), then this last line (RFC 9636, 3.1); winter is UTC+1."""
    changes = [60 * change for summer in summers for change in summer]
    types = struct.pack(">lbblbb", 3600, 0, 0, 7200, 1, 0) + b"XXX\0"

    def header(count: int) -> bytes:
        return b"TZif" + version + bytes(15) + struct.pack(">6l", 0, 0, 0, count, 2, 4)

    body = struct.pack(f">{len(changes)}q", *changes) + bytes([1, 0] * len(summers)) + types
    return header(0) + types + header(len(changes)) + body + b"\n" + posix + end


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that replaces all time zone data but the tzdata package."""
    before = zoneinfo.TZPATH
    zoneinfo.reset_tzpath(to=[str(tmp_path)])
    posix_rule.cache_clear()
    yield tmp_path
    zoneinfo.reset_tzpath(to=before)
    posix_rule.cache_clear()


@pytest.mark.parametrize(
    "posix", [b"XYZ-1", b"<+0330>-3:30", b"CET-1CEST,M3.5.0,M10.5.0/3", b"CET-1CEST,M3.1.1,M10.4.6/3"]
)
def test_a_plain_rule_is_read(folder: Path, posix: bytes) -> None:
    name = f"Plain{zlib.crc32(posix)}"
    (folder / name).write_bytes(tzif(posix))
    rule = zone_rule(name, YEAR)
    assert rule is not None
    assert differences(rule, YEAR, every=DAY) == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no tz data\nCET-1\n",
        tzif(b"CET-1", version=b"\0"),
        tzif(b""),
        tzif(b"CET-1", end=b""),
        tzif(b"CET-1:00:30"),
        tzif(b"CET-1CEST,J60,J300"),
        tzif(b"CET-1CEST,M3.5.0/-1,M10.5.0"),
        tzif(b"CET-1CEST,M3.5.0,M10.5.0/24"),
    ],
    ids=repr,
)
def test_data_without_a_plain_rule_gives_none(folder: Path, data: bytes) -> None:
    name = f"Odd{zlib.crc32(data)}"
    (folder / name).write_bytes(data)
    assert zone_rule(name, YEAR) is None


def test_without_other_data_the_tzdata_package_is_read(folder: Path) -> None:
    assert posix_rule("Europe/Berlin") == "CET-1CEST,M3.5.0,M10.5.0/3"
    assert posix_rule("Europe/Nowhere") is None


@pytest.mark.parametrize("late", [0, 1, 30, 60])
def test_a_rule_that_is_a_minute_off_once_in_the_span_gives_none(folder: Path, late: int) -> None:
    """The data's table outranks its last line, so the rule is checked at the very minute of each change."""
    name = f"Late{late}"
    summer = (minute(2026, 3, 29) + 60 + late, minute(2026, 10, 25) + 60)
    (folder / name).write_bytes(tzif(b"CET-1CEST,M3.5.0,M10.5.0/3", summers=(summer,)))
    spring = Span(start=minute(2026, 3, 1), end=minute(2026, 5, 1))
    autumn = Span(start=minute(2026, 9, 1), end=minute(2026, 12, 1))
    assert (zone_rule(name, spring) is None) is (late > 0)
    assert zone_rule(name, autumn) is not None
