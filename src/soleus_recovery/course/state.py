"""The values of a course: its start, its check-ins by day, and the state after each day."""

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
    """The start of a course; days and hours count from ``counted_from``: the onset, or a moment set by a clearance."""

    protocol: RecoveryProtocol
    runner: Runner
    counted_from: Minute
    severity: Severity
    possible_strain: bool
    findings: frozenset[Finding] = frozenset()
    earlier_runs: tuple[dt.date, ...] = ()
    """The dates of the runs before the first day of the course."""

    @property
    def date(self) -> dt.date:
        """The date of day 0."""
        return calendar_date(self.counted_from, self.runner.zone)

    def number(self, date: dt.date) -> int:
        """The number of a day, counted from day 0; 0 for a date before it."""
        return max(0, (date - self.date).days)


@final
@attrs.frozen(kw_only=True)
class DayRecord(Value):
    """The check-in that counts for a day, with what every check-in for the day has led to, replaced ones included.

    ``named`` are the findings that they named; ``red_flag``, ``least_severity`` and ``possible_strain`` are what they
    have raised.
    """

    recorded_at: Minute
    check_in: CheckIn
    named: frozenset[Finding] = frozenset()
    red_flag: bool = False
    least_severity: Severity = Severity.MILD
    possible_strain: bool = False


@final
@attrs.frozen(kw_only=True)
class DayVerdict(Value):
    """What a day has come to: its signal, and the decision that follows.

    ``says`` is the decision whose text the runner reads, which can be another one, or None; ``beside`` holds the
    occasions that are said with it, or instead of it.
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
    """A run that the next day's check-in judges; it may count if it was allowed and its own day was all well."""

    date: dt.date
    may_count: bool
    allowed: bool


@final
@attrs.frozen(kw_only=True)
class DayState(Value):
    """Where the runner stands after a day.

    ``rung`` and ``rung_at_flare`` are places in the ladder, from 0; ``silent_days`` counts
    the days since the last check-in. The gate's ``tests`` that stand have the date on which each was passed. The next
    run is not before ``not_before`` and ``no_run_until``; loading is held back until ``loading_from``.
    """

    severity: Severity
    possible_strain: bool
    episode_from: dt.date | None
    findings: frozenset[Finding]
    asked_severity: Severity = Severity.MILD
    asked_possible_strain: bool = False
    """The severity and the kind of soreness that the last day's check-in asks for by itself."""
    rung: int = 0
    longest_minutes: int = 0
    setbacks: int = 0
    rung_at_flare: int | None = None
    gate_needed: bool = True
    tests: Mapping[Gate, dt.date] = attrs.field(factory=dict[Gate, dt.date])
    gate_passed: bool = False
    pending_run: PendingRun | None = None
    last_run: dt.date | None = None
    runs: tuple[dt.date, ...] = ()
    ready: bool = False
    not_before: dt.date | None = None
    tests_again_from: dt.date | None = None
    """The first day for tests that the last check-in has left to be done, while the gate is needed."""
    no_run_until: Minute | None = None
    loading_from: dt.date | None = None
    ice_from: Minute | None = None
    silent_days: int = 0
    prevent_from: dt.date | None = None
    sore_days: int = 0
    """For how many days the calf has been sore by the last day's check-in; 0 where that says nothing of it."""
    verdict: DayVerdict | None = None
    """The verdict of the last day."""

    @property
    def last_test(self) -> dt.date | None:
        """The date of the last test that stands."""
        return max(self.tests.values(), default=None)


def first_state(start: CourseStart) -> DayState:
    """The state before the first day."""
    return DayState(
        severity=start.severity,
        possible_strain=start.possible_strain,
        episode_from=start.date,
        findings=start.findings,
        last_run=max(start.earlier_runs, default=None),
        runs=start.earlier_runs,
    )


def without_night(state: DayState) -> DayState:
    """The state after a day that no night parts from the next: everything that waits for a day waits one more.

    The morning after is still the same morning. So tests lapse, and a run of that day is not judged by it (reading
    `other-waking-hours`).
    """
    return attrs.evolve(
        state,
        tests={},
        gate_passed=False,
        pending_run=None,
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
    """The runs of the ladder for the present severity, the last at the usual length."""
    protocol = start.protocol
    ladder = protocol.ladder_for(state.severity, possible_strain=state.possible_strain)
    return ladder_doses(ladder, protocol.runs, usual_minutes=start.runner.usual_run_minutes)


def floor_of(start: CourseStart, state: DayState) -> Minute:
    """The instant before which nobody of this severity runs."""
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
    """The first day for tests that are still to be done; tests are loading, and wait for as long as loading does."""
    held = state.loading_from if state.gate_needed else None
    return max((date for date in (state.tests_again_from, held) if date is not None), default=None)


def run_after_tests_from(start: CourseStart, state: DayState) -> dt.date | None:
    """The first day for a run after tests that are still to be done; None where none are."""
    tests = _tests_again_from(state)
    return None if tests is None else tests + dt.timedelta(days=start.protocol.gate.run_after_days)
