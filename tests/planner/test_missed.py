"""A missed session voids no day, and is no step up in its own dose (readings `full-check-in` and `step-up`)."""

import attrs
import pytest
from hypothesis import given, settings

from soleus_recovery import CheckIn, Plan, issue, progress, record
from soleus_recovery.clock import to_wall
from soleus_recovery.course.state import DayState
from soleus_recovery.facts.case import Fact
from soleus_recovery.plan.plan import TimeDose
from soleus_recovery.testing import Traveller
from soleus_recovery.testing.machine import A_LIFE
from soleus_recovery.vocabulary import Activity
from tests.export.stories import ALL_TESTS, Story, checkin, trained
from tests.planner.evenings import lived

EASING = (Activity.ICE, Activity.ELEVATE, Activity.STRETCH, Activity.HYDRATE, Activity.WALK)


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


class Missing(Traveller):
    """A traveller that, before each evening, looks at what each missed session would change."""

    def tell(self, fact: Fact) -> None:
        if isinstance(fact, CheckIn) and not fact.missed and self.progress.waiting is None:
            self._look(fact)
        super().tell(fact)

    def _told(self, fact: CheckIn) -> tuple[DayState, Plan]:
        case = record(self.case, fact, now=to_wall(self.now, self.case.runner.zone), issued=self.issued)
        state = progress(case, self.now).state
        verdict = state.verdict
        same = None if verdict is None else attrs.evolve(verdict, missed=())
        return attrs.evolve(state, verdict=same), issue(case, self.now, after=self.issued).plan

    def _look(self, fact: CheckIn) -> None:
        planned = self.plan.on(fact.day)
        if planned is None:
            return
        keys = {each.key: each.activity for each in planned.sessions}
        eases = tuple(key for key, activity in keys.items() if activity in EASING)
        full, plan = self._told(fact)
        without, same_plan = self._told(attrs.evolve(fact, missed=eases))
        assert without == full, eases
        walks_missed = any(keys[key] is Activity.WALK for key in eases)
        assert walks_missed or same_plan.days == plan.days, eases
        strength = tuple(key for key, activity in keys.items() if activity is Activity.STRENGTHEN)
        if strength:
            missed, _ = self._told(attrs.evolve(fact, missed=strength))
            last = missed.training.last
            assert last is None or last.date < fact.day or not last.counts
            assert attrs.evolve(missed, training=full.training, verdict=None) == attrs.evolve(full, verdict=None)
        runs = tuple(key for key, activity in keys.items() if activity is Activity.RUN)
        if runs and fact.pain_running is None:
            missed, later = self._told(attrs.evolve(fact, missed=runs))
            assert missed == full
            assert (missed.rung, missed.runs) == (self.progress.state.rung, self.progress.state.runs) or (
                missed.severity is not self.progress.state.severity
                or missed.rung < self.progress.state.rung
                or self.progress.state.pending_run is not None
            )
            assert later.days == plan.days


@settings(suppress_health_check=A_LIFE["suppress_health_check"], max_examples=max(5, settings().max_examples // 4))
@given(traveller=lived(Missing))
def test_what_a_missed_session_does_not_change(traveller: Missing) -> None:
    """Section 6: what only eases voids no day, missed strength is no step up, and a missed run stays due."""
    assert traveller.steps
