"""A plan as it was issued: the moment up to which the case was read for it, and by which planner."""

from typing import Final, final

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.plan.plan import Plan
from soleus_recovery.values import Value

__all__ = ["PLANNER", "Issued"]

PLANNER: Final = 3
"""Which planner this is: another number where the same facts give another plan than before."""


@final
@attrs.frozen(kw_only=True)
class Issued(Value):
    """A plan, the moment up to which the case has been heard for it, and how many entries had been told by then."""

    as_of: Minute
    entries: int
    plan: Plan
    planner: int = PLANNER
