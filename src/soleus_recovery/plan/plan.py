"""A plan as a value: days of sessions, each with its time, its text and its reasons.

Sessions keep instants in minutes, and wall times are derived from them. So a plan can be compared, copied and pickled
without mixing up the two hours of the same name when clocks go back.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, final

import attrs

from soleus_recovery.clock import Minute, interval, minute_of, to_wall
from soleus_recovery.facts.report import SymptomReport
from soleus_recovery.facts.runner import Runner
from soleus_recovery.guidance.citation import Because, Reason
from soleus_recovery.guidance.words.labels import Labels
from soleus_recovery.spans import Span, merge
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, Measure, Outcome, PhaseKind, Severity, Status, UnplacedWhy, Urgency

if TYPE_CHECKING:
    from soleus_recovery.clock import DateTime, Interval

__all__ = [
    "Day",
    "Dose",
    "Plan",
    "PlanProgress",
    "ProtocolRef",
    "Revision",
    "RunDose",
    "Session",
    "SetsDose",
    "Stamp",
    "TimeDose",
    "Unplaced",
]


@final
@attrs.frozen(kw_only=True)
class TimeDose(Value):
    """A dose in minutes."""

    minutes: int


@final
@attrs.frozen(kw_only=True)
class SetsDose(Value):
    """Sets of repetitions, or of holds (``repetitions`` is then 1), with both legs or one at a time."""

    sets: int
    repetitions: int
    hold_seconds: int
    both_legs: bool


@final
@attrs.frozen(kw_only=True)
class RunDose(Value):
    """Minutes of walking and running in turn; a continuous run has no walking and one repeat.

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
        """Whether the dose is one run without walking."""
        return self.walk_minutes == 0


# A plan stands still in an emergency or after a long silence. Its only card is a session of one of these activities
# that lasts all day; in a plan that goes on, a session of these activities has a time.
_STANDSTILL = (Activity.APPOINTMENT, Activity.CHECK_IN)
Dose = TimeDose | SetsDose | RunDose


@final
@attrs.frozen(kw_only=True)
class Session(Value):
    """One thing to do. ``span`` is its time, or None if it lasts the whole day; ``zone`` is the runner's zone.

    ``key`` is unique in the plan and never changes. ``sequence`` counts the changes of the session, and ``revised_at``
    is the moment of the last change. ``because`` holds the rules behind the session.
    """

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
        """Whether the session has no time of its own."""
        return self.span is None

    @property
    def start(self) -> "DateTime | None":
        """The start of the session in the runner's zone; None if the session lasts all day."""
        return None if self.span is None else to_wall(self.span.start, self.zone)

    @property
    def end(self) -> "DateTime | None":
        """The end of the session in the runner's zone; None if the session lasts all day."""
        return None if self.span is None else to_wall(self.span.end, self.zone)

    @property
    def revised_at_local(self) -> "DateTime":
        """``revised_at`` in the runner's zone."""
        return to_wall(self.revised_at, self.zone)


@final
@attrs.frozen(kw_only=True)
class Stamp(Value):
    """The number of revisions that have changed a session or day, and the moment of the last such revision."""

    sequence: int
    revised_at: Minute

    def risen(self, at: Minute) -> "Stamp":
        """Return the stamp after one more revision, made at this moment."""
        return Stamp(sequence=self.sequence + 1, revised_at=at)

    @property
    def revised_at_utc(self) -> "DateTime":
        """``revised_at`` in UTC: a stamp does not know the runner's zone."""
        return to_wall(self.revised_at, "UTC")


@final
@attrs.frozen(kw_only=True)
class Day(Value):
    """The waking window that opens on ``date``; ``number`` counts days from the date of onset, which is day 0.

    ``card`` is the stamp of the parts without a time (phase, notes, sessions of the whole day, sessions left out);
    ``whole`` is the stamp of the day with all its sessions.
    """

    date: dt.date
    number: int
    phase: PhaseKind
    notes: tuple[str, ...]
    sessions: tuple[Session, ...]
    card: Stamp
    whole: Stamp

    @property
    def standstill(self) -> Session | None:
        """The only card of this day in an emergency or after a long silence; None if the plan goes on."""
        cards = [each for each in self.sessions if each.all_day]
        if self.phase is PhaseKind.HOLD and len(cards) == 1 and cards[0].activity in _STANDSTILL:
            return cards[0]
        return None


@final
@attrs.frozen(kw_only=True)
class Unplaced(Value):
    """A session that a day leaves out: ``why`` as a closed word, ``reason`` as a sentence for the runner.

    ``why`` is None only in a plan from a file that does not give it.
    """

    date: dt.date
    activity: Activity
    reason: str
    why: UnplacedWhy | None = None


@final
@attrs.frozen(kw_only=True)
class ProtocolRef(Value):
    """The id and version of the protocol that a plan was made with."""

    id: str
    version: str


@final
@attrs.frozen(kw_only=True)
class Revision(Value):
    """A revision that changed the plan: its number from 1, its moment, and its reasons."""

    number: int
    at: Minute
    reasons: tuple[Reason, ...]

    @property
    def at_utc(self) -> "DateTime":
        """``at`` in UTC: a revision does not know the runner's zone."""
        return to_wall(self.at, "UTC")


@final
@attrs.frozen(kw_only=True)
class PlanProgress(Value):
    """How far a plan has come by a moment: the day in progress, the timed sessions begun, and the next run, if any."""

    day: Day | None
    sessions_begun: int
    sessions_in_all: int
    next_run: Session | None


@final
@attrs.frozen(kw_only=True)
class Plan(Value):
    """What to do, day by day: a self-care plan with a ``severity``, or any other plan with an ``urgency`` instead.

    ``made_at`` is the moment of the last revision, ``started_at`` the moment of the first plan. Days and hours count
    from ``counted_from``, which is the onset or a clearance. Sessions and days that revisions took out stay in
    ``withdrawn`` and ``withdrawn_days``. ``has_run`` says whether any run has been told, also one that did not count.
    ``growth_severity`` is lower than ``severity`` if only lasting soreness has raised the level: runs grow as it says.
    """

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
    started_at: Minute
    counted_from: Minute
    busy: tuple[Span, ...] = attrs.field(default=(), converter=merge)
    withdrawn: tuple[Session, ...] = ()
    withdrawn_days: tuple[Day, ...] = ()
    revisions: tuple[Revision, ...] = ()
    has_run: bool = False
    growth_severity: Severity | None = None

    def _repr_pretty_(self, printer: Any, _cycle: object) -> None:  # pyright: ignore[reportUnusedFunction]
        """Print a short form in IPython and in failing examples of Hypothesis: a full ``repr`` has 100 kB."""
        kind = f"{self.outcome}, {self.severity or self.urgency}, {len(self.days)} days"
        printer.text(f"<Plan {self.id}, revision {self.revision}, {kind}, {self.runner!r}, {self.report!r}>")

    @property
    def standstill(self) -> Session | None:
        """The only card that is left in an emergency or after a long silence; None if the plan goes on or has ended."""
        return self.days[-1].standstill if self.days else None

    def sessions(self) -> Iterator[tuple[Day, Session]]:
        """Yield every session with its day, in order."""
        for day in self.days:
            for session in day.sessions:
                yield day, session

    @cached_property
    def left_out(self) -> Mapping[dt.date, Sequence[Unplaced]]:
        """The sessions that each day leaves out, under the date of the day."""
        by_date: dict[dt.date, list[Unplaced]] = {}
        for item in self.unplaced:
            by_date.setdefault(item.date, []).append(item)
        return by_date

    def on(self, date: dt.date) -> Day | None:
        """Return the day that opens on a date, or None if the plan has no such day."""
        return next((day for day in self.days if day.date == date), None)

    def between(self, start: dt.datetime, end: dt.datetime) -> tuple[Session, ...]:
        """Return the timed sessions that begin from ``start`` up to, not including, ``end`` (aware datetimes)."""
        first, last = minute_of("start", start), minute_of("end", end)
        return tuple(each for _, each in self.sessions() if each.span is not None and first <= each.span.start < last)

    def next(self, at: dt.datetime, activity: Activity | None = None) -> Session | None:
        """Return the first timed session, of ``activity`` if it is given, that begins at or after a moment."""
        moment = minute_of("at", at)
        later = (
            (each.span.start, each)
            for _, each in self.sessions()
            if each.span is not None and each.span.start >= moment and activity in (None, each.activity)
        )
        return min(later, key=lambda pair: pair[0], default=(moment, None))[1]

    def progress(self, at: dt.datetime) -> PlanProgress:
        """Return how far the plan has come by a moment (an aware datetime)."""
        moment = minute_of("at", at)
        timed = [each.span.start for _, each in self.sessions() if each.span is not None]
        holds = (
            day for day in self.days if self.runner.window(day.date).start <= moment < self.runner.window(day.date).end
        )
        return PlanProgress(
            day=next(holds, None),
            sessions_begun=sum(start < moment for start in timed),
            sessions_in_all=len(timed),
            next_run=self.next(at, Activity.RUN),
        )

    def until_next(self, at: dt.datetime, activity: Activity | None = None) -> "Interval | None":
        """Return the time from a moment until the session that ``next`` returns, or None if ``next`` returns None."""
        coming = self.next(at, activity)
        span = None if coming is None else coming.span
        return None if span is None else interval(minute_of("at", at), span.start, self.zone)

    @property
    def onset_local(self) -> "DateTime":
        """``onset`` in the runner's zone."""
        return to_wall(self.onset, self.zone)

    @property
    def made_at_local(self) -> "DateTime":
        """``made_at`` in the runner's zone."""
        return to_wall(self.made_at, self.zone)

    @property
    def started_at_local(self) -> "DateTime":
        """``started_at`` in the runner's zone."""
        return to_wall(self.started_at, self.zone)

    @property
    def counted_from_local(self) -> "DateTime":
        """``counted_from`` in the runner's zone."""
        return to_wall(self.counted_from, self.zone)
