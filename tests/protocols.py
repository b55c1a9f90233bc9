"""Protocols for tests: altered and loaded again, and, on purpose, ones that no loader would take."""

import contextlib
from collections.abc import Generator
from unittest import mock

from soleus_recovery import parse_protocol
from soleus_recovery.guidance.loader import protocol_of_table, protocol_table
from soleus_recovery.guidance.protocol import RecoveryProtocol, released

__all__ = ["as_if_released", "loaded", "unchecked", "unsafe_protocol"]


def loaded(altered: RecoveryProtocol) -> RecoveryProtocol:
    """What the loader makes of an altered protocol: the same, if it stands every check."""
    return protocol_of_table(protocol_table(altered))


def as_if_released(altered: RecoveryProtocol) -> RecoveryProtocol:
    """For tests alone: an altered protocol with the mark that only the loader sets, whatever is in it."""
    return released(altered, ships=False)


@contextlib.contextmanager
def unchecked() -> Generator[None]:
    """For tests alone: a loader that asks for form and provenance, and for neither sense nor safety."""
    with mock.patch("soleus_recovery.guidance.checks.consistency.problems", return_value=()):
        yield


def unsafe_protocol(text: str) -> RecoveryProtocol:
    """For tests alone: a protocol that the loader would refuse."""
    with unchecked():
        return parse_protocol(text)
