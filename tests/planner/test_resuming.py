"""Going on from a plan that was issued earlier gives the plan that a fresh start gives."""

import datetime as dt

import attrs
from hypothesis import given

from soleus_recovery import CheckIn, Morning, Runner, issue
from soleus_recovery.casefile.release import case_from_json
from soleus_recovery.export.json.case import CaseFile, case_to_json
from soleus_recovery.facts.checkin import Done
from soleus_recovery.vocabulary import Activity
from tests.export.stories import ALL_TESTS, Story, checkin, stories, trained


@given(story=stories())
def test_a_case_heard_from_its_start_gives_the_plan_of_one_heard_word_by_word(story: Story) -> None:
    assert issue(story.case, story.at) == story.issued


@given(story=stories())
def test_going_on_from_the_plan_before_the_last_word_gives_the_same_plan(story: Story) -> None:
    earlier = attrs.evolve(story.case, entries=story.case.entries[:-1])
    before = issue(earlier, earlier.last_recorded_at)
    assert issue(story.case, story.at, after=before) == issue(story.case, story.at)


def test_a_word_in_the_minute_of_the_start_or_of_another_word_tells_nothing_earlier() -> None:
    """The first plan knows no run, and the plan after the first word knows none that the second word tells."""
    story = Story()
    story.tell(checkin("2026-11-22", 1, 3), story.at).tell(checkin("2026-11-22", 1, 3, run=3), story.at)
    assert [story.case_start.has_run, story.before.has_run, story.plan.has_run] == [False, False, True]
    assert issue(story.case, story.at) == story.issued


def test_a_case_in_which_a_run_came_a_day_early_can_be_read() -> None:
    """The run counts, and the next one is longer than any that the plan held; the laws of a case judge it."""
    story = trained(Runner(zone="Europe/Berlin", usual_run_minutes=30))
    days = {25: None, 26: None, 27: 0, 28: None, 29: 0, 30: None, 31: 0, 32: None, 33: 0, 34: None}
    for day, run in days.items():
        date = dt.date(2026, 11, 1) + dt.timedelta(days=day - 1)
        told = checkin(date, run=run, gates=ALL_TESTS if day == 25 else ())
        story.tell(told, f"{date}T21:00")
    check_ins = [entry.fact for entry in story.case.entries if isinstance(entry.fact, CheckIn)]
    told_early = [each.day for each in check_ins if each.pain_running is not None]
    planned = {day.date for day, each in story.plan.sessions() if each.activity is Activity.RUN}
    assert not {*told_early} <= planned
    written = case_to_json(CaseFile(case=story.case, issued=story.issued))
    assert case_from_json(written).issued == story.issued


def test_what_was_done_of_a_withdrawn_session_moves_no_session_that_is_planned_later() -> None:
    """A check-in of a dormant case names a session of that day that the silence had withdrawn.

    The same check-in ends self-care, so that the holding plan has a session of the same key again, later that evening.
    """
    story = Story()
    story.tell(checkin("2026-11-28", 3, 4, morning=Morning.WORSE), "2026-11-28T21:00")
    story.wait("2027-01-09T21:20")
    told = attrs.evolve(checkin("2027-01-09", 1, 0), done=(Done(session="2027-01-09-check-in-1", at="18:26"),))
    story.tell(told, "2027-01-09T21:23")
    assert story.progress.waiting is not None
    planned = next(each for _, each in story.plan.sessions() if each.key == "2027-01-09-check-in-1")
    assert planned.span is not None
    assert planned.span.start > story.at
    written = case_to_json(CaseFile(case=story.case, issued=story.issued))
    assert case_from_json(written).issued == story.issued
    story.wait("2027-01-09T23:00")
    assert [each.span for _, each in story.plan.sessions() if each.key == planned.key] == [planned.span]
