"""Stories told by hand from the guidance, so that the oracle of progress is itself held to something."""

import datetime as dt
from typing import Any

import pytest

from tests.course.oracle_progress import CheckIn, Clearance, Report, Signs, State, state
from tests.wall_clock import instant

ZONE = "Europe/Berlin"
DAY_0 = dt.date(2026, 11, 22)
PLAIN = frozenset({"started-hours-after", "diffuse-soreness"})
NIGHTS = {"wake": 15 * 60, "bed": 7 * 60, "run_minute_after_waking": 3 * 60}
ALL_TESTS = frozenset({"brisk-walk", "hops", "heel-raises"})
MODERATE, SEVERE = {"pain_at_rest": 1, "pain_walking": 5}, {"pain_at_rest": 2, "pain_walking": 7}


def date(day: int) -> dt.date:
    return DAY_0 + dt.timedelta(days=day)


def at(day: int, clock: str = "21:00") -> int:
    return instant(dt.datetime.combine(date(day), dt.time.fromisoformat(clock)), ZONE)


def start(**told: Any) -> Report:
    """Onset on day 0 at 18:30, told half an hour later."""
    known: dict[str, Any] = {"at": at(0, "19:00"), "onset": at(0, "18:30"), "pain_at_rest": 0, "pain_walking": 2}
    return Report(**(known | told))


def word(day: int, rest: int | None = 0, walking: int | None = 0, **told: Any) -> CheckIn:
    """The word of this day, told on its evening; the morning was the same unless told otherwise."""
    known: dict[str, Any] = {"at": at(day), "day": date(day), "morning": "same"}
    return CheckIn(pain_at_rest=rest, pain_walking=walking, **(known | told))


def gate_told(day: int) -> CheckIn:
    return word(day, gates=ALL_TESTS)


def run(day: int, pain: int = 0, **told: Any) -> CheckIn:
    return word(day, pain_running=pain, **told)


def after(day: int, *facts: Signs) -> State:
    """Where the runner stands in the evening of this day."""
    return state(facts, at(day, "21:30"))


def moderate_on_the_ladder() -> list[Signs]:
    """Begun four days before day 0: tests on day 4, first run on day 6, then a run every other day up to day 10."""
    return [*trained(), run(6), word(7), run(8), word(9), run(10), word(11)]


def begun_earlier() -> list[Signs]:
    """Begun four days before day 0, free of pain on day -2, and trained up to day 3."""
    first = start(at=at(-4, "19:00"), onset=at(-4, "18:30"), **MODERATE)
    return [first, word(-3, 1, 4), *(word(day) for day in range(-2, 4))]


def trained() -> list[Signs]:
    """Trained up to day 3, all tests on day 4, and a good morning after."""
    return [*begun_earlier(), gate_told(4), word(5)]


class TestPlainSoreness:
    """MILD, both sides or diffuse: floor 48 h, no heel raises, run brought forward once the gate is passed."""

    def test_gone_in_two_days(self) -> None:
        story: list[Signs] = [start(findings=PLAIN), word(1, 0, 1)]
        state_1 = after(1, *story)
        assert (state_1.severity, state_1.possible_strain, state_1.phase) == ("mild", False, "relieve")
        assert state_1.episode_open
        assert state_1.not_before == date(4)  # sore on day 1

        story += [word(2, gates=frozenset({"brisk-walk", "hops"}))]
        state_2 = after(2, *story)
        assert not state_2.episode_open
        assert state_2.gates == {"brisk-walk", "hops"}
        assert (state_2.gate_passed, state_2.phase, state_2.not_before) == (False, "restore", date(4))

        story += [word(3)]
        state_3 = after(3, *story)
        assert (state_3.gate_passed, state_3.phase, state_3.ready) == (True, "return", True)

        story += [run(4)]
        assert after(4, *story).gate_needed
        assert not after(4, *story).ready
        state_5 = after(5, *story, word(5))
        assert (state_5.gate_needed, state_5.rung, state_5.longest, state_5.ready) == (False, 1, 0, True)
        state_7 = after(7, *story, word(5), run(6), word(7))
        assert (state_7.rung, state_7.longest) == (2, 20)

    def test_tests_are_not_tried_before_48_hours(self) -> None:
        """At 18:00 of day 2 it is 47 and a half."""
        told = word(2, gates=frozenset({"brisk-walk", "hops"}), at=at(2, "18:00"))
        assert after(2, start(findings=PLAIN), told).gates == frozenset()

    def test_one_swollen_check_in_makes_it_a_possible_strain_and_refers(self) -> None:
        now = after(2, start(findings=PLAIN), word(2, 0, 1, findings=frozenset({"swelling"})))
        assert now.possible_strain
        assert (now.outcome, now.urgency, now.waiting) == ("see-clinician", "today", frozenset({"swelling"}))

    def test_prevent_for_14_days_then_closed_but_for_a_red_flag(self) -> None:
        report = start(findings=PLAIN, usual_run_minutes=20)
        tests_told = word(2, gates=frozenset({"brisk-walk", "hops"}))
        story: list[Signs] = [report, word(1), tests_told, word(3), run(4), word(5), run(6)]
        assert after(6, *story).phase == "return"
        story += [word(7)]
        assert (after(7, *story).phase, after(7, *story).rung, after(7, *story).longest) == ("prevent", 1, 20)
        story += [word(day) for day in range(8, 20)]
        assert after(20, *story, word(20, 0, 5)).severity == "mild"  # 14 days from day 6
        assert after(20, *story, word(20, 0, 5)).setbacks == 0
        assert after(20, *story, word(20, findings=frozenset({"cannot-bear-weight"}))).urgency == "today"
        assert after(19, *story[:-1], word(19, 0, 5)).severity == "moderate"


class TestModerate:
    def test_up_the_ladder(self) -> None:
        story = moderate_on_the_ladder()
        assert after(5, *trained()).not_before is None  # day 6 is next
        assert after(5, *trained()).gate_passed
        state_11 = after(11, *story)
        assert (state_11.rung, state_11.longest, state_11.setbacks) == (3, 0, 0)
        assert (state_11.phase, state_11.ready, state_11.gates) == ("return", True, frozenset())

    def test_a_flare_is_one_rung_back_and_one_more_day_off(self) -> None:
        story = [*moderate_on_the_ladder(), run(12, 4)]
        now = after(12, *story)
        assert (now.rung, now.setbacks, now.gate_needed, now.ready) == (2, 1, False, False)
        assert now.not_before == date(15)
        same_flare = after(13, *story, word(13, morning="worse"))
        assert (same_flare.setbacks, same_flare.waiting) == (1, frozenset())
        assert same_flare.not_before == date(15)

    def test_below_the_first_rung_the_gate_again(self) -> None:
        story = trained()
        now = after(7, *story, run(6), word(7, 0, 3, morning="worse"))
        assert (now.rung, now.gate_needed, now.setbacks, now.phase) == (0, True, 1, "restore")
        # No loading on days 7 and 8; the morning asks for a step back of the raises, on day 9; tests on day 10.
        assert now.not_before == date(12)

    def test_a_pain_of_3_repeats_the_rung(self) -> None:
        story = [*trained(), run(6), word(7), run(8, 3), word(9)]
        now = after(9, *story)
        assert (now.rung, now.setbacks, now.gate_needed, now.ready) == (1, 0, False, True)
        again = after(11, *story, run(10), word(11))
        assert again.rung == 2

    def test_strong_pain_is_72_hours_two_rungs_and_the_whole_gate(self) -> None:
        """72 hours from bedtime of day 12 end at bedtime of day 15, so the usual run at 18:00 is on day 16."""
        now = after(12, *moderate_on_the_ladder(), run(12, 6))
        assert (now.rung, now.gate_needed, now.setbacks, now.not_before) == (1, True, 1, date(16))
        assert now.outcome == "self-care"

    def test_the_second_setback_refers(self) -> None:
        story = [*moderate_on_the_ladder(), run(12, 4), word(13), word(14), run(15, 4)]
        now = after(15, *story)
        assert (now.setbacks, now.outcome, now.urgency) == (2, "see-clinician", "within-days")
        assert (now.waiting, now.phase, now.ready) == (frozenset({"recurring"}), "hold", False)

    def test_a_painkiller_counts_for_nothing(self) -> None:
        story = begun_earlier()
        assert after(4, *story, word(4, gates=ALL_TESTS, painkiller=True)).gates == frozenset()
        assert not after(5, *story, gate_told(4), word(5, painkiller=True)).gate_passed
        ran = after(7, *trained(), run(6, painkiller=True), word(7))
        assert (ran.rung, ran.gate_needed) == (0, True)

    def test_silence_of_a_week_is_a_rung_back_and_the_gate(self) -> None:
        story = moderate_on_the_ladder()
        assert state(story, at(18, "21:59")).gate_needed is False
        silent = state(story, at(18, "22:00"))
        assert (silent.rung, silent.gate_needed, silent.setbacks) == (2, True, 0)
        assert state(story, at(30)).rung == 2

    def test_silence_before_the_first_run_trains_nothing(self) -> None:
        """Day 20 is not over: A on it, B on 21, C and P1 on 22, P2 on 24, tests on 25, the run two days after."""
        silent = after(20, start(**MODERATE))
        assert (silent.outcome, silent.episode_open, silent.rung) == ("self-care", True, 0)
        assert silent.not_before == date(27)

    def test_the_severity_rises_and_never_falls(self) -> None:
        story = [*moderate_on_the_ladder(), word(12, findings=frozenset({"weakness"}))]
        now = after(12, *story)
        assert (now.severity, now.rung, now.gate_needed, now.setbacks) == ("severe", 0, True, 1)
        assert after(13, *story, word(12, at=at(13, "20:00")), word(13)).severity == "severe"

    def test_no_run_counts_on_the_day_after_another(self) -> None:
        story = [*trained(), run(6), word(7), run(8), run(9), word(10)]
        assert after(10, *story).rung == 2

    def test_a_run_without_the_gate_is_no_progress(self) -> None:
        now = after(3, start(**MODERATE), word(1), run(2), word(3))
        assert (now.rung, now.gate_needed) == (0, True)


class TestGate:
    BEFORE = tuple(begun_earlier())
    STORY = (*BEFORE, gate_told(4), word(5), word(6))

    def test_it_lapses_three_days_after_the_first_test(self) -> None:
        assert after(6, *self.STORY).gate_passed
        lapsed = after(7, *self.STORY, word(7))
        assert (lapsed.gate_passed, lapsed.gates, lapsed.phase) == (False, frozenset(), "restore")

    def test_a_run_on_the_third_day_is_in_time(self) -> None:
        now = after(8, *self.STORY, run(7), word(8))
        assert (now.gate_needed, now.rung) == (False, 1)

    def test_a_sore_check_in_ends_it(self) -> None:
        now = after(6, *self.BEFORE, gate_told(4), word(5), word(6, 0, 1))
        assert (now.gate_passed, now.gates, now.not_before) == (False, frozenset(), date(9))

    def test_nothing_before_the_walk_passed(self) -> None:
        hops = word(4, gates=frozenset({"hops", "heel-raises"}))
        story: list[Signs] = [*self.BEFORE, hops]
        assert after(4, *story).gates == frozenset()
        shared = after(5, *story, word(5, gates=frozenset({"brisk-walk"})))
        assert shared.gates == {"brisk-walk"}

    def test_silence_on_the_morning_after_passes_nothing(self) -> None:
        assert not after(6, *self.BEFORE, gate_told(4), word(6)).gate_passed


class TestSevere:
    def test_still_sore_on_day_7_refers_within_days(self) -> None:
        story: list[Signs] = [start(**SEVERE), *(word(day, 1, 3) for day in range(1, 7))]
        assert after(6, *story).outcome == "self-care"
        now = after(7, *story, word(7, 0, 1))
        assert (now.outcome, now.urgency, now.waiting) == ("see-clinician", "within-days", frozenset({"recurring"}))
        taken_back = after(7, *story, word(7, 0, 1), word(7, at=at(7, "21:10")))
        assert (taken_back.outcome, taken_back.episode_open) == ("see-clinician", False)

    def test_free_of_pain_on_day_6(self) -> None:
        story: list[Signs] = [start(**SEVERE), *(word(day, 1, 3) for day in range(1, 5))]
        story += [word(5, gates=ALL_TESTS)]
        assert after(5, *story).gates == frozenset()  # no tests before their training
        # Walking pain of 3 trains nothing: A on days 5 and 6, B 7 and 8, C 9, C and P1 11, P2 13.
        story += [word(day) for day in range(6, 14)]
        assert after(13, *story).not_before == date(16)
        story += [gate_told(14)]
        assert after(14, *story).not_before == date(16)
        story += [word(15)]
        now = after(15, *story)
        assert (now.outcome, now.gate_passed, now.ready, now.episode_open) == ("self-care", True, True, False)
        first = after(17, *story, run(16), word(17))
        assert (first.rung, first.gate_needed) == (1, False)  # the same dose again: rungs twice

    def test_an_ache_after_training_starts_one_on_the_third_day_running_alone(self) -> None:
        story: list[Signs] = [start(**SEVERE), *(word(day) for day in range(1, 7)), word(7, 0, 1), word(8, 0, 1)]
        assert not after(8, *story).episode_open
        assert after(9, *story, word(9, 0, 1)).episode_open
        assert not after(9, *story, word(9)).episode_open

    def test_pain_that_comes_back_starts_a_new_week(self) -> None:
        story: list[Signs] = [start(**SEVERE), *(word(day) for day in range(1, 7)), word(7, 0, 2)]
        now = after(7, *story)
        assert (now.episode_open, now.outcome) == (True, "self-care")
        assert after(13, *story, word(13, 0, 1)).outcome == "self-care"
        assert after(14, *story, word(14, 0, 1)).waiting == frozenset({"recurring"})


class TestReferral:
    BRUISE = (start(**MODERATE), word(1, 1, 3), word(2, 1, 3, findings=frozenset({"bruising"})))

    def test_a_bruise_holds_until_it_is_cleared(self) -> None:
        now = after(2, *self.BRUISE)
        assert (now.outcome, now.urgency, now.waiting) == ("see-clinician", "within-days", frozenset({"bruising"}))
        taken_back = after(3, *self.BRUISE, word(2, 1, 3, at=at(3, "08:00")), word(3))
        assert taken_back.waiting == {"bruising"}

    def test_cleared(self) -> None:
        """Planning restarts at RESTORE, severe; twelve days on the tests may be tried, fourteen on the first run."""
        cleared = Clearance(at=at(4, "12:00"), cleared_on=date(4), cleared_for="bruising")
        story: list[Signs] = [*self.BRUISE, word(3, 1, 3), cleared]
        now = state(story, at(4, "12:00"))
        assert (now.outcome, now.urgency, now.waiting) == ("self-care", None, frozenset())
        assert (now.severity, now.possible_strain, now.phase) == ("severe", True, "restore")
        assert (now.setbacks, now.rung, now.episode_open, now.gate_needed) == (0, 0, True, True)
        story += [word(day) for day in range(4, 15)]
        assert after(15, *story, gate_told(15)).gates == frozenset()
        story += [word(15), gate_told(16), word(17)]
        assert after(17, *story).gate_passed
        assert after(19, *story, run(18), word(19)).rung == 1
        assert after(17, *story, word(17, findings=frozenset({"bruising"}), at=at(17, "21:10"))).waiting == {"bruising"}

    def test_what_was_cleared_is_new_when_it_is_reported_again_also_for_a_day_before(self) -> None:
        swollen = word(2, findings=frozenset({"swelling"}))
        cleared = Clearance(at=at(3, "12:00"), cleared_on=date(3), cleared_for="swelling")
        story: list[Signs] = [start(), word(1), swollen, cleared]
        assert after(3, *story, word(3)).outcome == "self-care"
        late = word(1, at=at(3), findings=frozenset({"swelling"}))
        assert after(3, *story, late).waiting == {"swelling"}

    def test_signs_of_a_day_before_the_clearance_add_up(self) -> None:
        torn = word(2, 1, 1, findings=frozenset({"cannot-push-off"}))
        cleared = Clearance(at=at(3, "12:00"), cleared_on=date(3), cleared_for="cannot-push-off")
        numb = word(2, 1, 1, at=at(3, "13:00"), findings=frozenset({"numbness-or-tingling"}))
        story: list[Signs] = [start(**MODERATE), torn, cleared, numb]
        assert state(story, at(3, "13:00")).outcome == "see-clinician"
        assert after(3, *story, word(2, 1, 8, at=at(3, "14:00"))).outcome == "emergency"

    def test_one_of_two_cleared(self) -> None:
        two = word(2, findings=frozenset({"bruising", "pop-or-kick"}))
        cleared = Clearance(at=at(4, "12:00"), cleared_on=date(4), cleared_for="pop-or-kick")
        now = after(4, start(**MODERATE), two, cleared)
        assert (now.waiting, now.urgency, now.severity) == (frozenset({"bruising"}), "within-days", "moderate")

    def test_an_emergency_is_never_lifted(self) -> None:
        told = word(2, findings=frozenset({"cold-pale-leg", "bruising"}))
        cleared = Clearance(at=at(4, "12:00"), cleared_on=date(4), cleared_for="bruising")
        now = after(4, start(**MODERATE), told, cleared)
        assert (now.outcome, now.urgency, now.waiting) == ("emergency", "emergency", frozenset())

    def test_findings_add_up_over_the_days_of_an_episode(self) -> None:
        weak = word(1, 1, 1, findings=frozenset({"weakness"}))
        numb = frozenset({"numbness-or-tingling"})
        assert after(2, start(**MODERATE), weak, word(2, 1, 1, findings=numb)).outcome == "emergency"
        closed = after(3, start(**MODERATE), weak, word(2), word(3, 1, 1, findings=numb))
        assert (closed.outcome, closed.urgency) == ("see-clinician", "today")

    def test_a_lasting_fact_is_not_heard_twice_but_its_combinations_are(self) -> None:
        thinner = frozenset({"blood-thinner-or-bleeding-disorder"})
        cleared = Clearance(at=at(1, "12:00"), cleared_on=date(1), cleared_for=next(iter(thinner)))
        story: list[Signs] = [start(findings=thinner), cleared]
        assert after(1, *story, word(1, 0, 3)).outcome == "self-care"
        now = after(1, *story, word(1, 0, 4))
        assert (now.waiting, now.urgency) == (thinner, "today")

    def test_a_new_sign_beside_a_cleared_risk_refers(self) -> None:
        cleared = Clearance(at=at(1, "12:00"), cleared_on=date(1), cleared_for="clot-risk")
        warm = word(1, findings=frozenset({"warm-red-one-sided-swelling"}))
        now = after(1, start(findings=frozenset({"clot-risk"})), cleared, warm)
        assert "warm-red-one-sided-swelling" in now.waiting

    @pytest.mark.parametrize(("running", "urgency"), [(7, None), (8, "today")])
    def test_pain_in_a_run_is_pain_anywhere(self, running: int, urgency: str | None) -> None:
        assert after(2, start(**SEVERE), run(2, running)).urgency == urgency

    def test_what_was_told_too_late_to_be_known_is_not_known(self) -> None:
        assert state(self.BRUISE, at(2, "20:59")).outcome == "self-care"


class TestSwelling:
    SWOLLEN = frozenset({"swelling"})

    def test_new_at_a_check_in(self) -> None:
        now = after(2, start(**MODERATE), word(2, 1, 3, findings=self.SWOLLEN))
        assert (now.urgency, now.waiting) == ("today", frozenset({"swelling"}))

    def test_told_by_the_evening_of_day_1_it_counts_as_told_at_the_start(self) -> None:
        story: list[Signs] = [start(**MODERATE), word(1, 1, 3, findings=self.SWOLLEN)]
        assert after(1, *story).outcome == "self-care"
        assert after(2, *story, word(2, 1, 3, findings=self.SWOLLEN)).outcome == "self-care"
        assert after(3, *story, word(3, 1, 3, findings=self.SWOLLEN)).waiting == frozenset({"swelling"})
        late = word(1, 1, 3, findings=self.SWOLLEN, at=at(2, "09:00"))
        assert after(2, start(**MODERATE), late).waiting == frozenset({"swelling"})

    def test_known_and_still_there_on_day_3(self) -> None:
        story: list[Signs] = [start(**MODERATE, findings=self.SWOLLEN)]
        story += [word(day, 1, 3, findings=self.SWOLLEN) for day in (1, 2)]
        assert after(2, *story).outcome == "self-care"
        assert after(3, *story, word(3, 1, 3, findings=self.SWOLLEN)).waiting == frozenset({"swelling"})


class TestWords:
    def test_a_later_check_in_replaces_the_earlier(self) -> None:
        story: list[Signs] = [*begun_earlier(), gate_told(4)]
        assert after(4, *story, word(4, 0, 1, at=at(4, "21:10"))).gates == frozenset()
        assert after(4, *begun_earlier(), word(4, 0, 1), word(4, gates=ALL_TESTS, at=at(4, "21:10"))).gates == ALL_TESTS

    def test_a_raised_severity_stays_when_its_check_in_is_replaced(self) -> None:
        story: list[Signs] = [start(), word(1, 0, 5)]
        assert after(1, *story).severity == "moderate"
        assert after(1, *story, word(1, 0, 1, at=at(1, "21:10"))).severity == "moderate"

    def test_what_another_check_in_for_the_day_named_counts_though_no_episode_is_open(self) -> None:
        numb = word(1, 0, None, findings={"numbness-or-tingling"}, at=at(1, "21:10"))
        story: list[Signs] = [start(), word(1), numb]
        assert after(1, *story).urgency == "today"
        assert after(1, *story, run(1, 9, at=at(1, "21:20"))).urgency == "emergency"

    def test_sore_on_day_3_is_at_least_moderate(self) -> None:
        story: list[Signs] = [start(), word(1, 0, 2), word(2, 0, 1)]
        assert after(2, *story).severity == "mild"
        assert after(3, *story, word(3, 0, 1)).severity == "moderate"
        assert after(3, *story, word(3, None, None)).severity == "mild"

    def test_an_amended_report_counts_as_if_told_at_the_start(self) -> None:
        """A milder one takes nothing back; an earlier onset moves the days."""
        worse = Report(at=at(2), onset=at(0, "18:30"), pain_at_rest=0, pain_walking=6)
        assert after(2, start(), word(1), worse).severity == "severe"
        milder = Report(at=at(3), onset=at(0, "18:30"), pain_at_rest=0, pain_walking=1)
        assert after(3, start(), word(1), worse, milder).severity == "severe"
        earlier = Report(at=at(5), onset=at(-2, "18:30"), pain_at_rest=0, pain_walking=2)
        story: list[Signs] = [start(), word(4, 0, 1), word(5, 0, 1)]
        assert after(5, *story).outcome == "self-care"
        assert after(5, *story, earlier).waiting == frozenset({"recurring"})

    def test_first_reported_on_day_7(self) -> None:
        assert after(7, start(at=at(7, "12:00"))).waiting == frozenset({"recurring"})
        late = after(4, start(at=at(4, "12:00")))
        assert (late.outcome, late.severity) == ("self-care", "moderate")

    def test_days_before_the_start_are_not_silent(self) -> None:
        """Nothing at all: told on day 3, the next day to speak of is day 3 itself."""
        assert state([start(at=at(3, "12:00"))], at(3, "12:00")).next_day == date(3)


class TestNightWorker:
    """Awake from 15:00 to 07:00: a day is the window that opened on its date."""

    def test_the_window_that_holds_the_onset_exists_and_day_0_is_its_calendar_date(self) -> None:
        """What began at 02:00 on the 22nd lies in the window of the 21st; day 3 is the 25th."""
        begun = start(onset=at(0, "02:00"), at=at(0, "03:00"), **NIGHTS)
        assert state([begun], at(0, "06:59")).next_day == date(-1)
        assert state([begun], at(0, "07:00")).next_day == date(0)
        assert state([begun, word(2, 0, 1, at=at(3, "06:00"))], at(3, "06:30")).severity == "mild"
        assert state([begun, word(3, 0, 1, at=at(4, "06:00"))], at(4, "06:30")).severity == "moderate"

    def test_the_check_in_after_midnight_is_for_the_day_before(self) -> None:
        begun = start(onset=at(0, "18:30"), at=at(0, "19:00"), findings=PLAIN, **NIGHTS)
        passed = frozenset({"brisk-walk", "hops"})
        story: list[Signs] = [begun, word(1, at=at(2, "06:00")), word(2, gates=passed, at=at(3, "06:00"))]
        story += [word(3, at=at(4, "06:00"))]
        assert state(story, at(4, "06:30")).gate_passed
        story += [run(4, at=at(5, "06:00")), word(5, at=at(6, "06:00"))]
        now = state(story, at(6, "06:30"))
        assert (now.gate_needed, now.rung) == (False, 1)
