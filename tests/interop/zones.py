"""Small plans for every zone, each across the zone's next two clock changes."""

import datetime as dt
import zoneinfo
from functools import cache
from typing import Final

from soleus_recovery import FactError, Plan, Runner, SelfCare, SymptomReport, assess, build_plan
from soleus_recovery.calendars.zone_rule import zone_rule
from soleus_recovery.clock import Minute, calendar_date, to_wall
from soleus_recovery.spans import Span
from tests.calendars.plans import day_of, plan_of, timed
from tests.calendars.test_zone_rule import DAY, changes, minute

__all__ = ["EVERY_ZONE", "FORTY", "ODD", "across_changes", "planned_across"]


def _is_taken(zone: str) -> bool:
    """A runner lives in a place with a clock; a fixed offset is refused."""
    try:
        Runner(zone=zone)
    except FactError:
        return False
    return True


EVERY_ZONE: Final = tuple(filter(_is_taken, sorted(zoneinfo.available_timezones())))
_FROM: Final = minute(2026, 11, 24)
_TWO_YEARS: Final = Span(start=_FROM, end=Minute(_FROM + 2 * 366 * DAY))
_HOUR = 60
_PLAIN: Final = (
    *("Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles", "America/Sao_Paulo", "UTC"),
    *("Asia/Tokyo", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Shanghai", "Australia/Sydney", "Africa/Lagos"),
    *("America/Mexico_City", "Pacific/Auckland"),
)


@cache
def next_changes(zone: str) -> tuple[int, ...]:
    """Return the next two clock changes, or two plain noons where the clocks never change."""
    found = changes(zoneinfo.ZoneInfo(zone), _TWO_YEARS)[:2]
    return tuple(found) or (_FROM + DAY // 2, _FROM + 200 * DAY + DAY // 2)


@cache
def across_changes(zone: str) -> Plan:
    """Make sessions every hour and a half, from ten hours before each change to ten hours after."""
    starts = sorted({change + far * _HOUR // 2 for change in next_changes(zone) for far in range(-20, 21, 3)})
    dates = sorted({calendar_date(Minute(start), zone) for start in starts})
    days = [
        day_of(date, number, *(timed(Minute(at), zone) for at in starts if calendar_date(Minute(at), zone) == date))
        for number, date in enumerate(dates)
    ]
    return plan_of(*days, zone=zone)


@cache
def planned_across(zone: str) -> tuple[Plan, ...]:
    """Make the plan of a runner whose calf gets sore two days before each change."""
    plans: list[Plan] = []
    for change in next_changes(zone):
        onset = to_wall(Minute(change - 2 * DAY), zone).replace(tzinfo=None)
        report = SymptomReport(onset=f"{onset:%Y-%m-%dT%H:%M}", pain_at_rest=1, pain_walking=4)
        # Short runs make a short plan.
        runner = Runner(zone=zone, usual_run_minutes=10, wake="05:00", bed="00:30")
        care = assess(report, runner, now=to_wall(Minute(change - 2 * DAY + _HOUR), zone))
        assert isinstance(care, SelfCare)
        plans.append(build_plan(care))
    return tuple(plans)


def _is_odd(zone: str) -> bool:
    """Whether the zone has no simple rule, a shift of part of an hour, or summer time in winter (Dublin)."""
    info, (first, last) = zoneinfo.ZoneInfo(zone), (next_changes(zone) * 2)[:2]
    offsets = [dt.datetime.fromtimestamp(at * 60, info).utcoffset() for at in (first - 1, first)]
    shift = abs((offsets[1] or dt.timedelta()) - (offsets[0] or dt.timedelta()))
    if not changes(info, _TWO_YEARS):
        return False
    span = Span(start=Minute(first - DAY), end=Minute(last + DAY))
    return zone_rule(zone, span) is None or shift % dt.timedelta(hours=1) != dt.timedelta() or zone == "Europe/Dublin"


ODD: Final = tuple(zone for zone in EVERY_ZONE if _is_odd(zone))
FORTY: Final = tuple(dict.fromkeys([*ODD, *_PLAIN, *EVERY_ZONE[::37]]))[:40] if len(ODD) <= 40 else ODD
