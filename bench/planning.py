"""Measures making a plan, revising it after an entry, and replaying a whole case from its start."""

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

__all__ = ["before_last_entry", "planning"]

_REPLAYS: Final = (90, 180, 365)
_PLAN: Final = "the largest plan, made"
_MINUTES_BEFORE: Final = 60
_USUAL: Final = "the README's plan, made"
_STANDS: Final = "revised after a check-in that moves nothing"
_MOVES: Final = "revised for other waking hours, which move all of it"
_MICROSECONDS: Final = 15  # a session
_REVISED: Final = 1.5  # × making the plan, whether the future stands or moves


def before_last_entry(case: Case) -> Issued:
    """Return the plan issued an hour before the last entry of a case."""
    earlier = attrs.evolve(case, entries=case.entries[:-1])
    return issue(earlier, Minute(case.last_recorded_at - _MINUTES_BEFORE))


def _revised(facts: SelfCare, fact: CheckIn | Amendment) -> Callable[[], object]:
    """Prepare a revision: an entry on the day after the start, and the plan issued before it."""
    case = record(open_case(facts), fact, now=NOW + dt.timedelta(days=1))
    return partial(issue, case, case.last_recorded_at, after=before_last_entry(case))


def planning() -> Section:
    """Measure in milliseconds, as multiples of making the largest plan, and per session or check-in."""
    facts, usual = care(), readme_care()
    late = attrs.evolve(facts.runner, wake="07:00", bed="03:00")
    plans = {_PLAN: partial(build_plan, facts), _USUAL: partial(build_plan, usual)}
    parts = {name: (sum(1 for _ in made().sessions()), "sessions") for name, made in plans.items()}
    revisions = {
        _STANDS: _revised(facts, CheckIn(day=NOW.date(), pain_at_rest=2, pain_walking=5)),
        _MOVES: _revised(facts, Amendment(runner=late, report=facts.report)),
    }
    replays: dict[str, Callable[[], object]] = {}
    for check_ins in _REPLAYS:
        case = case_after(check_ins)
        whole, last = (
            f"{check_ins} check-ins, from the start",
            f"the last of {check_ins} check-ins, from the plan before",
        )
        replays[whole] = partial(issue, case, case.last_recorded_at)
        replays[last] = partial(issue, case, case.last_recorded_at, after=before_last_entry(case))
        parts[whole] = (check_ins, "check-ins")
    # Replays take long enough for the machine's speed to change, so they are compared with a plan of their own rounds.
    found = _together(plans | revisions)
    rows = [*_rows(found, parts), *_rows(_together({_PLAN: plans[_PLAN]} | replays), parts)[1:]]
    tables = [Table(title="Planning", head=["measurement", "milliseconds", "× the largest plan", "share"], rows=rows)]
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
            allowed=_REVISED,
            allowed_shown=f"{_REVISED} × making it",
        )
        for name in revisions
    ]
    return Section(tables=tables, targets=[share, *revised])


def _together(work: Mapping[str, Callable[[], object]]) -> dict[str, Samples]:
    return side_by_side({name: repeated(each) for name, each in work.items()})


def _rows(found: Mapping[str, Samples], parts: Mapping[str, tuple[int, str]]) -> list[list[str]]:
    """Make a row for each; ``parts`` gives the number of sessions or check-ins that share its time."""
    rows: list[list[str]] = []
    for name, each in found.items():
        number, of = parts.get(name, (0, ""))
        share = f"{milliseconds(each, factor=1e6 / number)} µs for each of {number} {of}" if number else ""
        rows.append([name, milliseconds(each), ratio(each.over(found[_PLAN])), share])
    return rows
