"""Days: in a row, each with a check-in, reviews on their days, loading on the days off."""

import datetime as dt
from itertools import pairwise

import attrs
import pytest
from hypothesis import given

from soleus_recovery import Plan, build_plan
from soleus_recovery.plan.plan import Session, SetsDose
from soleus_recovery.vocabulary import Activity, Extra, Finding, Kit, Outcome, PhaseKind, Severity
from tests.examples import BERLIN, MEASURES_OF, Case, Kind, care_of, case_of, off_by_cautions, plan_of
from tests.strategies import CAREFUL, PLANNED, self_care
from tests.wall_clock import waking_window, wall

Drawn = tuple[Kind, Case]
RELIEF_HOURS = {Severity.MILD: 48, Severity.MODERATE: 72, Severity.SEVERE: 72}
WARMTH_AND_PRESSURE = frozenset({Activity.WARM_BATH, Activity.MASSAGE, Activity.FOAM_ROLL})


def dates_of(plan: Plan, activity: Activity) -> list[dt.date]:
    return [day.date for day, session in plan.sessions() if session.activity is activity]


def begins(case: Case, date: dt.date, session: Session) -> int:
    """When it starts; what goes on all day starts on waking, or when the plan is made."""
    if session.span is not None:
        return int(session.span.start)
    return max(waking_window(case.runner, date)[0], case.made_at)


class TestShape:
    """A plan is made of days in a row, numbered from the date of onset, in phases that only go forward."""

    @PLANNED
    def test_days_in_a_row(self, drawn: Drawn) -> None:
        _, case = drawn
        plan = plan_of(case)
        days = [day for day in plan.days if day.phase is not PhaseKind.KEEP]
        assert all(second.date - first.date == dt.timedelta(days=1) for first, second in pairwise(days))
        # The night that opened on the date before onset counts as day 0 too: there is no day before it began.
        assert [day.number for day in plan.days] == [max(0, (day.date - case.onset_date).days) for day in plan.days]

    @PLANNED
    def test_it_starts_with_the_window_that_is_open_or_opens_next(self, drawn: Drawn) -> None:
        _, case = drawn
        first = plan_of(case).days[0].date
        around = [wall(case.made_at, case.runner.zone).date() + dt.timedelta(days=n) for n in (-1, 0, 1, 2)]
        expected = next(date for date in around if waking_window(case.runner, date)[1] > case.made_at)
        assert first == expected

    @PLANNED
    def test_phases_only_go_forward(self, drawn: Drawn) -> None:
        _, case = drawn
        ranks = [day.phase.rank for day in plan_of(case).days]
        assert ranks == sorted(ranks)
        assert PhaseKind.HOLD.rank not in ranks

    @PLANNED
    def test_it_says_what_it_is(self, drawn: Drawn) -> None:
        kind, case = drawn
        plan = plan_of(case)
        assert plan.outcome is Outcome.SELF_CARE
        assert plan.severity is kind.severity
        assert plan.possible_strain is kind.possible_strain
        assert plan.onset == case.onset
        assert plan.made_at == case.made_at

    @PLANNED
    def test_the_same_facts_give_the_same_plan(self, drawn: Drawn) -> None:
        _, case = drawn
        assert build_plan(care_of(case)) == build_plan(care_of(case))

    @PLANNED
    def test_keys_are_unique(self, drawn: Drawn) -> None:
        _, case = drawn
        keys = [session.key for _, session in plan_of(case).sessions()]
        assert len(keys) == len(set(keys))


class TestCheckIns:
    """Every day has a short evening check-in."""

    @PLANNED
    def test_one_a_day(self, drawn: Drawn) -> None:
        _, case = drawn
        plan = plan_of(case)
        dates = dates_of(plan, Activity.CHECK_IN)
        excused = {one.date for one in plan.unplaced if one.activity is Activity.CHECK_IN}
        assert sorted({*dates, *excused}) == [day.date for day in plan.days if day.phase is not PhaseKind.KEEP]
        assert len(dates) == len(set(dates))
        assert excused <= {plan.days[0].date}, "only a plan made at bedtime has no room for one"

    @pytest.mark.parametrize("bed", ["12:15", "21:00", "23:59"])
    @pytest.mark.parametrize("minutes_left", [1, 4, 5, 6, 14, 15, 16, 19, 20, 21])
    def test_a_plan_made_at_bedtime_has_one_or_says_why_not(self, bed: str, minutes_left: int) -> None:
        """Nothing is dropped silently."""
        wake = f"{(int(bed[:2]) + 12) % 24:02}:{bed[3:]}"
        runner = attrs.evolve(BERLIN, wake=wake, bed=bed, run_time=None)
        onset = f"2026-11-22T{bed}"
        late = case_of(Kind.PLAIN, runner=runner, onset=onset, minutes_later=24 * 60 - minutes_left)
        at_once = case_of(
            Kind.PLAIN,
            runner=runner,
            onset=wall(late.made_at, BERLIN.zone).isoformat(timespec="minutes"),
            minutes_later=0,
        )
        for case in (late, at_once):
            plan = plan_of(case)
            asked = Activity.CHECK_IN in {session.activity for session in plan.days[0].sessions}
            excused = any(one.activity is Activity.CHECK_IN and one.date == plan.days[0].date for one in plan.unplaced)
            assert asked is not excused

    @PLANNED
    def test_in_the_evening(self, drawn: Drawn) -> None:
        """In the last third of the waking window, whenever that is."""
        _, case = drawn
        for day, session in plan_of(case).sessions():
            if session.activity is Activity.CHECK_IN:
                opens, closes = waking_window(case.runner, day.date)
                assert session.span is not None
                assert session.span.start >= closes - (closes - opens) / 3


class TestReviews:
    """Reviews are on day 3 (MILD) or day 7; soreness that is still there on day 7 refers."""

    @PLANNED
    def test_on_their_days(self, drawn: Drawn) -> None:
        kind, case = drawn
        plan = plan_of(case)
        due = 3 if kind.severity is Severity.MILD else 7
        numbers = [(date - case.onset_date).days for date in dates_of(plan, Activity.REVIEW)]
        assert numbers == sorted(set(numbers))
        assert set(numbers) <= {due, 7}
        if plan.days[0].number < due:
            assert due in numbers

    @pytest.mark.parametrize("kind", Kind)
    def test_each_kind(self, kind: Kind) -> None:
        case = case_of(kind)
        numbers = {(date - case.onset_date).days for date in dates_of(plan_of(case), Activity.REVIEW)}
        assert (3 if kind.severity is Severity.MILD else 7) in numbers


def one_leg_dates(plan: Plan) -> list[dt.date]:
    """The days with training on one leg, each once."""
    return sorted(
        {
            day.date
            for day, each in plan.sessions()
            if each.activity is Activity.STRENGTHEN and isinstance(each.dose, SetsDose) and not each.dose.both_legs
        }
    )


class TestLoading:
    """Loading comes after relief, on one leg on alternate days, and never before the run of its day."""

    @PLANNED
    def test_never_before_the_run_of_its_day(self, drawn: Drawn) -> None:
        _, case = drawn
        for day in plan_of(case).days:
            for run in (each.span for each in day.sessions if each.activity is Activity.RUN and each.span is not None):
                for each in day.sessions:
                    if each.activity is Activity.STRENGTHEN and each.span is not None:
                        assert each.span.start >= run.end

    @PLANNED
    def test_on_one_leg_on_alternate_days(self, drawn: Drawn) -> None:
        _, case = drawn
        dates = one_leg_dates(plan_of(case))
        for first, second in pairwise(dates):
            assert (second - first).days >= 2
        for first, fourth in zip(dates, dates[3:], strict=False):
            assert (fourth - first).days >= 7

    @PLANNED
    def test_not_during_relief(self, drawn: Drawn) -> None:
        kind, case = drawn
        relief_ends = case.onset + RELIEF_HOURS[kind.severity] * 60
        for day, session in plan_of(case).sessions():
            if session.activity is Activity.STRENGTHEN:
                assert begins(case, day.date, session) >= relief_ends

    @pytest.mark.parametrize("kind", Kind)
    def test_there_is_some(self, kind: Kind) -> None:
        assert dates_of(plan_of(case_of(kind)), Activity.STRENGTHEN)

    @PLANNED
    def test_at_most_twice_a_week_in_the_last_phase(self, drawn: Drawn) -> None:
        """PREVENT: glutes and hamstrings twice a week, beside the heel raises."""
        _, case = drawn
        dates = [
            day.date
            for day, session in plan_of(case).sessions()
            if "hamstring" in session.title and day.phase is PhaseKind.PREVENT
        ]
        for date in dates:
            assert sum(date <= other < date + dt.timedelta(days=7) for other in dates) <= 2


class TestFirstDays:
    """For a possible strain: no heat, massage or foam rolling in the first 72 h, no stretching either."""

    @given(self_care(kinds=(Kind.MILD, Kind.MODERATE, Kind.SEVERE)))
    def test_possible_strain(self, drawn: Drawn) -> None:
        _, case = drawn
        for day, session in plan_of(case).sessions():
            if session.activity in WARMTH_AND_PRESSURE | {Activity.STRETCH}:
                assert begins(case, day.date, session) >= case.onset + 72 * 60, session.activity

    @given(self_care(kinds=(Kind.PLAIN,)))
    def test_plain_soreness_waits_for_a_day(self, drawn: Drawn) -> None:
        """Plain soreness: bath, rolling, massage from 24 h."""
        _, case = drawn
        for day, session in plan_of(case).sessions():
            if session.activity in WARMTH_AND_PRESSURE:
                assert begins(case, day.date, session) >= case.onset + 24 * 60, session.activity


class TestExtrasAndKit:
    """Extras are there only for those who ask, and kit that is missing leaves its sessions out."""

    @CAREFUL
    def test_only_what_was_asked_for(self, drawn: Drawn) -> None:
        _, case = drawn
        activities = {session.activity for _, session in plan_of(case).sessions()}
        assert (Activity.MASSAGE not in activities) or (Extra.MASSAGE in case.runner.extras)
        assert (Activity.WARM_BATH not in activities) or (Extra.WARM_BATH in case.runner.extras)
        assert (Activity.FOAM_ROLL not in activities) or (Extra.FOAM_ROLL in case.runner.extras)
        assert (Activity.FOAM_ROLL not in activities) or (Kit.ROLLER not in case.runner.without)

    @CAREFUL
    def test_nothing_that_a_caution_switches_off(self, drawn: Drawn) -> None:
        _, case = drawn
        off = off_by_cautions(case.runner)
        for _, session in plan_of(case).sessions():
            assert MEASURES_OF[session.activity].isdisjoint(off), session.activity

    @pytest.mark.parametrize("kind", Kind)
    def test_extras_that_were_asked_for_are_there(self, kind: Kind) -> None:
        runner = attrs.evolve(BERLIN, extras=frozenset(Extra))
        activities = {session.activity for _, session in plan_of(case_of(kind, runner=runner)).sessions()}
        assert activities >= WARMTH_AND_PRESSURE

    def test_a_missing_roller_is_said(self) -> None:
        runner = attrs.evolve(BERLIN, extras=frozenset({Extra.FOAM_ROLL}), without=frozenset({Kit.ROLLER}))
        plan = plan_of(case_of(Kind.MILD, runner=runner))
        said = [one.reason for one in plan.unplaced] + [note for day in plan.days for note in day.notes]
        assert any("roller" in text.lower() for text in said)

    def test_swelling_does_not_bring_a_sleeve_to_somebody_without_one(self) -> None:
        runner = attrs.evolve(BERLIN, without=frozenset({Kit.SLEEVE}))
        plan = plan_of(case_of(Kind.MILD, runner=runner, findings={Finding.SWELLING}))
        assert not dates_of(plan, Activity.COMPRESS)


class TestInside:
    """Nothing is placed outside the waking window of its day, nor before the plan was made."""

    @CAREFUL
    def test_any(self, drawn: Drawn) -> None:
        _, case = drawn
        for day, session in plan_of(case).sessions():
            if session.span is None:
                continue
            opens, closes = waking_window(case.runner, day.date)
            assert max(opens, case.made_at) <= session.span.start
            assert session.span.end <= closes
