"""``protocol check``: form and limits first, then journeys; a broken law is shown by the smallest journey."""

import subprocess
import sys
from pathlib import Path

from tests.cli.running import run
from tests.protocols import unchecked
from tests.testing.planted import BREAKS_GROW, HEAD, STRENGTH_EVERY_DAY


def test_a_sound_protocol(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(f"{HEAD}[ice]\nminutes = 10\n", "utf-8")
    # In a process of its own, where nobody counts lines: 500 journeys take a third of the time.
    command = [sys.executable, "-m", "soleus_recovery", "protocol", "check", "mine.toml"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == "our-clinic 2.0: form and limits hold, and all 62 laws in 500 generated journeys\n"


def test_a_fault_is_shown_by_a_journey(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(STRENGTH_EVERY_DAY, "utf-8")
    with unchecked():
        ran = run("protocol", "check", "mine.toml", cwd=tmp_path)
    assert (ran.code, ran.err) == (1, "")
    lines = ran.out.splitlines()
    assert lines[0] == "our-clinic 2.0: form and limits hold, but not every law. The smallest journey that was found:"
    assert lines[2].startswith("  A runner in UTC, awake from 07:00 to 22:00, who usually runs 45 min")
    assert (
        "The plan then breaks I-14: strength is never before the run of its day, nor on one leg on two days in a row"
        in lines
    )
    assert any(line.endswith("-strengthen-1: on one leg, the day after the last") for line in lines)
    # The same file, the same story.
    with unchecked():
        assert run("protocol", "check", "mine.toml", cwd=tmp_path).out == ran.out


def test_bad_form_comes_first(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(BREAKS_GROW.replace("run_minutes = 4", "run_minutes = 1"), "utf-8")
    ran = run("protocol", "check", "mine.toml", cwd=tmp_path)
    assert ran.code == 2
    assert "ladders.mild-strain: the longest stretch of running falls: 2, 1, 20" in ran.err
    assert ran.err.count("\n") == 1


def test_without_hypothesis_it_says_how_to_get_it(tmp_path: Path) -> None:
    hide = "import sys; sys.modules['hypothesis'] = None; from soleus_recovery.cli import main; main()"
    command = [sys.executable, "-c", hide, "protocol", "check", "soleus-standard"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "pip install 'soleus-recovery[testing]'" in ran.stderr
    assert ran.stderr.count("\n") == 1
