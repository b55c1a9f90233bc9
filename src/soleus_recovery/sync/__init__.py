"""A plan in a calendar on a CalDAV server (RFC 4791), kept the same as the plan.

Read in this order: ``mirror`` (what has to be done, and doing it), ``server`` (the one calendar it is done to),
``address`` (where secrets may be sent). Only ``server`` imports caldav.
"""

from soleus_recovery.sync.address import check_address
from soleus_recovery.sync.mirror import Act, Done, Mirror, Step, Stored, carry_out, steps_to

__all__ = ["Act", "Done", "Mirror", "Step", "Stored", "carry_out", "check_address", "steps_to"]
