"""Where a runner stands: all that decides about the days ahead, read from the facts of a case."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, final

import attrs

from soleus_recovery.clock import Minute, interval, to_wall
from soleus_recovery.course.state import CourseStart, DayState, DayVerdict
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
    """All that decides about the days ahead; ``start`` says what days and hours count from.

    ``waiting`` is None in self-care. ``rung`` counts the runs of the level's ladder from 0; ``longest`` is the longest
    run without a break that counted, in minutes. ``verdicts`` is every day as it was read, in order.
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
    """What stays switched off after a clearance, and for which findings."""
    findings: frozenset[Finding]
    """All that any report or word has named."""
    verdicts: tuple[DayVerdict, ...]

    @property
    def severity(self) -> Severity:
        """The level."""
        return self.state.severity

    @property
    def rung(self) -> int:
        """The place of the next run in the ladder, from 0."""
        return self.state.rung

    @property
    def longest(self) -> int:
        """Minutes of the longest run without a break that counted."""
        return self.state.longest

    @property
    def setbacks(self) -> int:
        """How many there were since onset, or since the clearance."""
        return self.state.setbacks

    @property
    def gates(self) -> frozenset[Gate]:
        """The tests that stand."""
        return frozenset(self.state.tests)

    @property
    def held(self) -> frozenset[dt.date]:
        """The days that were not all well: what they hold is no step up in dose."""
        return frozenset(verdict.date for verdict in self.verdicts if verdict.signal is not Signal.ALL_WELL)

    @property
    def is_told(self) -> bool:
        """Whether any day has a word, so that the rung that is due is what words have led to."""
        return any(not verdict.is_silent for verdict in self.verdicts)

    @property
    def judged_on(self) -> dt.date | None:
        """The day whose word makes the last run count, where that run may count and the day is still to be told."""
        pending = self.state.pending
        return pending.date + dt.timedelta(days=1) if pending is not None and pending.may_count else None

    @property
    def is_emergency(self) -> bool:
        """Whether an emergency has ended it."""
        return self.waiting is not None and self.waiting.urgency is Urgency.EMERGENCY

    @property
    def is_dormant(self) -> bool:
        """Whether nobody has told for so long how it is that nothing is planned; a holding plan ends by itself."""
        dormant_days = self.start.protocol.progression.dormant_days
        return self.waiting is None and not self.is_closed and self.state.silent >= dormant_days

    @property
    def stands_still(self) -> bool:
        """Whether one card is all that is planned, however long nobody tells anything more."""
        return self.is_emergency or self.is_dormant

    @property
    def is_closed(self) -> bool:
        """Whether nothing is planned any more: the plan has run its length, or an emergency has ended it."""
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
        """How long it is from ``as_of`` until ``floor``; negative once that has passed."""
        return interval(self.as_of, self.floor, self.runner.zone)
