"""Stories of runners, entered and read through the command line alone."""

import datetime as dt
from pathlib import Path

import pytest

from soleus_recovery.calendars.events import uid
from tests.cli.stories import TESTS, begin

NOVEMBER_22 = dt.date(2026, 11, 22)
MODERATE = ("--pain-rest", "2", "--pain-walking", "4", "--usual-run", "45")
SEVERE = ("--severity", "severe", "--pain-rest", "3", "--pain-walking", "5")


def test_plain_soreness_gone_in_two_days(tmp_path: Path) -> None:
    story = begin(
        tmp_path, "--pain-rest", "0", "--pain-walking", "2", "--side", "both", "--finding", "started-hours-after"
    )
    assert story.opened.code == 0
    assert story.evening(0, 0, 2).code == 0
    assert story.evening(1, 0, 1, morning="better").code == 0
    gone = story.evening(2, 0, 0, *TESTS, morning="better")
    assert "All well" in gone.out
    # Tested in the evening of day 2, a morning and a day later the run stands: on day 4, and not before.
    assert story.next_run(2).status == "provisional"
    passed = story.evening(3, 0, 0)
    assert "The tests are passed: the next run stands." in passed.out
    assert "Next run: Thu 26 Nov 18:00, Walk-run: 5 × (1 min walk, 5 min run) (planned)" in passed.out
    runs = story.runs()
    assert [each.date for each in runs[:2]] == [story.date(4), story.date(6)]
    # Only the next one stands; the others wait for it.
    assert [each.status for each in runs[:3]] == ["confirmed", "provisional", "provisional"]


def test_moderate_with_a_flare_on_the_third_run(tmp_path: Path) -> None:
    story = begin(tmp_path, *MODERATE)
    first_planned = story.runs()[0]
    assert first_planned.date == story.date(10)
    for day in range(3):
        story.evening(day, 1, 2, morning="better")
    story.well(3, 7)
    story.well(8, 8, *TESTS)
    story.well(9, 9)
    # Each day was well, so it stands where it was planned; it keeps its key, and so its place in the calendar.
    assert (story.next_run(9).key, story.next_run(9).date) == (first_planned.key, story.date(10))
    for run_day in (10, 12):
        assert story.next_run(run_day - 1).date == story.date(run_day)
        story.ran(run_day, 0)
        story.well(run_day + 1, run_day + 1)
    third, fourth = [each for each in story.runs() if each.date >= story.date(14)][:2]
    assert third.status == "confirmed"
    flare = story.evening(14, 1, 3, "--pain-running", "4", "--done", third.key)
    assert flare.code == 0
    assert "A flare: one more day off, then one step back." in flare.out
    # Planned for day 17 after a run on day 14 as it is: one more day off than usual holds already, the dose goes back.
    after = story.next_run(14)
    assert (after.key, after.date) == (fourth.key, story.date(17))
    assert after.title == "Walk-run: 5 × (3 min walk, 3 min run)"
    assert after.status == "provisional"
    assert fourth.title == "Walk-run: 5 × (1 min walk, 5 min run)"
    # What was run stays as it was.
    assert [each.date for each in story.runs()[:3]] == [story.date(10), story.date(12), story.date(14)]


def test_severe_still_sore_at_the_review_of_day_7(tmp_path: Path) -> None:
    story = begin(tmp_path, *SEVERE)
    for day in range(7):
        ran = story.evening(day, 1, 2, morning="better")
        assert ran.code == 0, ran
    review = story.evening(7, 0, 1)
    assert review.code == 3
    assert review.out.startswith("See a clinician within the next few days")
    assert "It has been sore for a week or more" in review.out
    assert story.runs() == []
    plan = story.plan()
    assert (plan["outcome"], plan["urgency"]) == ("see-clinician", "within-days")
    assert "appointment" in [each["activity"] for day in plan["days"] for each in day["sessions"]]
    # However good the next day is, only a clearance counts.
    assert story.evening(8, 0, 0).code == 3
    assert story.runs() == []


def test_severe_and_free_of_pain_on_day_3_runs_on_day_14_at_the_earliest(tmp_path: Path) -> None:
    story = begin(tmp_path, *SEVERE)
    assert story.runs()[0].date == story.date(14)
    for day in range(3):
        story.evening(day, 1, 3, morning="better")
    story.well(3, 11)
    story.evening(12, 0, 0, *TESTS, morning="better")
    story.well(13, 13)
    run = story.next_run(13)
    assert run.date == story.date(14)
    assert run.status == "confirmed"
    floor = dt.datetime.fromisoformat("2026-11-22T18:30+01:00") + dt.timedelta(hours=168)
    assert run.start >= floor


def test_severe_with_tests_on_day_5_has_to_try_them_again(tmp_path: Path) -> None:
    story = begin(tmp_path, *SEVERE)
    story.evening(0, 2, 3)
    story.well(1, 4)
    early = story.evening(5, 0, 0, *TESTS)
    assert "Not counted" in early.out
    assert "Tests count from Fri 4 Dec" in " ".join(early.out.split())
    story.well(6, 6)
    assert story.next_run(6).status == "provisional"


def test_a_pop_on_day_2_is_seen_today(tmp_path: Path) -> None:
    story = begin(tmp_path, "--pain-rest", "1", "--pain-walking", "3")
    assert story.evening(1, 0, 2).code == 0
    popped = story.evening(2, 0, 2, "--finding", "pop-or-kick", at="14:00")
    assert popped.code == 3
    assert popped.out.startswith("See a clinician today")
    assert "torn Achilles" in " ".join(popped.out.split())
    plan = story.plan()
    assert plan["urgency"] == "today"
    ahead = {
        each["activity"]
        for day in plan["days"]
        for each in day["sessions"]
        if each["start"] is not None and each["start"] >= "2026-11-24T14:00"
    }
    # Nothing cools, presses or loads a tendon that may be torn.
    assert ahead == {"appointment", "elevate", "check-in"}
    card = story.command("today", "--now", "2026-11-24T14:05")
    assert card.code == 3
    assert "Be seen by a clinician: today" in card.out
    cancelled = story.calendar()
    assert cancelled.count("STATUS:CANCELLED") >= 12
    assert "STATUS:CANCELLED" not in story.calendar("--style", "feed")


def test_breathlessness_is_an_emergency_and_ends_the_case(tmp_path: Path) -> None:
    story = begin(tmp_path, "--pain-rest", "1", "--pain-walking", "3")
    ran = story.evening(1, 0, 1, "--finding", "breathless-or-chest-pain")
    assert ran.code == 4
    assert ran.out.startswith("Call your local emergency number now")
    assert "112" in ran.out
    # A good check-in, a day or a week later, gets the same answer.
    for day in (2, 8):
        again = story.evening(day, 0, 0, *TESTS)
        assert again.code == 4
        assert again.out.startswith("Call your local emergency number now")
    for command in ("today", "show", "log", "export"):
        ran = story.command(command, "--now", "2026-12-01T08:00")
        assert ran.code == 4
        assert "Walk-run" not in ran.out


def test_bruising_cleared_by_a_clinician_goes_back_to_running(tmp_path: Path) -> None:
    story = begin(tmp_path, "--pain-rest", "1", "--pain-walking", "3", "--finding", "bruising", "--usual-run", "20")
    assert story.opened.code == 3
    assert story.runs() == []
    assert story.evening(1, 0, 1).code == 3
    cleared = story.command(
        "checkin",
        *("--now", "2026-11-25T12:00", "--cleared", "2026-11-25", "--cleared-by", "Dr. Weber"),
        *("--cleared-for", "bruising"),
    )
    assert cleared.code == 0
    assert "Dr. Weber has cleared it" in cleared.out
    # As after a severe calf: fourteen days from the clearance at the least, whatever the onset was.
    first = story.runs()[0]
    assert first.date == NOVEMBER_22 + dt.timedelta(days=17)
    assert first.title == "Walk-run: 5 × (5 min walk, 1 min run)"
    story.well(3, 14)
    story.well(15, 15, *TESTS)
    story.well(16, 16)
    run_day = 17
    assert story.next_run(16).date == story.date(run_day)
    doses: list[str] = []
    for _ in range(40):
        run = story.next_run(run_day - 1)
        assert run.date == story.date(run_day), run
        assert run.status == "confirmed"
        doses.append(run.title)
        story.ran(run_day, 0, "--done", run.key)
        if story.plan()["days"][-1]["phase"] == "keep" and run.title == "Easy run, 20 min":
            break
        following = [each for each in story.runs() if each.date > run.date]
        next_day = (following[0].date - story.date(0)).days
        story.well(run_day + 1, next_day - 1)
        run_day = next_day
    assert doses[0] == "Walk-run: 5 × (5 min walk, 1 min run)"
    assert doses[-1] == "Easy run, 20 min"


def test_five_silent_days_hold_everything_and_skip_nothing(tmp_path: Path) -> None:
    story = begin(tmp_path, *MODERATE)
    story.well(0, 7)
    story.well(8, 8, *TESTS)
    story.well(9, 9)
    story.ran(10, 0)
    story.well(11, 11)
    due = story.next_run(11)
    assert (due.date, due.status) == (story.date(12), "confirmed")
    card = story.command("today", "--now", f"{story.date(17)}T07:00")
    assert "No check-in for 5 days" in " ".join(card.out.split())
    back = story.evening(17, 0, 0)
    assert back.code == 0
    # The rung that was due is due, and waits for no tests: they are behind.
    runs = [each for each in story.runs() if each.date > story.date(17)]
    assert runs[0].title == due.title
    assert "tests" not in " ".join(back.out.split("What changes")[-1].split())


def test_nine_silent_days_ask_for_the_tests_again_a_step_back(tmp_path: Path) -> None:
    story = begin(tmp_path, *MODERATE)
    story.well(0, 7)
    story.well(8, 8, *TESTS)
    story.well(9, 9)
    for run_day in (10, 12):
        story.ran(run_day, 0)
        story.well(run_day + 1, run_day + 1)
    due = story.next_run(13)
    assert due.title == "Walk-run: 5 × (2 min walk, 4 min run)"
    back = story.evening(23, 0, 0)
    assert back.code == 0
    assert "No check-in for 7 days: the tests again, and one step back." in " ".join(back.out.split())
    again = story.next_run(23)
    assert again.title == "Walk-run: 5 × (3 min walk, 3 min run)"
    assert again.status == "provisional"
    card = story.command("today", "--now", f"{story.date(24)}T07:00")
    assert "[ ] a brisk 30-minute walk" in card.out


def test_recovery_across_the_october_clock_change(tmp_path: Path) -> None:
    story = begin(tmp_path, *MODERATE, onset="2026-10-22T18:30")
    planned = {each.start.strftime("%H:%M %z") for each in story.runs() if each.date >= dt.date(2026, 10, 25)}
    assert planned == {"18:00 +0100"}
    story.well(0, 7)
    story.well(8, 8, *TESTS)
    # The clocks went back in a night: the check-ins come in the evening as ever, and 72 hours are 72 hours.
    ran = story.evening(9, 0, 0)
    assert ran.code == 0
    run = story.next_run(9)
    assert run.start >= dt.datetime.fromisoformat("2026-10-22T18:30+02:00") + dt.timedelta(hours=72)
    assert (run.date, run.start.strftime("%H:%M %z")) == (story.date(10), "18:00 +0100")
    calendar = story.calendar()
    assert "TZID=Europe/Berlin:20261101T180000" in calendar
    assert "TZOFFSETTO:+0100" in calendar


def test_a_night_worker_checks_in_for_the_current_night(tmp_path: Path) -> None:
    story = begin(
        tmp_path, *MODERATE, "--wake", "15:00", "--bed", "07:00", "--run-time", "17:00", onset="2026-11-22T16:00"
    )
    # At 02:30 the day that began at 15:00 is still on.
    night = story.command(
        "checkin", "--now", "2026-11-24T02:30", "--pain-rest", "1", "--pain-walking", "2", "--morning", "better"
    )
    assert night.code == 0
    page = story.command("log", "--now", "2026-11-24T14:00")
    assert "Mon 23 Nov   1 #" in page.out
    for day in range(2, 9):
        tests = TESTS if day == 8 else ()
        assert story.evening(day + 1, 0, 0, *tests, at="05:00").code == 0
    assert story.evening(10, 0, 0, at="05:00").code == 0
    run = story.next_run(10, "06:00")
    assert (run.date, run.start.strftime("%H:%M"), run.status) == (story.date(10), "17:00", "confirmed")
    for day in story.plan()["days"]:
        for each in day["sessions"]:
            if each["start"] is not None:
                start = dt.datetime.fromisoformat(each["start"])
                assert not 7 <= start.hour < 15, each["key"]


def test_a_runner_who_flies_keeps_the_zone_of_the_case(tmp_path: Path) -> None:
    story = begin(tmp_path, *MODERATE)
    story.well(0, 1)
    before = story.runs()
    refused = story.command("amend", "--now", f"{story.date(2)}T12:00", "--tz", "America/New_York")
    assert refused.code == 2
    assert "a case keeps its zone" in refused.err
    # The check-in at 18:45 in New York is at 00:45 in Berlin: its day is given, and the waking hours have moved.
    moved = story.command("amend", "--now", f"{story.date(2)}T12:00", "--wake", "13:00", "--bed", "04:00")
    assert moved.code == 0
    ran = story.command(
        "checkin",
        *("--now", f"{story.date(3)}T00:45", "--pain-rest", "0", "--pain-walking", "0", "--morning", "same"),
    )
    assert ran.code == 0
    page = story.command("log", "--now", f"{story.date(3)}T01:00").out
    assert "Tue 24 Nov   0" in page
    after = story.runs()
    assert [each.key for each in after] == [each.key for each in before]
    # 18:00 in Berlin is noon in New York, and still in the waking hours there.
    assert {each.start.strftime("%H:%M") for each in after if each.date > story.date(3)} <= {"18:00", "18:30"}


@pytest.mark.parametrize("style", ["import", "feed"])
def test_an_imported_calendar_follows_the_story(tmp_path: Path, style: str) -> None:
    """A run that moves keeps its UID, and its SEQUENCE rises."""
    story = begin(tmp_path, *MODERATE)
    run_1 = uid(story.plan()["id"], "run-1")
    old = _event(story.calendar("--style", style), run_1)
    for day in range(3):
        story.evening(day, 1, 2)
    story.well(3, 4)
    # With a painkiller the raises of day 5 do not count: again on day 7, and all that follows two days later.
    story.evening(5, 0, 0, "--painkiller")
    new = _event(story.calendar("--style", style), run_1)
    assert new["DTSTART;TZID=Europe/Berlin"] == "20261204T180000"
    assert old["DTSTART;TZID=Europe/Berlin"] == "20261202T180000"
    assert int(new["SEQUENCE"]) == int(old["SEQUENCE"]) + 1
    assert new["LAST-MODIFIED"] > old["LAST-MODIFIED"]


def _event(calendar: str, uid: str) -> dict[str, str]:
    """The properties of the event that has this UID."""
    for text in calendar.replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1:]:
        event = dict(line.split(":", 1) for line in text.split("\r\nEND:VEVENT")[0].split("\r\n"))
        if event["UID"] == uid:
            return event
    raise AssertionError(f"no {uid}")
