"""What a run says of itself: what must be true on the day, and what the last run means for it."""

from soleus_recovery import Activity, Plan, builtin, parse_protocol
from soleus_recovery.export.text.today import today_text
from soleus_recovery.guidance.sentences import next_run_text
from tests.examples import Kind, case_of, plan_of
from tests.export.stories import ALL_TESTS, Story, checkin, trained

ON_THE_DAY = (
    "Run only if on the day it hurts 0 at rest and 2 or less walking, the morning was no worse than the one before, "
    "and you took no painkiller in the 24 hours before; otherwise do not run that day."
)


def runs(plan: Plan) -> list[str]:
    return [session.instructions for _, session in plan.sessions() if session.activity is Activity.RUN]


def after_the_first_run(pain: int) -> Story:
    """The tests on day 4, the first run on day 6, the second on day 8 with this pain."""
    story = trained().tell(checkin("2026-11-25", gates=ALL_TESTS), "2026-11-25T21:00")
    story.tell(checkin("2026-11-26"), "2026-11-26T21:00").tell(checkin("2026-11-27", run=0), "2026-11-27T21:00")
    story.tell(checkin("2026-11-28"), "2026-11-28T21:00")
    return story.tell(checkin("2026-11-29", 0, 1, run=pain), "2026-11-29T21:00")


class TestARunAfterTheFirst:
    """Section 6: 3 repeats, 4 or 5 or a worse morning is a day off and a step back, 6 or more is 72 h and two."""

    def test_in_a_plan_that_nobody_tells_words_to_it_says_all_of_it(self) -> None:
        for text in runs(plan_of(case_of(Kind.MILD)))[1:]:
            assert text.startswith(ON_THE_DAY)
            assert "or before sleep 1 at rest or 2 walking, or the next morning was worse: do it again;" in text
            assert "pain 3 in 2 of 3 runs: one more day off, then one step back." in text
            assert "or the second in a row: one more day off, then one step back" in text
            assert "once you run without walking: the walk and the hops again, and a clearly shorter run)." in text
            assert "From 6: no run for 72 hours, then the tests again, and two steps back (once" in text

    def test_its_numbers_are_those_of_the_protocol(self) -> None:
        stricter = parse_protocol(
            'extends = "soleus-standard"\nid = "ours"\n'
            "[gate]\npainkiller_hours = 48\n[progression]\nsetback_any = 3\nrepeat_any = 2\nhard_setback_hours = 96\n"
        )
        text = next_run_text(stricter, has_check_ins=False)
        assert "no painkiller in the 48 hours before" in text
        assert "reached pain 2" in text
        assert "From 3," in text
        assert "no run for 96 hours" in text

    def test_once_words_are_told_the_next_one_asks_for_no_second_step_back(self) -> None:
        """After a run at pain 4 the plan has stepped back: nothing that is known to be false is asked."""
        story = after_the_first_run(4)
        # Runs that have been stay as they were; after the next one, check-ins are still to come.
        text, later = runs(story.plan)[2:4]
        assert text.startswith(f"{ON_THE_DAY} This step is what your check-ins lead to")
        assert "step back" not in text
        assert "one step back" in later

    def test_a_protocol_without_words_of_its_own_for_it_says_the_same_as_before(self) -> None:
        silent = parse_protocol('extends = "soleus-standard"\nid = "ours"\n[gate]\ntold_text = ""\n')
        assert next_run_text(silent, has_check_ins=True) == next_run_text(
            builtin("soleus-standard"), has_check_ins=False
        )


class TestWhileTheFirstRunWaitsForItsNextMorning:
    """Section 6: a run on day n is judged by day n and the morning of n + 1; until then nothing else is asked for."""

    def _story(self) -> Story:
        story = trained().tell(checkin("2026-11-25", gates=ALL_TESTS), "2026-11-25T21:00")
        return story.tell(checkin("2026-11-26"), "2026-11-26T21:00").tell(
            checkin("2026-11-27", run=0), "2026-11-27T21:00"
        )

    def test_the_next_run_waits_for_that_word_and_for_no_test(self) -> None:
        story = self._story()
        text = runs(story.plan)[1]
        assert text.startswith("It waits for one word: the check-in of Sat 28 Nov, with how the morning after")
        assert "hops" not in text.split("Tests done:")[0]
        ahead = [day for day in story.plan.days if day.number > 6]
        assert not [note for day in ahead for note in day.notes if "tests before running" in note]

    def test_so_does_the_card_of_the_day_after(self) -> None:
        story = self._story().wait("2026-11-28T07:00")
        text = " ".join(today_text(story.plan, story.progress, story.at).split())
        assert "It waits for one word: the check-in of Sat 28 Nov" in text
        assert "[ ]" not in text

    def test_without_that_word_the_tests_are_asked_for_again(self) -> None:
        story = self._story().wait("2026-11-29T07:00")
        assert "It waits for one word" not in " ".join(runs(story.plan))
        assert "hops" in runs(story.plan)[1]
