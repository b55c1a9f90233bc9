"""A protocol's sentences as reasons, each with the key by which it is found again.

A reason is recognised by its key, never by its text: a text is filled with names, numbers and dates.
"""

from collections.abc import Iterable, Mapping

from soleus_recovery.guidance.citation import Reason
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.referrals import Referral
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.vocabulary import Decision, Occasion

__all__ = [
    "DORMANT",
    "decision_reason",
    "occasion_key",
    "occasion_reason",
    "referral_key",
    "referral_reason",
    "referrals_behind",
]

DORMANT = "standstill.dormant"
"""The key of the reason why a plan stands still after a long silence."""


def decision_reason(protocol: RecoveryProtocol, decision: Decision) -> Reason:
    """Return the sentence with which a decision of the check-in table is told to the runner, as a reason.

    >>> from soleus_recovery.guidance.loader import builtin
    >>> decision_reason(builtin("soleus-standard"), Decision.GO_ON).key
    'decisions.go-on'
    """
    said = protocol.decisions[decision]
    return Reason(text=said.text, because=protocol.rules[said.rule].because, key=f"decisions.{decision}")


def occasion_key(occasion: Occasion) -> str:
    """Return the key of the reason that states an occasion."""
    return f"occasions.{occasion}"


def occasion_reason(protocol: RecoveryProtocol, occasion: Occasion, **values: object) -> Reason:
    """Return the reason that states an occasion; ``values`` fill in the placeholders of its text."""
    said = protocol.occasions.said[occasion]
    text = fill(said.text, **values)
    return Reason(text=text, because=protocol.rules[said.rule].because, key=occasion_key(occasion))


def referral_key(row_id: str) -> str:
    """Return the key of the reason that comes from a referral row."""
    return f"referrals.{row_id}"


def referral_reason(protocol: RecoveryProtocol, row_id: str) -> Reason:
    """Return the reason why a referral row, built in or the protocol's own, sends the runner to a clinician."""
    row = protocol.all_referrals[row_id]
    return Reason(text=row.text, because=protocol.rules[row.rules["referral"]].because, key=referral_key(row_id))


def referrals_behind(protocol: RecoveryProtocol, reasons: Iterable[Reason]) -> Mapping[str, Referral]:
    """Return the referral rows that these reasons come from, under their ids and in the order of the referral table."""
    keys = {reason.key for reason in reasons}
    return {row_id: row for row_id, row in protocol.all_referrals.items() if referral_key(row_id) in keys}
