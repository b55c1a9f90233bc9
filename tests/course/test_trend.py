"""The trend: pain that comes back in the last runs, told day by day, and lives of runs beside the oracle."""

import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soleus_recovery import CheckIn, Finding, Gate, Morning, Runner, Side, SymptomReport, builtin
from soleus_recovery.clock import MINUTES_PER_DAY
from soleus_recovery.course.doses import doses_of
from soleus_recovery.course.running.trend import Trend, trend_after
from soleus_recovery.testing import Facts, check_ins
from soleus_recovery.vocabulary import Activity, Decision, Occasion, Signal
from tests.export.stories import ALL_TESTS, Story, checkin
from tests.planner.journeys import WatchedTraveller, next_run

DAYS = [dt.date(2026, 11, 22) + dt.timedelta(days=number) for number in range(90)]


def evening(story: Story, day: int, fact: CheckIn) -> Story:
    return story.tell(attrs.evolve(fact, day=DAYS[day]), f"{DAYS[day]}T21:30")


def ready() -> Story:
    """Mild since the day before `DAYS`; the gate is passed on `DAYS[4]`, and the first run may be on `DAYS[5]`."""
    mild = SymptomReport(onset="2026-11-21T18:30", pain_at_rest=1, pain_walking=3)
    story = Story(runner=Runner(zone="Europe/Berlin", runs_per_week=5), report=mild)
    for day in (1, 2, 3, 4):
        evening(story, day, checkin(DAYS[day], gates=ALL_TESTS if day == 3 else ()))
    return story


def ran(story: Story, *runs: tuple[int, int]) -> Story:
    """Runs, each as a day and the pain in it; the day after each is well."""
    for day, pain in runs:
        evening(story, day, checkin(DAYS[day], run=pain))
        evening(story, day + 1, checkin(DAYS[day + 1]))
    return story


def due(story: Story) -> tuple[int, int]:
    """The minutes of walking and running of the next run."""
    dose = doses_of(story.progress.start, story.progress.state)[story.progress.rung]
    return dose.walk_minutes, dose.run_minutes


def next_date(story: Story) -> dt.date:
    run = next_run(story.plan, story.at)
    return next(day.date for day, each in story.plan.sessions() if each is run)


class TestPainInRuns:
    def test_once_it_repeats_the_rung(self) -> None:
        story = ran(ready(), (5, 0), (7, 3))
        assert story.progress.verdicts[-2].decision is Decision.REPEAT_RUNG
        assert due(story) == (1, 5)
        assert next_date(story) == DAYS[9]

    def test_twice_in_a_row_it_steps_back_and_rests_a_day_more(self) -> None:
        story = ran(ready(), (5, 0), (7, 3), (9, 3))
        verdict = story.progress.verdicts[-2]
        assert (verdict.signal, verdict.decision) == (Signal.PAIN_IN_RUNS, Decision.STEP_BACK)
        assert due(story) == (3, 3)
        assert next_date(story) == DAYS[12]
        assert story.progress.setbacks == 0
        assert story.progress.waiting is None

    def test_in_two_of_three_runs_it_steps_back(self) -> None:
        """The run between was clean, so the rung of the third is the next one, and the way back leads to the first."""
        story = ran(ready(), (5, 0), (7, 3), (9, 0), (11, 3))
        assert story.progress.verdicts[-2].signal is Signal.PAIN_IN_RUNS
        assert due(story) == (1, 5)

    def test_with_two_runs_between_it_only_repeats(self) -> None:
        story = ran(ready(), (5, 0), (7, 3), (9, 0), (11, 0), (13, 3))
        assert story.progress.verdicts[-2].signal is Signal.SOME_PAIN
        assert story.progress.waiting is None

    def test_after_the_step_back_pain_refers(self) -> None:
        story = ran(ready(), (5, 0), (7, 3), (9, 3))
        assert story.progress.waiting is None
        evening(story, 12, checkin(DAYS[12], run=3))
        waiting = story.progress.waiting
        assert waiting is not None
        assert (waiting.urgency.value, waiting.findings) == ("within-days", {Finding.RECURRING})
        assert story.progress.verdicts[-1].signal is Signal.RED_FLAG
        assert next_run(story.plan, story.at) is None

    def test_two_clean_runs_in_a_row_end_the_watch(self) -> None:
        story = ran(ready(), (5, 0), (7, 3), (9, 3), (12, 0), (14, 0), (16, 3))
        assert story.progress.waiting is None
        assert not story.progress.state.trend.is_watched

    def test_one_clean_run_does_not_end_it(self) -> None:
        story = ran(ready(), (5, 0), (7, 3), (9, 3), (12, 0), (14, 3))
        assert story.progress.waiting is not None

    def test_a_setback_among_them_counts_as_pain(self) -> None:
        """Pain 4 after pain 3 is a setback, and steps back once; pain 3 after that refers."""
        story = ran(ready(), (5, 0), (7, 0), (9, 3), (11, 4))
        assert (due(story), story.progress.setbacks) == ((1, 5), 1)
        evening(story, 14, checkin(DAYS[14], run=3))
        assert story.progress.waiting is not None


class TestRunsThatTellTheSameStory:
    def test_below_the_first_rung_of_all_the_tests_come_again(self) -> None:
        """A severe calf begins at 5/1: pain 3 in the first two runs leads to the gate."""
        story = Story(report=SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=6))
        for day in range(1, 14):
            evening(story, day, checkin(DAYS[day], gates=ALL_TESTS if day == 12 else ()))
        story = ran(story, (14, 0))
        assert not story.progress.state.gate_needed
        story = ran(story, (16, 3), (18, 3))
        assert (story.progress.state.gate_needed, due(story)) == (True, (5, 1))

    def test_a_first_run_that_hurts_twice_begins_on_a_heavier_rung(self) -> None:
        story = ran(ready(), (5, 3))
        for day in (7, 8):
            evening(story, day, checkin(DAYS[day], gates=ALL_TESTS if day == 7 else ()))
        evening(story, 9, checkin(DAYS[9], run=3))
        assert (due(story), story.progress.state.gate_needed) == ((4, 2), True)

    def test_a_setback_to_a_heavier_rung_asks_for_the_tests(self) -> None:
        story = ran(ready(), (5, 3))
        for day in (7, 8):
            evening(story, day, checkin(DAYS[day], gates=ALL_TESTS if day == 7 else ()))
        story = ran(story, (9, 3))
        for day in (11, 12, 13):
            evening(story, day, checkin(DAYS[day], gates=ALL_TESTS if day == 12 else ()))
        story = ran(story, (14, 0))
        assert (due(story), story.progress.state.gate_needed) == ((3, 3), False)
        story = evening(story, 16, checkin(DAYS[16], 0, 4))
        assert (due(story), story.progress.state.gate_needed) == ((4, 2), True)


class TestFlareInGrowth:
    """Runs on days 5 to 15: 3/3, 1/5, 20, 26, 33 and 42 minutes; the next is the usual run of 45."""

    RUNS = ((5, 0), (7, 0), (9, 0), (11, 0), (13, 0), (15, 0))

    def flared(self, *options: CheckIn) -> Story:
        story = ran(ready(), *self.RUNS)
        assert due(story) == (0, 45)
        for day, fact in enumerate(options, 17):
            evening(story, day, fact)
        return story

    def test_it_goes_back_to_two_thirds_with_walk_and_hops_before_it(self) -> None:
        """Two thirds of 42, the longest clean run, are 28; no loading on days 17 and 18, so tests on 19, run on 21."""
        story = self.flared(checkin(DAYS[17], run=4))
        assert due(story) == (0, 28)
        assert (story.progress.state.gate_needed, story.progress.setbacks) == (True, 1)
        assert next_date(story) == DAYS[21]
        assert story.progress.verdicts[-1].says is None
        evening(story, 18, checkin(DAYS[18]))
        evening(story, 19, checkin(DAYS[19], gates={Gate.BRISK_WALK, Gate.HOPS}))
        evening(story, 20, checkin(DAYS[20]))
        assert story.progress.state.gate_passed
        ran(story, (21, 0))
        assert due(story) == (0, 36)

    def test_under_20_minutes_it_is_the_last_walk_run(self) -> None:
        story = ran(ready(), *self.RUNS[:4])
        evening(story, 13, checkin(DAYS[13], run=4))
        assert due(story) == (1, 5)
        assert story.progress.state.longest_minutes == 26

    @pytest.mark.parametrize(
        "bad",
        [
            checkin(DAYS[17], run=6),
            checkin(DAYS[17], 0, 4, run=0),
            checkin(DAYS[17], findings={Finding.WEAKNESS}, run=0),
        ],
    )
    def test_strong_pain_or_a_higher_level_asks_for_all(self, bad: CheckIn) -> None:
        """72 hours from the bedtime of day 17 end at that of day 20, and all tests are asked for."""
        story = self.flared(bad)
        assert due(story) == (1, 5)
        assert next_date(story) >= DAYS[21]
        evening(story, 18, checkin(DAYS[18]))
        evening(story, 19, checkin(DAYS[19], gates={Gate.BRISK_WALK, Gate.HOPS}))
        evening(story, 20, checkin(DAYS[20]))
        assert not story.progress.state.gate_passed

    def test_the_same_flare_goes_back_once(self) -> None:
        story = self.flared(checkin(DAYS[17], run=4), checkin(DAYS[18], 0, 3, morning=Morning.WORSE))
        assert (due(story), story.progress.setbacks) == ((0, 28), 1)

    def test_the_second_flare_refers(self) -> None:
        story = self.flared(checkin(DAYS[17], run=4))
        evening(story, 18, checkin(DAYS[18]))
        evening(story, 19, checkin(DAYS[19], gates=ALL_TESTS))
        evening(story, 20, checkin(DAYS[20]))
        evening(story, 21, checkin(DAYS[21], run=4))
        assert story.progress.waiting is not None

    def test_before_the_first_run_without_a_break_it_is_a_step(self) -> None:
        story = ran(ready(), *self.RUNS[:2])
        evening(story, 9, checkin(DAYS[9], run=4))
        assert (due(story), story.progress.state.gate_needed) == ((1, 5), False)


class TestRisingPain:
    def test_over_three_runs_it_repeats_the_last(self) -> None:
        story = ran(ready(), (5, 0), (7, 1), (9, 2))
        verdict = story.progress.verdicts[-2]
        assert (verdict.signal, verdict.decision) == (Signal.RISING_PAIN, Decision.REPEAT_AS_PAIN_RISES)
        assert due(story) == (0, 20)
        # Three runs in 7 days, from the one on day 5 on.
        assert next_date(story) == DAYS[12]

    @pytest.mark.parametrize("pains", [(1, 1, 2), (0, 2, 2), (1, 0, 2), (0, 1, 1)])
    def test_other_little_pain_goes_on(self, pains: tuple[int, int, int]) -> None:
        story = ran(ready(), *zip((5, 7, 9), pains, strict=True))
        assert story.progress.verdicts[-2].decision is Decision.NEXT_RUNG
        assert due(story) == (0, 26)


class TestWorseMornings:
    def test_the_first_with_little_pain_repeats_the_run(self) -> None:
        story = ran(ready(), (5, 0))
        evening(story, 7, checkin(DAYS[7], run=0))
        evening(story, 8, checkin(DAYS[8], 0, 1, morning=Morning.WORSE))
        state, verdict = story.progress.state, story.progress.verdicts[-1]
        assert verdict.decision is Decision.REPEAT_AFTER_WORSE_MORNING
        assert (due(story), state.setbacks, state.gate_needed) == ((1, 5), 0, False)
        assert state.loading_from is None

    @pytest.mark.parametrize("fact", [checkin(DAYS[8], 0, 3), checkin(DAYS[8], 0, None), checkin(DAYS[8], None, 0)])
    def test_with_more_pain_or_an_unknown_one_it_is_a_setback(self, fact: CheckIn) -> None:
        story = ran(ready(), (5, 0))
        evening(story, 7, checkin(DAYS[7], run=0))
        evening(story, 8, attrs.evolve(fact, morning=Morning.WORSE))
        assert (story.progress.verdicts[-1].signal, story.progress.setbacks) == (Signal.MORE_PAIN, 1)

    @pytest.mark.parametrize(
        ("between", "setbacks"),
        [
            ([], 1),
            ([checkin(DAYS[9], morning=Morning.SAME)], 0),
            ([checkin(DAYS[9], morning=None)], 1),
            ([checkin(DAYS[9], painkiller=True)], 1),
        ],
    )
    def test_the_second_in_a_row_is_a_setback(self, between: list[CheckIn], setbacks: int) -> None:
        """Only a morning that is known to be no worse ends the row."""
        story = ran(ready(), (5, 0))
        evening(story, 7, checkin(DAYS[7], run=0))
        worse = checkin(DAYS[8], 0, 1, morning=Morning.WORSE)
        for day, fact in enumerate([worse, *between, worse], 8):
            evening(story, day, fact)
        assert story.progress.setbacks == setbacks

    def test_after_two_runs_in_a_row_too(self) -> None:
        """The morning of day 9 was no worse, but those of days 8 and 10 came after runs."""
        story = ran(ready(), (5, 0))
        evening(story, 7, checkin(DAYS[7], run=0))
        evening(story, 8, checkin(DAYS[8], 0, 1, morning=Morning.WORSE))
        evening(story, 9, checkin(DAYS[9], run=0))
        evening(story, 10, checkin(DAYS[10], 0, 1, morning=Morning.WORSE))
        assert (story.progress.verdicts[-1].signal, story.progress.setbacks) == (Signal.MORE_PAIN, 1)

    def test_before_the_first_run_it_holds_the_dose_and_then_all_loading(self) -> None:
        story = Story()
        evening(story, 1, checkin(DAYS[1], 0, 1, morning=Morning.WORSE))
        assert story.progress.state.loading_from is None
        evening(story, 2, checkin(DAYS[2], 0, 1, morning=Morning.WORSE))
        decisions = [verdict.decision for verdict in story.progress.verdicts[-2:]]
        assert decisions == [Decision.HOLD_AFTER_WORSE_MORNING, Decision.HOLD_NO_LOADING]
        assert story.progress.state.loading_from == DAYS[4]


class TestPainkillers:
    def days(self, last: int) -> Story:
        story = Story()
        for day in range(1, last + 1):
            evening(story, day, checkin(DAYS[day], painkiller=True, gates=ALL_TESTS))
        return story

    def test_a_week_of_them_refers_though_every_pain_is_0(self) -> None:
        assert self.days(6).progress.waiting is None
        story = self.days(7)
        assert story.progress.waiting is not None
        assert story.progress.state.episode_from is not None
        assert story.progress.gates == frozenset()

    def test_one_of_them_closes_no_episode_and_the_next_good_day_does(self) -> None:
        story = self.days(2)
        assert story.progress.state.episode_from is not None
        evening(story, 3, checkin(DAYS[3]))
        assert story.progress.state.episode_from is None

    @given(
        kinds=st.lists(st.sampled_from(["tablets", "tablets", "tablets", "gel", "gel", "silent", "none"]), max_size=40)
    )
    def test_rows_of_tablets_and_of_gel_are_a_matter_for_a_pharmacist(self, kinds: list[str]) -> None:
        """Ten days of tablets in a row, 14 of any painkiller; a silent day adds nothing, and ends no row (nhs-ibu)."""
        trend, tablets, painkillers = Trend(), 0, 0
        for number, kind in enumerate(kinds):
            day = DAYS[0] + dt.timedelta(days=number)
            fact = None if kind == "silent" else checkin(day, painkiller=kind != "none")
            if fact is not None and kind == "gel":
                fact = attrs.evolve(fact, gel=True)
            trend = trend_after(trend, builtin("soleus-standard"), day, fact, minutes=20)
            if kind != "silent":
                tablets = tablets + 1 if kind == "tablets" else 0
                painkillers = 0 if kind == "none" else painkillers + 1
            assert (trend.tablet_days, trend.painkiller_days) == (tablets, painkillers)

    @pytest.mark.parametrize(
        ("kinds", "told"),
        [
            ("t" * 10, Occasion.PAINKILLERS_FOR_LONG),
            ("t" * 9, None),
            ("t" * 9 + ".t", Occasion.PAINKILLERS_FOR_LONG),
            ("t" * 9 + "-t", None),
            ("g" * 13, None),
            ("g" * 14, Occasion.GEL_FOR_LONG),
            ("ttttttttg" + "ttttt", Occasion.GEL_FOR_LONG),
            ("gggg" + "t" * 10, Occasion.PAINKILLERS_FOR_LONG),
        ],
    )
    def test_what_is_said_of_a_row(self, kinds: str, told: Occasion | None) -> None:
        """t is a day of tablets, g one of gel, - one without, and . a silent one; from day 7 on."""
        story = ready()
        for day in (5, 6):
            evening(story, day, checkin(DAYS[day]))
        for day, kind in enumerate(kinds, 7):
            if kind != ".":
                fact = checkin(DAYS[day], painkiller=kind in "tg")
                evening(story, day, attrs.evolve(fact, gel=kind == "g"))
        said = {*story.progress.verdicts[-1].beside} & {Occasion.PAINKILLERS_FOR_LONG, Occasion.GEL_FOR_LONG}
        assert said == (set() if told is None else {told})

    @given(fact=check_ins(DAYS[5]), gel=st.booleans())
    def test_a_gel_hides_good_answers_as_tablets_do(self, fact: CheckIn, gel: bool) -> None:
        """Reading `painkillers`: whatever the form, the day comes to the same."""
        tablets = attrs.evolve(fact, painkiller=True, gel=False)
        story, other = ready(), ready()
        evening(story, 5, tablets)
        evening(other, 5, attrs.evolve(tablets, gel=gel))
        assert story.progress.verdicts == other.progress.verdicts
        assert attrs.evolve(story.progress.state.trend, tablet_days=0) == attrs.evolve(
            other.progress.state.trend, tablet_days=0
        )


class TestClean:
    @pytest.mark.parametrize(
        ("evening_of", "next_morning", "is_clean"),
        [
            ({}, {}, True),
            ({"walking": 1, "run": 2}, {"morning": Morning.BETTER}, True),
            ({"run": 3}, {}, False),
            ({"at_rest": 1}, {}, False),
            ({"walking": 2}, {}, False),
            ({"painkiller": True}, {}, False),
            ({"at_rest": None}, {}, None),
            ({"walking": None}, {}, None),
            ({}, {"morning": None}, None),
            ({}, {"morning": Morning.WORSE}, False),
            ({}, {"painkiller": True}, False),
            ({}, {"walking": 2}, True),
            ({"at_rest": None}, {"morning": Morning.WORSE}, False),
        ],
    )
    def test_what_a_clean_run_is(
        self, evening_of: dict[str, Any], next_morning: dict[str, Any], is_clean: bool | None
    ) -> None:
        story, of_the_run = ready(), dict[str, Any](run=0) | evening_of
        evening(story, 5, checkin(DAYS[5], **of_the_run))
        evening(story, 6, checkin(DAYS[6], **next_morning))
        assert [run.is_clean for run in story.progress.state.trend.runs] == [is_clean]

    def test_nobody_knows_it_after_a_silent_day(self) -> None:
        story = ready()
        evening(story, 5, checkin(DAYS[5], run=0))
        evening(story, 7, checkin(DAYS[7]))
        assert [run.is_clean for run in story.progress.state.trend.runs] == [None]

    def test_four_runs_that_nobody_judged_are_no_reason_to_refer(self) -> None:
        story = ready()
        for day in (5, 7, 9, 11):
            evening(story, day, checkin(DAYS[day], run=0))
        assert story.progress.waiting is None


REPORTS = {
    "plain": SymptomReport(
        onset="2026-11-22T18:30",
        pain_at_rest=0,
        pain_walking=2,
        side=Side.BOTH,
        findings={Finding.STARTED_HOURS_AFTER},
    ),
    "mild": SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3),
    "moderate": SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=5),
    "severe": SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=6),
}


# A life takes a second or two: fewer of them.
@settings(deadline=None, max_examples=max(5, settings().max_examples // 5))
@given(
    kind=st.sampled_from(sorted(REPORTS)),
    usual=st.sampled_from([5, 20, 31, 45, 150]),
    well=st.integers(0, 8),
    runs=st.lists(
        st.tuples(
            st.sampled_from([0, 0, 0, 1, 2, 3, 3, 4, 6]),
            st.sampled_from([0, 0, 0, 0, 1, 2]),
            st.sampled_from([*Morning, Morning.SAME, Morning.SAME, None]),
            st.sampled_from([False, False, False, False, True]),
        ),
        min_size=3,
        max_size=12,
    ),
)
def test_a_life_of_runs_is_what_the_oracle_says(
    kind: str,
    usual: int,
    well: int,
    runs: list[tuple[int, int, Morning | None, bool]],
) -> None:
    """Some good runs, then runs with the drawn pains, each as planned; every other day is well, with all tests."""
    now = dt.datetime(2026, 11, 22, 18, 30, tzinfo=dt.UTC)
    facts = Facts(runner=Runner(zone="Europe/Berlin", usual_run_minutes=usual), report=REPORTS[kind], now=now)
    traveller, left = WatchedTraveller(facts), [(0, 0, Morning.SAME, False)] * well + runs
    morning: Morning | None = Morning.SAME
    hidden = False
    for day in range(1, 60):
        traveller.wait(MINUTES_PER_DAY)
        if traveller.progress.waiting is not None or traveller.progress.is_closed or not left:
            break
        planned = traveller.plan.on(DAYS[day])
        state = traveller.progress.state
        is_run = planned is not None and any(each.activity is Activity.RUN for each in planned.sessions)
        fact = checkin(DAYS[day], gates=ALL_TESTS, morning=morning, painkiller=hidden)
        morning, hidden = Morning.SAME, False
        if is_run and (state.gate_passed or not state.gate_needed):
            pain, walking, morning, hidden = left.pop(0)
            fact = attrs.evolve(fact, pain_running=pain, pain_walking=walking, gates=frozenset())
        traveller.tell(fact)
    traveller.arrive()
