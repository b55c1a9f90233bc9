"""Pain in the heel raises and bounces of a day (section 4): over 3 is no step, and the step waits."""

import datetime as dt

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery import Activity, builtin, to_log
from soleus_recovery.course.table import is_well_trained
from soleus_recovery.vocabulary import Urgency
from tests.export.stories import Story, checkin

TRAINED = "2026-11-25"
STANDARD = builtin("soleus-standard")


def after_training(pain: int | None, walking: int = 0) -> Story:
    """A mild possible strain on the evening of day 4, trained on day 3 with this pain."""
    story = Story()
    for day in ("2026-11-23", "2026-11-24"):
        story.tell(checkin(day), f"{day}T21:00")
    told = attrs.evolve(checkin(TRAINED, 0, walking), pain_training=pain)
    return story.tell(told, f"{TRAINED}T21:00").tell(checkin("2026-11-26"), "2026-11-26T21:00")


def first_run(story: Story) -> dt.date:
    return next(day.date for day, each in story.plan.sessions() if each.activity is Activity.RUN)


@pytest.mark.parametrize(("pain", "counts"), [(None, True), (0, True), (3, True), (4, False), (6, False)])
def test_a_step_up_needs_pain_in_training_of_3_or_less(pain: int | None, counts: bool) -> None:
    done = after_training(pain).progress.state.training.done
    assert ("both-10" in done) is counts


def test_walking_pain_of_the_evening_stands_for_pain_that_was_not_told() -> None:
    """2 counts; an evening of 3 voids the training, whatever was told of the training itself."""
    assert "both-10" in after_training(None, walking=2).progress.state.training.done
    assert "both-10" not in after_training(1, walking=3).progress.state.training.done


def test_a_protocol_may_ask_for_less_pain_in_training() -> None:
    strict = attrs.evolve(STANDARD, progression=attrs.evolve(STANDARD.progression, training_pain=2))
    told = attrs.evolve(checkin(TRAINED), pain_training=3)
    assert is_well_trained(told, STANDARD)
    assert not is_well_trained(told, strict)


@given(milder=st.integers(0, 10), worse=st.integers(0, 10))
def test_more_pain_in_training_never_brings_the_run_forward(milder: int, worse: int) -> None:
    milder, worse = sorted((milder, worse))
    stories = [after_training(pain) for pain in (milder, worse)]
    if stories[1].progress.waiting is None:
        assert first_run(stories[0]) <= first_run(stories[1])


def test_pain_of_8_in_training_refers_like_pain_of_8_in_a_run() -> None:
    def urgency(training: int | None = None, run: int | None = None) -> Urgency | None:
        told = attrs.evolve(checkin("2026-11-23", run=run), pain_training=training)
        waiting = Story().tell(told, "2026-11-23T21:00").progress.waiting
        return None if waiting is None else waiting.urgency

    assert urgency(training=8) is urgency(run=8) is not None
    assert urgency(training=7) is None


def test_the_log_keeps_it() -> None:
    story = after_training(2)
    text = to_log(story.case, story.plan, story.progress)
    assert "Pain in training (0 to 10)" in text
    assert "Wed 25 Nov 2" in text
