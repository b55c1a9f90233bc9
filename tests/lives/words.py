"""The words that the command line accepts, as its help and the guidance list them."""

from typing import Final

EMERGENCY: Final = ("breathless-or-chest-pain", "cold-pale-leg", "tight-numb-weak-leg", "saddle-numbness-or-bladder")
REFERRING: Final = (
    "pop-or-kick",
    "cannot-push-off",
    "warm-red-one-sided-swelling",
    "clot-risk",
    "two-clot-risks",
    "cannot-bear-weight",
    "numbness-or-tingling",
    "dark-urine",
    "fever-or-spreading-redness",
    "pain-not-eased-by-rest",
    "notable-swelling",
    "bruising",
    "several-severe-signs",
    "recurring",
    "bone-or-night-pain",
    "rest-or-night-foot-pain",
    "same-point-each-run",
    "back-pain-with-leg",
    "lump-behind-knee",
    "unexplained-soreness",
    "fluoroquinolone",
    "steroid-tablets",
    "under-16",
    "blood-thinner-or-bleeding-disorder",
    "arterial-disease",
)
RAISING: Final = ("spasms", "radiating-pain", "weakness", "altered-gait", "started-during-run", "sudden-sharp-pain")
COMMON: Final = (
    "local-pain",
    "tightness",
    "tenderness",
    "trouble-pulling-foot-up",
    "diffuse-soreness",
    "started-hours-after",
)
OTHER: Final = ("swelling", "tendon-risk-medicine", "muscle-medicine", "clot-risk-minor")
FINDINGS: Final = (*EMERGENCY, *REFERRING, *RAISING, *COMMON, *OTHER)

CAUSES: Final = ("overuse", "footwear", "surface", "form", "imbalance", "warm-up", "hydration")
CAUTIONS: Final = ("cold-sensitivity", "poor-circulation", "numb-or-broken-skin", "nsaid-risk", "diabetes")
GATES: Final = ("brisk-walk", "hops", "heel-raises")
KIT: Final = ("sleeve", "roller")
KEEP_FIT: Final = ("bike", "water-running", "swimming")
EXTRAS: Final = ("massage", "warm-bath", "foam-roll", "acupuncture", "chiropractic", "ultrasound", *KEEP_FIT)
LEVELS: Final = ("mild", "moderate", "severe")
MORNINGS: Final = ("better", "same", "worse")
SIDES: Final = ("left", "right", "both")
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ZONES: Final = (
    "Europe/Berlin",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Africa/Casablanca",
    "America/St_Johns",
    "Antarctica/Troll",
    "UTC",
)

# An episode closes on an evening without pain and without these (S3 and S6 to S10).
KEEPS_OPEN: Final = frozenset({"swelling", "bruising", "spasms", "radiating-pain", "weakness", "altered-gait"})
EXERCISE: Final = frozenset(
    {"walk", "stretch", "mobilise", "strengthen", "keep-fit", "foam-roll", "massage", "warm-bath", "run", "prevent"}
)
