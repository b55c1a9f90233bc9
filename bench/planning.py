"""Plans made, made anew after a word, and a whole case heard from its start."""

from collections.abc import Callable
from functools import partial
from typing import Final

import attrs

from bench.facts import care, case_after, largest_plan
from bench.measuring import repeated, side_by_side
from bench.report import Section, Table, milliseconds, ratio
from soleus_recovery import Case, build_plan, issue
from soleus_recovery.clock import Minute
from soleus_recovery.planning.timeline import Issued

__all__ = ["before_last_word", "planning"]

_FOLDS: Final = (90, 180, 365)
_PLAN: Final = "the largest plan, made"
_MINUTES_BEFORE: Final = 60


def before_last_word(case: Case) -> Issued:
    """The plan as it stood an hour before the last word of a case was told."""
    earlier = attrs.evolve(case, entries=case.entries[:-1])
    return issue(earlier, Minute(case.last_recorded_at - _MINUTES_BEFORE))


def planning() -> Section:
    """Milliseconds, each as a multiple of making the plan, and a check-in's or a session's share."""
    facts, sessions = care(), sum(1 for _ in largest_plan().sessions())
    work: dict[str, Callable[[], object]] = {_PLAN: partial(build_plan, facts)}
    shares = {_PLAN: (sessions, "session")}
    for check_ins in _FOLDS:
        case = case_after(check_ins)
        at = case.last_recorded_at
        whole, last = (
            f"{check_ins} check-ins, from the start",
            f"the last of {check_ins} check-ins, from the plan before",
        )
        work[whole] = partial(issue, case, at)
        work[last] = partial(issue, case, at, after=before_last_word(case))
        shares[whole] = (check_ins, "check-in")
    found = side_by_side({name: repeated(each) for name, each in work.items()})
    rows: list[list[str]] = []
    for name, each in found.items():
        number, of = shares.get(name, (0, ""))
        share = f"{milliseconds(each, factor=1e6 / number)} µs a {of}" if number else ""
        rows.append([name, milliseconds(each), ratio(each.over(found[_PLAN])), share])
    head = ["what", "milliseconds", "× making it", "share"]
    return Section(tables=[Table(title=f"Planning; the plan has {sessions} sessions", head=head, rows=rows)])
