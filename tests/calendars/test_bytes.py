"""Every byte is what icalendar's own serialiser writes for the same components."""

import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soleus_recovery import Plan
from soleus_recovery.calendars import Style, to_ics
from soleus_recovery.calendars.times import vtimezone
from soleus_recovery.calendars.zone_rule import zone_rule
from soleus_recovery.spans import Span
from soleus_recovery.testing import plans
from tests.calendars.oracle_ics import icalendar_writes, zone_component
from tests.calendars.plans import fortnight
from tests.calendars.reading import OPTIONS, ZONES, at, change_dates

FEW = settings(max_examples=max(5, settings().max_examples // 5))
ANY_OPTIONS = st.fixed_dictionaries({"style": st.sampled_from(Style)}).flatmap(
    lambda style: st.sampled_from(OPTIONS).map(lambda options: {**options, **style})
)


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("zone", ZONES)
def test_across_each_change_of_the_clocks_with_every_option(zone: str, which: int) -> None:
    plan = fortnight(zone, change_dates(zone)[which] - dt.timedelta(days=2), wake=22, days=4)
    fallen = attrs.evolve(plan, withdrawn=plan.days[1].sessions, withdrawn_days=plan.days[:1])
    for options in OPTIONS:
        for style in Style:
            assert to_ics(fallen, **options, style=style) == icalendar_writes(fallen, **options, style=style)


@FEW
@given(plan=plans(), options=ANY_OPTIONS)
def test_of_any_plan(plan: Plan, options: dict[str, Any]) -> None:
    # A discreet calendar is refused if the id is derived from the facts.
    plan = attrs.evolve(plan, id="drawn")
    assert to_ics(plan, **options) == icalendar_writes(plan, **options)


@given(title=st.text(max_size=120), instructions=st.text(max_size=400), options=ANY_OPTIONS)
def test_with_any_text(title: str, instructions: str, options: dict[str, Any]) -> None:
    made = fortnight("Europe/Berlin", dt.date(2026, 11, 22), days=1)
    [day] = made.days
    said = tuple(attrs.evolve(each, title=title, instructions=instructions) for each in day.sessions[:2])
    plan = attrs.evolve(made, days=(attrs.evolve(day, sessions=said, notes=(title, instructions)),))
    assert to_ics(plan, **options) == icalendar_writes(plan, **options)


@pytest.mark.parametrize("zone", [*ZONES, "Europe/Dublin", "Asia/Kathmandu", "America/New_York", "Asia/Tokyo"])
def test_of_the_zone(zone: str) -> None:
    rule = zone_rule(zone, Span(start=at(2026, 1, 1), end=at(2026, 12, 31)))
    assert rule is None or vtimezone(rule) == zone_component(rule).to_ical()
