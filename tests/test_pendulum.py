"""Users get pendulum's types: each public instant has one, under one rule for names, and nothing loads it earlier."""

import datetime as dt
import subprocess
import sys
from typing import Any

import attrs
import pendulum
import pytest

from soleus_recovery import (
    Activity,
    Case,
    CheckIn,
    Emergency,
    Finding,
    Issued,
    Plan,
    Progress,
    Runner,
    SeeClinician,
    SelfCare,
    Session,
    SymptomReport,
    Waiting,
    assess,
    build_plan,
    issue,
    open_case,
    progress,
    record,
)
from soleus_recovery.clock import Minute, minute_of
from soleus_recovery.facts.case import Entry
from soleus_recovery.plan.plan import Revision, Stamp
from soleus_recovery.spans import Span

ZONE = "Europe/Berlin"
NOW = dt.datetime(2026, 11, 22, 18, 30, tzinfo=dt.UTC)
REPORT = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
RUNNER = Runner(zone=ZONE)
# A session's minutes stand in its span.
KINDS = (
    *(Case, Emergency, Entry, Issued, Plan, Progress, Revision),
    *(SeeClinician, SelfCare, Session, Span, Stamp, Waiting),
)


def values() -> dict[type[Any], Any]:
    """One of each, out of a case whose second day a red flag has ended."""
    care = assess(REPORT, RUNNER, now=NOW)
    assert isinstance(care, SelfCare)
    flagged = attrs.evolve(REPORT, findings=frozenset({Finding.POP_OR_KICK}))
    urgent = attrs.evolve(REPORT, findings=frozenset({Finding.BREATHLESS_OR_CHEST_PAIN}))
    later = NOW + dt.timedelta(days=1)
    check_in = CheckIn(day=dt.date(2026, 11, 23), pain_walking=3, findings=flagged.findings)
    case = record(open_case(care), check_in, now=later)
    issued, stand = issue(case, later), progress(case, later)
    session = next(each for _, each in issued.plan.sessions() if each.span is not None)
    assert session.span is not None
    assert stand.waiting is not None
    made = [
        *(case, care, case.entries[0], issued, issued.plan, stand, issued.plan.revisions[0], session, session.span),
        *(issued.plan.days[0].card, stand.waiting),
        *(assess(report, RUNNER, now=NOW) for report in (flagged, urgent)),
    ]
    return {type(each): each for each in made}


VALUES = values()


def test_one_of_each_kind_is_asked() -> None:
    assert set(VALUES) == set(KINDS)


def instants(kind: type[Any]) -> list[str]:
    """The fields that hold an instant as whole minutes."""
    return [field.name for field in attrs.fields(kind) if field.type is Minute]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_instant_is_also_a_date_time_whose_name_says_its_zone(kind: type[Any]) -> None:
    value = VALUES[kind]
    names = instants(kind)
    assert names
    for name in names:
        ending, zone = ("_local", ZONE) if hasattr(value, f"{name}_local") else ("_utc", "UTC")
        moment = getattr(value, name + ending)
        assert type(moment) is pendulum.DateTime
        assert moment.timezone_name == zone
        assert minute_of(name, moment) == getattr(value, name)


def test_the_last_entry_and_the_flags_are_date_times_too() -> None:
    case, waiting = VALUES[Case], VALUES[Waiting]
    assert minute_of("at", case.last_recorded_at_local) == case.last_recorded_at
    assert waiting.flagged_at_utc.keys() == waiting.flagged_at.keys() == {Finding.POP_OR_KICK}
    assert {minute_of("at", at) for at in waiting.flagged_at_utc.values()} == {*waiting.flagged_at.values()}


def test_how_long_until_something_is_an_interval() -> None:
    care = assess(REPORT, RUNNER, now=NOW)
    assert isinstance(care, SelfCare)
    plan, stand = build_plan(care), progress(open_case(care), NOW)
    run = plan.next(NOW, Activity.RUN)
    until = plan.until_next(NOW, Activity.RUN)
    assert run is not None
    assert type(until) is pendulum.Interval
    assert (until.end, until.total_seconds()) == (run.start, (run.start - NOW).total_seconds())  # type: ignore[operator]
    assert plan.until_next(dt.datetime(2030, 1, 1, tzinfo=dt.UTC)) is None
    assert stand.until_floor.end == stand.floor_local
    assert stand.until_floor.in_minutes() == stand.floor - stand.as_of


def test_until_something_counts_real_hours_when_the_clocks_change() -> None:
    # Berlin sets its clocks back in the night to 25 October 2026: the noons are 25 hours apart.
    noon = dt.datetime(2026, 10, 24, 10, tzinfo=dt.UTC)
    report = attrs.evolve(REPORT, onset="2026-10-24T12:00")
    stand = progress(open_case(assess(report, RUNNER, now=noon)), noon)  # type: ignore[arg-type]
    assert stand.until_floor.total_hours() == 72
    assert stand.floor_local.hour == 11


PLANNED = """
import datetime as dt, sys
from soleus_recovery import Runner, SymptomReport, assess, build_plan, to_ics, to_json
now = dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)
report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
plan = build_plan(assess(report, Runner(zone="Europe/Berlin"), now=now))
to_json(plan), to_ics(plan), plan.next(now)
before = "pendulum" in sys.modules
plan.made_at_local
print(before, "pendulum" in sys.modules)
"""


def test_pendulum_is_loaded_where_one_of_its_values_is_read_and_no_earlier() -> None:
    ran = subprocess.run([sys.executable, "-c", PLANNED], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.split() == ["False", "True"]
