"""The plan inside a case file, which lists each content (title, instructions, dose) once for all sessions that have it.

A session refers to its content by the content's place in the list of contents. The 1,300 sessions of a plan of ten
months have 60 different contents, so listing each content once makes the case file a third as long.
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

_LONGEST_SESSIONS: Final = 8_000_000
"""The most characters that all sessions may have together: many sessions with a long content could fill any memory."""


@final
@attrs.frozen(kw_only=True)
class KeptSession(Value):
    """A session whose ``content`` is a place in ``contents``; for a session of the whole day start and end are null."""

    key: str
    content: int
    start: Minute | None
    end: Minute | None
    sequence: int
    revised_at: Minute


@final
@attrs.frozen(kw_only=True)
class KeptDay(WireDay):
    """A day with its sessions."""

    sessions: tuple[KeptSession, ...]


@final
@attrs.frozen(kw_only=True)
class KeptPlan(WirePlan):
    """A plan in a case file; ``contents`` lists the contents of its sessions in the order of their first use."""

    contents: tuple[WireContent, ...]
    days: tuple[KeptDay, ...]
    withdrawn: tuple[KeptSession, ...]
    withdrawn_days: tuple[KeptDay, ...]


def kept_plan(plan: Plan) -> KeptPlan:
    """Convert a plan to its form in a case file; the same plan gives the same value."""
    places: dict[object, int] = {}
    contents: list[WireContent] = []

    def session(each: Session) -> KeptSession:
        content = (each.activity, each.title, each.instructions, each.status, each.dose, each.because)
        if content not in places:
            places[content] = len(contents)
            contents.append(WireContent(**content_out(each)))
        return KeptSession(
            key=each.key,
            content=places[content],
            start=None if each.span is None else each.span.start,
            end=None if each.span is None else each.span.end,
            sequence=each.sequence,
            revised_at=each.revised_at,
        )

    parts = plan_out(plan, KeptDay, session)
    return KeptPlan(**parts, contents=tuple(contents))


def plan_of_kept(wire: KeptPlan) -> Plan:
    """Convert a plan from its form in a case file; raises ``PlanFileError`` with the path of the first problem."""
    _check_length(wire)
    contents = [content_in(f"contents[{index}]", each) for index, each in enumerate(wire.contents)]

    def session(path: str, each: KeptSession) -> Session:
        if not 0 <= each.content < len(contents):
            problem = f"{each.content} is not one of the places 0 to {len(contents) - 1}"
            raise PlanFileError(path=f"{path}.content", problem=problem)
        if (each.start is None) != (each.end is None):
            raise PlanFileError(path=f"{path}.end", problem="must be null exactly where start is")
        return session_in(path, each, contents[each.content], wire.zone)

    return plan_in(wire, session)


def _check_length(wire: KeptPlan) -> None:
    lengths = [len(each.title) + len(each.instructions) for each in wire.contents]
    sessions = (*(each for day in (*wire.days, *wire.withdrawn_days) for each in day.sessions), *wire.withdrawn)
    length = sum(lengths[each.content] for each in sessions if 0 <= each.content < len(lengths))
    if length > _LONGEST_SESSIONS:
        problem = f"say {length:,} characters in all sessions; allowed: up to {_LONGEST_SESSIONS:,}"
        raise PlanFileError(path="contents", problem=problem)
