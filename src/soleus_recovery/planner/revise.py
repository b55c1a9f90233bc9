"""Revises a plan: the past stands, and the days ahead are made anew from the runner's progress.

Every session keeps its key, and so its UID in calendars. The sequence of a session rises exactly when something of the
session changes. A session that is taken out of the plan stays in ``withdrawn``, so that its sequence goes on if the
session comes back.
"""

from collections.abc import Iterable, Mapping
from itertools import takewhile

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.course.progress import Progress
from soleus_recovery.facts.case import Case
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.plan.plan import Day, Plan, Revision
from soleus_recovery.planner.compose import plan_from
from soleus_recovery.planner.kept.standing import revision_base

__all__ = ["revise"]


def revise(
    plan: Plan,
    case: Case,
    progress: Progress,
    *,
    done: Mapping[str, Minute | None],
    done_now: Mapping[str, Minute | None],
    reasons: Iterable[Reason],
) -> Plan:
    """Return the plan as of ``progress``, with one more revision for ``reasons``; ``plan`` itself if nothing changes.

    ``done`` maps the key of each session that was done to the moment at which it began, or to None for the planned
    time. ``done_now`` holds those that the entry behind this revision has named. Only they can move a session to an
    earlier time, because an entry speaks of the sessions that the plan held when it was recorded.
    """
    at = progress.as_of
    gap = case.protocol.limits.ice_spacing_minutes_minimum
    base = revision_base(plan, progress.runner, at, done, done_now, least_gap=gap)
    new = _with_withdrawn(plan, plan_from(case, progress, base, revisions=plan.revisions), at)
    if attrs.evolve(new, made_at=plan.made_at) == plan:
        return plan
    revision = Revision(number=plan.revision + 1, at=at, reasons=tuple(reasons))
    return attrs.evolve(new, revision=revision.number, revisions=(*plan.revisions, revision))


def _with_withdrawn(old: Plan, new: Plan, at: Minute) -> Plan:
    """Return the new plan, with what it no longer holds of the old plan in ``withdrawn`` and ``withdrawn_days``."""
    # Days that are over are the very same objects in both plans; to go through those days each time would make a long
    # case slow.
    stand = _alike(old.days, new.days)
    rest = _alike(reversed(old.days[stand:]), reversed(new.days[stand:]))
    before, after = old.days[stand : len(old.days) - rest], new.days[stand : len(new.days) - rest]
    kept = {each.key for day in after for each in day.sessions}
    sessions = [each for each in old.withdrawn if each.key not in kept]
    taken_out = (each for day in before for each in day.sessions if each.key not in kept)
    sessions += [attrs.evolve(each, sequence=each.sequence + 1, revised_at=at) for each in taken_out]
    dates = {day.date for day in after}
    days = [each for each in old.withdrawn_days if each.date not in dates]
    days += [_emptied(each, at) for each in before if each.date not in dates]
    return attrs.evolve(new, withdrawn=tuple(sessions), withdrawn_days=tuple(days))


def _alike(some: Iterable[Day], others: Iterable[Day]) -> int:
    """Return how many days at the beginning are the very same objects in both."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], zip(some, others, strict=False)))


def _emptied(day: Day, at: Minute) -> Day:
    return attrs.evolve(day, sessions=(), card=day.card.risen(at), whole=day.whole.risen(at))
