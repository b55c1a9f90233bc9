"""Measures writing the .ics file of a plan, by soleus-recovery and by other libraries."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from bench.entries import Entry, entries_of, same_events
from bench.facts import largest_plan, sized, timed
from bench.measuring import Samples, repeated, side_by_side
from bench.node import Node
from bench.peers import PEERS
from bench.report import Section, Table, Target, milliseconds, ratio
from soleus_recovery import Plan, to_ics

__all__ = ["exporting"]

_SIZES: Final = (25, 250, 2500)
_LONGEST: Final = 5.0  # seconds; a library that takes longer for one file is left out of that row
_OURS: Final = "ours"
_PEER: Final = "icalendar"
_OWN_TEXTS: Final = 0.25
_DISTINCT_TEXTS: Final = 0.35
_DISTINCT_FROM: Final = 250  # sessions


def exporting(nodes: Mapping[str, Node]) -> Section:
    """Measure each size of plan, once with the plan's own texts and once with no text twice."""
    plan = largest_plan()
    names = [_OURS, *PEERS, *nodes]
    times: list[list[str]] = []
    ratios: list[list[str]] = []
    targets: list[Target] = []
    for distinct in (False, True):
        for size in (timed(plan), *_SIZES):
            own = plan if size == timed(plan) and not distinct else sized(plan, size, distinct=distinct)
            entries = entries_of(to_ics(own))
            found = _measured(own, entries, nodes)
            label = f"{size:,} sessions, {len(entries):,} events, {'no text twice' if distinct else 'own texts'}"
            times.append([label, *(milliseconds(found[name]) if name in found else "over 5 s" for name in names)])
            over = {name: found[_OURS].over(found[name]) for name in names if name in found}
            ratios.append([label, *(ratio(over[name]) if name in over else "–" for name in names[1:])])
            if not distinct or size >= _DISTINCT_FROM:
                allowed = _DISTINCT_TEXTS if distinct else _OWN_TEXTS
                targets.append(_target(label, over[_PEER], allowed))
    return Section(
        tables=[
            Table(title="Export to .ics, milliseconds", head=["plan", *names], rows=times),
            Table(title="Ours as a multiple of each", head=["plan", *names[1:]], rows=ratios),
        ],
        targets=targets,
    )


def _target(label: str, over: Samples, allowed: float) -> Target:
    return Target(
        what=f"Export: {label}",
        measured=over.median,
        shown=ratio(over),
        allowed=allowed,
        allowed_shown=f"{allowed} × icalendar's `add` and `to_ical`",
    )


def _measured(plan: Plan, entries: list[Entry], nodes: Mapping[str, Node]) -> dict[str, Samples]:
    contenders: dict[str, Callable[[], float]] = {_OURS: repeated(partial(to_ics, plan))}
    for name, write in PEERS.items():
        same_events(write(entries), entries)
        contenders[name] = repeated(partial(write, entries))
    for name, node in nodes.items():
        node.use(name, entries)
        same_events(node.written(), entries)
        contenders[name] = node.contender()
    return side_by_side({name: each for name, each in contenders.items() if each() <= _LONGEST})
