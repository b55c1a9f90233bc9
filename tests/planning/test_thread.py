"""Days that are taken from the last plan are those that would be made."""

from unittest import mock

from hypothesis import given

from soleus_recovery import BusyTimes, issue
from soleus_recovery.planning.thread import Thread
from tests.export.told import Story, stories


@given(story=stories())
def test_a_case_heard_from_its_start_gives_the_same_plan_where_nothing_is_kept(story: Story) -> None:
    with mock.patch.object(Thread, "rest_from", return_value=None):
        made = issue(story.case, story.at)
    assert issue(story.case, story.at) == made == story.issued


def test_days_that_stand_are_the_very_same() -> None:
    story = Story()
    for day in range(23, 27):
        story.tell(BusyTimes(spans=()), f"2026-11-{day}T12:00")
    taken: list[object] = []
    keep = Thread.rest_from

    def watched(thread: Thread, *facts: object) -> object:
        rest = keep(thread, *facts)  # type: ignore[arg-type]  # what it was given
        taken.append(rest)
        return rest

    with mock.patch.object(Thread, "rest_from", watched):
        assert issue(story.case, story.at) == story.issued
    assert any(rest is not None for rest in taken)
