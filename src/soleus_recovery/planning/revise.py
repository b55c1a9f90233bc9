"""A plan and where the runner stands now, into the next plan: the past stands, the days ahead are made anew.

Every session keeps its key, and so its UID. Its sequence rises exactly when something of it changes; what falls away
stays on record, so that its sequence goes on if it comes back.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.intake.case import Case
from soleus_recovery.planning.past import past_of
from soleus_recovery.planning.plan import Day, Plan, Revision, Session, Stamp, Unplaced
from soleus_recovery.planning.planner import plan_from
from soleus_recovery.planning.standing import Progress

__all__ = ["revise"]


def revise(
    plan: Plan, case: Case, standing: Progress, *, done: Mapping[str, Minute | None], reasons: Iterable[Reason]
) -> Plan:
    """The plan as of ``standing``; the very same plan where nothing of it changes.

    ``done`` tells, by key, which sessions were done, and when they were begun if not as planned.
    """
    at = standing.as_of
    draft = plan_from(case, standing, past_of(plan, standing.runner, at, done), revisions=plan.revisions)
    stamped = _stamped(plan, draft, at)
    if attrs.evolve(stamped, made_at=plan.made_at) == plan:
        return plan
    revision = Revision(number=plan.revision + 1, at=at, reasons=tuple(reasons))
    return attrs.evolve(stamped, revision=revision.number, revisions=(*plan.revisions, revision))


def _stamped(old: Plan, new: Plan, at: Minute) -> Plan:
    """The new plan with the sequences of the old one carried on, and what fell away on record."""
    sessions = {session.key: session for _, session in old.sessions()}
    gone = {session.key: session for session in old.withdrawn}
    days = {day.date: day for day in old.days}
    gone_days = {day.date: day for day in old.withdrawn_days}
    made: list[Day] = []
    for day in new.days:
        carried = tuple(_carried(each, sessions.get(each.key), gone.get(each.key), at) for each in day.sessions)
        before, after = days.get(day.date), attrs.evolve(day, sessions=carried)
        left_same = _left_out(old, day.date) == _left_out(new, day.date)
        same_card = before is not None and left_same and _on_card(before) == _on_card(after)
        same_whole = same_card and before is not None and before.sessions == after.sessions
        known = before or gone_days.get(day.date) or after
        made.append(
            attrs.evolve(
                after,
                card=known.card if same_card or known is after else _risen(known.card, at),
                whole=known.whole if same_whole or known is after else _risen(known.whole, at),
            )
        )
    kept = {each.key for day in made for each in day.sessions}
    withdrawn = [each for key, each in gone.items() if key not in kept]
    withdrawn += [_next(each, at) for key, each in sessions.items() if key not in kept]
    dates = {day.date for day in made}
    dropped = [each for date, each in gone_days.items() if date not in dates]
    dropped += [_emptied(each, at) for date, each in days.items() if date not in dates]
    return attrs.evolve(new, days=tuple(made), withdrawn=tuple(withdrawn), withdrawn_days=tuple(dropped))


def _carried(session: Session, before: Session | None, gone: Session | None, at: Minute) -> Session:
    if before is not None and attrs.evolve(session, sequence=before.sequence, revised_at=before.revised_at) == before:
        return before
    known = before or gone
    return session if known is None else attrs.evolve(session, sequence=known.sequence + 1, revised_at=at)


def _next(session: Session, at: Minute) -> Session:
    return attrs.evolve(session, sequence=session.sequence + 1, revised_at=at)


def _emptied(day: Day, at: Minute) -> Day:
    return attrs.evolve(day, sessions=(), card=_risen(day.card, at), whole=_risen(day.whole, at))


def _left_out(plan: Plan, date: dt.date) -> list[Unplaced]:
    return [item for item in plan.unplaced if item.date == date]


def _on_card(day: Day) -> Day:
    """What the card of a day says, without what has a time of its own."""
    all_day = tuple(each for each in day.sessions if each.all_day)
    stamp = Stamp(sequence=0, revised_at=Minute(0))
    return attrs.evolve(day, sessions=all_day, card=stamp, whole=stamp)


def _risen(stamp: Stamp, at: Minute) -> Stamp:
    return Stamp(sequence=stamp.sequence + 1, revised_at=at)
