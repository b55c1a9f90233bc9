"""Keeps a calendar on a CalDAV server (RFC 4791) the same as a plan.

Read in this order: ``mirror`` finds the steps from the calendar to the plan and takes them, ``server`` is the calendar,
``address`` decides where a password may be sent. Only ``server`` imports caldav.
"""

from soleus_recovery.sync.address import check_address
from soleus_recovery.sync.mirror import Act, Done, Mirror, Step, Stored, carry_out, steps_to

__all__ = ["Act", "Done", "Mirror", "Step", "Stored", "carry_out", "check_address", "steps_to"]
