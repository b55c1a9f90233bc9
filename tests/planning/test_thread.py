"""Days that are taken from the last plan are those that would be made."""

from typing import Any
from unittest import mock

import attrs
import pytest
from hypothesis import given

from soleus_recovery import BusyTimes, Day, SymptomReport, issue
from soleus_recovery.planning.days import DayMaker
from soleus_recovery.planning.thread import Thread
from tests.export.told import Story, stories, word


@given(story=stories())
def test_a_case_heard_from_its_start_gives_the_same_plan_where_nothing_is_kept(story: Story) -> None:
    with mock.patch.object(Thread, "rest_from", return_value=None):
        made = issue(story.case, story.at)
    assert issue(story.case, story.at) == made == story.issued


@given(story=stories())
def test_what_is_remembered_of_the_last_plan_decides_nothing(story: Story) -> None:
    earlier = attrs.evolve(story.case, entries=story.case.entries[:-1])
    before = issue(earlier, earlier.last_recorded_at)
    after = issue(story.case, story.at, after=before)
    assert issue(story.case, story.at, after=attrs.evolve(before, made=None)) == after


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


@pytest.mark.parametrize("is_resumed", [False, True])
def test_after_a_word_that_moves_nothing_few_days_are_made(is_resumed: bool) -> None:
    """Those up to the Monday after the next run, of all: what was iced long ago decides about none."""
    severe = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=3, pain_walking=7)
    story = Story(report=severe)
    first, days = story.issued, len(story.plan.days)
    told = story.tell(word("2026-11-23", at_rest=2, walking=5), "2026-11-23T21:00")
    made: list[object] = []
    make = DayMaker.make

    def counted(maker: DayMaker, *facts: Any, **more: Any) -> Day:
        made.append(facts)
        return make(maker, *facts, **more)

    with mock.patch.object(DayMaker, "make", counted):
        again = issue(told.case, told.at, after=first if is_resumed else None)
    assert len(again.plan.days) == days > 60
    assert len(made) - (0 if is_resumed else days) < 30
