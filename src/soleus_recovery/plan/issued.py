"""A plan as it was issued: the moment and the entries that it takes into account, and the planner that made it."""

from typing import TYPE_CHECKING, Final, final

import attrs

from soleus_recovery.clock import Minute, to_wall
from soleus_recovery.plan.plan import Plan
from soleus_recovery.values import Value

if TYPE_CHECKING:
    from soleus_recovery.clock import DateTime

__all__ = ["PLANNER", "Issued"]

PLANNER: Final = 4
"""The number of this planner; the number rises when the same facts give another plan than before."""


@final
@attrs.frozen(kw_only=True)
class Issued(Value):
    """A plan with the moment for which it was issued, and how many entries of the case the plan takes into account."""

    as_of: Minute
    entries: int
    plan: Plan
    planner: int = PLANNER

    @property
    def as_of_local(self) -> "DateTime":
        """``as_of`` in the runner's zone."""
        return to_wall(self.as_of, self.plan.zone)
