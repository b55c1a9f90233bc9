"""Plans made, made anew after a word, and a whole case heard from its start."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import attrs

from bench.facts import NOW, care, case_after, readme_care
from bench.measuring import Samples, repeated, side_by_side
from bench.report import Section, Table, Target, milliseconds, ratio
from soleus_recovery import Amendment, Case, CheckIn, SelfCare, build_plan, issue, open_case, record
from soleus_recovery.clock import Minute
from soleus_recovery.plan.issued import Issued

__all__ = ["before_last_word", "planning"]

_FOLDS: Final = (90, 180, 365)
_PLAN: Final = "the largest plan, made"
_MINUTES_BEFORE: Final = 60
_USUAL: Final = "the README's plan, made"
_STANDS: Final = "revised after a word that moves nothing"
_MOVES: Final = "revised for other waking hours: all of it moves"
_MICROSECONDS: Final = 15  # a session
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
    """Milliseconds, each as a multiple of making the largest plan, and the share of a session or check-in."""
    facts, usual = care(), readme_care()
    late = attrs.evolve(facts.runner, wake="07:00", bed="03:00")
    plans = {_PLAN: partial(build_plan, facts), _USUAL: partial(build_plan, usual)}
    parts = {name: (sum(1 for _ in made().sessions()), "sessions") for name, made in plans.items()}
    revisions = {
        _STANDS: _revised(facts, CheckIn(day=NOW.date(), pain_at_rest=2, pain_walking=5)),
        _MOVES: _revised(facts, Amendment(runner=late, report=facts.report)),
    }
    folds: dict[str, Callable[[], object]] = {}
    for check_ins in _FOLDS:
        case = case_after(check_ins)
        whole, last = (
            f"{check_ins} check-ins, from the start",
            f"the last of {check_ins} check-ins, from the plan before",
        )
        folds[whole] = partial(issue, case, case.last_recorded_at)
        folds[last] = partial(issue, case, case.last_recorded_at, after=before_last_word(case))
        parts[whole] = (check_ins, "check-ins")
    # A round of the folds takes half a minute, in which the machine may become another: each has its own largest plan.
    found = _together(plans | revisions)
    rows = [*_rows(found, parts), *_rows(_together({_PLAN: plans[_PLAN]} | folds), parts)[1:]]
    tables = [Table(title="Planning", head=["what", "milliseconds", "× the largest plan", "share"], rows=rows)]
    largest, sessions = found[_PLAN], parts[_PLAN][0]
    share = Target(
        what="The largest plan, a session",
        measured=largest.median / sessions * 1e6,
        shown=f"{milliseconds(largest, factor=1e6 / sessions)} µs",
        allowed=_MICROSECONDS,
        allowed_shown=f"{_MICROSECONDS} µs",
    )
    revised = [
        Target(
            what=f"The largest plan, {name}",
            measured=(over := found[name].over(largest)).median,
            shown=ratio(over),
            allowed=allowed,
            allowed_shown=f"{allowed} × making it",
        )
        for name, allowed in _REVISED.items()
    ]
    return Section(tables=tables, targets=[share, *revised])


def _together(work: Mapping[str, Callable[[], object]]) -> dict[str, Samples]:
    return side_by_side({name: repeated(each) for name, each in work.items()})


def _rows(found: Mapping[str, Samples], parts: Mapping[str, tuple[int, str]]) -> list[list[str]]:
    """A line for each; ``parts`` says into how many of what its time is shared out."""
    rows: list[list[str]] = []
    for name, each in found.items():
        number, of = parts.get(name, (0, ""))
        share = f"{milliseconds(each, factor=1e6 / number)} µs for each of {number} {of}" if number else ""
        rows.append([name, milliseconds(each), ratio(each.over(found[_PLAN])), share])
    return rows
