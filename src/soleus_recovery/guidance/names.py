"""What a protocol is called, and what is in it: names are looked up, and shown in one line."""

from collections.abc import Iterator
from typing import Final

from soleus_recovery.errors import ProtocolError, shown
from soleus_recovery.guidance.protocol import RecoveryProtocol

__all__ = ["problems"]

_LONGEST_NAME: Final = 120


def problems(protocol: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Every name that is empty, too long, or holds what cannot be printed."""
    named = [("id", protocol.id), ("version", protocol.version), ("language", protocol.language)]
    for table in ("rules", "sessions", "referrals", "ladders"):
        named += [(table, name) for name in getattr(protocol, table)]
    for path, name in named:
        if not 0 < len(name.strip()) <= _LONGEST_NAME or not name.isprintable():
            problem = f"{shown(name)} is no name; allowed: 1 to {_LONGEST_NAME} printable characters"
            yield ProtocolError(path=path, problem=problem)
