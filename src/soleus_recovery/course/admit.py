"""Checks that a fact can be recorded at its moment; new facts and the entries of a case file pass the same checks."""

import datetime as dt

from soleus_recovery.clock import Minute, calendar_date, local
from soleus_recovery.course.progress import Progress
from soleus_recovery.course.replay import CaseReplay
from soleus_recovery.errors import CaseClosed, FactError, shown
from soleus_recovery.facts.case import Case, day_at
from soleus_recovery.facts.checkin import Amendment, BusyTimes, CheckIn, Clearance, begun_at
from soleus_recovery.vocabulary import Activity, Measure

__all__ = ["admit"]


def admit(replay: CaseReplay, index: int) -> Progress:
    """Check that the entry of a case at ``index`` could be recorded at its moment; return the progress just before it.

    ``replay`` may have gone no further than the entry before; afterwards ``replay`` includes the checked entry. Raises
    ``FactError``, with the field and what is allowed, if a value of the fact cannot be so. Raises ``CaseClosed`` for
    any fact after an emergency, and for a check-in of a day after the plan's last day that raises no red flag. The
    function does not check whether the plan of that moment held the sessions that a check-in names as done.
    """
    case, entry = replay.case, replay.case.entries[index]
    at, fact = entry.recorded_at, entry.fact
    if type(fact) not in (CheckIn, Clearance, Amendment, BusyTimes):
        allowed = "a CheckIn, a Clearance, an Amendment or BusyTimes"
        raise FactError(field="fact", given=f"{shown(fact)} is no fact", allowed=allowed)
    progress = replay.advance_to(at, entries=index)
    if progress.is_emergency:
        raise CaseClosed(problem="this case ended with an emergency; when a clinician says so, start a new one")
    match fact:
        case CheckIn():
            _check_day(progress, fact, at)
        case Amendment():
            _check_amendment(case, fact)
        case Clearance():
            _check_clearance(progress, fact, at)
        case BusyTimes():
            pass  # busy times can be at any time
    # If the replay refuses the days of a fact as endless work, the fact must not be recorded either.
    after = replay.advance_to(at, entries=index + 1)
    if isinstance(fact, CheckIn) and _is_over(progress, fact) and after.waiting is None:
        raise CaseClosed(problem=f"this plan ended on {progress.last_date}; sore again? start a new one")
    return progress


def _is_over(progress: Progress, check_in: CheckIn) -> bool:
    return progress.is_closed and progress.last_date is not None and check_in.day > progress.last_date


def _check_day(progress: Progress, check_in: CheckIn, at: Minute) -> None:
    runner = progress.runner
    onset = progress.report.onset_in(runner.zone)
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


def _check_amendment(case: Case, amendment: Amendment) -> None:
    if amendment.runner.zone != case.runner.zone:
        given = f"{shown(amendment.runner.zone)} is another zone"
        raise FactError(field="zone", given=given, allowed=f"{case.runner.zone}: a case keeps its zone")
    if amendment.report.onset_in(case.runner.zone) > case.started_at:
        started = local(case.started_at, case.runner.zone).isoformat()
        given = f"{shown(amendment.report.onset)} is after the case began"
        raise FactError(field="onset", given=given, allowed=f"a time up to {started}")


def _check_clearance(progress: Progress, clearance: Clearance, at: Minute) -> None:
    waiting, zone = progress.waiting, progress.runner.zone
    if waiting is None:
        given = f"{shown(clearance.finding.value)} is not waited for"
        raise FactError(field="cleared_for", given=given, allowed="a clearance only after a referral")
    if clearance.finding not in waiting.findings:
        allowed = ", ".join(str(finding) for finding in sorted(waiting.findings, key=lambda each: each.rank))
        given = f"{shown(clearance.finding.value)} is not waited for"
        raise FactError(field="cleared_for", given=given, allowed=allowed)
    _check_conditions(progress, clearance)
    first, last = (calendar_date(each, zone) for each in (waiting.flagged_at[clearance.finding], at))
    if not first <= clearance.date <= last:
        given = f"{clearance.date} is not between the day on which it was reported and now"
        raise FactError(field="cleared", given=given, allowed=f"a date from {first} to {last}")


def _check_conditions(progress: Progress, clearance: Clearance) -> None:
    """Check that a plan can keep what the clinician said beside the clearance."""
    protocol = progress.start.protocol
    needed = protocol.limits.measures[Activity.RUN].union(*(test.measures for test in protocol.gate.tests.values()))
    if refused := sorted(clearance.keep_off & needed, key=lambda each: each.rank):
        allowed = ", ".join(str(each) for each in Measure if each not in needed)
        given = f"{shown(refused[0].value)} cannot stay off in a plan that leads back to running"
        raise FactError(field="keep_off", given=given, allowed=f"{allowed}; or no clearance yet, or --not-before DATE")
    last = clearance.date + dt.timedelta(days=protocol.limits.not_before_days_maximum)
    if clearance.not_before is not None and clearance.not_before > last:
        given = f"{clearance.not_before} is too far ahead"
        raise FactError(field="not_before", given=given, allowed=f"a date up to {last}")
