"""Every moment given to the library has a zone; one without is refused by an error that names the field."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pendulum
import pytest

from soleus_recovery import (
    CheckIn,
    FactError,
    Plan,
    Runner,
    SelfCare,
    SymptomReport,
    assess,
    build_plan,
    changes_text,
    issue,
    open_case,
    progress,
    record,
    to_html,
    to_svg,
    today_text,
)

RUNNER = Runner(zone="Europe/Berlin")
REPORT = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
NOW = dt.datetime(2026, 11, 22, 19, 30, tzinfo=ZoneInfo("Europe/Berlin"))


def care() -> SelfCare:
    answer = assess(REPORT, RUNNER, now=NOW)
    assert isinstance(answer, SelfCare)
    return answer


CASE = open_case(care())
PLAN: Plan = build_plan(care())
WORD = CheckIn(day=dt.date(2026, 11, 22), pain_at_rest=0, pain_walking=0)
TAKERS: dict[str, tuple[str, Callable[[dt.datetime], object]]] = {
    "assess": ("now", lambda at: assess(REPORT, RUNNER, now=at)),
    "record": ("now", lambda at: record(CASE, WORD, now=at)),
    "issue": ("as_of", lambda at: issue(CASE, at)),
    "progress": ("as_of", lambda at: progress(CASE, at)),
    "today_text": ("at", lambda at: today_text(PLAN, progress(CASE, NOW), at)),
    "changes_text": ("at", lambda at: changes_text(PLAN, PLAN, at=at)),
    "to_html": ("at", lambda at: to_html(PLAN, at=at)),
    "to_svg": ("at", lambda at: to_svg(PLAN, at=at)),
    "plan.next": ("at", PLAN.next),
    "plan.until_next": ("at", PLAN.until_next),
    "plan.progress": ("at", PLAN.progress),
    "plan.between, the start": ("start", lambda at: PLAN.between(at, NOW)),
    "plan.between, the end": ("end", lambda at: PLAN.between(NOW, at)),
}


@pytest.mark.parametrize("name", TAKERS)
def test_a_naive_datetime_is_refused_by_its_field(name: str) -> None:
    field, take = TAKERS[name]
    with pytest.raises(FactError) as refused:
        take(NOW.replace(tzinfo=None))
    assert refused.value.field == field
    assert "does not say its time zone" in str(refused.value)


@pytest.mark.parametrize("name", TAKERS)
@pytest.mark.parametrize(
    "moment",
    [
        NOW,
        NOW.astimezone(ZoneInfo("America/New_York")),
        NOW.astimezone(dt.UTC),
        pendulum.datetime(2026, 11, 22, 19, 30, tz="Europe/Berlin"),
        pendulum.datetime(2026, 11, 22, 13, 30, tz="America/New_York"),
    ],
    ids=["zoneinfo", "another zone", "utc", "pendulum", "pendulum, another zone"],
)
def test_an_aware_one_is_taken_whoever_made_it(name: str, moment: dt.datetime) -> None:
    _, take = TAKERS[name]
    assert take(moment) == take(NOW)


def test_a_date_of_pendulum_is_a_date() -> None:
    assert CheckIn(day=pendulum.date(2026, 11, 22)) == CheckIn(day=dt.date(2026, 11, 22))
    with pytest.raises(FactError, match="day"):
        CheckIn(day=pendulum.datetime(2026, 11, 22))
