"""A plan in reading order: instructions are given once, and never lost."""

import attrs
import pytest

from soleus_recovery import Activity, Plan, Session
from soleus_recovery.views.plan import read
from tests.export.plans import plan_of


def runs(plan: Plan) -> list[Session]:
    return [each for _, each in plan.sessions() if each.activity is Activity.RUN]


def with_run(plan: Plan, number: int, run: Session) -> Plan:
    """The plan with this run in the place of another."""
    old = runs(plan)[number]
    return attrs.evolve(
        plan,
        days=tuple(
            attrs.evolve(day, sessions=tuple(run if each is old else each for each in day.sessions))
            for day in plan.days
        ),
    )


def given(plan: Plan) -> list[str]:
    return [text for day in read(plan).days for entry in day.entries for text in entry.how]


class TestInstructions:
    @pytest.fixture
    def plan(self) -> Plan:
        return plan_of()

    def test_no_text_is_given_twice(self, plan: Plan) -> None:
        texts = given(plan)
        assert len(set(texts)) == len(texts)

    def test_another_dose_of_the_same_exercise_is_not_explained_again(self, plan: Plan) -> None:
        by_rules: dict[object, list[Session]] = {}
        for run in runs(plan):
            by_rules.setdefault((run.because, run.status), []).append(run)
        alike = max(by_rules.values(), key=len)
        later = [run for run in alike if run.dose != alike[0].dose]
        assert later
        assert [run.instructions for run in later if run.instructions in given(plan)] == []

    def test_another_text_for_the_same_dose_is_given_also_where_only_a_number_differs(self, plan: Plan) -> None:
        second = runs(plan)[1]
        changed = attrs.evolve(runs(plan)[2], dose=second.dose, instructions=f"{second.instructions} Stop at pain 3.")
        other = attrs.evolve(runs(plan)[3], dose=second.dose, instructions=f"{second.instructions} Stop at pain 5.")
        texts = given(with_run(with_run(plan, 2, changed), 3, other))
        assert {changed.instructions, other.instructions} <= set(texts)

    def test_another_rule_is_another_exercise(self, plan: Plan) -> None:
        run = runs(plan)[2]
        changed = attrs.evolve(run, because=run.because[:1])
        assert changed.instructions in given(with_run(plan, 2, changed))
