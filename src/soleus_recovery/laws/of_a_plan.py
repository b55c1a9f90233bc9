"""The laws of a single plan: each check yields the places at which a plan breaks its law.

The checks read the plan and the protocol, and share no code for placing sessions with the planner.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from soleus_recovery.clock import MINUTES_PER_HOUR, calendar_date
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.laws.law import Check, Invariant, ahead, one_leg, tells_of_clearance, timed
from soleus_recovery.laws.of_a_standstill import dormant, stopped
from soleus_recovery.laws.of_keep_fit import days_off, little_pain
from soleus_recovery.laws.of_keeping import reminders
from soleus_recovery.laws.of_referrals import adding_up, clot_watch, duration_hold, is_for_duration
from soleus_recovery.laws.of_runs import (
    day_off,
    floor,
    growth,
    longest_stretch,
    provisional,
    rungs,
    runs_a_week,
    three_a_week,
)
from soleus_recovery.laws.of_training import after_training, rested_before_first_run, times_a_week
from soleus_recovery.laws.of_weeks import long_run, week_growth
from soleus_recovery.plan.plan import Day, Plan, TimeDose
from soleus_recovery.spans import sharing
from soleus_recovery.triage.answers import Assessment, Emergency, SeeClinician, SelfCare, cautioned
from soleus_recovery.triage.assess import assess_at
from soleus_recovery.vocabulary import Activity, Outcome, PhaseKind, Urgency

__all__ = ["INVARIANTS"]


def _triage(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    answer = assess_at(plan.report, plan.runner, made_at=plan.started_at, protocol=protocol)
    if plan.onset != plan.report.onset_in(plan.zone) or plan.zone != plan.runner.zone:
        yield "onset or zone is not the report's"
    if plan.counted_from < plan.onset or (plan.revision == 0 and plan.counted_from != plan.onset):
        yield "days and hours do not count from onset, nor from a later clearance"
    is_cleared = tells_of_clearance(plan.revisions, protocol)
    if isinstance(answer, Emergency):
        if plan.urgency is not Urgency.EMERGENCY:
            yield "the facts are an emergency: no plan may exist"
    elif isinstance(answer, SeeClinician):
        if plan.outcome is not Outcome.SEE_CLINICIAN and not is_cleared:
            yield f"the facts refer {answer.urgency}, the plan says {plan.outcome} at {plan.severity}"
    elif plan.severity is not None and plan.severity.rank < answer.severity.rank and not is_cleared:
        yield f"the facts are self-care at {answer.severity}, the plan says {plan.severity}"
    yield from _first_answer(plan, answer) if plan.revision == 0 else ()
    if (plan.severity is None) == (plan.urgency is None) or (plan.urgency is None) != (
        plan.outcome is Outcome.SELF_CARE
    ):
        yield "a plan has a severity in self-care, and an urgency until a clinician is seen"


def _first_answer(plan: Plan, answer: Assessment) -> Iterator[str]:
    """Check that a first plan is exactly what triage answers."""
    if isinstance(answer, Emergency):
        return
    expected = (answer.severity, None) if isinstance(answer, SelfCare) else (None, answer.urgency)
    if (plan.severity, plan.urgency) != expected:
        yield f"the facts say {expected[0] or expected[1]}, the plan says {plan.severity or plan.urgency}"
    if plan.switched_off != answer.switched_off:
        yield "switched_off is not what the facts switch off"
    if plan.possible_strain != answer.possible_strain:
        yield "possible_strain is not what the facts say"


def _switched_off(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    off = plan.switched_off | cautioned(plan.runner, protocol)
    if plan.revision == 0:
        off |= assess_at(plan.report, plan.runner, made_at=plan.made_at, protocol=protocol).switched_off
    for _, session in ahead(plan):
        for measure in protocol.limits.measures[session.activity] & off:
            yield f"{session.key}: {measure} is switched off"


def _holding(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    relief = {Activity.REST, Activity.ICE, Activity.ELEVATE, Activity.COMPRESS}
    allowed = relief | {Activity.CHECK_IN, Activity.APPOINTMENT}
    allowed |= protocol.limits.kept_while_held if is_for_duration(plan, protocol) else set()
    if plan.outcome is Outcome.SEE_CLINICIAN:
        for day, session in ahead(plan):
            if session.activity not in allowed or day.phase is not PhaseKind.HOLD:
                yield f"{session.key}: not part of a holding plan"
        if plan.urgency is not Urgency.EMERGENCY and not any(
            session.activity is Activity.APPOINTMENT for _, session in plan.sessions()
        ):
            yield "the appointment is missing"


def _ice_dose(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    for _, session, span in timed(plan.sessions(), Activity.ICE):
        # Both are checked, because the runner reads the dose, and the calendar shows the span.
        dosed = [session.dose.minutes] if isinstance(session.dose, TimeDose) else []
        for minutes in sorted({span.minutes, *dosed}):
            if not 0 < minutes <= protocol.limits.ice_minutes_maximum:
                yield f"{session.key}: {minutes} min"


def _ice_spacing(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    for (_, _, before), (_, session, after) in pairwise(timed(plan.sessions(), Activity.ICE)):
        if after.start - before.start < protocol.limits.ice_spacing_minutes_minimum:
            yield f"{session.key}: {after.start - before.start} min after the one before"


def _ice_hours(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    limits = protocol.limits
    hours = protocol.hold.relieve_hours if plan.severity is None else protocol.severity[plan.severity].relieve_hours
    hours = min(hours, limits.relieve_hours_maximum)
    until = plan.counted_from + hours * MINUTES_PER_HOUR
    again = min(protocol.progression.ice_again_hours, limits.ice_again_hours_maximum) if plan.revision else 0
    for _, session, span in timed(ahead(plan), Activity.ICE):
        # After strong pain there is ice for another day, from the check-in that reported the pain.
        if span.end > max(until, session.revised_at + again * MINUTES_PER_HOUR):
            yield f"{session.key}: ends later than {hours} h from onset"


def _strengthening(plan: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    runs = {day.date: span for day, _, span in timed(plan.sessions(), Activity.RUN)}
    for day, session, span in timed(ahead(plan), Activity.STRENGTHEN):
        if day.date in runs and span.start < runs[day.date].end:
            yield f"{session.key}: before the run of its day"
    for before, (day, session) in pairwise(one_leg(ahead(plan))):
        if (day.date - before[0].date).days == 1:
            yield f"{session.key}: on one leg, the day after the last"


def _soft_tissue(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    until = plan.counted_from + protocol.limits.strain_floor_hours_minimum * MINUTES_PER_HOUR
    if plan.possible_strain:
        for _, session, span in timed(ahead(plan), *protocol.limits.strain_waits):
            if span.start < until:
                yield f"{session.key}: in the first {protocol.limits.strain_floor_hours_minimum} h of a possible strain"


def _awake(plan: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    for day, session in ahead(plan):
        windows = [plan.runner.window(day.date)]
        if session.activity is Activity.APPOINTMENT:
            # A change of waking hours does not put the appointment off: so it may lie in the window of the day before.
            windows.append(plan.runner.window(day.date - dt.timedelta(days=1)))
        if session.span is not None and not any(window.holds(session.span) for window in windows):
            yield f"{session.key}: outside the waking window"
    begun = plan.started_at if plan.revision else plan.made_at
    for _, session in plan.sessions():
        if session.span is not None and session.span.start < begun:
            yield f"{session.key}: before the plan was made"


def _one_at_a_time(plan: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    timed = [(s, s.span) for _, s in ahead(plan) if s.span is not None and s.activity is not Activity.ELEVATE]
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
    left_out = {(item.date, item.activity) for item in plan.unplaced}
    ended = plan.urgency is Urgency.EMERGENCY
    for day in () if ended else _days_ahead(plan):
        is_kept = day.phase is PhaseKind.KEEP  # there a check-in comes once a week
        if (
            not is_kept
            and (day.date, Activity.CHECK_IN) not in left_out
            and not any(session.activity is Activity.CHECK_IN for session in day.sessions)
        ):
            yield f"{day.date}: no check-in"


def _days_ahead(plan: Plan) -> Iterator[Day]:
    """Yield the days that open after the last revision, or all days of a plan that was never revised."""
    for day in plan.days:
        if plan.revision == 0 or plan.runner.window(day.date).start >= plan.made_at:
            yield day


def _days(plan: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    if not plan.days and plan.urgency is not Urgency.EMERGENCY:
        yield "no days"
    for before, after in pairwise(plan.days):
        ended = before.phase in (PhaseKind.HOLD, PhaseKind.PREVENT, PhaseKind.KEEP) and after.date > before.date
        is_kept = after.phase is PhaseKind.KEEP and before.phase in (PhaseKind.PREVENT, PhaseKind.KEEP)
        is_later = is_kept and after.date > before.date
        if (after.date - before.date).days != 1 and not (plan.revision and ended) and not is_later:
            yield f"{after.date}: not the day after {before.date}"
    first = calendar_date(plan.counted_from, plan.zone)
    for day in _days_ahead(plan):
        if day.number != max(0, (day.date - first).days):
            yield f"{day.date}: is not day {day.number}"
    keys = Counter([session.key for _, session in plan.sessions()] + [session.key for session in plan.withdrawn])
    for key, times in sorted(keys.items()):
        if times > 1:
            yield f"{key}: used twice"


def _busy(plan: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that no session overlaps a busy time, except the appointment, which no busy time puts off."""
    for _, session in ahead(plan):
        if session.span is not None and session.activity is not Activity.APPOINTMENT:
            for taken in sharing(plan.busy, session.span):
                yield f"{session.key}: in a busy time of {taken.minutes} min"


_LAWS: Final[tuple[tuple[str, str, str, Check], ...]] = (
    ("I-01", "the outcome is what triage says of the facts", "triage", _triage),
    ("I-02", "nothing that triage or a caution switches off is in the plan", "triage, cautions", _switched_off),
    (
        "I-03",
        "a holding plan holds rest, relief, the log and the appointment, and for duration alone easy movement too",
        "N1 to N5, duration-hold",
        _holding,
    ),
    ("I-04", "an icing is no longer than the limit", "limit-ice", _ice_dose),
    ("I-05", "icings are at least 2 hours apart, start to start", "limit-ice", _ice_spacing),
    ("I-06", "no icing ends after the relief hours", "relieve-hours", _ice_hours),
    ("I-07", "no run is before the floor or the planned day", "limit-floors", floor),
    ("I-08", "a day off stands between runs", "day-between", day_off),
    ("I-09", "no 7 days that hold a run to come hold more runs than usual", "run", runs_a_week),
    (
        "I-10",
        "the longest stretch of running never falls, but for a full week, and never passes the usual or the long run",
        "ladder-shape",
        longest_stretch,
    ),
    ("I-11", "runs grow no faster than the level's ladder and percentage", "limit-growth", growth),
    ("I-12", "the rungs come in order, as often as the level asks, and end at the usual run", "ladder-shape", rungs),
    ("I-13", "every run is provisional until a check-in confirms it, and only the next one is", "gate", provisional),
    (
        "I-14",
        "strength is never before the run of its day, nor on one leg on two days in a row",
        "strengthen-spacing",
        _strengthening,
    ),
    ("I-15", "a possible strain is not stretched, warmed, rubbed or loaded early", "limit-strain-floor", _soft_tissue),
    ("I-16", "nothing is placed outside the waking window or in the past", "placement", _awake),
    ("I-17", "one thing at a time", "placement", _one_at_a_time),
    ("I-18", "every session names rules of the protocol, with origin and citation", "provenance", _reasons),
    ("I-19", "every day has a check-in, or says why not", "check-in", _check_ins),
    ("I-20", "days follow one another, are numbered from onset, and keys are unique", "time", _days),
    ("I-21", "no session is placed in a busy time, except arranging to be seen", "placement", _busy),
    ("I-22", "in an emergency one card is all that is planned", "triage", stopped),
    ("I-23", "after a long time without check-ins one card is all that is planned", "dormant", dormant),
    ("I-24", "severe signs in one report that add up send the runner to a clinician", "adding-up", adding_up),
    ("I-25", "a plan under a clot watch says so, and holds no sleeve, massage or rolling", "clot-watch", clot_watch),
    (
        "I-26",
        "a hold for duration alone keeps walks, ankle circles and raises on both legs, and no more",
        "duration-hold",
        duration_hold,
    ),
    ("I-30", "no 7 days that hold a run to come hold more than 3 runs", "three-a-week", three_a_week),
    (
        "I-39",
        "the first run comes after the training of its level, and its tests",
        "training-before-tests",
        after_training,
    ),
    (
        "I-40",
        "nothing is trained on one leg between the tests and the first run",
        "training-before-tests",
        rested_before_first_run,
    ),
    ("I-41", "no 7 days hold more training on one leg than the protocol allows", "strengthen-spacing", times_a_week),
    ("I-42", "exercise that keeps fit has a day off each week, and none on the day of a run", "keep-fit", days_off),
    ("I-43", "a first plan keeps nobody fit whose report tells walking pain over 2", "keep-fit", little_pain),
    ("I-47", "no 7 days hold much more running than earlier 7 days did", "week-growth", week_growth),
    (
        "I-48",
        "a long run comes after the usual run, once in 7 days, with an easy run beside it",
        "long-run",
        long_run,
    ),
    ("I-49", "after prevention there are reminders alone, and only after a possible strain", "keep", reminders),
)
INVARIANTS: Final = tuple(
    Invariant(id=law_id, says=says, origin=origin, broken=broken) for law_id, says, origin, broken in _LAWS
)
"""Every law of a single plan. Ids are stable: the number of a law that is removed is not used again."""
