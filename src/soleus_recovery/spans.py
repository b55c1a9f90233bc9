"""Half-open spans of time, in whole minutes, and the set operations on them.

A span includes its start and excludes its end, so two spans can touch without overlapping.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from itertools import islice, takewhile
from typing import TYPE_CHECKING, final

import attrs

from soleus_recovery.clock import Minute, to_wall

if TYPE_CHECKING:
    from soleus_recovery.clock import DateTime

__all__ = ["Span", "merge", "nearest_start", "sharing", "subtract"]


@final
@attrs.frozen(kw_only=True, order=True)
class Span:
    """The minutes from the instant ``start`` up to, but not including, ``end``.

    Raises ``ValueError`` if ``end`` is earlier than ``start``.

    >>> Span(start=Minute(10), end=Minute(25)).minutes
    15
    """

    start: Minute
    end: Minute

    def __attrs_post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"ends {self.start - self.end} minutes before it starts")

    @property
    def minutes(self) -> int:
        """The length of the span."""
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """Return whether the two spans share a minute."""
        return max(self.start, other.start) < min(self.end, other.end)

    def widened(self, minutes: int) -> "Span":
        """Return this span lengthened by so many minutes on each side.

        >>> Span(start=Minute(60), end=Minute(75)).widened(60).end
        135
        """
        return Span(start=Minute(self.start - minutes), end=Minute(self.end + minutes))

    def holds(self, other: "Span") -> bool:
        """Return whether the other span lies within this one."""
        return self.start <= other.start and other.end <= self.end

    @property
    def start_utc(self) -> "DateTime":
        """``start`` in UTC: a span does not know the runner's zone."""
        return to_wall(self.start, "UTC")

    @property
    def end_utc(self) -> "DateTime":
        """``end`` in UTC."""
        return to_wall(self.end, "UTC")


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the minutes of these spans in as few spans as possible, in order.

    >>> spans = [Span(start=Minute(5), end=Minute(9)), Span(start=Minute(0), end=Minute(5))]
    >>> [(span.start, span.end) for span in merge(spans)]
    [(0, 9)]
    """
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(start=merged[-1].start, end=max(span.end, merged[-1].end))
        elif span.minutes:
            merged.append(span)
    return tuple(merged)


def sharing(spans: Sequence[Span], span: Span) -> list[Span]:
    """Return the spans that share a minute with ``span``; ``spans`` are in order and apart, as ``merge`` makes them.

    >>> sharing([Span(start=Minute(0), end=Minute(9))], Span(start=Minute(9), end=Minute(12)))
    []
    """
    first = bisect_right(spans, span.start, key=lambda each: each.end)
    return [*takewhile(lambda each: each.start < span.end, islice(spans, first, None))]


def subtract(whole: Span, taken: Iterable[Span]) -> tuple[Span, ...]:
    """Return the parts of ``whole`` that no span of ``taken`` covers, in order.

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


def nearest_start(
    taken: Collection[Span], *, start: int, end: int, preferred: int, minutes: int, most_moved: int
) -> Minute | None:
    """Return the start of the free stretch of ``minutes`` that begins nearest to ``preferred``.

    The stretch lies between ``start`` and ``end``, and is free if it overlaps no span of ``taken``. ``minutes`` is at
    least 1. Of two starts that are equally near, the earlier is taken. The function returns None if no stretch is
    free, or if the nearest begins more than ``most_moved`` minutes from ``preferred``.

    >>> taken = [Span(start=Minute(30), end=Minute(90))]
    >>> nearest_start(taken, start=0, end=120, preferred=50, minutes=10, most_moved=60)
    20
    """
    if start <= preferred and preferred + minutes <= end:
        for span in taken:
            if span.start < preferred + minutes and preferred < span.end:
                break
        else:
            return Minute(preferred)
    best: int | None = None
    free_from = start
    ends = [(span.start, span.end) for span in sorted(taken)]
    for begun, over in (*ends, (end, end)):
        last = min(begun, end) - minutes
        if free_from <= last:
            at = min(max(preferred, free_from), last)
            if best is None or abs(at - preferred) < abs(best - preferred):
                best = at
        free_from = max(free_from, over)
    return None if best is None or abs(best - preferred) > most_moved else Minute(best)
