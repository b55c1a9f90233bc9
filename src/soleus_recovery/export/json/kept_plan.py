"""A plan as a case keeps it: what its sessions say stands once, and each session names it by its place.

A plan of ten months says sixty things in thirteen hundred sessions. Said once each, the file of such a case is a third
as long, and it is read in half the time.
"""

from typing import Final, final

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.errors import PlanFileError
from soleus_recovery.export.json.plan_parts import (
    WireContent,
    WireDay,
    WirePlan,
    content_in,
    content_out,
    plan_in,
    plan_out,
    session_in,
)
from soleus_recovery.plan.plan import Plan, Session
from soleus_recovery.values import Value

__all__ = ["KeptPlan", "kept_plan", "plan_of_kept"]

_LONGEST_SAID: Final = 8_000_000
"""Characters of all that a plan says; without it one long content, named by every session, would say terabytes."""


@final
@attrs.frozen(kw_only=True)
class KeptSession(Value):
    """A session; ``content`` is the place of what it says, ``start`` and ``end`` are null where it goes on all day."""

    key: str
    content: int
    start: Minute | None
    end: Minute | None
    sequence: int
    revised_at: Minute


@final
@attrs.frozen(kw_only=True)
class KeptDay(WireDay):
    """A day."""

    sessions: tuple[KeptSession, ...]


@final
@attrs.frozen(kw_only=True)
class KeptPlan(WirePlan):
    """The plan, and what its sessions say, in the order in which it is first said."""

    contents: tuple[WireContent, ...]
    days: tuple[KeptDay, ...]
    withdrawn: tuple[KeptSession, ...]
    withdrawn_days: tuple[KeptDay, ...]


def kept_plan(plan: Plan) -> KeptPlan:
    """The plan as it is kept; the same plan is kept in the same way."""
    places: dict[object, int] = {}
    contents: list[WireContent] = []

    def session(each: Session) -> KeptSession:
        said = (each.activity, each.title, each.instructions, each.status, each.dose, each.because)
        if said not in places:
            places[said] = len(contents)
            contents.append(WireContent(**content_out(each)))
        return KeptSession(
            key=each.key,
            content=places[said],
            start=None if each.span is None else each.span.start,
            end=None if each.span is None else each.span.end,
            sequence=each.sequence,
            revised_at=each.revised_at,
        )

    parts = plan_out(plan, KeptDay, session)
    return KeptPlan(**parts, contents=tuple(contents))


def plan_of_kept(wire: KeptPlan) -> Plan:
    """The plan that was kept; raises ``PlanFileError``."""
    _check_said(wire)
    contents = [content_in(f"contents[{index}]", each) for index, each in enumerate(wire.contents)]

    def session(path: str, each: KeptSession) -> Session:
        if not 0 <= each.content < len(contents):
            problem = f"{each.content} is none of the places 0 to {len(contents) - 1}"
            raise PlanFileError(path=f"{path}.content", problem=problem)
        if (each.start is None) != (each.end is None):
            raise PlanFileError(path=f"{path}.end", problem="must be null exactly where start is")
        return session_in(path, each, contents[each.content], wire.zone)

    return plan_in(wire, session)


def _check_said(wire: KeptPlan) -> None:
    lengths = [len(each.title) + len(each.instructions) for each in wire.contents]
    sessions = (*(each for day in (*wire.days, *wire.withdrawn_days) for each in day.sessions), *wire.withdrawn)
    said = sum(lengths[each.content] for each in sessions if 0 <= each.content < len(lengths))
    if said > _LONGEST_SAID:
        problem = f"say {said:,} characters in all sessions; allowed: up to {_LONGEST_SAID:,}"
        raise PlanFileError(path="contents", problem=problem)
