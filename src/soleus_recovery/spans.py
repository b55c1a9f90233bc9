"""Algebra of half-open spans of time, in whole minutes.

A span holds its start and not its end, so neighbours touch without overlapping.
"""

from collections.abc import Iterable
from typing import final

import attrs

from soleus_recovery.clock import Minute

__all__ = ["Span", "fit_nearest", "subtract"]


@final
@attrs.frozen(kw_only=True, order=True)
class Span:
    """The minutes from ``start`` up to, not including, ``end`` (instants, ``end`` not before ``start``).

    >>> Span(start=Minute(10), end=Minute(25)).minutes
    15
    """

    start: Minute
    end: Minute

    def __attrs_post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a span ends at {self.end}, before its start {self.start}")

    @property
    def minutes(self) -> int:
        """Its length."""
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a minute."""
        return max(self.start, other.start) < min(self.end, other.end)

    def holds(self, other: "Span") -> bool:
        """Whether the other lies within this one."""
        return self.start <= other.start and other.end <= self.end


def subtract(whole: Span, taken: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of a span after all of ``taken``, in order.

    >>> day, meal = Span(start=Minute(0), end=Minute(9)), Span(start=Minute(2), end=Minute(4))
    >>> [(left.start, left.end) for left in subtract(day, [meal])]
    [(0, 2), (4, 9)]
    """
    left: list[Span] = []
    start = whole.start
    for span in sorted(taken):
        if span.end <= start or span.start >= whole.end:
            continue
        if span.start > start:
            left.append(Span(start=start, end=span.start))
        start = span.end
    if start < whole.end:
        left.append(Span(start=start, end=whole.end))
    return tuple(left)


def fit_nearest(free: Iterable[Span], *, preferred: Minute, minutes: int) -> Span | None:
    """The span of this length inside ``free`` that starts nearest to ``preferred``; the earlier of two equals.

    >>> fit_nearest([Span(start=Minute(0), end=Minute(30))], preferred=Minute(50), minutes=10).start
    20
    """
    starts = [min(max(preferred, span.start), Minute(span.end - minutes)) for span in free if span.minutes >= minutes]
    if not starts:
        return None
    start = min(starts, key=lambda at: (abs(at - preferred), at))
    return Span(start=start, end=Minute(start + minutes))
