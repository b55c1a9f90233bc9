"""Checks that an issued plan follows from the facts of its case.

Sessions that have begun, and the stamps of all revisions, are taken as the file gives them: they may come from earlier
waking hours or from an earlier version of the planner, and cannot be made again. Every session that is still to come
must follow from the facts.
"""

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.course.replay import progress
from soleus_recovery.facts.case import Case, done_at
from soleus_recovery.plan.issued import PLANNER, Issued
from soleus_recovery.plan.plan import Plan
from soleus_recovery.planner.issue import issue
from soleus_recovery.planner.revise import revise

__all__ = ["first_mismatch"]


def first_mismatch(case: Case, issued: Issued) -> str | None:
    """Name the first field of the issued plan that does not follow from the facts; None if the whole plan follows.

    A plan that another version of the planner issued is not checked: ``issue`` plans the remaining days of that plan
    anew before anybody sees them.
    """
    plan = issued.plan
    if issued.planner != PLANNER:
        return None
    if not case.started_at <= plan.made_at <= issued.as_of:
        return "made_at"
    issued_from = attrs.evolve(case, entries=case.entries[: issued.entries])
    revised_from = attrs.evolve(issued_from, entries=issued_from.entries_until(plan.made_at))
    done: dict[str, Minute | None] = {}
    for entry in revised_from.entries:
        done |= done_at(revised_from, entry)
    # When nothing changes, `revise` returns the very plan that it was given. So making the last revision again must
    # return the plan of the file, and so must issuing that plan for the time since the revision. Sessions that were
    # done early are in the plan already, so no session is named as done for the first time.
    current = progress(revised_from, plan.made_at)
    revised = revise(plan, revised_from, current, done=done, done_now={}, reasons=())
    if revised is not plan:
        return _first_difference(plan, revised)
    if plan.made_at == issued.as_of:
        return None
    last_revision = attrs.evolve(issued, as_of=plan.made_at, entries=len(revised_from.entries))
    reissued = issue(issued_from, issued.as_of, after=last_revision).plan
    return None if reissued is plan else _first_difference(plan, reissued)


def _first_difference(plan: Plan, other: Plan) -> str:
    # The facts come first, because a difference in them is the cause of all others; a revision's own stamps always
    # differ and explain nothing.
    names = ["report", "runner", *(field.name for field in attrs.fields(Plan))]
    changed = (name for name in names if getattr(plan, name) != getattr(other, name))
    return next((name for name in changed if name not in ("revision", "revisions", "made_at")), "days")
