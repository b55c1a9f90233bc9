"""What a course of recovery stands on, and where the runner stands when a day of it is over."""

import datetime as dt
from collections.abc import Mapping
from typing import final

import attrs

from soleus_recovery.clock import MINUTES_PER_HOUR, Minute, calendar_date
from soleus_recovery.course.ladder import ladder_doses
from soleus_recovery.facts.checkin import CheckIn
from soleus_recovery.facts.runner import Runner
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.plan.plan import RunDose
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Decision, Finding, Gate, Occasion, Severity, Signal

__all__ = [
    "CourseStart",
    "DayRecord",
    "DayState",
    "DayVerdict",
    "PendingRun",
    "doses_of",
    "first_state",
    "floor_of",
    "run_after_tests_from",
    "tests_from_of",
    "without_night",
]

_A_DAY = dt.timedelta(days=1)


@final
@attrs.frozen(kw_only=True)
class CourseStart(Value):
    """What a course stands on; ``counted_from`` is the onset, or the moment that a clearance counts from."""

    protocol: RecoveryProtocol
    runner: Runner
    counted_from: Minute
    severity: Severity
    possible_strain: bool
    findings: frozenset[Finding] = frozenset()
    ran: tuple[dt.date, ...] = ()
    """The days before the first one of which a run was told."""

    @property
    def date(self) -> dt.date:
        """Day 0."""
        return calendar_date(self.counted_from, self.runner.zone)

    def number(self, date: dt.date) -> int:
        """Which day a date is."""
        return max(0, (date - self.date).days)


@final
@attrs.frozen(kw_only=True)
class DayRecord(Value):
    """A day's word, when it was recorded, and what any word for the day has named or raised, replaced ones too."""

    recorded_at: Minute
    check_in: CheckIn
    named: frozenset[Finding] = frozenset()
    red_flag: bool = False
    least_severity: Severity = Severity.MILD
    possible_strain: bool = False


@final
@attrs.frozen(kw_only=True)
class DayVerdict(Value):
    """A day as it was read.

    ``says`` is the decision in whose words the runner is told, where it has any; ``beside`` names the occasions that
    are told with it, or in its place.
    """

    date: dt.date
    signal: Signal
    decision: Decision
    is_silent: bool
    says: Decision | None
    beside: tuple[Occasion, ...] = ()


@final
@attrs.frozen(kw_only=True)
class PendingRun(Value):
    """A run whose next day is still to come; ``may_count``: it was allowed, and its own day was all well."""

    date: dt.date
    may_count: bool
    allowed: bool


@final
@attrs.frozen(kw_only=True)
class DayState(Value):
    """Where the runner stands when a day is over."""

    severity: Severity
    possible_strain: bool
    episode_from: dt.date | None
    findings: frozenset[Finding]
    asked_severity: Severity = Severity.MILD
    asked_possible_strain: bool = False
    """What the last day's word asks for by itself."""
    rung: int = 0
    longest: int = 0
    setbacks: int = 0
    rung_at_flare: int | None = None
    gate_needed: bool = True
    tests: Mapping[Gate, dt.date] = attrs.field(factory=dict[Gate, dt.date])
    gate_passed: bool = False
    pending: PendingRun | None = None
    last_run: dt.date | None = None
    runs: tuple[dt.date, ...] = ()
    ready: bool = False
    not_before: dt.date | None = None
    tests_again_from: dt.date | None = None
    """The first day for the tests that the last word has left to be done, while the gate is asked for."""
    no_run_until: Minute | None = None
    loading_from: dt.date | None = None
    ice_from: Minute | None = None
    silent: int = 0
    prevent_from: dt.date | None = None
    sore_days: int = 0
    """For how many days it has been sore, where the last day's word says that it is."""
    verdict: DayVerdict | None = None
    """The last day, as it was read."""

    @property
    def last_test(self) -> dt.date | None:
        """The day of the last test that stands."""
        return max(self.tests.values(), default=None)


def first_state(start: CourseStart) -> DayState:
    """The state before the first word."""
    return DayState(
        severity=start.severity,
        possible_strain=start.possible_strain,
        episode_from=start.date,
        findings=start.findings,
        last_run=max(start.ran, default=None),
        runs=start.ran,
    )


def without_night(state: DayState) -> DayState:
    """The state after a day that no night parts from the next: all that waits for a day waits for one more.

    Tests do not count on, since the morning after them is the same one, and a run of that day is not judged by it.
    """
    return attrs.evolve(
        state,
        tests={},
        gate_passed=False,
        pending=None,
        ready=False,
        last_run=_a_day_later(state.last_run),
        runs=tuple(date + _A_DAY for date in state.runs),
        not_before=_a_day_later(state.not_before),
        tests_again_from=_a_day_later(state.tests_again_from),
        loading_from=_a_day_later(state.loading_from),
    )


def _a_day_later(date: dt.date | None) -> dt.date | None:
    return None if date is None else date + _A_DAY


def doses_of(start: CourseStart, state: DayState) -> tuple[RunDose, ...]:
    """The ladder of the level, down to the usual run."""
    protocol = start.protocol
    ladder = protocol.ladder_for(state.severity, possible_strain=state.possible_strain)
    return ladder_doses(ladder, protocol.runs, usual_minutes=start.runner.usual_run_minutes)


def floor_of(start: CourseStart, state: DayState) -> Minute:
    """The instant before which nobody of this level runs."""
    protocol = start.protocol
    hours = protocol.severity[state.severity].floor_hours
    if state.possible_strain:
        hours = max(hours, protocol.possible_strain.floor_hours)
    return Minute(start.counted_from + hours * MINUTES_PER_HOUR)


def tests_from_of(start: CourseStart, state: DayState) -> Minute:
    """The instant from which the gate's tests may be tried."""
    protocol = start.protocol
    kind = protocol.possible_strain if state.possible_strain else protocol.plain_soreness
    day = start.date + dt.timedelta(days=protocol.severity[state.severity].tests_from_day)
    after = Minute(start.counted_from + kind.tests_from_hours * MINUTES_PER_HOUR)
    opens = start.runner.window(max(day, _tests_again_from(state) or day)).start
    return max(after, opens)


def _tests_again_from(state: DayState) -> dt.date | None:
    """The first day for tests that are still to be done: a test is loading, and waits as long as loading does."""
    held = state.loading_from if state.gate_needed else None
    return max((date for date in (state.tests_again_from, held) if date is not None), default=None)


def run_after_tests_from(start: CourseStart, state: DayState) -> dt.date | None:
    """The first day for a run after tests that are still to be done."""
    tests = _tests_again_from(state)
    return None if tests is None else tests + dt.timedelta(days=start.protocol.gate.run_after_days)
