"""The phase after prevention: what is kept up, and when a calf is sore again (reading `keep`).

In this phase silence changes nothing, and a check-in either is noted or is heard as a calf that is sore again.
"""

import datetime as dt
from collections.abc import Mapping

import attrs

from soleus_recovery.course.doses import prevent_until
from soleus_recovery.course.state import CourseStart, DayRecord, DayState, DayVerdict
from soleus_recovery.course.table import decide
from soleus_recovery.facts.checkin import CheckIn
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.vocabulary import Occasion, Signal, Stage

__all__ = ["is_kept", "is_sore_again", "keep_until", "kept_day", "last_date"]

_WEEK = 7  # days


def last_date(start: CourseStart, state: DayState) -> dt.date | None:
    """Return the last day of a case, after which nothing is replayed; None before prevention (reading `end`)."""
    until = prevent_until(start, state)
    if until is None or state.prevent_from is None:
        return None
    return keep_until(start.protocol, state.prevent_from, until, possible_strain=state.possible_strain)


def keep_until(
    protocol: RecoveryProtocol, prevent_from: dt.date, prevent_until: dt.date, *, possible_strain: bool
) -> dt.date:
    """Return the last day of a plan: that of prevention or, for a possible strain, some weeks after the usual run."""
    if not possible_strain:
        return prevent_until
    return max(prevent_until, prevent_from + protocol.keep.weeks * dt.timedelta(days=_WEEK))


def is_kept(start: CourseStart, state: DayState, date: dt.date) -> bool:
    """Return whether a day after this state lies after prevention, and not after the end of the case."""
    until, last = prevent_until(start, state), last_date(start, state)
    return until is not None and last is not None and until < date <= last


def is_sore_again(protocol: RecoveryProtocol, check_in: CheckIn, others: Mapping[dt.date, CheckIn]) -> bool:
    """Return whether a check-in after prevention is heard as a calf that is sore again.

    It is after one strong pain, some pain on a second day, or a finding that plain soreness excludes. ``others`` are
    the other check-ins after prevention, by day.
    """
    rules = protocol.keep
    pain = max(check_in.pains, default=0)
    if pain >= rules.strong_pain or check_in.findings & protocol.plain_soreness.excluded:
        return True
    days = sum(max(each.pains, default=0) >= rules.sore_pain for day, each in others.items() if day != check_in.day)
    return pain >= rules.sore_pain and days + 1 >= rules.sore_days


def kept_day(state: DayState, date: dt.date, record: DayRecord | None) -> DayState:
    """Return the state after a day that lies after prevention: nothing moves, and only the verdict is new."""
    verdict = None
    if record is not None:
        signal = Signal.RED_FLAG if record.red_flag else Signal.ALL_WELL
        decision = decide(signal, Stage.RETURNING)
        verdict = DayVerdict(
            date=date,
            signal=signal,
            decision=decision,
            is_silent=False,
            says=decision if record.red_flag else None,
            beside=() if record.red_flag else (Occasion.KEPT_UP,),
            missed=record.check_in.missed,
        )
    trend = attrs.evolve(state.trend, steps_back=False, rises=False, is_worse_again=False, must_be_seen=False)
    return attrs.evolve(state, trend=trend, pending_run=None, ready=False, sore_days=0, silent_days=0, verdict=verdict)
