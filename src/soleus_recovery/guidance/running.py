"""The return to running as values: the gate, the ladders, the parts of a run, and the check-in table's numbers."""

from collections.abc import Mapping
from typing import final

import attrs

from soleus_recovery.guidance.citation import Rules
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Gate, Measure

__all__ = ["DecisionText", "GateRules", "GateTest", "Ladder", "Occasions", "ProgressionNumbers", "RunRules", "Rung"]


@final
@attrs.frozen(kw_only=True)
class GateTest(Value):
    """One test of the gate; ``plain`` says whether plain soreness needs it too. Unused numbers are 0."""

    text: str
    measures: frozenset[Measure]
    plain: bool
    pain_maximum: int
    rules: Rules
    minutes: int = 0
    count: int = 0
    percent_of_other_side: int = 0


@final
@attrs.frozen(kw_only=True)
class GateRules(Value):
    """The gate: the conditions of the first run, and the texts about them."""

    tests: Mapping[Gate, GateTest]
    lapses_after_days: int
    run_after_days: int
    painkiller_hours: int
    pain_at_rest_maximum: int
    before_text: str
    tests_note: str
    next_text: str
    confirmed_text: str
    rules: Rules
    told_text: str = ""
    """Shown for the next run once there are check-ins; ``next_text`` is the default."""
    pending_text: str = ""
    """Shown while the run before waits for its next morning; without it, as if that run had not been done."""


@final
@attrs.frozen(kw_only=True)
class Rung(Value):
    """A walk-run: walking and running minutes in turn, repeated so many times."""

    walk_minutes: int
    run_minutes: int
    repeats: int


@final
@attrs.frozen(kw_only=True)
class Ladder(Value):
    """The way back to the usual run: rungs, a continuous run, then growth by a percentage of the longest run."""

    rungs: tuple[Rung, ...]
    continuous_minutes: int
    growth_percent: int
    times_each: int
    rules: Rules


@final
@attrs.frozen(kw_only=True)
class RunRules(Value):
    """The numbers that all runs share, and the texts that describe a run."""

    warm_up_minutes: int
    cool_down_minutes: int
    days_off_between: int
    growth_least_minutes: int
    walk_run_title: str
    continuous_title: str
    walk_run_main: str
    continuous_main: str
    instructions: str
    early_ground: str
    rules: Rules


@final
@attrs.frozen(kw_only=True)
class ProgressionNumbers(Value):
    """The numbers of the check-in table: pain 0 to 10, hours, days, rungs and counts."""

    stop_loading_walking: int
    stop_loading_in_run: int
    setback_any: int
    repeat_any: int
    repeat_rest: int
    repeat_walking: int
    good_rest: int
    good_rest_before_gate: int
    good_others: int
    ice_again_hours: int
    hard_setback_hours: int
    hard_setback_rungs: int
    setback_days_off: int
    setback_rungs: int
    silence_days: int
    silence_rungs: int
    setbacks_refer: int
    sore_day: int
    swelling_day: int
    hold_loading_days: int
    dormant_days: int
    rules: Rules


@final
@attrs.frozen(kw_only=True)
class DecisionText(Value):
    """The text of one decision for the runner, and the rule behind it."""

    text: str
    rule: str


@final
@attrs.frozen(kw_only=True)
class Occasions(Value):
    """What else changes a plan, in words; braces as named in each text."""

    opened: str
    amended: str
    cleared: str
    still_waiting: str
    no_word: str
    replaced: str
    gate_passed: str
    tests_not_counted: str
    silent_week: str
    planned_anew: str
    rules: Rules
    busy: str = ""
    """Without it ``amended`` is said."""
    ice_again: str = ""
    """Beside a level that rises with strong pain; without it only the decision is said."""
    too_early: str = ""
    """Of a run that the plan did not allow; without it only the decision is said, as without the next four."""
    painkiller: str = ""
    lapsed: str = ""
    tests_due: str = ""
    run_not_told: str = ""
