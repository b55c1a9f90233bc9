"""What a runner reads on a bad day, and on a good day that moves no run ahead: whatever the journey."""

import datetime as dt

import attrs
from hypothesis import given, settings

from soleus_recovery import CheckIn, Finding, progress
from soleus_recovery.course.gate import shown_tests
from soleus_recovery.course.reasons import day_reasons
from soleus_recovery.facts.case import day_at
from soleus_recovery.guidance.sentences import date_text
from soleus_recovery.testing import Tell, Traveller
from soleus_recovery.testing.machine import A_LIFE
from soleus_recovery.views.card import read_card
from soleus_recovery.vocabulary import Activity, Measure
from tests.export.stories import ALL_TESTS, Story, checkin, trained
from tests.planner.evenings import lived
from tests.planner.journeys import next_run

ONWARD, FLARE = "on to the next step", "A flare"


class Reading(Traveller):
    """A traveller that reads the words of each answer and of each card."""

    def check(self) -> None:
        if self.before is not None and self.steps and isinstance(self.steps[-1], Tell):
            self._read_answer(self.steps[-1])
        self._read_cards()
        self._read_training()
        self._read_tests()

    def _read_tests(self) -> None:
        """A test that counts is ticked on the card, and named in the text of the next run, until it lapses."""
        state, run = self.progress.state, next_run(self.plan, self.plan.made_at)
        if not state.gate_needed or not state.tests or self.progress.waiting is not None or run is None:
            return
        if self.progress.judged_on is not None:  # the run that they were for is over
            return
        until = f"(counts until {date_text(min(state.tests.values()) + dt.timedelta(days=3), self.plan.labels)})"
        names = shown_tests(self.case.protocol, state)
        counted = [names[test] for test in state.tests if test in names]
        for test in counted:
            assert test.endswith(until)
            assert test in run.instructions, (test, run.instructions)
        card = read_card(self.plan, self.case.protocol, self.progress, self.now)
        ticked = [] if card.next_run is None else [test for need in card.next_run.needs for test in need.tests]
        is_today = run in getattr(self.plan.on(day_at(self.progress.runner, self.now)), "sessions", ())
        assert {test.text for test in ticked if test.passed} == {*counted} or is_today

    def _read_training(self) -> None:
        """Before anything was trained there is no last step to go back to."""
        training = self.progress.state.training
        if training.done or training.last is not None:
            return
        for day in self.plan.days:
            texts = [each.instructions for each in day.sessions if each.activity is Activity.STRENGTHEN]
            assert not any("the last step again" in text for text in texts), day.date
            if texts:
                break

    def _read_answer(self, step: Tell) -> None:
        fact, before = step.fact, self.before
        assert before is not None
        if not isinstance(fact, CheckIn) or self.progress.waiting is not None:
            return
        said = [
            reason.text
            for verdict in self.progress.verdicts
            if verdict.date == fact.day
            for reason in day_reasons(self.case.protocol, verdict)
        ]
        texts = " ".join(said)
        told = [entry.fact.day for entry in self.case.entries[:-1] if isinstance(entry.fact, CheckIn)]
        is_in_order = fact.day == day_at(self.progress.runner, self.now) and all(day < fact.day for day in told)
        before_state = progress(attrs.evolve(self.case, entries=self.case.entries[:-1]), self.now).state
        state = self.progress.state
        lost = (before_state.tests or not before_state.gate_needed) and not state.tests
        if lost and state.gate_needed and is_in_order:
            assert "Tell these: " in texts, texts
        assert not (FLARE in texts and "before the plan allowed one" in texts), texts
        if ONWARD in texts and is_in_order:
            was, is_now = (next_run(plan, self.now) for plan in (before.plan, self.plan))
            assert was is None or (is_now is not None and is_now.span is not None and was.span is not None), texts
            assert (
                was is None
                or is_now is None
                or is_now.span is None
                or was.span is None
                or (is_now.span.start <= was.span.start)
            ), (texts, was.span, is_now.span)

    def _read_cards(self) -> None:
        """While exercise is held back: one rest, which says when the plan goes on, and no easy movement beside it."""
        held = self.progress.state.loading_from
        if held is None or self.progress.waiting is not None or self.progress.stands_still:
            return
        protocol = self.case.protocol
        loads = {each for each in Activity if Measure.EXERCISE in protocol.limits.measures[each]}
        movement = [note.text for note in protocol.notes if note.unless_held]
        for day in self.plan.days:
            if day.date >= held or self.plan.runner.window(day.date).end <= self.plan.made_at:
                continue
            ahead = [each for each in day.sessions if each.span is None or each.span.start >= self.plan.made_at]
            rests = [each for each in ahead if each.activity is Activity.REST]
            assert len(rests) == 1, day.date
            assert f"{held.day} " in rests[0].instructions, (day.date, rests[0].instructions)
            assert not [each.key for each in ahead if each.activity in loads], day.date
            assert not {*day.notes} & {*movement}, day.date


@settings(suppress_health_check=A_LIFE["suppress_health_check"], max_examples=max(10, settings().max_examples // 2))
@given(traveller=lived(Reading))
def test_the_words_of_bad_days_agree_with_their_plan(traveller: Reading) -> None:
    """Rest, ice and a date on a bad day; no next step while runs move; no flare beside a run that came too early."""
    traveller.check()


class TestCards:
    """The card of the day after a bad day, read as the runner reads it."""

    def rest(self, story: Story, day: int) -> str:
        planned = story.plan.on(dt.date(2026, 11, day))
        assert planned is not None
        rests = [each for each in planned.sessions if each.activity is Activity.REST]
        return f"{rests[0].title}. {rests[0].instructions}"

    def test_it_says_rest_ice_no_running_and_when_the_plan_goes_on(self) -> None:
        story = Story().tell(checkin("2026-11-24", 1, 4), "2026-11-24T21:00")
        text = self.rest(story, 25)
        assert text.startswith("Rest the calf: no exercise yet. No running, no jumping and no exercise for the calf")
        assert "From Thu 26 Nov on the plan goes on, if the check-in of Wed 25 Nov says that it is no worse." in text

    def test_a_silent_day_puts_it_off_by_a_day(self) -> None:
        story = Story().tell(checkin("2026-11-24", 1, 4), "2026-11-24T21:00").wait("2026-11-26T08:00")
        assert "From Fri 27 Nov on the plan goes on, if the check-in of Thu 26 Nov" in self.rest(story, 26)

    def test_ice_is_named_once_and_only_for_a_runner_who_may_ice(self) -> None:
        story = Story().tell(checkin("2026-11-27", 1, 4), "2026-11-27T21:00")
        assert "Ice, if it still helps: 15 minutes" in self.rest(story, 28)
        iced = Story().tell(checkin("2026-11-22", 1, 5), "2026-11-22T21:30")
        assert "Ice, if it still helps" not in self.rest(iced, 23)

    def test_a_clinician_to_be_seen_comes_first(self) -> None:
        story = Story().tell(checkin("2026-11-24", 1, 4, findings=[Finding.BRUISING]), "2026-11-24T21:00")
        assert "the plan goes on" not in self.rest(story, 25)


class TestAnswers:
    """What a check-in with a run or with pain is answered."""

    def said(self, story: Story) -> str:
        return " ".join(reason.text for reason in story.plan.revisions[-1].reasons)

    def waiting(self) -> Story:
        return Story().tell(checkin("2026-11-23", 1, 2, findings=[Finding.BRUISING]), "2026-11-23T21:00")

    def test_a_run_while_a_clinician_is_awaited_counts_for_pain_and_days_off(self) -> None:
        said = self.said(self.waiting().tell(checkin("2026-11-24", 1, 2, run=2), "2026-11-24T21:00"))
        assert "That run counts for its pain and for the days off after it, and is no step forward." in said
        assert "That is a lot of pain" not in said

    def test_much_pain_while_a_clinician_is_awaited_is_answered(self) -> None:
        said = self.said(self.waiting().tell(checkin("2026-11-24", 1, 5), "2026-11-24T21:00"))
        assert "That is a lot of pain" in said
        assert "That run counts" not in said

    def test_the_check_in_that_refers_is_answered_by_its_referral_alone(self) -> None:
        story = Story().tell(checkin("2026-11-23", 1, 5, run=5, findings=[Finding.BRUISING]), "2026-11-23T21:00")
        assert "That run counts" not in self.said(story)
        assert "That is a lot of pain" not in self.said(story)

    def test_tests_that_a_run_with_pain_3_brings_back_are_announced(self) -> None:
        """Section 6: before any run has counted, one run at pain 3 brings back the whole gate."""
        story = trained().tell(checkin("2026-11-25", gates=ALL_TESTS), "2026-11-25T21:00")
        story.tell(checkin("2026-11-26"), "2026-11-26T21:00").tell(checkin("2026-11-27", run=3), "2026-11-27T21:00")
        assert story.progress.state.gate_needed
        assert self.said(story).endswith(
            "Before the next run the tests come again. Tell these: brisk walk, hops, heel raises."
        )


def test_the_first_raises_of_a_mild_strain_know_no_last_step_and_the_next_ones_do() -> None:
    story = Story()

    def raises(day: int) -> str:
        planned = story.plan.on(dt.date(2026, 11, day))
        assert planned is not None
        return next(each.instructions for each in planned.sessions if each.key.endswith("strengthen-1"))

    assert "this morning was no worse than the one before; else not today." in raises(25)
    assert "the last step again" not in raises(25)
    assert "the last step again" in raises(26)
    # A check-in at noon, before the raises of the day, leaves the text of the day as it is.
    story.tell(checkin("2026-11-25"), "2026-11-25T12:00")
    assert "the last step again" not in raises(25)
