"""Why a course of recovery is what it is, in the runner's words: what began it, and what has raised its level since."""

from collections.abc import Iterable

from soleus_recovery.guidance.citation import Reason
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.texts import fill
from soleus_recovery.intake.checkin import Clearance
from soleus_recovery.intake.severity import outlook
from soleus_recovery.planning.state import Basis, DayState
from soleus_recovery.vocabulary import Decision

__all__ = ["cleared_reason", "reasons_now"]


def cleared_reason(protocol: RecoveryProtocol, clearance: Clearance) -> Reason:
    """Who has cleared what, as the reason for which planning begins anew."""
    finding = protocol.labels.words.findings[clearance.finding]
    text = fill(protocol.occasions.cleared, by=clearance.by, finding=finding)
    return Reason(text=text, because=protocol.rules[protocol.occasions.rules["cleared"]].because)


def reasons_now(basis: Basis, state: DayState, begun: Iterable[Reason]) -> tuple[Reason, ...]:
    """The reasons with which a course has ``begun``; where a word has raised the level since, what is expected now."""
    protocol = basis.protocol
    if state.severity is basis.severity and state.possible_strain is basis.possible_strain:
        return tuple(begun)
    before = outlook(protocol, basis.severity, strain=basis.possible_strain)
    raised = protocol.decisions[Decision.HOLD_AT_NEW_LEVEL]
    words = fill(protocol.reason_texts.raised, severity=protocol.labels.words.severities[state.severity])
    said = [] if state.severity is basis.severity else [words or raised.text]
    return (
        *(reason for reason in begun if reason not in before),
        *(Reason(text=text, because=protocol.rules[raised.rule].because) for text in said),
        *outlook(protocol, state.severity, strain=state.possible_strain),
    )
