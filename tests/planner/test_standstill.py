"""A plan that stands still: an emergency, and 28 days without a check-in, leave one card."""

import datetime as dt

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soleus_recovery import (
    Amendment,
    BusyTimes,
    CheckIn,
    Clearance,
    Done,
    Finding,
    Outcome,
    Plan,
    Runner,
    SymptomReport,
    Urgency,
    builtin,
    issue,
)
from soleus_recovery.clock import MINUTES_PER_DAY, Minute
from soleus_recovery.course.reasons import dormant_reason
from soleus_recovery.guidance.loader import STANDARD, protocol_of_table, protocol_table
from soleus_recovery.laws.asking import violations
from soleus_recovery.plan.plan import Session
from soleus_recovery.testing import CheckedTraveller, Facts, Tell, Traveller, Wait
from soleus_recovery.testing.acts import is_on_the_way
from soleus_recovery.testing.journey_strategies import travellers
from soleus_recovery.testing.machine import A_LIFE
from soleus_recovery.vocabulary import Activity, PhaseKind
from tests.export.stories import ALL_TESTS, ONSET, Story, checkin, trained_moderate
from tests.protocols import as_if_released
from tests.wall_clock import instant

PROTOCOL = builtin(STANDARD)
BEDTIME = "2026-12-19T22:00"  # of the 28th silent day, that of the onset being the first
OVER = "2026-12-19T22:01"  # a check-in may still come in the minute of bedtime
REPORT = SymptomReport(onset=ONSET, pain_at_rest=1, pain_walking=3)


def ahead(plan: Plan, at: Minute) -> list[Session]:
    """What begins at a moment or later, and what goes on all of a day that is not over."""
    return [
        each
        for day, each in plan.sessions()
        if (plan.runner.window(day.date).end > at if each.span is None else each.span.start >= at)
    ]


def self_care_days(plan: Plan, at: Minute) -> list[dt.date]:
    return [day.date for day in plan.days if plan.runner.window(day.date).end > at]


def at(wall: str) -> Minute:
    return Minute(instant(dt.datetime.fromisoformat(wall), "Europe/Berlin"))


class TestSilence:
    def test_from_28_silent_days_on_one_card_is_all_that_stands_ahead(self) -> None:
        story = Story().wait(OVER)
        (card,) = ahead(story.plan, story.at)
        assert (card.activity, card.all_day, card.title) == (Activity.CHECK_IN, True, "Tell how your calf is")
        assert self_care_days(story.plan, story.at) == [dt.date(2026, 12, 20)]
        assert (story.plan.days[-1].phase, story.plan.days[-1].notes) == (PhaseKind.HOLD, ())
        assert story.plan.standstill is card
        assert not [each for each in story.plan.unplaced if each.date >= dt.date(2026, 12, 20)]

    def test_until_then_the_way_stands(self) -> None:
        story = Story().wait(BEDTIME)
        assert story.plan.standstill is None
        assert [each for each in ahead(story.plan, story.at) if each.activity is Activity.RUN]

    def test_the_card_says_that_nothing_is_planned_and_how_to_go_on(self) -> None:
        card = Story().wait(OVER).plan.standstill
        assert card is not None
        for part in ("28 days", "nothing is planned", "check-in", "Sore, or unsure? Do not run", "clinician"):
            assert part in card.instructions
        (because,) = card.because
        assert PROTOCOL.rules[because.rule].because == because

    def test_it_is_stamped_with_that_bedtime_and_says_why(self) -> None:
        plan = Story().wait("2027-02-01T08:00").plan
        assert plan.made_at == plan.revisions[-1].at == at(BEDTIME)
        assert [reason.text for reason in plan.revisions[-1].reasons][-1] == (
            "No check-in for 28 days: nothing is planned until you tell how it is."
        )

    @given(late=st.integers(0, 700 * MINUTES_PER_DAY))
    @settings(max_examples=20)
    def test_later_silence_changes_nothing(self, late: int) -> None:
        story = Story()
        plan = issue(story.case, at(OVER)).plan
        assert issue(story.case, Minute(at(OVER) + late)).plan == plan

    def test_a_day_with_a_word_is_no_silent_one(self) -> None:
        """After a check-in on the 25th, the 28th day without one is 23 December."""
        story = Story().tell(checkin("2026-11-25"), "2026-11-25T08:00")
        assert story.wait("2026-12-23T22:00").plan.standstill is None
        assert story.wait("2026-12-23T22:01").plan.standstill is not None

    def test_a_word_lets_the_plan_go_on_by_the_rules_there_are(self) -> None:
        story = trained_moderate()
        story.tell(checkin("2026-11-25", gates=ALL_TESTS), "2026-11-25T21:00").tell(
            checkin("2026-11-26"), "2026-11-26T21:00"
        )
        for day in ("27", "29"):
            story.tell(checkin(f"2026-11-{day}", run=0), f"2026-11-{day}T21:00")
            story.tell(checkin(f"2026-11-{int(day) + 1}"), f"2026-11-{int(day) + 1}T21:00")
        rung = story.progress.rung
        assert rung > 1
        silent = story.wait("2027-01-10T08:00").plan
        assert silent.standstill is not None
        plan = story.tell(checkin("2027-01-10"), "2027-01-10T12:00").plan
        assert (story.progress.rung, story.progress.state.gate_needed) == (rung - 1, True)
        assert [each for each in ahead(plan, story.at) if each.activity is Activity.RUN]
        assert violations(plan, PROTOCOL) == ()

    def test_what_was_withdrawn_comes_back_with_its_key_and_a_higher_sequence(self) -> None:
        story = Story()
        before = {each.key: each for each in ahead(story.wait("2026-12-19T21:00").plan, story.at)}
        gone = {each.key: each for each in story.wait(OVER).plan.withdrawn}
        runs = {key for key, each in before.items() if each.activity is Activity.RUN}
        assert runs
        assert all(gone[key].sequence == before[key].sequence + 1 for key in runs)
        plan = story.tell(checkin("2026-12-20"), "2026-12-20T12:00").plan
        back = {each.key: each for each in ahead(plan, story.at) if each.activity is Activity.RUN}
        assert back.keys() >= runs
        assert all(back[key].sequence == gone[key].sequence + 1 for key in runs)
        # The card of the day was its check-in, and is it again.
        check_in = next(each for each in ahead(plan, story.at) if each.key == "2026-12-20-check-in-1")
        assert not check_in.all_day

    @pytest.mark.parametrize(
        "fact",
        [
            BusyTimes(spans=()),
            Amendment(runner=Runner(zone="Europe/Berlin", bed="23:00"), report=REPORT),
            checkin("2026-11-23"),
        ],
        ids=["busy", "amendment", "old check-in"],
    )
    def test_what_does_not_tell_how_it_is_now_brings_no_plan_back(self, fact: BusyTimes | Amendment | CheckIn) -> None:
        story = Story().wait("2027-01-05T08:00").tell(fact, "2027-01-05T12:00")
        assert len(ahead(story.plan, story.at)) <= 1
        assert self_care_days(story.plan, story.at) in ([], [dt.date(2027, 1, 5)])
        assert dormant_reason(PROTOCOL) in story.plan.revisions[-1].reasons
        again = story.plan
        assert story.wait("2027-02-20T08:00").plan == again

    def test_a_red_flag_told_then_is_held_with_its_appointment(self) -> None:
        with_pop = attrs.evolve(REPORT, findings=frozenset({Finding.POP_OR_KICK}))
        story = Story().wait("2027-01-05T08:00")
        story.tell(Amendment(runner=story.case.runner, report=with_pop), "2027-01-05T12:00")
        assert story.plan.urgency is Urgency.TODAY
        assert Activity.APPOINTMENT in {each.activity for each in ahead(story.plan, story.at)}

    def test_a_stricter_protocol_waits_for_fewer_days(self) -> None:
        table = protocol_table(PROTOCOL)
        table["progression"]["dormant_days"] = 14
        facts = Facts(runner=Runner(zone="UTC"), report=REPORT, now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC))
        protocol = protocol_of_table(table)
        for days, stands_still in ((13, False), (14, True)):
            traveller = CheckedTraveller(facts, protocol)
            traveller.wait(days * MINUTES_PER_DAY)
            assert traveller.progress.is_dormant is stands_still
            assert (traveller.plan.standstill is not None) is stands_still

    def test_a_holding_plan_that_gets_no_word_ends_by_itself(self) -> None:
        report = attrs.evolve(REPORT, findings=frozenset({Finding.BRUISING}))
        story = Story(report=report).wait("2026-12-30T08:00")
        assert ahead(story.plan, story.at) == []
        assert story.plan.days[-1].date == dt.date(2026, 11, 28)
        assert not story.progress.is_dormant

    def test_a_plan_made_once_shows_its_whole_way(self) -> None:
        plan = Story().plan
        assert plan.days[-1].date > dt.date(2026, 12, 19)
        assert [day for day in plan.days if day.date > dt.date(2026, 12, 19) and day.sessions]

    def test_a_clearance_begins_the_count_anew(self) -> None:
        report = attrs.evolve(REPORT, findings=frozenset({Finding.BRUISING}))
        story = Story(report=report).wait("2027-01-05T08:00")
        cleared = Clearance(date=dt.date(2027, 1, 5), by="Dr Who", finding=Finding.BRUISING)
        story.tell(cleared, "2027-01-05T12:00")
        assert story.plan.outcome is Outcome.SELF_CARE
        assert [each for each in ahead(story.plan, story.at) if each.activity is Activity.RUN]
        story.wait("2027-03-01T08:00")
        assert ahead(story.plan, story.plan.made_at) == [story.plan.standstill]


class TestEmergency:
    @pytest.mark.parametrize(
        "finding", [Finding.BREATHLESS_OR_CHEST_PAIN, Finding.COLD_PALE_LEG, Finding.TIGHT_NUMB_WEAK_LEG]
    )
    @pytest.mark.parametrize("when", ["2026-11-23T14:00", "2026-11-23T05:00", "2026-11-23T23:30"])
    def test_one_card_is_all_that_stands_ahead(self, finding: Finding, when: str) -> None:
        day = "2026-11-22" if when.endswith("05:00") else "2026-11-23"
        story = Story().tell(checkin(day, findings=[finding]), when)
        (card,) = ahead(story.plan, story.at)
        assert (card.activity, card.all_day, card.title) == (Activity.APPOINTMENT, True, "Stopped: get help now")
        assert len(self_care_days(story.plan, story.at)) == 1
        assert (story.plan.outcome, story.plan.urgency, story.plan.severity) == (
            Outcome.SEE_CLINICIAN,
            Urgency.EMERGENCY,
            None,
        )
        assert violations(story.plan, PROTOCOL) == ()

    def test_the_card_says_what_the_message_says_and_nothing_milder(self) -> None:
        found = [Finding.COLD_PALE_LEG, Finding.BRUISING]
        card = Story().tell(checkin("2026-11-23", findings=found), "2026-11-23T14:00").plan.standstill
        assert card is not None
        assert card.instructions.startswith(PROTOCOL.triage.messages[Urgency.EMERGENCY])
        assert card.instructions.endswith(PROTOCOL.triage.do_now)
        assert "may not be getting enough blood" in card.instructions
        assert "bruis" not in card.instructions.lower()

    def test_what_has_begun_stands_as_it_was(self) -> None:
        story = Story()
        before = {
            each.key: each
            for _, each in story.plan.sessions()
            if each.span and each.span.start < at("2026-11-23T14:00")
        }
        plan = story.tell(checkin("2026-11-23", findings=[Finding.COLD_PALE_LEG]), "2026-11-23T14:00").plan
        after = {each.key: each for _, each in plan.sessions() if each.span is not None}
        assert after == before
        assert plan.days[0] == story.before.days[0]

    def test_no_silence_changes_anything_after_it(self) -> None:
        story = Story().tell(checkin("2026-11-23", findings=[Finding.COLD_PALE_LEG]), "2026-11-23T14:00")
        plan = story.plan
        for later in ("2026-11-23T22:00", "2026-11-24T08:00", "2027-03-01T08:00"):
            assert story.wait(later).plan is plan
        assert issue(story.case, story.at).plan == plan

    def test_one_told_while_it_waits_takes_the_appointment_out(self) -> None:
        """Its key goes on: what was to be arranged is the card now, with a higher sequence."""
        story = Story().tell(checkin("2026-11-22", findings=[Finding.BRUISING]), "2026-11-22T23:00")
        (before,) = [each for each in ahead(story.plan, story.at) if each.activity is Activity.APPOINTMENT]
        plan = story.tell(checkin("2026-11-22", findings=[Finding.COLD_PALE_LEG]), "2026-11-22T23:10").plan
        card = plan.standstill
        assert card is not None
        assert (card.key, card.sequence) == (before.key, before.sequence + 1)

    def test_told_in_a_long_silence_it_takes_that_card_out(self) -> None:
        story = Story().wait("2026-12-20T08:00")
        story.tell(checkin("2026-12-20", findings=[Finding.COLD_PALE_LEG]), "2026-12-20T12:00")
        (card,) = ahead(story.plan, story.at)
        assert card.activity is Activity.APPOINTMENT


def test_a_plan_of_an_older_planner_is_stopped_too() -> None:
    """Until this planner an emergency was put on record and the plan stayed as it was."""
    story = Story()
    old = attrs.evolve(story.issued, planner=2)
    story.tell(checkin("2026-11-23", findings=[Finding.COLD_PALE_LEG]), "2026-11-23T14:00")
    plan = issue(story.case, story.at, after=old).plan
    assert ahead(plan, story.at) == [plan.standstill]
    quiet = Story()
    plan = issue(quiet.case, at("2027-01-05T08:00"), after=attrs.evolve(quiet.issued, planner=2)).plan
    assert ahead(plan, plan.made_at) == [plan.standstill]


def test_a_protocol_without_words_for_it_says_the_standard_ones() -> None:
    own = as_if_released(attrs.evolve(PROTOCOL, standstill=None))
    facts = Facts(runner=Runner(zone="UTC"), report=REPORT, now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC))
    traveller = Traveller(facts, own)
    traveller.wait(40 * MINUTES_PER_DAY)
    plan = traveller.plan
    assert plan.standstill is not None
    assert plan.standstill.title == "Tell how your calf is"


def test_the_card_told_as_done_stands_beside_no_other() -> None:
    """Found by Hypothesis: the card that asks was named as done at 00:10, and stood beside that of an emergency."""
    story = Story().wait("2026-12-20T09:00")
    assert story.plan.standstill is not None
    check_in = attrs.evolve(
        checkin("2026-12-20", findings=[Finding.COLD_PALE_LEG]),
        done=(Done(session=story.plan.standstill.key, at="08:10"),),
    )
    story.tell(check_in, "2026-12-20T09:00")
    assert violations(story.plan, story.case.protocol) == ()
    assert ahead(story.plan, story.at) == [story.plan.standstill]


# ------------------------------------------------------------------ whatever came before

CHECKED = travellers(most_acts=6, travels_as=CheckedTraveller)


@settings(max_examples=max(10, settings().max_examples // 4), suppress_health_check=A_LIFE["suppress_health_check"])
@given(traveller=CHECKED, days=st.integers(29, 60))
def test_whatever_was_told_so_many_silent_days_leave_one_card(traveller: CheckedTraveller, days: int) -> None:
    traveller.take(Wait(days * MINUTES_PER_DAY))
    left = ahead(traveller.plan, traveller.now)
    assert left in ([], [traveller.plan.standstill])
    if traveller.progress.waiting is None and not traveller.progress.is_closed:
        assert ahead(traveller.plan, traveller.plan.made_at) == [traveller.plan.standstill]


@settings(max_examples=max(10, settings().max_examples // 4), suppress_health_check=A_LIFE["suppress_health_check"])
@given(traveller=CHECKED)
def test_whatever_was_told_an_emergency_leaves_one_card(traveller: CheckedTraveller) -> None:
    if not is_on_the_way(traveller):
        return
    runner, report = traveller.case.facts_until(traveller.now)
    flagged = attrs.evolve(report, findings=report.findings | {Finding.COLD_PALE_LEG})
    traveller.take(Tell(Amendment(runner=runner, report=flagged)))
    assert ahead(traveller.plan, traveller.now) == [traveller.plan.standstill]
    assert self_care_days(traveller.plan, traveller.now) == [traveller.plan.days[-1].date]
