"""What a law is: an id, the sentence it holds, the guidance it comes from, and a check that says where it fails."""

from collections.abc import Callable, Iterable, Iterator
from typing import final

import attrs

from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.planning.plan import Plan, Revision
from soleus_recovery.values import Value

__all__ = ["Check", "Invariant", "Transition", "TransitionCheck", "Violation", "tells_of_clearance"]

Check = Callable[[Plan, RecoveryProtocol], Iterator[str]]
TransitionCheck = Callable[[Plan, Plan, RecoveryProtocol], Iterator[str]]


@final
@attrs.frozen(kw_only=True)
class Invariant(Value):
    """A sentence that every plan keeps, and the guidance it comes from; ``broken`` yields each place where it fails."""

    id: str
    says: str
    origin: str
    broken: Check = attrs.field(repr=False, eq=False)


@final
@attrs.frozen(kw_only=True)
class Transition(Value):
    """A sentence that every re-planning keeps; ``broken`` yields each place where it fails."""

    id: str
    says: str
    origin: str
    broken: TransitionCheck = attrs.field(repr=False, eq=False)


@final
@attrs.frozen(kw_only=True)
class Violation(Value):
    """A broken law, and where."""

    id: str
    says: str
    where: str


def tells_of_clearance(revisions: Iterable[Revision], protocol: RecoveryProtocol) -> bool:
    """Whether one of these revisions was made because a clinician had cleared something."""
    rule = protocol.occasions.rules["cleared"]
    return any(reason.because.rule == rule for revision in revisions for reason in revision.reasons)
