"""Altered protocols for tests: loaded again, or built past the loader on purpose."""

import contextlib
from collections.abc import Generator
from unittest import mock

from soleus_recovery import parse_protocol
from soleus_recovery.guidance.loader import protocol_of_table, protocol_table
from soleus_recovery.guidance.protocol import RecoveryProtocol, released

__all__ = ["as_if_released", "loaded", "unchecked", "unsafe_protocol"]


def loaded(altered: RecoveryProtocol) -> RecoveryProtocol:
    """Load an altered protocol: the loader returns it unchanged if it passes every check."""
    return protocol_of_table(protocol_table(altered))


def as_if_released(altered: RecoveryProtocol) -> RecoveryProtocol:
    """Return an altered protocol that only looks loaded: it has the loader's mark and passed no check."""
    return released(altered, ships=False)


@contextlib.contextmanager
def unchecked() -> Generator[None]:
    """Switch off the loader's checks of consistency and safety; form and provenance are still checked."""
    with mock.patch("soleus_recovery.guidance.checks.consistency.problems", return_value=()):
        yield


def unsafe_protocol(text: str) -> RecoveryProtocol:
    """Build a protocol that the loader would refuse."""
    with unchecked():
        return parse_protocol(text)
