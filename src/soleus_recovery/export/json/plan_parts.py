"""The parts of a plan that are the same in a plan file and in a case file.

Plan files and case files hold a plan in the same form, with one exception. A plan file repeats a content (title,
instructions, dose) in each session; a case file lists each content once, and each session refers to its content by the
content's place in that list (``kept_plan``).
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any, Final, final

import attrs

from soleus_recovery.clock import Minute, local
from soleus_recovery.errors import PlanFileError, shown
from soleus_recovery.export.json.document import read_at
from soleus_recovery.facts.closed_words import valid_name
from soleus_recovery.facts.report import SymptomReport
from soleus_recovery.facts.runner import Runner
from soleus_recovery.guidance.checks import consistency, placeholders
from soleus_recovery.guidance.citation import Because, Reason
from soleus_recovery.guidance.words.labels import Labels
from soleus_recovery.plan.content import SessionContent
from soleus_recovery.plan.plan import (
    Day,
    Dose,
    Plan,
    ProtocolRef,
    Revision,
    RunDose,
    Session,
    SetsDose,
    Stamp,
    TimeDose,
    Unplaced,
)
from soleus_recovery.spans import Span
from soleus_recovery.structure import StructureError, structure
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, Measure, Origin, Outcome, PhaseKind, Severity, Status, Urgency

__all__ = [
    "WireContent",
    "WireDay",
    "WirePlan",
    "WireReason",
    "WireRevision",
    "content_in",
    "content_out",
    "moment_in",
    "plan_in",
    "plan_out",
    "session_in",
]


@final
@attrs.frozen(kw_only=True)
class WireReason(Value):
    """A reason with its rule; ``key`` names the reason's sentence, and is empty if nothing looks the sentence up."""

    text: str
    rule: str
    origin: Origin
    cite: str
    key: str = ""


@final
@attrs.frozen(kw_only=True)
class WireRevision(Value):
    """A revision of a plan: its number, its moment, and the reasons for it."""

    number: int
    at: Minute
    reasons: tuple[WireReason, ...]


@attrs.frozen(kw_only=True)
class WireContent(Value):
    """The content of a session: its activity, its words, its status, its dose, and the rules behind it."""

    activity: Activity
    title: str
    instructions: str
    status: Status
    dose: dict[str, Any]
    because: tuple[Because, ...]


@attrs.frozen(kw_only=True)
class WireDay(Value):
    """A day of a plan, without its sessions."""

    date: dt.date
    day: int
    phase: PhaseKind
    notes: tuple[str, ...]
    card: Stamp
    whole: Stamp


@attrs.frozen(kw_only=True)
class WirePlan(Value):
    """A plan, without its days."""

    id: str = attrs.field(validator=valid_name)
    revision: int
    protocol: ProtocolRef
    outcome: Outcome
    severity: Severity | None
    growth_severity: Severity | None
    urgency: Urgency | None
    possible_strain: bool
    switched_off: frozenset[Measure]
    zone: str
    onset: Minute
    made_at: Minute
    started_at: Minute
    counted_from: Minute
    reasons: tuple[WireReason, ...]
    runner: Runner
    report: SymptomReport
    busy: tuple[Span, ...]
    unplaced: tuple[Unplaced, ...]
    revisions: tuple[WireRevision, ...]
    labels: Labels
    has_run: bool


# Fields with the same value in a plan and in its file.
_SAME: Final = [field.name for field in attrs.fields(WirePlan) if field.name not in ("reasons", "revisions")]

# A plan has at most ten years of days, and a day ten times as many sessions or notes as any protocol gives it.
_MOST_DAYS: Final = 4_000
_MOST_IN_A_DAY: Final = 500


def moment_in(zone: str) -> Callable[[Minute], str]:
    """Return the function that writes an instant into a file: ISO 8601 with the offset of the zone."""
    return lambda minute: local(minute, zone).isoformat()


# ---------------------------------------------------------------- out


def plan_out(plan: Plan, day: Callable[..., object], session: Callable[[Session], object]) -> dict[str, Any]:
    """Return the fields of a plan for a file; ``day`` and ``session`` make the day and session types of that file."""

    def days(some: Iterable[Day]) -> tuple[object, ...]:
        return tuple(
            day(
                date=each.date,
                day=each.number,
                phase=each.phase,
                notes=each.notes,
                card=each.card,
                whole=each.whole,
                sessions=tuple(map(session, each.sessions)),
            )
            for each in some
        )

    return {
        **{name: getattr(plan, name) for name in _SAME},
        "reasons": _reasons_out(plan.reasons),
        "revisions": tuple(
            WireRevision(number=each.number, at=each.at, reasons=_reasons_out(each.reasons)) for each in plan.revisions
        ),
        "days": days(plan.days),
        "withdrawn": tuple(map(session, plan.withdrawn)),
        "withdrawn_days": days(plan.withdrawn_days),
    }


def _reasons_out(reasons: Iterable[Reason]) -> tuple[WireReason, ...]:
    return tuple(WireReason(text=each.text, key=each.key, **attrs.asdict(each.because)) for each in reasons)


def content_out(session: Session) -> dict[str, Any]:
    """Return the fields of a session's content for a file."""
    return {
        "activity": session.activity,
        "title": session.title,
        "instructions": session.instructions,
        "status": session.status,
        "dose": _dose_out(session.dose),
        "because": session.because,
    }


def _dose_out(dose: Dose | None) -> dict[str, Any]:
    if dose is None:
        return {}
    total = {"total_run_minutes": dose.total_run_minutes} if isinstance(dose, RunDose) else {}
    return attrs.asdict(dose) | total


# ---------------------------------------------------------------- in


def plan_in(wire: Any, session: Callable[[str, Any], Session]) -> Plan:
    """Make the plan that a file holds; ``session`` makes each session from its path and its value in the file."""
    if wire.zone != wire.runner.zone:
        raise PlanFileError(path="zone", problem=f"{shown(wire.zone)} is not the runner's, {shown(wire.runner.zone)}")

    for wrong in chain(consistency.label_problems(wire.labels), placeholders.label_problems(wire.labels)):
        raise PlanFileError(path=wrong.path, problem=wrong.problem)

    def sessions(path: str, some: Iterable[object]) -> tuple[Session, ...]:
        return tuple(session(f"{path}[{index}]", each) for index, each in enumerate(some))

    def days(path: str, some: Sequence[Any]) -> tuple[Day, ...]:
        _check_few(path, some, _MOST_DAYS)
        for index, each in enumerate(some):
            _check_few(f"{path}[{index}].sessions", each.sessions, _MOST_IN_A_DAY)
            _check_few(f"{path}[{index}].notes", each.notes, _MOST_IN_A_DAY)
        return tuple(
            Day(
                date=each.date,
                number=each.day,
                phase=each.phase,
                notes=each.notes,
                card=each.card,
                whole=each.whole,
                sessions=sessions(f"{path}[{index}].sessions", each.sessions),
            )
            for index, each in enumerate(some)
        )

    return Plan(
        **{name: getattr(wire, name) for name in _SAME},
        reasons=_reasons_in(wire.reasons),
        revisions=tuple(
            Revision(number=each.number, at=each.at, reasons=_reasons_in(each.reasons)) for each in wire.revisions
        ),
        days=days("days", wire.days),
        withdrawn=sessions("withdrawn", wire.withdrawn),
        withdrawn_days=days("withdrawn_days", wire.withdrawn_days),
    )


def _check_few(path: str, held: Sequence[object], most: int) -> None:
    """Raise ``PlanFileError`` if a list holds more than any plan does: a small file must not cause endless work."""
    if len(held) > most:
        raise PlanFileError(path=path, problem=f"holds {len(held):,}; allowed: up to {most:,}")


def _reasons_in(reasons: Iterable[WireReason]) -> tuple[Reason, ...]:
    return tuple(
        Reason(text=each.text, because=Because(rule=each.rule, origin=each.origin, cite=each.cite), key=each.key)
        for each in reasons
    )


def session_in(path: str, wire: Any, content: SessionContent, zone: str) -> Session:
    """Make a session; ``wire`` has its key, its ``start`` and ``end`` (None if it lasts all day), and its stamp."""
    span = None
    if wire.start is not None:
        span = read_at(PlanFileError, path, _between, (wire.start, wire.end))
    return Session(
        key=wire.key,
        activity=content.activity,
        span=span,
        zone=zone,
        title=content.title,
        instructions=content.instructions,
        status=content.status,
        dose=content.dose,
        sequence=wire.sequence,
        revised_at=wire.revised_at,
        because=content.because,
    )


def _between(ends: tuple[Minute, Minute]) -> Span:
    start, end = ends
    return Span(start=start, end=end)


def content_in(path: str, wire: Any) -> SessionContent:
    """Make a session's content from the fields of a ``WireContent``."""
    return SessionContent(
        activity=wire.activity,
        title=wire.title,
        instructions=wire.instructions,
        status=wire.status,
        dose=_dose_in(f"{path}.dose", wire.dose),
        because=wire.because,
    )


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
