"""Check that every number has a rule, that every cited source exists, and that a rule names every article item."""

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
    """Yield an error for every rule without a citation, number without a rule, and article item that no rule names."""
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


_NAMED_BY_TRIAGE = ("by-hand", "plain-soreness", "possible-strain")
"""The rules that triage looks up by their ids to say why the calf has its severity."""


def _needed(protocol: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Yield an error for every rule that a plan needs as a reason and that is missing."""
    for name in _NAMED_BY_TRIAGE:
        if name not in protocol.rules:
            yield ProtocolError(path=f"rules.{name}", problem="is missing")
    texts = [name for name, _ in children(protocol.occasions) if getattr(protocol.occasions, name[1:])]
    needed: list[tuple[str, Mapping[str, str], Sequence[str]]] = [
        *((f"severity.{name}", level.rules, ["findings"]) for name, level in protocol.severity.items()),
        *((f"sessions.{name}", session.rules, ["session"]) for name, session in protocol.sessions.items()),
        ("first_report", protocol.first_report.rules, ["with_painkiller"]),
        ("ice", protocol.ice.rules, ["session", "elevate"]),
        ("runs", protocol.runs.rules, ["session", "gate", "early"]),
        (
            "occasions",
            protocol.occasions.rules,
            [name[1:] for name in texts if name != ".rules"],
        ),
    ]
    for path, rules, names in needed:
        for name in names:
            if name not in rules:
                yield ProtocolError(path=f"{path}.rules.{name}", problem="is missing: the rule that gives the reason")


def _posing(protocol: RecoveryProtocol, names_of_rules: Iterable[tuple[str, str]]) -> Iterator[ProtocolError]:
    """Yield an error for each path that names a built-in rule, or the rule of a clearance, as the wrong reason."""
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
"""The paths that may name rules of triage: notes on triage, and how many setbacks send the runner to a clinician."""
_OF_CLEARANCE = ("occasions.rules.cleared", "occasions.rules.still_waiting")


def sourced_numbers(protocol: RecoveryProtocol) -> Iterator[tuple[str, int, str | None]]:
    """Yield every number of a protocol with its path, its value, and the id of its rule, or None without a rule."""
    for step, item in children(protocol):
        if step not in (".rules", ".items", ".sources"):
            yield from _numbers(item, step.removeprefix("."), None)


def _numbers(value: object, path: str, rule_id: str | None) -> Iterator[tuple[str, int, str | None]]:
    """Yield the numbers in a value; the ``rules`` or the ``rule`` of this value apply to its numbers at any depth."""
    if isinstance(value, int) and not isinstance(value, bool):
        yield path, value, rule_id
        return
    rules: Mapping[str, str] = getattr(value, "rules", {})
    rule_id = getattr(value, "rule", rule_id)
    unset = _unset(value)
    for step, item in children(value):
        if item is None or isinstance(item, str):
            continue  # most of a protocol is texts
        name = step.removeprefix(".")
        if name not in ("rule", "rules") and name not in unset:
            yield from _numbers(item, f"{path}{step}", rules.get(name, rule_id))


def _unset(value: object) -> frozenset[str]:
    """Return the names of the fields that have their default value, because defaults need no origin."""
    return frozenset(name for name, default in _defaults(cast(Any, type(value))) if getattr(value, name) == default)


@cache
def _defaults(kind: Any) -> tuple[tuple[str, object], ...]:
    fields = attrs.fields(kind) if attrs.has(kind) else ()
    return tuple((field.name, field.default) for field in fields if field.default is not attrs.NOTHING)


def _named(protocol: RecoveryProtocol) -> Iterator[tuple[str, str]]:
    """Yield every path that names a rule, with the rule's id."""
    for path, value in walk(protocol, wholes=True):
        if value is protocol:
            continue
        if isinstance(rule := getattr(value, "rule", None), str):
            yield f"{path}.rule", rule
        rules: Mapping[str, str] = getattr(value, "rules", {})
        for name, rule_id in rules.items():
            yield f"{path}.rules.{name}", rule_id
