"""The check-in table: the signal of a day, and the decision that follows from the signal.

There is no other table of signals and decisions. A day gives one signal: the first member of ``Signal`` that matches.
The stage says whether the runner has begun to run again. The effects of a check-in add up, so a worse check-in never
gives an earlier run. The readings that docstrings name, such as reading `sore`, are sections of
docs/explanation/progression.md.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from soleus_recovery.course.running.trend import Trend
from soleus_recovery.facts.checkin import CheckIn
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.triage.severity import Pains
from soleus_recovery.vocabulary import Activity, Decision, Morning, Signal, Stage

__all__ = ["TABLE", "decide", "is_free_of_pain", "is_sore", "is_strong", "is_well_trained", "signal_of"]

_BEFORE, _RETURNING = Stage.BEFORE_FIRST_RUN, Stage.RETURNING

TABLE: Final[Mapping[tuple[Signal, Stage], Decision]] = MappingProxyType(
    {
        (Signal.RED_FLAG, _BEFORE): Decision.STOP,
        (Signal.RED_FLAG, _RETURNING): Decision.STOP,
        (Signal.LEVEL_RISES, _BEFORE): Decision.HOLD_AT_NEW_LEVEL,
        (Signal.LEVEL_RISES, _RETURNING): Decision.SET_BACK_TO_GATE,
        (Signal.STRONG_PAIN, _BEFORE): Decision.HOLD_AND_ICE,
        (Signal.STRONG_PAIN, _RETURNING): Decision.SET_BACK_HARD,
        (Signal.MORE_PAIN, _BEFORE): Decision.HOLD_NO_LOADING,
        (Signal.MORE_PAIN, _RETURNING): Decision.SET_BACK,
        (Signal.PAIN_IN_RUNS, _RETURNING): Decision.STEP_BACK,
        (Signal.WORSE_MORNING, _BEFORE): Decision.HOLD_AFTER_WORSE_MORNING,
        (Signal.WORSE_MORNING, _RETURNING): Decision.REPEAT_AFTER_WORSE_MORNING,
        (Signal.SOME_PAIN, _BEFORE): Decision.HOLD_SAME_DOSE,
        (Signal.SOME_PAIN, _RETURNING): Decision.REPEAT_RUNG,
        (Signal.RISING_PAIN, _RETURNING): Decision.REPEAT_AS_PAIN_RISES,
        (Signal.NO_FULL_CHECK_IN, _BEFORE): Decision.HOLD_NOTHING_SKIPPED,
        (Signal.NO_FULL_CHECK_IN, _RETURNING): Decision.SAME_RUNG,
        (Signal.ALL_WELL, _BEFORE): Decision.GO_ON,
        (Signal.ALL_WELL, _RETURNING): Decision.NEXT_RUNG,
    }
)
"""The decision for each signal and stage; two signals come from a run, and a day with a run is always returning."""


def decide(signal: Signal, stage: Stage) -> Decision:
    """Return the decision for a signal at a stage.

    >>> decide(Signal.SOME_PAIN, Stage.RETURNING)
    <Decision.REPEAT_RUNG: 'repeat-rung'>
    """
    return TABLE[signal, stage]


def is_sore(check_in: CheckIn, protocol: RecoveryProtocol) -> bool:
    """Return whether a check-in is sore (reading `sore`).

    A check-in is sore if it has pain at rest or walking, or a finding that plain soreness excludes.
    """
    return bool(check_in.pain_at_rest or check_in.pain_walking or check_in.findings & protocol.plain_soreness.excluded)


def is_free_of_pain(check_in: CheckIn, protocol: RecoveryProtocol) -> bool:
    """Return whether pain at rest and pain walking are both known to be 0, and the check-in is not sore.

    A check-in that is free of pain closes an episode; a test of the gate counts only in a check-in that is free of
    pain. Nobody knows whether a calf is free of pain under a painkiller.
    """
    is_known = check_in.pain_at_rest == 0 == check_in.pain_walking and not check_in.painkiller
    return is_known and not is_sore(check_in, protocol)


def is_no_worse(check_in: CheckIn, before: Pains) -> bool:
    """Return whether the calf is known to be no worse than ``before``: a full check-in without more pain.

    An answer that is left out, or that a painkiller hides, leaves it unknown (reading `level`).
    """
    at_rest, walking = check_in.pain_at_rest, check_in.pain_walking
    if at_rest is None or walking is None or check_in.painkiller:
        return False
    is_steady = check_in.morning in (Morning.BETTER, Morning.SAME)
    return is_steady and at_rest <= before.at_rest and walking <= before.walking


def signal_of(
    check_in: CheckIn | None,
    protocol: RecoveryProtocol,
    *,
    stage: Stage,
    red_flag: bool,
    level_rises: bool,
    trend: Trend | None = None,
) -> Signal:
    """Return the first signal that matches a day's check-in; ``check_in`` is None for a silent day.

    ``trend`` is the trend after the day; it is left out to judge the day alone.
    """
    if check_in is None:
        return Signal.NO_FULL_CHECK_IN
    numbers, worst = protocol.progression, max(check_in.pains, default=0)
    # Training may hurt as much as a run that is done again (reading `training-pain`).
    untrained = max(check_in.pain_at_rest or 0, check_in.pain_walking or 0, check_in.pain_running or 0)
    in_the_evening = (check_in.pain_at_rest or 0) >= numbers.repeat_rest or (
        check_in.pain_walking or 0
    ) >= numbers.repeat_walking
    is_worse = check_in.morning is Morning.WORSE
    matches = (
        (Signal.RED_FLAG, red_flag),
        (Signal.LEVEL_RISES, level_rises),
        (Signal.STRONG_PAIN, is_strong(check_in, protocol)),
        (Signal.MORE_PAIN, worst >= numbers.setback_any),
        (Signal.MORE_PAIN, is_worse and (not _is_little_pain(check_in, protocol) or (trend and trend.is_worse_again))),
        (Signal.PAIN_IN_RUNS, trend is not None and trend.steps_back),
        (Signal.WORSE_MORNING, is_worse),
        (Signal.SOME_PAIN, untrained >= numbers.repeat_any or (stage is _RETURNING and in_the_evening)),
        (Signal.RISING_PAIN, trend is not None and trend.rises),
        # If a protocol has stricter marks for "all well" or for a clean run, a gap opens below "some pain". A check-in
        # in that gap counts as not full.
        (Signal.NO_FULL_CHECK_IN, not (_is_full(check_in) and _is_well(check_in, protocol, stage))),
        (Signal.NO_FULL_CHECK_IN, trend is not None and trend.is_unclean_on(check_in.day)),
        (Signal.ALL_WELL, True),
    )
    return next(signal for signal, is_so in matches if is_so)


def is_strong(check_in: CheckIn, protocol: RecoveryProtocol) -> bool:
    """Return whether the pain while walking, running or training is strong enough to stop loading."""
    numbers = protocol.progression
    in_exercise = max(check_in.pain_running or 0, check_in.pain_training or 0)
    return (check_in.pain_walking or 0) >= numbers.stop_loading_walking or in_exercise >= numbers.stop_loading_in_run


def _is_little_pain(check_in: CheckIn, protocol: RecoveryProtocol) -> bool:
    """Return whether both pains of the evening are known, and no pain is too much for a worse morning alone."""
    known = check_in.pain_at_rest is not None and check_in.pain_walking is not None
    return known and max(check_in.pains) <= protocol.trend.worse_morning_pain


def is_well_trained(check_in: CheckIn | None, protocol: RecoveryProtocol) -> bool:
    """Return whether a day's training counts by its own check-in, if the next morning is no worse (reading `training`).

    The evening is told and at little pain, the morning is no worse, and no training of the day was missed. Pain in the
    training that was not told is taken to be that of walking in the evening (reading `training-pain`).
    """
    if check_in is None or check_in.pain_at_rest is None or check_in.pain_walking is None or check_in.painkiller:
        return False
    numbers = protocol.progression
    in_training = check_in.pain_walking if check_in.pain_training is None else check_in.pain_training
    return (
        check_in.pain_at_rest <= numbers.good_rest_before_gate
        and check_in.pain_walking <= numbers.good_others
        and in_training <= numbers.training_pain
        and check_in.morning in (Morning.BETTER, Morning.SAME)
        and not any(f"-{Activity.STRENGTHEN}-" in key for key in check_in.missed)
    )


def _is_full(check_in: CheckIn) -> bool:
    """Return whether a check-in is full (reading `full-check-in`).

    In a full check-in no answer is missing, and no painkiller hides pain. A missed session says nothing of the calf.
    """
    answers = (check_in.pain_at_rest, check_in.pain_walking, check_in.morning)
    is_run_rated = check_in.pain_running is not None or not any(_is_run(done.session) for done in check_in.done)
    return None not in answers and is_run_rated and not check_in.painkiller


def _is_run(key: str) -> bool:
    return key.startswith("run-")


def _is_well(check_in: CheckIn, protocol: RecoveryProtocol, stage: Stage) -> bool:
    numbers = protocol.progression
    at_rest = numbers.good_rest if stage is _RETURNING else numbers.good_rest_before_gate
    others = max(check_in.pain_walking or 0, check_in.pain_running or 0)
    return (check_in.pain_at_rest or 0) <= at_rest and others <= numbers.good_others
