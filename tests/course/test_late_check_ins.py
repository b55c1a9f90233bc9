"""Words told late are read as ever, but not without end: a case of many days, told late often, is refused in a line."""

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from unittest import mock

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery import Case, CheckIn, FactError, progress, record
from soleus_recovery.clock import MINUTES_PER_DAY, Minute, to_wall
from soleus_recovery.course.bounds import MOST_DAYS, MOST_REPLAYED
from soleus_recovery.course.state import DayState
from soleus_recovery.course.step import step
from soleus_recovery.facts.case import Entry
from soleus_recovery.facts.checkin import Amendment
from soleus_recovery.guidance.loader import STANDARD, builtin
from soleus_recovery.triage.signs import Signs, rows_for_days
from soleus_recovery.vocabulary import Finding
from tests.export.stories import Story, checkin

FIRST = dt.date(2026, 11, 22)


def told_at_once(days: int, numbers: Iterable[int]) -> tuple[Case, Minute]:
    """A case of so many days, and all its words, of the days of these numbers, told on the last one."""
    case = Story().case
    at = Minute(case.started_at + days * MINUTES_PER_DAY)
    words = (checkin(FIRST + dt.timedelta(days=number), 1, 1) for number in numbers)
    return attrs.evolve(case, entries=tuple(Entry(recorded_at=at, fact=each) for each in words)), at


def test_four_hundred_words_told_back_over_seven_hundred_days_are_refused() -> None:
    case, at = told_at_once(700, [700, *range(1, 401)])
    with pytest.raises(FactError, match="has too many days read again; allowed: a check-in for today, or a new case"):
        progress(case, at)


@given(
    days=st.integers(1, 60), numbers=st.lists(st.integers(0, 60) | st.none(), max_size=40), most=st.integers(20, 200)
)
def test_however_late_words_are_told_only_so_many_days_are_replayed(
    days: int, numbers: list[int | None], most: int
) -> None:
    """Words of any day in any order, and corrections (None); then the case is refused, or it has cost no more."""
    case, at = told_at_once(days, [days])
    same = Entry(recorded_at=at, fact=Amendment(runner=case.runner, report=case.report))
    late, _ = told_at_once(days, [min(number, days) for number in numbers if number is not None])
    words = iter(late.entries)
    case = attrs.evolve(case, entries=(*case.entries, *(same if each is None else next(words) for each in numbers)))
    steps: list[object] = []

    def counted(*facts: Any, is_held: bool) -> DayState:
        steps.append(facts)
        return step(*facts, is_held=is_held)

    with (
        mock.patch("soleus_recovery.course.bounds.MOST_REPLAYED", most),
        mock.patch("soleus_recovery.course.days.step", counted),
        suppress(FactError),
    ):
        progress(case, at)
    # Each day once, and one day of each fact, are not counted.
    assert len(steps) <= days + 1 + most + len(case.entries)


def test_a_diary_of_four_months_told_at_once_from_its_end_is_read() -> None:
    case, at = told_at_once(120, range(120, 0, -1))
    assert len(progress(case, at).verdicts) == 121


def test_a_word_that_would_be_one_too_many_is_not_recorded_and_one_for_today_is() -> None:
    days = 700
    late = MOST_REPLAYED // (days - 1)
    case, at = told_at_once(days, [days, *[1] * late])
    now = to_wall(at, case.runner.zone)
    with pytest.raises(FactError, match="a check-in for today"):
        record(case, checkin(FIRST + dt.timedelta(days=1)), now=now)
    # A red flag can always be told.
    flagged = record(
        case, CheckIn(day=FIRST + dt.timedelta(days=days), findings=frozenset({Finding.BRUISING})), now=now
    )
    assert progress(flagged, at).waiting is not None


def test_corrections_without_end_are_refused() -> None:
    case, at = told_at_once(700, [700])
    same = Entry(recorded_at=at, fact=Amendment(runner=case.runner, report=case.report))
    many = attrs.evolve(case, entries=case.entries + (same,) * 20)
    with pytest.raises(FactError, match="corrected so often"):
        progress(many, at)


def test_a_case_of_more_than_ten_years_is_refused() -> None:
    case, at = told_at_once(0, [])
    years = [Minute(at + number * 700 * MINUTES_PER_DAY) for number in range(1, 7)]
    entries = tuple(
        Entry(recorded_at=each, fact=checkin(FIRST + dt.timedelta(days=number * 700), 1, 1))
        for number, each in enumerate(years, 1)
    )
    with pytest.raises(FactError, match=f"longer than {MOST_DAYS:,} days; allowed: a new case"):
        progress(attrs.evolve(case, entries=entries), years[-1])


@given(st.integers(0, 400))
def test_what_days_alone_fire_is_what_triage_fires_for_so_many_days(days: int) -> None:
    protocol = builtin(STANDARD)
    told = Signs(day=days)
    fired = {name for name, row in protocol.all_referrals.items() if any(map(told.has, row.any_of))}
    assert set(rows_for_days(protocol, days)) == fired
