"""Run by ``test_purity_of_core``: plans and exports while an audit hook refuses the network and every write.

A hook cannot be taken back, so this is a program of its own. It prints what it did; with the argument ``probe`` it
shows instead that each kind of trespass is refused.
"""

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from soleus_recovery import Emergency, SeeClinician, build_plan, hold, to_ics, to_json
from soleus_recovery.vocabulary import Finding
from tests.examples import BERLIN, Case, Kind, case_of

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
REFUSED = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.link",
    "os.mkdir",
    "os.posix_spawn",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.symlink",
    "os.system",
    "os.truncate",
    "os.utime",
    "shutil.",
    "tempfile.",
    "urllib.",
)


class TrespassError(Exception):
    """The core touched the network or a file."""


def refuse(event: str, args: tuple[object, ...]) -> None:
    if event.startswith(REFUSED):
        raise TrespassError(event)
    if event == "open":
        _, mode, flags = args
        writes = isinstance(mode, str) and set(mode) & set("wax+")
        if writes or (isinstance(flags, int) and flags & WRITES):
            raise TrespassError(f"{event} {args!r}")


def outcome_of(case: Case) -> str:
    """Plan and export a case; return which of the three answers it got."""
    match case.assess():
        case Emergency() as emergency:
            return emergency.message and "emergency"
        case SeeClinician() as referral:
            plan = hold(referral)
        case care:
            plan = build_plan(care)
    assert to_ics(plan)
    assert to_json(plan)
    return plan.outcome.value


def cases() -> list[Case]:
    everything = [case_of(kind) for kind in Kind]
    everything.append(case_of(Kind.PLAIN, runner=BERLIN, findings={Finding.BRUISING}))
    everything.append(case_of(Kind.MILD, findings={Finding.COLD_PALE_LEG}))
    return everything


def trespasses() -> dict[str, Callable[[], object]]:
    """Do one thing of each kind that the hook must refuse."""
    here = Path(__file__)
    nowhere = here.with_name("must-not-be-written")
    return {
        "open to write": lambda: nowhere.open("w"),
        "open to append": lambda: nowhere.open("a"),
        "open to change": lambda: here.open("r+"),
        "os.open": lambda: os.open(nowhere, os.O_WRONLY | os.O_CREAT),
        "mkdir": nowhere.mkdir,
        "unlink": nowhere.unlink,
        "rename": lambda: nowhere.rename(here),
        "socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
        "look-up": lambda: socket.getaddrinfo("localhost", 9),
        "process": lambda: subprocess.run([sys.executable, "-V"], check=False),
    }


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def main() -> None:
    warm_up = [outcome_of(case) for case in cases()]
    sys.addaudithook(refuse)
    if "probe" in sys.argv:
        for name, trespass in trespasses().items():
            with contextlib.suppress(TrespassError):
                trespass()
                say(f"not refused: {name}")
        say("probed")
        return
    assert [outcome_of(case) for case in cases()] == warm_up
    say(" ".join(warm_up))


if __name__ == "__main__":
    main()
