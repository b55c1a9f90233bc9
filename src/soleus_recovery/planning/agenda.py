"""One day while it is filled: its window, what it holds already, and the room that is left."""

from collections.abc import Iterable, Sequence
from typing import final

from soleus_recovery.clock import Minute
from soleus_recovery.guidance.sessions import Anchor
from soleus_recovery.planning.content import Fixed
from soleus_recovery.planning.plan import Session
from soleus_recovery.spans import Span, nearest_start
from soleus_recovery.vocabulary import Activity

__all__ = ["Agenda"]


@final
class Agenda:
    """The waking window ``whole``, of which ``left`` is still to come; ``run_ends`` where the day has a run.

    Nothing is placed more than ``most_moved`` minutes from where it is preferred.
    """

    def __init__(
        self, whole: Span, left: Span, most_moved: int, *, busy: Sequence[Span], known: Iterable[Session | Fixed]
    ) -> None:
        self.whole, self.left, self.busy = whole, left, busy
        self._most_moved = most_moved
        self.run_ends: Minute | None = None
        self._taken: list[tuple[int, int]] = []
        self._iced: list[tuple[int, int]] = []
        for item in known:
            if item.span is None:
                continue
            self.take(item.span)
            if item.activity is Activity.ICE:
                self._iced.append((item.span.start, item.span.end))
            elif item.activity is Activity.RUN and self.run_ends is None:
                self.run_ends = item.span.end

    def take(self, span: Span) -> None:
        """Nothing else is placed here."""
        self._taken.append((span.start, span.end))

    def preferred(self, anchor: Anchor) -> Minute:
        """The instant that a preferred time stands for on this day."""
        return anchor.start_in(self.whole)

    def fit(self, preferred: int, minutes: int, earliest: int, apart: int, *, is_free: bool = False) -> Minute | None:
        """The nearest start for so many minutes, ``apart`` from ice; ``is_free``: as if nobody were busy."""
        taken = self._taken
        if apart and self._iced:
            taken = [*taken, *((start - apart, end + apart) for start, end in self._iced)]
        if self.busy and not is_free:
            taken = [*taken, *((span.start, span.end) for span in self.busy)]
        return nearest_start(
            taken,
            start=max(self.left.start, earliest),
            end=self.left.end,
            preferred=preferred,
            minutes=minutes,
            most_moved=self._most_moved,
        )
