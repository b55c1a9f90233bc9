"""What a session says, and a session whose time is settled: what a day is made of before it is one."""

from typing import final

import attrs

from soleus_recovery.guidance.citation import Because
from soleus_recovery.plan.plan import Dose
from soleus_recovery.spans import Span
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, Status

__all__ = ["PlacedContent", "SessionContent"]


@final
@attrs.frozen(kw_only=True)
class SessionContent(Value):
    """What a session is and says, whichever day holds it; made once, and shared by all that say it."""

    activity: Activity
    title: str
    instructions: str
    dose: Dose | None
    because: tuple[Because, ...]
    status: Status = Status.CONFIRMED


@final
@attrs.frozen(kw_only=True)
class PlacedContent(Value):
    """A session whose time is settled; ``span`` is None for what goes on all day."""

    content: SessionContent
    span: Span | None

    @property
    def activity(self) -> Activity:
        """What it is."""
        return self.content.activity
