"""Plans made, made anew after a word, and a whole case heard from its start."""

import datetime as dt
import gc
import time
from collections.abc import Callable
from functools import partial
from typing import Final

import attrs

from bench.facts import NOW, care, case_after, largest_plan
from bench.measuring import repeated, side_by_side
from bench.report import Section, Table, Target, milliseconds, ratio
from soleus_recovery import Amendment, Case, CheckIn, SelfCare, build_plan, issue, open_case, record
from soleus_recovery.clock import Minute
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.planning.planner import first_plan
from soleus_recovery.planning.progress import progress
from soleus_recovery.planning.revise import revise
from soleus_recovery.planning.thread import Thread
from soleus_recovery.planning.timeline import Issued

__all__ = ["before_last_word", "planning"]

_FOLDS: Final = (90, 180, 365)
_PLAN: Final = "the largest plan, made"
_MINUTES_BEFORE: Final = 60
_REVISIONS: Final = 5  # in a round
_STANDS: Final = "revised after a word that moves nothing"
_MOVES: Final = "revised for other waking hours: all of it moves"
_REVISED: Final = {_STANDS: 0.5, _MOVES: 1.5}


def before_last_word(case: Case) -> Issued:
    """The plan as it stood an hour before the last word of a case was told."""
    earlier = attrs.evolve(case, entries=case.entries[:-1])
    return issue(earlier, Minute(case.last_recorded_at - _MINUTES_BEFORE))


def _revised(facts: SelfCare, fact: CheckIn | Amendment) -> Callable[[], float]:
    """A contender: the first revision of a case, which is heard; making its first plan is not counted."""
    begun = open_case(facts)
    told = record(begun, fact, now=NOW + dt.timedelta(days=1))
    standing = progress(told, told.last_recorded_at)
    reasons = [Reason(text="measured", because=begun.protocol.rules["check-in-time"].because)]

    def contender() -> float:
        seconds = 0.0
        for _ in range(_REVISIONS):
            thread = Thread()
            plan = first_plan(begun, thread)
            gc.collect()
            before = time.process_time()
            revise(plan, told, standing, done={}, reasons=reasons, thread=thread)
            seconds += time.process_time() - before
        return seconds / _REVISIONS

    return contender


def planning() -> Section:
    """Milliseconds, each as a multiple of making the plan, and a check-in's or a session's share."""
    facts, sessions = care(), sum(1 for _ in largest_plan().sessions())
    late = attrs.evolve(facts.runner, wake="07:00", bed="03:00")
    revisions = {
        _STANDS: _revised(facts, CheckIn(day=NOW.date(), pain_at_rest=2, pain_walking=5)),
        _MOVES: _revised(facts, Amendment(runner=late, report=facts.report)),
    }
    plan = {_PLAN: repeated(partial(build_plan, facts))}
    work: dict[str, Callable[[], object]] = {}
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
    # A round of the folds takes half a minute, in which the machine may become another.
    found = side_by_side(plan | revisions)
    folded = side_by_side(plan | {name: repeated(each) for name, each in work.items()})
    rows: list[list[str]] = []
    for name, each in [*found.items(), *((name, each) for name, each in folded.items() if name != _PLAN)]:
        made = found[_PLAN] if name in found else folded[_PLAN]
        number, of = shares.get(name, (0, ""))
        share = f"{milliseconds(each, factor=1e6 / number)} µs a {of}" if number else ""
        rows.append([name, milliseconds(each), ratio(each.over(made)), share])
    targets = [
        Target(
            what=f"The largest plan, {name}",
            measured=(over := found[name].over(found[_PLAN])).median,
            shown=ratio(over),
            allowed=allowed,
            allowed_shown=f"{allowed} × making it",
        )
        for name, allowed in _REVISED.items()
    ]
    head = ["what", "milliseconds", "× making it", "share"]
    tables = [Table(title=f"Planning; the plan has {sessions} sessions", head=head, rows=rows)]
    return Section(tables=tables, targets=targets)
