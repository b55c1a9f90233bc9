"""A missed session voids no day, and is no step up in its own dose (readings `full-check-in` and `step-up`)."""

import attrs
import pytest

from soleus_recovery import Plan
from soleus_recovery.plan.plan import TimeDose
from soleus_recovery.vocabulary import Activity
from tests.export.stories import ALL_TESTS, Story, checkin, trained


def walks(plan: Plan) -> dict[str, int]:
    """The minutes of each walk, by its key."""
    return {
        session.key: session.dose.minutes
        for _, session in plan.sessions()
        if session.activity is Activity.WALK and isinstance(session.dose, TimeDose)
    }


def told(day: str, *missed: str) -> Story:
    """The mild calf of `trained`, after a good check-in for a day that names these sessions as missed."""
    return trained().tell(attrs.evolve(checkin(day), missed=missed), f"{day}T21:00")


def test_a_missed_walk_is_no_step_to_a_longer_one() -> None:
    day, key = "2026-11-25", "2026-11-25-walk-1"
    good, missed = walks(told(day).plan), walks(told(day, key).plan)
    assert good[key] == missed[key]
    assert missed["2026-11-26-walk-1"] == missed[key] < good["2026-11-26-walk-1"]


@pytest.mark.parametrize("activity", ["ice", "elevate", "stretch", "hydrate"])
def test_a_session_that_only_eases_moves_nothing_when_it_is_missed(activity: str) -> None:
    day = "2026-11-25"
    assert told(day, f"{day}-{activity}-1").plan.days == told(day).plan.days


def test_tests_count_on_a_day_with_a_missed_walk() -> None:
    story = trained().tell(
        attrs.evolve(checkin("2026-11-25", gates=ALL_TESTS), missed=("2026-11-25-walk-1",)), "2026-11-25T21:00"
    )
    assert story.progress.gates == ALL_TESTS
