"""Busy times from other people's calendars: which events block, when, and which files are refused."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery import CalendarFileError, to_ics
from soleus_recovery.calendars import Detail
from soleus_recovery.calendars.busy import BUSY_DAYS, read_busy
from soleus_recovery.clock import Minute, to_wall
from soleus_recovery.spans import Span
from tests.export.plans import plan_of

BERLIN = "Europe/Berlin"
NOW = dt.datetime(2026, 11, 22, 19, tzinfo=ZoneInfo(BERLIN))


def calendar(*events: str, head: str = "") -> str:
    """A calendar of events, each its lines with ``|`` between them."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Somebody//Else//EN", *filter(None, [head])]
    for index, event in enumerate(events):
        uid = [] if "UID:" in event else [f"UID:{index}"]
        lines += ["BEGIN:VEVENT", *uid, "DTSTAMP:20261101T000000Z", *event.split("|"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def times(text: str | bytes, zone: str = BERLIN) -> list[str]:
    """The busy times on the runner's clock."""
    spans = read_busy(text, zone=zone, now=NOW)
    return [f"{to_wall(each.start, zone):%a %d %H:%M} {each.minutes}" for each in spans]


MONDAY = "DTSTART;TZID=Europe/Berlin:20261123T090000|DTEND;TZID=Europe/Berlin:20261123T100000"


class TestWhatBlocks:
    @pytest.mark.parametrize(
        ("event", "expected"),
        [
            (MONDAY, ["Mon 23 09:00 60"]),
            (f"{MONDAY}|STATUS:TENTATIVE", ["Mon 23 09:00 60"]),
            (f"{MONDAY}|STATUS:CANCELLED", []),
            (f"{MONDAY}|TRANSP:OPAQUE", ["Mon 23 09:00 60"]),
            (f"{MONDAY}|TRANSP:transparent", []),
            (f"{MONDAY}|X-MICROSOFT-CDO-BUSYSTATUS:FREE", []),
            ("DTSTART:20261123T080000Z|DURATION:PT90M", ["Mon 23 09:00 90"]),
            ("DTSTART:20261123T090000|DTEND:20261123T100000", ["Mon 23 09:00 60"]),
            ("DTSTART;TZID=America/New_York:20261123T090000|DURATION:PT1H", ["Mon 23 15:00 60"]),
            ("DTSTART;TZID=Asia/Kathmandu:20261123T090000|DURATION:PT1H", ["Mon 23 04:15 60"]),
            ("DTSTART;TZID=W. Europe Standard Time:20261123T090000|DURATION:PT1H", ["Mon 23 09:00 60"]),
            ("DTSTART:20261123T080000Z", []),
            ("DTSTART:20261123T080030Z|DTEND:20261123T080130Z", ["Mon 23 09:00 2"]),
            ("DTSTART;VALUE=DATE:20261123", []),
            ("DTSTART;VALUE=DATE:20261123|TRANSP:OPAQUE", ["Mon 23 00:00 1440"]),
            ("DTSTART;VALUE=DATE:20261123|X-MICROSOFT-CDO-BUSYSTATUS:OOF", ["Mon 23 00:00 1440"]),
            ("DTSTART;VALUE=DATE:20261123|DTEND;VALUE=DATE:20261125|TRANSP:OPAQUE", ["Mon 23 00:00 2880"]),
            ("DTSTART;VALUE=DATE:20261123|TRANSP:OPAQUE|STATUS:CANCELLED", []),
        ],
    )
    def test_one_event(self, event: str, expected: list[str]) -> None:
        assert times(calendar(event)) == expected

    def test_neighbours_and_doubles_are_one(self) -> None:
        second = MONDAY.replace("T100000", "T113000").replace("T090000", "T093000")
        assert times(calendar(MONDAY, MONDAY, second)) == ["Mon 23 09:00 150"]

    def test_a_zone_that_the_file_defines(self) -> None:
        zone = "BEGIN:VTIMEZONE|TZID:Office|BEGIN:STANDARD|DTSTART:19700101T000000|TZOFFSETFROM:+0300"
        zone = f"{zone}|TZOFFSETTO:+0300|END:STANDARD|END:VTIMEZONE".replace("|", "\r\n")
        assert times(calendar("DTSTART;TZID=Office:20261123T110000|DURATION:PT1H", head=zone)) == ["Mon 23 09:00 60"]

    def test_two_calendars_in_one_file(self) -> None:
        later = MONDAY.replace("20261123", "20261124")
        assert times(calendar(MONDAY) + calendar(later)) == ["Mon 23 09:00 60", "Tue 24 09:00 60"]

    def test_a_plan_of_this_package_blocks_nothing(self) -> None:
        for detail in Detail:
            assert times(to_ics(plan_of(), detail=detail)) == []

    def test_busy_times_outside_the_range_are_dropped(self) -> None:
        first, last = "DTSTART:20261120T000000Z|DTEND:20261121T000000Z", "DTSTART:20290101T000000Z|DURATION:P1D"
        assert times(calendar(first)) == ["Fri 20 19:00 360"]
        assert times(calendar(last)) == []
        ends = NOW + dt.timedelta(days=BUSY_DAYS)
        (span,) = read_busy(calendar("DTSTART:20261123T000000Z|DURATION:P5000D"), zone=BERLIN, now=NOW)
        assert to_wall(span.end, BERLIN) == ends


class TestWhatAnEventIsAbout:
    ABOUT = (
        "SUMMARY:Dentist",
        "summary;LANGUAGE=en:Dentist",
        "DTSTAMP:no stamp at all",
        'ATTENDEE;CN="Somebody: else";ROLE=CHAIR:mailto:somebody@example.org',
        "DESCRIPTION:folded\r\n STATUS:CANCELLED\r\n\tEND:VEVENT",
        "DESCRIPTION:folded behind an empty line\r\n\r\n TRANSP:TRANSPARENT",
        "X-ALT-DESC;FMTTYPE=text/html:<p>\n </p>",
        "LOCATION;=:nowhere",
        "SUMMARYS:a name that only begins so",
    )

    @given(before=st.lists(st.sampled_from(ABOUT)), after=st.lists(st.sampled_from(ABOUT)))
    def test_is_not_read_and_takes_nothing_with_it(self, before: list[str], after: list[str]) -> None:
        event = "|".join([*before, MONDAY, *after])
        assert times(calendar(event, event.replace("20261123", "20261124"))) == ["Mon 23 09:00 60", "Tue 24 09:00 60"]

    def test_a_line_folded_in_its_name_is_read_too(self) -> None:
        assert times(calendar(f"SUMM\r\n ARY:Dentist|{MONDAY}")) == ["Mon 23 09:00 60"]


class TestWhatRepeats:
    DAILY = f"UID:d|{MONDAY}|RRULE:FREQ=DAILY;COUNT=4"

    def test_each_time(self) -> None:
        assert times(calendar(self.DAILY)) == [f"{day} 09:00 60" for day in ("Mon 23", "Tue 24", "Wed 25", "Thu 26")]

    def test_exceptions_moves_and_cancellations_count(self) -> None:
        moved = "UID:d|RECURRENCE-ID;TZID=Europe/Berlin:20261125T090000"
        moved += "|DTSTART;TZID=Europe/Berlin:20261125T150000|DTEND;TZID=Europe/Berlin:20261125T160000"
        gone = "UID:d|RECURRENCE-ID;TZID=Europe/Berlin:20261126T090000|STATUS:CANCELLED"
        gone += "|DTSTART;TZID=Europe/Berlin:20261126T090000|DTEND;TZID=Europe/Berlin:20261126T100000"
        series = f"{self.DAILY}|EXDATE;TZID=Europe/Berlin:20261124T090000"
        assert times(calendar(series, moved, gone)) == ["Mon 23 09:00 60", "Wed 25 15:00 60"]

    def test_dates_of_its_own(self) -> None:
        event = f"{MONDAY}|RDATE;TZID=Europe/Berlin:20261127T120000"
        assert times(calendar(event)) == ["Mon 23 09:00 60", "Fri 27 12:00 60"]

    def test_its_wall_time_stays_when_the_clocks_change(self) -> None:
        """An event in New York moves for two weeks in Berlin: New York changes its clocks earlier."""
        event = "DTSTART;TZID=America/New_York:20270303T090000|DURATION:PT1H|RRULE:FREQ=WEEKLY;COUNT=5"
        walls = ["Wed 03 15:00 60", "Wed 10 15:00 60", "Wed 17 14:00 60", "Wed 24 14:00 60", "Wed 31 15:00 60"]
        assert times(calendar(event)) == walls

    @given(
        zone=st.sampled_from([BERLIN, "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"]),
        weeks=st.integers(1, 50),
        hour=st.integers(0, 23),
    )
    def test_every_week_is_where_zoneinfo_puts_it(self, zone: str, weeks: int, hour: int) -> None:
        begins = dt.datetime(2026, 11, 23, hour, 30, tzinfo=ZoneInfo(zone))
        event = f"DTSTART;TZID={zone}:{begins:%Y%m%dT%H%M}00|DURATION:PT45M|RRULE:FREQ=WEEKLY;COUNT={weeks}"
        found = [each.start for each in read_busy(calendar(event), zone=BERLIN, now=NOW)]
        walls = [begins + dt.timedelta(weeks=week) for week in range(weeks)]
        assert found == [int(wall.timestamp()) // 60 for wall in walls]


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "the file: holds no whole calendar; allowed: an iCalendar file"),
            (b"\xff\xfe", "the file: is not UTF-8; allowed: an iCalendar file"),
            ("no calendar", "the file: cannot be read ("),
            ("BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n", "the file: holds no whole calendar"),
            (calendar("SUMMARY:when?"), "event '0': has no DTSTART"),
            (calendar("DTSTART:2026112xT090000Z"), "event '0': DTSTART cannot be read ("),
            (calendar(f"{MONDAY}|RRULE:FREQ=SOMETIMES"), "event '0': RRULE cannot be read ("),
            (
                calendar("DTSTART;TZID=Mars/Base:20261123T090000"),
                "event '0': DTSTART is in 'Mars/Base', which is no time zone; allowed: an IANA zone",
            ),
            (calendar(f"{MONDAY}|RRULE:FREQ=SECONDLY"), "event '0': repeats more than 96 times a day; allowed"),
            (
                calendar(f"{MONDAY}|RRULE:FREQ=HOURLY;BYMINUTE={','.join(map(str, range(60)))};BYSECOND=1,2"),
                "event '0': repeats more than 96 times a day; allowed",
            ),
            (
                calendar("DTSTART:00010101T000000Z|RRULE:FREQ=HOURLY"),
                "the file: repeats too often, for too long; allowed: a person's calendar",
            ),
            (
                calendar(f"{MONDAY}|RRULE:FREQ=DAILY;INTERVAL=0"),
                "event '0': has an INTERVAL below 1",
            ),
            (
                calendar(f"{MONDAY}|RRULE:FREQ=DAILY;BYHOUR=99"),
                "the file: holds a repeating event whose times cannot be read",
            ),
            (
                calendar(f"{MONDAY}|RRULE:FREQ=DAILY;COUNT=2", head="X-WR-TIMEZONE:Mars/Base"),
                "the file: holds a repeating event whose times cannot be read",
            ),
            (calendar(f"{MONDAY}|{MONDAY}"), "event '0': has a time that cannot be read ("),
            (calendar("DTSTART;VALUE=TIME:090000"), "event '0': has a time that cannot be read ("),
            (calendar("DTSTART:20261123T090000Z|DURATION:P99999999D"), "event '0': has a time that cannot be read ("),
            (
                calendar("DTSTART:20261123T090000Z|DTEND;VALUE=DATE:20261124"),
                "event '0': has a time that cannot be read",
            ),
            (
                calendar("DTSTART:20261123T100000Z|DTEND:20261123T090000Z"),
                "event '0': ends before it begins",
            ),
        ],
        ids=range(19),
    )
    def test_in_one_line(self, text: str | bytes, said: str) -> None:
        with pytest.raises(CalendarFileError) as refused:
            read_busy(text, zone=BERLIN, now=NOW)
        assert str(refused.value).startswith(said)
        assert str(refused.value).isprintable()

    @given(cut=st.integers(0, 700), noise=st.binary(max_size=12))
    def test_cut_and_noisy_files_are_read_or_refused(self, cut: int, noise: bytes) -> None:
        whole = calendar(TestWhatRepeats.DAILY, MONDAY, "DTSTART;VALUE=DATE:20261130|TRANSP:OPAQUE").encode()
        for data in (whole[:cut], whole[:cut] + noise + whole[cut:]):
            spans: tuple[Span, ...] = ()
            refusal = ""
            try:
                spans = read_busy(data, zone=BERLIN, now=NOW)
            except CalendarFileError as error:
                refusal = str(error)
            assert refusal.isprintable()
            assert all(isinstance(each.start, int) and each.minutes > 0 for each in spans)

    def test_a_birthday_of_long_ago_is_no_reason_to_refuse(self) -> None:
        birthdays = [f"DTSTART;VALUE=DATE:19{year}1123|RRULE:FREQ=YEARLY|TRANSP:OPAQUE" for year in range(10, 99)]
        assert times(calendar(*birthdays)) == ["Mon 23 00:00 1440", "Tue 23 00:00 1440"]


def test_the_busy_times_come_in_order_and_apart() -> None:
    days = [MONDAY.replace("20261123", f"202611{day}") for day in (28, 25, 24, 27)]
    spans = read_busy(calendar(*days), zone=BERLIN, now=NOW)
    assert list(spans) == sorted(spans)
    assert all(isinstance(each.start, int) and each.start > Minute(0) for each in spans)
