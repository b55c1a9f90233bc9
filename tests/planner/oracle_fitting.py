"""Icings between appointments, found by trying every row of starts: slow, and obviously the best there is.

On a grid of so many minutes: as many as may be, at least 2 h apart, none in a busy minute; then the least minutes off
the usual times. It knows the guidance (15 min, 2 h in the first 24 h, 3 h after) and nothing of the planner.
"""

from collections.abc import Callable, Sequence
from functools import cache

MINUTES, LEAST_GAP, LATER_GAP = 15, 120, 180


def due_after(first_day_ends: int) -> Callable[[int], int]:
    """When the next icing is due after one."""

    def due(start: int) -> int:
        return start + LEAST_GAP if start + LEAST_GAP < first_day_ends else start + LATER_GAP

    return due


def best_row(
    window: tuple[int, int], busy: Sequence[tuple[int, int]], *, first: int, first_day_ends: int, most: int, grid: int
) -> tuple[int, int]:
    """The highest count, and the least minutes off the usual times with that count."""
    due = due_after(first_day_ends)
    free = tuple(
        start
        for start in range(window[0], window[1] - MINUTES + 1, grid)
        if not any(start < end and begin < start + MINUTES for begin, end in busy)
    )

    @cache
    def rows(last: int | None, left: int) -> tuple[int, int]:
        """Count and cost of the best row that goes on after ``last``, as a pair that is least where it is best."""
        found = (0, 0)
        for start in free if left else ():
            if last is not None and start < last + LEAST_GAP:
                continue
            count, cost = rows(start, left - 1)
            found = min(found, (count - 1, cost + abs(start - (first if last is None else due(last)))))
        return found

    count, cost = rows(None, most)
    return -count, cost
