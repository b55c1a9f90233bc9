"""The law J-10: a day on which a check-in holds exercise back says to rest, and holds no exercise."""

from collections.abc import Callable

import attrs
import pytest

from soleus_recovery import Plan, Session
from soleus_recovery.testing import Traveller
from soleus_recovery.testing.journey import JOURNEY_LAWS
from soleus_recovery.vocabulary import Activity
from tests.laws.breaking import of, run_as, without
from tests.planner.evenings import begun, evening, next_evening

LAW = next(law for law in JOURNEY_LAWS if law.id == "J-10")


def held(*evenings: str) -> Traveller:
    """A mild calf after these evenings; the last one holds exercise back."""
    traveller = begun(Traveller, 1)
    for name in evenings:
        evening(traveller, name)
    return traveller


def changed(traveller: Traveller, change: Callable[[Plan], Plan]) -> Traveller:
    traveller.issued = attrs.evolve(traveller.issued, plan=change(traveller.plan))
    return traveller


def test_the_planner_keeps_it() -> None:
    assert list(LAW.broken(held("well", "more pain"))) == []


def test_a_day_without_rest_breaks_it() -> None:
    traveller = changed(held("well", "well", "well", "more pain"), lambda plan: without(plan, of(Activity.REST)))
    assert [place.split(":")[1] for place in LAW.broken(traveller)] == [" does not say to rest"] * 2


@pytest.mark.parametrize("activity", [Activity.WALK, Activity.RUN])
def test_exercise_on_such_a_day_breaks_it(activity: Activity) -> None:
    def to_exercise(session: Session) -> Session:
        return run_as(activity)(session) if session.activity is Activity.COMPRESS else session

    def change(plan: Plan) -> Plan:
        days = tuple(attrs.evolve(day, sessions=tuple(map(to_exercise, day.sessions))) for day in plan.days)
        return attrs.evolve(plan, days=days)

    (first, *_) = LAW.broken(changed(held("more pain"), change))
    assert "exercise, and a check-in holds it back until" in first


def test_no_run_is_planned_on_a_day_that_silence_holds_back() -> None:
    """A flare in a run, then two days without a check-in: the hold has grown past the days off of the run."""
    traveller = held(*["as planned"] * 6)
    while traveller.progress.state.last_run is None or traveller.progress.state.gate_needed:
        evening(traveller, "as planned")
    while traveller.progress.state.pending_run is None:
        evening(traveller, "as planned")
    evening(traveller, "well")
    while traveller.progress.state.pending_run is None:
        evening(traveller, "ran, more pain" if _runs_next(traveller) else "well")
    for _ in range(2):
        evening(traveller, "silent")
    traveller.wait(12 * 60)
    state = traveller.progress.state
    assert state.loading_from is not None
    assert state.not_before is not None
    assert state.loading_from > state.not_before
    assert list(LAW.broken(traveller)) == []


def _runs_next(traveller: Traveller) -> bool:
    day = traveller.plan.on(next_evening(traveller))
    return day is not None and any(each.activity is Activity.RUN for each in day.sessions)
