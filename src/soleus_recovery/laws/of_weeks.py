"""The laws of weeks of running: how much a week may hold after the weeks before it, and how the long run comes back.

The checks read the plan, the protocol and its limits, and share no code for placing sessions with the planner.
"""

import datetime as dt
from collections.abc import Iterator, Sequence

from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.laws.law import ahead, runs_of
from soleus_recovery.plan.plan import Day, Plan, RunDose, Session

__all__ = ["long_run", "minutes_left", "week_growth"]

_WEEK = 7  # days
_HUNDRED = 100
_Runs = Sequence[tuple[dt.date, int]]


def minutes_left(before: _Runs, date: dt.date, percent: int) -> int | None:
    """Return the minutes of running that the 7 days up to ``date`` leave, after the runs ``before`` it, in order.

    None means any number: in the first week of running, and for a run that is alone in its 7 days.
    """
    recent = _minutes(before, date)
    if not recent or (date - before[0][0]).days < _WEEK:
        return None
    return max(_minutes(before, end) for end, _ in before) * percent // _HUNDRED - recent


def _minutes(runs: _Runs, end: dt.date) -> int:
    return sum(minutes for date, minutes in runs if end - dt.timedelta(days=_WEEK) < date <= end)


def week_growth(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that no 7 days of a first plan hold much more running than earlier 7 days did.

    The check-ins decide how much the weeks of a revised plan grow from; a law of cases looks at these (C-10).
    """
    if plan.revision > 0:
        return
    before: list[tuple[dt.date, int]] = []
    for day, session, dose in runs_of(ahead(plan)):
        left = minutes_left(before, day.date, protocol.runs.week_percent)
        if dose.continuous and left is not None and dose.run_minutes > left:
            yield f"{session.key}: {dose.run_minutes} min, and its week leaves {max(0, left)}"
        before.append((day.date, dose.total_run_minutes))


def long_run(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that a run over the usual one follows a usual run, comes once in 7 days, and has an easy run beside it."""
    usual, runs = plan.runner.usual_run_minutes, runs_of(plan.sessions())
    coming = {session.key for _, session, _ in runs_of(ahead(plan))}
    longer = [place for place, (_, _, dose) in enumerate(runs) if dose.run_minutes > usual]
    for place in longer:
        day, session, dose = runs[place]
        if session.key not in coming:
            continue
        if plan.revision == 0 and not any(each.run_minutes >= usual for _, _, each in runs[:place]):
            yield f"{session.key}: longer than the usual run, which has not come back yet"
        ahead_of_it = [runs[other] for other in longer if runs[other][1].key in coming]
        if any(0 < (day.date - each.date).days < _WEEK for each, _, _ in ahead_of_it):
            yield f"{session.key}: a second long run in 7 days"
        after = [run for run in runs[place + 1 :] if (run[0].date - day.date).days < _WEEK]
        easy = max(protocol.ladders[name].continuous_minutes for name in protocol.ladders)
        easy = max(easy, dose.run_minutes * protocol.runs.easy_percent // _HUNDRED)
        if len(after) > 1 and not _has_easy(after, easy):
            yield f"{session.key}: no run of the 7 days from it lasts at most {easy} min"


def _has_easy(runs: Sequence[tuple[Day, Session, RunDose]], minutes: int) -> bool:
    return any(dose.run_minutes <= minutes for _, _, dose in runs)
