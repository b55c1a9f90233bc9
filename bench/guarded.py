"""The work that the guard counts: `python -m bench.guarded NAME [work]` prepares it, and does it if `work` is given.

Under callgrind, the difference between a run with `work` and a run without it is the cost of the work.
"""

import sys
from collections.abc import Callable
from functools import partial
from typing import Final

from bench.facts import care, case_after, largest_plan
from bench.planning import before_last_entry
from soleus_recovery import build_plan, issue, to_ics

__all__ = ["PREPARED", "loop"]

_TURNS: Final = 50_000
_CHECK_INS: Final = 10


def loop() -> object:
    """Do plain work of the interpreter: integers, dictionaries, strings, tuples and a sort."""
    counts: dict[int, int] = {}
    pairs: list[tuple[str, int]] = []
    for turn in range(_TURNS):
        counts[turn % 97] = counts.get(turn % 97, 0) + turn
        if turn % 5 == 0:
            pairs.append((str(turn), turn % 89))
    return sorted(pairs, key=lambda pair: pair[1])


def _plan() -> Callable[[], object]:
    facts = care()
    build_plan(facts)  # files that are read once, at first use, are no part of a plan
    return partial(build_plan, facts)


def _revise() -> Callable[[], object]:
    case = case_after(_CHECK_INS)
    return partial(issue, case, case.last_recorded_at, after=before_last_entry(case))


def _export() -> Callable[[], object]:
    plan = largest_plan()
    to_ics(plan)
    return partial(to_ics, plan)


def _loop() -> Callable[[], object]:
    return loop


PREPARED: Final[dict[str, Callable[[], Callable[[], object]]]] = {
    "loop": _loop,
    "plan": _plan,
    "revise": _revise,
    "export": _export,
}

if __name__ == "__main__":
    work = PREPARED[sys.argv[1]]()
    if sys.argv[2:] == ["work"]:
        work()
