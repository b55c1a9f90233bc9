"""The shape of a plan file, version 1: what ``plan_json`` writes and reads, field by field."""

from typing import Any, final

import attrs

from soleus_recovery.guidance.citation import Because
from soleus_recovery.guidance.labels import Labels
from soleus_recovery.intake.report import SymptomReport
from soleus_recovery.intake.runner import Runner
from soleus_recovery.planning.plan import ProtocolRef
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, Measure, Origin, Outcome, PhaseKind, Severity, Status, Urgency

__all__ = [
    "WireBusy",
    "WireDay",
    "WirePlan",
    "WireReason",
    "WireRevision",
    "WireSession",
    "WireSpan",
    "WireStamp",
    "WireUnplaced",
]


@final
@attrs.frozen(kw_only=True)
class WireSpan(Value):
    """From and to, ISO 8601 with offset."""

    start: str
    end: str


@final
@attrs.frozen(kw_only=True)
class WireBusy(Value):
    """When the runner has no time for anything, from the moment this was told."""

    spans: tuple[WireSpan, ...]


@final
@attrs.frozen(kw_only=True)
class WireReason(Value):
    """A reason with its rule."""

    text: str
    rule: str
    origin: Origin
    cite: str


@final
@attrs.frozen(kw_only=True)
class WireSession(Value):
    """A session; ``start`` and ``end`` are null where it goes on all day."""

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
class WireStamp(Value):
    """How often something changed, and when last."""

    sequence: int
    revised_at: str


@final
@attrs.frozen(kw_only=True)
class WireRevision(Value):
    """A revision and why it was made."""

    number: int
    at: str
    reasons: tuple[WireReason, ...]


@final
@attrs.frozen(kw_only=True)
class WireDay(Value):
    """A day."""

    date: str
    day: int
    phase: PhaseKind
    notes: tuple[str, ...]
    sessions: tuple[WireSession, ...]
    card: WireStamp
    whole: WireStamp


@final
@attrs.frozen(kw_only=True)
class WireUnplaced(Value):
    """What a day does not hold."""

    date: str
    activity: Activity
    reason: str


@final
@attrs.frozen(kw_only=True)
class WirePlan(Value):
    """The whole file."""

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
    reasons: tuple[WireReason, ...]
    runner: Runner
    report: SymptomReport
    busy: tuple[WireSpan, ...]
    days: tuple[WireDay, ...]
    unplaced: tuple[WireUnplaced, ...]
    withdrawn: tuple[WireSession, ...]
    started_at: str
    counted_from: str
    withdrawn_days: tuple[WireDay, ...]
    revisions: tuple[WireRevision, ...]
    labels: Labels
