"""Who has to be seen before anything else, and how soon: the first part of a card."""

from typing import final

import attrs

from soleus_recovery.course.progress import Progress
from soleus_recovery.course.waiting import Waiting
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.plan.plan import Plan
from soleus_recovery.triage.answers import message_of, reasons_at
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Urgency

__all__ = ["SeenFirst", "seen_first"]


@final
@attrs.frozen(kw_only=True)
class SeenFirst(Value):
    """The part of the card that says who has to be seen, and how soon.

    ``do_now`` is filled only in an emergency, and ``until`` only if there is no emergency.
    """

    message: str
    reasons: tuple[str, ...]
    do_now: str
    until: tuple[str, ...]


def seen_first(plan: Plan, protocol: RecoveryProtocol, progress: Progress | None) -> SeenFirst | None:
    """Return who has to be seen; None in self-care. Without ``progress`` the plan says it."""
    no_run = protocol.today.no_run_until_cleared
    if progress is None:
        urgency = plan.urgency
        return None if urgency is None else _seen(protocol, urgency, plan.reasons, until=(no_run,))
    waiting = progress.waiting
    if waiting is None:
        return None
    return _seen(protocol, waiting.urgency, waiting.reasons, until=(no_run, _to_clear(protocol, waiting)))


def _to_clear(protocol: RecoveryProtocol, waiting: Waiting) -> str:
    named = sorted(waiting.findings, key=lambda finding: finding.rank)
    findings = ", ".join(f"{protocol.labels.words.findings[each]} ({each})" for each in named)
    return fill(protocol.today.to_clear, findings=findings)


def _seen(
    protocol: RecoveryProtocol, urgency: Urgency, reasons: tuple[Reason, ...], *, until: tuple[str, ...]
) -> SeenFirst:
    """Return who has to be seen; in an emergency without the less urgent reasons, and without ``until``."""
    is_emergency = urgency is Urgency.EMERGENCY
    shown = reasons_at(protocol, urgency, reasons) if is_emergency else reasons
    return SeenFirst(
        message=message_of(protocol, urgency, reasons),
        reasons=tuple(reason.text for reason in shown),
        do_now=protocol.triage.do_now if is_emergency else "",
        until=() if is_emergency else until,
    )
