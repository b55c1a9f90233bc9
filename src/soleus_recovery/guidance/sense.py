"""What must hold in a protocol for its numbers to make sense, and for it to stay within the safety limits."""

from collections.abc import Iterator, Mapping
from enum import Enum
from itertools import pairwise
from typing import Any, get_args, get_origin, get_type_hints

import attrs

from soleus_recovery.errors import ProtocolError
from soleus_recovery.guidance.protocol import RecoveryProtocol, SeverityLevel
from soleus_recovery.guidance.sessions import CHECK_IN, REVIEW
from soleus_recovery.guidance.walk import walk
from soleus_recovery.vocabulary import Gate, Severity

__all__ = ["problems"]


def problems(protocol: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Everything incomplete, contradictory, or looser than the limits, each with its path."""
    incomplete = tuple(_complete(protocol))
    yield from incomplete
    if incomplete:
        return  # the checks below look words up
    yield from _calendar_names(protocol)
    yield from _levels(protocol)
    yield from _ladders(protocol)
    yield from _sessions(protocol)
    yield from _limits(protocol)


def _complete(protocol: RecoveryProtocol) -> Iterator[ProtocolError]:
    """A table keyed by a closed word has every word in it."""
    for path, value in walk(protocol):
        kind: Any = type(value)
        for name, hint in get_type_hints(kind).items() if attrs.has(kind) else ():
            words: Any = get_args(hint)[0] if get_origin(hint) is Mapping else None
            if isinstance(words, type) and issubclass(words, Enum):
                for member in words:
                    if member not in getattr(value, name):
                        yield ProtocolError(path=f"{path}.{name}.{member}".removeprefix("."), problem="is missing")


def _calendar_names(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    for name, names, length in (("weekdays", p.labels.weekdays, 7), ("months", p.labels.months, 12)):
        if len(names) != length:
            yield ProtocolError(path=f"labels.{name}", problem=f"must be {length} names, the first day or month first")


def _levels(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    for severity, level in p.severity.items():
        path = f"severity.{severity}"
        for name in ("pain", "expected_days"):
            span = getattr(level, name)
            if span.minimum > span.maximum:
                problem = f"minimum {span.minimum} is over maximum {span.maximum}"
                yield ProtocolError(path=f"{path}.{name}", problem=problem)
        for kind in ("plain", "strain"):
            ladder = getattr(level.ladder, kind)
            if ladder not in p.ladders:
                problem = f"no ladder is called {ladder!r}; allowed: {', '.join(p.ladders)}"
                yield ProtocolError(path=f"{path}.ladder.{kind}", problem=problem)
        if level.relieve_hours < p.ice.first_day_hours:
            problem = f"{level.relieve_hours} is under ice.first_day_hours, {p.ice.first_day_hours}"
            yield ProtocolError(path=f"{path}.relieve_hours", problem=problem)
    levels = [p.severity[severity] for severity in Severity]
    if levels[0].pain.minimum != 0:
        yield ProtocolError(path=f"severity.{Severity.MILD}.pain", problem="must start at 0")
    for severity, (lower, upper) in zip(list(Severity)[1:], pairwise(levels), strict=False):
        if upper.pain.minimum != lower.pain.maximum + 1:
            problem = f"must start at {lower.pain.maximum + 1}, after the level below"
            yield ProtocolError(path=f"severity.{severity}.pain", problem=problem)


def _ladders(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    for name, ladder in p.ladders.items():
        for index, rung in enumerate(ladder.rungs):
            if min(rung.walk_minutes, rung.run_minutes, rung.repeats) < 1:
                yield ProtocolError(path=f"ladders.{name}.rungs[{index}]", problem="every number must be 1 or more")
        runs = [*(rung.run_minutes for rung in ladder.rungs), ladder.continuous_minutes]
        if runs != sorted(runs):
            problem = f"the longest stretch of running falls: {', '.join(map(str, runs))}"
            yield ProtocolError(path=f"ladders.{name}", problem=problem)
        if min(ladder.times_each, ladder.continuous_minutes) < 1:
            yield ProtocolError(path=f"ladders.{name}", problem="every number must be 1 or more")


def _sessions(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    for key in (CHECK_IN, REVIEW):
        if key not in p.sessions:
            yield ProtocolError(path=f"sessions.{key}", problem="is missing")
    for key, session in p.sessions.items():
        if session.at and not session.steps:
            yield ProtocolError(path=f"sessions.{key}.steps", problem="is missing: a timed session needs its minutes")
        if any(step.minutes < 1 for step in session.steps):
            yield ProtocolError(path=f"sessions.{key}.steps", problem="minutes must be 1 or more")
        if min(session.every_days, session.most_per_week) < 1:
            yield ProtocolError(path=f"sessions.{key}", problem="every_days and most_per_week must be 1 or more")
    if min(p.prevent.days, p.hold.days, p.runs.growth_least_minutes) < 1:
        yield ProtocolError(path="prevent.days", problem="prevent.days, hold.days and growth must be 1 or more")


def _limits(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    limits, gate = p.limits, p.gate.tests
    at_most: list[tuple[str, int, int]] = [
        ("ice.minutes", p.ice.minutes, limits.ice_minutes_maximum),
        ("gate.lapses_after_days", p.gate.lapses_after_days, limits.gate_lapse_days_maximum),
        ("gate.pain_at_rest_maximum", p.gate.pain_at_rest_maximum, limits.brisk_walk_pain_maximum),
        *(
            (f"ladders.{n}.growth_percent", x.growth_percent, limits.growth_percent_maximum)
            for n, x in p.ladders.items()
        ),
    ]
    at_least: list[tuple[str, int, int]] = [
        ("ice.minutes", p.ice.minutes, 1),
        ("ice.first_day_every_minutes", p.ice.first_day_every_minutes, limits.ice_spacing_minutes_minimum),
        ("ice.then_every_minutes", p.ice.then_every_minutes, limits.ice_spacing_minutes_minimum),
        ("possible_strain.floor_hours", p.possible_strain.floor_hours, limits.strain_floor_hours_minimum),
        (
            "possible_strain.tests_from_hours",
            p.possible_strain.tests_from_hours,
            limits.strain_tests_from_hours_minimum,
        ),
        ("plain_soreness.tests_from_hours", p.plain_soreness.tests_from_hours, limits.plain_tests_from_hours_minimum),
        ("gate.painkiller_hours", p.gate.painkiller_hours, limits.painkiller_hours_minimum),
        ("runs.days_off_between", p.runs.days_off_between, limits.days_off_between_minimum),
    ]
    for severity, level in p.severity.items():
        at_least += _level_limits(p, severity, level)
    if set(gate) == set(Gate):
        walk, hops, raises = gate[Gate.BRISK_WALK], gate[Gate.HOPS], gate[Gate.HEEL_RAISES]
        at_most += [
            ("gate.tests.brisk-walk.pain_maximum", walk.pain_maximum, limits.brisk_walk_pain_maximum),
            ("gate.tests.hops.pain_maximum", hops.pain_maximum, limits.hops_pain_maximum),
        ]
        at_least += [
            ("gate.tests.brisk-walk.minutes", walk.minutes, limits.brisk_walk_minutes_minimum),
            ("gate.tests.hops.count", hops.count, limits.hops_minimum),
            ("gate.tests.heel-raises.count", raises.count, limits.heel_raises_minimum),
            (
                "gate.tests.heel-raises.percent_of_other_side",
                raises.percent_of_other_side,
                limits.heel_raises_percent_minimum,
            ),
        ]
        for name in (Gate.BRISK_WALK, Gate.HOPS):
            if not gate[name].plain:
                yield ProtocolError(
                    path=f"gate.tests.{name}.plain", problem="must be true: the limits ask for it always"
                )
    for path, value, edge in at_most:
        if value > edge:
            yield ProtocolError(path=path, problem=f"{value} is looser than the safety limit; allowed: at most {edge}")
    for path, value, edge in at_least:
        if value < edge:
            yield ProtocolError(path=path, problem=f"{value} is looser than the safety limit; allowed: at least {edge}")


def _level_limits(p: RecoveryProtocol, severity: Severity, level: SeverityLevel) -> list[tuple[str, int, int]]:
    path = f"severity.{severity}"
    return [
        (f"{path}.floor_hours", level.floor_hours, p.limits.floor_hours_minimum[severity]),
        (f"{path}.first_run_day", level.first_run_day, p.limits.first_run_day_minimum[severity]),
    ]
