"""Writes and reads a case as JSON: its facts, its protocol, and the last plan issued from it.

Only case files of the present ``version`` are read, because the programs that wrote earlier versions checked less of
the facts and of the plan. A case file holds its whole protocol except triage and limits, which are always those of the
running program. Unknown keys in the file are ignored. A file of another version, or with any other problem, raises
``CaseFileError`` with the path of the problem inside the file.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final, final

import attrs

from soleus_recovery.clock import MINUTES_PER_DAY, Minute
from soleus_recovery.errors import CaseFileError, FactError, PathError, shown
from soleus_recovery.export.json.document import (
    CASE_SCHEMA,
    LONGEST_FILE,
    check_schema,
    dump_json,
    parse_json,
    read_at,
)
from soleus_recovery.export.json.kept_plan import KeptPlan, kept_plan
from soleus_recovery.export.json.plan_parts import moment_in
from soleus_recovery.facts.case import Case, Entry, Fact, check_silence
from soleus_recovery.facts.checkin import Amendment, BusyTimes, CheckIn, Clearance
from soleus_recovery.facts.closed_words import valid_name
from soleus_recovery.facts.report import SymptomReport
from soleus_recovery.facts.runner import Runner
from soleus_recovery.guidance.loader import builtin, builtin_ids, protocol_of_table, protocol_table
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.plan.issued import Issued
from soleus_recovery.spans import Span
from soleus_recovery.structure import StructureError, structure, unstructure
from soleus_recovery.values import Value

__all__ = [
    "CASE_SCHEMA",
    "CASE_VERSION",
    "FACTS",
    "CaseFile",
    "UncheckedCase",
    "WireCase",
    "case_to_json",
    "check_gap",
    "check_unplanned",
    "read_unchecked",
]

CASE_VERSION: Final = 5
_LONGEST_WITHOUT_FLAG: Final = 7_000_000  # bytes
_MOST_UNPLANNED: Final = 500
"""The most entries and silent days that a case file may have since its plan last changed.

Reading the file replays each of these entries and days, and each replay takes as long as making a plan. Daily check-ins
leave a plan unchanged for 500 days only if the runner never runs, and 500 days without a clinician need a new case.
"""

FACTS: Final[Mapping[str, type[Any]]] = {
    "check-in": CheckIn,
    "amendment": Amendment,
    "clearance": Clearance,
    "busy": BusyTimes,
}
"""The kinds of fact that an entry can record, by their names in a case file."""
_NAMES: Final[Mapping[type[Any], str]] = {kind: name for name, kind in FACTS.items()}


@final
@attrs.frozen(kw_only=True)
class CaseFile(Value):
    """The contents of a case file: a case, and the last plan that a command issued from it."""

    case: Case
    issued: Issued


@final
@attrs.frozen(kw_only=True)
class WireIssued(Value):
    """The last plan that a command issued, its moment, and the number of entries that it takes into account."""

    as_of: Minute
    entries: int
    planner: int
    plan: KeptPlan


@final
@attrs.frozen(kw_only=True)
class WireEntry(Value):
    """An entry of a case: a fact, its kind, and the moment at which it was recorded."""

    recorded_at: Minute
    kind: str
    fact: dict[str, Any]


@final
@attrs.frozen(kw_only=True)
class WireCase(Value):
    """The fields of a case file, all but ``schema`` and ``version``."""

    id: str = attrs.field(validator=valid_name)
    started_at: Minute
    runner: Runner
    report: SymptomReport
    entries: tuple[WireEntry, ...]
    issued: WireIssued
    protocol: dict[str, Any]
    busy: tuple[Span, ...] = ()


def case_to_json(file: CaseFile) -> str:
    """Write a case as JSON text; the same case gives the same text.

    Raises ``CaseFileError`` for a case that could not be read back, because its file would be too long or because its
    plan is too far behind its facts.
    """
    check_unplanned(file.case, file.issued)
    case, moment = file.case, moment_in(file.case.runner.zone)
    wire = WireCase(
        id=case.id,
        started_at=case.started_at,
        runner=case.runner,
        report=case.report,
        entries=tuple(
            WireEntry(
                recorded_at=entry.recorded_at,
                kind=_NAMES[type(entry.fact)],
                fact=unstructure(entry.fact, moment=moment),
            )
            for entry in case.entries
        ),
        issued=WireIssued(
            as_of=file.issued.as_of,
            entries=file.issued.entries,
            planner=file.issued.planner,
            plan=kept_plan(file.issued.plan),
        ),
        protocol=protocol_table(case.protocol),
        busy=case.busy,
    )
    table = {"schema": CASE_SCHEMA, "version": CASE_VERSION, **unstructure(wire, moment=moment)}
    # The text is not indented, because nobody should edit a case by hand: its plan has to follow from its facts.
    text = dump_json(table, is_for_eyes=False)
    # The last megabyte is kept free for a red flag, which even the longest case must be able to record.
    most = _LONGEST_WITHOUT_FLAG if file.issued.plan.urgency is None else LONGEST_FILE
    if len(text.encode()) > most:
        problem = f"is longer than a case can be; allowed: up to {most:,} bytes, then a new case by start"
        raise CaseFileError(path="the file", problem=problem)
    return text


@final
@attrs.frozen(kw_only=True)
class UncheckedCase(Value):
    """A case file whose types and order are right, but whose plan is not yet checked against its facts."""

    case: Case
    issued: WireIssued


def read_unchecked(text: str | bytes) -> UncheckedCase:
    """Read a case file and check its types and order; raises ``CaseFileError`` with the path of the first problem."""
    data = parse_json(text, CaseFileError, what="case")
    check_schema(data, CaseFileError, schema=CASE_SCHEMA, version=CASE_VERSION, way_on=", or start a case again")
    wire = _structured(data, WireCase, "")
    case = Case(
        id=wire.id,
        protocol=_protocol(wire.protocol),
        started_at=wire.started_at,
        runner=wire.runner,
        report=wire.report,
        entries=tuple(_entry(f"entries[{index}]", each) for index, each in enumerate(wire.entries)),
        busy=wire.busy,
    )
    _check_order(case)
    return UncheckedCase(case=case, issued=wire.issued)


def _structured(data: object, kind: type[Any], path: str) -> Any:
    try:
        return structure(data, kind, path=path, strict=False)
    except StructureError as error:
        raise CaseFileError(path=error.path, problem=error.problem) from error


def _entry(path: str, wire: WireEntry) -> Entry:
    if wire.kind not in FACTS:
        raise CaseFileError(path=f"{path}.kind", problem=f"{shown(wire.kind)} is unknown; allowed: {', '.join(FACTS)}")
    fact: Fact = _structured(wire.fact, FACTS[wire.kind], f"{path}.fact")
    return Entry(recorded_at=wire.recorded_at, fact=fact)


def _check_order(case: Case) -> None:
    onset = read_at(CaseFileError, "report.onset", case.report.onset_in, case.runner.zone)
    if onset > case.started_at:
        raise CaseFileError(path="report.onset", problem="is after started_at")
    moments = [case.started_at, *(entry.recorded_at for entry in case.entries)]
    for index, (before, after) in enumerate(pairwise(moments)):
        if after < before:
            raise CaseFileError(path=f"entries[{index}].recorded_at", problem="is before the entry before it")
        check_gap(f"entries[{index}].recorded_at", before, after)
    for index, entry in enumerate(case.entries):
        if isinstance(entry.fact, Amendment) and entry.fact.runner.zone != case.runner.zone:
            raise CaseFileError(path=f"entries[{index}].fact.runner.zone", problem="is not the zone of the case")


def check_gap(path: str, before: Minute, after: Minute) -> None:
    """Raise ``CaseFileError`` with this path if too much time passed from the moment ``before`` to ``after``."""
    try:
        check_silence(before, after)
    except FactError as error:
        raise CaseFileError(path=path, problem=f"{error.given}; allowed: {error.allowed}") from error


def check_unplanned(case: Case, issued: Issued) -> None:
    """Raise ``CaseFileError`` if a plan is so far behind the facts of its case that going on from it takes too long.

    Case files are checked in the same way when they are written and when they are read, so every case file that a
    command writes can be opened again.
    """
    since = issued.plan.made_at
    planned = min(issued.entries, len(case.entries_until(since)))
    moments = [since, *(max(since, entry.recorded_at) for entry in case.entries[planned:]), max(since, issued.as_of)]
    dormant = case.protocol.progression.dormant_days
    steps = sum(max(1, min((after - before) // MINUTES_PER_DAY, dormant)) for before, after in pairwise(moments))
    if steps > _MOST_UNPLANNED:
        problem = f"is {steps:,} entries and days ago; allowed: up to {_MOST_UNPLANNED}, then a new case by start"
        raise CaseFileError(path="issued.plan.made_at", problem=problem)


def _protocol(table: dict[str, Any]) -> RecoveryProtocol:
    """Return the protocol in a case file, or the equal built-in protocol if there is one, which saves reading time."""
    name = table.get("id")
    if name in builtin_ids() and table == protocol_table(builtin(str(name))):
        return builtin(str(name))
    try:
        return protocol_of_table(table)
    except PathError as error:
        raise CaseFileError(path=f"protocol.{error.path}", problem=error.problem) from error
