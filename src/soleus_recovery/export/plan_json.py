"""A plan as JSON and back: the wire types below are its schema, version 1.

Keys that a reader does not know are ignored, so a newer minor version stays readable; another ``version`` is
refused by name. Every other departure is a ``PlanFileError`` with the path into the file.
"""

import datetime as dt
import json
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, cast, final

import attrs

from soleus_recovery.clock import Minute, date_from_iso, from_iso, to_wall
from soleus_recovery.errors import PlanFileError, SoleusError, shown
from soleus_recovery.guidance.citation import Because, Reason
from soleus_recovery.guidance.labels import Labels
from soleus_recovery.intake.report import SymptomReport
from soleus_recovery.intake.runner import Runner
from soleus_recovery.planning.plan import (
    Day,
    Dose,
    Plan,
    ProtocolRef,
    RunDose,
    Session,
    SetsDose,
    TimeDose,
    Unplaced,
)
from soleus_recovery.spans import Span
from soleus_recovery.structure import StructureError, structure, unstructure
from soleus_recovery.vocabulary import Activity, Measure, Origin, Outcome, PhaseKind, Severity, Status, Urgency

__all__ = ["SCHEMA", "VERSION", "from_json", "to_json"]

SCHEMA = "soleus-recovery/plan"
VERSION = 1


@final
@attrs.frozen(kw_only=True)
class _Span:
    start: str
    end: str


@final
@attrs.frozen(kw_only=True)
class _Reason:
    text: str
    rule: str
    origin: Origin
    cite: str


@final
@attrs.frozen(kw_only=True)
class _Session:
    key: str
    activity: Activity
    start: str | None
    end: str | None
    all_day: bool
    title: str
    instructions: str
    status: Status
    dose: dict[str, Any]
    sequence: int
    revised_at: str
    because: tuple[Because, ...]


@final
@attrs.frozen(kw_only=True)
class _Day:
    date: str
    day: int
    phase: PhaseKind
    notes: tuple[str, ...]
    sessions: tuple[_Session, ...]


@final
@attrs.frozen(kw_only=True)
class _Unplaced:
    date: str
    activity: Activity
    reason: str


@final
@attrs.frozen(kw_only=True)
class _Plan:
    schema: str
    version: int
    id: str
    revision: int
    protocol: ProtocolRef
    outcome: Outcome
    severity: Severity | None
    urgency: Urgency | None
    possible_strain: bool
    switched_off: frozenset[Measure]
    zone: str
    onset: str
    made_at: str
    reasons: tuple[_Reason, ...]
    runner: Runner
    report: SymptomReport
    busy: tuple[_Span, ...]
    days: tuple[_Day, ...]
    unplaced: tuple[_Unplaced, ...]
    withdrawn: tuple[_Session, ...]
    labels: Labels


def to_json(plan: Plan) -> str:
    """The plan as JSON text: sets sorted, two spaces, a newline at the end; the same plan gives the same text."""

    def at(minute: Minute) -> str:
        return to_wall(minute, plan.zone).isoformat()

    def session(each: Session) -> _Session:
        return _Session(
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

    wire = _Plan(
        schema=SCHEMA,
        version=VERSION,
        **_same(plan),
        onset=at(plan.onset),
        made_at=at(plan.made_at),
        reasons=tuple(_Reason(text=reason.text, **attrs.asdict(reason.because)) for reason in plan.reasons),
        busy=tuple(_Span(start=at(span.start), end=at(span.end)) for span in plan.busy),
        days=tuple(
            _Day(
                date=day.date.isoformat(),
                day=day.number,
                phase=day.phase,
                notes=day.notes,
                sessions=tuple(map(session, day.sessions)),
            )
            for day in plan.days
        ),
        unplaced=tuple(
            _Unplaced(date=item.date.isoformat(), activity=item.activity, reason=item.reason) for item in plan.unplaced
        ),
        withdrawn=tuple(map(session, plan.withdrawn)),
    )
    return json.dumps(unstructure(wire), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def from_json(text: str | bytes) -> Plan:
    """Read a plan back; raises ``PlanFileError`` with the path of the first thing that is wrong.

    >>> from_json('{"schema": "soleus-recovery/plan", "version": 2}')
    Traceback (most recent call last):
    soleus_recovery.errors.PlanFileError: version: 2 cannot be read by this version; allowed: 1
    """
    data = _parse(text)
    for name, known in (("schema", SCHEMA), ("version", VERSION)):
        if name not in data:
            raise PlanFileError(path=name, problem=f"is missing; allowed: {known}")
        if data[name] != known or type(data[name]) is not type(known):
            raise PlanFileError(
                path=name, problem=f"{shown(data[name])} cannot be read by this version; allowed: {known}"
            )
    try:
        wire = structure(data, _Plan, strict=False)
    except StructureError as error:
        raise PlanFileError(path=error.path, problem=error.problem) from error
    return _plan_in(wire)


def _plan_in(wire: _Plan) -> Plan:
    zone = wire.zone
    if zone != wire.runner.zone:
        raise PlanFileError(path="zone", problem=f"{shown(zone)} is not the runner's, {shown(wire.runner.zone)}")
    return Plan(
        **_same(wire),
        onset=_minute("onset", wire.onset),
        made_at=_minute("made_at", wire.made_at),
        reasons=tuple(
            Reason(text=reason.text, because=Because(rule=reason.rule, origin=reason.origin, cite=reason.cite))
            for reason in wire.reasons
        ),
        busy=tuple(_span(f"busy[{index}]", each.start, each.end) for index, each in enumerate(wire.busy)),
        days=tuple(
            Day(
                date=_date(f"days[{index}].date", day.date),
                number=day.day,
                phase=day.phase,
                notes=day.notes,
                sessions=_sessions(f"days[{index}].sessions", day.sessions, zone),
            )
            for index, day in enumerate(wire.days)
        ),
        unplaced=tuple(
            Unplaced(date=_date(f"unplaced[{index}].date", item.date), activity=item.activity, reason=item.reason)
            for index, item in enumerate(wire.unplaced)
        ),
        withdrawn=_sessions("withdrawn", wire.withdrawn, zone),
    )


# What stands the same in a plan and on the wire.
_SAME = (
    *("id", "revision", "protocol", "outcome", "severity", "urgency", "possible_strain"),
    *("switched_off", "zone", "runner", "report", "labels"),
)


def _same(value: Plan | _Plan) -> dict[str, Any]:
    return {name: getattr(value, name) for name in _SAME}


def _sessions(path: str, wire: tuple[_Session, ...], zone: str) -> tuple[Session, ...]:
    return tuple(_session(f"{path}[{index}]", each, zone) for index, each in enumerate(wire))


def _session(path: str, wire: _Session, zone: str) -> Session:
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


@contextmanager
def _at(path: str) -> Generator[None]:
    try:
        yield
    except (ValueError, OverflowError) as error:
        if isinstance(error, SoleusError):
            raise
        raise PlanFileError(path=path, problem=str(error)) from error


def _minute(path: str, text: str) -> Minute:
    with _at(path):
        return from_iso(text)


def _date(path: str, text: str) -> dt.date:
    with _at(path):
        return date_from_iso(text)


def _span(path: str, start: str, end: str) -> Span:
    with _at(path):
        return Span(start=_minute(f"{path}.start", start), end=_minute(f"{path}.end", end))


def _parse(text: str | bytes) -> dict[str, Any]:
    """JSON as a table, or a ``PlanFileError`` in one line, whatever the file holds."""
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8")
        data: object = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
        json.dumps(data, ensure_ascii=False).encode("utf-8")
    except RecursionError as error:
        raise PlanFileError(path="the file", problem="is nested too deeply to be a plan") from error
    except UnicodeError as error:
        raise PlanFileError(path="the file", problem=f"is not UTF-8 text: {error}") from error
    except ValueError as error:
        raise PlanFileError(path="the file", problem=f"is not whole JSON: {error}") from error
    if not isinstance(data, dict):
        raise PlanFileError(path="the file", problem="is not a plan; allowed: a JSON object written by this program")
    return cast(dict[str, Any], data)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) != len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {shown(next(key for key in keys if keys.count(key) > 1))} stands twice")
    return table


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not a number")
