"""The guard names each ratio that is over a tenth above its record, and no other."""

import json

import pytest

from bench.guard import RECORD, worse

ON_RECORD = json.loads(RECORD.read_text("utf-8"))["3.11"]["ratios"]


@pytest.mark.parametrize("name", ON_RECORD)
def test_a_ratio_over_a_tenth_above_its_record_is_named(name: str) -> None:
    before = ON_RECORD[name]
    (line,) = worse({**ON_RECORD, name: before * 1.11}, ON_RECORD)
    assert line.startswith(f"{name}: ")
    assert "+11%" in line


def test_up_to_a_tenth_more_and_anything_less_passes() -> None:
    for factor in (0.1, 0.91, 1, 1.09):
        assert worse({name: ratio * factor for name, ratio in ON_RECORD.items()}, ON_RECORD) == []


def test_a_ratio_without_a_record_is_named() -> None:
    assert worse({**ON_RECORD, "tea / loop": 1.0}, ON_RECORD) == ["tea / loop is not on record"]
