"""What the tasks of prevention say to somebody for whom a part of them is switched off."""

import attrs
import pytest

from soleus_recovery.vocabulary import Activity, Cause, Caution
from tests.examples import BERLIN, Kind, case_of, plan_of


def tasks(*cautions: Caution) -> str:
    runner = attrs.evolve(BERLIN, cautions=cautions, causes=[Cause.HYDRATION])
    plan = plan_of(case_of(Kind.MILD, runner=runner))
    return " ".join(each.instructions for _, each in plan.sessions() if each.activity is Activity.PREVENT)


@pytest.mark.parametrize("caution", [Caution.POOR_CIRCULATION, Caution.NSAID_RISK])
def test_nobody_is_told_to_drink_more_where_that_is_switched_off(caution: Caution) -> None:
    """It may be heart or kidney disease: section 4, cautions."""
    assert tasks(caution) == "Ask your doctor how much you should drink around a run."


def test_everybody_else_is_told_for_whom_it_is_not() -> None:
    assert "drink more before and after" in tasks()
    assert tasks().endswith("Not if your doctor limits what you drink, or with heart or kidney disease.")
