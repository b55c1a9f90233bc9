"""What a word is answered with is so: stories, read from the command line as the runner reads them."""

from pathlib import Path

from tests.cli.stories import begin

MILD = ("--pain-rest", "1", "--pain-walking", "3", "--side", "left")
TOO_EARLY = "That run came before the plan allowed one: it does not count"


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_run_that_was_not_allowed_is_told_as_that_and_changes_no_phase(tmp_path: Path) -> None:
    """Section 6 and reading 10: it counts for its pain, and never as progress."""
    story = begin(tmp_path, *MILD)
    told = flat(story.evening(2, 0, 0, "--pain-running", "0").out)
    assert TOO_EARLY in told
    assert "the next run may come" not in told
    phases = {day["day"]: day["phase"] for day in story.plan()["days"]}
    assert (phases[2], phases[3], phases[4]) == ("relieve", "restore", "restore")
    # The day after it is no judge of a step either.
    after = flat(story.evening(3, 0, 0).out)
    assert "the next run may come" not in after
    assert "All well: on to the next step." in after


def test_a_run_that_was_not_allowed_and_hurt_is_a_setback_all_the_same(tmp_path: Path) -> None:
    story = begin(tmp_path, *MILD)
    told = flat(story.evening(2, 0, 0, "--pain-running", "4").out)
    assert "A flare" in told
    assert TOO_EARLY in told
