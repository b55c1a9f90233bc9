"""A runner's journey for tests: facts recorded one after another, and after each the laws that the plan must keep."""

import copy
import datetime as dt
import pickle

import attrs

from soleus_recovery import (
    Amendment,
    BusyTimes,
    Case,
    CheckIn,
    Clearance,
    Issued,
    Plan,
    Progress,
    Runner,
    Session,
    SymptomReport,
    diff,
    from_json,
    to_json,
)
from soleus_recovery.clock import Minute
from soleus_recovery.course.gate import run_after_tests_from
from soleus_recovery.facts.case import Entry
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.testing import CheckedTraveller, Facts
from soleus_recovery.vocabulary import Activity
from tests.course import oracle_progress as oracle
from tests.wall_clock import aware

__all__ = ["WatchedTraveller", "as_told", "next_run", "state_of"]

IN_PLAN = (Activity.RUN, Activity.REVIEW, Activity.APPOINTMENT)


def next_run(plan: Plan, at: int) -> Session | None:
    """The first run that starts at or after a moment."""
    return plan.next(aware(at), Activity.RUN)


def as_told(case: Case) -> list[oracle.Signs]:
    """The case as the oracle's plain facts."""
    signs: list[oracle.Signs] = [_report(case.started_at, case.runner, case.report)]
    return signs + [fact for entry in case.entries if (fact := _told(entry)) is not None]


def _told(entry: Entry) -> oracle.Signs | None:
    match entry.fact:
        case CheckIn() as check_in:
            return oracle.CheckIn(
                at=entry.recorded_at,
                day=check_in.day,
                pain_at_rest=check_in.pain_at_rest,
                pain_walking=check_in.pain_walking,
                pain_running=check_in.pain_running,
                pain_training=check_in.pain_training,
                morning=None if check_in.morning is None else check_in.morning.value,
                findings=frozenset(finding.value for finding in check_in.findings),
                gates=frozenset(gate.value for gate in check_in.gates),
                raises=None if check_in.raises is None else (check_in.raises.sore, check_in.raises.other),
                painkiller=check_in.painkiller,
                missed_training=any("-strengthen-" in key for key in check_in.missed),
            )
        case Clearance() as clearance:
            return oracle.Clearance(
                at=entry.recorded_at,
                cleared_on=clearance.date,
                cleared_for=clearance.finding.value,
                level=None if clearance.level is None else clearance.level.value,
                not_before=clearance.not_before,
            )
        case BusyTimes():
            return None  # appointments decide where things go, never what
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
        painkiller=report.painkiller,
        cautions=frozenset(caution.value for caution in runner.cautions),
        zone=runner.zone,
        wake=hour * 60 + minute,
        bed=bed_hour * 60 + bed_minute,
        run_minute_after_waking=runner.run_minutes_after_waking,
        usual_run_minutes=runner.usual_run_minutes,
        long_run_minutes=runner.long_run_minutes or 0,
    )


def state_of(progress: Progress, next_day: dt.date) -> dict[str, object]:
    """The progress of the runner in the terms of the oracle."""
    state, waiting = progress.state, progress.waiting
    urgency = None if waiting is None else waiting.urgency.value
    waits = (state.not_before, state.loading_from, run_after_tests_from(progress.start, state))
    bounds = [bound for bound in waits if bound is not None]
    if state.no_run_until is not None:
        rested = next_day
        while progress.runner.usual_run_start(rested) < state.no_run_until:
            rested += dt.timedelta(days=1)
        bounds.append(rested)
    not_before = max(bounds, default=next_day)
    gate_met = state.gate_passed or not state.gate_needed
    return {
        "outcome": "self-care" if waiting is None else "emergency" if urgency == "emergency" else "see-clinician",
        "urgency": urgency,
        "waiting": frozenset() if waiting is None else frozenset(each.value for each in waiting.findings),
        "severity": state.severity.value,
        "possible_strain": state.possible_strain,
        "phase": progress.phase.value,
        "rung": state.rung,
        "longest": state.longest_minutes,
        "setbacks": state.setbacks,
        "gate_needed": state.gate_needed,
        "gates": frozenset(gate.value for gate in state.tests),
        "gate_passed": state.gate_passed,
        "episode_open": state.episode_from is not None,
        "ready": waiting is None and gate_met and state.ready,
        "not_before": not_before if not_before > next_day else None,
    }


class WatchedTraveller(CheckedTraveller):
    """Checks after each step, besides the public laws, what these tests know by themselves, and the oracle."""

    def __init__(self, facts: Facts, protocol: RecoveryProtocol | None = None) -> None:
        self.owners: dict[str, tuple[Activity, str]] = {}
        super().__init__(facts, protocol)

    def check(self) -> None:
        super().check()
        self._check_owners()
        self._check_oracle()
        if self.before is not None:
            self._check_past(self.before)
            self._check_sequences(self.before.plan)
            assert len(diff(self.before.plan, self.plan)) == 0 or self.before.plan.revision < self.plan.revision

    def arrive(self) -> None:
        """Everything copies and is read back."""
        super().arrive()
        assert from_json(to_json(self.plan)) == self.plan
        for each in (self.plan, self.case):
            assert pickle.loads(pickle.dumps(each)) == each  # noqa: S301  # our own bytes
            assert copy.deepcopy(each) == each

    def _check_owners(self) -> None:
        keys: list[str] = []
        everything = [*((day.date, each) for day, each in self.plan.sessions())]
        for date, session in everything:
            keys.append(session.key)
            owner = (session.activity, "plan" if session.activity in IN_PLAN else date.isoformat())
            assert self.owners.setdefault(session.key, owner) == owner
        assert len(keys) == len(set(keys))
        assert not set(keys) & {session.key for session in self.plan.withdrawn}

    def _check_oracle(self) -> None:
        truth = oracle.state(as_told(self.case), self.now)
        ours = state_of(self.progress, truth.next_day)
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
        gone, withdrawn = {each.key for each in old.withdrawn}, {each.key for each in new.withdrawn}
        for session in (*(each for _, each in new.sessions()), *new.withdrawn):
            before = known.pop(session.key, None)
            if before is None:
                continue
            assert session.sequence >= before.sequence
            fell = (session.key in withdrawn) != (session.key in gone)
            # Most sessions are the very same objects.
            changed = fell or (session is not before and _content(session) != _content(before))
            if one:
                assert session.sequence == before.sequence + changed
            if session.sequence == before.sequence:
                assert session == before
        assert known == {}  # nothing is ever forgotten


def _content(session: Session) -> Session:
    return attrs.evolve(session, sequence=0, revised_at=Minute(0))
