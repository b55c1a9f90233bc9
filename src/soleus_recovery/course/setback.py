"""What sends a runner back on the ladder: a flare, which is a setback, and pain that comes back in the last runs.

The readings that docstrings name, such as reading `setbacks`, are sections of docs/explanation/progression.md.
"""

import datetime as dt

import attrs

from soleus_recovery.clock import MINUTES_PER_HOUR, Minute
from soleus_recovery.course.doses import doses_of, due_dose, rungs_before
from soleus_recovery.course.running.ladder import rungs_back
from soleus_recovery.course.state import CourseStart, DayState, StepDay
from soleus_recovery.course.table import is_strong
from soleus_recovery.vocabulary import Signal, Stage

__all__ = ["after_pain_in_runs", "after_setback"]


def after_setback(start: CourseStart, before: DayState, state: DayState, day: StepDay) -> DayState:
    """Return the state after a day that can be a setback (readings `setbacks` and `days-off`).

    A flare of bad days is one setback, unless the runner runs again within the flare. The steps back on the ladder
    count from the rung at which the flare began.
    """
    if day.signal is Signal.ALL_WELL:
        return state if state.rung_at_flare is None else attrs.evolve(state, rung_at_flare=None, flared_in_growth=False)
    if day.stage is not Stage.RETURNING or day.check_in is None or not day.is_bad:
        return state
    numbers = start.protocol.progression
    is_new = before.rung_at_flare is None or day.ran
    state = attrs.evolve(
        state,
        setbacks=state.setbacks + is_new,
        flared_on=day.date,
        not_before=_after_days_off(start, state, day, numbers.setback_days_off),
        prevent_from=None,
        long_run_on=None,
    )
    if _is_in_growth(start, before) if is_new else before.flared_in_growth:
        return _after_flare_in_growth(start, before, state, day, is_new=is_new)
    base = state.rung if is_new or before.rung_at_flare is None else before.rung_at_flare
    if day.below is Signal.LEVEL_RISES:
        rung, to_gate = 0, True
    else:
        strong = is_strong(day.check_in, start.protocol)
        back = numbers.hard_setback_rungs if strong else numbers.setback_rungs
        rung, below = rungs_back(doses_of(start, state), base, back)
        # The rungs of heavier ladders are no way around the tests, which come before the first rung of the ladder.
        to_gate = strong or below or rung < len(rungs_before(start, state, state.rungs_before))
    state = attrs.evolve(state, rung=min(rung, state.rung), rung_at_flare=base, flared_in_growth=False)
    return _with_whole_gate(state) if to_gate else state


def _with_whole_gate(state: DayState) -> DayState:
    return attrs.evolve(state, gate_needed=True, is_short_gate=False, tests={}, gate_passed=False)


def _is_in_growth(start: CourseStart, state: DayState) -> bool:
    """Return whether a run without a break has counted since the last flare in growth, and the next is another one."""
    return state.longest_since_flare > 0 and due_dose(start, state).continuous


def _after_flare_in_growth(
    start: CourseStart, before: DayState, state: DayState, day: StepDay, *, is_new: bool
) -> DayState:
    """Return the state after a bad day of a flare in growth (reading `flare-in-growth`).

    The way back is counted in minutes. Growth begins anew from the shorter run.
    """
    protocol = start.protocol
    is_grave = day.below in (Signal.LEVEL_RISES, Signal.STRONG_PAIN)
    shorter = min(before.longest_since_flare, start.runner.usual_run_minutes)
    shorter = shorter * protocol.trend.flare_parts // protocol.trend.flare_of_parts
    ladder = protocol.ladder_for(state.severity, possible_strain=state.possible_strain)
    if is_grave or (is_new and shorter < ladder.continuous_minutes):
        state = attrs.evolve(state, grows_from=None)
        walks = [place for place, dose in enumerate(doses_of(start, state)) if not dose.continuous]
        rung, _ = rungs_back(doses_of(start, state), walks[-1], 0)
    elif is_new:
        state = attrs.evolve(state, grows_from=shorter)
        rung = next(place for place, dose in enumerate(doses_of(start, state)) if dose.continuous)
    else:
        rung = state.rung
    state = attrs.evolve(state, rung=rung, rung_at_flare=rung, flared_in_growth=True, longest_since_flare=0)
    if not is_grave:
        short = not before.gate_needed or before.is_short_gate
        return attrs.evolve(_with_whole_gate(state), is_short_gate=short)
    until = Minute(start.runner.window(day.date).end + protocol.progression.hard_setback_hours * MINUTES_PER_HOUR)
    return attrs.evolve(_with_whole_gate(state), no_run_until=max(state.no_run_until or until, until))


def after_pain_in_runs(start: CourseStart, before: DayState, state: DayState, day: StepDay) -> DayState:
    """Return the state after a run whose pain comes back: a step back and more days off (reading `pain-in-runs`).

    Below the first rung of the ladder lie the rungs of the heaviest ladder, and below these the tests. This is no
    setback; if the day is a setback as well, both count from the same rung, and the longer way back stands.
    """
    # A higher level has led to another ladder already, and a flare in growth to a shorter run.
    is_elsewhere = state.severity is not before.severity or (day.is_bad and state.flared_in_growth)
    if not state.trend.steps_back or is_elsewhere:
        return state
    numbers = start.protocol.trend
    present = doses_of(start, state)
    heavier = rungs_before(start, state, len(present))
    shift = len(heavier) - len(rungs_before(start, state, state.rungs_before))
    doses = (*heavier[:shift], *present)
    place, below = rungs_back(doses, before.rung + shift, numbers.painful_rungs)
    more = shift - min(place, shift)
    flare = state.rung_at_flare
    state = attrs.evolve(
        state,
        rung=min(place - shift, state.rung) + more,
        rungs_before=len(dict.fromkeys(doses[shift - more : len(heavier)])),
        rung_at_flare=None if flare is None else flare + more,
        not_before=_after_days_off(start, state, day, numbers.painful_days_off),
        prevent_from=None,
        long_run_on=None,
    )
    return _with_whole_gate(state) if below else state


def _after_days_off(start: CourseStart, state: DayState, day: StepDay, days_off: int) -> dt.date:
    """Return the first day for a run after so many days off more than usual (reading `days-off`)."""
    bounds = [day.date + dt.timedelta(days=1 + days_off)]
    last_run = day.date if day.ran else state.last_run
    if last_run is not None:
        bounds.append(last_run + dt.timedelta(days=1 + start.protocol.runs.days_off_between + days_off))
    return max([*bounds, *([] if state.not_before is None else [state.not_before])])
