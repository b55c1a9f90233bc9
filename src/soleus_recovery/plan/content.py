"""Sessions before they enter a plan: the content of a session, and this content with a settled time."""

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
    """What a session is and says, on any day; sessions with the same content share one value."""

    activity: Activity
    title: str
    instructions: str
    dose: Dose | None
    because: tuple[Because, ...]
    status: Status = Status.CONFIRMED


@final
@attrs.frozen(kw_only=True)
class PlacedContent(Value):
    """The content of a session with its settled time; ``span`` is None if the session lasts the whole day."""

    content: SessionContent
    span: Span | None

    @property
    def activity(self) -> Activity:
        """The activity of the session."""
        return self.content.activity
