"""The law of the days after prevention: reminders alone, few of them, and only after a possible strain."""

from collections.abc import Iterator

from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.laws.law import ahead
from soleus_recovery.plan.plan import Plan
from soleus_recovery.vocabulary import Activity, PhaseKind

__all__ = ["reminders"]

_WEEK = 7  # days
_MOST = 3  # reminders in a week


def reminders(plan: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that the days after prevention hold reminders without a time, at most three in 7 days, and nothing else.

    The last page is no reminder.
    """
    kept = [(day, session) for day, session in ahead(plan) if day.phase is PhaseKind.KEEP]
    if kept and not plan.possible_strain:
        yield f"{kept[0][0].date}: plain soreness is not kept up"
    held = [(day.date, session) for day, session in kept if session.activity is Activity.KEEP]
    for day, session in kept:
        if session.activity not in (Activity.KEEP, Activity.PREVENT) or session.span is not None:
            yield f"{session.key}: no reminder, on {day.date}"
    for (early, _), (late, session) in zip(held, held[_MOST:], strict=False):
        if (late - early).days < _WEEK:
            yield f"{session.key}: more than {_MOST} reminders in 7 days"
