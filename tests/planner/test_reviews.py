"""The review and the line on a week of soreness follow the soreness that has not gone: D5, reading `episode`."""

from soleus_recovery import Activity, Plan
from tests.examples import Kind, case_of, plan_of
from tests.export.stories import Story, checkin

A_WEEK = "A week of soreness today: "


def reviews(plan: Plan) -> list[int]:
    return [day.number for day in plan.days if any(each.activity is Activity.REVIEW for each in day.sessions)]


def told_of_a_week(plan: Plan) -> list[int]:
    return [day.number for day in plan.days if any(note.startswith(A_WEEK) for note in day.notes)]


def test_without_a_word_they_count_from_onset() -> None:
    for kind, review in ((Kind.MILD, 3), (Kind.MODERATE, 7), (Kind.SEVERE, 7)):
        plan = plan_of(case_of(kind))
        assert (reviews(plan), told_of_a_week(plan)) == ([review], [7])


def test_once_it_has_gone_there_is_nothing_to_review() -> None:
    story = (
        Story().tell(checkin("2026-11-23", 0, 1), "2026-11-23T21:00").tell(checkin("2026-11-24"), "2026-11-24T21:00")
    )
    assert (reviews(story.plan), told_of_a_week(story.plan)) == ([], [])


def test_sore_again_they_count_from_that_day() -> None:
    """Gone on day 2, sore again on day 5: the week is over on day 12, and not on day 7."""
    story = (
        Story().tell(checkin("2026-11-24"), "2026-11-24T21:00").tell(checkin("2026-11-27", 0, 2), "2026-11-27T21:00")
    )
    assert (reviews(story.plan), told_of_a_week(story.plan)) == ([8], [12])
    # Sore on its third day it is no more mild, and is reviewed with its week.
    story.tell(checkin("2026-11-30", 0, 1), "2026-11-30T21:00")
    # The review of day 8 came before that check-in.
    assert (reviews(story.plan), told_of_a_week(story.plan)) == ([8, 12], [12])
