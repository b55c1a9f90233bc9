"""The closed words of the domain: each is what the contract writes and what the field calls it.

Members compare by identity and have no order, so a severity is never compared as text; ``Severity`` and
``Urgency`` carry a ``rank`` for "at least".
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


class _Word(Enum):
    """A word of the contract; its value is how files and options spell it."""

    # Members are one object each. Asked by name, as Enum does, hashes were a tenth of the time that a plan takes.
    __hash__ = object.__hash__

    def __init__(self, _spelling: str) -> None:
        self.rank = len(type(self).__members__)
        """Its place in the order in which the words are defined, from 0."""

    def __str__(self) -> str:
        return str(self._value_)


@unique
class Severity(_Word):
    """How sore, from mild to severe; never a strain grade, which needs imaging."""

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


@unique
class Outcome(_Word):
    """What a plan is: self-care, or a holding plan until a clinician is seen."""

    SELF_CARE = "self-care"
    SEE_CLINICIAN = "see-clinician"


@unique
class Urgency(_Word):
    """How soon to be seen, from the least."""

    WITHIN_DAYS = "within-days"
    TODAY = "today"
    EMERGENCY = "emergency"


@unique
class Side(_Word):
    """Which calf; unknown counts as one side."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


@unique
class Finding(_Word):
    """What the runner reports besides pain."""

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
    DIFFUSE_SORENESS = "diffuse-soreness"
    STARTED_HOURS_AFTER = "started-hours-after"
    BREATHLESS_OR_CHEST_PAIN = "breathless-or-chest-pain"
    COLD_PALE_LEG = "cold-pale-leg"
    TIGHT_NUMB_WEAK_LEG = "tight-numb-weak-leg"
    POP_OR_KICK = "pop-or-kick"
    CANNOT_PUSH_OFF = "cannot-push-off"
    WARM_RED_ONE_SIDED_SWELLING = "warm-red-one-sided-swelling"
    CLOT_RISK = "clot-risk"
    CANNOT_BEAR_WEIGHT = "cannot-bear-weight"
    NUMBNESS_OR_TINGLING = "numbness-or-tingling"
    DARK_URINE = "dark-urine"
    FEVER_OR_SPREADING_REDNESS = "fever-or-spreading-redness"
    PAIN_NOT_EASED_BY_REST = "pain-not-eased-by-rest"
    NOTABLE_SWELLING = "notable-swelling"
    BRUISING = "bruising"
    RECURRING = "recurring"
    BONE_OR_NIGHT_PAIN = "bone-or-night-pain"
    UNDER_16 = "under-16"
    BLOOD_THINNER_OR_BLEEDING_DISORDER = "blood-thinner-or-bleeding-disorder"
    ARTERIAL_DISEASE = "arterial-disease"
    TENDON_RISK_MEDICINE = "tendon-risk-medicine"


@unique
class Measure(_Word):
    """What triage and cautions can switch off."""

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
class Caution(_Word):
    """What the runner has lived with for long, and what therefore stays out of the plan."""

    COLD_SENSITIVITY = "cold-sensitivity"
    POOR_CIRCULATION = "poor-circulation"
    NUMB_OR_BROKEN_SKIN = "numb-or-broken-skin"
    NSAID_RISK = "nsaid-risk"


@unique
class Cause(_Word):
    """What the runner suspects it came from (C1 to C7 of the article)."""

    OVERUSE = "overuse"
    FOOTWEAR = "footwear"
    SURFACE = "surface"
    FORM = "form"
    IMBALANCE = "imbalance"
    WARM_UP = "warm-up"
    HYDRATION = "hydration"


@unique
class Kit(_Word):
    """What some sessions need."""

    SLEEVE = "sleeve"
    ROLLER = "roller"


@unique
class Extra(_Word):
    """What is there only for those who ask for it."""

    MASSAGE = "massage"
    WARM_BATH = "warm-bath"
    FOAM_ROLL = "foam-roll"
    ACUPUNCTURE = "acupuncture"
    CHIROPRACTIC = "chiropractic"
    ULTRASOUND = "ultrasound"


@unique
class Gate(_Word):
    """The tests to pass before the first run."""

    BRISK_WALK = "brisk-walk"
    HOPS = "hops"
    HEEL_RAISES = "heel-raises"


@unique
class Morning(_Word):
    """This morning against the one before."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@unique
class Signal(_Word):
    """What a day's word says, from the gravest; the first that matches counts."""

    RED_FLAG = "red-flag"
    LEVEL_RISES = "level-rises"
    STRONG_PAIN = "strong-pain"
    MORE_PAIN = "more-pain"
    SOME_PAIN = "some-pain"
    NO_FULL_WORD = "no-full-word"
    ALL_WELL = "all-well"


@unique
class Stage(_Word):
    """Which side of the first run: the column of the check-in table."""

    BEFORE_FIRST_RUN = "before-first-run"
    RETURNING = "returning"


@unique
class Decision(_Word):
    """What a day's word leads to: the cells of the check-in table."""

    STOP = "stop"
    HOLD_AT_NEW_LEVEL = "hold-at-new-level"
    SET_BACK_TO_GATE = "set-back-to-gate"
    HOLD_AND_ICE = "hold-and-ice"
    SET_BACK_HARD = "set-back-hard"
    HOLD_NO_LOADING = "hold-no-loading"
    SET_BACK = "set-back"
    HOLD_SAME_DOSE = "hold-same-dose"
    REPEAT_RUNG = "repeat-rung"
    HOLD_NOTHING_SKIPPED = "hold-nothing-skipped"
    SAME_RUNG = "same-rung"
    GO_ON = "go-on"
    NEXT_RUNG = "next-rung"


@unique
class PhaseKind(_Word):
    """The phases of a plan, in order; ``hold`` is the one of a referral."""

    RELIEVE = "relieve"
    RESTORE = "restore"
    RETURN = "return"
    PREVENT = "prevent"
    HOLD = "hold"


@unique
class Activity(_Word):
    """What a session is."""

    ICE = "ice"
    ELEVATE = "elevate"
    COMPRESS = "compress"
    REST = "rest"
    WALK = "walk"
    STRETCH = "stretch"
    MOBILISE = "mobilise"
    STRENGTHEN = "strengthen"
    FOAM_ROLL = "foam-roll"
    MASSAGE = "massage"
    WARM_BATH = "warm-bath"
    HYDRATE = "hydrate"
    RUN = "run"
    CHECK_IN = "check-in"
    REVIEW = "review"
    PREVENT = "prevent"
    APPOINTMENT = "appointment"


@unique
class UnplacedWhy(_Word):
    """Why a plan leaves a session out."""

    CAUTION = "caution"
    REFERRAL = "referral"
    KEPT_OFF = "kept-off"
    PROTOCOL = "protocol"
    KIT = "kit"
    HELD = "held"
    BUSY = "busy"
    PASSED = "passed"
    NO_ROOM = "no-room"


@unique
class Status(_Word):
    """Whether a session stands, or waits for what its text names."""

    CONFIRMED = "confirmed"
    PROVISIONAL = "provisional"


@unique
class Origin(_Word):
    """Where a number or a rule comes from."""

    ARTICLE = "article"
    EVIDENCE = "evidence"
    DEFAULT = "default"


@unique
class Weekday(_Word):
    """Days of the week; the rank is Python's ``date.weekday()``."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"
