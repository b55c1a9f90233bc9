"""Cutting the power at any point of a check-in leaves the old case or the new one, never neither."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.cli.cases import open_case_in

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("SOLEUS_KILLS", "40"))  # 1,000 by hand: make kill


def test_a_killed_check_in_leaves_the_old_case_or_the_new_one(tmp_path: Path) -> None:
    case = open_case_in(tmp_path)
    ran = subprocess.run(
        [sys.executable, "-m", "tests.cli.kill_loop", str(case.path), str(KILLS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    left = json.loads(ran.stdout)
    assert left["old"] + left["new"] == KILLS
    # Both sides of the cut were hit, and it was a cut.
    assert left["old"] > 0
    assert left["new"] > 0
    assert left["killed"] > KILLS // 2
