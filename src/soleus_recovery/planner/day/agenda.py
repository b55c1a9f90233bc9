"""One day while it is filled: its waking window, the sessions it holds so far, and the room that is left."""

import datetime as dt
from collections.abc import Iterable, Sequence
from math import inf
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
    """A day while it is filled: its waking window ``whole``, of which the part ``left`` is still to come.

    ``stands`` holds the sessions that have begun, and ``placed`` the sessions whose time is settled. No session is
    placed more than ``most_moved`` minutes from its preferred time.
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
        placed: Iterable[PlacedContent],
    ) -> None:
        self.date, self.whole, self.left, self.is_busy = date, whole, left, bool(busy)
        self._busy, self._most_moved = busy, most_moved
        self.settled = [*placed]
        """The sessions still to come that the day holds so far, in the order in which they were settled."""
        self.begun: dict[Activity, int] = {}
        """How many sessions of each activity have begun."""
        for each in stands:
            self.begun[each.activity] = self.begun.get(each.activity, 0) + 1
        self.run_ends: Minute | None = None
        """The end of the day's run; None if the day has no run."""
        self.ends: dict[Activity, Minute] = {}
        """The end of the last session of each activity that has a time."""
        self._taken: list[Span] = []
        self._iced: list[Span] = []
        known: tuple[Session | PlacedContent, ...] = (*stands, *self.settled)
        for item in known:
            if item.span is None:
                continue
            self._take(item.activity, item.span)
            if item.activity is Activity.ICE:
                self._iced.append(item.span)
            elif item.activity is Activity.RUN and self.run_ends is None:
                self.run_ends = item.span.end

    def settle(self, content: SessionContent, span: Span | None) -> None:
        """Add a session at the time ``span``; if ``span`` is None, the session is for the whole day."""
        self.settled.append(PlacedContent(content=content, span=span))
        if span is not None:
            self._take(content.activity, span)

    def _take(self, activity: Activity, span: Span) -> None:
        self._taken.append(span)
        self.ends[activity] = max(span.end, self.ends.get(activity, span.end))

    def in_order(self) -> Sequence[PlacedContent]:
        """Return the settled sessions: first those for the whole day, then the others by their start.

        Sessions with the same start keep the order in which they were settled.
        """
        return sorted(self.settled, key=_begins) if len(self.settled) > 1 else self.settled

    def fit(self, anchor: Anchor, minutes: int, earliest: int, apart: int, *, is_free: bool = False) -> Span | None:
        """Return the free span of ``minutes`` that is nearest to a preferred time; None if there is no such span.

        The span starts at ``earliest`` or later, and is at least ``apart`` minutes away from ice. With ``is_free`` busy
        times count as free. The method does not settle the span.
        """
        taken = self._taken
        if apart and self._iced:
            taken = [*taken, *(span.widened(apart) for span in self._iced)]
        if self._busy and not is_free:
            taken = [*taken, *self._busy]
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


def _begins(item: PlacedContent) -> float:
    return -inf if item.span is None else item.span.start
