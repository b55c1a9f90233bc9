"""After the soreness has gone, walking pain 1 alone the day after a load is no new soreness (section 4)."""

import datetime as dt

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery import CheckIn, Finding, Morning, to_log
from soleus_recovery.vocabulary import Severity
from tests.export.stories import ALL_TESTS, Story, checkin, trained

RUN = dt.date(2026, 11, 27)
A_DAY = dt.timedelta(days=1)


def evening(story: Story, fact: CheckIn) -> Story:
    return story.tell(fact, f"{fact.day}T21:30")


def on_the_run_day() -> Story:
    """A mild calf free of pain since the 24th, with its tests on the 25th and its first run on the 27th."""
    story = evening(trained(), checkin("2026-11-25", gates=ALL_TESTS))
    return evening(story, checkin("2026-11-26"))


def after_run(*walking: int) -> Story:
    """The evenings from that of the first run on, with this walking pain."""
    story = on_the_run_day()
    for number, pain in enumerate(walking):
        evening(story, checkin(RUN + number * A_DAY, walking=pain, run=0 if number == 0 else None))
    return story


def test_walking_pain_of_1_after_a_run_opens_no_episode_and_raises_nothing() -> None:
    for walking in ((1,), (0, 1), (1, 1)):
        state = after_run(*walking).progress.state
        assert (state.episode_from, state.severity, state.setbacks) == (None, Severity.MILD, 0)


def test_on_the_third_day_running_it_does_from_the_first_of_them() -> None:
    state = after_run(1, 1, 1).progress.state
    assert (state.episode_from, state.sore_days, state.ache_from) == (RUN, 2, None)


def test_a_day_free_of_pain_ends_the_row_and_a_silent_day_does_not() -> None:
    assert after_run(1, 1, 0, 1, 1).progress.state.episode_from is None
    story = after_run(1, 1).wait(f"{RUN + 2 * A_DAY}T22:30")
    evening(story, checkin(RUN + 3 * A_DAY, walking=1))
    assert story.progress.state.episode_from == RUN


@pytest.mark.parametrize(
    "more",
    [
        {"pain_walking": 2},
        {"pain_at_rest": 1},
        {"pain_at_rest": None},
        {"morning": Morning.WORSE},
        {"morning": None},
        {"painkiller": True},
        {"findings": frozenset({Finding.TIGHTNESS})},
        {"pain_running": 3},
        {"pain_training": 3},
    ],
    ids=str,
)
def test_anything_more_opens_one(more: dict[str, object]) -> None:
    told = checkin(RUN, walking=1, run=0)
    story = evening(on_the_run_day(), attrs.evolve(told, **more))  # type: ignore[arg-type]
    assert story.progress.state.episode_from == RUN


def test_without_a_load_within_a_day_it_opens_one() -> None:
    """The training of two days was missed, and there was no run: nothing explains the ache."""
    story = evening(trained(), checkin("2026-11-25", gates=ALL_TESTS))
    for day, walking in ((RUN - A_DAY, 0), (RUN, 1)):
        evening(story, attrs.evolve(checkin(day, walking=walking), missed=(f"{day}-strengthen-1",)))
    assert story.progress.state.episode_from == RUN


def test_nothing_that_was_told_before_for_the_day_is_forgotten() -> None:
    story = evening(on_the_run_day(), checkin(RUN, walking=2, run=0))
    story.tell(checkin(RUN, walking=1, run=0), f"{RUN}T21:45")
    assert story.progress.state.episode_from == RUN


def test_an_open_episode_stays_open() -> None:
    story = Story().tell(checkin("2026-11-23", walking=1), "2026-11-23T21:00")
    assert story.progress.state.episode_from == dt.date(2026, 11, 22)


def test_the_log_says_so_and_not_that_it_is_free_of_pain() -> None:
    story = after_run(1)
    text = to_log(story.case, story.plan, story.progress)
    assert "Walking pain of 1 after a run or strength, since Fri 27 Nov; no new soreness so far" in text
    assert "Free of pain" not in text


@given(walking=st.lists(st.integers(0, 1), min_size=1, max_size=5))
def test_an_episode_is_open_after_three_days_running_and_not_before(walking: list[int]) -> None:
    """Each day has training or a run within a day, so the row alone decides."""
    row, is_open = 0, False
    for pain in walking:
        row = row + 1 if pain else 0
        is_open = (is_open or row >= 3) and pain > 0
    assert (after_run(*walking).progress.state.episode_from is not None) is is_open
