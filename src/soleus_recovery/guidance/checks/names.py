"""Check the names in a protocol, which become keys, paths and anchors on pages, and its version and language."""

import re
from collections.abc import Iterator
from typing import Final

from soleus_recovery.errors import ProtocolError, shown
from soleus_recovery.guidance.protocol import RecoveryProtocol

__all__ = ["problems"]

_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_LONGEST_NAME, _LONGEST_VERSION = 60, 120


def problems(protocol: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Yield an error for every name that is not plain lower-case ASCII, and every version that cannot be printed."""
    tables = ("rules", "sessions", "referrals", "ladders")
    named = [("id", protocol.id), *((table, name) for table in tables for name in getattr(protocol, table))]
    for path, name in named:
        if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
            problem = f"{shown(name)} is no name; allowed: up to {_LONGEST_NAME} of a to z, 0 to 9 and - between them"
            yield ProtocolError(path=path, problem=problem)
    for path, name in (("version", protocol.version), ("language", protocol.language)):
        if not 0 < len(name.strip()) <= _LONGEST_VERSION or not name.isprintable():
            problem = f"{shown(name)} is no {path}; allowed: 1 to {_LONGEST_VERSION} printable characters"
            yield ProtocolError(path=path, problem=problem)
