"""The answers to check-ins are true: stories, read from the command line as the runner reads them."""

from pathlib import Path

from tests.cli.stories import TESTS, begin

MILD = ("--pain-rest", "1", "--pain-walking", "3", "--side", "left")
TOO_EARLY = "That run came before the plan allowed one: its pain counts, and so do the days off after it"
TOO_EARLY_FLARE = "That run came before the plan allowed one, and it hurt too much. Its pain counts as a setback"


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_run_that_was_not_allowed_is_named_as_that_and_changes_no_phase(tmp_path: Path) -> None:
    """Section 6 and reading `run-counts`: it counts for its pain, and never as progress."""
    story = begin(tmp_path, *MILD)
    answer = flat(story.evening(2, 0, 0, "--pain-running", "0").out)
    assert TOO_EARLY in answer
    assert "the next run may come" not in answer
    phases = {day["day"]: day["phase"] for day in story.plan()["days"]}
    assert (phases[2], phases[3], phases[4]) == ("relieve", "restore", "restore")
    # The day after it is no judge of a step either.
    after = flat(story.evening(3, 0, 0).out)
    assert "the next run may come" not in after
    assert "All well: on to the next step." in after


def test_a_run_that_was_not_allowed_and_hurt_is_a_setback_all_the_same(tmp_path: Path) -> None:
    story = begin(tmp_path, *MILD)
    answer = flat(story.evening(2, 0, 0, "--pain-running", "4").out)
    assert TOO_EARLY_FLARE in answer
    assert "A flare" not in answer


def test_a_clearance_starts_anew_at_restore(tmp_path: Path) -> None:
    """Section 2: planning restarts at RESTORE on its date."""
    story = begin(tmp_path, *MILD)
    assert story.evening(3, 0, 1, "--finding", "bruising").code == 3
    cleared = story.command(
        *("checkin", "--cleared", "2026-12-02", "--cleared-by", "Dr. Weber", "--cleared-for", "bruising"),
        *("--now", "2026-12-02T12:00"),
    )
    assert "Days now count from the clearance." in flat(cleared.out)
    days = [day for day in story.plan()["days"] if day["date"] >= "2026-12-02"]
    assert (days[0]["day"], days[0]["phase"]) == (0, "restore")
    titles = [each["title"] for day in days for each in day["sessions"]]
    assert next(title for title in titles if "walk" in title) == "Easy walk, 10 min"
    raises = next(title for title in titles if "heel raises" in title)
    assert raises == "Bent-knee heel raises: hold 30 seconds, 5 times, both legs"


def test_what_stays_off_after_a_clearance_names_why(tmp_path: Path) -> None:
    story = begin(tmp_path, *MILD, "--finding", "under-16", "--extra", "massage")
    story.command(
        *("checkin", "--cleared", "2026-11-24", "--cleared-by", "Dr. Weber", "--cleared-for", "under-16"),
        *("--now", "2026-11-24T15:00"),
    )
    shown = flat(story.command("show").out)
    after = shown[shown.index("Day 0 · Tue 24 Nov") :]
    assert "Massage: stays switched off: Under 16" in after
    assert "switched off until a clinician has seen it" not in after


def test_sore_on_day_3_is_not_called_worse_and_expects_what_its_level_does(tmp_path: Path) -> None:
    """Pain falls from 3 to 1; what has changed is how long it lasts: section 3, R3."""
    story = begin(tmp_path, *MILD)
    story.evening(1, 0, 3)
    story.evening(2, 0, 2, morning="better")
    answer = flat(story.evening(3, 0, 1, morning="better").out)
    assert "It is stronger, or lasts longer, than the plan took it for" in answer
    shown = flat(story.command("show").out)
    assert shown.startswith("Calf recovery plan · moderate")
    assert "The soreness may last 3 to 7 days." in shown
    assert "The soreness may last 2 to 3 days." not in shown
    assert "By your check-ins since then: moderate." in shown
    assert "No loading until it settles" not in shown
    assert shown.count("A strain cannot be ruled out") == 1


def test_plain_soreness_that_may_be_a_strain_is_no_more_called_plain(tmp_path: Path) -> None:
    plain = ("--pain-rest", "0", "--pain-walking", "2", "--side", "both", "--finding", "started-hours-after")
    story = begin(tmp_path, *plain)
    assert "plain muscle soreness" in flat(story.command("show").out)
    story.evening(1, 1, 1)
    shown = flat(story.command("show").out)
    assert "plain muscle soreness" not in shown
    assert "A strain cannot be ruled out" in shown


def test_a_second_setback_is_named_as_that_with_the_finding_to_clear(tmp_path: Path) -> None:
    """D6; the answer does not claim that the calf was sore before."""
    story = begin(tmp_path, *MILD)
    story.evening(1, 0, 1, morning="better")
    story.evening(2, 0, 1, morning="better")
    story.evening(3, 0, 0, *TESTS, morning="better")
    story.well(4, 4)
    story.ran(5, 0)
    story.well(6, 6)
    assert story.evening(7, 0, 1, "--pain-running", "4").code == 0
    story.well(8, 8)
    second = story.evening(10, 1, 3, "--pain-running", "5")
    assert second.code == 3
    for answer in (second.out, story.command("today", "--now", "2026-12-03T06:00").out, story.command("log").out):
        assert "It has flared twice in this plan." in flat(answer)
        assert "soon after you were back" not in flat(answer)
    assert "It keeps coming back, or does not go (recurring)" in flat(second.out)


def test_a_long_silence_is_named_once_and_only_days_ahead_are_counted(tmp_path: Path) -> None:
    story = begin(tmp_path, *MILD)
    late = flat(story.evening(14, 0, 1, at="21:10").out)
    assert "No check-in since Sun 22 Nov: nothing moves ahead." in late
    assert "more like it" not in late
    assert "2026-" not in late
    # Fourteen days over a week: all runs to come are left out, and nothing of the days that are over is counted.
    assert "Runs: all 8 to come are left out." in late
    assert "Later runs" not in late
    for activity in ("Walk", "Stretch", "Mobility"):
        assert f"{activity}:" not in late


def test_a_check_in_that_replaces_another_names_its_day_as_a_runner_reads_it(tmp_path: Path) -> None:
    story = begin(tmp_path, *MILD)
    story.evening(1, 0, 1)
    assert "The check-in for Mon 23 Nov replaces the one before." in flat(story.evening(1, 0, 2, at="21:50").out)


class TestWhyARunMoves:
    """All is well and the run still moves: the answer names what it waits for, and speaks of no next step."""

    DUE = "The next run waits for its tests, and moves on with them. Tell these: brisk walk, hops, heel raises."

    def test_for_its_tests(self, tmp_path: Path) -> None:
        story = begin(tmp_path, *MILD)
        story.well(1, 2)
        assert self.DUE not in flat(story.evening(3, 0, 0).out)
        assert story.next_run(3).date == story.date(6)
        answer = flat(story.evening(4, 0, 0).out)
        assert self.DUE in answer
        assert "on to the next step" not in answer
        assert story.next_run(4).date == story.date(7)

    def test_for_a_painkiller(self, tmp_path: Path) -> None:
        story = begin(tmp_path, *MILD)
        answer = flat(story.evening(3, 0, 0, *TESTS, "--painkiller").out)
        assert "You told of a painkiller: nothing of such a day counts as passed." in answer

    def test_for_tests_that_have_lapsed_and_for_a_run_without_a_check_in(self, tmp_path: Path) -> None:
        story = begin(tmp_path, *MILD)
        story.evening(1, 0, 1, morning="better")
        story.evening(2, 0, 1, morning="better")
        story.well(3, 3)
        story.well(4, 4, *TESTS)
        story.well(5, 5)
        assert story.next_run(5).status == "confirmed"
        assert "No run was told for that day: the same run stays due." in flat(story.evening(6, 0, 0).out)
        assert "do them again. Tell these: brisk walk, hops, heel raises." in flat(story.evening(7, 0, 0).out)
