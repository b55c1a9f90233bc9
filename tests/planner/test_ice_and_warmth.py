"""Ice and what it does not go with."""

from itertools import product

import attrs
import pytest

from soleus_recovery import Activity, Plan
from soleus_recovery.vocabulary import Extra
from tests.examples import BERLIN, Kind, case_of, plan_of
from tests.export.stories import Story, checkin

AFTER_EXERCISE = "Ice only after exercise, and only if it helps."
AGAIN = "Pain was strong: ice again for a day as at the start"


@pytest.mark.parametrize(("wake", "bed"), [("07:00", "22:00"), ("05:30", "21:30"), ("15:00", "07:00")])
def test_a_warm_bath_is_an_hour_from_any_icing(wake: str, bed: str) -> None:
    """Skin that has just been iced does not feel how warm the water is: default."""
    runner = attrs.evolve(BERLIN, wake=wake, bed=bed, run_time=None, extras=[Extra.WARM_BATH])
    plan = plan_of(case_of(Kind.PLAIN, runner=runner, onset="2026-11-22T18:30"))
    baths, icings = (
        [each.span for _, each in plan.sessions() if each.activity is activity and each.span is not None]
        for activity in (Activity.WARM_BATH, Activity.ICE)
    )
    assert baths
    for bath, icing in product(baths, icings):
        assert bath.start >= icing.end + 60 or icing.start >= bath.end + 60


def _days(plan: Plan, number: int) -> tuple[bool, bool]:
    """Whether a day has timed icings, and whether its card says ice only after exercise."""
    day = next(each for each in plan.days if each.number == number)
    return any(each.activity is Activity.ICE for each in day.sessions), AFTER_EXERCISE in day.notes


def test_on_a_day_of_timed_icings_nothing_says_that_ice_is_for_after_exercise() -> None:
    """Section 6: walking at 6, ice as on the first day for 24 h; pain 6 is a higher level too, and both are named."""
    story = Story().tell(checkin("2026-11-26", 2, 6), "2026-11-26T21:10")
    assert _days(story.plan, 5) == (True, False)
    assert _days(story.plan, 6) == (False, True)
    said = [reason.text for reason in story.plan.revisions[-1].reasons]
    assert any(text.startswith(AGAIN) for text in said)


def test_of_strong_pain_that_raises_no_level_ice_is_told_once() -> None:
    story = (
        Story()
        .tell(checkin("2026-11-23", 2, 6), "2026-11-23T21:10")
        .tell(checkin("2026-11-26", 2, 6), "2026-11-26T21:10")
    )
    said = " ".join(reason.text for reason in story.plan.revisions[-1].reasons)
    assert said.count("ice again") + said.count("Ice again") == 1
