"""The law J-07: severe signs add up over the whole episode, whichever check-ins told them."""

import datetime as dt

import attrs
import pytest

from soleus_recovery import CheckIn, Finding, Urgency
from soleus_recovery.testing.adding_up import unanswered
from tests.export.stories import Story, checkin

DAYS = [dt.date(2026, 11, 22) + dt.timedelta(days=number) for number in range(4)]
SIGNS = (Finding.WEAKNESS, Finding.RADIATING_PAIN, Finding.ALTERED_GAIT)


def told(*findings: Finding, walking: int = 1) -> Story:
    """A mild calf, with one of these findings on each of the first evenings."""
    story = Story()
    for day, finding in enumerate(findings, start=1):
        fact: CheckIn = attrs.evolve(checkin(DAYS[day], 1, walking), findings=frozenset({finding}))
        story.tell(fact, f"{DAYS[day]}T21:30")
    return story


def test_three_signs_on_three_days_wait_today() -> None:
    story = told(*SIGNS)
    assert story.progress.waiting is not None
    assert story.progress.waiting.urgency is Urgency.TODAY
    assert list(unanswered(story.case, Urgency.TODAY)) == []


@pytest.mark.parametrize("urgency", [None, Urgency.WITHIN_DAYS])
def test_a_case_that_does_not_wait_for_them_breaks_the_law(urgency: Urgency | None) -> None:
    (place,) = unanswered(told(*SIGNS).case, urgency)
    assert place.startswith("three-severe-signs: 3 severe signs")


def test_two_signs_with_strong_pain_break_it_too() -> None:
    story = told(*SIGNS[:2], walking=3)
    assert list(unanswered(story.case, None)) == []
    stronger = told(Finding.WEAKNESS, walking=7)
    (place,) = unanswered(stronger.case, None)
    assert place.startswith("two-severe-signs")
    assert stronger.progress.waiting is not None
