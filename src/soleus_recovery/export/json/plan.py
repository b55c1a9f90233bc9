"""Writes and reads a plan as JSON; ``WirePlanFile`` is its schema, version 2.

Unknown keys in the file are ignored, so files that newer minor versions of this program wrote can be read. A file of
another ``version``, or with any other problem, raises ``PlanFileError`` with the path of the problem inside the file.
"""

from typing import Final, final

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.errors import PlanFileError
from soleus_recovery.export.json.document import check_schema, dump_json, parse_json
from soleus_recovery.export.json.plan_parts import (
    WireContent,
    WireDay,
    WirePlan,
    content_in,
    content_out,
    moment_in,
    plan_in,
    plan_out,
    session_in,
)
from soleus_recovery.plan.plan import Plan, Session
from soleus_recovery.structure import StructureError, structure, unstructure

__all__ = ["SCHEMA", "VERSION", "WirePlanFile", "from_json", "to_json"]

SCHEMA: Final = "soleus-recovery/plan"
VERSION: Final = 2


@final
@attrs.frozen(kw_only=True)
class WireSession(WireContent):
    """A session; ``start`` and ``end`` are null if the session lasts all day."""

    key: str
    start: Minute | None
    end: Minute | None
    all_day: bool
    sequence: int
    revised_at: Minute


@final
@attrs.frozen(kw_only=True)
class WirePlanDay(WireDay):
    """A day with its sessions."""

    sessions: tuple[WireSession, ...]


@final
@attrs.frozen(kw_only=True)
class WirePlanFile(WirePlan):
    """The fields of a plan file, all but ``schema`` and ``version``."""

    days: tuple[WirePlanDay, ...]
    withdrawn: tuple[WireSession, ...]
    withdrawn_days: tuple[WirePlanDay, ...]


def to_json(plan: Plan) -> str:
    """Write a plan as indented JSON text that ends with a newline; the same plan gives the same text."""
    wire = WirePlanFile(**plan_out(plan, WirePlanDay, _session_out))
    return dump_json({"schema": SCHEMA, "version": VERSION, **unstructure(wire, moment=moment_in(plan.zone))})


def from_json(text: str | bytes) -> Plan:
    """Read a plan that ``to_json`` wrote; raises ``PlanFileError`` with the path of the first problem.

    >>> from_json('{"schema": "soleus-recovery/plan", "version": 1}')
    Traceback (most recent call last):
    soleus_recovery.errors.PlanFileError: version: 1 cannot be read by this version; allowed: 2, or make the plan again
    """
    data = parse_json(text, PlanFileError, what="plan")
    check_schema(data, PlanFileError, schema=SCHEMA, version=VERSION, way_on=", or make the plan again")
    try:
        wire = structure(data, WirePlanFile, strict=False)
    except StructureError as error:
        raise PlanFileError(path=error.path, problem=error.problem) from error

    def session(path: str, each: WireSession) -> Session:
        if each.all_day != (each.start is None) or each.all_day != (each.end is None):
            raise PlanFileError(path=f"{path}.all_day", problem="must be true exactly where start and end are null")
        return session_in(path, each, content_in(path, each), wire.zone)

    return plan_in(wire, session)


def _session_out(session: Session) -> WireSession:
    span = session.span
    return WireSession(
        key=session.key,
        start=None if span is None else span.start,
        end=None if span is None else span.end,
        all_day=session.all_day,
        sequence=session.sequence,
        revised_at=session.revised_at,
        **content_out(session),
    )
