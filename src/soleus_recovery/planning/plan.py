"""A plan as a value: days of sessions, each with its time, its words and its reasons.

Sessions keep instants (minutes); wall times are derived from them, so a plan compares, copies and pickles
without losing the second hour of an autumn fold.
"""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, final

import attrs

from soleus_recovery.clock import Minute, to_wall
from soleus_recovery.guidance.citation import Because, Reason
from soleus_recovery.guidance.labels import Labels
from soleus_recovery.intake.report import SymptomReport
from soleus_recovery.intake.runner import Runner
from soleus_recovery.spans import Span
from soleus_recovery.vocabulary import Activity, Measure, Outcome, PhaseKind, Severity, Status, Urgency

if TYPE_CHECKING:
    from pendulum import DateTime

__all__ = ["Day", "Dose", "Plan", "ProtocolRef", "RunDose", "Session", "SetsDose", "TimeDose", "Unplaced"]


@final
@attrs.frozen(kw_only=True)
class TimeDose:
    """So many minutes."""

    minutes: int


@final
@attrs.frozen(kw_only=True)
class SetsDose:
    """Sets of repetitions, or of holds (then ``repetitions`` is 1), with both legs or one at a time."""

    sets: int
    repetitions: int
    hold_seconds: int
    both_legs: bool


@final
@attrs.frozen(kw_only=True)
class RunDose:
    """Walk and run minutes in turn; a continuous run has no walk and one repeat.

    >>> RunDose(walk_minutes=1, run_minutes=5, repeats=5).total_run_minutes
    25
    """

    walk_minutes: int
    run_minutes: int
    repeats: int

    @property
    def total_run_minutes(self) -> int:
        """All minutes of running."""
        return self.run_minutes * self.repeats

    @property
    def total_minutes(self) -> int:
        """All minutes, walking and running, without warm-up and cool-down."""
        return (self.walk_minutes + self.run_minutes) * self.repeats

    @property
    def continuous(self) -> bool:
        """Whether it is one run without walking."""
        return self.walk_minutes == 0


Dose = TimeDose | SetsDose | RunDose


@final
@attrs.frozen(kw_only=True)
class Session:
    """One thing to do. ``span`` is None for what goes on all day; ``zone`` is the runner's."""

    key: str
    activity: Activity
    span: Span | None
    zone: str
    title: str
    instructions: str
    status: Status
    dose: Dose | None
    sequence: int
    revised_at: Minute
    because: tuple[Because, ...]

    @property
    def all_day(self) -> bool:
        """Whether it has no time of its own."""
        return self.span is None

    @property
    def start(self) -> "DateTime | None":
        """When it starts, aware, in the runner's zone; None all day."""
        return None if self.span is None else to_wall(self.span.start, self.zone)

    @property
    def end(self) -> "DateTime | None":
        """When it ends, aware, in the runner's zone; None all day."""
        return None if self.span is None else to_wall(self.span.end, self.zone)


@final
@attrs.frozen(kw_only=True)
class Day:
    """The waking window that opened on ``date``. ``number`` counts from the date of onset, which is 0."""

    date: dt.date
    number: int
    phase: PhaseKind
    notes: tuple[str, ...]
    sessions: tuple[Session, ...]


@final
@attrs.frozen(kw_only=True)
class Unplaced:
    """What a day would have held, and why it does not."""

    date: dt.date
    activity: Activity
    reason: str


@final
@attrs.frozen(kw_only=True)
class ProtocolRef:
    """Which guidance a plan was made from."""

    id: str
    version: str


@final
@attrs.frozen(kw_only=True)
class Plan:
    """Day by day, what to do; ``severity`` and ``urgency``: exactly one is given, by ``outcome``."""

    id: str
    revision: int
    protocol: ProtocolRef
    outcome: Outcome
    severity: Severity | None
    urgency: Urgency | None
    possible_strain: bool
    switched_off: frozenset[Measure]
    zone: str
    onset: Minute
    made_at: Minute
    reasons: tuple[Reason, ...]
    runner: Runner
    report: SymptomReport
    days: tuple[Day, ...]
    unplaced: tuple[Unplaced, ...]
    labels: Labels
    busy: tuple[Span, ...] = ()
    withdrawn: tuple[Session, ...] = ()

    def sessions(self) -> Iterator[tuple[Day, Session]]:
        """Every session with its day, in order."""
        for day in self.days:
            for session in day.sessions:
                yield day, session
