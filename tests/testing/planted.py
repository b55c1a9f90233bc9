"""Protocols with a fault that a journey shows. The loader refuses each; ``unsafe_protocol`` loads it all the same."""

HEAD = 'extends = "soleus-standard"\nid = "our-clinic"\n'
ORIGIN = '[rules.ours]\nsays = "Ours."\norigin = "default"\ncite = "our clinic, 2026"\n'

STRENGTH_EVERY_DAY = f"{HEAD}[sessions.strengthen]\nevery_days = 1\n"
BREAKS_GROW = (
    f"{HEAD}[ladders.mild-strain]\nrungs = [{{ walk_minutes = 1, run_minutes = 2, repeats = 5 }}, "
    "{ walk_minutes = 2, run_minutes = 4, repeats = 5 }]\n"
)
NO_CHECK_IN_EVERY_OTHER_DAY = f'{HEAD}[sessions.check-in]\nevery_days = 2\nrules = {{ every_days = "ours" }}\n{ORIGIN}'
WALKS_WHILE_HELD = f'{HEAD}[sessions.walk]\nphases = ["restore", "hold"]\n'

# The fault, the law that it breaks, and whether a plan that was never revised shows it.
PLANTED = {
    "strength every day": (STRENGTH_EVERY_DAY, "I-14"),
    "breaks grow": (BREAKS_GROW, "I-11"),
    "no check-in every other day": (NO_CHECK_IN_EVERY_OTHER_DAY, "I-19"),
    "walks while held": (WALKS_WHILE_HELD, "I-03"),
}
