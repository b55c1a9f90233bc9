"""A changed file is refused in a line that names the place, or every plan from it is safe.

A few of each kind; `python -m tests.fuzz.many_mutants` judges two thousand, each with 10 seconds and 300 MB.
"""

from random import Random
from typing import Any, final

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.fuzz.judging import judge_case, judge_protocol
from tests.fuzz.many_mutants import Judge, sources
from tests.fuzz.mutants import mutant

SOURCES = 8


@final
@attrs.frozen
class Made:
    """The files to change, kept out of the message of a failure."""

    sources: list[tuple[str, Any, Judge]] = attrs.field(repr=False)


@pytest.fixture(scope="module")
def made() -> Made:
    return Made(sources(SOURCES))


@given(number=st.integers(0, 2**32))
@example(number=3_991_550_870)  # half a character in a protocol's title: its plan could be written but not read
def test_a_changed_file_is_refused_or_safe(made: Made, number: int) -> None:
    _, good, judge = made.sources[number % SOURCES]
    assert list(judge(mutant(good, Random(number)))) == []


@pytest.mark.parametrize("kind", ["case", "protocol"])
def test_what_was_not_changed_is_taken(made: Made, kind: str) -> None:
    """An unchanged file is accepted, so the test above can fail."""
    judge = judge_case if kind == "case" else judge_protocol
    good = next(table for name, table, _ in made.sources if name == kind)
    assert list(judge(good)) == []
