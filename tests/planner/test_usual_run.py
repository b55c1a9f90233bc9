"""The two dates of the first usual run: the plan's own, and the more usual one (5, 21, 28 and 56 days after onset)."""

import datetime as dt

import attrs
import pytest

from soleus_recovery import Plan
from soleus_recovery.plan.plan import RunDose
from soleus_recovery.vocabulary import Finding
from tests.examples import BERLIN, Kind, case_of, plan_of
from tests.export.stories import Story, checkin

MORE_USUAL = {Kind.PLAIN: 5, Kind.MILD: 21, Kind.MODERATE: 28, Kind.SEVERE: 56}


def said(plan: Plan) -> list[str]:
    return [reason.text for reason in plan.reasons if reason.text.startswith("Your usual run of ")]


def first_usual(plan: Plan) -> dt.date:
    return next(
        day.date
        for day, each in plan.sessions()
        if isinstance(each.dose, RunDose)
        and each.dose.continuous
        and each.dose.run_minutes == plan.runner.usual_run_minutes
    )


def in_words(date: dt.date) -> str:
    return f"{date:%a} {date.day} {date:%b}"


@pytest.mark.parametrize("kind", Kind)
def test_the_later_of_the_two_dates_is_never_left_out(kind: Kind) -> None:
    case = case_of(kind)
    plan = plan_of(case)
    own, usual = first_usual(plan), case.onset_date + dt.timedelta(days=MORE_USUAL[kind])
    beside = f"{in_words(usual)} is more usual." if own < usual else "many need longer."
    assert said(plan) == [
        f"Your usual run of 45 min again: {in_words(own)} at the earliest, if every day is well; {beside}"
    ]


def test_each_kind_of_sentence_is_said() -> None:
    ends = {said(plan_of(case_of(kind)))[0].rpartition("; ")[2].endswith("more usual.") for kind in Kind}
    assert ends == {True, False}


@pytest.mark.parametrize(("usually", "is_told"), [(3, False), (4, True), (7, True)])
def test_a_runner_of_more_than_three_runs_a_week_reads_that_the_others_come_later(usually: int, is_told: bool) -> None:
    plan = plan_of(case_of(Kind.MILD, runner=attrs.evolve(BERLIN, runs_per_week=usually)))
    told = [each.text for each in plan.reasons if "at most 3 runs in 7 days" in each.text]
    assert [text.startswith(f"You usually run {usually} times a week") for text in told] == [True] * is_told


def test_a_setback_moves_the_date_and_a_referral_says_none() -> None:
    story = Story()
    before = said(story.plan)
    story.tell(checkin("2026-11-23", 1, 5), "2026-11-23T21:00")
    assert said(story.plan) != before
    assert len(said(story.plan)) == 1
    story.tell(checkin("2026-11-24", 1, 1, findings=frozenset({Finding.BRUISING})), "2026-11-24T21:00")
    assert said(story.plan) == []


def test_a_moderate_or_severe_calf_is_told_to_book_a_therapist_on_day_3() -> None:
    for kind, days in ((Kind.PLAIN, []), (Kind.MILD, []), (Kind.MODERATE, [3]), (Kind.SEVERE, [3])):
        plan = plan_of(case_of(kind))
        told = [day.number for day in plan.days if any("Book a physical therapist now" in note for note in day.notes)]
        assert told == days
