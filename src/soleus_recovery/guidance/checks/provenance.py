"""Provenance is total: every rule has an origin that exists, every number a rule, every article item a rule."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, cast

import attrs

from soleus_recovery.errors import ProtocolError, shown
from soleus_recovery.guidance.checks.walk import children, walk
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.vocabulary import Origin

__all__ = ["problems", "sourced_numbers"]


def problems(protocol: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Every rule, number or article item whose origin is not told."""
    yield from _rules(protocol)
    for path, _, rule_id in sourced_numbers(protocol):
        if rule_id is None:
            yield ProtocolError(path=path, problem="no rule gives its origin; name one under the table's rules")
    names_of_rules = tuple(_named(protocol))
    for path, rule_id in names_of_rules:
        if rule_id not in protocol.rules:
            yield ProtocolError(path=path, problem=f"no rule is called {shown(rule_id)}")
    yield from _needed(protocol)
    yield from _posing(protocol, names_of_rules)
    named = {item for rule in protocol.rules.values() for item in rule.items}
    for item in protocol.items:
        if item not in named:
            yield ProtocolError(path="rules", problem=f"no rule names the article's item {item}")


def _rules(protocol: RecoveryProtocol) -> Iterator[ProtocolError]:
    for rule_id, rule in protocol.rules.items():
        if not rule.says.strip() or not rule.cite.strip():
            yield ProtocolError(path=f"rules.{rule_id}", problem="says and cite must not be empty")
        if rule.origin is Origin.EVIDENCE and rule.cite not in protocol.sources:
            allowed = ", ".join(protocol.sources)
            yield ProtocolError(
                path=f"rules.{rule_id}.cite", problem=f"{rule.cite!r} is not a source; allowed: {allowed}"
            )
        for index, item in enumerate(rule.items):
            if item not in protocol.items:
                yield ProtocolError(path=f"rules.{rule_id}.items[{index}]", problem=f"{item!r} is no article item")


_SAID = ("by-hand", "plain-soreness", "possible-strain")
"""Rules that the reasons of a level name themselves."""


def _needed(protocol: RecoveryProtocol) -> Iterator[ProtocolError]:
    """What a plan gives as its reason beside numbers; without it there would be none to give."""
    for name in _SAID:
        if name not in protocol.rules:
            yield ProtocolError(path=f"rules.{name}", problem="is missing")
    texts = [name for name, _ in children(protocol.occasions) if getattr(protocol.occasions, name[1:])]
    needed: list[tuple[str, Mapping[str, str], Sequence[str]]] = [
        *((f"severity.{name}", level.rules, ["findings"]) for name, level in protocol.severity.items()),
        *((f"sessions.{name}", session.rules, ["session"]) for name, session in protocol.sessions.items()),
        ("ice", protocol.ice.rules, ["session", "elevate"]),
        ("runs", protocol.runs.rules, ["session", "gate", "early"]),
        ("occasions", protocol.occasions.rules, [name[1:] for name in texts if name != ".rules"]),
    ]
    for path, rules, names in needed:
        for name in names:
            if name not in rules:
                yield ProtocolError(path=f"{path}.rules.{name}", problem="is missing: the rule that gives the reason")


def _posing(protocol: RecoveryProtocol, names_of_rules: Iterable[tuple[str, str]]) -> Iterator[ProtocolError]:
    """No part of a protocol gives a built-in rule as its reason, and nothing but a clearance gives that of one."""
    limits, triage = protocol.limits.own_rules, protocol.triage.own_rules
    cleared = protocol.occasions.rules.get("cleared")
    for path, rule_id in names_of_rules:
        if path.startswith(("limits.", "triage.")):
            continue
        if rule_id in limits or (rule_id in triage and not path.startswith(_OF_TRIAGE)):
            yield ProtocolError(path=path, problem=f"{rule_id} is built in, and not the reason for this; name your own")
        if rule_id == cleared and path not in _OF_CLEARANCE:
            yield ProtocolError(path=path, problem=f"{rule_id} is the rule of a clearance; allowed: another")


_OF_TRIAGE = ("notes[", "progression.rules.setbacks_refer")
"""What repeats triage: a card's line about it, and the count of setbacks that fires one of its rows."""
_OF_CLEARANCE = ("occasions.rules.cleared", "occasions.rules.still_waiting")


def sourced_numbers(protocol: RecoveryProtocol) -> Iterator[tuple[str, int, str | None]]:
    """Every number of a protocol: its path, its value, and the rule that gives it (None: nobody does)."""
    for step, item in children(protocol):
        if step not in (".rules", ".items", ".sources"):
            yield from _numbers(item, step.removeprefix("."), None)


def _numbers(value: object, path: str, rule_id: str | None) -> Iterator[tuple[str, int, str | None]]:
    """A table's own ``rules`` (or ``rule``) account for the numbers in it, at any depth."""
    if isinstance(value, int) and not isinstance(value, bool):
        yield path, value, rule_id
        return
    rules: Mapping[str, str] = getattr(value, "rules", {})
    rule_id = getattr(value, "rule", rule_id)
    unset = _unset(value)
    for step, item in children(value):
        name = step.removeprefix(".")
        if name not in ("rule", "rules") and name not in unset:
            yield from _numbers(item, f"{path}{step}", rules.get(name, rule_id))


def _unset(value: object) -> frozenset[str]:
    """The fields that stand at their default: nobody gave them a number."""
    return frozenset(name for name, default in _defaults(cast(Any, type(value))) if getattr(value, name) == default)


@cache
def _defaults(kind: Any) -> tuple[tuple[str, object], ...]:
    fields = attrs.fields(kind) if attrs.has(kind) else ()
    return tuple((field.name, field.default) for field in fields if field.default is not attrs.NOTHING)


def _named(protocol: RecoveryProtocol) -> Iterator[tuple[str, str]]:
    """Every place that names a rule."""
    for path, value in walk(protocol):
        if value is protocol:
            continue
        if isinstance(rule := getattr(value, "rule", None), str):
            yield f"{path}.rule", rule
        rules: Mapping[str, str] = getattr(value, "rules", {})
        for name, rule_id in rules.items():
            yield f"{path}.rules.{name}", rule_id
