"""The closed words of the domain: each enumeration lists every word of its kind, as files and options spell it.

Members are equal only to themselves and have no order, so no severity is compared as text by mistake. To ask whether
one member is at least another, compare the ``rank`` of both.
"""

from enum import Enum, unique

__all__ = [
    "Activity",
    "Cause",
    "Caution",
    "Decision",
    "Extra",
    "Finding",
    "Gate",
    "Kit",
    "Measure",
    "Morning",
    "Occasion",
    "Origin",
    "Outcome",
    "PhaseKind",
    "Severity",
    "Side",
    "Signal",
    "Stage",
    "Status",
    "UnplacedWhy",
    "Urgency",
    "Weekday",
]


class _ClosedWord(Enum):
    """A closed word; its value is how files and options spell it."""

    # Each member is a single object, so its identity serves as its hash; Enum would hash the name at each look-up.
    __hash__ = object.__hash__

    def __init__(self, _spelling: str) -> None:
        self.rank = len(type(self).__members__)
        """The position of the member in its enumeration, from 0."""

    def __str__(self) -> str:
        return str(self._value_)


@unique
class Severity(_ClosedWord):
    """How sore the calf is; a severity is never a grade of strain, because grading a strain needs imaging."""

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


@unique
class Outcome(_ClosedWord):
    """The kind of a plan: self-care, or a holding plan until a clinician is seen."""

    SELF_CARE = "self-care"
    SEE_CLINICIAN = "see-clinician"


@unique
class Urgency(_ClosedWord):
    """How soon a clinician should see the runner, least urgent first."""

    WITHIN_DAYS = "within-days"
    TODAY = "today"
    EMERGENCY = "emergency"


@unique
class Side(_ClosedWord):
    """Which calf is sore; an unknown side counts as one calf."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


@unique
class Finding(_ClosedWord):
    """What the runner can report besides pain."""

    LOCAL_PAIN = "local-pain"
    TIGHTNESS = "tightness"
    SWELLING = "swelling"
    TENDERNESS = "tenderness"
    TROUBLE_PULLING_FOOT_UP = "trouble-pulling-foot-up"
    SPASMS = "spasms"
    RADIATING_PAIN = "radiating-pain"
    WEAKNESS = "weakness"
    ALTERED_GAIT = "altered-gait"
    STARTED_DURING_RUN = "started-during-run"
    SUDDEN_SHARP_PAIN = "sudden-sharp-pain"
    DIFFUSE_SORENESS = "diffuse-soreness"
    STARTED_HOURS_AFTER = "started-hours-after"
    BREATHLESS_OR_CHEST_PAIN = "breathless-or-chest-pain"
    COLD_PALE_LEG = "cold-pale-leg"
    TIGHT_NUMB_WEAK_LEG = "tight-numb-weak-leg"
    SADDLE_NUMBNESS_OR_BLADDER = "saddle-numbness-or-bladder"
    POP_OR_KICK = "pop-or-kick"
    CANNOT_PUSH_OFF = "cannot-push-off"
    WARM_RED_ONE_SIDED_SWELLING = "warm-red-one-sided-swelling"
    CLOT_RISK = "clot-risk"
    CLOT_RISK_MINOR = "clot-risk-minor"
    TWO_CLOT_RISKS = "two-clot-risks"
    CANNOT_BEAR_WEIGHT = "cannot-bear-weight"
    NUMBNESS_OR_TINGLING = "numbness-or-tingling"
    DARK_URINE = "dark-urine"
    FEVER_OR_SPREADING_REDNESS = "fever-or-spreading-redness"
    PAIN_NOT_EASED_BY_REST = "pain-not-eased-by-rest"
    NOTABLE_SWELLING = "notable-swelling"
    BRUISING = "bruising"
    SEVERAL_SEVERE_SIGNS = "several-severe-signs"
    RECURRING = "recurring"
    BONE_OR_NIGHT_PAIN = "bone-or-night-pain"
    REST_OR_NIGHT_FOOT_PAIN = "rest-or-night-foot-pain"
    SAME_POINT_EACH_RUN = "same-point-each-run"
    BACK_PAIN_WITH_LEG = "back-pain-with-leg"
    LUMP_BEHIND_KNEE = "lump-behind-knee"
    UNEXPLAINED_SORENESS = "unexplained-soreness"
    UNDER_16 = "under-16"
    BLOOD_THINNER_OR_BLEEDING_DISORDER = "blood-thinner-or-bleeding-disorder"
    ARTERIAL_DISEASE = "arterial-disease"
    TENDON_RISK_MEDICINE = "tendon-risk-medicine"
    FLUOROQUINOLONE = "fluoroquinolone"
    STEROID_TABLETS = "steroid-tablets"
    MUSCLE_MEDICINE = "muscle-medicine"


@unique
class Measure(_ClosedWord):
    """A part of the advice, such as ice or runs, that a referral or a caution can switch off."""

    ICE = "ice"
    COMPRESSION = "compression"
    RAISING = "raising-above-heart"
    EXERCISE = "exercise"
    STRETCHING = "stretching"
    RUNS = "runs"
    HOP_TEST = "hop-test"
    MASSAGE = "massage"
    ROLLING = "rolling"
    HEAT = "heat"
    NSAID_TEXT = "nsaid-text"
    DRINK_MORE = "drink-more"


@unique
class Caution(_ClosedWord):
    """A long-standing condition of the runner that keeps some measures out of every plan."""

    COLD_SENSITIVITY = "cold-sensitivity"
    POOR_CIRCULATION = "poor-circulation"
    NUMB_OR_BROKEN_SKIN = "numb-or-broken-skin"
    NSAID_RISK = "nsaid-risk"
    DIABETES = "diabetes"


@unique
class Cause(_ClosedWord):
    """A cause that the runner suspects (items C1 to C7 of the article)."""

    OVERUSE = "overuse"
    FOOTWEAR = "footwear"
    SURFACE = "surface"
    FORM = "form"
    IMBALANCE = "imbalance"
    WARM_UP = "warm-up"
    HYDRATION = "hydration"


@unique
class Kit(_ClosedWord):
    """Equipment that some sessions need."""

    SLEEVE = "sleeve"
    ROLLER = "roller"


@unique
class Extra(_ClosedWord):
    """A measure that is planned only for runners who ask for it."""

    MASSAGE = "massage"
    WARM_BATH = "warm-bath"
    FOAM_ROLL = "foam-roll"
    ACUPUNCTURE = "acupuncture"
    CHIROPRACTIC = "chiropractic"
    ULTRASOUND = "ultrasound"
    BIKE = "bike"
    WATER_RUNNING = "water-running"
    SWIMMING = "swimming"


@unique
class Gate(_ClosedWord):
    """A test of the gate; the runner has to pass all tests of the gate before the first run."""

    BRISK_WALK = "brisk-walk"
    HOPS = "hops"
    HEEL_RAISES = "heel-raises"


@unique
class Morning(_ClosedWord):
    """How the calf feels this morning, compared with the morning before."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@unique
class Signal(_ClosedWord):
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
class Stage(_ClosedWord):
    """Whether the runner has begun to run again; each stage is a column of the check-in table."""

    BEFORE_FIRST_RUN = "before-first-run"
    RETURNING = "returning"


@unique
class Decision(_ClosedWord):
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
class Occasion(_ClosedWord):
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
class PhaseKind(_ClosedWord):
    """A phase of a plan; the members are in the order of a plan, and a holding plan has only ``HOLD``."""

    RELIEVE = "relieve"
    RESTORE = "restore"
    RETURN = "return"
    PREVENT = "prevent"
    KEEP = "keep"
    HOLD = "hold"


@unique
class Activity(_ClosedWord):
    """What the runner does in a session."""

    ICE = "ice"
    ELEVATE = "elevate"
    COMPRESS = "compress"
    REST = "rest"
    WALK = "walk"
    STRETCH = "stretch"
    MOBILISE = "mobilise"
    STRENGTHEN = "strengthen"
    KEEP_FIT = "keep-fit"
    FOAM_ROLL = "foam-roll"
    MASSAGE = "massage"
    WARM_BATH = "warm-bath"
    HYDRATE = "hydrate"
    RUN = "run"
    CHECK_IN = "check-in"
    REVIEW = "review"
    PREVENT = "prevent"
    KEEP = "keep"
    APPOINTMENT = "appointment"


@unique
class UnplacedWhy(_ClosedWord):
    """Why a plan leaves a session out."""

    CAUTION = "caution"
    REFERRAL = "referral"
    KEPT_OFF = "kept-off"
    PROTOCOL = "protocol"
    KIT = "kit"
    HELD = "held"
    PAIN = "pain"
    BUSY = "busy"
    PASSED = "passed"
    NO_ROOM = "no-room"


@unique
class Status(_ClosedWord):
    """Whether a session is settled (confirmed), or waits for the conditions that its text names (provisional)."""

    CONFIRMED = "confirmed"
    PROVISIONAL = "provisional"


@unique
class Origin(_ClosedWord):
    """Where a rule or a number comes from: the article the project began with, other evidence, or our own choice."""

    ARTICLE = "article"
    EVIDENCE = "evidence"
    DEFAULT = "default"


@unique
class Weekday(_ClosedWord):
    """A day of the week; its rank equals ``date.weekday()``."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"
