"""The phase after prevention: what is kept up, and when a calf is sore again (reading `keep`).

In this phase silence changes nothing, and a check-in either is noted or is heard as a calf that is sore again.
"""

import datetime as dt
from collections.abc import Mapping

import attrs

from soleus_recovery.clock import MINUTES_PER_HOUR, Minute
from soleus_recovery.course.doses import prevent_until
from soleus_recovery.course.state import CourseStart, DayRecord, DayState, DayVerdict
from soleus_recovery.course.table import decide
from soleus_recovery.course.waiting import Waiting
from soleus_recovery.facts.case import day_at
from soleus_recovery.facts.checkin import CheckIn
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.vocabulary import Occasion, PhaseKind, Signal, Stage

__all__ = ["is_kept", "is_sore_again", "keep_until", "kept_day", "last_date", "phase_of"]

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


def is_sore_again(start: CourseStart, state: DayState, check_in: CheckIn, records: Mapping[dt.date, DayRecord]) -> bool:
    """Return whether a check-in comes after prevention and is heard as a calf that is sore again.

    It is after one strong pain, some pain on a second day, or a finding that plain soreness excludes.
    """
    if not is_kept(start, state, check_in.day):
        return False
    rules, pain = start.protocol.keep, max(check_in.pains, default=0)
    if pain >= rules.strong_pain or check_in.findings & start.protocol.plain_soreness.excluded:
        return True
    others = [each.check_in for day, each in records.items() if day != check_in.day and is_kept(start, state, day)]
    days = sum(max(each.pains, default=0) >= rules.sore_pain for each in others)
    return pain >= rules.sore_pain and days + 1 >= rules.sore_days


def phase_of(
    start: CourseStart, state: DayState, as_of: Minute, waiting: Waiting | None, *, is_cleared: bool
) -> PhaseKind:
    """Return the phase at a moment; after a clearance from which days count there is no phase ``RELIEVE``."""
    if waiting is not None:
        return PhaseKind.HOLD
    if state.gate_needed and not state.gate_passed:
        hours = start.protocol.severity[state.severity].relieve_hours * MINUTES_PER_HOUR
        is_relieved = is_cleared or as_of >= start.counted_from + hours
        return PhaseKind.RESTORE if is_relieved else PhaseKind.RELIEVE
    if state.prevent_from is None:
        return PhaseKind.RETURN
    until = prevent_until(start, state)
    is_over = until is not None and day_at(start.runner, as_of) > until
    return PhaseKind.KEEP if is_over and state.possible_strain else PhaseKind.PREVENT


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
