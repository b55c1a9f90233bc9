"""Today's card shows what the plan and the check-ins say of the day, the gravest first."""

from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery import Activity, Finding, Gate, Runner, builtin, issue, progress
from soleus_recovery.clock import Minute
from soleus_recovery.export.text.today import today_text
from soleus_recovery.triage.answers import message_of
from soleus_recovery.vocabulary import Caution, Status, Urgency
from tests.export.stories import ALL_TESTS, Story, checkin, stories, trained

TRIAGE = builtin("soleus-standard").triage


def card(story: Story) -> str:
    return today_text(story.plan, story.progress, story.at)


def flat(story: Story) -> str:
    return " ".join(card(story).split())


class TestTheDay:
    def test_before_waking_it_shows_the_day_that_opens_next(self) -> None:
        text = card(Story().wait("2026-11-23T06:00"))
        assert text.startswith("Day 1 · Mon 23 Nov · Relieve\n")
        for time in ("07:00–07:15", "09:00–09:15", "21:00–21:05"):
            assert f"  {time}  " in text

    def test_after_bedtime_it_shows_tomorrow(self) -> None:
        assert card(Story().wait("2026-11-23T22:00")).startswith("Day 2 · Tue 24 Nov · Relieve\n")

    def test_past_sessions_are_one_line_and_open_ones_stay(self) -> None:
        text = card(Story().wait("2026-11-24T13:05"))
        assert "\nEarlier today: Ice × 2, Leg up × 2\n" in text
        assert "  13:00–13:15  Ice the calf, 15 min" in text
        assert "07:00–07:15" not in text
        assert "10:00–10:15" not in text

    def test_timed_sessions_come_before_all_day_ones(self) -> None:
        text = card(Story().wait("2026-11-24T06:00"))
        assert text.index("21:00–21:05") < text.index("all day      Rest the calf")

    def test_notes_and_cautions_stand_on_the_card(self) -> None:
        runner = Runner(zone="Europe/Berlin", cautions=[Caution.COLD_SENSITIVITY])
        text = flat(Story(runner=runner))
        assert "No alcohol for now" in text
        assert "x Ice: left out for your safety: cold sensitivity" in text

    def test_sessions_past_when_the_plan_was_made_are_not_listed_again(self) -> None:
        story = Story(now="2026-11-25T20:30")
        assert any("had passed" in item.reason for item in story.plan.unplaced)
        assert "had passed" not in flat(story)

    def test_a_night_workers_card_holds_the_small_hours(self) -> None:
        runner = Runner(zone="Europe/Berlin", wake="15:00", bed="07:00")
        text = card(Story(runner=runner).wait("2026-11-24T03:00"))
        assert text.startswith("Day 1 · Mon 23 Nov · Relieve\n")
        assert "Tue 06:00–06:05\n" in text

    def test_it_says_when_to_stop_and_that_it_is_no_diagnosis(self) -> None:
        story = Story()
        assert story.plan.labels.when_to_stop in flat(story).replace("! ", "")
        assert flat(story).endswith(story.plan.labels.not_advice)


class TestTheCheckIn:
    def test_a_silent_day_is_asked_about(self) -> None:
        text = flat(Story().tell(checkin("2026-11-22"), "2026-11-22T21:30").wait("2026-11-24T06:00"))
        assert "> Tell how yesterday, Mon 23 Nov, was" in text

    def test_silent_days_are_counted(self) -> None:
        assert "> No check-in for 2 days. Tell how yesterday, Mon 23 Nov, was" in flat(Story().wait("2026-11-24T06:00"))

    def test_after_bedtime_the_day_that_is_still_today_is_not_called_yesterday(self) -> None:
        text = flat(Story().tell(checkin("2026-11-22"), "2026-11-22T21:30").wait("2026-11-23T22:30"))
        assert "> Tell how Mon 23 Nov was" in text

    def test_a_day_with_a_check_in_is_not_asked_about(self) -> None:
        text = flat(Story().tell(checkin("2026-11-22"), "2026-11-22T21:30").wait("2026-11-23T06:00"))
        assert "Tell how" not in text
        assert "Check-in before sleep" in text

    def test_a_check_in_that_was_made_is_off_the_card(self) -> None:
        text = card(Story().tell(checkin("2026-11-22"), "2026-11-22T20:30"))
        assert "Check-in before sleep" not in text
        assert "Today's check-in is in." in text

    def test_after_its_time_a_missing_check_in_is_still_asked_for(self) -> None:
        text = flat(Story().wait("2026-11-22T21:50"))
        assert "By 22:00, or any time before you sleep: check in." in text
        assert "check in." in text


class TestTheNextRun:
    def test_it_is_named_with_its_day_and_all_it_waits_for(self) -> None:
        text = flat(Story().wait("2026-11-24T06:00"))
        assert "Next run: Sat 28 Nov 18:00 (in 4 days), Walk-run: 5 × (3 min walk, 3 min run) (if ready)" in text
        assert "not before Wed 25 Nov 18:30" in text
        assert text.count("[ ] ") == 3
        assert "a brisk 30-minute walk at pain 0" in text

    def test_passed_tests_are_ticked(self) -> None:
        story = trained().tell(checkin("2026-11-25", gates=[Gate.BRISK_WALK]), "2026-11-25T21:00")
        text = flat(story.wait("2026-11-26T06:00"))
        assert "Next run: Sat 28 Nov 18:00 (in 2 days)" in text
        assert "[x] a brisk 30-minute walk at pain 0 (counts until Sat 28 Nov)" in text
        assert text.count("[ ] ") == 2
        assert "Tell these: hops, heel raises" in text
        run = next(each for _, each in story.plan.sessions() if each.activity is Activity.RUN)
        assert "a brisk 30-minute walk at pain 0 (counts until Sat 28 Nov), 10 hops" in run.instructions

    def test_a_test_that_counts_is_ticked_also_if_it_lapses_before_the_run(self) -> None:
        story = trained().tell(checkin("2026-11-25", gates=[Gate.BRISK_WALK]), "2026-11-25T21:00")
        story.tell(checkin("2026-11-26"), "2026-11-26T21:00")
        text = flat(story.tell(checkin("2026-11-27", gates=[Gate.HOPS, Gate.HEEL_RAISES]), "2026-11-27T21:00"))
        assert text.count("[x] ") == 3
        assert "Tell these: brisk walk [x]" in text

    def test_with_all_tests_passed_it_waits_for_the_next_days_check_in(self) -> None:
        text = flat(trained().tell(checkin("2026-11-25", gates=ALL_TESTS), "2026-11-25T21:00"))
        assert "the tests: done by Wed 25 Nov" in text
        assert text.count("[x] ") == 3
        assert "tell it in the check-in of Thu 26 Nov" in text
        assert "[ ]" not in text

    def test_a_confirmed_run_is_planned_and_says_when_to_leave_it_out(self) -> None:
        story = trained().tell(checkin("2026-11-25", gates=ALL_TESTS), "2026-11-25T21:00")
        text = flat(story.tell(checkin("2026-11-26"), "2026-11-26T21:00"))
        assert "Next run: Fri 27 Nov 18:00 (tomorrow), Walk-run: 5 × (3 min walk, 3 min run) (planned)" in text
        assert "Leave it out if anything has got worse since" in text

    def test_after_a_check_in_without_tests_they_are_for_tomorrow(self) -> None:
        text = flat(trained().tell(checkin("2026-11-25"), "2026-11-25T20:00"))
        assert "the tests, from Thu 26 Nov 07:00, the walk first" in text

    def test_while_loading_is_held_back_there_are_none(self) -> None:
        """Sore on day 3: moderate, and no loading up to day 5: A then, B on 6, C and P1 on 7, P2 on 9, tests on 10."""
        text = flat(Story().tell(checkin("2026-11-25", 1, 1), "2026-11-25T20:00"))
        assert "the tests, from Wed 2 Dec 07:00, the walk first" in text

    def test_on_its_day_its_instructions_stand_once(self) -> None:
        story = trained().tell(checkin("2026-11-25", gates=ALL_TESTS), "2026-11-25T21:00")
        text = flat(story.tell(checkin("2026-11-26"), "2026-11-26T21:00").wait("2026-11-27T06:00"))
        assert "Next run: Fri 27 Nov 18:00 (today)" in text
        assert text.count("Your check-ins say that you are ready") == 1


class TestSeenFirst:
    def test_the_message_of_a_red_flag_comes_first(self) -> None:
        story = Story().tell(checkin("2026-11-22", findings=[Finding.POP_OR_KICK]), "2026-11-22T21:00")
        text = flat(story)
        assert text.startswith(f"! {TRIAGE.messages[Urgency.TODAY]} - ")
        assert "No run until a clinician has cleared it" in text
        assert "A clinician still has to clear: A pop, snap or kick (pop-or-kick)." in text
        assert "Day 0 · Sun 22 Nov · Hold" in text
        assert "Next run" not in text

    def test_an_emergency_says_what_to_do_now_and_then_what_was(self) -> None:
        found = [Finding.BRUISING, Finding.BREATHLESS_OR_CHEST_PAIN]
        text = flat(Story().tell(checkin("2026-11-22", findings=found), "2026-11-22T21:00"))
        assert text.startswith(f"! {TRIAGE.messages[Urgency.EMERGENCY]} ")
        _, _, was = text.partition(f"! {TRIAGE.do_now} ")
        assert was.startswith("What the plan held on Sun 22 Nov, before the emergency: ")
        assert "The log of your case holds all that you have told." in was
        assert "Next run" not in text
        assert "blood clot in the lung" in text
        assert "Bruising" not in text
        assert "Day 0" not in text

    def test_after_the_last_day_of_a_holding_plan_it_still_says_be_seen(self) -> None:
        story = Story().tell(checkin("2026-11-22", findings=[Finding.BRUISING]), "2026-11-22T21:00")
        text = flat(story.wait("2026-12-05T08:00"))
        assert text.startswith(f"! {TRIAGE.messages[Urgency.WITHIN_DAYS]} ")
        assert "ended on Sat 28 Nov, and it has still not been cleared" in text


class TestStandstill:
    def test_after_a_long_silence_it_asks_how_it_is_and_nothing_else(self) -> None:
        text = flat(Story().wait("2026-12-20T08:00"))
        assert "Tell how your calf is" in text
        assert "nothing is planned: no run and no exercise" in text
        assert "No run is planned any more." in text
        assert "No more sessions today." not in text
        assert text.count("28 days") == 1


class TestNoDay:
    def test_a_plan_without_check_ins_for_long_says_so(self) -> None:
        story = Story().wait("2027-06-01T08:00")
        assert "nobody has checked in for a long time" in flat(story)

    def test_a_plan_that_is_over_says_so(self) -> None:
        story = trained(Runner(zone="Europe/Berlin", usual_run_minutes=5, runs_per_week=7))
        story.tell(checkin("2026-11-25", gates=ALL_TESTS), "2026-11-25T21:00").tell(
            checkin("2026-11-26"), "2026-11-26T21:00"
        )
        for day in range(27, 31):
            run = 0 if day % 2 else None
            story.tell(checkin(f"2026-11-{day}", run=run), f"2026-11-{day}T21:00")
        for day in range(1, 15):
            run = 0 if day % 2 else None
            story.tell(checkin(f"2026-12-{day:02}", run=run), f"2026-12-{day:02}T21:00")
        last = story.plan.days[-1].date
        story.wait("2027-03-25T08:00")
        assert story.progress.is_closed
        assert f"This plan ended on {last:%a} {last.day} Mar." in flat(story)


@given(story=stories(), later=st.integers(0, 3 * 24 * 60))
def test_it_fits_holds_what_is_next_and_reads_the_same_again(story: Story, later: int) -> None:
    story.wait_until(Minute(story.at + later))
    text = card(story)
    assert text == today_text(issue(story.case, story.at).plan, progress(story.case, story.at), story.at)
    assert max(map(len, text.splitlines())) <= 80
    waiting = story.progress.waiting
    joined = " ".join(text.split())
    if waiting is not None:
        message = message_of(story.case.protocol, waiting.urgency, waiting.reasons)
        assert joined.startswith(f"! {message}")
        assert "Next run:" not in joined
        return
    if story.plan.standstill is not None:
        asked = "Nothing is planned: nobody has checked in for a long time."
        assert asked in joined or story.plan.standstill.title in joined
        assert "Next run:" not in joined
        return
    runner = story.plan.runner
    day = next(each for each in story.plan.days if runner.window(each.date).end > story.at)
    assert f"Day {day.number} · " in joined
    for session in day.sessions:
        if session.span is None or session.span.start >= story.at:
            assert session.title in joined or str(session.activity) == "check-in"
    coming = [each for _, each in story.plan.sessions() if str(each.activity) == "run" and each.span is not None]
    ahead = [each for each in coming if each.span is not None and each.span.start >= story.at]
    if ahead:
        assert ahead[0].title in joined
        assert ("(planned)" in joined) == (ahead[0].status is Status.CONFIRMED)


def test_a_silence_of_over_a_week_says_what_it_means_if_it_is_still_sore() -> None:
    """Rule D5 counts on through silence, because nobody has said that the soreness has gone."""
    said = "Still sore? Then it is over a week: be seen by a clinician within days, and do not run."
    assert said not in flat(Story().wait("2026-11-28T06:00"))
    assert said in flat(Story().wait("2026-11-29T06:00"))
    gone = Story().tell(checkin("2026-11-24"), "2026-11-24T21:00").wait("2026-12-04T06:00")
    assert "No check-in for" in flat(gone)
    assert said not in flat(gone)
