"""Every mark of the check-in table at its edge, and what an untold pain counts as."""

from typing import Any

import attrs
import pytest

from soleus_recovery import CheckIn, Finding, Morning, Severity, Signal, Stage, builtin
from soleus_recovery.course.running.ladder import rungs_back
from soleus_recovery.course.running.trend import RunRecord, Trend
from soleus_recovery.course.table import is_free_of_pain, is_sore, is_strong, is_well_trained, signal_of
from soleus_recovery.facts.checkin import Done
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.plan.plan import RunDose
from soleus_recovery.triage.severity import level_for
from soleus_recovery.triage.signs import rows_for_days
from tests.export.stories import checkin

STANDARD = builtin("soleus-standard")
DAY = "2026-11-25"
BEFORE, RETURNING = Stage.BEFORE_FIRST_RUN, Stage.RETURNING
A, B = (RunDose(walk_minutes=minutes, run_minutes=5, repeats=1) for minutes in (2, 1))


def marks(**numbers: int) -> RecoveryProtocol:
    """The standard, with other marks."""
    changes: dict[str, Any] = {**numbers}
    return attrs.evolve(STANDARD, progression=attrs.evolve(STANDARD.progression, **changes))


def read(told: CheckIn, stage: Stage, protocol: RecoveryProtocol = STANDARD) -> Signal:
    return signal_of(told, protocol, stage=stage, red_flag=False, level_rises=False)


class TestSore:
    @pytest.mark.parametrize(
        "told",
        [checkin(DAY, 1, 0), checkin(DAY, 0, 1), checkin(DAY, 1, None), checkin(DAY, None, 1)]
        + [checkin(DAY, 0, 0, findings=[each]) for each in sorted(STANDARD.plain_soreness.excluded, key=str)],
    )
    def test_any_pain_at_rest_or_walking_or_finding(self, told: CheckIn) -> None:
        assert is_sore(told, STANDARD)
        assert not is_free_of_pain(told, STANDARD)

    @pytest.mark.parametrize("told", [checkin(DAY, None, 0), checkin(DAY, 0, None), checkin(DAY, None, None)])
    def test_unknown_pain_is_neither_sore_nor_free_of_pain(self, told: CheckIn) -> None:
        assert not is_sore(told, STANDARD)
        assert not is_free_of_pain(told, STANDARD)

    def test_none_at_all(self) -> None:
        """Pain in a run is not pain at rest or walking."""
        for told in (checkin(DAY), checkin(DAY, run=2), checkin(DAY, findings=[Finding.TENDERNESS])):
            assert is_free_of_pain(told, STANDARD)
            assert not is_sore(told, STANDARD)


class TestMarks:
    @pytest.mark.parametrize(
        ("told", "before", "returning"),
        [
            (checkin(DAY), Signal.ALL_WELL, Signal.ALL_WELL),
            (checkin(DAY, 1, 0), Signal.ALL_WELL, Signal.SOME_PAIN),
            (checkin(DAY, 0, 1), Signal.ALL_WELL, Signal.ALL_WELL),
            (checkin(DAY, 0, 2), Signal.ALL_WELL, Signal.SOME_PAIN),
            (checkin(DAY, 0, 3), Signal.SOME_PAIN, Signal.SOME_PAIN),
            (checkin(DAY, 0, 4), Signal.MORE_PAIN, Signal.MORE_PAIN),
            (checkin(DAY, 0, 5), Signal.MORE_PAIN, Signal.MORE_PAIN),
            (checkin(DAY, 0, 6), Signal.STRONG_PAIN, Signal.STRONG_PAIN),
            (checkin(DAY, 6, 0), Signal.MORE_PAIN, Signal.MORE_PAIN),
            (checkin(DAY, run=1), Signal.ALL_WELL, Signal.ALL_WELL),
            (checkin(DAY, run=2), Signal.ALL_WELL, Signal.ALL_WELL),
            (checkin(DAY, run=3), Signal.SOME_PAIN, Signal.SOME_PAIN),
            (checkin(DAY, run=6), Signal.STRONG_PAIN, Signal.STRONG_PAIN),
            (checkin(DAY, morning=Morning.WORSE), Signal.WORSE_MORNING, Signal.WORSE_MORNING),
            (checkin(DAY, morning=Morning.BETTER), Signal.ALL_WELL, Signal.ALL_WELL),
        ],
    )
    def test_of_the_standard(self, told: CheckIn, before: Signal, returning: Signal) -> None:
        assert (read(told, BEFORE), read(told, RETURNING)) == (before, returning)

    @pytest.mark.parametrize("stage", [BEFORE, RETURNING])
    def test_no_pain_is_below_the_strictest_mark_and_unknown_pain_is_none(self, stage: Stage) -> None:
        at_one = dict.fromkeys(
            (
                "repeat_any",
                "repeat_rest",
                "repeat_walking",
                "setback_any",
                "stop_loading_walking",
                "stop_loading_in_run",
            ),
            1,
        )
        strictest = marks(**at_one, good_rest=0, good_rest_before_gate=0, good_others=0)
        assert read(checkin(DAY), stage, strictest) is Signal.ALL_WELL
        assert read(checkin(DAY, run=0), stage, strictest) is Signal.ALL_WELL
        assert read(checkin(DAY, None, None), stage, strictest) is Signal.NO_FULL_CHECK_IN
        assert not is_strong(checkin(DAY, None, None), strictest)
        assert is_strong(checkin(DAY, None, 1), strictest)
        assert is_strong(checkin(DAY, None, None, run=1), strictest)

    def test_all_well_at_rest_has_a_mark_on_each_side_of_the_first_run(self) -> None:
        loose = {"repeat_rest": 9, "repeat_any": 9}
        later = marks(**loose, good_rest=2, good_rest_before_gate=0)
        assert (read(checkin(DAY, 2, 0), BEFORE, later), read(checkin(DAY, 2, 0), RETURNING, later)) == (
            Signal.NO_FULL_CHECK_IN,
            Signal.ALL_WELL,
        )
        sooner = marks(**loose, good_rest=0, good_rest_before_gate=2)
        assert (read(checkin(DAY, 2, 0), BEFORE, sooner), read(checkin(DAY, 2, 0), RETURNING, sooner)) == (
            Signal.ALL_WELL,
            Signal.NO_FULL_CHECK_IN,
        )
        assert read(checkin(DAY, 3, 0), BEFORE, sooner) is Signal.NO_FULL_CHECK_IN

    @pytest.mark.parametrize("told", [checkin(DAY, 0, 2), checkin(DAY, run=2)])
    def test_a_gap_below_some_pain_holds_like_a_missing_check_in(self, told: CheckIn) -> None:
        assert read(told, BEFORE, marks(good_others=2)) is Signal.ALL_WELL
        assert read(told, BEFORE, marks(good_others=1)) is Signal.NO_FULL_CHECK_IN


class TestFull:
    @pytest.mark.parametrize(
        ("done", "run", "says"),
        [
            ((), None, Signal.ALL_WELL),
            (("2026-11-25-walk-1",), None, Signal.ALL_WELL),
            (("2026-11-25-walk-1", "run-3"), None, Signal.NO_FULL_CHECK_IN),
            (("run-3",), 0, Signal.ALL_WELL),
        ],
    )
    def test_a_run_that_was_done_is_told_with_its_pain(
        self, done: tuple[str, ...], run: int | None, says: Signal
    ) -> None:
        told = attrs.evolve(checkin(DAY, run=run), done=tuple(Done(session=key) for key in done))
        assert read(told, BEFORE) is says

    @pytest.mark.parametrize(
        "told",
        [
            checkin(DAY, None, 0),
            checkin(DAY, 0, None),
            checkin(DAY, morning=None),
            checkin(DAY, painkiller=True),
        ],
    )
    def test_each_thing_that_makes_it_less(self, told: CheckIn) -> None:
        assert read(told, BEFORE) is Signal.NO_FULL_CHECK_IN

    @pytest.mark.parametrize("activity", ["ice", "elevate", "stretch", "hydrate", "walk", "strengthen"])
    def test_a_missed_session_does_not(self, activity: str) -> None:
        told = attrs.evolve(checkin(DAY), missed=(f"2026-11-25-{activity}-1",))
        assert read(told, BEFORE) is Signal.ALL_WELL


def test_rungs_back_go_to_the_first_repetition_of_a_dose() -> None:
    assert rungs_back([A, A], 1, 1) == (0, True)
    assert rungs_back([A, B, B], 2, 1) == (0, False)
    assert rungs_back([A, B, B], 1, 1) == (0, False)
    assert rungs_back([A, B, B], 1, 0) == (1, False)
    assert rungs_back([A, A, B, B], 3, 0) == (2, False)
    assert rungs_back([A, A, B, B], 3, 2) == (0, True)


def test_days_of_soreness_fire_by_themselves_from_the_seventh() -> None:
    assert rows_for_days(STANDARD, 0) == {}
    assert rows_for_days(STANDARD, 6) == {}
    assert list(rows_for_days(STANDARD, 7)) == ["over-a-week"]


def test_a_days_severity_is_the_worst_of_pain_and_findings() -> None:
    assert level_for(STANDARD, [], worst_pain=3) is Severity.MILD
    assert level_for(STANDARD, [], worst_pain=4) is Severity.MODERATE
    assert level_for(STANDARD, [Finding.SPASMS], worst_pain=0) is Severity.MODERATE
    assert level_for(STANDARD, [Finding.SPASMS, Finding.WEAKNESS], worst_pain=0) is Severity.SEVERE
    assert level_for(STANDARD, [Finding.SPASMS], worst_pain=6) is Severity.SEVERE


def test_pain_at_rest_alone_is_some_pain() -> None:
    assert read(checkin(DAY, 3, 0), BEFORE) is Signal.SOME_PAIN


def test_a_worse_morning_is_one_of_little_pain_up_to_2() -> None:
    assert read(checkin(DAY, 0, 2, morning=Morning.WORSE), BEFORE) is Signal.WORSE_MORNING
    assert read(checkin(DAY, 0, 3, morning=Morning.WORSE), BEFORE) is Signal.MORE_PAIN


def test_a_run_that_is_known_not_to_be_clean_makes_its_day_no_full_one() -> None:
    told = checkin(DAY, run=0)
    run = RunRecord(date=told.day, pain=0, minutes=20, is_clean_so_far=False, is_clean=False)
    here, elsewhere = (Trend(runs=(attrs.evolve(run, date=date),)) for date in (told.day, told.day.replace(day=24)))
    signals = [
        signal_of(told, STANDARD, stage=RETURNING, red_flag=False, level_rises=False, trend=trend)
        for trend in (here, elsewhere)
    ]
    assert signals == [Signal.NO_FULL_CHECK_IN, Signal.ALL_WELL]


@pytest.mark.parametrize(
    ("told", "counts"),
    [
        (None, False),
        (checkin(DAY, painkiller=True), False),
        (checkin(DAY, None, 0), False),
        (checkin(DAY, 2, 2), True),
        (checkin(DAY, 3, 2), False),
        (attrs.evolve(checkin(DAY), missed=("2026-11-25-walk-1",)), True),
        (attrs.evolve(checkin(DAY), missed=("2026-11-25-strengthen-1",)), False),
    ],
)
def test_when_the_training_of_a_day_counts(told: CheckIn | None, *, counts: bool) -> None:
    assert is_well_trained(told, STANDARD) is counts
