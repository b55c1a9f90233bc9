"""The laws of referrals: checks with a reading of the facts of their own, and no code of triage."""

from collections.abc import Iterator

from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.reasons import referrals_behind
from soleus_recovery.guidance.referrals import Clue
from soleus_recovery.guidance.sentences import watch_note
from soleus_recovery.guidance.sessions import STRENGTHEN
from soleus_recovery.laws.law import ahead, tells_of_clearance
from soleus_recovery.plan.plan import Plan, SetsDose
from soleus_recovery.vocabulary import Activity, Urgency

__all__ = ["adding_up", "clot_watch", "duration_hold", "is_for_duration"]


def adding_up(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that a plan waits for a clinician if severe signs in its report add up.

    A clearance ends the wait, so a plan that tells of one is not checked.
    """
    if tells_of_clearance(plan.revisions, protocol):
        return
    at_rest, walking = plan.report.pain_at_rest or 0, plan.report.pain_walking or 0
    signs = sum(any(_is_told(plan, clue, walking) for clue in sign) for sign in protocol.triage.severe_signs.signs)
    for row_id, row in protocol.triage.referrals.items():
        counts = [clue.severe_signs_at_least for clue in row.any_of if clue.severe_signs_at_least is not None]
        strong = [
            (clue.pain_at_rest_at_least is not None and at_rest >= clue.pain_at_rest_at_least)
            or (clue.pain_walking_at_least is not None and walking >= clue.pain_walking_at_least)
            for clue in row.and_any_of
        ]
        adds_up = bool(counts) and signs >= min(counts) and (any(strong) or not row.and_any_of)
        if adds_up and (plan.urgency is None or plan.urgency.rank < row.urgency.rank):
            yield f"{signs} severe signs, {row_id}: {row.urgency}, and the plan says {_said(plan.urgency)}"


def clot_watch(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that each day of a first plan under a clot watch says what to look for, and that nothing presses the calf.

    Of a revised plan the days that speak of the watch are checked, because the watch ends with the episode.
    """
    watch, note = protocol.triage.watch, watch_note(protocol)
    if plan.revision == 0 and watch.finding in plan.report.findings and plan.urgency is not Urgency.EMERGENCY:
        for day in plan.days:
            if note not in day.notes:
                yield f"{day.date}: the card does not say what to look for"
    for day, session in ahead(plan):
        if note in day.notes and protocol.limits.measures[session.activity] & watch.switches_off:
            yield f"{session.key}: under a clot watch"


def is_for_duration(plan: Plan, protocol: RecoveryProtocol) -> bool:
    """Return whether a holding plan has no reason but that it has lasted too long, or has come back."""
    rows = referrals_behind(protocol, plan.reasons).keys()
    return plan.urgency is not None and bool(rows) and rows <= protocol.triage.duration.rows


def duration_hold(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that a hold for duration alone keeps easy movement and no more, and keeps it because of check-ins."""
    if not is_for_duration(plan, protocol):
        return
    rule, steps = protocol.triage.duration, protocol.sessions[STRENGTHEN].steps
    allowed = {(step.sets, step.repetitions, step.hold_seconds) for step in steps if step.both_legs}
    kept = [session for _, session in ahead(plan) if session.activity in protocol.limits.kept_while_held]
    if kept and plan.revision == 0:
        yield "something is kept before any check-in"
    if kept and not rule.switches_off <= plan.switched_off:
        yield f"{', '.join(sorted(map(str, rule.switches_off - plan.switched_off)))}: not switched off"
    for session in kept:
        if session.activity is Activity.STRENGTHEN:
            dose = session.dose if isinstance(session.dose, SetsDose) else None
            given = None if dose is None or not dose.both_legs else (dose.sets, dose.repetitions, dose.hold_seconds)
            if given not in allowed:
                yield f"{session.key}: more than raises on both legs"


def _is_told(plan: Plan, clue: Clue, walking: int) -> bool:
    mark = clue.pain_walking_at_least
    return clue.finding in plan.report.findings if mark is None else walking >= mark


def _said(urgency: Urgency | None) -> str:
    return "self-care" if urgency is None else str(urgency)
