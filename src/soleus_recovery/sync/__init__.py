"""Keeps a calendar on a CalDAV server (RFC 4791) the same as a plan.

The modules are best read in the order of this paragraph. ``mirror`` finds the steps that bring the calendar up to date
with the plan, and takes these steps. ``server`` reads and writes the calendar. ``address`` decides where a password may
be sent. Only ``server`` imports the library caldav.
"""

from soleus_recovery.sync.address import check_address
from soleus_recovery.sync.mirror import Act, Done, Mirror, Step, Stored, carry_out, steps_to

__all__ = ["Act", "Done", "Mirror", "Step", "Stored", "carry_out", "check_address", "steps_to"]
