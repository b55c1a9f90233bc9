"""The answer to a check-in fits on one screen: what was decided, what changed, what is next."""

import re

import attrs
import pytest
from hypothesis import given

from soleus_recovery import Clearance, FactError, Finding, SymptomReport, diff
from soleus_recovery.clock import Minute
from soleus_recovery.export.text.changes import changes_text
from soleus_recovery.plan.changes import Change, ChangeKind
from soleus_recovery.vocabulary import Activity, Morning
from tests.export.stories import ALL_TESTS, ONSET, Story, checkin, stories, trained_moderate

MODERATE = SymptomReport(onset=ONSET, pain_at_rest=2, pain_walking=5)


def page(story: Story) -> str:
    return changes_text(story.before, story.plan, at=story.at)


def flat(story: Story) -> str:
    return " ".join(page(story).split())


def earlier() -> Story:
    """Moderate, trained up to day 7, with all tests on day 8."""
    return trained_moderate().tell(checkin("2026-11-25", gates=ALL_TESTS), "2026-11-25T21:00")


def later() -> Story:
    """Moderate, trained up to day 7, but not tested on day 8: the run moves on."""
    return trained_moderate().tell(checkin("2026-11-25"), "2026-11-25T21:00")


class TestDecided:
    def test_a_plan_that_stays_says_so_with_the_signals_of_the_check_in(self) -> None:
        story = Story(report=MODERATE).tell(checkin("2026-11-22", 2, 3), "2026-11-22T21:00")
        assert story.before == story.plan
        text = changes_text(story.before, story.plan, at=story.at, said=["Some pain."])
        assert text.startswith("Some pain.\nIt is on record, and the plan ahead stays as it is.\n")
        assert "What changes" not in text
        assert "Next run: Wed 2 Dec 18:00" in text

    def test_the_decision_comes_first(self) -> None:
        assert page(later()).startswith("What your word says\n  - All well. The next run waits for its tests")

    def test_each_reason_once_the_newest_last(self) -> None:
        story = earlier().tell(checkin("2026-11-26"), "2026-11-26T21:00")
        first = trained_moderate().plan
        text = " ".join(changes_text(first, story.plan, at=story.at).split())
        assert text.count("All well, and the tests are done") == 1
        assert text.index("All well") < text.index("The tests are passed")

    def test_silent_days_are_one_reason_with_the_last_check_in(self) -> None:
        story = earlier().wait("2026-12-06T08:00")
        assert len(story.plan.revisions) - len(story.before.revisions) > 2
        assert flat(story).count("No check-in since Wed 25 Nov: nothing moves ahead.") == 1
        assert flat(story).count("nothing moves ahead") == 1
        assert "more like it" not in flat(story)

    def test_reasons_that_differ_by_their_day_become_the_newest(self) -> None:
        story = earlier()
        first = story.plan
        for day in ("23", "24"):
            story.tell(checkin(f"2026-11-{day}", 1, 2), f"2026-11-26T1{day[1]}:00")
            story.tell(checkin(f"2026-11-{day}", 1, 5), f"2026-11-26T1{day[1]}:30")
        text = " ".join(changes_text(first, story.plan, at=story.at).split())
        assert "The check-in for Tue 24 Nov replaces the one before." in text
        assert "Mon 23 Nov replaces" not in text

    def test_a_red_flag_comes_first(self) -> None:
        text = page(earlier().tell(checkin("2026-11-26", findings=[Finding.POP_OR_KICK]), "2026-11-26T21:00"))
        assert text.startswith("! Until a clinician has seen your calf: today\n")
        assert "Runs: all 30 to come are left out." in text
        assert "No run is planned." in text
        assert "Stop and be seen today" in text

    def test_an_emergency_names_no_session(self) -> None:
        found = [Finding.BREATHLESS_OR_CHEST_PAIN]
        text = page(earlier().tell(checkin("2026-11-26", findings=found), "2026-11-26T21:00"))
        assert text.startswith("! Call the emergency number now.")
        assert "What changes" not in text
        assert "Next run" not in text

    def test_a_clearance_names_who_gave_it(self) -> None:
        story = Story().tell(checkin("2026-11-22", findings=[Finding.BRUISING]), "2026-11-22T21:00")
        cleared = Clearance(date=story.plan.days[0].date, by="Dr Who", finding=Finding.BRUISING)
        text = flat(story.tell(cleared, "2026-11-22T21:30"))
        assert "Dr Who has cleared it (Bruising)" in text
        assert re.search(r"Run 1: .*, added, if ready", text)


class TestRuns:
    def test_a_run_that_moves_shows_both_times_and_what_it_is(self) -> None:
        lines = page(later()).splitlines()
        at = lines.index("  Run 1: Fri 27 Nov 18:00 -> Sat 28 Nov 18:00")
        assert lines[at + 1] == "    Walk-run: 5 × (4 min walk, 2 min run)"

    def test_a_run_that_is_confirmed_says_so(self) -> None:
        text = page(earlier().tell(checkin("2026-11-26"), "2026-11-26T21:00"))
        assert "  Run 1: Fri 27 Nov 18:00, now planned\n" in text
        assert "Next run: Fri 27 Nov 18:00, Walk-run: 5 × (4 min walk, 2 min run) (planned)" in text

    def test_a_run_of_another_dose_shows_both(self) -> None:
        story = earlier().tell(checkin("2026-11-26"), "2026-11-26T21:00")
        story.tell(checkin("2026-11-27", run=3), "2026-11-27T21:00")
        lines = page(story).splitlines()
        at = next(index for index, line in enumerate(lines) if line.startswith("  Run 2: "))
        assert lines[at + 1 : at + 3] == [
            "    Walk-run: 5 × (3 min walk, 3 min run)",
            "    -> Walk-run: 5 × (4 min walk, 2 min run)",
        ]

    def test_far_runs_are_summed_up(self) -> None:
        text = page(later())
        assert re.search(r"^  Later runs: \d+ move along$", text, re.MULTILINE)
        assert "Run 4:" not in text


class TestOthers:
    def test_icings_of_a_day_are_summed_up_with_the_next(self) -> None:
        story = Story(report=MODERATE).wait("2026-11-26T10:00")
        story.tell(checkin("2026-11-26", 2, 6, morning=Morning.WORSE), "2026-11-26T10:00")
        text = page(story)
        assert re.search(r"^  Ice: \d+ added, next Thu 26 Nov 10:00$", text, re.MULTILINE)

    def test_a_session_that_changes_its_day_is_counted_as_moved(self) -> None:
        assert re.search(r"^  Strength: \d+ moved", page(later()), re.MULTILINE)

    def test_the_new_end_is_shown(self) -> None:
        assert re.search(r"^  Plan ends: \w+ \d+ May -> \w+ \d+ May$", page(later()), re.MULTILINE)


def test_two_plans_of_two_cases_are_refused() -> None:
    other = Story(report=MODERATE).plan
    story = Story()
    with pytest.raises(FactError):
        changes_text(attrs.evolve(other, id="other"), story.plan, at=story.at)


def is_ahead(change: Change, at: Minute) -> bool:
    """Whether it changed a run that was or is still to come: after a long wait, changes may all be past."""
    sides = [change.before] if change.kind is ChangeKind.WITHDRAWN else [change.before, change.after]
    return any(each is not None and each.span is not None and each.span.start >= at for each in sides)


def test_changes_that_are_past_are_left_out() -> None:
    story = Story().wait("2026-12-21T12:00")
    assert any(change.after.activity is Activity.RUN for change in diff(story.before, story.plan))
    assert "Run 2" not in page(story)
    assert "Nothing more is planned." in page(story)


@given(story=stories())
def test_every_changed_run_is_named_or_summed_and_it_fits(story: Story) -> None:
    first = story.before
    text = changes_text(first, story.plan, at=story.at)
    assert max(map(len, text.splitlines())) <= 80
    assert text == changes_text(first, story.plan, at=story.at)
    assert len(text.splitlines()) <= 60
    urgency = story.plan.urgency
    if str(urgency) == "emergency":
        return
    runs = [
        change
        for change in diff(first, story.plan)
        if change.after.activity is Activity.RUN and is_ahead(change, story.at)
    ]
    named = len(re.findall(r"^  Run \d+: ", text, re.MULTILINE))
    summed = re.search(r"^  Later runs: .*$", text, re.MULTILINE)
    later = sum(map(int, re.findall(r"\d+", summed[0]))) if summed else 0
    gone = re.search(r"^  Runs: all (\d+) to come are left out", text, re.MULTILINE)
    assert named + later + (int(gone[1]) if gone else 0) == len(runs)
    assert named <= 6
    if any(change.kind is ChangeKind.MOVED for change in runs):
        assert "What changes" in text
    for reason in (reason for each in story.plan.revisions[first.revision :] for reason in each.reasons):
        numberless = re.sub(r"\d+", "#", reason.text)
        assert numberless in re.sub(r"\d+", "#", " ".join(text.split()))
