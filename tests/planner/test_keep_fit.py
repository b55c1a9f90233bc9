"""Exercise that keeps fit while running rests: for whom, from when on, how long, and on which days not."""

import datetime as dt

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery import CheckIn, Clearance, Extra, Finding, Morning, Plan, Session, SymptomReport, hold
from soleus_recovery.plan.plan import Day, TimeDose
from soleus_recovery.vocabulary import Activity, PhaseKind, UnplacedWhy
from tests.examples import BERLIN, Kind, case_of, plan_of, referral_of, report_of
from tests.export.stories import ALL_TESTS, Story, checkin
from tests.wall_clock import minute_of, waking_window

WAYS = (Extra.BIKE, Extra.WATER_RUNNING, Extra.SWIMMING)
CYCLIST = attrs.evolve(BERLIN, extras=frozenset({Extra.BIKE}))
SUNDAY = dt.date(2026, 11, 22)
LITTLE = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=0, pain_walking=2)
LINE = "Want to keep fit meanwhile?"


def kept_fit(plan: Plan) -> list[tuple[Day, Session]]:
    return [(day, each) for day, each in plan.sessions() if each.activity is Activity.KEEP_FIT]


def numbers(plan: Plan) -> list[int]:
    return [day.number for day, _ in kept_fit(plan)]


def minutes(session: Session) -> int:
    assert isinstance(session.dose, TimeDose)
    return session.dose.minutes


def started(report: SymptomReport = LITTLE) -> Story:
    return Story(runner=CYCLIST, report=report)


class TestForWhom:
    @pytest.mark.parametrize("extra", WAYS)
    def test_for_those_who_ask_and_each_way_says_how(self, extra: Extra) -> None:
        how = {
            Extra.BIKE: "not the toes",
            Extra.WATER_RUNNING: "feet never on the floor",
            Extra.SWIMMING: "no kick and no push off",
        }
        plan = Story(runner=attrs.evolve(BERLIN, extras=[extra]), report=LITTLE).plan
        sessions = [each for _, each in kept_fit(plan)]
        assert sessions
        for each in sessions:
            assert how[extra] in each.instructions
            assert not any(how[other] in each.instructions for other in WAYS if other is not extra)
            assert "No rowing, and no standing on the pedals, before the tests are passed." in each.instructions

    def test_several_ways_share_one_session(self) -> None:
        plan = Story(runner=attrs.evolve(BERLIN, extras=frozenset(WAYS)), report=LITTLE).plan
        assert len({day.date for day, _ in kept_fit(plan)}) == len(kept_fit(plan)) > 0
        assert kept_fit(plan)[0][1].title == "Keep fit, 15 min: bike / water running / swimming"

    @pytest.mark.parametrize("kind", Kind)
    def test_one_line_on_one_card_says_that_it_exists(self, kind: Kind) -> None:
        cards = [day for day in plan_of(case_of(kind)).days if any(LINE in note for note in day.notes)]
        assert [day.phase for day in cards] == [PhaseKind.RESTORE]
        asked = plan_of(case_of(kind, runner=CYCLIST))
        assert not any(LINE in note for day in asked.days for note in day.notes)

    def test_nobody_is_kept_fit_until_a_clinician_has_seen_the_calf(self) -> None:
        case = attrs.evolve(
            case_of(Kind.MILD, runner=CYCLIST), report=attrs.evolve(LITTLE, findings=[Finding.BRUISING])
        )
        assert kept_fit(hold(referral_of(case))) == []


class TestFromWhenOn:
    """From 24 h (plain soreness) or 72 h (possible strain), where the walking pain told last is 2 or less."""

    def test_plain_soreness(self) -> None:
        plan = plan_of(case_of(Kind.PLAIN, runner=CYCLIST))
        first = kept_fit(plan)[0]
        assert (first[0].number, first[0].phase) == (1, PhaseKind.RELIEVE)
        assert first[1].start is not None
        assert minute_of(first[1].start) >= case_of(Kind.PLAIN).onset + 24 * 60

    def test_a_possible_strain(self) -> None:
        assert numbers(started().plan)[0] == 3

    @pytest.mark.parametrize("kind", [Kind.MILD, Kind.MODERATE, Kind.SEVERE])
    def test_the_report_tells_more_pain(self, kind: Kind) -> None:
        plan = plan_of(case_of(kind, runner=CYCLIST))
        assert kept_fit(plan) == []
        said = [item for item in plan.unplaced if item.activity is Activity.KEEP_FIT]
        assert [item.why for item in said] == [UnplacedWhy.PAIN]
        assert said[0].reason == "waits for a check-in with walking pain of 2 or less (last told: Sun 22 Nov)"

    def test_walking_pain_that_nobody_told_is_too_much(self) -> None:
        report = attrs.evolve(report_of(Kind.MILD), pain_walking=None, severity=Kind.MILD.severity)
        assert kept_fit(started(report).plan) == []

    def test_a_check_in_opens_and_closes_it(self) -> None:
        story = Story(runner=CYCLIST)
        assert kept_fit(story.plan) == []
        story.tell(checkin("2026-11-23", walking=2), "2026-11-23T21:00")
        assert numbers(story.plan)[0] == 3
        story.tell(checkin("2026-11-24", walking=3), "2026-11-24T21:00")
        assert kept_fit(story.plan) == []

    def test_a_painkiller_opens_nothing_and_closes_all_the_same(self) -> None:
        story = Story(runner=CYCLIST).tell(checkin("2026-11-23", walking=1, painkiller=True), "2026-11-23T21:00")
        assert kept_fit(story.plan) == []
        story = started().tell(checkin("2026-11-23", walking=3, painkiller=True), "2026-11-23T21:00")
        assert kept_fit(story.plan) == []

    def test_what_was_told_before_a_clearance_still_counts(self) -> None:
        """Walking pain of 8 refers; the clearance alone keeps nobody fit, although the report told 2."""
        story = started().tell(checkin("2026-11-23", walking=8), "2026-11-23T21:00")
        cleared_for = next(iter(story.progress.waiting.findings)) if story.progress.waiting else None
        assert cleared_for is not None
        cleared = Clearance(date=dt.date(2026, 11, 24), by="Dr Ng", finding=cleared_for)
        story.tell(cleared, "2026-11-24T18:00")
        assert story.progress.waiting is None
        assert kept_fit(story.plan) == []


class TestHowMuch:
    def test_15_to_45_minutes_by_5_and_one_day_off_a_week(self) -> None:
        plan = started(report_of(Kind.SEVERE)).tell(checkin("2026-11-23", 0, 2), "2026-11-23T21:00").plan
        lengths = [minutes(each) for _, each in kept_fit(plan)]
        assert lengths[:7] == [15, 20, 25, 30, 35, 40, 45]
        assert set(lengths[7:]) == {45}
        before_tests = [number for number in numbers(plan) if number < 12]
        assert before_tests == [3, 4, 5, 6, 7, 8, 10, 11]

    def test_a_missed_or_a_silent_day_is_no_step_up(self) -> None:
        story = started().wait("2026-11-26T08:00")
        lengths = {day.number: minutes(each) for day, each in kept_fit(story.plan)}
        assert lengths[3] == 15
        assert min(length for number, length in lengths.items() if number > 3) == 15


class TestOnWhichDaysNot:
    def test_a_worse_morning_takes_two_days(self) -> None:
        """The 48 hours count from the end of the day whose morning was worse."""
        story = started(report_of(Kind.SEVERE)).tell(checkin("2026-11-23", 0, 2), "2026-11-23T21:00")
        story.tell(checkin("2026-11-24", 0, 1), "2026-11-24T21:00")
        assert numbers(story.plan)[:3] == [3, 4, 5]
        story.tell(checkin("2026-11-25", 0, 1, morning=Morning.WORSE), "2026-11-25T08:00")
        assert numbers(story.plan)[0] == 6
        said = [item for item in story.plan.unplaced if item.why is UnplacedWhy.PAIN]
        assert said[-1].reason == "left out for 48 hours after the worse morning of Wed 25 Nov"

    def test_no_day_with_tests_that_are_still_to_be_done(self) -> None:
        """On the 26th tests are offered, and on the 27th as long as they are not told as done."""
        story = started()
        for day in (23, 24, 25):
            story.tell(checkin(f"2026-11-{day}"), f"2026-11-{day}T21:00")
        assert {4, 5}.isdisjoint(numbers(story.plan))
        story.tell(checkin("2026-11-26", gates=ALL_TESTS), "2026-11-26T21:00")
        assert 5 in numbers(story.plan)

    def test_no_day_with_a_run_and_none_once_the_usual_run_is_back(self) -> None:
        plan = started().plan
        runs = {day.date for day, each in plan.sessions() if each.activity is Activity.RUN}
        assert runs.isdisjoint({day.date for day, _ in kept_fit(plan)})
        assert {day.phase for day, _ in kept_fit(plan)} <= {PhaseKind.RESTORE, PhaseKind.RETURN}
        assert any(day.phase is PhaseKind.RETURN for day, _ in kept_fit(plan))


@st.composite
def evenings(draw: st.DrawFn) -> list[CheckIn]:
    """Check-ins for some of the first days, none of which refers."""
    told: list[CheckIn] = []
    for number in range(draw(st.integers(1, 6))):
        if not draw(st.booleans()) and number:
            continue
        told.append(
            checkin(
                SUNDAY + dt.timedelta(days=number + 1),
                draw(st.integers(0, 2)),
                draw(st.integers(0, 5)),
                morning=draw(st.sampled_from([Morning.BETTER, Morning.SAME, Morning.SAME, Morning.WORSE, None])),
                gates=draw(st.sampled_from([frozenset(), ALL_TESTS])),
                painkiller=draw(st.sampled_from([False, False, True])),
            )
        )
    return told


@given(told=evenings(), walking=st.integers(0, 5))
def test_it_waits_for_little_pain_whatever_was_told(told: list[CheckIn], walking: int) -> None:
    """The last told walking pain is 2 or less, and each worse morning is two nights and two days behind."""
    story = started(SymptomReport(onset="2026-11-22T18:30", pain_at_rest=0, pain_walking=walking))
    known = walking
    for fact in told:
        story.tell(fact, f"{fact.day}T21:30")
        assert fact.pain_walking is not None
        known = max(known, fact.pain_walking) if fact.painkiller else fact.pain_walking
    ahead = [(day, each) for day, each in kept_fit(story.plan) if each.span and each.span.start > story.at]
    assert known <= 2 or not ahead
    for day, each in ahead:
        for fact in told:
            assert each.span is not None
            bed = waking_window(BERLIN, fact.day)[1]
            assert fact.morning is not Morning.WORSE or each.span.start >= bed + 48 * 60
        assert not any(other.activity is Activity.RUN for other in day.sessions)
    dates = [day.date for day, _ in kept_fit(story.plan)]
    for date in dates:
        assert sum(date <= other < date + dt.timedelta(days=7) for other in dates) <= 6
