"""Icings between appointments: as many as may be, then as near to their usual distance as can be.

Every minute of a day is tried, one icing more at a time; what is kept is the least sum of minutes by which icings
are off their usual time. So the count is the highest there is, and of all ways to reach it none is nearer.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from math import inf

from soleus_recovery.clock import Minute
from soleus_recovery.spans import Span

__all__ = ["fit_icings"]


def fit_icings(
    free: Iterable[Span],
    *,
    most: int,
    minutes: int,
    first: Minute,
    least_gap: int,
    due_after: Callable[[int], int],
) -> tuple[Span, ...]:
    """Up to ``most`` icings in what is ``free``, at least ``least_gap`` minutes from start to start.

    ``first`` is when the first is due, ``due_after`` when the next one is after a start; it never falls.

    >>> free = [Span(start=Minute(0), end=Minute(200)), Span(start=Minute(290), end=Minute(400))]
    >>> fitted = fit_icings(
    ...     free, most=3, minutes=15, first=Minute(0), least_gap=120, due_after=lambda start: start + 180
    ... )
    >>> [span.start for span in fitted]
    [0, 180, 360]
    """
    starts = [start for piece in free for start in range(piece.start, piece.end - minutes + 1)]
    if not starts or most < 1:
        return ()
    due = [due_after(start) for start in starts]
    costs: list[Sequence[float]] = [[abs(start - first) for start in starts]]
    came_from: list[Sequence[int]] = []
    while len(costs) < most:
        cost, before = _one_more(starts, due, costs[-1], least_gap)
        if min(cost) == inf:
            break
        costs.append(cost)
        came_from.append(before)
    chosen = [min(range(len(starts)), key=costs[-1].__getitem__)]
    for earlier in reversed(came_from):
        chosen.append(earlier[chosen[-1]])
    return tuple(Span(start=Minute(starts[index]), end=Minute(starts[index] + minutes)) for index in reversed(chosen))


def _one_more(
    starts: Sequence[int], due: Sequence[int], cost: Sequence[float], least_gap: int
) -> tuple[list[float], list[int]]:
    """The least cost of a row of icings that ends at each start, given that of rows with one less; and the one before.

    Either the one before was due by then, or it comes sooner than due; the second kind wait in a queue, cheapest first.
    """
    best, before = [inf] * len(starts), [0] * len(starts)
    overdue, overdue_at, next_due, next_early = inf, 0, 0, 0
    early: deque[int] = deque()
    for index, start in enumerate(starts):
        while starts[next_early] + least_gap <= start:
            value = cost[next_early] + due[next_early]
            while early and cost[early[-1]] + due[early[-1]] > value:
                early.pop()
            early.append(next_early)
            next_early += 1
        while due[next_due] <= start:
            if cost[next_due] - due[next_due] < overdue:
                overdue, overdue_at = cost[next_due] - due[next_due], next_due
            next_due += 1
        while early and due[early[0]] <= start:
            early.popleft()
        best[index], before[index] = overdue + start, overdue_at
        if early and cost[early[0]] + due[early[0]] - start < best[index]:
            best[index], before[index] = cost[early[0]] + due[early[0]] - start, early[0]
    return best, before
