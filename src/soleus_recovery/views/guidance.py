"""Finds the protocol that a page or picture takes its words from, and the course start of a plan without its case."""

from typing import cast

from soleus_recovery.course.state import CourseStart
from soleus_recovery.errors import FactError, shown
from soleus_recovery.guidance.loader import STANDARD, builtin, builtin_ids
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.words.page_labels import PageLabels, PictureLabels
from soleus_recovery.plan.plan import Plan

__all__ = ["page_labels", "picture_labels", "protocol_of", "start_of"]


def protocol_of(plan: Plan, given: RecoveryProtocol | None) -> RecoveryProtocol:
    """Return the protocol ``given``, or the built-in protocol of the plan if ``given`` is None.

    Raises ``FactError`` if the plan was made from another protocol than ``given``, or if ``given`` is None and the plan
    was made from a protocol that does not ship.
    """
    if given is None:
        if plan.protocol.id not in builtin_ids():
            problem = f"this plan was made from {shown(plan.protocol.id)}, which does not ship"
            raise FactError(field="protocol", given=problem, allowed="that protocol")
        return builtin(plan.protocol.id)
    if given.id != plan.protocol.id:
        problem = f"{shown(given.id)} is not what this plan was made from"
        raise FactError(field="protocol", given=problem, allowed=shown(plan.protocol.id))
    return given


def page_labels(protocol: RecoveryProtocol) -> PageLabels:
    """Return the labels of a page: those of the protocol, or of the standard protocol if the protocol has none."""
    return protocol.page or cast(PageLabels, builtin(STANDARD).page)


def picture_labels(protocol: RecoveryProtocol) -> PictureLabels:
    """Return the labels of a picture: those of the protocol, or of the standard protocol if the protocol has none."""
    return protocol.picture or cast(PictureLabels, builtin(STANDARD).picture)


def start_of(plan: Plan, protocol: RecoveryProtocol) -> CourseStart | None:
    """Return the course start that gives a plan's day 0 and the earliest hour of a run; None for a holding plan."""
    if plan.severity is None:
        return None
    return CourseStart(
        protocol=protocol,
        runner=plan.runner,
        counted_from=plan.counted_from,
        severity=plan.severity,
        growth_severity=plan.growth_severity or plan.severity,
        possible_strain=plan.possible_strain,
        planned_from=max(plan.started_at, plan.counted_from),
    )
