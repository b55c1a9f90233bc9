"""The laws of a plan in an emergency or after a long silence: a single card is all that is planned."""

from collections.abc import Iterator

from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.laws.law import open_days
from soleus_recovery.plan.plan import Plan
from soleus_recovery.vocabulary import Urgency

__all__ = ["dormant", "stopped"]


def stopped(plan: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that in an emergency one card is all that is planned."""
    if plan.urgency is Urgency.EMERGENCY:
        yield from _beside_one_card(plan)


def dormant(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that after a long time without check-ins one card is all that is planned."""
    rule = protocol.progression.rules["dormant_days"]
    if plan.revisions and any(reason.because.rule == rule for reason in plan.revisions[-1].reasons):
        yield from _beside_one_card(plan)


def _beside_one_card(plan: Plan) -> Iterator[str]:
    """Yield all that a calendar would show beside the card from the last revision on; each day has a calendar entry."""
    days = open_days(plan)
    sessions = days[0].sessions if days else ()
    cards = [each.key for each in sessions if each.span is None]
    ahead = [each.key for each in sessions if each.span is not None and each.span.start >= plan.made_at]
    if not cards:
        yield "no card says why nothing is planned"
    yield from (f"{key}: beside the card" for key in (*cards[1:], *ahead))
    yield from (f"{day.date}: a day after that of the card" for day in days[1:])
