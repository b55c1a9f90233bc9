"""A journey: the entries and silences of one runner's case, and the laws that must hold after each of them.

This module needs no Hypothesis: a journey that was found once can be kept, read and walked again.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Final, final

import attrs

from soleus_recovery.clock import MINUTES_PER_DAY, MINUTES_PER_HOUR, Minute, minute_of, to_wall, wall_minute
from soleus_recovery.course.replay import progress
from soleus_recovery.errors import BrokenInvariant, BrokenJourney, BrokenPlan, NotPlannable
from soleus_recovery.facts.case import Fact
from soleus_recovery.facts.checkin import Amendment, BusyTimes, CheckIn, Clearance
from soleus_recovery.guidance.loader import STANDARD, builtin
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.laws.asking import case_violations, transition_violations, violations
from soleus_recovery.laws.law import Violation, ahead, open_days
from soleus_recovery.plan.changes import apply, diff
from soleus_recovery.plan.issued import Issued
from soleus_recovery.plan.plan import Plan
from soleus_recovery.planner.first import open_case
from soleus_recovery.planner.issue import issue
from soleus_recovery.planner.record import record
from soleus_recovery.testing.adding_up import unanswered
from soleus_recovery.testing.fact_strategies import Facts
from soleus_recovery.triage.answers import Emergency
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, Measure, PhaseKind, Status

__all__ = ["JOURNEY_LAWS", "CheckedTraveller", "Journey", "JourneyLaw", "Step", "Tell", "Traveller", "Wait"]

_SHORTEST_DAY_HOURS: Final = 23  # when the clocks go forward


@final
@attrs.frozen
class Wait(Value):
    """A step of a journey: so many minutes pass without an entry."""

    minutes: int


@final
@attrs.frozen
class Tell(Value):
    """A step of a journey: a fact is entered at the current moment."""

    fact: Fact


Step = Wait | Tell


@final
@attrs.frozen(kw_only=True)
class Journey(Value):
    """The first facts of a case, its protocol, and the steps that follow; ``travel`` takes the steps."""

    facts: Facts
    steps: tuple[Step, ...] = ()
    protocol: RecoveryProtocol = attrs.field(factory=lambda: builtin(STANDARD), repr=False)

    def travel(self) -> "CheckedTraveller":
        """Walk the journey and return the traveller at its end; raise ``BrokenJourney`` if a step breaks a law.

        >>> import datetime as dt
        >>> from soleus_recovery import CheckIn, Runner, SymptomReport
        >>> report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
        >>> now = dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)
        >>> check_in = CheckIn(day=dt.date(2026, 11, 22), pain_at_rest=0, pain_walking=6)
        >>> facts = Facts(runner=Runner(zone="UTC"), report=report, now=now)
        >>> Journey(facts=facts, steps=(Wait(120), Tell(check_in))).travel().plan.severity
        <Severity.SEVERE: 'severe'>
        """
        traveller = CheckedTraveller(self.facts, self.protocol)
        for step in self.steps:
            traveller.take(step)
        traveller.arrive()
        return traveller


class Traveller:
    """A case that is under way; ``tell`` and ``wait`` move the case on by a step, without checking the laws.

    ``now`` is the moment in minutes since 1970 (UTC); ``issued`` holds the present plan, and ``before`` the plan before
    the last step. Raises ``NotPlannable`` if the facts are an emergency, and ``BrokenJourney`` if the planner refuses
    to issue a plan because the plan breaks a law.
    """

    def __init__(self, facts: Facts, protocol: RecoveryProtocol | None = None) -> None:
        answer = facts.assess(protocol)
        if isinstance(answer, Emergency):
            raise NotPlannable(problem="an emergency opens no case")
        self.facts = facts
        self.steps: list[Step] = []
        self.case = open_case(answer, case_id="journey", busy=facts.busy)
        self.now = minute_of("now", facts.now)
        self.before: Issued | None = None
        self.issued = self._issue()
        self.progress = progress(self.case, self.now)
        self.check()

    def _issue(self) -> Issued:
        try:
            return issue(self.case, self.now, after=self.before)
        except BrokenPlan as error:
            moment = to_wall(self.now, self.case.runner.zone).isoformat()
            raise BrokenJourney(moment=moment, broken=error.broken) from error

    @property
    def journey(self) -> Journey:
        """The journey up to the current moment."""
        return Journey(facts=self.facts, steps=tuple(self.steps), protocol=self.case.protocol)

    @property
    def plan(self) -> Plan:
        """The plan as of the current moment."""
        return self.issued.plan

    def take(self, step: Step) -> None:
        """Take a step; if ``record`` refuses the fact of the step, raise its error and change nothing."""
        case, now = self.case, self.now
        match step:
            case Tell():
                case = record(case, step.fact, now=to_wall(now, case.runner.zone), issued=self.issued)
            case Wait():
                now = Minute(now + step.minutes)
        self.steps.append(step)
        self.before, self.case, self.now = self.issued, case, now
        self.issued = self._issue()
        self.progress = progress(case, now)
        self.check()

    def wait(self, minutes: int) -> None:
        """Let so many minutes pass without an entry."""
        self.take(Wait(minutes))

    def tell(self, fact: Fact) -> None:
        """Enter a fact at the current moment."""
        self.take(Tell(fact))

    def check(self) -> None:
        """Do nothing; ``take`` calls this after each step, for subclasses that check the laws."""


class CheckedTraveller(Traveller):
    """A traveller that checks the laws of plans, of revisions, of cases and of journeys after each step.

    Raises ``BrokenJourney`` with each place at which a law is broken.
    """

    def check(self) -> None:
        """Check every law but J-04; a subclass can override this method to check more."""
        self._refuse(self._broken())

    def arrive(self) -> None:
        """Check J-04, the law that takes longest; call this method at the end of the journey."""
        if issue(self.case, self.now).plan != self.plan:
            says = "replayed from its first fact, a case gives the plan that was made step by step"
            self._refuse([Violation(id="J-04", says=says, where=f"revision {self.plan.revision}")])

    def _broken(self) -> Iterator[Violation]:
        protocol = self.case.protocol
        # The plan of any other protocol was checked when it was issued, and ``_issue`` has raised what it broke.
        if protocol.ships:
            yield from violations(self.plan, protocol)
        if self.before is not None:
            yield from transition_violations(self.before.plan, self.plan, protocol)
        yield from case_violations(self.case, self.plan, self.now)
        for law in JOURNEY_LAWS:
            for where in law.broken(self):
                yield Violation(id=law.id, says=law.says, where=where)

    def _refuse(self, broken: Iterable[Violation]) -> None:
        errors = tuple(BrokenInvariant(id=each.id, says=each.says, where=each.where) for each in broken)
        if errors:
            raise BrokenJourney(moment=to_wall(self.now, self.plan.zone).isoformat(), broken=errors)


@final
@attrs.frozen(kw_only=True)
class JourneyLaw(Value):
    """A law of journeys: ``says`` is its sentence, and ``broken`` yields each place where a traveller breaks it."""

    id: str
    says: str
    broken: Callable[[Traveller], Iterator[str]] = attrs.field(repr=False, eq=False)


def _asked_again(traveller: Traveller) -> Iterator[str]:
    if issue(traveller.case, traveller.now, after=traveller.issued) != traveller.issued:
        yield f"the plan of revision {traveller.plan.revision} is another when it is issued again"


def _changes(traveller: Traveller) -> Iterator[str]:
    if traveller.before is None:
        return
    before = traveller.before.plan
    changes = diff(before, traveller.plan)
    if apply(before, changes) != traveller.plan:
        yield f"the changes from revision {before.revision} to {traveller.plan.revision} do not lead there"
    for change in changes:
        if not change.reasons:
            yield f"{change.after.key}: {change.kind} without a reason"


def _confirmed(traveller: Traveller) -> Iterator[str]:
    progress = traveller.progress
    ahead = [
        session
        for _, session in traveller.plan.sessions()
        if session.activity is Activity.RUN and session.span is not None and session.span.start >= traveller.now
    ]
    ready = progress.state.ready and (progress.state.gate_passed or not progress.state.gate_needed)
    for session in ahead:
        if progress.waiting is not None:
            yield f"{session.key}: a run, and a clinician must be seen ({progress.waiting.urgency})"
        elif session.status is Status.CONFIRMED and not (ready and session is ahead[0]):
            yield f"{session.key}: confirmed, and the check-ins lack something that it waits for"


def _run_ends(traveller: Traveller) -> Iterator[Minute]:
    """Yield the last moment at which each run in the check-ins can have ended; a later check-in can take a run back."""
    ends: dict[dt.date, Minute | None] = {}
    for entry in traveller.case.entries:
        if isinstance(entry.fact, CheckIn):
            runner, _ = traveller.case.facts_until(entry.recorded_at)
            latest = min(entry.recorded_at, runner.window(entry.fact.day).end)
            ends[entry.fact.day] = None if entry.fact.pain_running is None else Minute(latest)
    yield from (latest for latest in ends.values() if latest is not None)


def _apart(traveller: Traveller) -> Iterator[str]:
    """Yield each place where the law J-05 is broken, even after the waking hours have changed.

    The shortest day off is the day on which the clocks go forward.
    """
    first = traveller.plan.next(to_wall(traveller.now, traveller.plan.zone), Activity.RUN)
    if first is None or first.span is None:
        return
    for latest in _run_ends(traveller):
        if 0 <= first.span.start - latest < _SHORTEST_DAY_HOURS * MINUTES_PER_HOUR:
            yield f"{first.key}: {first.span.start - latest} minutes after a run that was entered"


def _still(traveller: Traveller) -> Iterator[str]:
    """Yield each place where the law J-06 is broken.

    By J-06, at most one card begins from now on, and two more days of silence change nothing.
    """
    stands_still = traveller.progress.stands_still
    if not stands_still and not _is_quiet(traveller):
        return
    plan, now = traveller.plan, traveller.now
    for day in plan.days:
        for session in day.sessions:
            until = plan.runner.window(day.date).end if session.span is None else session.span.start + 1
            if until > now and session is not plan.standstill:
                yield f"{session.key}: is ahead, and nothing is planned any more"
    later = Minute(now + 2 * MINUTES_PER_DAY)
    if issue(traveller.case, later, after=traveller.issued).plan != plan:
        yield "two days later there is another plan"
    if stands_still and plan.standstill is None:
        yield "no card says that nothing is planned"


def _adding_up(traveller: Traveller) -> Iterator[str]:
    waiting = traveller.progress.waiting
    yield from unanswered(traveller.case, None if waiting is None else waiting.urgency)


def _rested_after_clearance(traveller: Traveller) -> Iterator[str]:
    """Yield each place where the law J-09 is broken: the floor counts from the end of the date, if not from earlier."""
    plan, protocol = traveller.plan, traveller.case.protocol
    if plan.severity is None or not any(isinstance(each.fact, Clearance) for each in traveller.case.entries):
        return
    hours = protocol.severity[plan.severity].floor_hours
    hours = max(hours, protocol.possible_strain.floor_hours) if plan.possible_strain else hours
    dates = [(each.recorded_at, each.fact.date) for each in traveller.case.entries if isinstance(each.fact, Clearance)]
    starts = [min(at, wall_minute(date, MINUTES_PER_DAY, plan.zone) - 1) for at, date in dates]
    floor = max(starts) + hours * MINUTES_PER_HOUR
    for _, session in plan.sessions():
        if session.activity is Activity.RUN and session.span and traveller.now <= session.span.start < floor:
            yield f"{session.key}: {floor - session.span.start} minutes before the floor after a clearance"


def _held(traveller: Traveller) -> Iterator[str]:
    """Yield each place where the law J-10 is broken; a wait for a clinician and a standstill have laws of their own."""
    progress, plan = traveller.progress, traveller.plan
    until, protocol = progress.state.loading_from, traveller.case.protocol
    if until is None or progress.waiting is not None or progress.stands_still:
        return
    held = {day.date for day in plan.days if day.date < until}
    rests = set[dt.date]()
    for day, session in ahead(plan):
        if day.date not in held:
            continue
        if Measure.EXERCISE in protocol.limits.measures[session.activity]:
            yield f"{session.key}: exercise, and a check-in holds it back until {until}"
        elif session.activity is Activity.REST:
            rests.add(day.date)
    if protocol.bad_day is not None:
        yield from (f"{day.date}: does not say to rest" for day in open_days(plan) if day.date in held - rests)


def _is_quiet(traveller: Traveller) -> bool:
    """Return whether only busy times were entered for longer than it takes to make a plan dormant (`long-silence`).

    After prevention silence changes nothing (`keep`).
    The day in progress is not silent yet, so the plan is dormant a day after the silent days. Changed waking hours can
    name one morning by two dates (`other-waking-hours`), which takes one day more.
    """
    case = traveller.case
    if traveller.progress.phase is PhaseKind.KEEP:
        return False
    runners = [entry.fact.runner for entry in case.entries if isinstance(entry.fact, Amendment)]
    is_changed = any((each.wake, each.bed) != (case.runner.wake, case.runner.bed) for each in runners)
    days = case.protocol.progression.dormant_days + 1 + is_changed
    entered = (entry.recorded_at for entry in case.entries if not isinstance(entry.fact, BusyTimes))
    return traveller.now >= max(entered, default=case.started_at) + days * MINUTES_PER_DAY


JOURNEY_LAWS: Final = (
    JourneyLaw(id="J-01", says="issued again at the same moment, a case gives the same plan", broken=_asked_again),
    JourneyLaw(id="J-02", says="the changes, applied to the plan before, give the plan after", broken=_changes),
    JourneyLaw(
        id="J-03", says="a run is confirmed only when the check-ins have all that it waits for", broken=_confirmed
    ),
    JourneyLaw(
        id="J-05", says="a day off follows every run that was entered, whatever the waking hours", broken=_apart
    ),
    JourneyLaw(id="J-06", says="in an emergency, and after a long silence, one card is left", broken=_still),
    JourneyLaw(id="J-07", says="severe signs add up over the whole episode", broken=_adding_up),
    JourneyLaw(
        id="J-09", says="no run comes within the floor's hours after a clearance", broken=_rested_after_clearance
    ),
    JourneyLaw(
        id="J-10", says="each day on which a check-in holds exercise back says to rest, and holds none", broken=_held
    ),
)
"""The laws that need a case and not only its plans; ``CheckedTraveller.arrive`` checks one more such law, J-04."""
