"""Plans as the planner makes them, through the package's front page."""

import datetime as dt
import zoneinfo
from typing import Any

import pytest

import soleus_recovery as sr
from soleus_recovery.calendars import Detail, to_ics
from soleus_recovery.plan.plan import Plan
from tests.calendars.lint import lint
from tests.calendars.reading import (
    HEALTH,
    OPTIONS,
    ZONES,
    change_dates,
    has_time,
    minute_of,
    ours,
    read_back,
    read_by_ical,
    read_by_vobject,
    unfolded,
    values,
)


def real_plan(zone: str, first: dt.date, window: tuple[str, str] = ("07:00", "22:00")) -> Plan:
    report = sr.SymptomReport(onset=f"{first}T18:30", pain_at_rest=1, pain_walking=4)
    now = dt.datetime.combine(first, dt.time(19), zoneinfo.ZoneInfo(zone))
    care = sr.assess(report, sr.Runner(zone=zone, wake=window[0], bed=window[1]), now=now)
    assert isinstance(care, sr.SelfCare)
    return sr.build_plan(care, plan_id="real")


@pytest.mark.parametrize("window", [("07:00", "22:00"), ("15:00", "07:00")], ids=["day", "night"])
@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("zone", ZONES)
def test_real_plans_are_read_as_written_across_both_changes(zone: str, which: int, window: tuple[str, str]) -> None:
    plan = real_plan(zone, change_dates(zone)[which] - dt.timedelta(days=2), window)
    data = to_ics(plan)
    assert lint(data) == []
    assert len(data) < 1_000_000
    for reader in (read_by_ical, read_by_vobject):
        read = {key: (minute_of(start), minute_of(end)) for key, start, end in reader(data) if has_time(start)}
        assert read == ours(plan)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_a_real_plan_is_clean_in_every_form(options: dict[str, Any]) -> None:
    plan = real_plan("Europe/Berlin", dt.date(2026, 10, 20))
    data = to_ics(plan, **options)
    assert lint(data) == []
    assert {key for key, *_ in read_by_ical(data)} == set(values(data, "UID"))
    if options["discreet"]:
        assert HEALTH.findall("\n".join(unfolded(data))) == []
    if options["detail"] is Detail.DAILY:
        assert len(values(data, "UID")) == len(plan.days)


def test_a_holding_plan_is_clean_and_shows_the_appointment_in_every_detail() -> None:
    report = sr.SymptomReport(
        onset="2026-10-20T18:30", pain_at_rest=1, pain_walking=3, findings=frozenset({sr.Finding.BRUISING})
    )
    now = dt.datetime(2026, 10, 20, 19, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin"))
    referral = sr.assess(report, sr.Runner(zone="Europe/Berlin"), now=now)
    assert isinstance(referral, sr.SeeClinician)
    plan = sr.hold(referral, plan_id="real")
    (title,) = {one.title for _, one in plan.sessions() if one.activity is sr.Activity.APPOINTMENT}
    for options in OPTIONS:
        data = to_ics(plan, **options)
        assert lint(data) == []
        shown = read_back("\n".join([*values(data, "SUMMARY"), *values(data, "DESCRIPTION")]))
        assert (title in shown) is not options["discreet"]
