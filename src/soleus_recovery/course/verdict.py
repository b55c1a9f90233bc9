"""The verdict on a day: its decision, and the occasions that the text of the decision leaves out."""

import datetime as dt
from collections.abc import Iterator

from soleus_recovery.course.gate import has_few_raises, missing_tests, run_after_tests_from
from soleus_recovery.course.state import CourseStart, DayState, DayVerdict, training_course
from soleus_recovery.course.table import decide
from soleus_recovery.course.training import tests_after_training
from soleus_recovery.facts.checkin import CheckIn
from soleus_recovery.vocabulary import Decision, Gate, Occasion, Signal, Stage

__all__ = ["verdict_of"]

# The decisions for these signals speak of the next run, which is wrong if the runner has run without being allowed to.
_OF_THE_NEXT_RUN = (
    Signal.WORSE_MORNING,
    Signal.SOME_PAIN,
    Signal.RISING_PAIN,
    Signal.NO_FULL_CHECK_IN,
    Signal.ALL_WELL,
)


def verdict_of(
    start: CourseStart,
    before: DayState,
    state: DayState,
    date: dt.date,
    check_in: CheckIn | None,
    *,
    signal: Signal,
    stage: Stage,
) -> DayVerdict:
    """Return the verdict on the day between two states; ``check_in`` is None for a silent day.

    Reading `run-counts`: a run that was not allowed is no step on the way back, so the texts for the day of the run and
    for the day after do not speak of a step.
    """
    says: Decision | None = decide(signal, stage)
    run, judged = state.pending_run, before.pending_run
    too_early = run is not None and not run.allowed
    if signal in _OF_THE_NEXT_RUN and state.gate_needed:
        if too_early:
            says = None
        elif run is None and judged is not None and not judged.allowed:
            says = decide(signal, Stage.BEFORE_FIRST_RUN)
    if signal is Signal.ALL_WELL and state.gate_needed and run is None:
        says = _all_well(start, before, state)
    if says is Decision.SET_BACK and too_early and start.protocol.occasions.has_text(Occasion.TOO_EARLY_FLARE):
        says = None
    if signal is Signal.WORSE_MORNING and state.gate_needed and says is decide(signal, stage):
        # The next run is another one than the last, and the tests come first.
        says = decide(signal, Stage.BEFORE_FIRST_RUN)
    flare = _flare_in_growth(state, signal, stage)
    if flare is not None and start.protocol.occasions.has_text(flare):
        says = None
    return DayVerdict(
        date=date,
        signal=signal,
        decision=decide(signal, stage),
        is_silent=check_in is None,
        says=says,
        beside=(*(() if flare is None else (flare,)), *_beside(start, before, state, check_in, signal)),
        tests=tuple(missing_tests(start.protocol, state).values()) if state.gate_needed else (),
        missed=() if check_in is None else check_in.missed,
        passed=frozenset(gate for gate, on in state.tests.items() if on == date),
    )


def _all_well(start: CourseStart, before: DayState, state: DayState) -> Decision | None:
    """Return what is said of a day that is all well before the first run.

    The text about the next step is said only if the run does not move; else an occasion says what the run waits for.
    """
    if state.gate_passed:
        return Decision.NEXT_RUNG
    why = _what_it_waits_for(start, before, state)
    return None if why is not None and start.protocol.occasions.has_text(why) else Decision.GO_ON


def _what_it_waits_for(start: CourseStart, before: DayState, state: DayState) -> Occasion | None:
    """Return what is said of the first run after a day that was all well: why it moves, or that its tests are done.

    Return None if the run stands as it stood before the day.
    """
    if before.tests and not state.tests:
        return Occasion.LAPSED
    needed = start.protocol.gate_tests(possible_strain=state.tests_as_strain).keys()
    if needed <= state.tests.keys():
        return None if state.gate_passed else Occasion.TESTS_DONE
    runs_from = run_after_tests_from(start, state)
    if runs_from is None:
        return None
    planned_from = run_after_tests_from(start, before)
    if planned_from is not None and runs_from <= max(planned_from, _planned(start, state)):
        return None
    trained = tests_after_training(training_course(start, state), state.training)
    is_trained = trained is None or state.tests_again_from is None or trained <= state.tests_again_from
    return Occasion.TESTS_DUE if is_trained else Occasion.TRAINING_DUE


def _flare_in_growth(state: DayState, signal: Signal, stage: Stage) -> Occasion | None:
    """Return what is said of a flare in growth in place of the decision, which counts in steps and not in minutes."""
    if stage is not Stage.RETURNING or not state.flared_in_growth:
        return None
    if signal in (Signal.LEVEL_RISES, Signal.STRONG_PAIN):
        return Occasion.STRONG_FLARE_IN_GROWTH
    return Occasion.FLARE_IN_GROWTH if signal is Signal.MORE_PAIN else None


def _beside(
    start: CourseStart, before: DayState, state: DayState, check_in: CheckIn | None, signal: Signal
) -> Iterator[Occasion]:
    """Yield the occasions that the decision's text leaves out, and those that explain why a run has moved."""
    if check_in is None:
        return
    if state.pending_run is not None and not state.pending_run.allowed:
        yield from _too_early(start, state, signal)
    if _is_iced_again(before, state, signal):
        yield Occasion.ICE_AGAIN
    is_long = state.sore_days >= start.protocol.progression.plain_sore_day
    if is_long and state.possible_strain and not before.possible_strain and state.growth_severity is not state.severity:
        yield Occasion.STILL_SORE
    if check_in.painkiller:
        yield Occasion.PAINKILLER
        yield from _painkillers_for_long(start, state)
    if state.gate_needed:
        yield from _of_raises(start, state, check_in)
    if signal not in (Signal.ALL_WELL, Signal.RED_FLAG) and _comes_again(before, state):
        yield Occasion.TESTS_AGAIN
    if signal is not Signal.ALL_WELL or not state.gate_needed or state.pending_run is not None:
        return
    why = _what_it_waits_for(start, before, state)
    if why is not None:
        yield why


def _comes_again(before: DayState, state: DayState) -> bool:
    """Return whether a day has brought back the tests: those that counted are void, or none were asked for before."""
    return state.gate_needed and not state.tests and (bool(before.tests) or not before.gate_needed)


def _of_raises(start: CourseStart, state: DayState, check_in: CheckIn) -> Iterator[Occasion]:
    """Yield what counts of heel raises come to: too few for the test, or enough for a test that is not named."""
    if Gate.HEEL_RAISES in check_in.gates:
        if has_few_raises(start, check_in):
            yield Occasion.FEW_RAISES
        return
    is_enough = check_in.raises is not None and not has_few_raises(start, check_in)
    if is_enough and state.tests_as_strain and Gate.HEEL_RAISES not in state.tests:
        yield Occasion.ENOUGH_RAISES


def _painkillers_for_long(start: CourseStart, state: DayState) -> Iterator[Occasion]:
    """Yield which row of days with a painkiller is too long; tablets come first (reading `painkillers`)."""
    numbers, trend, age = start.protocol.trend, state.trend, start.runner.age
    is_young = age is not None and age < start.protocol.triage.age.young_under
    if is_young and trend.tablet_days >= numbers.painkiller_days_young:
        yield Occasion.PAINKILLERS_WHEN_YOUNG
    elif trend.tablet_days >= numbers.tablet_days:
        yield Occasion.PAINKILLERS_FOR_LONG
    elif trend.painkiller_days >= numbers.painkiller_days:
        yield Occasion.GEL_FOR_LONG


def _too_early(start: CourseStart, state: DayState, signal: Signal) -> Iterator[Occasion]:
    """Yield what is said of a run that was not allowed; a flare in growth says by itself what comes of its pain."""
    if signal is not Signal.MORE_PAIN or not start.protocol.occasions.has_text(Occasion.TOO_EARLY_FLARE):
        yield Occasion.TOO_EARLY
    elif _flare_in_growth(state, signal, Stage.RETURNING) is None:
        yield Occasion.TOO_EARLY_FLARE


def _planned(start: CourseStart, state: DayState) -> dt.date:
    """Return the day of the first run if no check-in ever moves that run."""
    return start.date + dt.timedelta(
        days=start.protocol.first_run_day(state.severity, possible_strain=state.possible_strain)
    )


def _is_iced_again(before: DayState, state: DayState, signal: Signal) -> bool:
    """Return whether a day with a higher severity also has strong pain, which brings back the ice.

    The decision for a higher severity does not mention ice.
    """
    return signal is Signal.LEVEL_RISES and state.ice_from != before.ice_from
