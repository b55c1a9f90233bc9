"""The laws of a plan and a later plan of the same case: each check yields the places at which the two break its law."""

from collections.abc import Iterator
from typing import Final

import attrs

from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.laws.law import Transition, TransitionCheck, tells_of_clearance
from soleus_recovery.plan.plan import Plan, Session
from soleus_recovery.vocabulary import Activity, Outcome, Urgency

__all__ = ["TRANSITIONS"]

# Keys of these activities, such as run-1, are numbered through the whole plan; all others begin with the date of their
# day.
_IN_PLAN = (Activity.RUN, Activity.REVIEW, Activity.APPOINTMENT)


def _one_case(before: Plan, after: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that both plans have the same id, zone, protocol and start, and that the later plan is not older."""
    for name in ("id", "zone", "protocol", "started_at"):
        if getattr(before, name) != getattr(after, name):
            yield f"{name} is another"
    if after.revision < before.revision or after.made_at < before.made_at:
        yield "the later plan is the earlier one"


def _past(before: Plan, after: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that every session that began before the first new revision stands as it was."""
    first = next((each.at for each in after.revisions[before.revision :]), after.made_at)
    now = {session.key: (day.date, session) for day, session in after.sessions()}
    for day, session in before.sessions():
        if session.span is not None and session.span.start < first and now.get(session.key) != (day.date, session):
            yield f"{session.key}: had begun, and is another now"


def _keys(before: Plan, after: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that every earlier key is kept or withdrawn, for the same activity and, if it has a date, the same day."""
    old, new = (_by_key(plan) for plan in (before, after))
    for key, session in old.items():
        if key not in new:
            yield f"{key}: is forgotten"
        elif new[key].activity is not session.activity:
            yield f"{key}: was {session.activity}, is {new[key].activity}"
    for day, session in after.sessions():
        if session.activity not in _IN_PLAN and not session.key.startswith(f"{day.date}-"):
            yield f"{session.key}: is on {day.date}"


def _sequences(before: Plan, after: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that a session's sequence rises by one if a revision changes the session, and otherwise stays the same.

    Over several revisions a sequence rises by at most their number.
    """
    old, new = (_by_key(plan) for plan in (before, after))
    gone = [{session.key for session in plan.withdrawn} for plan in (before, after)]
    steps = after.revision - before.revision
    for key in old.keys() & new.keys():
        was, now = old[key], new[key]
        same = attrs.evolve(was, sequence=now.sequence, revised_at=now.revised_at) == now
        changed = not same or (key in gone[0]) != (key in gone[1])
        risen = now.sequence - was.sequence
        if not int(changed) <= risen <= (steps if changed or steps > 1 else 0):
            yield f"{key}: sequence {was.sequence} to {now.sequence}, {'changed' if changed else 'not changed'}"
        elif now.revised_at != (after.revisions[-1].at if risen else was.revised_at) and steps <= 1:
            yield f"{key}: revised_at does not go with its sequence"


def _history(before: Plan, after: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that the revisions of the later plan begin with the revisions of the earlier plan, in the order of time."""
    if after.revisions[: before.revision] != before.revisions:
        yield "earlier revisions are others"
    for index, revision in enumerate(after.revisions, start=1):
        if revision.number != index or not revision.reasons:
            yield f"revision {revision.number}: has another number or no reason"
    moments = [revision.at for revision in after.revisions]
    if moments != sorted(moments):
        yield "revisions are not in the order of time"
    if before.revision == after.revision and before != after:
        yield "something changed without a revision"


def _clearance(before: Plan, after: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    cleared = tells_of_clearance(after.revisions[before.revision :], protocol)
    if before.urgency is not None and after.outcome is Outcome.SELF_CARE and not cleared:
        yield f"it waited ({before.urgency}), and goes on without a clearance"


def _level(before: Plan, after: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that the severity never falls, except after a clearance, from which the days are counted anew."""
    if before.counted_from != after.counted_from:
        return
    if before.severity is not None and after.severity is not None and after.severity.rank < before.severity.rank:
        yield f"{before.severity} became {after.severity}"
    if before.possible_strain and not after.possible_strain:
        yield "a possible strain was taken back"


def _emergency(before: Plan, after: Plan, _protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that after an emergency nothing is planned any more."""
    if before.urgency is Urgency.EMERGENCY and after.urgency is not Urgency.EMERGENCY:
        yield f"after an emergency the plan says {after.urgency or after.outcome}"


def _by_key(plan: Plan) -> dict[str, Session]:
    return {session.key: session for session in (*(each for _, each in plan.sessions()), *plan.withdrawn)}


_LAWS: Final[tuple[tuple[str, str, str, TransitionCheck], ...]] = (
    ("T-01", "both are of one case: its id, zone, protocol and start", "case", _one_case),
    ("T-02", "what has begun stands as it was", "check-in", _past),
    ("T-03", "no key is forgotten, and none ever names another session", "identity", _keys),
    ("T-04", "a sequence never falls, and rises exactly for what changed", "identity", _sequences),
    ("T-05", "revisions are only added, each with its reasons, and nothing changes without one", "because", _history),
    ("T-06", "only a clearance ends a wait for a clinician", "N1 to N5", _clearance),
    ("T-07", "the level never falls, and a possible strain is never taken back, but by a clearance", "S7", _level),
    ("T-08", "an emergency ends the case", "triage", _emergency),
)
TRANSITIONS: Final = tuple(
    Transition(id=law_id, says=says, origin=origin, broken=broken) for law_id, says, origin, broken in _LAWS
)
"""Every law of a revision. Ids are stable: the number of a law that is removed is not used again."""
