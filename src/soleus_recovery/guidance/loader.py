"""Read guidance files into a protocol: types first, then consistency, then safety limits; each error has a path."""

import re
from collections.abc import Mapping
from functools import cache
from itertools import chain
from typing import Any, Final, cast

from soleus_recovery.errors import ProtocolError, shown
from soleus_recovery.guidance.checks import consistency, names, placeholders, provenance
from soleus_recovery.guidance.protocol import BUILT_IN, RecoveryProtocol, released
from soleus_recovery.guidance.shipped import shipped_tables
from soleus_recovery.structure import StructureError, structure, unstructure

__all__ = [
    "ACTIVE",
    "LONGEST_PROTOCOL",
    "STANDARD",
    "builtin",
    "builtin_ids",
    "parse_protocol",
    "protocol_of_table",
    "protocol_table",
]

STANDARD, ACTIVE = "soleus-standard", "soleus-active"
_PROTOCOLS = (STANDARD, ACTIVE)
LONGEST_PROTOCOL: Final = 500_000
"""The greatest length of a protocol file, in characters: more than any that ships, and few enough to bound memory."""
# The memory that tomllib needs grows with the square of the number of parts of a dotted key.
_TOO_MANY_PARTS = re.compile(r"(?<![\w-])(?:[\w-]++\s*\.\s*){32}")
# The names of rules for limits and cautions, including those of later versions.
_OF_LIMITS = re.compile(r"(limit|caution)-[a-z0-9-]*")


def builtin_ids() -> tuple[str, ...]:
    """Return the ids of the protocols that ship with the package."""
    return _PROTOCOLS


@cache
def builtin(protocol_id: str) -> RecoveryProtocol:
    """Return a protocol that ships with the package; raise ``ProtocolError`` for an unknown id.

    >>> builtin("soleus-standard").ice.minutes
    15
    """
    if protocol_id not in _PROTOCOLS:
        raise ProtocolError(
            path="protocol", problem=f"{shown(protocol_id)} is unknown; allowed: {', '.join(_PROTOCOLS)}"
        )
    # The tests check the protocols that ship, so that programs need not check them at each start.
    return released(_structured(_extended(shipped_tables()[protocol_id])), ships=True)


def parse_protocol(text: str) -> RecoveryProtocol:
    """Read a protocol from TOML text; raise ``ProtocolError`` with the path of the first problem.

    A protocol that ``extends`` a protocol of the package gives only the differences: its tables are merged into the
    tables of the other protocol, and its numbers, texts and lists replace those of the other protocol.
    """
    return protocol_of_table(_table(text))


def _table(text: str) -> dict[str, Any]:
    """Return the plain data of a protocol, merged into the data of the protocol that it extends."""
    if len(text) > LONGEST_PROTOCOL:
        problem = f"is too long to be a protocol; allowed: up to {LONGEST_PROTOCOL:,} characters"
        raise ProtocolError(path="the file", problem=problem)
    if _TOO_MANY_PARTS.search(text):
        raise ProtocolError(path="the file", problem="has a key of too many parts to be a protocol")
    # tomllib is loaded here, because an installed wheel needs it only to read a protocol file.
    import tomllib

    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ProtocolError(path="the file", problem=f"not TOML: {error}") from error
    return _extended(raw)


def _extended(raw: dict[str, Any]) -> dict[str, Any]:
    if "extends" not in raw:
        return raw
    base = raw.pop("extends")
    if base not in _PROTOCOLS:
        problem = f"{shown(base)} is unknown; allowed: {', '.join(_PROTOCOLS)}"
        raise ProtocolError(path="extends", problem=problem)
    return _merged(protocol_table(builtin(base)), raw)


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return both tables as one: inner tables are merged, and other values in ``own`` replace those in ``base``."""
    both = {
        key: _merged(cast(Mapping[str, Any], base[key]), cast(Mapping[str, Any], value))
        for key, value in own.items()
        if isinstance(value, dict) and isinstance(base.get(key), dict)
    }
    return {**base, **own, **both}


def protocol_table(protocol: RecoveryProtocol) -> dict[str, Any]:
    """Return a protocol as plain data without its built-in parts; ``protocol_of_table`` reads this data back.

    >>> protocol = builtin(STANDARD)
    >>> protocol_of_table(protocol_table(protocol)) == protocol
    True
    """
    table: dict[str, Any] = unstructure(protocol)
    own = _own_rules(protocol)
    rules = {
        key: {name: value for name, value in rule.items() if name != "id"}
        for key, rule in table["rules"].items()
        if key in own
    }
    return {name: value for name, value in table.items() if name not in BUILT_IN} | {"rules": rules}


def _own_rules(protocol: RecoveryProtocol) -> frozenset[str]:
    return frozenset(protocol.rules) - _built_in_rules()


@cache
def _built_in_rules() -> frozenset[str]:
    shipped = shipped_tables()
    return frozenset([*shipped["triage"]["rules"], *shipped["limits"]["rule_texts"]])


def protocol_of_table(raw: dict[str, Any]) -> RecoveryProtocol:
    """Read a protocol from plain data; raise ``ProtocolError`` with the path of the first problem."""
    protocol = _structured(raw)
    for problem in chain.from_iterable(
        each.problems(protocol) for each in (names, consistency, provenance, placeholders)
    ):
        raise problem
    return released(protocol, ships=protocol.id in _PROTOCOLS and protocol == builtin(protocol.id))


def _structured(raw: dict[str, Any]) -> RecoveryProtocol:
    for name in BUILT_IN:
        if name in raw:
            raise ProtocolError(path=name, problem="is built in; no protocol can replace it")
    shipped = shipped_tables()
    triage, limits, evidence = (shipped[name] for name in ("triage", "limits", "evidence"))
    try:
        return structure(
            {
                "referrals": {},
                **raw,
                "rules": _rules(raw.get("rules"), triage.pop("rules"), limits.pop("rule_texts")),
                "triage": triage,
                "limits": limits,
                "items": {key: {"id": key, "about": about} for key, about in evidence["items"].items()},
                "sources": {key: {"key": key, **source} for key, source in evidence["sources"].items()},
            },
            RecoveryProtocol,
        )
    except StructureError as error:
        raise ProtocolError(path=error.path, problem=error.problem) from error


def _rules(own: object, *built_in: Mapping[str, Mapping[str, Any]]) -> object:
    """Return all rules by id, with the id as a field; raise ``ProtocolError`` if an own rule has a built-in name."""
    merged = {key: {"id": key, **rule} for rules in built_in for key, rule in rules.items()}
    if not isinstance(own, dict):
        raise ProtocolError(path="rules", problem="is missing; allowed: a table of rules, each with its origin")
    for key, rule in cast(dict[str, Any], own).items():
        if key in merged or _OF_LIMITS.fullmatch(key):
            raise ProtocolError(path=f"rules.{key}", problem="is the name of a built-in rule; choose another")
        merged[key] = {"id": key, **cast(dict[str, Any], rule)} if isinstance(rule, dict) else rule
    return merged
