"""What holds in a plan that stands still: one card stands ahead, and nothing else."""

from collections.abc import Iterator

from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.laws.law import open_days
from soleus_recovery.plan.plan import Plan
from soleus_recovery.vocabulary import Urgency

__all__ = ["dormant", "stopped"]


def stopped(plan: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    """In an emergency."""
    if plan.urgency is Urgency.EMERGENCY:
        yield from _beside_one_card(plan)


def dormant(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    """Where the last revision was made because nobody has told for long how it is."""
    rule = protocol.progression.rules["dormant_days"]
    if plan.revisions and any(reason.because.rule == rule for reason in plan.revisions[-1].reasons):
        yield from _beside_one_card(plan)


def _beside_one_card(plan: Plan) -> Iterator[str]:
    """Everything else that a calendar would show from the last revision on: each day of a plan has an entry there."""
    days = open_days(plan)
    sessions = days[0].sessions if days else ()
    cards = [each.key for each in sessions if each.span is None]
    ahead = [each.key for each in sessions if each.span is not None and each.span.start >= plan.made_at]
    if not cards:
        yield "no card says why nothing is planned"
    yield from (f"{key}: beside the card" for key in (*cards[1:], *ahead))
    yield from (f"{day.date}: a day after that of the card" for day in days[1:])
