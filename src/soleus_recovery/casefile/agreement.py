"""Whether a plan that was issued is what the facts of its case lead to.

What has begun, and every stamp, may stand as they are: other hours or another planner held then. Everything ahead must
follow from the facts, or somebody has changed one of the two by hand.
"""

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.course.replay import progress
from soleus_recovery.facts.case import Case, done_at
from soleus_recovery.plan.issued import PLANNER, Issued
from soleus_recovery.plan.plan import Plan
from soleus_recovery.planner.issue import issue
from soleus_recovery.planner.revise import revise

__all__ = ["departure"]


def departure(case: Case, issued: Issued) -> str | None:
    """The first field of the issued plan that does not follow from the facts; None where all of it does.

    What another planner issued is not asked about: its days ahead are planned anew before anybody is shown them.
    """
    plan = issued.plan
    if issued.planner != PLANNER:
        return None
    if not case.started_at <= plan.made_at <= issued.as_of:
        return "made_at"
    heard = attrs.evolve(case, entries=case.entries[: issued.entries])
    told = attrs.evolve(heard, entries=heard.entries_until(plan.made_at))
    done: dict[str, Minute | None] = {}
    for entry in told.entries:
        done |= done_at(told, entry)
    # The last revision made once more changes nothing, and nothing that came after it did.
    again = revise(plan, told, progress(told, plan.made_at), done=done, reasons=())
    if again is not plan:
        return _difference(plan, again)
    if plan.made_at == issued.as_of:
        return None
    begun = attrs.evolve(issued, as_of=plan.made_at, entries=len(told.entries))
    later = issue(heard, issued.as_of, after=begun).plan
    return None if later is plan else _difference(plan, later)


def _difference(plan: Plan, other: Plan) -> str:
    # The facts first: where they differ, all that follows from them does.
    names = ["report", "runner", *(field.name for field in attrs.fields(Plan))]
    changed = (name for name in names if getattr(plan, name) != getattr(other, name))
    return next((name for name in changed if name not in ("revision", "revisions", "made_at")), "days")
