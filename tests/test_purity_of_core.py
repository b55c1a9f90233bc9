"""Planning and exporting run under an audit hook that refuses the network and every write."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def run_under_audit(*arguments: str) -> str:
    """Return the output of the audited program, run as a process: an audit hook cannot be removed."""
    command = [sys.executable, "-m", "tests.core_under_audit", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_core_neither_writes_nor_calls_out() -> None:
    """`assess`, `build_plan`, `hold`, `to_ics` and `to_json` touch neither network nor files."""
    assert run_under_audit() == "self-care self-care self-care self-care see-clinician emergency"


def test_the_hook_sees_what_it_looks_for() -> None:
    """The hook refuses each kind of access, so the test above can fail."""
    assert run_under_audit("probe") == "probed"
