"""The verdict on a day: its decision, and the occasions that the text of the decision leaves out."""

import datetime as dt
from collections.abc import Iterator

from soleus_recovery.course.gate import missing_tests, run_after_tests_from
from soleus_recovery.course.state import CourseStart, DayState, DayVerdict
from soleus_recovery.course.table import decide
from soleus_recovery.facts.checkin import CheckIn
from soleus_recovery.vocabulary import Decision, Occasion, Signal, Stage

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
    )


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
        yield Occasion.TOO_EARLY
    if _is_iced_again(before, state, signal):
        yield Occasion.ICE_AGAIN
    is_long = state.sore_days >= start.protocol.progression.plain_sore_day
    if is_long and state.possible_strain and not before.possible_strain and state.growth_severity is not state.severity:
        yield Occasion.STILL_SORE
    if check_in.painkiller:
        yield Occasion.PAINKILLER
        yield from _painkillers_in_a_row(start, state)
    if signal is not Signal.ALL_WELL or not state.gate_needed or state.pending_run is not None:
        return
    runs_from = run_after_tests_from(start, state)
    needed = start.protocol.gate_tests(possible_strain=state.tests_as_strain).keys()
    if before.tests and not state.tests:
        yield Occasion.LAPSED
    elif not needed <= state.tests.keys() and runs_from is not None and runs_from > _planned(start, state):
        yield Occasion.TESTS_DUE


def _painkillers_in_a_row(start: CourseStart, state: DayState) -> Iterator[Occasion]:
    days, trend, age = state.trend.painkiller_days, start.protocol.trend, start.runner.age
    if age is not None and age < start.protocol.triage.age.young_under and days >= trend.painkiller_days_young:
        yield Occasion.PAINKILLERS_WHEN_YOUNG
    elif days >= trend.painkiller_days:
        yield Occasion.PAINKILLERS_FOR_LONG


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
