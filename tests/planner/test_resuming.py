"""Going on from a plan that was issued earlier gives the plan that a fresh start gives."""

import attrs
from hypothesis import given

from soleus_recovery import issue
from tests.export.stories import Story, stories


@given(story=stories())
def test_a_case_heard_from_its_start_gives_the_plan_of_one_heard_word_by_word(story: Story) -> None:
    assert issue(story.case, story.at) == story.issued


@given(story=stories())
def test_going_on_from_the_plan_before_the_last_word_gives_the_same_plan(story: Story) -> None:
    earlier = attrs.evolve(story.case, entries=story.case.entries[:-1])
    before = issue(earlier, earlier.last_recorded_at)
    assert issue(story.case, story.at, after=before) == issue(story.case, story.at)
