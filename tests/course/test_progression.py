"""The check-in table: total, every cell reached by a case, and each with its effect."""

import datetime as dt
from collections.abc import Callable

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery import CheckIn, Decision, Finding, Gate, Morning, Signal, Stage, SymptomReport
from soleus_recovery.course.table import TABLE, decide, signal_of
from soleus_recovery.guidance.loader import STANDARD, builtin
from soleus_recovery.vocabulary import Activity
from tests.export.stories import ALL_TESTS, Story, checkin
from tests.wall_clock import aware

PROTOCOL = builtin(STANDARD)
BEFORE, RETURNING = Stage.BEFORE_FIRST_RUN, Stage.RETURNING
DAYS = [dt.date(2026, 11, 22) + dt.timedelta(days=number) for number in range(40)]


def evening(story: Story, day: int, fact: CheckIn) -> Story:
    return story.tell(attrs.evolve(fact, day=DAYS[day]), f"{DAYS[day]}T21:30")


def before_the_first_run() -> Story:
    """Mild, two good days told, the gate still asked for; the next day is that of its training."""
    return _two_good_days(Story())


def _two_good_days(story: Story) -> Story:
    for day in (1, 2):
        evening(story, day, checkin(DAYS[day]))
    return story


def returning() -> Story:
    """Mild, begun a day earlier: tests on day 3, a run on day 5 that has counted; day 7 is next."""
    story = _two_good_days(Story(report=SymptomReport(onset="2026-11-21T18:30", pain_at_rest=1, pain_walking=3)))
    evening(story, 3, checkin(DAYS[3], gates=ALL_TESTS))
    evening(story, 4, checkin(DAYS[4]))
    evening(story, 5, checkin(DAYS[5], run=0))
    evening(story, 6, checkin(DAYS[6]))
    assert not story.progress.state.gate_needed
    return story


WORDS: dict[Signal, CheckIn] = {
    Signal.RED_FLAG: checkin(DAYS[0], findings=[Finding.CLOT_RISK]),
    Signal.LEVEL_RISES: checkin(DAYS[0], 4, 4),
    Signal.STRONG_PAIN: checkin(DAYS[0], 0, 6),
    Signal.MORE_PAIN: checkin(DAYS[0], 0, 3, morning=Morning.WORSE),
    Signal.PAIN_IN_RUNS: checkin(DAYS[0], run=3),
    Signal.WORSE_MORNING: checkin(DAYS[0], 0, 2, morning=Morning.WORSE),
    Signal.SOME_PAIN: checkin(DAYS[0], 0, 3),
    Signal.RISING_PAIN: checkin(DAYS[0], run=2),
    Signal.NO_FULL_CHECK_IN: checkin(DAYS[0], morning=None),
    Signal.ALL_WELL: checkin(DAYS[0]),
}
STAGES: dict[Stage, Callable[[], Story]] = {BEFORE: before_the_first_run, RETURNING: returning}


def test_the_table_is_total() -> None:
    """Two signals come from a run, and the day of a run is always in the column of those who are returning."""
    of_runs = {(Signal.PAIN_IN_RUNS, BEFORE), (Signal.RISING_PAIN, BEFORE)}
    assert set(TABLE) == {(signal, stage) for signal in Signal for stage in Stage} - of_runs
    assert set(TABLE.values()) == set(Decision)
    assert len(set(TABLE.values())) == len(TABLE) - 1  # a red flag stops on both sides


@pytest.mark.parametrize(("signal", "stage"), TABLE, ids=str)
def test_every_cell_is_reached_by_a_case(signal: Signal, stage: Stage) -> None:
    story, day = STAGES[stage](), {BEFORE: 3, RETURNING: 7}[stage]
    if signal is Signal.STRONG_PAIN:
        # Where the level has risen to it already: there strong pain is the first that matches.
        level = attrs.evolve(story.case.report, findings=frozenset({Finding.RADIATING_PAIN}))
        severe = Story(report=level)
        story = severe if stage is BEFORE else _returning_from(severe)
        day = 3 if stage is BEFORE else 17
    for pain in {Signal.PAIN_IN_RUNS: (0, 3), Signal.RISING_PAIN: (0, 1)}.get(signal, ()):
        evening(story, day, checkin(DAYS[day], run=pain))
        evening(story, day + 1, checkin(DAYS[day + 1]))
        day += 2
    evening(story, day, WORDS[signal])
    verdict = story.progress.verdicts[-1]
    assert (verdict.date, verdict.signal, verdict.decision) == (DAYS[day], signal, TABLE[signal, stage])
    assert decide(signal, stage) is verdict.decision


def _returning_from(story: Story) -> Story:
    for day in range(1, 12):
        evening(story, day, checkin(DAYS[day]))
    evening(story, 12, checkin(DAYS[12], gates=ALL_TESTS))
    evening(story, 13, checkin(DAYS[13]))
    evening(story, 14, checkin(DAYS[14], run=0))
    evening(story, 15, checkin(DAYS[15]))
    evening(story, 16, checkin(DAYS[16]))
    assert not story.progress.state.gate_needed
    return story


class TestEffects:
    """What each cell does to the next run, the rung and the gate, in the words of the table."""

    def test_a_red_flag_leaves_no_run(self) -> None:
        for story, day in ((before_the_first_run(), 3), (returning(), 7)):
            evening(story, day, WORDS[Signal.RED_FLAG])
            assert story.progress.waiting is not None
            assert story.plan.next(aware(story.at), Activity.RUN) is None

    def test_a_rise_asks_for_the_gate_and_begins_the_ladder_of_the_new_level(self) -> None:
        story = evening(returning(), 7, WORDS[Signal.LEVEL_RISES])
        state = story.progress.state
        assert (state.severity.value, state.rung, state.gate_needed, state.setbacks) == ("moderate", 0, True, 1)

    def test_strong_pain_gives_72_hours_off_and_two_steps_back(self) -> None:
        story = returning()
        for day, run in ((7, 0), (8, None), (9, 0), (10, None)):
            evening(story, day, checkin(DAYS[day], run=run))
        rung = story.progress.rung
        assert rung == 3
        evening(story, 11, checkin(DAYS[11], run=6))
        state = story.progress.state
        assert (state.rung, state.gate_needed) == (rung - 2, True)
        after = story.plan.next(aware(story.at), Activity.RUN)
        assert after is not None
        assert after.start is not None
        assert after.start >= aware(story.progress.runner.window(DAYS[11]).end) + dt.timedelta(hours=72)

    def test_more_pain_steps_back_once_and_adds_a_day_off(self) -> None:
        story = returning()
        for day, run in ((7, 0), (8, None)):
            evening(story, day, checkin(DAYS[day], run=run))
        assert story.progress.rung == 2
        evening(story, 9, checkin(DAYS[9], 0, 3, run=0, morning=Morning.WORSE))
        state = story.progress.state
        assert (state.rung, state.gate_needed, state.setbacks) == (1, False, 1)
        assert _next_run_date(story) == DAYS[12]

    def test_below_the_first_step_the_gate_is_asked_for_again(self) -> None:
        story = returning()
        assert story.progress.rung == 1
        for day in (7, 8):
            evening(story, day, WORDS[Signal.MORE_PAIN])
        assert (story.progress.rung, story.progress.state.gate_needed) == (0, False)
        evening(story, 9, WORDS[Signal.ALL_WELL])
        evening(story, 10, WORDS[Signal.MORE_PAIN])
        assert story.progress.state.gate_needed

    def test_some_pain_repeats_the_step(self) -> None:
        story = returning()
        before = story.progress.rung
        evening(story, 7, checkin(DAYS[7], 1, run=0))
        evening(story, 8, checkin(DAYS[8]))
        assert story.progress.rung == before

    def test_without_a_full_check_in_the_same_step_stays_due(self) -> None:
        story = returning()
        before = story.progress.rung
        evening(story, 7, checkin(DAYS[7], run=0, painkiller=True))
        evening(story, 8, checkin(DAYS[8]))
        assert story.progress.rung == before

    def test_seven_silent_days_ask_for_the_gate_a_step_back(self) -> None:
        story = returning()
        for day, run in ((7, 0), (8, None)):
            evening(story, day, checkin(DAYS[day], run=run))
        rung = story.progress.rung
        story.wait(f"{DAYS[14]}T21:59")
        assert not story.progress.state.gate_needed
        story.wait(f"{DAYS[15]}T22:01")
        assert (story.progress.state.gate_needed, story.progress.rung) == (True, rung - 1)

    def test_all_well_twice_takes_the_next_step(self) -> None:
        story = returning()
        before = story.progress.rung
        evening(story, 7, checkin(DAYS[7], run=0))
        assert story.progress.rung == before
        evening(story, 8, checkin(DAYS[8]))
        assert story.progress.rung == before + 1

    def test_before_the_first_run_some_pain_holds_and_adds_nothing(self) -> None:
        story = before_the_first_run()
        evening(story, 3, checkin(DAYS[3], 0, 3, gates=ALL_TESTS))
        assert story.progress.state.tests == {}
        assert _next_run_date(story) >= DAYS[6]

    def test_two_setbacks_refer(self) -> None:
        story = returning()
        evening(story, 7, WORDS[Signal.MORE_PAIN])
        evening(story, 8, WORDS[Signal.ALL_WELL])
        assert story.progress.waiting is None
        evening(story, 9, WORDS[Signal.MORE_PAIN])
        waiting = story.progress.waiting
        assert waiting is not None
        assert (waiting.urgency.value, waiting.findings) == ("within-days", frozenset({Finding.RECURRING}))


def _next_run_date(story: Story) -> dt.date:
    run = story.plan.next(aware(story.at), Activity.RUN)
    assert run is not None
    assert run.start is not None
    return run.start.date()


pains = st.one_of(st.none(), st.integers(0, 10))
told = st.builds(
    CheckIn,
    day=st.just(DAYS[0]),
    pain_at_rest=pains,
    pain_walking=pains,
    pain_running=pains,
    pain_training=pains,
    morning=st.one_of(st.none(), st.sampled_from(Morning)),
    findings=st.frozensets(st.sampled_from(Finding), max_size=2),
    gates=st.frozensets(st.sampled_from(Gate)),
    painkiller=st.booleans(),
)


@given(fact=st.one_of(st.none(), told), stage=st.sampled_from(Stage), flag=st.booleans(), rises=st.booleans())
def test_any_check_in_gives_exactly_one_signal_the_first_that_matches(
    fact: CheckIn | None, stage: Stage, flag: bool, rises: bool
) -> None:
    signal = signal_of(fact, PROTOCOL, stage=stage, red_flag=flag, level_rises=rises)
    if fact is None:
        assert signal is Signal.NO_FULL_CHECK_IN
    elif flag:
        assert signal is Signal.RED_FLAG
    elif rises:
        assert signal is Signal.LEVEL_RISES
    else:
        assert signal is _by_hand(fact, stage)


def _by_hand(fact: CheckIn, stage: Stage) -> Signal:
    """The rows of the table as its text has them, one after another."""
    rest, walking, run = (pain or 0 for pain in (fact.pain_at_rest, fact.pain_walking, fact.pain_running))
    training = fact.pain_training or 0
    if walking >= 6 or run >= 6 or training >= 6:
        return Signal.STRONG_PAIN
    is_worse, told = fact.morning is Morning.WORSE, None not in (fact.pain_at_rest, fact.pain_walking)
    worst = max(rest, walking, run, training)
    if worst >= 4 or (is_worse and (worst == 3 or not told)):
        return Signal.MORE_PAIN
    if is_worse:
        return Signal.WORSE_MORNING
    if max(rest, walking, run) == 3 or (stage is RETURNING and (rest >= 1 or walking >= 2)):
        return Signal.SOME_PAIN
    known = fact.pain_at_rest is not None and fact.pain_walking is not None and fact.morning is not None
    return Signal.ALL_WELL if known and not fact.painkiller else Signal.NO_FULL_CHECK_IN
