"""Time: when it began, clocks that change, nights that are days, and hours that do not exist or come twice."""

import datetime as dt
from collections import Counter
from itertools import pairwise

import attrs
import pytest
from hypothesis import given

from soleus_recovery import FactError, Plan, Runner, SeeClinician, SelfCare, SymptomReport, assess, build_plan, hold
from soleus_recovery.vocabulary import Activity
from tests.examples import BERLIN, Case, Kind, case_of, plan_of
from tests.laws.run_laws import all_laws
from tests.strategies import self_care
from tests.wall_clock import (
    DAY,
    ODD_ZONES,
    aware,
    clock_changes,
    doubled_wall,
    instant,
    moves_forward,
    skipped_wall,
    waking_window,
    wall,
)

CHANGES = [(zone, change) for zone in ODD_ZONES for change in clock_changes(zone)[:2]]
BOTH_CHANGES = pytest.mark.parametrize(
    ("zone", "change"), CHANGES, ids=[f"{zone}-{wall(change, zone):%Y-%m-%dT%H:%M}" for zone, change in CHANGES]
)
BY_DAY = attrs.evolve(BERLIN, usual_run_minutes=20)
BY_NIGHT = attrs.evolve(BERLIN, usual_run_minutes=20, wake="15:00", bed="07:00", run_time="03:00")
WINDOWS = pytest.mark.parametrize("runner", [BY_DAY, BY_NIGHT], ids=["by day", "by night"])


def told(onset: str, now: str, runner: Runner = BERLIN) -> Case:
    """Mild soreness with this onset, told at this wall time."""
    report = SymptomReport(onset=onset, pain_at_rest=1, pain_walking=3)
    return Case(runner=runner, report=report, now=aware(instant(dt.datetime.fromisoformat(now), runner.zone)))


def check_times(case: Case, plan: Plan) -> None:
    """Every session lies in the window of its day, not before the plan was made, and wall and instant agree."""
    for day, session in plan.sessions():
        if session.span is None:
            assert session.start is None
            continue
        opens, closes = waking_window(case.runner, day.date)
        assert max(opens, case.made_at) <= session.span.start
        assert session.span.end <= closes
        assert session.start is not None
        assert session.end is not None
        assert session.start.timestamp() == session.span.start * 60
        assert session.end.timestamp() == session.span.end * 60
        assert session.start.replace(tzinfo=None) == wall(session.span.start, case.runner.zone)


class TestOnset:
    """Onset yesterday, 3 days ago, 8 days ago (refers), in the future (refused)."""

    def test_yesterday(self) -> None:
        case = told("2026-11-22T18:30", "2026-11-23T09:00")
        plan = plan_of(case)
        assert plan.days[0].number == 1
        assert plan.days[0].date == dt.date(2026, 11, 23)
        check_times(case, plan)

    def test_three_days_ago(self) -> None:
        case = told("2026-11-22T18:30", "2026-11-25T09:00")
        plan = plan_of(case)
        assert plan.days[0].number == 3
        check_times(case, plan)
        all_laws(Kind.MILD, case, plan)

    def test_three_days_and_an_hour_ago_is_at_least_moderate(self) -> None:
        case = told("2026-11-22T18:30", "2026-11-25T19:30")
        all_laws(Kind.MODERATE, case, plan_of(case))

    def test_eight_days_ago_refers(self) -> None:
        result = told("2026-11-22T18:30", "2026-11-30T09:00").assess()
        assert isinstance(result, SeeClinician)
        assert Activity.RUN not in {session.activity for _, session in hold(result).sessions()}

    def test_now_is_allowed(self) -> None:
        assert isinstance(told("2026-11-22T18:30", "2026-11-22T18:30").assess(), SelfCare)

    @pytest.mark.parametrize("minutes", [1, 60, 2 * DAY])
    def test_the_future_is_refused(self, minutes: int) -> None:
        case = told("2026-11-22T18:30", "2026-11-22T18:30")
        with pytest.raises(FactError, match="onset"):
            attrs.evolve(case, now=case.now - dt.timedelta(minutes=minutes)).assess()

    def test_the_zone_of_now_does_not_matter(self) -> None:
        """The same moment told in another zone gives the same plan."""
        case = told("2026-11-22T18:30", "2026-11-23T09:00")
        elsewhere = case.now.astimezone(dt.timezone(dt.timedelta(hours=-10)))
        assert plan_of(attrs.evolve(case, now=elsewhere)) == plan_of(case)


class TestClockChanges:
    """Plans made across both clock changes in five zones."""

    def test_both_kinds_of_change_are_there(self) -> None:
        kinds = Counter((zone, moves_forward(change, zone)) for zone, change in CHANGES)
        assert kinds == Counter({(zone, forward): 1 for zone in ODD_ZONES for forward in (True, False)})

    @BOTH_CHANGES
    @WINDOWS
    @pytest.mark.parametrize("kind", Kind)
    @pytest.mark.parametrize("hours_before", [2, 30, 9 * 24])
    def test_across(self, zone: str, change: int, runner: Runner, kind: Kind, hours_before: int) -> None:
        onset = wall(change - hours_before * 60, zone).isoformat(timespec="minutes")
        case = case_of(kind, runner=attrs.evolve(runner, zone=zone), onset=onset, minutes_later=30)
        plan = plan_of(case)
        check_times(case, plan)
        all_laws(kind, case, plan)

    @BOTH_CHANGES
    @pytest.mark.parametrize("activity", [Activity.CHECK_IN, Activity.RUN])
    def test_days_are_wall_clock(self, zone: str, change: int, activity: Activity) -> None:
        """What stands at an hour stays at that hour after the clocks change."""
        onset = wall(change - 8 * DAY, zone).replace(hour=12, minute=0).isoformat(timespec="minutes")
        case = case_of(Kind.MILD, runner=attrs.evolve(BERLIN, zone=zone), onset=onset)
        # From day 3 on: in the first days an icing may take the place of a check-in, which then moves.
        starts = [
            one.span.start
            for day, one in plan_of(case).sessions()
            if one.activity is activity and one.span is not None and day.number >= 3
        ]
        assert min(starts) < change < max(starts)
        assert len({wall(start, zone).time() for start in starts}) == 1

    @BOTH_CHANGES
    def test_the_first_icing_of_the_morning_stays_at_waking(self, zone: str, change: int) -> None:
        """Ice at 07:00 stays at 07:00 after the clocks change."""
        onset = wall(change - 20 * 60, zone).isoformat(timespec="minutes")
        case = case_of(Kind.SEVERE, runner=attrs.evolve(BERLIN, zone=zone), onset=onset)
        first: dict[dt.date, int] = {}
        for day, session in plan_of(case).sessions():
            if session.activity is Activity.ICE and session.span is not None:
                first.setdefault(day.date, session.span.start)
        mornings = list(first.values())[1:]
        assert len(mornings) >= 2
        assert {wall(start, zone).time() for start in mornings} == {dt.time(7)}


class TestWindowAcrossMidnight:
    """A window crossing midnight (wake 15:00, bed 07:00): a day is the window that opened on its date."""

    @pytest.mark.parametrize("kind", Kind)
    def test_days(self, kind: Kind) -> None:
        case = case_of(kind, runner=BY_NIGHT)
        plan = plan_of(case)
        check_times(case, plan)
        all_laws(kind, case, plan)

    def test_told_after_midnight_belongs_to_the_day_that_opened_yesterday(self) -> None:
        plan = plan_of(told("2026-11-22T18:30", "2026-11-23T02:00", BY_NIGHT))
        assert plan.days[0].date == dt.date(2026, 11, 22)
        assert plan.days[0].number == 0

    def test_told_asleep_starts_with_the_next_window(self) -> None:
        plan = plan_of(told("2026-11-22T18:30", "2026-11-23T08:00", BY_NIGHT))
        assert plan.days[0].date == dt.date(2026, 11, 23)

    def test_a_run_at_three_in_the_night_belongs_to_the_evening_before(self) -> None:
        plan = plan_of(told("2026-11-22T18:30", "2026-11-22T19:00", BY_NIGHT))
        day, run = next((day, one) for day, one in plan.sessions() if one.activity is Activity.RUN)
        assert run.start is not None
        assert run.start.replace(tzinfo=None) == dt.datetime.combine(day.date + dt.timedelta(days=1), dt.time(3))
        assert day.date == dt.date(2026, 11, 28)

    def test_the_date_of_onset_is_day_0_also_after_midnight(self) -> None:
        """Sore at 03:00 on the 23rd: the planned day 6 is the 29th, although the night began on the 22nd."""
        plan = plan_of(told("2026-11-23T03:00", "2026-11-23T16:00", BY_NIGHT))
        first = next(day for day, one in plan.sessions() if one.activity is Activity.RUN)
        assert (plan.days[0].number, first.number) == (0, 6)
        assert first.date == dt.date(2026, 11, 29)


class TestOddHours:
    """Onset inside a spring gap and in the doubled autumn hour: in a gap the later, in a fold the first."""

    def test_berlin_worked_out_by_hand(self) -> None:
        gap = told("2026-03-29T02:30", "2026-03-29T09:00")
        fold = told("2026-10-25T02:30", "2026-10-25T09:00")
        assert plan_of(gap).onset * 60 == dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC).timestamp()
        assert plan_of(fold).onset * 60 == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC).timestamp()

    @BOTH_CHANGES
    @WINDOWS
    def test_each_zone(self, zone: str, change: int, runner: Runner) -> None:
        forward = moves_forward(change, zone)
        odd = skipped_wall(change, zone) if forward else doubled_wall(change, zone)
        onset = odd.isoformat(timespec="minutes")
        report = SymptomReport(onset=onset, pain_at_rest=1, pain_walking=3)
        runner = attrs.evolve(runner, zone=zone)
        at = instant(odd, zone)
        assert (at >= change) is forward
        case = Case(runner=runner, report=report, now=aware(at))
        plan = plan_of(case)
        assert plan.onset == at
        check_times(case, plan)
        all_laws(Kind.MILD, case, plan)
        with pytest.raises(FactError, match="onset"):
            assess(report, runner, now=aware(at - 1))

    @BOTH_CHANGES
    def test_waking_or_going_to_bed_at_an_odd_hour(self, zone: str, change: int) -> None:
        """A window that opens or closes in the gap or the fold still holds its sessions."""
        odd = skipped_wall(change, zone) if moves_forward(change, zone) else doubled_wall(change, zone)
        late = f"{odd:%H:%M}"
        onset = wall(change - 50 * 60, zone).isoformat(timespec="minutes")
        other = f"{odd + dt.timedelta(hours=14):%H:%M}"
        for wake, bed in ((late, other), (other, late)):
            runner = Runner(zone=zone, wake=wake, bed=bed, usual_run_minutes=20)
            case = case_of(Kind.MODERATE, runner=runner, onset=onset)
            plan = plan_of(case)
            check_times(case, plan)
            all_laws(Kind.MODERATE, case, plan)


class TestAnyTime:
    """Nothing is placed outside the window, whatever the zone, the window and the moment."""

    @given(self_care(cautions=True))
    def test_any(self, drawn: tuple[Kind, Case]) -> None:
        _, case = drawn
        check_times(case, plan_of(case))

    @given(self_care())
    def test_sessions_that_cannot_overlap_do_not(self, drawn: tuple[Kind, Case]) -> None:
        """Nobody runs, ices, or answers a check-in at once; only raising goes with icing, and a sleeve with all."""
        _, case = drawn
        together = {Activity.ELEVATE, Activity.COMPRESS, Activity.REST, Activity.HYDRATE}
        for day in plan_of(case).days:
            spans = sorted(
                (one.span, one.key) for one in day.sessions if one.span is not None and one.activity not in together
            )
            for (first, key), (second, other) in pairwise(spans):
                assert first.end <= second.start, (key, other)


@pytest.mark.parametrize("kind", Kind)
def test_build_plan_needs_no_clock_of_its_own(kind: Kind) -> None:
    """`made_at` is the moment that was given, to the minute."""
    case = case_of(kind)
    assert build_plan(assess_as_self_care(case)).made_at == case.made_at


def assess_as_self_care(case: Case) -> SelfCare:
    result = case.assess()
    assert isinstance(result, SelfCare)
    return result
