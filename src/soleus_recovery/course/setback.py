"""What sends a runner back on the ladder: a flare, which is a setback, and pain that comes back in the last runs.

The readings that docstrings name, such as reading `setbacks`, are sections of docs/explanation/progression.md.
"""

import datetime as dt

import attrs

from soleus_recovery.course.ladder import rungs_back
from soleus_recovery.course.state import CourseStart, DayState, StepDay, doses_of, rungs_before
from soleus_recovery.course.table import is_strong
from soleus_recovery.vocabulary import Signal, Stage

__all__ = ["after_pain_in_runs", "after_setback"]


def after_setback(start: CourseStart, before: DayState, state: DayState, day: StepDay) -> DayState:
    """Return the state after a day that can be a setback (readings `setbacks` and `days-off`).

    A flare of bad days is one setback, unless the runner runs again within the flare. The steps back on the ladder
    count from the rung at which the flare began.
    """
    if day.signal is Signal.ALL_WELL:
        return state if state.rung_at_flare is None else attrs.evolve(state, rung_at_flare=None)
    if day.stage is not Stage.RETURNING or day.check_in is None or not day.is_bad:
        return state
    numbers = start.protocol.progression
    is_new = before.rung_at_flare is None or day.ran
    base = state.rung if is_new or before.rung_at_flare is None else before.rung_at_flare
    if day.below is Signal.LEVEL_RISES:
        rung, to_gate = 0, True
    else:
        strong = is_strong(day.check_in, start.protocol)
        back = numbers.hard_setback_rungs if strong else numbers.setback_rungs
        rung, below = rungs_back(doses_of(start, state), base, back)
        # The rungs of heavier ladders are no way around the tests, which come before the first rung of the ladder.
        to_gate = strong or below or rung < len(rungs_before(start, state, state.rungs_before))
    return attrs.evolve(
        state,
        setbacks=state.setbacks + is_new,
        rung=min(rung, state.rung),
        rung_at_flare=base,
        not_before=_after_days_off(start, state, day, numbers.setback_days_off),
        gate_needed=state.gate_needed or to_gate,
        tests={} if to_gate else state.tests,
        gate_passed=state.gate_passed and not to_gate,
        prevent_from=None,
    )


def after_pain_in_runs(start: CourseStart, before: DayState, state: DayState, day: StepDay) -> DayState:
    """Return the state after a run whose pain comes back: a step back and more days off (reading `pain-in-runs`).

    Below the first rung of the ladder lie the rungs of the heaviest ladder, and below these the tests. This is no
    setback; if the day is a setback as well, both count from the same rung, and the longer way back stands.
    """
    # A higher level has led to the first rung of another ladder already.
    if not state.trend.steps_back or state.severity is not before.severity:
        return state
    numbers = start.protocol.trend
    present = doses_of(start, state)
    heavier = rungs_before(start, state, len(present))
    shift = len(heavier) - len(rungs_before(start, state, state.rungs_before))
    doses = (*heavier[:shift], *present)
    place, below = rungs_back(doses, before.rung + shift, numbers.painful_rungs)
    more = shift - min(place, shift)
    flare = state.rung_at_flare
    return attrs.evolve(
        state,
        rung=min(place - shift, state.rung) + more,
        rungs_before=len(dict.fromkeys(doses[shift - more : len(heavier)])),
        rung_at_flare=None if flare is None else flare + more,
        not_before=_after_days_off(start, state, day, numbers.painful_days_off),
        gate_needed=state.gate_needed or below,
        tests={} if below else state.tests,
        gate_passed=state.gate_passed and not below,
        prevent_from=None,
    )


def _after_days_off(start: CourseStart, state: DayState, day: StepDay, days_off: int) -> dt.date:
    """Return the first day for a run after so many days off more than usual (reading `days-off`)."""
    bounds = [day.date + dt.timedelta(days=1 + days_off)]
    last_run = day.date if day.ran else state.last_run
    if last_run is not None:
        bounds.append(last_run + dt.timedelta(days=1 + start.protocol.runs.days_off_between + days_off))
    return max([*bounds, *([] if state.not_before is None else [state.not_before])])
