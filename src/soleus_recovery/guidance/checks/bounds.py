"""Check the ranges of a protocol's numbers and the lengths of its lists and texts: a plan must stay readable."""

from collections.abc import Iterator, Mapping, Sized
from typing import cast

from soleus_recovery.errors import ProtocolError
from soleus_recovery.guidance.checks.provenance import sourced_numbers
from soleus_recovery.guidance.checks.walk import children, walk
from soleus_recovery.guidance.limits import pattern_of
from soleus_recovery.guidance.protocol import BUILT_IN, RecoveryProtocol

__all__ = ["numbers", "sizes"]


def numbers(protocol: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Yield an error for every number of a protocol that is outside its range."""
    for path, value, _ in sourced_numbers(protocol):
        if not path.startswith(("limits.", "triage.")):
            least, most = protocol.limits.bounds[pattern_of(path)]
            if not least <= value <= most:
                problem = f"{value} is no number that a plan can hold; allowed: {least} to {most}"
                yield ProtocolError(path=path, problem=problem)


def sizes(protocol: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Yield an error for every table or list that is too short or too long, and every text that is too long."""
    limits = protocol.limits
    for name, part in children(protocol):
        if name.removeprefix(".") in BUILT_IN:
            continue
        for path, value in walk(part, name.removeprefix(".")):
            if isinstance(value, str):
                if len(value) > limits.text_characters_maximum:
                    problem = f"has {len(value)} characters; allowed: up to {limits.text_characters_maximum}"
                    yield ProtocolError(path=path, problem=problem)
            elif isinstance(value, tuple | Mapping) and (pair := limits.sizes.get(pattern_of(path))):
                count = len(cast(Sized, value))
                if not pair[0] <= count <= pair[1]:
                    yield ProtocolError(path=path, problem=f"has {count}; allowed: {pair[0]} to {pair[1]}")
