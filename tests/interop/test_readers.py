"""Other libraries agree on every file: the number of entries, their times, titles and statuses."""

import itertools
from typing import Any

import pytest

from tests.calendars.lint import lint
from tests.calendars.reading import HEALTH, unfolded
from tests.interop.entries import READERS, expected
from tests.interop.files import ALL, PLANS, SOME, pairs_of


@pytest.mark.parametrize(("kind", "place", "revised"), PLANS)
def test_every_reader_shows_what_the_plan_says(kind: str, place: str, revised: int) -> None:
    files = [file for file in ALL if (file.kind, file.place, file.revised) == (kind, place, revised)]
    assert len(files) == 12
    for file in files:
        data = file.data
        assert lint(data) == [], file.name
        truth = expected(file.plan, file.detail, discreet=file.discreet)
        assert truth
        for name, read in READERS.items():
            assert read(data) == truth, (file.name, name)
        if file.discreet:
            assert HEALTH.findall("\n".join(unfolded(data))) == []


def test_a_few_files_hold_every_pair_of_marks() -> None:
    every: set[Any] = set(itertools.chain.from_iterable(map(pairs_of, ALL)))
    assert set(itertools.chain.from_iterable(map(pairs_of, SOME))) == every
    assert len(SOME) <= 16
