"""A slice of the lives that ``python -m tests.lives`` lives by the thousand."""

from pathlib import Path

import pytest

from tests.lives.command import Run, run_here, run_process
from tests.lives.life import Life
from tests.lives.living import live


def judged(life: Life) -> str:
    """Write what was wrong with a life, and the commands that lead there."""
    said = [f"[{number}] {' '.join(words)}" for number, words in enumerate(life.commands, start=1)]
    return "\n".join([*life.failures, *said]) if life.failures else ""


@pytest.mark.parametrize("first", range(0, 24, 3))
def test_no_life_gets_past_the_guidance(first: int, tmp_path: Path) -> None:
    """No facts in any order give an unsafe run or ice, break a law, lock a case, or end in a traceback."""
    for seed in range(first, first + 3):
        assert not judged(_lived(seed, tmp_path, run_here))


@pytest.mark.parametrize("seed", [3])
def test_a_life_in_processes_is_the_same_life(seed: int, tmp_path: Path) -> None:
    """The command in a process of its own answers as it does in this one, exit code by exit code."""
    here, there = _lived(seed, tmp_path / "here", run_here), _lived(seed, tmp_path / "there", run_process)
    assert not judged(there)
    assert (here.commands, here.codes) == (there.commands, there.codes)


def _lived(seed: int, folder: Path, run: Run) -> Life:
    home = folder / str(seed)
    home.mkdir(parents=True)
    return live(seed, home, run)
