"""What a card says of a caution is so for this runner."""

import attrs
import pytest

from soleus_recovery import Finding, Plan, hold
from soleus_recovery.vocabulary import Activity, Caution
from tests.examples import BERLIN, Kind, case_of, plan_of, referral_of, report_of

INSTEAD = "Raising the leg takes the place of ice."


def first_card(plan: Plan) -> str:
    return " ".join(plan.days[0].notes)


@pytest.mark.parametrize(
    ("cautions", "raised"),
    [
        ([Caution.COLD_SENSITIVITY], True),
        ([Caution.NUMB_OR_BROKEN_SKIN], True),
        ([Caution.NSAID_RISK], False),
        ([Caution.POOR_CIRCULATION], False),
        ([Caution.COLD_SENSITIVITY, Caution.POOR_CIRCULATION], False),
    ],
    ids=str,
)
def test_raising_takes_the_place_of_ice_only_where_the_leg_may_be_raised(cautions: list[Caution], raised: bool) -> None:
    text = first_card(plan_of(case_of(Kind.MILD, runner=attrs.evolve(BERLIN, cautions=cautions))))
    assert (INSTEAD in text) is raised


def test_nor_in_a_holding_plan_that_keeps_the_leg_down() -> None:
    case = case_of(Kind.MILD, runner=attrs.evolve(BERLIN, cautions=[Caution.COLD_SENSITIVITY]))
    report = report_of(Kind.MILD, findings=[Finding.PAIN_NOT_EASED_BY_REST])
    text = first_card(hold(referral_of(attrs.evolve(case, report=report))))
    assert "No ice: your skin reacts to cold." in text
    assert INSTEAD not in text


def test_drinking_more_is_left_to_the_doctor_for_its_own_reason() -> None:
    """Somebody with asthma would not know what painkillers have to do with water."""
    plan = plan_of(case_of(Kind.MILD, runner=attrs.evolve(BERLIN, cautions=[Caution.NSAID_RISK])))
    (reason,) = {each.reason for each in plan.unplaced if each.activity is Activity.HYDRATE}
    assert reason == "left to your doctor: with heart or kidney disease, drinking more can do harm"
