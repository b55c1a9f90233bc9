"""The words of a plan: phases, activities, the measures that can be switched off, and why a session has no place."""

from enum import unique

from soleus_recovery.vocabulary.word import ClosedWord

__all__ = [
    "Activity",
    "Measure",
    "PhaseKind",
    "Status",
    "UnplacedWhy",
]


@unique
class PhaseKind(ClosedWord):
    """A phase of a plan; the members are in the order of a plan, and a holding plan has only ``HOLD``."""

    RELIEVE = "relieve"
    RESTORE = "restore"
    RETURN = "return"
    PREVENT = "prevent"
    KEEP = "keep"
    HOLD = "hold"


@unique
class Activity(ClosedWord):
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
class Measure(ClosedWord):
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
class Status(ClosedWord):
    """Whether a session is settled (confirmed), or waits for the conditions that its text names (provisional)."""

    CONFIRMED = "confirmed"
    PROVISIONAL = "provisional"


@unique
class UnplacedWhy(ClosedWord):
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
