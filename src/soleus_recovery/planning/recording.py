"""Adding to a case: what can be told when, and what cannot be."""

import datetime as dt
from typing import get_args

import attrs

from soleus_recovery.clock import Minute, calendar_date, local, minute_of
from soleus_recovery.errors import CaseClosed, FactError, shown
from soleus_recovery.intake.case import Case, Entry, Fact, day_at
from soleus_recovery.intake.checkin import Amendment, BusyTimes, CheckIn, Clearance
from soleus_recovery.planning.progress import progress
from soleus_recovery.planning.standing import Progress
from soleus_recovery.planning.timeline import begun_at
from soleus_recovery.vocabulary import Urgency

__all__ = ["record"]


def record(case: Case, fact: Fact, *, now: dt.datetime) -> Case:
    """The case with one more fact, told at ``now`` (aware, not before the last one).

    Raises ``FactError`` for a day that has not begun or was before the onset, a time of day that is still to come, a
    clearance of what is not waited for, or an amendment that moves the case to another zone; ``CaseClosed`` where
    nothing is planned any more (a red flag is heard even then).
    """
    at = minute_of("now", now)
    if type(fact) not in get_args(Fact):
        allowed = ", ".join(kind.__name__ for kind in get_args(Fact))
        raise FactError(field="fact", given=f"a {type(fact).__name__}", allowed=f"one of {allowed}")
    if at < case.last_recorded_at:
        last = local(case.last_recorded_at, case.runner.zone).isoformat()
        raise FactError(field="now", given=f"{now.isoformat()} is before the last entry", allowed=f"from {last} on")
    standing = progress(case, at)
    told = attrs.evolve(case, entries=(*case.entries, Entry(recorded_at=at, fact=fact)))
    if standing.waiting is not None and standing.waiting.urgency is Urgency.EMERGENCY:
        raise CaseClosed(problem="this case ended with an emergency; when a clinician says so, start a new one")
    match fact:
        case CheckIn():
            _check_day(standing, fact, at)
            if _is_over(standing, fact) and progress(told, at).waiting is None:
                raise CaseClosed(problem=f"this plan ended on {standing.last_date}; sore again? start a new one")
        case Amendment():
            _check_amendment(case, fact)
        case Clearance():
            _check_clearance(standing, fact, at)
        case BusyTimes():
            pass  # any times at all
    return told


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
        if begun is not None and begun > at:
            raise FactError(field="done", given=f"{shown(done.at)} is still to come", allowed="a time up to now")
        if begun is not None and not runner.window(check_in.day).start <= begun < runner.window(check_in.day).end:
            allowed = f"a time from {runner.wake} up to {runner.bed}"
            raise FactError(field="done", given=f"{shown(done.at)} is outside the waking window", allowed=allowed)


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
    first, last = calendar_date(waiting.since, zone), calendar_date(at, zone)
    if not first <= clearance.date <= last:
        given = f"{clearance.date} is not between the referral and now"
        raise FactError(field="cleared", given=given, allowed=f"a date from {first} to {last}")
