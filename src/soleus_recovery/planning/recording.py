"""Adding to a case: what can be told when, and what cannot be.

The same questions are asked of what is told now and of what a case file says was told: `admit` asks them.
"""

import datetime as dt
from typing import get_args

import attrs

from soleus_recovery.clock import Minute, calendar_date, local, minute_of
from soleus_recovery.errors import CaseClosed, FactError, shown
from soleus_recovery.intake.case import Case, Entry, Fact, check_silence, day_at
from soleus_recovery.intake.checkin import Amendment, BusyTimes, CheckIn, Clearance
from soleus_recovery.planning.past import begun_early, has_begun
from soleus_recovery.planning.plan import Day, Plan, Session
from soleus_recovery.planning.progress import Tracker
from soleus_recovery.planning.standing import Progress
from soleus_recovery.planning.timeline import Issued, begun_at, issue
from soleus_recovery.vocabulary import Activity

__all__ = ["admit", "record"]


def record(case: Case, fact: Fact, *, now: dt.datetime, issued: Issued | None = None) -> Case:
    """The case with one more fact, told at ``now`` (aware, not before the last one).

    ``issued`` is the last plan that the runner was given, where there is one: its sessions can be told as done too.
    Raises ``FactError`` for a day that has not begun or was before the onset, a session told as done that is still to
    come or that the plan does not have, a clearance of what is not waited for or dated before the flag that it clears,
    or an amendment that moves the case to another zone; ``CaseClosed`` where nothing is planned any more (a red flag is
    heard even then).
    """
    at = minute_of("now", now)
    if type(fact) not in get_args(Fact):
        allowed = ", ".join(kind.__name__ for kind in get_args(Fact))
        raise FactError(field="fact", given=f"a {type(fact).__name__}", allowed=f"one of {allowed}")
    if at < case.last_recorded_at:
        last = local(case.last_recorded_at, case.runner.zone).isoformat()
        raise FactError(field="now", given=f"{now.isoformat()} is before the last entry", allowed=f"from {last} on")
    check_silence(case.last_recorded_at, at)
    tracker = Tracker(case)
    for entry in case.entries:
        tracker.tell(entry)
    entry = Entry(recorded_at=at, fact=fact)
    standing = admit(tracker, case, entry)
    if isinstance(fact, CheckIn) and fact.done:
        plans = [issue(case, at, after=issued).plan, *([] if issued is None else [issued.plan])]
        _check_done(standing, fact, plans, at)
    return attrs.evolve(case, entries=(*case.entries, entry))


def admit(tracker: Tracker, case: Case, entry: Entry) -> Progress:
    """Tell a tracker of this case one more fact; gives where the runner stood before it.

    Raises ``FactError`` or ``CaseClosed`` where the fact cannot have been told then, apart from what only the plan of
    that moment knows.
    """
    at, fact = entry.recorded_at, entry.fact
    if type(fact) not in (CheckIn, Clearance, Amendment, BusyTimes):
        allowed = "a CheckIn, a Clearance, an Amendment or BusyTimes"
        raise FactError(field="fact", given=f"{shown(fact)} is no fact", allowed=allowed)
    standing = tracker.at(at)
    if standing.is_emergency:
        raise CaseClosed(problem="this case ended with an emergency; when a clinician says so, start a new one")
    match fact:
        case CheckIn():
            _check_day(standing, fact, at)
        case Amendment():
            _check_amendment(case, fact)
        case Clearance():
            _check_clearance(standing, fact, at)
        case BusyTimes():
            pass  # any times at all
    tracker.tell(entry)
    # Heard at once: what could not be read to its end is not recorded.
    after = tracker.at(at)
    if isinstance(fact, CheckIn) and _is_over(standing, fact) and after.waiting is None:
        raise CaseClosed(problem=f"this plan ended on {standing.last_date}; sore again? start a new one")
    return standing


def _is_over(standing: Progress, check_in: CheckIn) -> bool:
    return standing.is_closed and standing.last_date is not None and check_in.day > standing.last_date


def _check_day(standing: Progress, check_in: CheckIn, at: Minute) -> None:
    runner = standing.runner
    onset = standing.report.onset_in(runner.zone)
    first, last = day_at(runner, onset), day_at(runner, at)
    if runner.window(first).end <= onset:
        first += dt.timedelta(days=1)
    if not first <= check_in.day <= last:
        problem = "is before the onset" if check_in.day < first else "has not begun"
        allowed = f"a day from {first} to {last}" if first <= last else "a day that has begun"
        raise FactError(field="day", given=f"{check_in.day} {problem}", allowed=allowed)
    for done in check_in.done:
        begun = begun_at(runner, check_in, done)
        if begun is not None and begun >= at:
            raise FactError(field="done", given=f"{shown(done.at)} is still to come", allowed="a time before now")
        if begun is not None and not runner.window(check_in.day).start <= begun < runner.window(check_in.day).end:
            allowed = f"a time from {runner.wake} up to {runner.bed}"
            raise FactError(field="done", given=f"{shown(done.at)} is outside the waking window", allowed=allowed)


def _check_done(standing: Progress, check_in: CheckIn, plans: list[Plan], at: Minute) -> None:
    """What is told as done is of that day, and has begun: at its planned time, or where the plan could have held it."""
    runner, now = standing.runner, plans[0]
    told = {done.session: begun_at(runner, check_in, done) for done in check_in.done}
    known = {each.key: each for plan in reversed(plans) for each in _sessions_on(plan, check_in.day)}
    day = now.on(check_in.day)
    early = {} if day is None else _begun_early(now, day, standing, told, at)
    for key, begun in told.items():
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
        raise FactError(field="done", given=f"{shown(key)} cannot have been then", allowed=_when(standing, session))


def _begun_early(
    plan: Plan, day: Day, standing: Progress, told: dict[str, Minute | None], at: Minute
) -> dict[str, Minute]:
    gap = standing.basis.protocol.limits.ice_spacing_minutes_minimum
    before = [each for each in plan.days if each.date < day.date]
    since = max(standing.runner.window(day.date).start, plan.started_at)
    early = begun_early(day, told, since=since, at=at, least_gap=gap, before=before)
    floor = max(standing.floor, standing.state.no_run_until or standing.floor)
    runs = {each.key for each in day.sessions if each.activity is Activity.RUN}
    return {key: begun for key, begun in early.items() if key not in runs or begun >= floor}


def _when(standing: Progress, session: Session) -> str:
    """When a session could have been done before its time."""
    if session.activity is Activity.RUN:
        return "a run from its earliest hour on; tell of any other with its pain"
    minutes = standing.basis.protocol.limits.ice_spacing_minutes_minimum
    return (
        f"a time in the waking window since the plan was made, {minutes} minutes or more from others of its kind; "
        "or leave it out, and skip the next one"
    )


def _sessions_on(plan: Plan, date: dt.date) -> tuple[Session, ...]:
    """The sessions of a day, also those that have fallen away from it."""
    day = plan.on(date)
    gone = tuple(each for each in plan.withdrawn if each.key.startswith(f"{date}-"))
    return gone if day is None else (*gone, *day.sessions)


def _check_amendment(case: Case, amendment: Amendment) -> None:
    if amendment.runner.zone != case.runner.zone:
        given = f"{shown(amendment.runner.zone)} is another zone"
        raise FactError(field="zone", given=given, allowed=f"{case.runner.zone}: a case keeps its zone")
    if amendment.report.onset_in(case.runner.zone) > case.started_at:
        started = local(case.started_at, case.runner.zone).isoformat()
        given = f"{shown(amendment.report.onset)} is after the case began"
        raise FactError(field="onset", given=given, allowed=f"a time up to {started}")


def _check_clearance(standing: Progress, clearance: Clearance, at: Minute) -> None:
    waiting, zone = standing.waiting, standing.runner.zone
    if waiting is None:
        given = f"{shown(clearance.finding.value)} is not waited for"
        raise FactError(field="cleared_for", given=given, allowed="a clearance only after a referral")
    if clearance.finding not in waiting.findings:
        allowed = ", ".join(str(finding) for finding in sorted(waiting.findings, key=lambda each: each.rank))
        given = f"{shown(clearance.finding.value)} is not waited for"
        raise FactError(field="cleared_for", given=given, allowed=allowed)
    first, last = (calendar_date(each, zone) for each in (waiting.flagged_at[clearance.finding], at))
    if not first <= clearance.date <= last:
        given = f"{clearance.date} is not between the day on which it was told and now"
        raise FactError(field="cleared", given=given, allowed=f"a date from {first} to {last}")
