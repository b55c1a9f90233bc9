"""Where a runner stands at a moment: everything that the days ahead depend on."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, final

import attrs

from soleus_recovery.clock import Minute, interval, to_wall
from soleus_recovery.course.state import CourseStart, DayState, DayVerdict
from soleus_recovery.course.told.last_told import LastTold
from soleus_recovery.course.waiting import Waiting
from soleus_recovery.facts.report import SymptomReport
from soleus_recovery.facts.runner import Runner
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.spans import Span
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Finding, Gate, Measure, PhaseKind, Severity, Signal, Urgency

if TYPE_CHECKING:
    from soleus_recovery.clock import DateTime, Interval

__all__ = ["Progress"]


@final
@attrs.frozen(kw_only=True)
class Progress(Value):
    """Where a runner stands at ``as_of``, computed from the facts of a case and nothing else.

    Days and hours count from the moment that ``start`` gives. ``waiting`` is None in self-care. No run is planned
    before ``floor``, and no test of the gate before ``tests_from``. ``last_date`` is the last day of the plan, or None
    before prevention has begun. ``verdicts`` holds the signal and the decision of each day since the start, in order.
    """

    as_of: Minute
    runner: Runner
    report: SymptomReport
    phase: PhaseKind
    waiting: Waiting | None
    switched_off: frozenset[Measure]
    start: CourseStart
    state: DayState
    floor: Minute
    tests_from: Minute
    is_cleared: bool
    last_date: dt.date | None
    reasons: tuple[Reason, ...]
    busy: tuple[Span, ...]
    kept_off: Mapping[Measure, frozenset[Finding]]
    """The measures that stay switched off after a clearance, each with the findings that are the reason."""
    findings: frozenset[Finding]
    """Every finding that a report or a check-in has named."""
    verdicts: tuple[DayVerdict, ...]
    last_told: LastTold
    has_run: bool = False
    """Whether a check-in that counts tells of a run, also of one before a clearance."""
    keeps_moving: bool = False
    """Whether the case waits for a clinician, and easy movement goes on (rule `duration-hold`)."""
    is_watched: bool = False
    """Whether a clot watch goes on (reading `clot-watch`)."""

    @property
    def severity(self) -> Severity:
        """How sore the calf is after the last replayed day."""
        return self.state.severity

    @property
    def rung(self) -> int:
        """The place of the next run in the ladder for the present severity, counted from 0."""
        return self.state.rung

    @property
    def longest_minutes(self) -> int:
        """The length in minutes of the longest run without a break, of those that count (reading `run-counts`)."""
        return self.state.longest_minutes

    @property
    def setbacks(self) -> int:
        """The number of setbacks since the onset, or since the last clearance."""
        return self.state.setbacks

    @property
    def gates(self) -> frozenset[Gate]:
        """The tests of the gate that are passed and have not lapsed."""
        return frozenset(self.state.tests)

    @property
    def days_not_well(self) -> frozenset[dt.date]:
        """The days that were not all well; a session on one of them is not counted as a step up in dose (`step-up`)."""
        return frozenset(verdict.date for verdict in self.verdicts if verdict.signal is not Signal.ALL_WELL)

    @property
    def missed(self) -> frozenset[str]:
        """The keys of the sessions that check-ins name as missed; none of them is a step up in dose (`step-up`)."""
        return frozenset(key for verdict in self.verdicts for key in verdict.missed)

    @property
    def has_check_in(self) -> bool:
        """Whether any day has a check-in."""
        return any(not verdict.is_silent for verdict in self.verdicts)

    @property
    def judged_on(self) -> dt.date | None:
        """The day whose check-in decides whether the last run counts; None if that run is judged or cannot count."""
        pending = self.state.pending_run
        return pending.date + dt.timedelta(days=1) if pending is not None and pending.may_count else None

    @property
    def is_emergency(self) -> bool:
        """Whether an emergency has ended the case."""
        return self.waiting is not None and self.waiting.urgency is Urgency.EMERGENCY

    @property
    def is_dormant(self) -> bool:
        """Whether the last check-in is so long ago that nothing is planned (reading `long-silence`).

        A case that waits for a clinician is never dormant: its holding plan ends by itself.
        """
        dormant_days = self.start.protocol.progression.dormant_days
        return self.waiting is None and not self.is_closed and self.state.silent_days >= dormant_days

    @property
    def stands_still(self) -> bool:
        """Whether the plan holds a single card, and nothing else, until somebody records a fact."""
        return self.is_emergency or self.is_dormant

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is planned: the plan has run its length, or an emergency has ended the case."""
        ended = self.last_date is not None and self.as_of >= self.runner.window(self.last_date).end
        return ended or self.is_emergency

    @property
    def as_of_local(self) -> "DateTime":
        """``as_of`` in the runner's zone."""
        return to_wall(self.as_of, self.runner.zone)

    @property
    def floor_local(self) -> "DateTime":
        """``floor`` in the runner's zone."""
        return to_wall(self.floor, self.runner.zone)

    @property
    def tests_from_local(self) -> "DateTime":
        """``tests_from`` in the runner's zone."""
        return to_wall(self.tests_from, self.runner.zone)

    @property
    def until_floor(self) -> "Interval":
        """The interval from ``as_of`` to ``floor``; it is negative once ``floor`` has passed."""
        return interval(self.as_of, self.floor, self.runner.zone)
