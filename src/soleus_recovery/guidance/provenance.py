"""Provenance is total: every rule has an origin that exists, every number a rule, every article item a rule."""

from collections.abc import Iterator, Mapping

import attrs

from soleus_recovery.errors import ProtocolError
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.vocabulary import Origin

__all__ = ["problems", "sourced_numbers"]


def problems(protocol: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Every rule, number or article item whose origin is not told."""
    yield from _rules(protocol)
    for path, _, rule_id in sourced_numbers(protocol):
        if rule_id is None:
            yield ProtocolError(path=path, problem="no rule gives its origin; name one under the table's rules")
    for path, rule_id in _named(protocol, ""):
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
    for field in attrs.fields(RecoveryProtocol):
        if field.name not in ("rules", "items", "sources"):
            yield from _numbers(getattr(protocol, field.name), field.name, None)


def _numbers(value: object, path: str, rule_id: str | None) -> Iterator[tuple[str, int, str | None]]:
    """Walk the values; a table's own ``rules`` (or ``rule``) account for what stands in it, at any depth."""
    if isinstance(value, int) and not isinstance(value, bool):
        yield path, value, rule_id
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _numbers(item, f"{path}.{key}", rule_id)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _numbers(item, f"{path}[{index}]", rule_id)
    elif attrs.has(type(value)):
        own: Mapping[str, str] = getattr(value, "rules", {})
        one: str | None = getattr(value, "rule", rule_id)
        for field in attrs.fields(type(value)):
            item = getattr(value, field.name)
            if field.name not in ("rule", "rules") and item != field.default:
                yield from _numbers(item, f"{path}.{field.name}", own.get(field.name, one))


def _named(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _named(item, f"{path}.{key}".removeprefix("."))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _named(item, f"{path}[{index}]")
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            item = getattr(value, field.name)
            where = f"{path}.{field.name}".removeprefix(".")
            if field.name == "rule":
                yield where, str(item)
            elif field.name == "rules" and not isinstance(value, RecoveryProtocol):
                yield from ((f"{where}.{key}", rule_id) for key, rule_id in item.items())
            else:
                yield from _named(item, where)
