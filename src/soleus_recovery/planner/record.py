"""Adds an entry to a case, or refuses the entry.

A fact that is recorded now and an entry that a case file holds pass the same checks, which ``admit`` makes.
"""

import datetime as dt
from typing import get_args

import attrs

from soleus_recovery.clock import Minute, local, minute_of
from soleus_recovery.course.admit import admit
from soleus_recovery.course.progress import Progress
from soleus_recovery.course.replay import CaseReplay
from soleus_recovery.errors import FactError, shown
from soleus_recovery.facts.case import Case, Entry, Fact, check_silence
from soleus_recovery.facts.checkin import CheckIn, begun_at
from soleus_recovery.plan.begun import begun_early, has_begun
from soleus_recovery.plan.issued import Issued
from soleus_recovery.plan.plan import Day, Plan, Session
from soleus_recovery.planner.issue import issue
from soleus_recovery.vocabulary import Activity

__all__ = ["record"]


def record(case: Case, fact: Fact, *, now: dt.datetime, issued: Issued | None = None) -> Case:
    """Return the case with one more fact, recorded at ``now`` (an aware datetime, not before the last entry).

    ``issued`` is the last plan that the runner was given, if any; a check-in can name as done its sessions, beside
    those of the plan that the facts now give. Raises ``FactError`` for a check-in of a day that has not begun or was
    before the onset, and for a check-in that names a session as done that is still to come or not in the plan. Raises
    ``FactError`` for a clearance of a finding that nothing waits for, for a clearance dated before the finding was
    flagged, and for an amendment to another zone. Raises ``CaseClosed`` for any fact after an emergency, and for a
    check-in of a day after the plan's last day that raises no red flag.
    """
    at = minute_of("now", now)
    if type(fact) not in get_args(Fact):
        allowed = ", ".join(kind.__name__ for kind in get_args(Fact))
        raise FactError(field="fact", given=f"a {type(fact).__name__}", allowed=f"one of {allowed}")
    if at < case.last_recorded_at:
        last = local(case.last_recorded_at, case.runner.zone).isoformat()
        raise FactError(field="now", given=f"{now.isoformat()} is before the last entry", allowed=f"from {last} on")
    check_silence(case.last_recorded_at, at)
    after = attrs.evolve(case, entries=(*case.entries, Entry(recorded_at=at, fact=fact)))
    progress = admit(CaseReplay(after), len(case.entries))
    if isinstance(fact, CheckIn) and fact.done:
        plans = [issue(case, at, after=issued).plan, *([] if issued is None else [issued.plan])]
        _check_done(progress, fact, plans, at)
    return after


def _check_done(progress: Progress, check_in: CheckIn, plans: list[Plan], at: Minute) -> None:
    """Raise ``FactError`` if a session named as done is not in the plan of that day, or could not have begun.

    The function ``begun_early`` says which sessions could have begun before their planned time.
    """
    runner, now = progress.runner, plans[0]
    claimed = {done.session: begun_at(runner, check_in, done) for done in check_in.done}
    known = {each.key: each for plan in reversed(plans) for each in _sessions_on(plan, check_in.day)}
    day = now.on(check_in.day)
    early = {} if day is None else _begun_early(now, day, progress, claimed, at)
    for key, begun in claimed.items():
        if key not in known:
            given = f"{shown(key)} is not in the plan of {check_in.day}"
            raise FactError(field="done", given=given, allowed="a session that the plan has on that day")
        session = known[key]
        if session.span is None or has_begun(session, at) or key in early:
            continue
        if begun is None:
            planned = local(session.span.start, runner.zone)
            given = f"{shown(key)} is still to come, at {planned:%H:%M}"
            raise FactError(field="done", given=given, allowed=f"{key}@HH:MM with the time at which it was done")
        raise FactError(field="done", given=f"{shown(key)} cannot have been then", allowed=_when(progress, session))


def _begun_early(
    plan: Plan, day: Day, progress: Progress, claimed: dict[str, Minute | None], at: Minute
) -> dict[str, Minute]:
    gap = progress.start.protocol.limits.ice_spacing_minutes_minimum
    before = [each for each in plan.days if each.date < day.date]
    since = max(progress.runner.window(day.date).start, plan.started_at)
    early = begun_early(day, claimed, since=since, at=at, least_gap=gap, before=before)
    floor = max(progress.floor, progress.state.no_run_until or progress.floor)
    runs = {each.key for each in day.sessions if each.activity is Activity.RUN}
    return {key: begun for key, begun in early.items() if key not in runs or begun >= floor}


def _when(progress: Progress, session: Session) -> str:
    """Return, for an error, the times at which a session could have been done before its planned time."""
    if session.activity is Activity.RUN:
        return "a run from its earliest hour on; tell of any other with its pain"
    minutes = progress.start.protocol.limits.ice_spacing_minutes_minimum
    return (
        f"a time in the waking window since the plan was made, {minutes} minutes or more from others of its kind; "
        "or leave it out, and skip the next one"
    )


def _sessions_on(plan: Plan, date: dt.date) -> tuple[Session, ...]:
    """Return the sessions of a day, and the sessions of that day that revisions have withdrawn."""
    day = plan.on(date)
    gone = tuple(each for each in plan.withdrawn if each.key.startswith(f"{date}-"))
    return gone if day is None else (*gone, *day.sessions)
