"""The labels for a case: today's card, what a check-in has changed, and the log for a clinician."""

from collections.abc import Mapping
from typing import final

import attrs

from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Cause, Morning, Side

__all__ = ["ChangeLabels", "LogLabels", "StandstillTexts", "TodayLabels"]


@final
@attrs.frozen(kw_only=True)
class ChangeLabels(Value):
    """Labels for the changes from one plan to the next; each plan has its own copy of them."""

    decided: str
    nothing_changed: str
    changed: str
    next: str
    run: str
    run_left_out: str
    run_added: str
    later_runs: str
    later: str
    later_added: str
    later_left_out: str
    all_runs_left_out: str
    waits_anew: str
    now: str
    moved: str
    altered: str
    added: str
    left_out: str
    then: str
    alike: str
    nothing_planned: str
    next_run: str
    no_run: str
    emergency: str


@final
@attrs.frozen(kw_only=True)
class TodayLabels(Value):
    """Labels of today's card."""

    no_word_day: str
    no_word_days: str
    no_word_held: str
    yesterday: str
    now: str
    earlier: str
    nothing_left: str
    before_stop: str
    log_has_all: str
    notes: str
    told: str
    tell: str
    next_run: str
    no_run: str
    no_run_until_cleared: str
    to_clear: str
    waits_for: str
    waits_for_time: str
    waits_for_tests: str
    tests_done: str
    waits_for_morning: str
    waits_for_word: str
    waits_for_rest: str
    today: str
    tomorrow: str
    in_days: str
    over: str
    hold_over: str
    no_day: str
    between: str
    run_as_usual: str
    no_word_week: str = ""
    """Said beside the sentence about missing check-ins, after more than a week of soreness."""


@final
@attrs.frozen(kw_only=True)
class StandstillTexts(Value):
    """The texts of the only card of a plan that stands still: in an emergency, or after many days without a check-in.

    After a red flag, a command adds ``exported_run`` or ``exported_runs`` about a calendar that still holds the runs of
    the plan before. The command adds ``on_record`` if it records the red flag but refuses the rest of the input.
    """

    stopped_title: str
    stopped_instructions: str
    dormant_title: str
    dormant_instructions: str
    dormant_reason: str
    exported_run: str
    exported_runs: str
    on_record: str


@final
@attrs.frozen(kw_only=True)
class LogLabels(Value):
    """Labels of the log for a clinician, and the names that only this log uses."""

    title: str
    made: str
    not_a_diagnosis: str
    now: str
    to_be_seen: str
    waits_for: str
    level: str
    strain: str
    plain: str
    phase: str
    rung: str
    gate_open: str
    gate_tested: str
    gate_passed: str
    gate_behind: str
    setbacks: str
    longest: str
    sore_since: str
    not_sore: str
    start: str
    onset: str
    side: str
    sides: Mapping[Side, str]
    pains: str
    by_hand: str
    unknown: str
    findings: str
    none: str
    usual: str
    long_run: str
    age: str
    causes: str
    cause_names: Mapping[Cause, str]
    cautions: str
    corrected: str
    course: str
    at_rest: str
    walking: str
    running: str
    morning: str
    mornings: Mapping[Morning, str]
    painkiller: str
    no_word: str
    before: str
    found: str
    at_the_start: str
    painkillers: str
    no_painkillers: str
    runs: str
    run: str
    run_unplanned: str
    runs_before: str
    done: str
    done_count: str
    missed_count: str
    other: str
    tests: str
    decided: str
    decided_before: str
    cleared: str
    clearance: str
    days: str
    until: str
    gel: str = ""
    """The name of a painkiller that was only a gel; if it is empty, ``painkiller`` stands for it."""
    cleared_level: str = ""
    """The level beside a clearance that gives one; if this or one of the next two texts is empty, nothing is said."""
    cleared_not_before: str = ""
    cleared_keep_off: str = ""
    masked: str = ""
    """Said beside the pains of a report that were told within 24 hours of a painkiller."""
    no_run_yet: str = ""
    training: str = ""
    training_day: str = ""
    training_before: str = ""
    ache: str = ""
    raises: str = ""
    raises_day: str = ""
    """The headings and lines about pain in training, about counted heel raises, and about an ache after a load."""
    """The text if no run has counted yet (reading `run-counts`); if it is empty, ``longest`` is said with 0 minutes."""
