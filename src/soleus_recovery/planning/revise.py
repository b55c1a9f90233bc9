"""A plan and where the runner stands now, into the next plan: the past stands, the days ahead are made anew.

Every session keeps its key, and so its UID. Its sequence rises exactly when something of it changes; what falls away
stays on record, so that its sequence goes on if it comes back.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import takewhile

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.intake.case import Case
from soleus_recovery.planning.past import past_of
from soleus_recovery.planning.plan import Day, Plan, Revision, Session, Stamp, Unplaced
from soleus_recovery.planning.planner import plan_from
from soleus_recovery.planning.standing import Progress
from soleus_recovery.planning.thread import Thread

__all__ = ["revise"]


def revise(
    plan: Plan,
    case: Case,
    standing: Progress,
    *,
    done: Mapping[str, Minute | None],
    reasons: Iterable[Reason],
    thread: Thread | None = None,
) -> Plan:
    """The plan as of ``standing``; the very same plan where nothing of it changes.

    ``done`` tells, by key, which sessions were done, and when they were begun if not as planned. ``thread``: what
    earlier revisions of this case have left, to go on from.
    """
    at, thread = standing.as_of, thread or Thread()
    thread.follow(plan)
    past = past_of(plan, standing.runner, at, done, history=thread.history)
    stamped = _stamped(plan, plan_from(case, standing, past, revisions=plan.revisions, thread=thread), at)
    if attrs.evolve(stamped, made_at=plan.made_at) == plan:
        thread.end(plan)
        return plan
    revision = Revision(number=plan.revision + 1, at=at, reasons=tuple(reasons))
    revised = attrs.evolve(stamped, revision=revision.number, revisions=(*plan.revisions, revision))
    thread.end(revised)
    return revised


def _stamped(old: Plan, new: Plan, at: Minute) -> Plan:
    """The new plan with the sequences of the old one carried on, and what fell away on record."""
    # Days that are over, and those of the thread, are the very same: looked at each time, a year of check-ins costs as
    # its square.
    stand = _alike(old.days, new.days)
    rest = _alike(reversed(old.days[stand:]), reversed(new.days[stand:]))
    before, after = old.days[stand : len(old.days) - rest], new.days[stand : len(new.days) - rest]
    gone_days = {day.date: day for day in old.withdrawn_days}
    days = {day.date: day for day in before}
    left_before, left_now = _left_out(old), _left_out(new)
    made: list[Day] = []
    for day in after:
        is_left_same = left_before.get(day.date) == left_now.get(day.date)
        known = days.get(day.date), gone_days.get(day.date)
        made.append(_carried(day, *known, at, is_left_same=is_left_same))
    kept = {each.key for day in made for each in day.sessions}
    withdrawn = [each for each in old.withdrawn if each.key not in kept]
    fell_away = (each for day in before for each in day.sessions if each.key not in kept)
    withdrawn += [attrs.evolve(each, sequence=each.sequence + 1, revised_at=at) for each in fell_away]
    dates = {day.date for day in made}
    dropped = [each for date, each in gone_days.items() if date not in dates]
    dropped += [_emptied(each, at) for date, each in days.items() if date not in dates]
    days_now = (*old.days[:stand], *made, *old.days[len(old.days) - rest :])
    return attrs.evolve(new, days=days_now, withdrawn=tuple(withdrawn), withdrawn_days=tuple(dropped))


def _alike(some: Iterable[Day], others: Iterable[Day]) -> int:
    """How many at the beginning are the very same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], zip(some, others, strict=False)))


def _carried(day: Day, before: Day | None, gone: Day | None, at: Minute, *, is_left_same: bool) -> Day:
    """The day with the stamps of the one before; that very day where nothing of it changes."""
    known = before or gone
    if known is None:
        return day
    same_card = (
        before is not None
        and is_left_same
        and (before.number, before.phase, before.notes) == (day.number, day.phase, day.notes)
        and _all_day(before.sessions) == _all_day(day.sessions)
    )
    if same_card and known.sessions == day.sessions:
        return known
    return Day(
        date=day.date,
        number=day.number,
        phase=day.phase,
        notes=day.notes,
        sessions=day.sessions,
        card=known.card if same_card else _risen(known.card, at),
        whole=_risen(known.whole, at),
    )


def _emptied(day: Day, at: Minute) -> Day:
    return attrs.evolve(day, sessions=(), card=_risen(day.card, at), whole=_risen(day.whole, at))


def _left_out(plan: Plan) -> dict[dt.date, list[Unplaced]]:
    by_date: dict[dt.date, list[Unplaced]] = {}
    for item in plan.unplaced:
        by_date.setdefault(item.date, []).append(item)
    return by_date


def _all_day(sessions: Iterable[Session]) -> list[Session]:
    """What stands on the card of a day: it has no time of its own."""
    return [each for each in sessions if each.all_day]


def _risen(stamp: Stamp, at: Minute) -> Stamp:
    return Stamp(sequence=stamp.sequence + 1, revised_at=at)
