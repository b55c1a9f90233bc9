"""Which facts a case takes, when, and how it refuses all others: reading `days`."""

import copy
import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery import (
    Amendment,
    BusyTimes,
    CaseClosed,
    CheckIn,
    Clearance,
    Done,
    FactError,
    Finding,
    Morning,
    Severity,
    Signal,
    SoleusError,
    SymptomReport,
    Urgency,
    issue,
    progress,
    record,
    transition_violations,
    violations,
)
from soleus_recovery.clock import MINUTES_PER_HOUR, Minute
from soleus_recovery.facts.case import Fact
from tests.export.stories import ALL_TESTS, Story, checkin
from tests.wall_clock import aware, instant

BERLIN = "Europe/Berlin"
DAY: dict[str, Any] = {"day": dt.date(2026, 11, 23)}


def at(wall: str) -> dt.datetime:
    return aware(instant(dt.datetime.fromisoformat(wall), BERLIN))


def refusal(story: Story, fact: Fact, now: str) -> str:
    before = story.case
    with pytest.raises(SoleusError) as refused:
        record(story.case, fact, now=at(now))
    assert story.case == before
    return str(refused.value)


@pytest.mark.parametrize(("fact", "kind"), [("hello", "str"), (None, "NoneType"), ({"day": "2026-11-23"}, "dict")])
def test_what_is_no_fact_is_refused(fact: Any, kind: str) -> None:
    """Also where nothing else would look at it."""
    message = refusal(Story(), fact, "2026-11-23T21:00")
    assert message == f"fact: a {kind}; allowed: one of CheckIn, Clearance, Amendment, BusyTimes"


class _Odd:
    """A class that no fact is of."""


@given(
    fact=st.one_of(st.none(), st.text(), st.integers(), st.binary(), st.dictionaries(st.text(), st.text(), max_size=2))
    | st.sampled_from([_Odd(), CheckIn, Done(session="run-1"), Story().case, Story().case.report, Story().case.runner])
)
def test_only_facts_are_recorded(fact: Any) -> None:
    assert refusal(Story(), fact, "2026-11-23T21:00").startswith("fact: a ")


def _three_runs_told() -> Story:
    """Three runs in seven days, as usual, each told with its pain."""
    usual = attrs.evolve(Story().case.runner, usual_run_minutes=20, runs_per_week=7)
    story, runs, day = Story(runner=usual), 0, 23
    while runs < 3:
        date = dt.date(2026, 11, 1) + dt.timedelta(days=day - 1)
        planned = story.plan.on(date)
        ran = planned is not None and any(each.key.startswith("run-") for each in planned.sessions)
        gates = ALL_TESTS if story.progress.state.gate_needed and not story.progress.state.gate_passed else ()
        story.tell(checkin(date, run=0 if ran else None, gates=gates), f"{date}T21:30")
        runs, day = runs + ran, day + 1
        assert day < 60
    return story


THREE_RUNS = _three_runs_told()


def test_fewer_runs_a_week_do_not_make_past_runs_too_many() -> None:
    """Three runs in seven days were as usual; from now on one is, and the plan keeps to that and to every law."""
    story = copy.copy(THREE_RUNS)
    fewer = attrs.evolve(story.progress.runner, runs_per_week=1)
    story.tell(Amendment(runner=fewer, report=story.case.report), story.at)
    assert violations(story.plan, story.case.protocol) == ()
    runs = [each.start for _, each in story.plan.sessions() if each.start is not None and each.key.startswith("run-")]
    last, next_run, *_ = [start.date() for start in runs[2:]]
    assert (next_run - last).days >= 7


@given(runs_per_week=st.integers(1, 7), hours=st.integers(0, 240))
def test_whatever_runs_a_week_are_told_the_past_is_not_too_many_and_the_next_week_is_not_either(
    runs_per_week: int, hours: int
) -> None:
    """No law is broken by runs that were told, and with those of the last days the plan keeps to the new number."""
    story = copy.copy(THREE_RUNS)
    story.wait_until(Minute(story.at + hours * MINUTES_PER_HOUR))
    runner = attrs.evolve(story.progress.runner, runs_per_week=runs_per_week)
    story.tell(Amendment(runner=runner, report=story.case.report), story.at)
    assert violations(story.plan, story.case.protocol) == ()
    told = {
        each.fact.day for each in story.case.entries if isinstance(each.fact, CheckIn) and each.fact.pain_running == 0
    }
    ahead = {
        day.date
        for day, each in story.plan.sessions()
        if each.key.startswith("run-") and each.span is not None and each.span.start >= story.at
    }
    for first in sorted(told | ahead):
        week = {date for date in told | ahead if 0 <= (date - first).days < 7}
        assert len(week) <= runs_per_week or not week & ahead


class TestTheDay:
    def test_a_day_that_has_not_begun_is_refused(self) -> None:
        said = refusal(Story(), checkin("2026-11-24"), "2026-11-23T21:00")
        assert said == "day: 2026-11-24 has not begun; allowed: a day from 2026-11-22 to 2026-11-23"

    def test_before_waking_today_has_not_begun(self) -> None:
        assert "2026-11-24 has not begun" in refusal(Story(), checkin("2026-11-24"), "2026-11-24T06:59")
        assert record(Story().case, checkin("2026-11-24"), now=at("2026-11-24T07:00")).entries

    def test_a_day_before_the_onset_is_refused(self) -> None:
        said = refusal(Story(), checkin("2026-11-21"), "2026-11-23T21:00")
        assert said == "day: 2026-11-21 is before the onset; allowed: a day from 2026-11-22 to 2026-11-23"

    def test_an_onset_after_bedtime_belongs_to_the_next_day(self) -> None:
        report = attrs.evolve(Story().case.report, onset="2026-11-22T23:30")
        late = Story(report=report, now="2026-11-22T23:45")
        assert "is before the onset" in refusal(late, checkin("2026-11-22"), "2026-11-23T21:00")

    def test_any_day_since_can_be_told_of_later(self) -> None:
        story = Story().tell(checkin("2026-11-22"), "2026-11-26T08:00")
        story.tell(checkin("2026-11-24"), "2026-11-26T08:01")
        assert [verdict.date.day for verdict in story.progress.verdicts if not verdict.is_silent] == [22, 24]

    def test_nothing_is_told_before_what_was_told_last(self) -> None:
        story = Story().tell(checkin("2026-11-23"), "2026-11-23T21:00")
        said = refusal(story, checkin("2026-11-23"), "2026-11-23T20:59")
        assert said.startswith("now: ")
        assert "is before the last entry" in said


class TestTwiceForADay:
    def test_the_later_word_replaces_and_says_so(self) -> None:
        story = Story().tell(checkin("2026-11-25", morning=Morning.WORSE), "2026-11-25T20:00")
        before = story.progress.verdicts[-1].signal
        story.tell(checkin("2026-11-25"), "2026-11-25T21:00")
        assert (before, story.progress.verdicts[-1].signal) == (Signal.WORSE_MORNING, Signal.ALL_WELL)
        said = [reason.text for reason in story.plan.revisions[-1].reasons]
        assert said[0] == "The check-in for Wed 25 Nov replaces the one before."
        assert len(story.case.entries) == 2

    def test_the_level_that_the_first_one_raised_stays(self) -> None:
        story = Story().tell(checkin("2026-11-23", 2, 5), "2026-11-23T20:00")
        story.tell(checkin("2026-11-23", 0, 1), "2026-11-23T21:00")
        assert story.progress.severity is Severity.MODERATE

    def test_what_the_first_one_told_of_a_red_flag_stays(self) -> None:
        story = Story().tell(checkin("2026-11-23", findings=[Finding.CLOT_RISK]), "2026-11-23T20:00")
        story.tell(checkin("2026-11-23"), "2026-11-23T21:00")
        assert story.progress.waiting is not None
        assert story.progress.waiting.findings == {Finding.CLOT_RISK}

    def test_what_it_named_counts_beside_the_later_word_though_the_episode_was_over(self) -> None:
        """Found by the oracle: numbness, then 9 in a run, named for one day that had begun well, are an emergency."""
        story = Story().tell(checkin("2026-11-23"), "2026-11-23T21:00")
        numb = checkin("2026-11-23", 0, None, morning=None, findings=[Finding.NUMBNESS_OR_TINGLING])
        assert story.tell(numb, "2026-11-23T21:10").plan.urgency is Urgency.TODAY
        story.tell(checkin("2026-11-23", None, 0, run=9, morning=None), "2026-11-23T21:20")
        assert story.progress.waiting is not None
        assert story.progress.waiting.urgency is Urgency.EMERGENCY

    def test_tests_do_not_count_on_a_day_on_which_it_was_sore_for_too_long(self) -> None:
        """Found by the oracle: a second check-in for the day, with the tests, made the day a good one."""
        story = Story().tell(checkin("2026-11-30", None, None), "2026-11-30T20:00")
        assert story.progress.verdicts[-1].signal is Signal.RED_FLAG
        story.tell(checkin("2026-11-30", gates=ALL_TESTS), "2026-11-30T21:00")
        assert story.progress.verdicts[-1].signal is Signal.RED_FLAG
        assert story.progress.gates == frozenset()


class TestAClosedCase:
    @pytest.fixture
    def over(self) -> Story:
        """Plain soreness, a run at the usual length, and 14 days on."""
        plain = SymptomReport(
            onset="2026-11-22T18:30",
            pain_at_rest=0,
            pain_walking=1,
            findings={Finding.STARTED_HOURS_AFTER, Finding.DIFFUSE_SORENESS},
        )
        runner = attrs.evolve(Story().case.runner, usual_run_minutes=20, runs_per_week=7)
        story = Story(runner=runner, report=plain)
        day = 23
        while story.progress.last_date is None or story.progress.last_date >= dt.date(2026, 11, 1) + dt.timedelta(day):
            date = dt.date(2026, 11, 1) + dt.timedelta(days=day - 1)
            run = story.plan.on(date)
            ran = run is not None and any(each.key.startswith("run-") for each in run.sessions)
            gates = ALL_TESTS if story.progress.state.gate_needed and not story.progress.state.gate_passed else ()
            story.tell(checkin(date, run=0 if ran else None, gates=gates), f"{date}T21:30")
            day += 1
            assert day < 90
        assert not story.progress.is_closed
        return story.wait(f"{dt.date(2026, 11, 1) + dt.timedelta(days=day)}T08:00")

    def test_it_is_closed_and_a_word_for_a_later_day_is_refused(self, over: Story) -> None:
        assert over.progress.is_closed
        assert over.progress.last_date is not None
        later = over.progress.last_date + dt.timedelta(days=1)
        with pytest.raises(CaseClosed, match=f"this plan ended on {over.progress.last_date}; sore again"):
            record(over.case, checkin(later), now=at(f"{later}T21:00"))

    def test_a_day_of_the_plan_can_still_be_told_of(self, over: Story) -> None:
        assert over.progress.last_date is not None
        later = over.tell(checkin(over.progress.last_date, painkiller=True), over.at)
        assert later.progress.is_closed

    def test_a_red_flag_is_heard_even_then(self, over: Story) -> None:
        assert over.progress.last_date is not None
        later = over.progress.last_date + dt.timedelta(days=1)
        over.tell(checkin(later, findings=[Finding.POP_OR_KICK]), f"{later}T21:00")
        assert over.progress.waiting is not None

    def test_after_an_emergency_nothing_is_taken(self) -> None:
        story = Story().tell(checkin("2026-11-23", findings=[Finding.BREATHLESS_OR_CHEST_PAIN]), "2026-11-23T20:00")
        for fact in (
            checkin("2026-11-24"),
            Clearance(date=dt.date(2026, 11, 24), by="Dr. Weber", finding=Finding.BREATHLESS_OR_CHEST_PAIN),
            Amendment(runner=story.case.runner, report=story.case.report),
        ):
            assert "this case ended with an emergency" in refusal(story, fact, "2026-11-24T21:00")


class TestWords:
    @pytest.mark.parametrize(
        ("facts", "said"),
        [
            ({"pain_at_rest": 11}, "pain_at_rest: 11 "),
            ({"pain_walking": -1}, "pain_walking: -1 "),
            ({"pain_running": True}, "pain_running: True "),
            ({"pain_at_rest": "3"}, "pain_at_rest: '3' "),
            ({"morning": "worse"}, "morning: 'worse' is not a Morning; allowed: better, same, worse"),
            ({"findings": ["sore toe"]}, "findings: 'sore toe' is not a Finding; allowed: local-pain, "),
            ({"gates": ["jump"]}, "gates: 'jump' is not a Gate; allowed: brisk-walk, "),
            ({"painkiller": 1}, "painkiller: 1 is no answer; allowed: true or false"),
            ({"day": dt.datetime(2026, 11, 23, tzinfo=dt.UTC)}, "day: "),
            ({"done": ("run-1",)}, "done: 'run-1' is no Done"),
            ({"missed": (1,)}, "missed: 1 is no str"),
            ({"done": (Done(session="run-1"),), "missed": ("run-1",)}, "missed: 'run-1' is done and missed"),
        ],
        ids=lambda value: str(value)[:40],
    )
    def test_an_unknown_word_is_named_with_what_is_allowed(self, facts: dict[str, Any], said: str) -> None:
        with pytest.raises(FactError) as refused:
            CheckIn(**(DAY | facts))
        assert str(refused.value).startswith(said)
        assert "; allowed: " in str(refused.value)


class TestDone:
    def test_a_time_that_is_still_to_come_is_refused(self) -> None:
        fact = attrs.evolve(checkin("2026-11-23"), done=(Done(session="2026-11-23-ice-2", at="10:40"),))
        said = refusal(Story(), fact, "2026-11-23T10:30")
        assert said == "done: '10:40' is still to come; allowed: a time before now"

    def test_a_time_in_the_night_is_refused(self) -> None:
        fact = attrs.evolve(checkin("2026-11-23"), done=(Done(session="2026-11-23-ice-2", at="05:00"),))
        said = refusal(Story(), fact, "2026-11-24T06:30")
        assert said == "done: '05:00' is outside the waking window; allowed: a time from 07:00 up to 22:00"

    def test_done_later_it_re_anchors_the_rest_of_the_day(self) -> None:
        story = Story().wait("2026-11-23T10:45")
        icings = [each for each in story.plan.sessions() if each[1].activity.value == "ice"]
        today = [each for day, each in icings if day.date.day == 23]
        starts = [each.start for each in today if each.start is not None]
        assert [f"{start:%H:%M}" for start in starts[:4]] == ["07:00", "09:00", "11:00", "13:00"]
        fact = attrs.evolve(checkin("2026-11-23", 1, 3), done=(Done(session=today[1].key, at="10:40"),))
        story.tell(fact, "2026-11-23T10:45")
        planned = [each for day, each in story.plan.sessions() if each.activity.value == "ice" and day.date.day == 23]
        times = [f"{each.start:%H:%M}" for each in planned if each.start is not None]
        # Two hours after the one at 10:40, in the first day after onset; those that were due keep their times.
        assert times[:4] == ["07:00", "09:00", "12:40", "14:40"]

    def test_done_early_it_stands_where_it_was_done(self) -> None:
        story = Story().tell(checkin("2026-11-23", 1, 3), "2026-11-23T21:00").wait("2026-11-24T09:30")
        key = "2026-11-24-ice-2"
        assert f"{_start(story, key):%H:%M}" == "10:00"
        fact = attrs.evolve(checkin("2026-11-24", 1, 3), done=(Done(session=key, at="09:10"),))
        story.tell(fact, "2026-11-24T09:30")
        assert f"{_start(story, key):%H:%M}" == "09:10"
        assert _start(story, "2026-11-24-ice-3") == _start(story, key) + dt.timedelta(hours=3)

    def test_nothing_was_done_before_there_was_a_plan(self) -> None:
        """Found by a life: the first icing of a plan was named as done hours before the plan was made."""
        story = Story(now="2026-11-22T19:30").wait("2026-11-22T19:30")
        fact = attrs.evolve(checkin("2026-11-22", 1, 3), done=(Done(session="2026-11-22-ice-1", at="18:45"),))
        said = refusal(story, fact, "2026-11-22T19:30")
        assert said.startswith("done: '2026-11-22-ice-1' cannot have been then; allowed: a time in the waking window")


def _start(story: Story, key: str) -> dt.datetime:
    starts = [each.start for _, each in story.plan.sessions() if each.key == key and each.start is not None]
    assert len(starts) == 1
    return starts[0]


class TestTheMinuteOfBedtime:
    """The day is not over yet: a check-in in that minute counts for that day, even after a plan was made in it."""

    @pytest.mark.parametrize("asked", ["2026-11-25T22:00", "2026-11-25T22:01"])
    def test_what_is_told_after_a_plan_of_that_minute_gives_what_a_fresh_start_gives(self, asked: str) -> None:
        story = Story().wait("2026-11-25T22:00").tell(BusyTimes(spans=()), "2026-11-25T22:00").wait(asked)
        assert issue(story.case, story.at) == story.issued
        story.tell(checkin("2026-11-25"), "2026-11-25T22:01").wait("2026-11-26T23:00")
        assert issue(story.case, story.at) == story.issued

    def test_a_silent_day_is_told_of_once_it_is_over(self) -> None:
        story = Story().wait("2026-11-25T22:00")
        assert len(story.plan.revisions) == 0
        assert len(story.wait("2026-11-25T22:01").plan.revisions) == 1
        assert len(story.wait("2026-11-25T22:02").plan.revisions) == 1


class TestTwoYears:
    """A fact so long after the last entry belongs to a new case, whatever it is."""

    def test_a_moment_after_two_years_of_silence_is_refused(self) -> None:
        story = Story()
        said = "now: it is more than 730 days after the last entry; allowed: a new case"
        assert refusal(story, checkin("2028-11-23"), "2028-11-23T21:00") == said
        for ask in (issue, progress):
            with pytest.raises(FactError, match="more than 730 days"):
                ask(story.case, at("2199-12-31T12:00"))

    def test_before_that_it_is_taken(self) -> None:
        story = Story().tell(checkin("2028-11-20"), "2028-11-20T21:00")
        assert story.progress.state.silent_days == 0


class TestClearances:
    @pytest.fixture
    def held(self) -> Story:
        return Story().tell(checkin("2026-11-24", findings=[Finding.BRUISING, Finding.CLOT_RISK]), "2026-11-24T21:00")

    def test_before_a_referral_there_is_nothing_to_clear(self) -> None:
        clearance = Clearance(date=dt.date(2026, 11, 23), by="Dr. Weber", finding=Finding.BRUISING)
        assert "a clearance only after a referral" in refusal(Story(), clearance, "2026-11-23T21:00")

    @pytest.mark.parametrize("day", [23, 26])
    def test_it_is_dated_from_the_referral_up_to_now(self, held: Story, day: int) -> None:
        clearance = Clearance(date=dt.date(2026, 11, day), by="Dr. Weber", finding=Finding.BRUISING)
        assert "allowed: a date from 2026-11-24 to 2026-11-25" in refusal(held, clearance, "2026-11-25T12:00")

    def test_it_names_what_is_waited_for(self, held: Story) -> None:
        clearance = Clearance(date=dt.date(2026, 11, 25), by="Dr. Weber", finding=Finding.POP_OR_KICK)
        said = refusal(held, clearance, "2026-11-25T12:00")
        assert said.startswith("cleared_for: 'pop-or-kick' is not waited for; allowed: ")
        assert "bruising" in said
        assert "clot-risk" in said

    @pytest.mark.parametrize("by", ["", "   ", "x" * 201, "Dr.\nWeber", "Dr. \x1b[2J"])
    def test_it_says_who(self, by: str) -> None:
        with pytest.raises(FactError, match="cleared_by"):
            Clearance(date=dt.date(2026, 11, 25), by=by, finding=Finding.BRUISING)

    def test_each_finding_is_cleared_by_itself(self, held: Story) -> None:
        for finding, is_free in ((Finding.BRUISING, False), (Finding.CLOT_RISK, True)):
            held.tell(Clearance(date=dt.date(2026, 11, 25), by="Dr. Weber", finding=finding), "2026-11-25T12:00")
            assert (held.progress.waiting is None) is is_free
        assert held.progress.is_cleared
        assert held.progress.severity.value == "severe"

    def test_what_was_cleared_is_new_when_it_is_told_again_also_for_a_day_before(self) -> None:
        """Where planner and oracle differed: the clinician does not know of that day, and has to be seen again."""
        swollen = checkin("2026-11-24", findings=[Finding.SWELLING])
        story = Story().tell(checkin("2026-11-23"), "2026-11-23T21:00").tell(swollen, "2026-11-24T21:00")
        cleared = Clearance(date=dt.date(2026, 11, 25), by="Dr. Weber", finding=Finding.SWELLING)
        story.tell(cleared, "2026-11-25T12:00")
        assert story.progress.waiting is None
        story.tell(checkin("2026-11-23", findings=[Finding.SWELLING]), "2026-11-25T21:00")
        assert story.progress.waiting is not None
        assert story.progress.waiting.findings == {Finding.SWELLING}

    def test_signs_of_a_day_before_it_add_up(self) -> None:
        """Found by the oracle: numbness, then strong pain, of a day before a clearance, were two referrals."""
        story = Story().tell(checkin("2026-11-24", 1, 1, findings=[Finding.CANNOT_PUSH_OFF]), "2026-11-24T21:00")
        cleared = Clearance(date=dt.date(2026, 11, 25), by="Dr. Weber", finding=Finding.CANNOT_PUSH_OFF)
        story.tell(cleared, "2026-11-25T12:00")
        numb = checkin("2026-11-24", 1, 1, findings=[Finding.NUMBNESS_OR_TINGLING])
        assert story.tell(numb, "2026-11-25T13:00").plan.urgency is Urgency.TODAY
        strong = checkin("2026-11-24", 1, 8)
        assert story.tell(strong, "2026-11-25T14:00").plan.urgency is Urgency.EMERGENCY

    def test_it_may_come_in_the_very_minute_of_the_onset(self) -> None:
        """Found by a life: then hours count from the same moment, and the plan is no less cleared."""
        report = attrs.evolve(Story().case.report, onset="2026-11-22T18:30", pain_walking=9)
        story = Story(report=report, now="2026-11-22T18:30")
        cleared = Clearance(date=dt.date(2026, 11, 22), by="Dr. Weber", finding=Finding.PAIN_NOT_EASED_BY_REST)
        story.tell(cleared, "2026-11-22T18:30")
        assert story.plan.counted_from == story.plan.onset
        assert violations(story.plan, story.case.protocol) == ()
        assert transition_violations(story.before, story.plan, story.case.protocol) == ()


class TestAmendments:
    def test_a_case_keeps_its_zone(self) -> None:
        story = Story()
        amendment = Amendment(runner=attrs.evolve(story.case.runner, zone="UTC"), report=story.case.report)
        said = refusal(story, amendment, "2026-11-23T21:00")
        assert said == "zone: 'UTC' is another zone; allowed: Europe/Berlin: a case keeps its zone"

    def test_the_onset_was_before_the_case_began(self) -> None:
        story = Story()
        report = attrs.evolve(story.case.report, onset="2026-11-22T19:31")
        assert "is after the case began" in refusal(
            story, Amendment(runner=story.case.runner, report=report), "2026-11-23T21:00"
        )

    def test_taking_a_red_flag_back_does_not_clear_it(self) -> None:
        story = Story()
        flagged = attrs.evolve(story.case.report, findings=frozenset({Finding.POP_OR_KICK}))
        story.tell(Amendment(runner=story.case.runner, report=flagged), "2026-11-23T12:00")
        assert story.progress.waiting is not None
        story.tell(Amendment(runner=story.case.runner, report=Story().case.report), "2026-11-23T12:05")
        assert story.progress.waiting is not None
        assert story.plan.next(at("2026-11-23T12:05")) is not None
        assert not [each for _, each in story.plan.sessions() if each.activity.value == "run"]

    def test_pain_that_moves_to_rest_is_heard_anew(self) -> None:
        """Found by the oracle: cleared for pain walking, corrected to pain at rest, and it stayed cleared."""
        thinner = Finding.BLOOD_THINNER_OR_BLEEDING_DISORDER
        first = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=0, pain_walking=4, findings=[thinner])
        story = Story(report=first)
        story.tell(Clearance(date=dt.date(2026, 11, 22), by="Dr Ito", finding=thinner), "2026-11-22T20:00")
        assert story.progress.waiting is None
        for at_rest, walking, counts in ((0, 5, False), (4, 0, True)):
            report = attrs.evolve(first, pain_at_rest=at_rest, pain_walking=walking)
            amended = copy.copy(story).tell(Amendment(runner=story.case.runner, report=report), "2026-11-22T20:30")
            waiting = amended.progress.waiting
            assert (waiting is not None and thinner in waiting.findings) is counts


def test_a_case_is_a_value_and_recording_leaves_the_old_one() -> None:
    story = Story()
    before = story.case
    after = record(before, checkin("2026-11-23"), now=at("2026-11-23T21:00"))
    assert before.entries == ()
    assert len(after.entries) == 1
    assert issue(before, story.at) == story.issued
