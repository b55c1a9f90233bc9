"""One day while it is filled: its window, what it holds already, and the room that is left."""

import datetime as dt
from collections.abc import Sequence
from typing import final

from soleus_recovery.clock import Minute
from soleus_recovery.guidance.sessions import Anchor
from soleus_recovery.plan.content import PlacedContent, SessionContent
from soleus_recovery.plan.plan import Session
from soleus_recovery.spans import Span, nearest_start
from soleus_recovery.vocabulary import Activity

__all__ = ["DayAgenda"]


@final
class DayAgenda:
    """The waking window ``whole`` of a day, of which ``left`` is still to come; ``run_ends`` where it has a run.

    ``stands`` has begun, ``begun`` counts it; ``settled`` is still to come. Nothing is placed more than ``most_moved``
    minutes from where it is preferred.
    """

    def __init__(
        self,
        date: dt.date,
        whole: Span,
        left: Span,
        most_moved: int,
        *,
        busy: Sequence[Span],
        stands: Sequence[Session],
        settled: list[PlacedContent],
    ) -> None:
        self.date, self.whole, self.left, self.busy = date, whole, left, busy
        self.stands, self.settled = stands, settled
        self._most_moved = most_moved
        self.begun: dict[Activity, int] = {}
        for each in stands:
            self.begun[each.activity] = self.begun.get(each.activity, 0) + 1
        self.run_ends: Minute | None = None
        self._taken: list[Span] = []
        self._iced: list[Span] = []
        known: tuple[Session | PlacedContent, ...] = (*stands, *settled)
        for item in known:
            if item.span is None:
                continue
            self._taken.append(item.span)
            if item.activity is Activity.ICE:
                self._iced.append(item.span)
            elif item.activity is Activity.RUN and self.run_ends is None:
                self.run_ends = item.span.end

    def settle(self, content: SessionContent, span: Span | None) -> None:
        """Take this time for it, or, without one, the whole day."""
        self.settled.append(PlacedContent(content=content, span=span))
        if span is not None:
            self._taken.append(span)

    def fit(self, anchor: Anchor, minutes: int, earliest: int, apart: int, *, is_free: bool = False) -> Span | None:
        """The room for so many minutes nearest to a preferred time, ``apart`` from ice; ``is_free``: if none were busy.

        It is not taken yet.
        """
        taken = self._taken
        if apart and self._iced:
            taken = [*taken, *(span.widened(apart) for span in self._iced)]
        if self.busy and not is_free:
            taken = [*taken, *self.busy]
        left = self.left
        start = nearest_start(
            taken,
            start=max(earliest, left.start),
            end=left.end,
            preferred=anchor.start_in(self.whole),
            minutes=minutes,
            most_moved=self._most_moved,
        )
        return None if start is None else Span(start=start, end=Minute(start + minutes))
