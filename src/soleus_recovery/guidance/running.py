"""The return to running as values: the gate, the ladders, the parts of a run, and the check-in table's numbers."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import final

import attrs

from soleus_recovery.guidance.citation import Rules
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Gate, Measure, Occasion

__all__ = [
    "DecisionText",
    "GateRules",
    "GateTest",
    "Ladder",
    "OccasionText",
    "Occasions",
    "ProgressionNumbers",
    "RunRules",
    "Rung",
    "TrainingDay",
    "TrendNumbers",
]


@final
@attrs.frozen(kw_only=True)
class GateTest(Value):
    """One test of the gate; ``plain`` says whether plain soreness needs the test too. An unused number is 0."""

    name: str
    text: str
    measures: frozenset[Measure]
    plain: bool
    pain_maximum: int
    rules: Rules
    minutes: int = 0
    count: int = 0
    percent_of_other_side: int = 0
    gap_maximum: int = 0
    """So many repetitions fewer than on the other side count as equal."""


@final
@attrs.frozen(kw_only=True)
class GateRules(Value):
    """The gate: the conditions of the first run, and the texts about them."""

    tests: Mapping[Gate, GateTest]
    lapses_after_days: int
    run_after_days: int
    painkiller_hours: int
    before_bed_minutes: int
    """Training and tests begin only if their hour comes at least so many minutes before bed; else a day later."""
    pain_at_rest_maximum: int
    before_text: str
    tests_note: str
    next_text: str
    confirmed_text: str
    rules: Rules
    told_text: str = ""
    """The conditions of the next run once there are check-ins; if this text is empty, ``next_text`` is shown."""
    counted_text: str = ""
    """The text of a test that counts, with the last day on which it does; if it is empty, the test's text stands."""
    counted_note: str = ""
    """Said of a run that waits for no more tests, while the tests before it count; if it is empty, nothing is said."""
    pending_text: str = ""
    """The text until the morning after the last run is known; if it is empty, the text leaves out the last run."""


@final
@attrs.frozen(kw_only=True)
class Rung(Value):
    """A walk-run: minutes of walking and minutes of running in turn, repeated ``repeats`` times."""

    walk_minutes: int
    run_minutes: int
    repeats: int


@final
@attrs.frozen(kw_only=True)
class TrainingDay(Value):
    """A day of training before the tests: the earliest day from onset, and the names of its steps.

    From one training day to the next, as many days pass at least as lie between their ``day`` numbers.
    """

    day: int
    steps: tuple[str, ...]


@final
@attrs.frozen(kw_only=True, slots=False)
class Ladder(Value):
    """The way back to the usual run: rungs, a continuous run, then growth by a percentage of the longest run.

    Each rung comes ``times_each`` times, and each run without a break ``growth_times_each`` times before a longer one.
    The long run grows by ``long_run_percent``.
    ``training`` holds the training days that come before the tests of the gate, in order.
    """

    rungs: tuple[Rung, ...]
    continuous_minutes: int
    growth_percent: int
    times_each: int
    growth_times_each: int
    long_run_percent: int
    rules: Rules
    training: tuple[TrainingDay, ...] = ()

    @cached_property
    def asked(self) -> tuple[Mapping[str, int], ...]:
        """For each day of ``training``: how often each of its steps was asked for, up to this day."""
        asked, days = Counter[str](), list[Mapping[str, int]]()
        for day in self.training:
            asked.update(day.steps)
            days.append({name: asked[name] for name in day.steps})
        return tuple(days)


@final
@attrs.frozen(kw_only=True)
class RunRules(Value):
    """The numbers that all runs share, and the texts that describe a run.

    The runs of any 7 days have at most ``week_percent`` of the minutes of earlier weeks. In a week with a long run, one
    run has at most ``easy_percent`` of its minutes. After ``strides_after`` clean usual runs, one run a week ends with
    strides.
    """

    warm_up_minutes: int
    cool_down_minutes: int
    days_off_between: int
    most_per_week: int
    growth_least_minutes: int
    week_percent: int
    easy_percent: int
    strides_after: int
    walk_run_title: str
    continuous_title: str
    walk_run_main: str
    continuous_main: str
    instructions: str
    early_ground: str
    strides: str
    stretch: str
    """The words about stretching after a run, left out if stretching is switched off."""
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
    training_pain: int
    ice_again_hours: int
    hard_setback_hours: int
    hard_setback_rungs: int
    setback_days_off: int
    setback_rungs: int
    silence_days: int
    silence_rungs: int
    setbacks_refer: int
    sore_day: int
    plain_sore_day: int
    swelling_day: int
    swelling_told_day: int
    hold_loading_days: int
    dormant_days: int
    rules: Rules


@final
@attrs.frozen(kw_only=True)
class TrendNumbers(Value):
    """The numbers that judge the course of several runs: pain 0 to 10, days, rungs and counts of runs.

    A run is clean up to ``clean_in_run`` of pain in it, and up to ``clean_rest`` and ``clean_walking`` that evening.
    ``painful_runs`` painful runs among the last ``painful_among`` step back. ``clean_runs`` clean runs in a row end the
    watch that follows. ``rising_runs`` runs with ever more pain repeat. ``unclean_runs`` runs within ``unclean_days``
    days, none of them clean, refer. A worse morning with pain up to ``worse_morning_pain`` is no setback before it is
    the last of ``worse_mornings`` in a row. After ``tablet_days`` days in a row with tablets,
    ``painkiller_days_young`` for a runner who is known to be under age, or ``painkiller_days`` with a painkiller of any
    form, the runner is told to ask about it. After a flare in growth the next run has ``flare_parts`` of
    ``flare_of_parts`` parts of the longest clean run. Walking pain up to ``ache_walking``, alone and within
    ``ache_days_after`` days of a run or of training, opens no episode before ``ache_days_running`` days running.
    """

    clean_in_run: int
    clean_rest: int
    clean_walking: int
    painful_runs: int
    painful_among: int
    painful_rungs: int
    painful_days_off: int
    clean_runs: int
    rising_runs: int
    unclean_runs: int
    unclean_days: int
    worse_morning_pain: int
    worse_mornings: int
    tablet_days: int
    painkiller_days: int
    painkiller_days_young: int
    flare_parts: int
    flare_of_parts: int
    ache_walking: int
    ache_days_after: int
    ache_days_running: int
    rules: Rules


@final
@attrs.frozen(kw_only=True)
class DecisionText(Value):
    """The text of one decision for the runner, and the rule behind it."""

    text: str
    rule: str


@final
@attrs.frozen(kw_only=True)
class OccasionText(Value):
    """The text of one occasion for the runner, and the rule behind it."""

    text: str
    rule: str


@final
@attrs.frozen(kw_only=True)
class Occasions(Value):
    """The texts of all occasions, as a protocol's file holds them; ``said`` maps each occasion to its text."""

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
    kept_up: str
    rules: Rules
    busy: str = ""
    """The text for new busy times; if it is empty, ``amended`` is said."""
    ice_again: str = ""
    """The text said beside the decision if the severity rises with strong pain; if it is empty, nothing is added."""
    too_early: str = ""
    """The text about a run that the plan did not allow; if it is empty, only the decision is said.

    The same holds for each of the next 16 texts.
    """
    too_early_flare: str = ""
    painkiller: str = ""
    painkillers_for_long: str = ""
    painkillers_when_young: str = ""
    still_sore: str = ""
    gel_for_long: str = ""
    lapsed: str = ""
    flare_in_growth: str = ""
    strong_flare_in_growth: str = ""
    tests_due: str = ""
    tests_done: str = ""
    tests_again: str = ""
    training_due: str = ""
    run_not_told: str = ""
    few_raises: str = ""
    enough_raises: str = ""
    ran_while_waiting: str = ""
    sore_while_waiting: str = ""

    @cached_property
    def said(self) -> Mapping[Occasion, OccasionText]:
        """Every occasion with its text and its rule; both can be empty if the protocol says nothing on an occasion."""
        texts = {
            Occasion.OPENED: ("opened", self.opened),
            Occasion.AMENDED: ("amended", self.amended),
            Occasion.BUSY: ("busy", self.busy),
            Occasion.CLEARED: ("cleared", self.cleared),
            Occasion.STILL_WAITING: ("still_waiting", self.still_waiting),
            Occasion.NO_CHECK_IN: ("no_word", self.no_word),
            Occasion.REPLACED: ("replaced", self.replaced),
            Occasion.GATE_PASSED: ("gate_passed", self.gate_passed),
            Occasion.TESTS_NOT_COUNTED: ("tests_not_counted", self.tests_not_counted),
            Occasion.FEW_RAISES: ("few_raises", self.few_raises),
            Occasion.ENOUGH_RAISES: ("enough_raises", self.enough_raises),
            Occasion.SILENT_WEEK: ("silent_week", self.silent_week),
            Occasion.ICE_AGAIN: ("ice_again", self.ice_again),
            Occasion.PAINKILLER: ("painkiller", self.painkiller),
            Occasion.PAINKILLERS_FOR_LONG: ("painkillers_for_long", self.painkillers_for_long),
            Occasion.PAINKILLERS_WHEN_YOUNG: ("painkillers_when_young", self.painkillers_when_young),
            Occasion.STILL_SORE: ("still_sore", self.still_sore),
            Occasion.GEL_FOR_LONG: ("gel_for_long", self.gel_for_long),
            Occasion.LAPSED: ("lapsed", self.lapsed),
            Occasion.FLARE_IN_GROWTH: ("flare_in_growth", self.flare_in_growth),
            Occasion.STRONG_FLARE_IN_GROWTH: ("strong_flare_in_growth", self.strong_flare_in_growth),
            Occasion.TESTS_DUE: ("tests_due", self.tests_due),
            Occasion.RUN_NOT_TOLD: ("run_not_told", self.run_not_told),
            Occasion.TESTS_DONE: ("tests_done", self.tests_done),
            Occasion.TESTS_AGAIN: ("tests_again", self.tests_again),
            Occasion.TRAINING_DUE: ("training_due", self.training_due),
            Occasion.TOO_EARLY: ("too_early", self.too_early),
            Occasion.TOO_EARLY_FLARE: ("too_early_flare", self.too_early_flare),
            Occasion.RAN_WHILE_WAITING: ("ran_while_waiting", self.ran_while_waiting),
            Occasion.SORE_WHILE_WAITING: ("sore_while_waiting", self.sore_while_waiting),
            Occasion.PLANNED_ANEW: ("planned_anew", self.planned_anew),
            Occasion.KEPT_UP: ("kept_up", self.kept_up),
        }
        return {
            occasion: OccasionText(text=text, rule=self.rules.get(name, "")) for occasion, (name, text) in texts.items()
        }

    def has_text(self, occasion: Occasion) -> bool:
        """Return whether the protocol says anything on this occasion."""
        return bool(self.said[occasion].text)
