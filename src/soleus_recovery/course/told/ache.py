"""Little pain after a load: walking pain of 1, and nothing else, within a day of a run or of training.

Once an episode of soreness has closed, such an ache opens no other one, until it comes on several days running (reading
`ache`).
"""

import datetime as dt

from soleus_recovery.course.state import DayRecord, DayState, StepDay
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.vocabulary import Activity, Morning

__all__ = ["is_ache", "is_missed"]


def is_ache(protocol: RecoveryProtocol, before: DayState, day: StepDay, steps: tuple[str, ...]) -> bool:
    """Return whether a day's check-in tells of an ache after a load; ``steps`` is the training of the day."""
    record = day.record
    if record is None or not _is_slight(record, protocol):
        return False
    trained = before.training.last
    loads = [day.date] if day.ran or (steps and not is_missed(record)) else []
    loads += [] if before.last_run is None else [before.last_run]
    loads += [trained.date] if trained is not None and trained.is_done else []
    within = dt.timedelta(days=protocol.trend.ache_days_after)
    return any(day.date - load <= within for load in loads)


def is_missed(record: DayRecord) -> bool:
    """Return whether the day's check-in names a training as missed."""
    return any(f"-{Activity.STRENGTHEN}-" in key for key in record.check_in.missed)


def _is_slight(record: DayRecord, protocol: RecoveryProtocol) -> bool:
    """Return whether the only thing that hurts is walking, and that very little.

    Every answer is known and no painkiller hides one. What a replaced check-in for the day told counts as well.
    """
    check_in, worst, trend = record.check_in, record.worst, protocol.trend
    return (
        check_in.pain_at_rest == 0 == worst.at_rest
        and check_in.pain_walking is not None
        and worst.walking <= trend.ache_walking
        and worst.running <= trend.clean_in_run
        and check_in.morning in (Morning.BETTER, Morning.SAME)
        and not record.named
        and not check_in.painkiller
    )
