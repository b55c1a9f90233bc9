"""A runner's journey for tests: facts told one after another, and after each what must hold of the plan."""

import copy
import datetime as dt
import pickle

import attrs

from soleus_recovery import (
    Amendment,
    Case,
    CheckIn,
    Clearance,
    Emergency,
    Issued,
    Plan,
    Progress,
    Runner,
    Session,
    SymptomReport,
    apply,
    assess,
    diff,
    from_json,
    issue,
    open_case,
    progress,
    record,
    to_json,
    transition_violations,
)
from soleus_recovery.clock import Minute
from soleus_recovery.intake.case import Entry, Fact
from soleus_recovery.planning.invariants import violations
from soleus_recovery.planning.state import run_after_tests_from
from soleus_recovery.vocabulary import Activity, Status
from tests.planning import oracle_progress as oracle
from tests.wall_clock import aware

__all__ = ["Journey", "as_told", "next_run", "state_of"]

IN_PLAN = (Activity.RUN, Activity.REVIEW, Activity.APPOINTMENT)


def next_run(plan: Plan, at: int) -> Session | None:
    """The first run that starts at or after a moment."""
    return plan.next(aware(at), Activity.RUN)


def as_told(case: Case) -> list[oracle.Told]:
    """The case as the oracle's plain facts."""
    told: list[oracle.Told] = [_report(case.started_at, case.runner, case.report)]
    return told + [_told(entry) for entry in case.entries]


def _told(entry: Entry) -> oracle.Told:
    match entry.fact:
        case CheckIn() as word:
            return oracle.CheckIn(
                at=entry.recorded_at,
                day=word.day,
                pain_at_rest=word.pain_at_rest,
                pain_walking=word.pain_walking,
                pain_running=word.pain_running,
                morning=None if word.morning is None else word.morning.value,
                findings=frozenset(finding.value for finding in word.findings),
                gates=frozenset(gate.value for gate in word.gates),
                painkiller=word.painkiller,
                missed=bool(word.missed),
            )
        case Clearance() as clearance:
            return oracle.Clearance(
                at=entry.recorded_at, cleared_on=clearance.date, cleared_for=clearance.finding.value
            )
        case Amendment() as amendment:
            return _report(entry.recorded_at, amendment.runner, amendment.report)


def _report(at: int, runner: Runner, report: SymptomReport) -> oracle.Report:
    hour, minute = map(int, runner.wake.split(":"))
    bed_hour, bed_minute = map(int, runner.bed.split(":"))
    return oracle.Report(
        at=at,
        onset=report.onset_in(runner.zone),
        pain_at_rest=report.pain_at_rest,
        pain_walking=report.pain_walking,
        severity=None if report.severity is None else report.severity.value,
        findings=frozenset(finding.value for finding in report.findings),
        side=None if report.side is None else report.side.value,
        zone=runner.zone,
        wake=hour * 60 + minute,
        bed=bed_hour * 60 + bed_minute,
        run_minute_after_waking=runner.run_minutes_after_waking,
        usual_run_minutes=runner.usual_run_minutes,
    )


def state_of(standing: Progress, next_day: dt.date) -> dict[str, object]:
    """Where the runner stands in the oracle's words."""
    state, waiting = standing.state, standing.waiting
    urgency = None if waiting is None else waiting.urgency.value
    bounds = [bound for bound in (state.not_before, run_after_tests_from(standing.basis, state)) if bound is not None]
    if state.no_run_until is not None:
        rested = next_day
        while standing.runner.usual_run_start(rested) < state.no_run_until:
            rested += dt.timedelta(days=1)
        bounds.append(rested)
    tests = standing.basis.protocol.gate_tests(possible_strain=state.possible_strain).keys()
    if state.gate_needed and state.last_test is not None and tests <= state.tests.keys():
        bounds.append(max(state.tests[test] for test in tests) + dt.timedelta(days=2))
    not_before = max(bounds, default=next_day)
    gate_met = state.gate_passed or not state.gate_needed
    return {
        "outcome": "self-care" if waiting is None else "emergency" if urgency == "emergency" else "see-clinician",
        "urgency": urgency,
        "waiting": frozenset() if waiting is None else frozenset(each.value for each in waiting.findings),
        "severity": state.severity.value,
        "possible_strain": state.possible_strain,
        "phase": standing.phase.value,
        "rung": state.rung,
        "longest": state.longest,
        "setbacks": state.setbacks,
        "gate_needed": state.gate_needed,
        "gates": frozenset(gate.value for gate in state.tests),
        "gate_passed": state.gate_passed,
        "episode_open": state.episode_from is not None,
        "ready": waiting is None and gate_met and state.ready,
        "not_before": not_before if not_before > next_day else None,
    }


class Journey:
    """One case on its way; ``tell`` and ``wait`` move it on and check all that must hold after each step."""

    def __init__(self, runner: Runner, report: SymptomReport, now: int, case_id: str = "journey") -> None:
        answer = assess(report, runner, now=aware(now))
        assert not isinstance(answer, Emergency)
        self.case = open_case(answer, case_id=case_id)
        self.now = now
        self.issued: Issued = issue(self.case, Minute(now))
        self.owners: dict[str, tuple[Activity, str]] = {}
        self._check(None)

    @property
    def plan(self) -> Plan:
        """The plan as of now."""
        return self.issued.plan

    @property
    def standing(self) -> Progress:
        """Where the runner stands now."""
        return progress(self.case, Minute(self.now))

    def wait(self, minutes: int) -> None:
        """Let time pass without a word."""
        self._go(self.case, self.now + minutes)

    def tell(self, fact: Fact) -> None:
        """Tell a fact now."""
        self._go(record(self.case, fact, now=aware(self.now)), self.now)

    def _go(self, case: Case, now: int) -> None:
        before = self.issued
        self.case, self.now = case, now
        self.issued = issue(case, Minute(now), after=before)
        self._check(before)

    # ------------------------------------------------------------ what must hold

    def _check(self, before: Issued | None) -> None:
        broken = [f"{each.id}: {each.where}" for each in violations(self.plan, self.case.protocol)]
        assert broken == [], broken
        assert issue(self.case, Minute(self.now), after=self.issued) == self.issued
        self._check_owners()
        self._check_confirmed()
        self._check_oracle()
        if before is not None:
            self._check_past(before)
            self._check_sequences(before.plan)
            laws = transition_violations(before.plan, self.plan, self.case.protocol)
            assert laws == (), laws
            changes = diff(before.plan, self.plan)
            assert apply(before.plan, changes) == self.plan
            assert all(change.reasons for change in changes)
            assert (len(changes) == 0) or before.plan.revision < self.plan.revision

    def _check_owners(self) -> None:
        keys: list[str] = []
        everything = [*((day.date, each) for day, each in self.plan.sessions())]
        for date, session in everything:
            keys.append(session.key)
            owner = (session.activity, "plan" if session.activity in IN_PLAN else date.isoformat())
            assert self.owners.setdefault(session.key, owner) == owner
        assert len(keys) == len(set(keys))
        assert not set(keys) & {session.key for session in self.plan.withdrawn}

    def _check_confirmed(self) -> None:
        """Only the next run is ever confirmed, and only when the check-ins have told all it waits for."""
        ahead = [
            each for _, each in self.plan.sessions() if each.activity is Activity.RUN and _starts(each) >= self.now
        ]
        assert all(each.status is Status.PROVISIONAL for each in ahead[1:])
        if ahead and ahead[0].status is Status.CONFIRMED:
            standing = self.standing
            assert standing.waiting is None
            assert standing.state.ready
            assert standing.state.gate_passed or not standing.state.gate_needed
        if self.standing.waiting is not None:
            assert ahead == []

    def _check_oracle(self) -> None:
        truth = oracle.state(as_told(self.case), self.now)
        ours = state_of(self.standing, truth.next_day)
        theirs = {name: getattr(truth, name) for name in ours}
        differ = {name: (ours[name], theirs[name]) for name in ours if ours[name] != theirs[name]}
        assert differ == {}, differ

    def _check_past(self, before: Issued) -> None:
        """What had begun when the old plan was issued stands, byte for byte."""
        old = {each.key: (day.date, each) for day, each in before.plan.sessions()}
        new = {each.key: (day.date, each) for day, each in self.plan.sessions()}
        for key, (date, session) in old.items():
            if session.span is not None and session.span.start < before.as_of:
                assert new[key] == (date, session)
        for day in before.plan.days:
            # Later waking hours can open a day again.
            ends = max(plan.runner.window(day.date).end for plan in (before.plan, self.plan))
            if ends <= before.as_of:
                assert self.plan.on(day.date) == day

    def _check_sequences(self, old: Plan) -> None:
        """A sequence never falls, and in one revision rises by one for exactly what changed."""
        new = self.plan
        one = new.revision - old.revision == 1
        known = {each.key: each for each in (*(each for _, each in old.sessions()), *old.withdrawn)}
        gone = {each.key for each in old.withdrawn}
        for session in (*(each for _, each in new.sessions()), *new.withdrawn):
            before = known.pop(session.key, None)
            if before is None:
                continue
            assert session.sequence >= before.sequence
            fell = (session.key in {each.key for each in new.withdrawn}) != (session.key in gone)
            changed = _content(session) != _content(before) or fell
            if one:
                assert session.sequence == before.sequence + changed
            if session.sequence == before.sequence:
                assert session == before
        assert known == {}  # nothing is ever forgotten

    def check_whole(self) -> None:
        """What costs more: the case from the start gives the same plan, and everything copies and is read back."""
        assert issue(self.case, Minute(self.now)).plan == self.plan
        assert from_json(to_json(self.plan)) == self.plan
        for each in (self.plan, self.case):
            assert pickle.loads(pickle.dumps(each)) == each  # noqa: S301  # our own bytes
            assert copy.deepcopy(each) == each


def _content(session: Session) -> Session:
    return attrs.evolve(session, sequence=0, revised_at=Minute(0))


def _starts(session: Session) -> int:
    return -1 if session.span is None else session.span.start
