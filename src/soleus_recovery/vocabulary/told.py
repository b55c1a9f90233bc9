"""The words in which a runner tells of the calf, of the day and of the running."""

from enum import unique

from soleus_recovery.vocabulary.word import ClosedWord

__all__ = [
    "Cause",
    "Caution",
    "Extra",
    "Finding",
    "Gate",
    "Kit",
    "Morning",
    "Severity",
    "Side",
    "Weekday",
]


@unique
class Severity(ClosedWord):
    """How sore the calf is; a severity is never a grade of strain, because grading a strain needs imaging."""

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


@unique
class Side(ClosedWord):
    """Which calf is sore; an unknown side counts as one calf."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


@unique
class Finding(ClosedWord):
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
class Caution(ClosedWord):
    """A long-standing condition of the runner that keeps some measures out of every plan."""

    COLD_SENSITIVITY = "cold-sensitivity"
    POOR_CIRCULATION = "poor-circulation"
    NUMB_OR_BROKEN_SKIN = "numb-or-broken-skin"
    NSAID_RISK = "nsaid-risk"
    DIABETES = "diabetes"


@unique
class Cause(ClosedWord):
    """A cause that the runner suspects (items C1 to C7 of the article)."""

    OVERUSE = "overuse"
    FOOTWEAR = "footwear"
    SURFACE = "surface"
    FORM = "form"
    IMBALANCE = "imbalance"
    WARM_UP = "warm-up"
    HYDRATION = "hydration"


@unique
class Kit(ClosedWord):
    """Equipment that some sessions need."""

    SLEEVE = "sleeve"
    ROLLER = "roller"


@unique
class Extra(ClosedWord):
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
class Gate(ClosedWord):
    """A test of the gate; the runner has to pass all tests of the gate before the first run."""

    BRISK_WALK = "brisk-walk"
    HOPS = "hops"
    HEEL_RAISES = "heel-raises"


@unique
class Morning(ClosedWord):
    """How the calf feels this morning, compared with the morning before."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@unique
class Weekday(ClosedWord):
    """A day of the week; its rank equals ``date.weekday()``."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"
