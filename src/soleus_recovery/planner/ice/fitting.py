"""Fits icings between busy times: as many icings as possible, as near as possible to the times at which they are due.

A series of icings is built one icing at a time. The cost of a series is the sum of the minutes by which its icings are
off the times at which they are due. For every minute at which the last icing of a series can start, the series with the
least cost is kept. So the number of icings is the highest possible, and no other series with that number costs less.
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
    """Fit up to ``most`` icings into the ``free`` spans, at least ``least_gap`` minutes apart from start to start.

    ``first`` is the minute at which the first icing is due. ``due_after`` gives, from the start of one icing, the
    minute at which the next icing is due; a later start must never give an earlier minute.

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
    """Return, for each start of the last icing, the least cost of a series with one more icing, and its last but one.

    The last icing but one is given as an index of ``starts``. ``cost`` holds the least cost of the series with one
    icing less. The new icing comes when it is due or later, and then ``overdue`` keeps the cheapest shorter series; or
    the new icing comes early, and then the shorter series wait in the queue ``early``, the cheapest series first.
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
