"""A changed file is refused in a line that names the place, or every plan from it is safe.

Here a few of each; `python -m tests.fuzz.many_mutants` judges two thousand, each with 10 seconds and 300 MB.
"""

from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.judging import judge_case, judge_protocol
from tests.fuzz.many_mutants import Judge, sources
from tests.fuzz.mutants import mutant

SOURCES = 8


@cache
def made() -> list[tuple[str, Any, Judge]]:
    return sources(SOURCES)


@given(number=st.integers(0, 2**32))
def test_a_changed_file_is_refused_or_safe(number: int) -> None:
    _, good, judge = made()[number % len(made())]
    assert list(judge(mutant(good, Random(number)))) == []


@pytest.mark.parametrize("kind", ["case", "protocol"])
def test_what_was_not_changed_is_taken(kind: str) -> None:
    """Else nothing that follows is ever asked."""
    judge = judge_case if kind == "case" else judge_protocol
    good = next(table for name, table, _ in made() if name == kind)
    assert list(judge(good)) == []
