"""Other waking hours name days another way; they unlock no run, and forget none."""

import datetime as dt

import attrs
from hypothesis import example, given
from hypothesis import strategies as st

from soleus_recovery import Amendment, Finding, Runner, SymptomReport, transition_violations, violations
from soleus_recovery.casefile.release import case_from_json
from soleus_recovery.clock import MINUTES_PER_DAY, MINUTES_PER_HOUR
from soleus_recovery.export.json.case import CaseFile, case_to_json
from soleus_recovery.facts.case import day_at
from soleus_recovery.testing import Facts
from soleus_recovery.views.card import read_card
from soleus_recovery.vocabulary import Activity, Severity
from tests.export.stories import ALL_TESTS, Story, checkin
from tests.planner.journeys import WatchedTraveller
from tests.wall_clock import aware, waking_window

PLAIN = SymptomReport(
    onset="2026-11-22T18:30",
    pain_at_rest=0,
    pain_walking=1,
    findings=frozenset({Finding.STARTED_HOURS_AFTER, Finding.DIFFUSE_SORENESS}),
)
HOURS = [("06:00", "23:00"), ("15:00", "07:00"), ("20:00", "12:00"), ("04:00", "20:00"), ("23:00", "13:00")]
LATE = SymptomReport(onset="2026-11-23T18:30", pain_at_rest=1, pain_walking=3)
NIGHTS = Runner(zone="Europe/Berlin", wake="20:00", bed="12:00", run_time="11:00")


def hours(story: Story, wake: str, bed: str, run_time: str | None = None) -> Amendment:
    runner = attrs.evolve(story.progress.runner, wake=wake, bed=bed, run_time=run_time)
    return Amendment(runner=runner, report=story.progress.report)


def run_dates(story: Story) -> list[dt.datetime]:
    return [
        each.start
        for _, each in story.plan.sessions()
        if each.activity is Activity.RUN and each.start is not None and each.start > aware(story.at)
    ]


def after_first_run(story: Story) -> Story:
    """Tested on the 25th, run on the 27th in the morning of the 28th, and well."""
    for day in range(23, 28):
        check_in = checkin(f"2026-11-{day}", gates=ALL_TESTS if day == 25 else ())
        if day == 27:
            check_in = attrs.evolve(check_in, pain_running=0)
        story.tell(check_in, f"2026-11-{day + 1}T11:55")
    return story


def test_no_two_runs_come_within_a_day_over_one_night() -> None:
    """The way in: a night worker's run at 11:00, then a day that begins at 04:00, and a run 17.6 hours later."""
    story = after_first_run(Story(runner=NIGHTS, report=PLAIN, now="2026-11-22T20:30"))
    story.tell(hours(story, "04:00", "20:00", "04:36"), "2026-11-28T13:00")
    story.tell(checkin("2026-11-28"), "2026-11-28T19:00")
    (first, *_) = run_dates(story)
    assert first - aware(story.at) > dt.timedelta(hours=20)
    assert first.timestamp() // 60 - story.at > MINUTES_PER_DAY - 7 * MINUTES_PER_HOUR
    # The last run was at 11:00 on the 28th: the 29th is the day off.
    assert first.date() >= dt.date(2026, 11, 30)


def test_a_run_that_was_planned_and_nobody_told_of_counts_as_one_too() -> None:
    story = after_first_run(Story(runner=attrs.evolve(NIGHTS, runs_per_week=7), report=PLAIN, now="2026-11-22T20:30"))
    story.tell(checkin("2026-11-28"), "2026-11-29T11:55").wait("2026-11-30T11:30")
    planned = [each.start for _, each in story.plan.sessions() if each.activity is Activity.RUN]
    assert "30 Nov 11:00" in [f"{each:%d %b %H:%M}" for each in planned if each is not None]
    story.tell(hours(story, "04:00", "20:00", "04:36"), "2026-11-30T13:00")
    assert run_dates(story)[0].date() >= dt.date(2026, 12, 2)


def test_a_run_of_the_day_of_onset_is_not_forgotten() -> None:
    """The way in: hours by which the day of onset begins a day later left out that day's check-in, and its run."""
    report = attrs.evolve(PLAIN, onset="2026-11-22T06:30")
    runner = Runner(zone="Europe/Berlin", wake="15:00", bed="07:00", run_time="06:00")
    story = Story(runner=runner, report=report, now="2026-11-22T06:45")
    story.tell(checkin("2026-11-21", run=2), "2026-11-22T06:50")
    story.tell(hours(story, "08:00", "22:00"), "2026-11-22T07:30")
    assert story.progress.state.last_run is not None
    assert dt.date(2026, 11, 21) in story.progress.state.runs


@given(st.sampled_from([*HOURS, ("08:00", "22:00"), ("07:00", "23:00")]), st.integers(0, 600))
def test_whatever_hours_follow_a_run_of_the_day_of_onset_is_remembered(new: tuple[str, str], later: int) -> None:
    report = attrs.evolve(PLAIN, onset="2026-11-22T06:30")
    runner = Runner(zone="Europe/Berlin", wake="15:00", bed="07:00", run_time="06:00")
    story = Story(runner=runner, report=report, now="2026-11-22T06:45")
    story.tell(checkin("2026-11-21", run=2), "2026-11-22T06:50")
    story.tell(hours(story, *new), type(story.at)(story.at + later))
    assert len(story.progress.state.runs) == 1
    assert story.progress.state.last_run == story.progress.state.runs[0]


def test_an_earlier_bedtime_that_has_passed_takes_no_question_from_the_next_day() -> None:
    """Found by a life lived through the command: the evening of the 23rd had no check-in."""
    story = Story().wait("2026-11-22T21:43")
    story.tell(hours(story, "07:00", "20:31"), "2026-11-22T21:43")
    assert violations(story.plan, story.case.protocol) == ()
    day = story.plan.on(dt.date(2026, 11, 23))
    assert day is not None
    assert Activity.CHECK_IN in [each.activity for each in day.sessions]


def test_the_morning_after_the_tests_is_a_morning_after_a_night() -> None:
    """Tests at noon, hours that call that noon the next day, and a good evening: no night lies between."""
    story = Story(runner=NIGHTS, report=PLAIN, now="2026-11-22T20:30")
    story.tell(checkin("2026-11-23"), "2026-11-24T11:00").tell(checkin("2026-11-24"), "2026-11-25T11:00")
    story.tell(checkin("2026-11-25", gates=ALL_TESTS), "2026-11-26T11:55")
    assert story.progress.state.tests
    story.tell(hours(story, "04:00", "20:00"), "2026-11-26T13:00")
    story.tell(checkin("2026-11-26"), "2026-11-26T19:30")
    assert not story.progress.state.gate_passed


@given(st.sampled_from(HOURS), st.integers(0, 10 * MINUTES_PER_HOUR), st.integers(30, 300))
def test_whatever_hours_follow_no_gate_is_passed_without_a_night(new: tuple[str, str], later: int, early: int) -> None:
    """Less than twelve hours after the tests were told nobody has slept a night."""
    story = Story(runner=NIGHTS, report=PLAIN, now="2026-11-22T20:30")
    story.tell(checkin("2026-11-23"), "2026-11-24T11:00").tell(checkin("2026-11-24"), "2026-11-25T11:00")
    story.tell(checkin("2026-11-25", gates=ALL_TESTS), "2026-11-26T11:55")
    tested_at = story.at
    story.tell(hours(story, *new), type(tested_at)(tested_at + later))
    day = day_at(story.progress.runner, story.at)
    _, sleeps = waking_window(story.progress.runner, day)
    told_at = max(story.at, sleeps - early)
    story.tell(checkin(day), type(tested_at)(told_at))
    assert not story.progress.state.gate_passed or told_at >= tested_at + 12 * MINUTES_PER_HOUR


@given(
    st.sampled_from(HOURS),
    st.integers(0, 23),
)
def test_whatever_hours_follow_a_run_a_day_lies_before_the_next(new: tuple[str, str], later: int) -> None:
    """Counted from the last moment at which the run can have been."""
    story = after_first_run(Story(runner=NIGHTS, report=PLAIN, now="2026-11-22T20:30"))
    ran_by = story.at
    story.wait_until(type(ran_by)(story.at + later * MINUTES_PER_HOUR))
    wake, bed = new
    story.tell(hours(story, wake, bed, run_time=wake), story.at)
    for start in run_dates(story):
        assert start.timestamp() / 60 - ran_by >= MINUTES_PER_DAY - MINUTES_PER_HOUR


@given(st.sampled_from(HOURS), st.integers(0, 47))
@example(("04:00", "20:00"), 1)
def test_whatever_hours_follow_two_runs_a_week_are_not_three(new: tuple[str, str], later: int) -> None:
    """The way in: hours that name the first of two runs by the day before brought a third one in its seven days."""
    runner = attrs.evolve(NIGHTS, runs_per_week=2)
    story = after_first_run(Story(runner=runner, report=PLAIN, now="2026-11-22T20:30"))
    for day, run in ((28, None), (29, None), (30, 0)):
        date = dt.date(2026, 11, day)
        story.tell(checkin(date, run=run), f"{date + dt.timedelta(days=1)}T11:55")
    first, second = [each.start for _, each in story.plan.sessions() if each.activity is Activity.RUN][:2]
    assert first is not None
    assert second is not None
    assert [f"{each:%d %b %H:%M}" for each in (first, second)] == ["28 Nov 11:00", "01 Dec 11:00"]
    story.wait_until(type(story.at)(story.at + later * MINUTES_PER_HOUR))
    wake, bed = new
    story.tell(hours(story, wake, bed, run_time=wake), story.at)
    # A week counts days, of which the first and the last can be cut short by the hours.
    assert run_dates(story)[0] - first >= dt.timedelta(days=6)


def test_hours_that_call_this_morning_the_end_of_yesterday_forget_nothing_that_has_begun() -> None:
    """The way in: ice at 07:00, then hours by which 09:00 is still yesterday, and the ice was made again for 20:00."""
    story = Story(
        report=SymptomReport(onset="2026-11-23T18:30", pain_at_rest=1, pain_walking=3), now="2026-11-23T19:00"
    )
    story.wait("2026-11-24T09:00")
    begun = [each for _, each in story.plan.sessions() if each.start is not None and each.start < aware(story.at)]
    story.tell(hours(story, "20:00", "12:00"), "2026-11-24T09:00")
    assert "2026-11-24-ice-1" in [each.key for each in begun]
    assert [each for _, each in story.plan.sessions() if each in begun] == begun


def test_somebody_has_to_be_seen_now_also_where_the_day_by_other_hours_begins_tonight() -> None:
    story = Story(
        report=SymptomReport(onset="2026-11-23T18:30", pain_at_rest=1, pain_walking=3), now="2026-11-23T19:00"
    )
    other = hours(story, "20:00", "12:00")
    named = attrs.evolve(other.report, findings=frozenset({Finding.FEVER_OR_SPREADING_REDNESS}))
    story.tell(attrs.evolve(other, report=named), "2026-11-24T09:00")
    [seen] = [each for _, each in story.plan.sessions() if each.activity is Activity.APPOINTMENT]
    assert seen.start == aware(story.at)
    card = read_card(story.plan, story.case.protocol, story.progress, story.at)
    assert card.day is not None
    assert seen.title in [title for entry in card.day.entries for title in entry.what]
    assert violations(story.plan, story.case.protocol) == ()


@given(
    st.sampled_from(
        [("20:00", "12:00"), ("15:00", "07:00"), ("23:00", "13:00"), ("12:00", "04:00"), ("04:00", "20:00")]
    ),
    st.integers(0, 3 * MINUTES_PER_DAY),
    st.sampled_from([None, Finding.FEVER_OR_SPREADING_REDNESS, Finding.BREATHLESS_OR_CHEST_PAIN]),
)
def test_whatever_hours_follow_when_every_law_holds(new: tuple[str, str], later: int, named: Finding | None) -> None:
    """And the case that comes of it can be written and opened."""
    story = Story(
        report=SymptomReport(onset="2026-11-23T18:30", pain_at_rest=1, pain_walking=3), now="2026-11-23T19:00"
    )
    story.wait_until(type(story.at)(story.at + later))
    amendment = hours(story, *new)
    if named is not None:
        findings = amendment.report.findings | {named}
        amendment = attrs.evolve(amendment, report=attrs.evolve(amendment.report, findings=findings))
    story.tell(amendment, story.at)
    protocol = story.case.protocol
    assert violations(story.plan, protocol) == ()
    assert transition_violations(story.before, story.plan, protocol) == ()
    file = CaseFile(case=story.case, issued=story.issued)
    assert case_from_json(case_to_json(file)) == file


def test_a_check_in_for_today_counts_where_other_hours_call_it_yesterday() -> None:
    """The oracle left it out until the day began by the new hours, and the product was the careful one of the two."""
    runner, report = Runner(zone="UTC"), SymptomReport(onset="2026-11-23T07:00", pain_at_rest=0, pain_walking=0)
    traveller = WatchedTraveller(Facts(runner=runner, report=report, now=dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)))
    traveller.tell(checkin("2026-11-24", walking=6))
    traveller.tell(Amendment(runner=attrs.evolve(runner, wake="20:00", bed="12:00"), report=report))
    assert traveller.progress.severity is Severity.SEVERE
