"""What must hold in every plan, as data: an id, the sentence, its origin, and a check that says where it fails.

The checks read the plan and the protocol and share no placing with the planner.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import final

import attrs

from soleus_recovery.clock import MINUTES_PER_HOUR, calendar_date
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.intake.triage import Emergency, SelfCare, assess_at
from soleus_recovery.planning.plan import Day, Plan, RunDose, Session
from soleus_recovery.spans import Span
from soleus_recovery.vocabulary import Activity, Outcome, PhaseKind, Severity, Status

__all__ = ["INVARIANTS", "Invariant", "Violation", "violations"]

_WEEK = 7  # days
Check = Callable[[Plan, RecoveryProtocol], Iterator[str]]


@final
@attrs.frozen(kw_only=True)
class Invariant:
    """A sentence that every plan keeps; ``broken`` yields each place where it does not."""

    id: str
    says: str
    origin: str
    broken: Check = attrs.field(repr=False, eq=False)


@final
@attrs.frozen(kw_only=True)
class Violation:
    """A broken invariant, and where."""

    id: str
    says: str
    where: str


def violations(plan: Plan, protocol: RecoveryProtocol) -> tuple[Violation, ...]:
    """Every place at which a plan breaks an invariant, in the order of ``INVARIANTS``."""
    return tuple(
        Violation(id=invariant.id, says=invariant.says, where=where)
        for invariant in INVARIANTS
        for where in invariant.broken(plan, protocol)
    )


def _of(plan: Plan, *activities: Activity) -> list[tuple[Day, Session, Span]]:
    return [
        (day, session, session.span)
        for day, session in plan.sessions()
        if session.activity in activities and session.span is not None
    ]


def _runs(plan: Plan) -> list[tuple[Day, Session, RunDose]]:
    return [(day, session, session.dose) for day, session in plan.sessions() if isinstance(session.dose, RunDose)]


def _triage(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    answer = assess_at(plan.report, plan.runner, made_at=plan.made_at, protocol=protocol)
    if isinstance(answer, Emergency):
        yield "the facts are an emergency: no plan may exist"
    elif isinstance(answer, SelfCare):
        if (plan.outcome, plan.severity) != (Outcome.SELF_CARE, answer.severity):
            yield f"the facts are self-care at {answer.severity}, the plan says {plan.outcome} at {plan.severity}"
    elif (plan.outcome, plan.urgency) != (Outcome.SEE_CLINICIAN, answer.urgency):
        yield f"the facts refer {answer.urgency}, the plan says {plan.outcome} {plan.urgency}"
    if not isinstance(answer, Emergency) and plan.switched_off != answer.switched_off:
        yield "switched_off is not what the facts switch off"
    if not isinstance(answer, Emergency) and plan.possible_strain != answer.possible_strain:
        yield "possible_strain is not what the facts say"
    if plan.onset != plan.report.onset_in(plan.zone) or plan.zone != plan.runner.zone:
        yield "onset or zone is not the report's"


def _switched_off(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    answer = assess_at(plan.report, plan.runner, made_at=plan.made_at, protocol=protocol)
    for _, session in plan.sessions():
        for measure in protocol.limits.measures[session.activity] & (plan.switched_off | answer.switched_off):
            yield f"{session.key}: {measure} is switched off"


def _holding(plan: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    allowed = {
        Activity.REST,
        Activity.ICE,
        Activity.ELEVATE,
        Activity.COMPRESS,
        Activity.CHECK_IN,
        Activity.APPOINTMENT,
    }
    if plan.outcome is Outcome.SEE_CLINICIAN:
        for day, session in plan.sessions():
            if session.activity not in allowed or day.phase is not PhaseKind.HOLD:
                yield f"{session.key}: not part of a holding plan"
        if not any(session.activity is Activity.APPOINTMENT for _, session in plan.sessions()):
            yield "the appointment is missing"


def _ice_dose(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    for _, session, span in _of(plan, Activity.ICE):
        if not 0 < span.minutes <= protocol.limits.ice_minutes_maximum:
            yield f"{session.key}: {span.minutes} min"


def _ice_spacing(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    for (_, _, before), (_, session, after) in pairwise(_of(plan, Activity.ICE)):
        if after.start - before.start < protocol.limits.ice_spacing_minutes_minimum:
            yield f"{session.key}: {after.start - before.start} min after the one before"


def _ice_hours(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    hours = protocol.hold.relieve_hours if plan.severity is None else protocol.severity[plan.severity].relieve_hours
    for _, session, span in _of(plan, Activity.ICE):
        if span.end > plan.onset + hours * MINUTES_PER_HOUR:
            yield f"{session.key}: ends later than {hours} h from onset"


def _run_floor(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    severity = plan.severity or Severity.SEVERE
    limits = protocol.limits
    hours = max(limits.floor_hours_minimum[severity], protocol.severity[severity].floor_hours)
    if plan.possible_strain:
        hours = max(hours, limits.strain_floor_hours_minimum, protocol.possible_strain.floor_hours)
    first = protocol.severity[severity].first_run_day
    for day, session, span in _of(plan, Activity.RUN):
        if span.start < plan.onset + hours * MINUTES_PER_HOUR:
            yield f"{session.key}: before {hours} h from onset"
        if (day.date - calendar_date(plan.onset, plan.zone)).days < first:
            yield f"{session.key}: before day {first}"


def _day_off(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    apart = max(protocol.limits.days_off_between_minimum, protocol.runs.days_off_between) + 1
    for (before, _, _), (day, session, _) in pairwise(_runs(plan)):
        if (day.date - before.date).days < apart:
            yield f"{session.key}: {(day.date - before.date).days} day after the run before"


def _runs_a_week(plan: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    runs, most = _runs(plan), plan.runner.runs_per_week
    for (early, _, _), (late, session, _) in zip(runs, runs[most:], strict=False):
        if (late.date - early.date).days < _WEEK:
            yield f"{session.key}: more than {most} runs in 7 days"


def _longest(plan: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    for (_, _, before), (_, session, dose) in pairwise(_runs(plan)):
        if dose.run_minutes < before.run_minutes:
            yield f"{session.key}: {dose.run_minutes} min without a break, after {before.run_minutes}"
    for _, session, dose in _runs(plan):
        if dose.total_run_minutes > max(plan.runner.usual_run_minutes, dose.run_minutes):
            yield f"{session.key}: {dose.total_run_minutes} min of running, over the usual run"
        if dose.run_minutes > plan.runner.usual_run_minutes:
            yield f"{session.key}: longer than the usual run"


def _growth(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    if plan.severity is None:
        return
    ladder = protocol.ladder_for(plan.severity, possible_strain=plan.possible_strain)
    percent = min(ladder.growth_percent, protocol.limits.growth_percent_maximum)
    continuous = [(session, dose) for _, session, dose in _runs(plan) if dose.continuous]
    if continuous and continuous[0][1].run_minutes > ladder.continuous_minutes:
        yield f"{continuous[0][0].key}: the first run without a break is longer than {ladder.continuous_minutes} min"
    for (_, before), (session, dose) in pairwise(continuous):
        grown = before.run_minutes + max(protocol.runs.growth_least_minutes, before.run_minutes * percent // 100)
        if dose.run_minutes > grown:
            yield f"{session.key}: {dose.run_minutes} min, over {grown}"


def _rungs(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    if plan.severity is None:
        return
    runs = _runs(plan)
    ladder = protocol.ladder_for(plan.severity, possible_strain=plan.possible_strain)
    walks = [dose.walk_minutes for _, _, dose in runs]
    if walks != sorted(walks, reverse=True):
        yield "the rungs are out of order"
    for walk in {rung.walk_minutes for rung in ladder.rungs}:
        if walks.count(walk) != ladder.times_each:
            yield f"the rung of {walk} min walking is there {walks.count(walk)} times, not {ladder.times_each}"
    if not runs or runs[-1][2].run_minutes != plan.runner.usual_run_minutes or not runs[-1][2].continuous:
        yield "the ladder does not end at the usual run"


def _provisional(plan: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    for _, session, _ in _runs(plan):
        if session.status is not Status.PROVISIONAL:
            yield f"{session.key}: confirmed without a check-in"


def _strengthening(plan: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    run_days = {day.date for day, _, _ in _runs(plan)}
    strength = _of(plan, Activity.STRENGTHEN)
    for day, session, _ in strength:
        if day.date in run_days:
            yield f"{session.key}: on the day of a run"
    for (before, _, _), (day, session, _) in pairwise(strength):
        if (day.date - before.date).days == 1:
            yield f"{session.key}: the day after the last"


def _soft_tissue(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    until = plan.onset + protocol.limits.strain_floor_hours_minimum * MINUTES_PER_HOUR
    if plan.possible_strain:
        for _, session, span in _of(
            plan, Activity.STRETCH, Activity.MASSAGE, Activity.WARM_BATH, Activity.FOAM_ROLL, Activity.STRENGTHEN
        ):
            if span.start < until:
                yield f"{session.key}: in the first {protocol.limits.strain_floor_hours_minimum} h of a possible strain"


def _awake(plan: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    for day, session in plan.sessions():
        if session.span is not None and not plan.runner.window(day.date).holds(session.span):
            yield f"{session.key}: outside the waking window"
        if session.span is not None and session.span.start < plan.made_at:
            yield f"{session.key}: before the plan was made"


def _one_at_a_time(plan: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    timed = [(s, s.span) for _, s in plan.sessions() if s.span is not None and s.activity is not Activity.ELEVATE]
    timed.sort(key=lambda item: item[1])
    for (_, before), (session, after) in pairwise(timed):
        if before.overlaps(after):
            yield f"{session.key}: overlaps the session before"


def _reasons(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    for _, session in plan.sessions():
        if not session.because:
            yield f"{session.key}: no rule"
        for because in session.because:
            rule = protocol.rules.get(because.rule)
            if rule is None or rule.because != because:
                yield f"{session.key}: rule {because.rule} is not the protocol's"


def _check_ins(plan: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    told = {(item.date, item.activity) for item in plan.unplaced}
    for day in plan.days:
        if (day.date, Activity.CHECK_IN) not in told and not any(
            session.activity is Activity.CHECK_IN for session in day.sessions
        ):
            yield f"{day.date}: no check-in"


def _days(plan: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    if not plan.days:
        yield "no days"
    for before, after in pairwise(plan.days):
        if (after.date - before.date).days != 1:
            yield f"{after.date}: not the day after {before.date}"
    onset = calendar_date(plan.onset, plan.zone)
    for day in plan.days:
        if day.number != max(0, (day.date - onset).days):
            yield f"{day.date}: is not day {day.number}"
    keys = [session.key for _, session in plan.sessions()]
    for key in sorted({key for key in keys if keys.count(key) > 1}) if len(set(keys)) != len(keys) else ():
        yield f"{key}: used twice"


INVARIANTS: tuple[Invariant, ...] = tuple(
    Invariant(id=f"I-{number:02}", says=says, origin=origin, broken=check)
    for number, (says, origin, check) in enumerate(
        (
            ("the outcome is what triage says of the facts", "triage", _triage),
            ("nothing that triage or a caution switches off is in the plan", "triage, cautions", _switched_off),
            ("a holding plan holds rest, relief, the log and the appointment, and nothing else", "N1 to N5", _holding),
            ("an icing is no longer than the limit", "limit-ice", _ice_dose),
            ("icings are at least 2 hours apart, start to start", "limit-ice", _ice_spacing),
            ("no icing ends after the relief hours", "relieve-hours", _ice_hours),
            ("no run is before the floor or the planned day", "limit-floors", _run_floor),
            ("a day off stands between runs", "day-between", _day_off),
            ("no 7 days hold more runs than usual", "run", _runs_a_week),
            ("the longest stretch of running never falls and never passes the usual run", "ladder-shape", _longest),
            ("runs grow within the level's percentage", "growth", _growth),
            ("the rungs come in order, as often as the level asks, and end at the usual run", "ladder-shape", _rungs),
            ("every run is provisional until a check-in confirms it", "gate", _provisional),
            ("strengthening is never on a run day, nor on two days in a row", "strengthen-spacing", _strengthening),
            ("a possible strain is not stretched, warmed, rubbed or loaded early", "limit-strain-floor", _soft_tissue),
            ("nothing is placed outside the waking window or in the past", "placement", _awake),
            ("one thing at a time", "placement", _one_at_a_time),
            ("every session names rules of the protocol, with origin and citation", "provenance", _reasons),
            ("every day has a check-in, or says why not", "check-in", _check_ins),
            ("days follow one another, are numbered from onset, and keys are unique", "time", _days),
        ),
        start=1,
    )
)
