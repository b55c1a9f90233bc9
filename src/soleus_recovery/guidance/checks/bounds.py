"""Whether a protocol makes more of a plan than somebody can follow: how many of each, and how large a number may be."""

import re
from collections.abc import Iterator, Mapping, Sized
from typing import Final, cast

from soleus_recovery.errors import ProtocolError
from soleus_recovery.guidance.checks.provenance import sourced_numbers
from soleus_recovery.guidance.checks.walk import children, walk
from soleus_recovery.guidance.protocol import RecoveryProtocol

__all__ = ["numbers", "pattern_of", "sizes"]

_BUILT_IN: Final = ("triage", "limits", "items", "sources")
# Tables by names of the protocol's own, and places in lists.
_NAMED: Final = re.compile(r"^(severity|sessions|ladders|referrals|gate\.tests)\.[^.]+|\[\d+\]")


def pattern_of(path: str) -> str:
    """A path as the limits name it.

    >>> pattern_of("sessions.walk.steps[0].minutes")
    'sessions.*.steps.minutes'
    """
    return _NAMED.sub(lambda found: f"{found[1]}.*" if found[1] else "", path)


def numbers(protocol: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Every number below its least or above its most; one that the limits do not name is nobody's."""
    for path, value, _ in sourced_numbers(protocol):
        if not path.startswith(("limits.", "triage.")):
            least, most = protocol.limits.bounds[pattern_of(path)]
            if not least <= value <= most:
                problem = f"{value} is no number that a plan can hold; allowed: {least} to {most}"
                yield ProtocolError(path=path, problem=problem)


def sizes(protocol: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Every table or list of too few or too many, and every text that nobody reads to its end."""
    limits = protocol.limits
    for name, part in children(protocol):
        if name.removeprefix(".") in _BUILT_IN:
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
