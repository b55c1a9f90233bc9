"""Icings between appointments are as many as there can be, and then as near to their usual times as they can be."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery.clock import Minute
from soleus_recovery.planner.ice.fitting import fit_icings
from soleus_recovery.spans import Span, merge, subtract
from tests.planner.oracle_fitting import LEAST_GAP, MINUTES, best_row, due_after

GRID = 5


Day = tuple[Span, tuple[Span, ...], int, int]
"""A window, busy times, when the first day ends, and the most: all in steps of five minutes."""


def span(start: int, end: int) -> Span:
    return Span(start=Minute(start), end=Minute(end))


@st.composite
def days(draw: st.DrawFn) -> Day:
    length = draw(st.integers(1, 200)) * GRID
    times = st.tuples(st.integers(0, 200), st.one_of(st.integers(1, 30), st.integers(1, 100)))
    busy = merge(span(at * GRID, (at + long) * GRID) for at, long in draw(st.lists(times, max_size=8)))
    return span(0, length), busy, draw(st.integers(-20, 220)) * GRID, draw(st.integers(0, 8))


@given(day=days())
def test_no_row_of_starts_is_better(day: Day) -> None:
    check(day)


@pytest.mark.parametrize("seed", range(150))
def test_nor_on_a_crowded_day(seed: int) -> None:
    """Days on which almost every icing has to move, the same ones every time."""
    draw = random.Random(seed).randrange
    busy = [(at, at + draw(4, 30)) for at in (draw(180) for _ in range(draw(2, 9)))]
    spans = merge(span(start * GRID, end * GRID) for start, end in busy)
    check((span(0, draw(60, 190) * GRID), spans, draw(-5, 150) * GRID, draw(2, 9)))


def check(day: Day) -> None:
    window, busy, first_day_ends, most = day
    due = due_after(first_day_ends)
    fitted = fit_icings(
        subtract(window, busy), most=most, minutes=MINUTES, first=Minute(0), least_gap=LEAST_GAP, due_after=due
    )
    starts = [each.start for each in fitted]
    assert all(window.holds(each) and each.minutes == MINUTES for each in fitted)
    assert not any(each.overlaps(taken) for each in fitted for taken in busy)
    assert all(after - before >= LEAST_GAP for before, after in pairwise(starts))
    due_at = [0, *map(due, starts)]
    cost = sum(abs(start - at) for start, at in zip(starts, due_at, strict=False))
    theirs = best_row(
        (window.start, window.end),
        [(each.start, each.end) for each in busy],
        first=0,
        first_day_ends=first_day_ends,
        most=most,
        grid=GRID,
    )
    assert (len(starts), cost) == theirs
