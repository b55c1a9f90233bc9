"""A hold for duration alone: what it keeps, what ends it, and what a clearance of it leaves standing."""

import datetime as dt
from dataclasses import dataclass

import attrs
from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery import CheckIn, Clearance, Finding, Morning, Severity, SymptomReport, Urgency
from soleus_recovery.clock import MINUTES_PER_HOUR
from soleus_recovery.laws.law import ahead
from soleus_recovery.laws.of_referrals import is_for_duration
from soleus_recovery.plan.plan import Plan, SetsDose
from soleus_recovery.vocabulary import Activity, Measure
from tests.export.stories import ALL_TESTS, Story, checkin

DAYS = [dt.date(2026, 11, 22) + dt.timedelta(days=number) for number in range(60)]
MOVES = {Activity.WALK, Activity.MOBILISE, Activity.STRENGTHEN}


def evening(story: Story, day: int, fact: CheckIn) -> Story:
    return story.tell(attrs.evolve(fact, day=DAYS[day]), f"{DAYS[day]}T21:30")


def a_week(*last: CheckIn) -> Story:
    """Moderate, sore at 2 and trained up to the check-ins ``last``, of which the last one is for day 7."""
    story = Story(report=SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=4))
    for day in range(1, 8 - len(last)):
        evening(story, day, checkin(DAYS[day], 0, 2))
    for day, fact in enumerate(last, start=8 - len(last)):
        evening(story, day, fact)
    return story


def moves(plan: Plan) -> set[Activity]:
    return {each.activity for _, each in ahead(plan)} & MOVES


def test_easy_movement_goes_on() -> None:
    story = a_week(checkin(DAYS[0], 0, 2))
    plan = story.plan
    assert (plan.urgency, moves(plan)) == (Urgency.WITHIN_DAYS, MOVES)
    assert plan.switched_off == {Measure.RUNS, Measure.HOP_TEST}
    raises = [each for _, each in ahead(plan) if each.activity is Activity.STRENGTHEN]
    assert all(isinstance(each.dose, SetsDose) and each.dose.both_legs for each in raises)
    assert len({each.dose for each in raises}) == 1  # a hold keeps what was, and adds nothing
    assert all("one leg" not in each.instructions and "2 or less" in each.instructions for each in raises)
    assert any("go on" in note for note in plan.days[-1].notes)


def test_it_adds_nothing_however_well_the_days_of_the_hold_are() -> None:
    story = a_week(checkin(DAYS[0], 0, 2))
    before = {each.dose for _, each in ahead(story.plan) if each.activity is Activity.STRENGTHEN}
    for day in range(8, 12):
        evening(story, day, checkin(DAYS[day]))
    assert {each.dose for _, each in ahead(story.plan) if each.activity is Activity.STRENGTHEN} == before


def test_a_second_reason_brings_its_whole_list() -> None:
    story = a_week(checkin(DAYS[0], 0, 2))
    evening(story, 8, checkin(DAYS[8], 0, 2, findings=[Finding.BRUISING]))
    assert moves(story.plan) == set()
    assert {Measure.EXERCISE, Measure.RUNS, Measure.MASSAGE} <= story.plan.switched_off


def test_a_first_report_after_a_week_has_no_check_ins_and_keeps_nothing() -> None:
    story = Story(report=SymptomReport(onset="2026-11-14T18:30", pain_at_rest=0, pain_walking=2))
    assert is_for_duration(story.plan, story.case.protocol)
    assert moves(story.plan) == set()
    for day in (0, 1, 2):
        evening(story, day, checkin(DAYS[day], 0, 1))
    assert {Activity.WALK, Activity.MOBILISE} <= moves(story.plan)


@dataclass(frozen=True)
class Told:
    at_rest: int | None
    walking: int | None
    morning: Morning | None
    painkiller: bool

    @property
    def check_in(self) -> CheckIn:
        return checkin(DAYS[0], self.at_rest, self.walking, morning=self.morning, painkiller=self.painkiller)


evenings = st.builds(
    Told,
    at_rest=st.sampled_from([0, 0, 0, 1, None]),
    walking=st.sampled_from([1, 2, 2, 3, 3, 4, None]),
    morning=st.sampled_from([Morning.SAME, Morning.SAME, Morning.BETTER, Morning.WORSE, None]),
    painkiller=st.sampled_from([False, False, False, False, True]),
)


@given(told=st.lists(evenings, min_size=3, max_size=3))
def test_it_keeps_movement_if_three_check_ins_tell_of_little_pain_that_does_not_rise(told: list[Told]) -> None:
    story = a_week(*(each.check_in for each in told))
    known = [(each.at_rest, each.walking) for each in told if None not in (each.at_rest, each.walking)]
    easy = len(known) == 3 and not any(each.painkiller or each.morning is Morning.WORSE for each in told)
    rest, walking = [[pair[index] or 0 for pair in known] for index in (0, 1)]
    steady = max([*rest, *walking], default=0) <= 3 and all(row == sorted(row, reverse=True) for row in (rest, walking))
    waiting = story.progress.waiting
    assert waiting is not None
    assert story.progress.keeps_moving is (easy and steady and waiting.is_for_duration)
    assert (Measure.EXERCISE in story.plan.switched_off) is not story.progress.keeps_moving
    if not story.progress.keeps_moving:
        assert moves(story.plan) == set()


def cleared(story: Story, day: int, at: str = "12:00") -> Story:
    fact = Clearance(date=DAYS[day], by="Dr. Weber", finding=Finding.RECURRING)
    return story.tell(fact, f"{DAYS[day]}T{at}")


class TestAClearance:
    def test_level_and_training_stay_and_loading_goes_on_the_next_day(self) -> None:
        story = a_week(checkin(DAYS[0], 0, 2))
        before = story.progress.state
        cleared(story, 8)
        state, plan = story.progress.state, story.plan
        assert (plan.severity, plan.possible_strain, plan.counted_from) == (
            Severity.MODERATE,
            True,
            story.case_start.counted_from,
        )
        assert (state.training.done, state.loading_from) == (before.training.done, DAYS[9])
        assert (state.rung, state.gate_needed, state.setbacks) == (0, True, 0)
        assert moves(plan) == MOVES
        assert min(day.date for day, each in ahead(plan) if each.activity in MOVES) == DAYS[9]

    def test_only_the_floor_starts_again(self) -> None:
        story = cleared(a_week(checkin(DAYS[0], 0, 2)), 8)
        assert story.progress.floor == story.at + 72 * MINUTES_PER_HOUR
        assert "72 hours" in story.plan.revisions[-1].reasons[0].text

    def test_sore_again_does_not_refer_before_another_week(self) -> None:
        story = cleared(a_week(checkin(DAYS[0], 0, 2)), 8)
        for day in range(8, 15):
            evening(story, day, checkin(DAYS[day], 0, 1))
            assert story.progress.waiting is None, day
        evening(story, 15, checkin(DAYS[15], 0, 1))
        assert story.progress.waiting is not None
        assert story.progress.waiting.is_for_duration

    def test_after_any_second_reason_days_count_anew(self) -> None:
        story = a_week(checkin(DAYS[0], 0, 2))
        evening(story, 8, checkin(DAYS[8], 0, 2, findings=[Finding.BRUISING]))
        story.tell(Clearance(date=DAYS[9], by="Dr. Weber", finding=Finding.BRUISING), f"{DAYS[9]}T12:00")
        assert moves(story.plan) == set()  # what was cleared keeps its measures off while another reason waits
        cleared(story, 9, "12:05")
        assert (story.plan.severity, story.progress.is_cleared) == (Severity.SEVERE, True)

    def test_nothing_trained_while_waiting_counts(self) -> None:
        story = a_week(checkin(DAYS[0], 0, 2))
        evening(story, 8, checkin(DAYS[8], 0, 2))  # the morning confirms the training of day 7
        done = story.progress.state.training.done
        for day in range(9, 20):
            evening(story, day, checkin(DAYS[day]))
        assert story.progress.state.training.done == done

    def test_a_second_setback_goes_on_from_the_first_step(self) -> None:
        story = Story()
        for day in range(1, 6):
            evening(story, day, checkin(DAYS[day], gates=ALL_TESTS if day == 4 else ()))
        evening(story, 6, checkin(DAYS[6], run=4))
        for day in range(7, 10):
            evening(story, day, checkin(DAYS[day]))
        evening(story, 10, checkin(DAYS[10], run=4))
        assert story.progress.waiting is not None
        assert story.progress.waiting.is_for_duration
        assert moves(story.plan) == set()  # pain 4 today
        for day in range(11, 14):
            evening(story, day, checkin(DAYS[day]))
        assert moves(story.plan) == MOVES
        cleared(story, 14)
        assert (story.progress.setbacks, story.progress.rung, story.plan.severity) == (0, 0, Severity.MILD)
        assert story.progress.waiting is None
