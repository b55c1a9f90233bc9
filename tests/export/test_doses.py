"""Every text and calendar names the dose of each session."""

import pytest

from soleus_recovery import to_ics
from soleus_recovery.export.text.markdown import to_markdown
from soleus_recovery.export.text.plan import to_text
from soleus_recovery.vocabulary import Activity
from tests.examples import Kind, case_of, plan_of

PLAN = plan_of(case_of(Kind.MODERATE))
STEPS = ("3 × 10, both legs", "3 × 15, both legs", "2 × 8, each leg", "3 × 12, each leg", "3 × 15, each leg")


@pytest.mark.parametrize("text", [to_text(PLAN), to_markdown(PLAN), to_ics(PLAN).decode().replace("\r\n ", "")])
def test_every_step_of_the_heel_raises_is_in_a_title(text: str) -> None:
    """Instructions that differ only by a number stand once, so the changing dose must be in the title."""
    plain = " ".join(text.replace("\\", "").split())
    for step in STEPS:
        assert f"Bent-knee heel raises: {step}" in plain


def test_the_first_step_says_to_stay_up() -> None:
    """Section 4: 5 × 30 s hold, both legs."""
    held = next(each for _, each in PLAN.sessions() if each.activity is Activity.STRENGTHEN)
    assert held.title == "Bent-knee heel raises: hold 30 seconds, 5 times, both legs"
    assert "rise onto your toes and stay up: hold 30 seconds, 5 times, both legs. Then come down slowly." in (
        held.instructions
    )
    moved = [each for _, each in PLAN.sessions() if each.activity is Activity.STRENGTHEN][1]
    assert "rise onto your toes and come down slowly: 3 × 10, both legs." in moved.instructions
