"""The laws of exercise that keeps fit while running rests: its days off, and the pain for which it waits."""

from collections.abc import Iterator

from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.laws.law import ahead, runs_of
from soleus_recovery.plan.plan import Plan
from soleus_recovery.triage.severity import judge_pains
from soleus_recovery.vocabulary import Activity

__all__ = ["days_off", "little_pain"]

_WEEK = 7  # days


def days_off(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that each 7 days to come have a day without this exercise, and that no day to come holds it and a run."""
    most = protocol.limits.keep_fit_per_week_maximum
    run_dates = {day.date for day, _, _ in runs_of(plan.sessions())}
    keys = {day.date: session.key for day, session in ahead(plan) if session.activity is Activity.KEEP_FIT}
    dates = sorted(keys)
    for early, late in zip(dates, dates[most:], strict=False):
        if (late - early).days < _WEEK:
            yield f"{keys[late]}: no day off in 7 days"
    for date in dates:
        if date in run_dates:
            yield f"{keys[date]}: on the day of a run"


def little_pain(plan: Plan, protocol: RecoveryProtocol) -> Iterator[str]:
    """Check that a first plan holds none of this exercise if the report tells too much walking pain, or tells none."""
    walking = judge_pains(plan.report, protocol).walking
    if plan.revision or walking <= protocol.limits.keep_fit_walking_pain_maximum:
        return
    for _, session in plan.sessions():
        if session.activity is Activity.KEEP_FIT:
            yield f"{session.key}: at walking pain {walking}"
