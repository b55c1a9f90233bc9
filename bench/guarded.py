"""What the guard counts: `python -m bench.guarded NAME` prepares itself, and then does the work of that name, or none.

Run under callgrind; what the work takes is the difference between a run with it and a run without it.
"""

import sys
from collections.abc import Callable
from functools import partial
from typing import Final

from bench.facts import care, case_after, largest_plan
from bench.planning import before_last_word
from soleus_recovery import build_plan, issue, to_ics

__all__ = ["PREPARED", "loop"]

_TURNS: Final = 50_000
_CHECK_INS: Final = 10


def loop() -> object:
    """Plain work of the interpreter: integers, dictionaries, strings, tuples and a sort."""
    counts: dict[int, int] = {}
    words: list[tuple[str, int]] = []
    for turn in range(_TURNS):
        counts[turn % 97] = counts.get(turn % 97, 0) + turn
        if turn % 5 == 0:
            words.append((str(turn), turn % 89))
    return sorted(words, key=lambda pair: pair[1])


def _plan() -> Callable[[], object]:
    facts = care()
    build_plan(facts)  # what is read and kept at first use counts with the import
    return partial(build_plan, facts)


def _revise() -> Callable[[], object]:
    case = case_after(_CHECK_INS)
    return partial(issue, case, case.last_recorded_at, after=before_last_word(case))


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
