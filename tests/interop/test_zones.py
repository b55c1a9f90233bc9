"""Other libraries read a plan across two clock changes at its own instants, in every zone of tzdata."""

import datetime as dt
import io
import re
import zoneinfo
from collections.abc import Iterator

import pytest
from dateutil.tz import tzical

from soleus_recovery import Plan, to_ics
from soleus_recovery.calendars import Detail
from tests.calendars.reading import minute_of, ours
from tests.interop.entries import READERS, expected
from tests.interop.zones import EVERY_ZONE, FORTY, ODD, across_changes, planned_across

_EVENT = re.compile(r"BEGIN:VEVENT\n(.*?)END:VEVENT\n", re.DOTALL)
_TIME = re.compile(r"^DT(?:START|END)(?:;TZID=([^:]+))?:(\d{8}T\d{6})(Z?)$", re.MULTILINE)


def by_wall_time(data: bytes, zone: dt.tzinfo | None) -> Iterator[tuple[str, tuple[int, int]]]:
    """Return each event's instants, wall times read in this zone; of a doubled hour, the first."""
    for event in _EVENT.findall(data.decode().replace("\r\n ", "").replace("\r\n", "\n")):
        times = [
            dt.datetime.strptime(wall, "%Y%m%dT%H%M%S").replace(tzinfo=dt.UTC if utc else zone)
            for _, wall, utc in _TIME.findall(event)
        ]
        if times:
            (uid,) = re.findall(r"^UID:(.*)$", event, re.MULTILINE)
            yield uid, (minute_of(times[0]), minute_of(times[1]))


def by_dateutil(plan: Plan, data: bytes) -> dict[str, tuple[int, int]]:
    """Read with the VTIMEZONE of the file."""
    found = re.search(rb"BEGIN:VTIMEZONE.*?END:VTIMEZONE\r\n", data, re.DOTALL)
    zone = None if found is None else tzical(io.StringIO(found[0].decode().replace("\r\n", "\n"))).get(plan.zone)
    return dict(by_wall_time(data, zone))


@pytest.mark.parametrize("part", range(8))
def test_ical_dateutil_and_zoneinfo_agree_in_every_zone(part: int) -> None:
    wrong: dict[str, str] = {}
    for zone in EVERY_ZONE[part::8]:
        plan = across_changes(zone)
        data, truth = to_ics(plan), ours(plan)
        if READERS["ical"](data) != expected(plan, Detail.SESSIONS):
            wrong[zone] = "ical"
        elif by_dateutil(plan, data) != truth:
            wrong[zone] = "dateutil"
        elif dict(by_wall_time(data, zoneinfo.ZoneInfo(zone))) != truth:
            wrong[zone] = "zoneinfo"
    assert wrong == {}


@pytest.mark.parametrize("zone", FORTY)
def test_vobject_agrees_in_forty_zones(zone: str) -> None:
    plan = across_changes(zone)
    assert READERS["vobject"](to_ics(plan)) == expected(plan, Detail.SESSIONS)


@pytest.mark.parametrize("zone", FORTY)
def test_plans_of_the_planner_over_each_change_are_read_alike_in_forty_zones(zone: str) -> None:
    for plan in planned_across(zone):
        data, truth = to_ics(plan), ours(plan)
        assert READERS["ical"](data) == READERS["vobject"](data) == expected(plan, Detail.SESSIONS)
        assert by_dateutil(plan, data) == truth
        assert dict(by_wall_time(data, zoneinfo.ZoneInfo(zone))) == truth


def test_every_odd_zone_is_among_the_forty() -> None:
    assert set(ODD) <= set(FORTY)
    assert len(FORTY) >= 40
    assert {"Australia/Lord_Howe", "Africa/Casablanca", "Europe/Dublin", "Asia/Gaza"} <= set(ODD)
    assert len(EVERY_ZONE) > 550
