"""Counts of heel raises on one leg decide over the word that their test was passed (section 4)."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery import FactError, Gate, Raises, Side, SymptomReport, to_log
from soleus_recovery.vocabulary import Occasion, PhaseKind
from tests.export.stories import ALL_TESTS, Story, checkin, trained

DAY = "2026-11-25"
GOAL = "Goal by the end of this plan: 25 heel raises on one leg in a row, or 90 % of the other side"


def after_tests(sore: int, other: int, story: Story | None = None, gates: frozenset[Gate] = ALL_TESTS) -> Story:
    told = attrs.evolve(checkin(DAY, gates=gates), raises=Raises(sore=sore, other=other))
    return (story or trained()).tell(told, f"{DAY}T21:00")


def both_sore() -> Story:
    report = SymptomReport(onset="2026-11-21T18:30", pain_at_rest=1, pain_walking=3, side=Side.BOTH)
    return Story(report=report).tell(checkin("2026-11-24"), "2026-11-24T21:00")


@pytest.mark.parametrize(
    ("sore", "other", "passes"),
    [(10, 10, True), (9, 9, False), (10, 12, True), (10, 13, False), (14, 18, False), (27, 30, True), (26, 30, False)],
)
def test_10_or_more_and_90_percent_or_two_fewer(sore: int, other: int, passes: bool) -> None:
    progress = after_tests(sore, other).progress
    assert (Gate.HEEL_RAISES in progress.gates) is passes
    assert {Gate.BRISK_WALK, Gate.HOPS} <= progress.gates


def test_both_sore_need_10_each() -> None:
    assert Gate.HEEL_RAISES in after_tests(10, 20, both_sore()).progress.gates
    assert Gate.HEEL_RAISES not in after_tests(10, 9, both_sore()).progress.gates


def test_counts_alone_pass_nothing() -> None:
    told = after_tests(25, 25, gates=frozenset({Gate.BRISK_WALK, Gate.HOPS}))
    assert Gate.HEEL_RAISES not in told.progress.gates


@given(sore=st.integers(0, 200), other=st.integers(0, 200))
def test_counts_never_pass_more_than_the_word_does(sore: int, other: int) -> None:
    with_counts = after_tests(sore, other)
    without = trained().tell(checkin(DAY, gates=ALL_TESTS), f"{DAY}T21:00")
    assert with_counts.progress.gates <= without.progress.gates
    assert (Gate.HEEL_RAISES in with_counts.progress.gates) is (
        sore >= 10 and (sore >= other - 2 or sore >= 0.9 * other)
    )


def test_the_runner_reads_why() -> None:
    text = " ".join(reason.text for reason in after_tests(14, 18).plan.revisions[-1].reasons)
    assert "The heel raises do not count yet: the sore side needs at least 10, and 90 % of the other side" in text
    assert "do not count yet" not in " ".join(reason.text for reason in after_tests(16, 18).plan.revisions[-1].reasons)


def test_the_log_keeps_the_counts() -> None:
    story = after_tests(14, 18)
    text = to_log(story.case, story.plan, story.progress)
    assert "Heel raises on one leg (sore side/other side)" in text
    assert "Wed 25 Nov 14/18" in text


def test_the_first_card_of_prevention_names_the_goal() -> None:
    cards = [day for day in Story().plan.days if any(note.startswith(GOAL) for note in day.notes)]
    assert [day.phase for day in cards] == [PhaseKind.PREVENT]
    assert cards[0].number == min(day.number for day in Story().plan.days if day.phase is PhaseKind.PREVENT)


@pytest.mark.parametrize(("sore", "other"), [(-1, 3), (201, 3), (3, 201), (True, 3)])
def test_what_nobody_counts_is_refused(sore: int, other: int) -> None:
    with pytest.raises(FactError, match="a whole number, 0 to 200"):
        Raises(sore=sore, other=other)


def test_counts_without_the_test_say_that_they_are_enough() -> None:
    """Counts tell no pain, so they pass nothing alone; the answer asks for the test."""
    story = trained()
    fact = attrs.evolve(checkin("2026-11-25", gates=[Gate.BRISK_WALK, Gate.HOPS]), raises=Raises(sore=14, other=15))
    story.tell(fact, "2026-11-25T21:00")
    assert Occasion.ENOUGH_RAISES in story.progress.verdicts[-1].beside
    assert Gate.HEEL_RAISES not in story.progress.gates
