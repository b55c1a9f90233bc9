"""Provenance is total: every rule has an origin that exists, every number a rule, every article item a rule."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from soleus_recovery.errors import ProtocolError
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.walk import children, walk
from soleus_recovery.vocabulary import Origin

__all__ = ["problems", "sourced_numbers"]


def problems(protocol: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Every rule, number or article item whose origin is not told."""
    yield from _rules(protocol)
    for path, _, rule_id in sourced_numbers(protocol):
        if rule_id is None:
            yield ProtocolError(path=path, problem="no rule gives its origin; name one under the table's rules")
    for path, rule_id in _named(protocol):
        if rule_id not in protocol.rules:
            yield ProtocolError(path=path, problem=f"no rule is called {rule_id!r}")
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
    kind: Any = type(value)
    if not attrs.has(kind):
        return frozenset()
    return frozenset(field.name for field in attrs.fields(kind) if getattr(value, field.name) == field.default)


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
