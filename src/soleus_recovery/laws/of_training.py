"""The laws of training in a plan: it comes before the tests, and rests between the tests and the first run.

The checks read the plan, the protocol and its limits, and share no code for placing sessions with the planner.
"""

import datetime as dt
from collections.abc import Iterator

from soleus_recovery.clock import calendar_date
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sessions import STRENGTHEN
from soleus_recovery.laws.law import ahead, one_leg, runs_of
from soleus_recovery.plan.plan import Plan
from soleus_recovery.vocabulary import Activity, PhaseKind

__all__ = ["after_training", "rested_before_first_run", "times_a_week"]

_WEEK = 7  # days
_BEFORE_RUNNING = (PhaseKind.RELIEVE, PhaseKind.RESTORE)


def after_training(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that the training of the level stands before the first run, with time for tests and their morning.

    The plan has at least as many days of training, and of training on one leg, as the limits ask for before the tests.
    """
    first, since = _first_run(plan), calendar_date(plan.counted_from, plan.zone)
    if first is None or plan.severity is None:
        return
    fastest = protocol.limits.fastest_for(plan.severity, possible_strain=plan.possible_strain)
    steps = {step.name: step for each in protocol.training.values() for step in each}
    row = fastest.training
    by_one = sum(any(name in steps and not steps[name].both_legs for name in day.steps) for day in row)
    before = first - dt.timedelta(days=protocol.gate.run_after_days)
    days = {day.date for day, session in plan.sessions() if session.activity is Activity.STRENGTHEN}
    on_one = {day.date for day, _ in one_leg(plan.sessions())}
    for held, least, of in ((days, len(row), "training"), (on_one, by_one, "training on one leg")):
        count = sum(since <= date < before for date in held)
        if count < least:
            yield f"{first}: a first run after {count} days of {of}, not {least}"


def rested_before_first_run(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that no training on one leg stands between the tests and a run for which the tests are asked."""
    runs = runs_of(ahead(plan))
    if not runs:
        return
    date = runs[0][0].date
    rests_from = date - dt.timedelta(days=protocol.gate.run_after_days)
    for day, session in one_leg(ahead(plan)):
        if day.phase in _BEFORE_RUNNING and rests_from <= day.date <= date:
            yield f"{session.key}: on one leg, {(date - day.date).days} days before the first run"


def times_a_week(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that no 7 days to come hold more days of training on one leg than the protocol allows.

    Days that are over do not count: a silent day keeps in the plan what nobody may have done.
    """
    most = protocol.sessions[STRENGTHEN].most_per_week
    days = {day.date: session.key for day, session in one_leg(ahead(plan))}
    dates = sorted(days)
    for early, late in zip(dates, dates[most:], strict=False):
        if (late - early).days < _WEEK:
            yield f"{days[late]}: more than {most} days of training on one leg in 7 days"


def _first_run(plan: Plan) -> dt.date | None:
    """Return the day of the next run if no run since day 0 has come before it."""
    since = calendar_date(plan.counted_from, plan.zone)
    runs = [day.date for day, _, _ in runs_of(plan.sessions()) if day.date >= since]
    coming = [day.date for day, _, _ in runs_of(ahead(plan))]
    return coming[0] if coming and runs[0] == coming[0] else None
