"""A plan as it was issued: the moment up to which the case was read for it, and by which planner."""

from typing import TYPE_CHECKING, Final, final

import attrs

from soleus_recovery.clock import Minute, to_wall
from soleus_recovery.plan.plan import Plan
from soleus_recovery.values import Value

if TYPE_CHECKING:
    from soleus_recovery.clock import DateTime

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

    @property
    def as_of_local(self) -> "DateTime":
        """``as_of`` in the runner's zone."""
        return to_wall(self.as_of, self.plan.zone)
