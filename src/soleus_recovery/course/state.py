"""The values of a course: its start, its check-ins by day, and the state after each day."""

import datetime as dt
from collections.abc import Mapping
from typing import final

import attrs

from soleus_recovery.clock import MINUTES_PER_HOUR, Minute, calendar_date
from soleus_recovery.course.ladder import ladder_doses
from soleus_recovery.course.training import (
    Training,
    TrainingCourse,
    tests_after_training,
    training_without_night,
)
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
    "training_course",
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
    planned_from: Minute
    """The start of the case, or of its last clearance: nothing was planned before it."""
    findings: frozenset[Finding] = frozenset()
    earlier_runs: tuple[dt.date, ...] = ()
    """The dates of the runs before the first day of the course."""

    @property
    def date(self) -> dt.date:
        """The date of day 0."""
        return calendar_date(self.counted_from, self.runner.zone)

    def number(self, date: dt.date) -> int:
        """Return the number of a day, counted from day 0; a date before day 0 has the number 0."""
        return max(0, (date - self.date).days)


@final
@attrs.frozen(kw_only=True)
class DayRecord(Value):
    """The check-in that counts for a day, with all that this check-in and the replaced check-ins for the day led to.

    ``named`` holds the findings that any check-in for the day has named; ``red_flag``, ``least_severity`` and
    ``possible_strain`` hold what any check-in for the day has raised.
    """

    recorded_at: Minute
    check_in: CheckIn
    named: frozenset[Finding] = frozenset()
    red_flag: bool = False
    least_severity: Severity = Severity.MILD
    possible_strain: bool = False
    training: tuple[str, ...] | None = None
    """The steps of training that the plan had for the day when its first check-in was recorded; None before that."""


@final
@attrs.frozen(kw_only=True)
class DayVerdict(Value):
    """The verdict on a day: its signal, and the decision that follows from the signal.

    The runner reads the text of ``says``, which can be another decision than ``decision``, or None. ``beside`` holds
    the occasions that are said beside the decision, or in its place if ``says`` is None.
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
    """A run that waits for the next day's check-in to judge it.

    ``may_count`` says that the run was allowed and that its own day was all well.
    """

    date: dt.date
    may_count: bool
    allowed: bool


@final
@attrs.frozen(kw_only=True)
class DayState(Value):
    """The state of the runner after a day.

    ``rung`` and ``rung_at_flare`` are places in the ladder, counted from 0. ``silent_days`` counts the days since the
    last check-in. ``tests`` holds each test of the gate that is passed and has not lapsed, with the date on which it
    was passed. The next run is neither before ``not_before`` nor before ``no_run_until``. Loading, which is exercise
    for the calf, is held back until ``loading_from``.
    """

    severity: Severity
    possible_strain: bool
    episode_from: dt.date | None
    findings: frozenset[Finding]
    asked_severity: Severity = Severity.MILD
    asked_possible_strain: bool = False
    """The severity, and whether a strain is possible, that the last day's check-in asks for by itself."""
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
    """While the gate is needed: the first day for the tests that are still to be done after the last check-in."""
    no_run_until: Minute | None = None
    loading_from: dt.date | None = None
    ice_from: Minute | None = None
    training: Training = attrs.field(factory=Training)
    silent_days: int = 0
    prevent_from: dt.date | None = None
    sore_days: int = 0
    """For how many days the calf has been sore by the last day's check-in; 0 without a check-in or an open episode."""
    verdict: DayVerdict | None = None
    """The verdict of the last day."""

    @property
    def last_test(self) -> dt.date | None:
        """The date on which the last test that has not lapsed was passed; None if no test is passed."""
        return max(self.tests.values(), default=None)


def first_state(start: CourseStart) -> DayState:
    """Return the state before the first day of a course."""
    return DayState(
        severity=start.severity,
        possible_strain=start.possible_strain,
        episode_from=start.date,
        findings=start.findings,
        last_run=max(start.earlier_runs, default=None),
        runs=start.earlier_runs,
    )


def without_night(state: DayState) -> DayState:
    """Return the state after a day that no night parts from the next day; every wait for a day lasts one day more.

    The next day begins in the same morning. So the tests of the gate lapse, and the next day's check-in does not judge
    a run of this day (reading `other-waking-hours`).
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
        training=training_without_night(state.training),
    )


def _a_day_later(date: dt.date | None) -> dt.date | None:
    return None if date is None else date + _A_DAY


def doses_of(start: CourseStart, state: DayState) -> tuple[RunDose, ...]:
    """Return the doses of the ladder's runs for the present severity; the last dose is the usual run."""
    protocol = start.protocol
    ladder = protocol.ladder_for(state.severity, possible_strain=state.possible_strain)
    return ladder_doses(ladder, protocol.runs, usual_minutes=start.runner.usual_run_minutes)


def floor_of(start: CourseStart, state: DayState) -> Minute:
    """Return the floor: the instant before which a runner of this severity does not run."""
    protocol = start.protocol
    hours = protocol.severity[state.severity].floor_hours
    if state.possible_strain:
        hours = max(hours, protocol.possible_strain.floor_hours)
    return Minute(start.counted_from + hours * MINUTES_PER_HOUR)


def training_course(start: CourseStart, state: DayState) -> TrainingCourse:
    """Return what the training of the days after this state depends on."""
    protocol, run = start.protocol, state.pending_run
    return TrainingCourse(
        protocol=protocol,
        ladder=protocol.ladder_for(state.severity, possible_strain=state.possible_strain),
        runner=start.runner,
        counted_from=start.counted_from,
        planned_from=start.planned_from,
        day_zero=start.date,
        possible_strain=state.possible_strain,
        is_returning=not state.gate_needed or (run is not None and run.allowed),
        loading_from=state.loading_from,
    )


def tests_from_of(start: CourseStart, state: DayState) -> Minute:
    """Return the instant from which the tests of the gate may be tried."""
    return max(_tests_hour(start, state), start.runner.window(_tests_date(start, state)).start)


def _tests_hour(start: CourseStart, state: DayState) -> Minute:
    protocol = start.protocol
    kind = protocol.possible_strain if state.possible_strain else protocol.plain_soreness
    return Minute(start.counted_from + kind.tests_from_hours * MINUTES_PER_HOUR)


def _tests_date(start: CourseStart, state: DayState) -> dt.date:
    """Return the first day for the tests that are still to be done, if each day until then is well.

    The day is not before that of the level, nor before the training that comes first. If the hour of the tests comes
    too late in the evening, the tests wait for the next day.
    """
    protocol, hour = start.protocol, max(_tests_hour(start, state), start.planned_from)
    date = start.date + dt.timedelta(
        days=protocol.tests_from_day(state.severity, possible_strain=state.possible_strain)
    )
    while start.runner.window(date).end - protocol.gate.before_bed_minutes < hour:
        date += _A_DAY
    if not state.gate_needed:
        return date
    trained = tests_after_training(training_course(start, state), state.training)
    # The tests load the calf, so they wait for as long as loading is held back.
    bounds = (trained, state.tests_again_from, state.loading_from)
    return max((date, *(bound for bound in bounds if bound is not None)))


def run_after_tests_from(start: CourseStart, state: DayState) -> dt.date | None:
    """Return the first day for a run after the tests that are still to be done; None if no tests are to be done."""
    tests = start.protocol.gate_tests(possible_strain=state.possible_strain).keys()
    after = dt.timedelta(days=start.protocol.gate.run_after_days)
    if not state.gate_needed:
        return None
    if tests <= state.tests.keys():
        return None if state.last_test is None else state.last_test + after
    return _tests_date(start, state) + after
