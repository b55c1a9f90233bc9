"""The values of a course: its start, its check-ins by day, and the state after each day."""

import datetime as dt
from collections.abc import Mapping
from typing import final

import attrs

from soleus_recovery.clock import MINUTES_PER_HOUR, Minute, calendar_date
from soleus_recovery.course.ladder import heavier_doses, ladder_doses
from soleus_recovery.course.training import (
    Training,
    TrainingCourse,
    training_without_night,
)
from soleus_recovery.course.trend import Trend
from soleus_recovery.facts.checkin import CheckIn
from soleus_recovery.facts.runner import Runner
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.plan.plan import RunDose
from soleus_recovery.triage.severity import NO_PAIN, Pains
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Decision, Finding, Gate, Occasion, Severity, Signal, Stage

__all__ = [
    "CourseStart",
    "DayRecord",
    "DayState",
    "DayVerdict",
    "PendingRun",
    "StepDay",
    "doses_of",
    "due_dose",
    "first_state",
    "floor_of",
    "has_run",
    "rungs_before",
    "training_course",
    "without_night",
]

_A_DAY = dt.timedelta(days=1)


@final
@attrs.frozen(kw_only=True)
class CourseStart(Value):
    """The start of a course, at the onset or after a clearance; days and hours count from ``counted_from``."""

    protocol: RecoveryProtocol
    runner: Runner
    counted_from: Minute
    severity: Severity
    possible_strain: bool
    planned_from: Minute
    """The start of the case, or of its last clearance: nothing was planned before it."""
    findings: frozenset[Finding] = frozenset()
    pains: Pains = NO_PAIN
    earlier_runs: tuple[dt.date, ...] = ()
    """The dates of the runs before the first day of the course."""
    not_before: dt.date | None = None
    """The date before which a clinician wants no run."""

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

    ``named`` and ``worst`` hold the findings and the worst pains of all check-ins for the day; ``red_flag``,
    ``least_severity`` and ``possible_strain`` hold what any check-in for the day has raised.
    """

    recorded_at: Minute
    check_in: CheckIn
    named: frozenset[Finding] = frozenset()
    worst: Pains = NO_PAIN
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
    the occasions that are said beside the decision, or in its place if ``says`` is None. ``missed`` holds the keys of
    the sessions that the day's check-in names as missed.
    """

    date: dt.date
    signal: Signal
    decision: Decision
    is_silent: bool
    says: Decision | None
    beside: tuple[Occasion, ...] = ()
    tests: tuple[str, ...] = ()
    """The names of the tests that are asked for and still missing after the day."""
    missed: tuple[str, ...] = ()
    passed: frozenset[Gate] = frozenset()
    """The tests of the day that count."""


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

    ``rung`` and ``rung_at_flare`` are places in the ladder, counted from 0; ``rungs_before`` rungs of heavier ladders
    have been put before the ladder. ``silent_days`` counts the days since the last check-in. ``tests`` holds each test
    of the gate that is passed and has not lapsed, with the date on which it was passed. The next run is neither before
    ``not_before`` nor before ``no_run_until``. Loading, which is exercise for the calf, is held back until
    ``loading_from``.
    """

    severity: Severity
    possible_strain: bool
    episode_from: dt.date | None
    findings: frozenset[Finding]
    worst: Pains = NO_PAIN
    """The worst pains of the open episode."""
    asked_severity: Severity = Severity.MILD
    asked_possible_strain: bool = False
    """The severity, and whether a strain is possible, that the last day's check-in asks for by itself."""
    rung: int = 0
    rungs_before: int = 0
    longest_minutes: int = 0
    longest_since_flare: int = 0
    """The longest run without a break that has counted since the last flare in growth, in minutes."""
    grows_from: int | None = None
    """After a flare in growth: the minutes of the first run without a break; None stands for those of the ladder."""
    is_short_gate: bool = False
    """Whether the gate asks only for the tests that plain soreness needs, as after a flare in growth."""
    setbacks: int = 0
    rung_at_flare: int | None = None
    flared_in_growth: bool = False
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
    trend: Trend = attrs.field(factory=Trend)
    verdict: DayVerdict | None = None
    """The verdict of the last day."""

    @property
    def tests_as_strain(self) -> bool:
        """Whether the gate asks for the tests of a possible strain."""
        return self.possible_strain and not self.is_short_gate

    @property
    def last_test(self) -> dt.date | None:
        """The date on which the last test that has not lapsed was passed; None if no test is passed."""
        return max(self.tests.values(), default=None)


@final
@attrs.frozen(kw_only=True)
class StepDay(Value):
    """A day during its step; ``below`` is the signal that the day would have without a red flag."""

    date: dt.date
    record: DayRecord | None
    stage: Stage
    sore: bool
    signal: Signal = Signal.NO_FULL_CHECK_IN
    below: Signal = Signal.NO_FULL_CHECK_IN

    @property
    def check_in(self) -> CheckIn | None:
        """The day's check-in; None for a silent day."""
        return None if self.record is None else self.record.check_in

    @property
    def ran(self) -> bool:
        """Whether there was a run."""
        return has_run(self.record)

    @property
    def is_bad(self) -> bool:
        """Whether the day holds back loading, and sets the runner back once the runner has begun to run again."""
        return self.below in (Signal.LEVEL_RISES, Signal.STRONG_PAIN, Signal.MORE_PAIN)


def has_run(record: DayRecord | None) -> bool:
    """Return whether a day's check-in gives the pain in a run."""
    return record is not None and record.check_in.pain_running is not None


def first_state(start: CourseStart) -> DayState:
    """Return the state before the first day of a course."""
    return DayState(
        severity=start.severity,
        possible_strain=start.possible_strain,
        episode_from=start.date,
        findings=start.findings,
        worst=start.pains,
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
        trend=state.trend.shifted(_A_DAY),
        training=training_without_night(state.training),
    )


def _a_day_later(date: dt.date | None) -> dt.date | None:
    return None if date is None else date + _A_DAY


def doses_of(start: CourseStart, state: DayState) -> tuple[RunDose, ...]:
    """Return the doses of the ladder's runs for the present severity; the last dose is the usual run.

    The rungs that pain in runs has put before the ladder come first. After a flare in growth the runs without a break
    begin with a longer run than those of the ladder.
    """
    protocol = start.protocol
    ladder = protocol.ladder_for(state.severity, possible_strain=state.possible_strain)
    doses = ladder_doses(
        ladder, protocol.runs, usual_minutes=start.runner.usual_run_minutes, grows_from=state.grows_from
    )
    return (*rungs_before(start, state, state.rungs_before), *doses) if state.rungs_before else doses


def due_dose(start: CourseStart, state: DayState) -> RunDose:
    """Return the dose of the run that is due."""
    doses = doses_of(start, state)
    return doses[min(state.rung, len(doses) - 1)]


def rungs_before(start: CourseStart, state: DayState, most: int) -> tuple[RunDose, ...]:
    """Return the ``most`` last rungs that the heaviest ladder has before the first rung of the present ladder."""
    protocol = start.protocol
    ladder = protocol.ladder_for(state.severity, possible_strain=state.possible_strain)
    heaviest = protocol.ladder_for(Severity.SEVERE, possible_strain=True)
    doses = heavier_doses(ladder, heaviest, usual_minutes=start.runner.usual_run_minutes)
    return tuple(dose for dose in doses[max(0, len(doses) - most) :] for _ in range(ladder.times_each))


def floor_of(start: CourseStart, state: DayState) -> Minute:
    """Return the floor: the instant before which a runner of this severity, or a clinician's patient, does not run."""
    protocol = start.protocol
    hours = protocol.severity[state.severity].floor_hours
    if state.possible_strain:
        hours = max(hours, protocol.possible_strain.floor_hours)
    floor = Minute(start.counted_from + hours * MINUTES_PER_HOUR)
    return floor if start.not_before is None else max(floor, start.runner.window(start.not_before).start)


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
        is_returning=not state.gate_needed or (state.gate_passed and run is not None and run.allowed),
        loading_from=state.loading_from,
    )
