"""A plan as JSON and back: the wire types below are its schema, version 1.

Keys that a reader does not know are ignored, so a newer minor version stays readable; another ``version`` is
refused by name. Every other departure is a ``PlanFileError`` with the path into the file.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, cast

import attrs

from soleus_recovery.clock import Minute, date_from_iso, from_iso, local
from soleus_recovery.errors import PlanFileError, shown
from soleus_recovery.export.json_text import check_schema, dump_json, parse_json, read_at
from soleus_recovery.export.wire import (
    WireDay,
    WirePlan,
    WireReason,
    WireRevision,
    WireSession,
    WireSpan,
    WireStamp,
    WireUnplaced,
)
from soleus_recovery.guidance.citation import Because, Reason
from soleus_recovery.planning.plan import (
    Day,
    Dose,
    Plan,
    Revision,
    RunDose,
    Session,
    SetsDose,
    Stamp,
    TimeDose,
    Unplaced,
)
from soleus_recovery.spans import Span
from soleus_recovery.structure import StructureError, structure, unstructure

__all__ = [
    "SCHEMA",
    "VERSION",
    "from_json",
    "plan_of_table",
    "plan_table",
    "spans_of",
    "to_json",
    "wire_spans",
]

SCHEMA = "soleus-recovery/plan"
VERSION = 1


def to_json(plan: Plan) -> str:
    """The plan as JSON text: sets sorted, two spaces, a newline at the end; the same plan gives the same text."""
    return dump_json(plan_table(plan))


def plan_table(plan: Plan) -> dict[str, Any]:
    """The plan as plain data, as ``to_json`` writes it."""

    def at(minute: Minute) -> str:
        return local(minute, plan.zone).isoformat()

    def session(each: Session) -> WireSession:
        return WireSession(
            key=each.key,
            activity=each.activity,
            start=None if each.span is None else at(each.span.start),
            end=None if each.span is None else at(each.span.end),
            all_day=each.all_day,
            title=each.title,
            instructions=each.instructions,
            status=each.status,
            dose=_dose_out(each.dose),
            sequence=each.sequence,
            revised_at=at(each.revised_at),
            because=each.because,
        )

    def stamp(each: Stamp) -> WireStamp:
        return WireStamp(sequence=each.sequence, revised_at=at(each.revised_at))

    def reason(each: Reason) -> WireReason:
        return WireReason(text=each.text, **attrs.asdict(each.because))

    def day(each: Day) -> WireDay:
        return WireDay(
            date=each.date.isoformat(),
            day=each.number,
            phase=each.phase,
            notes=each.notes,
            sessions=tuple(map(session, each.sessions)),
            card=stamp(each.card),
            whole=stamp(each.whole),
        )

    wire = WirePlan(
        schema=SCHEMA,
        version=VERSION,
        **_same(plan),
        onset=at(plan.onset),
        made_at=at(plan.made_at),
        reasons=tuple(map(reason, plan.reasons)),
        busy=wire_spans(plan.busy, plan.zone),
        days=tuple(map(day, plan.days)),
        unplaced=tuple(
            WireUnplaced(date=item.date.isoformat(), activity=item.activity, reason=item.reason)
            for item in plan.unplaced
        ),
        withdrawn=tuple(map(session, plan.withdrawn)),
        started_at=at(plan.started_at),
        counted_from=at(plan.counted_from),
        withdrawn_days=tuple(map(day, plan.withdrawn_days)),
        revisions=tuple(
            WireRevision(number=each.number, at=at(each.at), reasons=tuple(map(reason, each.reasons)))
            for each in plan.revisions
        ),
    )
    table: dict[str, Any] = unstructure(wire)
    return table


def from_json(text: str | bytes) -> Plan:
    """Read a plan back; raises ``PlanFileError`` with the path of the first thing that is wrong.

    >>> from_json('{"schema": "soleus-recovery/plan", "version": 2}')
    Traceback (most recent call last):
    soleus_recovery.errors.PlanFileError: version: 2 cannot be read by this version; allowed: 1
    """
    return plan_of_table(parse_json(text, PlanFileError, what="plan"))


def wire_spans(spans: Iterable[Span], zone: str) -> tuple[WireSpan, ...]:
    """Times as they stand in a file."""
    walls = ((local(span.start, zone), local(span.end, zone)) for span in spans)
    return tuple(WireSpan(start=start.isoformat(), end=end.isoformat()) for start, end in walls)


def spans_of(path: str, wire: Iterable[WireSpan]) -> tuple[Span, ...]:
    """Times from a file; raises ``PlanFileError``."""
    return tuple(_span(f"{path}[{index}]", each.start, each.end) for index, each in enumerate(wire))


def plan_of_table(data: dict[str, Any]) -> Plan:
    """A plan from plain data; raises ``PlanFileError`` as ``from_json`` does."""
    check_schema(data, PlanFileError, schema=SCHEMA, version=VERSION)
    try:
        wire = structure(data, WirePlan, strict=False)
    except StructureError as error:
        raise PlanFileError(path=error.path, problem=error.problem) from error
    return _plan_in(wire)


def _plan_in(wire: WirePlan) -> Plan:
    zone = wire.zone
    if zone != wire.runner.zone:
        raise PlanFileError(path="zone", problem=f"{shown(zone)} is not the runner's, {shown(wire.runner.zone)}")
    return Plan(
        **_same(wire),
        onset=_minute("onset", wire.onset),
        made_at=_minute("made_at", wire.made_at),
        reasons=tuple(map(_reason, wire.reasons)),
        busy=spans_of("busy", wire.busy),
        days=_days("days", wire.days, zone),
        unplaced=tuple(
            Unplaced(date=_date(f"unplaced[{index}].date", item.date), activity=item.activity, reason=item.reason)
            for index, item in enumerate(wire.unplaced)
        ),
        withdrawn=_sessions("withdrawn", wire.withdrawn, zone),
        started_at=_minute("started_at", wire.started_at),
        counted_from=_minute("counted_from", wire.counted_from),
        withdrawn_days=_days("withdrawn_days", wire.withdrawn_days, zone),
        revisions=tuple(
            Revision(
                number=each.number,
                at=_minute(f"revisions[{index}].at", each.at),
                reasons=tuple(map(_reason, each.reasons)),
            )
            for index, each in enumerate(wire.revisions)
        ),
    )


def _reason(wire: WireReason) -> Reason:
    return Reason(text=wire.text, because=Because(rule=wire.rule, origin=wire.origin, cite=wire.cite))


def _days(path: str, wire: tuple[WireDay, ...], zone: str) -> tuple[Day, ...]:
    return tuple(
        Day(
            date=_date(f"{path}[{index}].date", day.date),
            number=day.day,
            phase=day.phase,
            notes=day.notes,
            sessions=_sessions(f"{path}[{index}].sessions", day.sessions, zone),
            card=_stamp(f"{path}[{index}].card", day.card),
            whole=_stamp(f"{path}[{index}].whole", day.whole),
        )
        for index, day in enumerate(wire)
    )


def _stamp(path: str, wire: WireStamp) -> Stamp:
    return Stamp(sequence=wire.sequence, revised_at=_minute(f"{path}.revised_at", wire.revised_at))


# What stands the same in a plan and on the wire.
_SAME = (
    *("id", "revision", "protocol", "outcome", "severity", "urgency", "possible_strain"),
    *("switched_off", "zone", "runner", "report", "labels"),
)


def _same(value: Plan | WirePlan) -> dict[str, Any]:
    return {name: getattr(value, name) for name in _SAME}


def _sessions(path: str, wire: tuple[WireSession, ...], zone: str) -> tuple[Session, ...]:
    return tuple(_session(f"{path}[{index}]", each, zone) for index, each in enumerate(wire))


def _session(path: str, wire: WireSession, zone: str) -> Session:
    if wire.all_day != (wire.start is None) or wire.all_day != (wire.end is None):
        raise PlanFileError(path=f"{path}.all_day", problem="must be true exactly where start and end are null")
    timed = wire.start is not None and wire.end is not None
    return Session(
        key=wire.key,
        activity=wire.activity,
        span=_span(path, cast(str, wire.start), cast(str, wire.end)) if timed else None,
        zone=zone,
        title=wire.title,
        instructions=wire.instructions,
        status=wire.status,
        dose=_dose_in(f"{path}.dose", wire.dose),
        sequence=wire.sequence,
        revised_at=_minute(f"{path}.revised_at", wire.revised_at),
        because=wire.because,
    )


def _dose_out(dose: Dose | None) -> dict[str, Any]:
    if dose is None:
        return {}
    total = {"total_run_minutes": dose.total_run_minutes} if isinstance(dose, RunDose) else {}
    return attrs.asdict(dose) | total


def _dose_in(path: str, wire: dict[str, Any]) -> Dose | None:
    if not wire:
        return None
    kind: type[RunDose | SetsDose | TimeDose]
    kind = RunDose if "run_minutes" in wire else SetsDose if "sets" in wire else TimeDose
    try:
        dose: Dose = structure(wire, kind, path=path, strict=False)
    except StructureError as error:
        raise PlanFileError(path=error.path, problem=error.problem) from error
    if isinstance(dose, RunDose) and wire.get("total_run_minutes") != dose.total_run_minutes:
        raise PlanFileError(path=f"{path}.total_run_minutes", problem=f"is not {dose.total_run_minutes}")
    return dose


def _minute(path: str, text: str) -> Minute:
    return read_at(PlanFileError, path, from_iso, text)


def _date(path: str, text: str) -> dt.date:
    return read_at(PlanFileError, path, date_from_iso, text)


def _span(path: str, start: str, end: str) -> Span:
    ends = _minute(f"{path}.start", start), _minute(f"{path}.end", end)
    return read_at(PlanFileError, path, _between, ends)


def _between(ends: tuple[Minute, Minute]) -> Span:
    start, end = ends
    return Span(start=start, end=end)
