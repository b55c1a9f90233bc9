"""Plans made, made anew after a word, and a whole case heard from its start."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Final

import attrs

from bench.facts import NOW, care, case_after, largest_plan
from bench.measuring import repeated, side_by_side
from bench.report import Section, Table, Target, milliseconds, ratio
from soleus_recovery import Amendment, Case, CheckIn, SelfCare, build_plan, issue, open_case, record
from soleus_recovery.clock import Minute
from soleus_recovery.planning.timeline import Issued

__all__ = ["before_last_word", "planning"]

_FOLDS: Final = (90, 180, 365)
_PLAN: Final = "the largest plan, made"
_MINUTES_BEFORE: Final = 60
_STANDS: Final = "revised after a word that moves nothing"
_MOVES: Final = "revised for other waking hours: all of it moves"
_REVISED: Final = {_STANDS: 0.5, _MOVES: 1.5}


def before_last_word(case: Case) -> Issued:
    """The plan as it stood an hour before the last word of a case was told."""
    earlier = attrs.evolve(case, entries=case.entries[:-1])
    return issue(earlier, Minute(case.last_recorded_at - _MINUTES_BEFORE))


def _revised(facts: SelfCare, fact: CheckIn | Amendment) -> Callable[[], object]:
    """A revision on the day after the start, from the plan as it stood before this was told."""
    case = record(open_case(facts), fact, now=NOW + dt.timedelta(days=1))
    return partial(issue, case, case.last_recorded_at, after=before_last_word(case))


def planning() -> Section:
    """Milliseconds, each as a multiple of making the plan, and a check-in's or a session's share."""
    facts, sessions = care(), sum(1 for _ in largest_plan().sessions())
    late = attrs.evolve(facts.runner, wake="07:00", bed="03:00")
    revisions = {
        _STANDS: _revised(facts, CheckIn(day=NOW.date(), pain_at_rest=2, pain_walking=5)),
        _MOVES: _revised(facts, Amendment(runner=late, report=facts.report)),
    }
    plan = {_PLAN: partial(build_plan, facts)}
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
    found = side_by_side({name: repeated(each) for name, each in (plan | revisions).items()})
    folded = side_by_side({name: repeated(each) for name, each in (plan | work).items()})
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
