"""Cut the power while a check-in runs, many times: python -m tests.cli.kill_loop CASE KILLS.

Every try is a fork that runs the same check-in on the same case, so the bytes it should leave are known. Three kills
in four come between two calls into the system while files are written, spread over all of these; the others come
after a random time. Prints how many left the old case and how many the new one.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from types import FrameType
from unittest import mock

from soleus_recovery.cli.app import run
from soleus_recovery.cli.commands import tell
from soleus_recovery.cli.files import NewFile, write_files
from soleus_recovery.guidance.loader import STANDARD, builtin

CHECK_IN = ("--now", "2026-11-23T21:05", "--pain-rest", "3", "--pain-walking", "4", "--morning", "worse")
CALLS = ("c_call", "c_return")


def _fork(case: Path, *, die_at: int | None = None, count_to: Path | None = None) -> int:
    """A check-in in a process of its own, which kills itself between two calls while it writes, or counts them."""
    child = os.fork()
    if child:
        return child
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    calls = 0

    def between(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in CALLS
        if calls == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def watched(files: Iterable[NewFile]) -> None:
        sys.setprofile(between)
        write_files(files)
        sys.setprofile(None)

    mock.patch.object(tell, "write_files", watched).start()
    sys.argv = ["soleus-recovery", "checkin", str(case), *CHECK_IN]
    try:
        run()
    except SystemExit as end:
        if count_to is not None:
            count_to.write_text(str(calls))
        os._exit(int(end.code or 0))
    os._exit(99)


def _wait(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(case: Path, kills: int) -> dict[str, int]:
    """How the kills ended; ``AssertionError`` at the first that left neither case, or something lying."""
    builtin(STANDARD)  # read once, here, and not in every fork
    old, counted = case.read_bytes(), case.with_name("calls.txt")
    begun = time.monotonic()
    assert _wait(_fork(case, count_to=counted)) == 0
    took, calls = time.monotonic() - begun, int(counted.read_text())
    counted.unlink()
    new = case.read_bytes()
    assert new != old
    dice, left = random.Random(5), {"calls": calls, "killed": 0, "old": 0, "new": 0}  # no secret
    for number in range(kills):
        case.write_bytes(old)
        if number % 4:
            child = _fork(case, die_at=1 + round((calls - 1) * number / max(1, kills - 1)))
        else:
            child = _fork(case)
            time.sleep(dice.uniform(0, took))
            os.kill(child, signal.SIGKILL)
        left["killed"] += _wait(child) == -signal.SIGKILL
        found = case.read_bytes()
        assert found in (old, new), f"kill {number} left {len(found)} bytes that are neither the old nor the new case"
        left["new" if found == new else "old"] += 1
        # Leftovers do not stand in the way, and the next command removes them.
        case.write_bytes(old)
        assert _wait(_fork(case)) == 0, f"after kill {number} the case takes no check-in"
        assert case.read_bytes() == new
        assert [each.name for each in case.parent.iterdir()] == [case.name], f"kill {number} left something lying"
    return left


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201  # what the test reads
