"""The words for what facts come to: outcomes, urgencies, signals, decisions and what is said beside them."""

from enum import unique

from soleus_recovery.vocabulary.word import ClosedWord

__all__ = [
    "Decision",
    "Occasion",
    "Origin",
    "Outcome",
    "Signal",
    "Stage",
    "Urgency",
]


@unique
class Outcome(ClosedWord):
    """The kind of a plan: self-care, or a holding plan until a clinician is seen."""

    SELF_CARE = "self-care"
    SEE_CLINICIAN = "see-clinician"


@unique
class Urgency(ClosedWord):
    """How soon a clinician should see the runner, least urgent first."""

    WITHIN_DAYS = "within-days"
    TODAY = "today"
    EMERGENCY = "emergency"


@unique
class Signal(ClosedWord):
    """What a day comes to by its check-in: the first member that matches, and the most serious members come first."""

    RED_FLAG = "red-flag"
    LEVEL_RISES = "level-rises"
    STRONG_PAIN = "strong-pain"
    MORE_PAIN = "more-pain"
    PAIN_IN_RUNS = "pain-in-runs"
    WORSE_MORNING = "worse-morning"
    SOME_PAIN = "some-pain"
    RISING_PAIN = "rising-pain"
    NO_FULL_CHECK_IN = "no-full-check-in"
    ALL_WELL = "all-well"


@unique
class Stage(ClosedWord):
    """Whether the runner has begun to run again; each stage is a column of the check-in table."""

    BEFORE_FIRST_RUN = "before-first-run"
    RETURNING = "returning"


@unique
class Decision(ClosedWord):
    """What follows from a day's signal and stage; each cell of the check-in table holds one decision."""

    STOP = "stop"
    HOLD_AT_NEW_LEVEL = "hold-at-new-level"
    SET_BACK_TO_GATE = "set-back-to-gate"
    HOLD_AND_ICE = "hold-and-ice"
    SET_BACK_HARD = "set-back-hard"
    HOLD_NO_LOADING = "hold-no-loading"
    SET_BACK = "set-back"
    HOLD_AFTER_WORSE_MORNING = "hold-after-worse-morning"
    REPEAT_AFTER_WORSE_MORNING = "repeat-after-worse-morning"
    HOLD_SAME_DOSE = "hold-same-dose"
    REPEAT_RUNG = "repeat-rung"
    STEP_BACK = "step-back"
    REPEAT_AS_PAIN_RISES = "repeat-as-pain-rises"
    HOLD_NOTHING_SKIPPED = "hold-nothing-skipped"
    SAME_RUNG = "same-rung"
    GO_ON = "go-on"
    NEXT_RUNG = "next-rung"


@unique
class Occasion(ClosedWord):
    """An event that changes a plan, or that the runner is told of, besides the decisions of the check-in table."""

    OPENED = "opened"
    AMENDED = "amended"
    BUSY = "busy"
    CLEARED = "cleared"
    STILL_WAITING = "still-waiting"
    NO_CHECK_IN = "no-check-in"
    REPLACED = "replaced"
    GATE_PASSED = "gate-passed"
    TESTS_NOT_COUNTED = "tests-not-counted"
    FEW_RAISES = "few-raises"
    ENOUGH_RAISES = "enough-raises"
    SILENT_WEEK = "silent-week"
    ICE_AGAIN = "ice-again"
    PAINKILLER = "painkiller"
    PAINKILLERS_FOR_LONG = "painkillers-for-long"
    PAINKILLERS_WHEN_YOUNG = "painkillers-when-young"
    STILL_SORE = "still-sore"
    GEL_FOR_LONG = "gel-for-long"
    LAPSED = "lapsed"
    FLARE_IN_GROWTH = "flare-in-growth"
    STRONG_FLARE_IN_GROWTH = "strong-flare-in-growth"
    TESTS_DUE = "tests-due"
    RUN_NOT_TOLD = "run-not-told"
    TESTS_DONE = "tests-done"
    TESTS_AGAIN = "tests-again"
    TRAINING_DUE = "training-due"
    TOO_EARLY = "too-early"
    TOO_EARLY_FLARE = "too-early-flare"
    RAN_WHILE_WAITING = "ran-while-waiting"
    SORE_WHILE_WAITING = "sore-while-waiting"
    PLANNED_ANEW = "planned-anew"
    KEPT_UP = "kept-up"


@unique
class Origin(ClosedWord):
    """Where a rule or a number comes from: the article the project began with, other evidence, or our own choice."""

    ARTICLE = "article"
    EVIDENCE = "evidence"
    DEFAULT = "default"
