"""Prevention: what its tasks say to somebody for whom a part is switched off, and how often strength is."""

import attrs
import pytest

from soleus_recovery import builtin
from soleus_recovery.vocabulary import Activity, Cause, Caution, PhaseKind
from tests.examples import BERLIN, Kind, case_of, plan_of


def tasks(*cautions: Caution) -> str:
    runner = attrs.evolve(BERLIN, cautions=cautions, causes=[Cause.HYDRATION])
    plan = plan_of(case_of(Kind.MILD, runner=runner))
    last_page = builtin("soleus-standard").keep.last_title
    said = [each for _, each in plan.sessions() if each.activity is Activity.PREVENT and each.title != last_page]
    return " ".join(each.instructions for each in said)


@pytest.mark.parametrize("caution", [Caution.POOR_CIRCULATION, Caution.NSAID_RISK])
def test_nobody_is_told_to_drink_more_where_that_is_switched_off(caution: Caution) -> None:
    """It may be heart or kidney disease: section 4, cautions."""
    assert tasks(caution) == "Ask your doctor how much you should drink around a run."


def test_everybody_else_is_told_for_whom_it_is_not() -> None:
    assert "drink more before and after" in tasks()
    assert tasks().endswith("Not if your doctor limits what you drink, or with heart or kidney disease.")


@pytest.mark.parametrize(("kind", "usual", "a_week"), [(Kind.SEVERE, 90, 5), (Kind.PLAIN, 60, 7), (Kind.MILD, 45, 3)])
def test_strength_is_twice_a_week_from_the_first_week_on(kind: Kind, usual: int, a_week: int) -> None:
    """C5; heel raises are another rule's, and take nobody's place."""
    runner = attrs.evolve(BERLIN, usual_run_minutes=usual, runs_per_week=a_week)
    days = [day for day in plan_of(case_of(kind, runner=runner)).days if day.phase is PhaseKind.PREVENT]
    assert len(days) == 14
    loaded = [day.number for day in days if any("hamstring" in each.title for each in day.sessions)]
    assert len(loaded) == 4
    assert all(later - sooner >= 7 for sooner, later in zip(loaded, loaded[2:], strict=False))
