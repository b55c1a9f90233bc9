"""The values of a course: its start, its check-ins by day, and the state after each day."""

import datetime as dt
from collections.abc import Mapping
from typing import final

import attrs

from soleus_recovery.clock import MINUTES_PER_HOUR, Minute, calendar_date
from soleus_recovery.course.running.trend import Trend
from soleus_recovery.course.training import (
    Training,
    TrainingCourse,
)
from soleus_recovery.facts.checkin import CheckIn
from soleus_recovery.facts.runner import Runner
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.running import Ladder
from soleus_recovery.plan.plan import RunDose
from soleus_recovery.triage.severity import NO_PAIN, Pains, pains_of
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Decision, Finding, Gate, Occasion, Severity, Signal, Stage

__all__ = [
    "CourseStart",
    "DayRecord",
    "DayState",
    "DayVerdict",
    "PendingRun",
    "StepDay",
    "first_state",
    "floor_of",
    "has_run",
    "ladder_of",
    "no_run_before",
    "record_of",
    "training_course",
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
    growth_severity: Severity
    """The severity without what lasting soreness has added since the first report; runs grow as it says."""
    possible_strain: bool
    planned_from: Minute
    """The start of the case, or of its last clearance: nothing was planned before it."""
    findings: frozenset[Finding] = frozenset()
    pains: Pains = NO_PAIN
    are_both_sore: bool = False
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
    ``least_severity``, ``least_growth_severity`` and ``possible_strain`` hold what any check-in for the day has raised.
    """

    recorded_at: Minute
    check_in: CheckIn
    named: frozenset[Finding] = frozenset()
    worst: Pains = NO_PAIN
    red_flag: bool = False
    least_severity: Severity = Severity.MILD
    least_growth_severity: Severity = Severity.MILD
    """As ``least_severity``, without what the days that the soreness has lasted have added."""
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

    ``dose`` is what the plan asks for on its day. ``may_count`` says that the run was allowed and that its own day was
    all well.
    """

    date: dt.date
    dose: RunDose
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
    growth_severity: Severity
    """The severity without what lasting soreness has added; runs without a break grow as this severity says."""
    possible_strain: bool
    episode_from: dt.date | None
    findings: frozenset[Finding]
    worst: Pains = NO_PAIN
    """The worst pains of the open episode."""
    last_pains: Pains = NO_PAIN
    """The pains that were told last, at rest and walking."""
    ache_from: dt.date | None = None
    ache_days: int = 0
    """Without an open episode: the first day of an ache after a load, and on how many days running it was told."""
    asked_severity: Severity = Severity.MILD
    asked_growth_severity: Severity = Severity.MILD
    asked_possible_strain: bool = False
    """The severity, and whether a strain is possible, that the last day's check-in asks for by itself."""
    rung: int = 0
    rungs_before: int = 0
    longest_minutes: int = 0
    longest_since_flare: int = 0
    """The longest run without a break that has counted since the last flare in growth, in minutes."""
    flared_on: dt.date | None = None
    """The day of the last setback; the weeks of running count from it."""
    long_run_on: dt.date | None = None
    """The day of the first run as long as the runner's long run that has counted since the last setback."""
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
    floor_from: Minute | None = None
    no_run_before: dt.date | None = None
    """The date that a clinician gave with a clearance of duration alone."""
    """The moment from which the floor of runs counts again, after a clearance of duration alone."""
    sore_days: int = 0
    """For how many days the calf has been sore by the last day's check-in; 0 without a check-in or an open episode."""
    trend: Trend = attrs.field(factory=Trend)
    verdict: DayVerdict | None = None
    """The verdict of the last day."""

    @property
    def sore_from(self) -> dt.date | None:
        """The first day of the open episode or of an ache after a load; None without either."""
        return self.episode_from or self.ache_from

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


def record_of(at: Minute, check_in: CheckIn, old: DayRecord | None, *, red_flag: bool) -> DayRecord:
    """Return the record of a day with a check-in recorded at ``at``, with all that an ``old`` record has raised."""
    pains = pains_of(check_in)
    if old is None:
        return DayRecord(recorded_at=at, check_in=check_in, named=check_in.findings, worst=pains, red_flag=red_flag)
    return attrs.evolve(
        old,
        recorded_at=at,
        check_in=check_in,
        named=check_in.findings | old.named,
        worst=pains.or_worse(old.worst),
        red_flag=red_flag or old.red_flag,
    )


def has_run(record: DayRecord | None) -> bool:
    """Return whether a day's check-in gives the pain in a run."""
    return record is not None and record.check_in.pain_running is not None


def first_state(start: CourseStart) -> DayState:
    """Return the state before the first day of a course."""
    return DayState(
        severity=start.severity,
        growth_severity=start.growth_severity,
        possible_strain=start.possible_strain,
        episode_from=start.date,
        findings=start.findings,
        worst=start.pains,
        last_pains=start.pains,
        last_run=max(start.earlier_runs, default=None),
        runs=start.earlier_runs,
    )


def ladder_of(start: CourseStart, state: DayState) -> Ladder:
    """Return the ladder of the present severity; it grows as the severity without lasting soreness does.

    Rule `duration-growth`: a level that only lasting soreness has raised keeps the growth of the level before.
    """
    protocol = start.protocol
    ladder = protocol.ladder_for(state.severity, possible_strain=state.possible_strain)
    if state.growth_severity is state.severity:
        return ladder
    growing = protocol.ladder_for(state.growth_severity, possible_strain=state.possible_strain)
    growth = ("growth_percent", "growth_times_each", "long_run_percent")
    rules = {**ladder.rules, **{name: growing.rules[name] for name in growth}}
    return attrs.evolve(ladder, rules=rules, **{name: getattr(growing, name) for name in growth})


def floor_of(start: CourseStart, state: DayState) -> Minute:
    """Return the floor: the instant before which a runner of this severity, or a clinician's patient, does not run."""
    protocol = start.protocol
    hours = protocol.severity[state.severity].floor_hours
    if state.possible_strain:
        hours = max(hours, protocol.possible_strain.floor_hours)
    floor = Minute(max(start.counted_from, state.floor_from or start.counted_from) + hours * MINUTES_PER_HOUR)
    date = no_run_before(start, state)
    return floor if date is None else max(floor, start.runner.window(date).start)


def no_run_before(start: CourseStart, state: DayState) -> dt.date | None:
    """Return the date before which a clinician wants no run; None without such a date."""
    return max(filter(None, (start.not_before, state.no_run_before)), default=None)


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
