"""Icing: its times, its limits, and what stands in its place when it is left out."""

from itertools import pairwise

import attrs
import pytest

from soleus_recovery import Plan
from soleus_recovery.spans import Span
from soleus_recovery.vocabulary import Activity, Caution, Kit, Measure, PhaseKind
from tests.examples import BERLIN, CAUTION_OFF, Case, Kind, case_of, plan_of
from tests.planner.oracle_icing import ICE_MINUTES, icing_ends, icing_starts
from tests.strategies import CAREFUL, PLANNED
from tests.wall_clock import DAY, ODD_ZONES, aware, clock_changes, waking_window, wall


def spans_of(plan: Plan, activity: Activity) -> list[Span]:
    """The times of all sessions of this activity; each has to have one."""
    spans = [session.span for _, session in plan.sessions() if session.activity is activity]
    assert None not in spans, f"{activity} without a time"
    return [span for span in spans if span is not None]


def starts_of(plan: Plan, activity: Activity) -> list[int]:
    return [int(span.start) for span in spans_of(plan, activity)]


def across_a_change(zone: str, change: int, *, hours_before: int, kind: Kind) -> Case:
    """A case whose onset is so many hours before a clock change, reported at once, by somebody awake at night."""
    onset = wall(change - hours_before * 60, zone).isoformat(timespec="minutes")
    runner = attrs.evolve(BERLIN, zone=zone, wake="15:00", bed="07:00")
    return case_of(kind, runner=runner, onset=onset, minutes_later=0)


CHANGES = [(zone, change) for zone in ODD_ZONES for change in clock_changes(zone)]
BOTH_CHANGES = pytest.mark.parametrize(
    ("zone", "change"), CHANGES, ids=[f"{zone}-{wall(change, zone):%Y-%m-%dT%H:%M}" for zone, change in CHANGES]
)


class TestOracle:
    """A brute-force oracle that walks minute by minute agrees on count and gaps."""

    @PLANNED
    def test_starts(self, drawn: tuple[Kind, Case]) -> None:
        kind, case = drawn
        assert starts_of(plan_of(case), Activity.ICE) == icing_starts(case, kind.severity)

    @pytest.mark.parametrize("kind", Kind)
    @pytest.mark.parametrize("hours_before", [1, 9, 26])
    @BOTH_CHANGES
    def test_starts_across_a_clock_change(self, zone: str, change: int, hours_before: int, kind: Kind) -> None:
        case = across_a_change(zone, change, hours_before=hours_before, kind=kind)
        assert starts_of(plan_of(case), Activity.ICE) == icing_starts(case, kind.severity)

    def test_the_oracle_on_a_day_worked_out_by_hand(self) -> None:
        """Onset 18:30, reported at 19:30, awake 07:00 to 22:00: mild soreness is iced until 18:30 two days later."""
        case = case_of(Kind.MILD)
        walls = [f"{wall(start, case.runner.zone):%d %H:%M}" for start in icing_starts(case, Kind.MILD.severity)]
        second = ["23 07:00", "23 09:00", "23 11:00", "23 13:00", "23 15:00", "23 17:00", "23 20:00"]
        third = ["24 07:00", "24 10:00", "24 13:00", "24 16:00"]
        assert walls == ["22 19:30", "22 21:30", *second, *third]
        assert starts_of(plan_of(case), Activity.ICE) == icing_starts(case, Kind.MILD.severity)


class TestDose:
    """15 min each."""

    @PLANNED
    def test_each(self, drawn: tuple[Kind, Case]) -> None:
        _, case = drawn
        assert {span.minutes for span in spans_of(plan_of(case), Activity.ICE)} <= {ICE_MINUTES}


class TestSpacing:
    """Start-to-start at least 2 h and, where the waking window allows, at most 3 h, in real minutes."""

    @PLANNED
    def test_gaps(self, drawn: tuple[Kind, Case]) -> None:
        _, case = drawn
        plan = plan_of(case)
        opens = {
            int(session.span.start): waking_window(case.runner, day.date)[0]
            for day, session in plan.sessions()
            if session.activity is Activity.ICE and session.span is not None
        }
        for first, second in pairwise(starts_of(plan, Activity.ICE)):
            assert second - first >= 120
            assert second - first <= 180 or second == opens[second], "asleep is the only reason to wait longer"

    @PLANNED
    def test_two_hours_in_the_first_day_then_three(self, drawn: tuple[Kind, Case]) -> None:
        """Every 2 h in the first 24 h from onset, every 3 h after."""
        _, case = drawn
        for first, second in pairwise(starts_of(plan_of(case), Activity.ICE)):
            assert second < case.onset + DAY or second - first >= 180


class TestLimits:
    """Never outside the waking window, never before the plan was made, none after those hours."""

    @PLANNED
    def test_inside_the_window_of_its_day(self, drawn: tuple[Kind, Case]) -> None:
        _, case = drawn
        for day, session in plan_of(case).sessions():
            if session.activity is Activity.ICE:
                opens, closes = waking_window(case.runner, day.date)
                assert session.span is not None
                assert opens <= session.span.start
                assert session.span.end <= closes

    @PLANNED
    def test_not_before_the_plan_was_made_nor_after_its_hours(self, drawn: tuple[Kind, Case]) -> None:
        kind, case = drawn
        for span in spans_of(plan_of(case), Activity.ICE):
            assert span.start >= case.made_at
            assert span.end <= icing_ends(case, kind.severity)

    @pytest.mark.parametrize(("kind", "hours"), [(Kind.PLAIN, 48), (Kind.MILD, 48), (Kind.MODERATE, 72)])
    def test_none_is_left_once_the_hours_are_over(self, kind: Kind, hours: int) -> None:
        report_late = case_of(kind, minutes_later=hours * 60)
        assert starts_of(plan_of(report_late), Activity.ICE) == []

    @pytest.mark.parametrize("at", ["19:29", "19:31", "20:44", "20:45", "20:46", "21:45", "21:46", "21:59"])
    def test_a_plan_made_at_any_minute_of_the_evening(self, at: str) -> None:
        """The last icing of a day ends at bedtime at the latest."""
        hours, minutes = map(int, at.split(":"))
        case = case_of(Kind.SEVERE, minutes_later=(hours * 60 + minutes) - (18 * 60 + 30))
        assert starts_of(plan_of(case), Activity.ICE) == icing_starts(case, Kind.SEVERE.severity)


class TestRaising:
    """The leg is raised above the heart during each icing."""

    @PLANNED
    def test_at_the_same_times(self, drawn: tuple[Kind, Case]) -> None:
        _, case = drawn
        plan = plan_of(case)
        assert spans_of(plan, Activity.ELEVATE) == spans_of(plan, Activity.ICE)


class TestCautions:
    """Cautions replace sessions, say so, and never add one."""

    @CAREFUL
    def test_nothing_a_caution_switches_off_and_the_rest_as_before(self, drawn: tuple[Kind, Case]) -> None:
        kind, case = drawn
        plan = plan_of(case)
        expected = icing_starts(case, kind.severity)
        off = frozenset[Measure]().union(*(CAUTION_OFF[caution] for caution in case.runner.cautions))
        assert starts_of(plan, Activity.ICE) == ([] if Measure.ICE in off else expected)
        assert starts_of(plan, Activity.ELEVATE) == ([] if Measure.RAISING in off else expected)

    @pytest.mark.parametrize("caution", Caution)
    def test_each_alone(self, caution: Caution) -> None:
        case = case_of(Kind.SEVERE, runner=attrs.evolve(BERLIN, cautions=frozenset({caution})))
        plan, expected = plan_of(case), icing_starts(case_of(Kind.SEVERE), Kind.SEVERE.severity)
        activities = {session.activity for _, session in plan.sessions()}
        off = CAUTION_OFF[caution]
        assert starts_of(plan, Activity.ICE) == ([] if Measure.ICE in off else expected)
        assert starts_of(plan, Activity.ELEVATE) == ([] if Measure.RAISING in off else expected)
        assert (Activity.COMPRESS in activities) is (Measure.COMPRESSION not in off)

    @pytest.mark.parametrize("caution", [caution for caution in Caution if caution is not Caution.NSAID_RISK])
    def test_the_plan_says_what_was_left_out(self, caution: Caution) -> None:
        runner = attrs.evolve(BERLIN, cautions=frozenset({caution}))
        plan = plan_of(case_of(Kind.MILD, runner=runner))
        said = [one.reason for one in plan.unplaced] + [note for day in plan.days for note in day.notes]
        said += [reason.text for reason in plan.reasons]
        plain = plan_of(case_of(Kind.MILD))
        usual = [one.reason for one in plain.unplaced] + [note for day in plain.days for note in day.notes]
        usual += [reason.text for reason in plain.reasons]
        assert any("ice" in text.lower() or "cold" in text.lower() for text in set(said) - set(usual))

    @PLANNED
    def test_a_caution_never_adds_a_session(self, drawn: tuple[Kind, Case]) -> None:
        _, case = drawn
        # Poor circulation with pain at rest refers.
        refers = frozenset[Caution]() if case.report.pain_at_rest == 0 else {Caution.POOR_CIRCULATION}
        careful = attrs.evolve(case, runner=attrs.evolve(case.runner, cautions=frozenset(Caution) - refers))
        # Not counted: a check-in that a last icing before bed had left no room for.
        before = {(day.date, one.activity) for day, one in plan_of(case).sessions()}
        after = {(day.date, one.activity) for day, one in plan_of(careful).sessions()}
        assert {activity for _, activity in after - before} <= {Activity.CHECK_IN}


class TestCompression:
    """A sleeve while awake, off at night."""

    @PLANNED
    def test_only_with_a_sleeve_and_only_awake(self, drawn: tuple[Kind, Case]) -> None:
        _, case = drawn
        for day, session in plan_of(case).sessions():
            if session.activity is not Activity.COMPRESS:
                continue
            assert Kit.SLEEVE not in case.runner.without
            if session.span is not None:
                opens, closes = waking_window(case.runner, day.date)
                assert opens <= session.span.start
                assert session.span.end <= closes

    @pytest.mark.parametrize("kind", Kind)
    def test_on_every_day_of_relief(self, kind: Kind) -> None:
        for day in plan_of(case_of(kind)).days:
            if day.phase is PhaseKind.RELIEVE:
                assert Activity.COMPRESS in {session.activity for session in day.sessions}

    def test_without_a_sleeve_the_plan_says_so(self) -> None:
        plan = plan_of(case_of(Kind.MILD, runner=attrs.evolve(BERLIN, without=frozenset({Kit.SLEEVE}))))
        said = [one.reason for one in plan.unplaced] + [note for day in plan.days for note in day.notes]
        assert any("sleeve" in text.lower() for text in said)


def test_an_icing_at_a_clock_change_is_where_the_oracle_says_it_is() -> None:
    """Two icings around Berlin's doubled hour are 3 real hours apart, not 3 hours on the wall."""
    change = next(at for at in clock_changes("Europe/Berlin") if wall(at, "Europe/Berlin").month == 10)
    case = across_a_change("Europe/Berlin", change, hours_before=30, kind=Kind.SEVERE)
    starts = starts_of(plan_of(case), Activity.ICE)
    around = next((first, second) for first, second in pairwise(starts) if first < change <= second)
    assert around[1] - around[0] == 180
    assert aware(around[1]) > aware(around[0])
    assert wall(around[1], "Europe/Berlin") - wall(around[0], "Europe/Berlin") != 3 * (aware(60) - aware(0))
