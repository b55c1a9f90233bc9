"""How large a protocol may be: what a stranger wrote is read, copied into plans and joined into texts."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from soleus_recovery.errors import ProtocolError
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.walk import walk

__all__ = ["problems"]

# Characters; three times the longest that ships.
_LONGEST_TEXT: Final = 2_000
_LONGEST_NAME: Final = 120
# Entries in a table or list; thrice what ships.
_MOST: Final[Mapping[str, int]] = {"rules": 500, "sessions": 40, "notes": 60, "referrals": 40}
_MOST_OF_ANY: Final = 60
_BUILT_IN: Final = ("triage", "limits", "items", "sources")


def problems(protocol: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Every text and name that is too long, and every table and list that holds too much."""
    for path, name in _names(protocol):
        if not name.isprintable() or len(name) > _LONGEST_NAME:
            yield ProtocolError(path=path, problem=f"{_too_long(name, _LONGEST_NAME)}, all of them printable")
    for path, value in walk(protocol):
        if path.startswith(_BUILT_IN):
            continue
        if isinstance(value, str) and len(value) > _LONGEST_TEXT:
            yield ProtocolError(path=path, problem=_too_long(value, _LONGEST_TEXT))
        if isinstance(value, Mapping | tuple | frozenset):
            held, most = cast(Any, value), _MOST.get(path, _MOST_OF_ANY)
            if len(held) > most:
                yield ProtocolError(path=path, problem=f"holds {len(held):,}; allowed: up to {most}")


def _names(protocol: RecoveryProtocol) -> Iterator[tuple[str, str]]:
    """What is shown in one line, and looked up by."""
    yield "id", protocol.id
    yield "version", protocol.version
    for table in ("rules", "sessions", "referrals", "ladders"):
        yield from ((table, name) for name in getattr(protocol, table))


def _too_long(text: str, most: int) -> str:
    return f"is {len(text):,} characters long; allowed: up to {most:,}"
