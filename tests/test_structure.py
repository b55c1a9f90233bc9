"""Reading plain data into values: what is refused, at which path, and with which message."""

import datetime as dt
import tracemalloc
from collections.abc import Mapping
from typing import Any, final

import attrs
import pytest

from soleus_recovery.clock import Minute
from soleus_recovery.structure import StructureError, structure, unstructure
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Origin, Severity


@final
@attrs.frozen(kw_only=True)
class Words(Value):
    """A value of texts alone, which is read once for equal data."""

    text: str
    origin: Origin


@final
@attrs.frozen(kw_only=True)
class Everything(Value):
    number: int
    is_so: bool
    words: tuple[Words, ...]
    levels: Mapping[Severity, frozenset[Severity]]
    day: dt.date | None = None
    loose: dict[str, Any] = attrs.field(factory=dict[str, Any])
    checked: int = attrs.field(default=0)

    def __attrs_post_init__(self) -> None:
        if self.checked > 9:
            raise ValueError(f"{self.checked} is over 9")


@final
@attrs.frozen(kw_only=True)
class Saying(Value):
    words: tuple[Words, ...]


@final
@attrs.frozen(kw_only=True)
class When(Value):
    at: Minute
    until: Minute | None
    minutes: int


WORDS = {"text": "cold", "origin": "article"}
GOOD: dict[str, Any] = {
    "number": 1,
    "is_so": True,
    "words": [WORDS, {**WORDS}, {"text": "warm", "origin": "default"}],
    "levels": {"mild": ["severe", "mild"]},
    "day": "2026-11-22",
    "loose": {"any": [1, "thing"]},
    "checked": 9,
}


def test_there_and_back() -> None:
    value = structure(GOOD, Everything)
    assert value == Everything(
        number=1,
        is_so=True,
        words=(
            Words(text="cold", origin=Origin.ARTICLE),
            Words(text="cold", origin=Origin.ARTICLE),
            Words(text="warm", origin=Origin.DEFAULT),
        ),
        levels={Severity.MILD: frozenset({Severity.MILD, Severity.SEVERE})},
        day=dt.date(2026, 11, 22),
        loose={"any": [1, "thing"]},
        checked=9,
    )
    assert unstructure(value) == {**GOOD, "levels": {"mild": ["mild", "severe"]}}
    assert structure({**GOOD, "day": None}, Everything).day is None


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in GOOD.items() if key != name}


WRONG: list[tuple[object, str]] = [
    ([], "the file: [] is not a table"),
    (without("number"), "number: is missing"),
    ({**GOOD, "number": True}, "number: True is not a whole number"),
    ({**GOOD, "is_so": 1}, "is_so: 1 is not true or false"),
    ({**GOOD, "words": {}}, "words: {} is not a list"),
    ({**GOOD, "words": [WORDS, {"text": 1, "origin": "article"}]}, "words[1].text: 1 is not a text"),
    # An unhashable value, which no cache can look up.
    ({**GOOD, "words": [{"text": [], "origin": "article"}]}, "words[0].text: [] is not a text"),
    ({**GOOD, "words": ["cold"]}, "words[0]: 'cold' is not a table"),
    ({**GOOD, "words": [{"text": "cold"}]}, "words[0].origin: is missing"),
    ({**GOOD, "words": [{**WORDS, "more": ""}]}, "words[0]: unknown 'more'; allowed: text, origin"),
    ({**GOOD, "levels": {"bad": []}}, "levels.bad: 'bad' is unknown; allowed: mild, moderate, severe"),
    (
        {**GOOD, "levels": {"mild": [["severe"]]}},
        "levels.mild[0]: ['severe'] is unknown; allowed: mild, moder",
    ),
    ({**GOOD, "day": 20261122}, "day: 20261122 is not a date; allowed: a date such as 2026-11-24"),
    ({**GOOD, "day": "2026-02-30"}, "day: day is out of range for month"),
    ({**GOOD, "checked": 10}, "the file: 10 is over 9"),
    # The first of two, in the order of the fields.
    ({**without("is_so"), "checked": "x"}, "is_so: is missing"),
    ({**without("is_so"), "number": "x"}, "number: 'x' is not a whole number"),
    ({**GOOD, "more": 1, "checked": "x"}, "checked: 'x' is not a whole number"),
    ({**GOOD, "more": 1}, "the file: unknown 'more'; allowed: number, is_so, words, levels, day, loose, checked"),
    ({**GOOD, "levels": {"a\x00b": []}}, "levels.'a\\x00b': 'a\\x00b' is unknown"),
]


@pytest.mark.parametrize(("data", "message"), WRONG)
def test_the_first_error_is_raised_with_its_path(data: object, message: str) -> None:
    with pytest.raises(StructureError) as caught:
        structure(data, Everything)
    assert str(caught.value).startswith(message)
    if "unknown" not in message:
        with pytest.raises(StructureError) as again:
            structure(data, Everything, strict=False)
        assert str(again.value) == str(caught.value)


def test_the_path_goes_on_from_the_one_given() -> None:
    with pytest.raises(StructureError, match=r"^plan\.days\[3\]\.number: is missing$"):
        structure(without("number"), Everything, path="plan.days[3]")
    with pytest.raises(StructureError, match=r"^plan: 1 is not a table$"):
        structure(1, Everything, path="plan")


def test_an_unknown_key_is_ignored_unless_strict() -> None:
    assert structure({**GOOD, "more": 1}, Everything, strict=False) == structure(GOOD, Everything)
    words = {**WORDS, "more": ["what", "ever"]}
    assert structure(words, Words, strict=False) == structure(WORDS, Words)


def test_equal_texts_are_one_value_and_strict_reading_still_sees_unknown_keys() -> None:
    some, more = structure({"words": [WORDS, {**WORDS, "more": 1}]}, Saying, strict=False).words
    assert some is more
    with pytest.raises(StructureError, match=r"^words\[1\]: unknown 'more'"):
        structure({"words": [WORDS, {**WORDS, "more": 1}]}, Saying)


def test_moments_are_written_by_the_callback_and_read_from_iso_8601() -> None:
    when = When(at=Minute(15_778_080), until=None, minutes=5)
    table = unstructure(when, moment=lambda minute: f"minute {minute}")
    assert table == {"at": "minute 15778080", "until": None, "minutes": 5}
    assert structure({**table, "at": "2000-01-01T01:00:00+01:00"}, When) == when
    for given, message in (
        ("soon", "at: Invalid isoformat string: 'soon'"),
        ("2000-01-01T01:00:00", "at: '2000-01-01T01:00:00' is not a whole minute with an offset"),
        (15_778_080, "at: 15778080 is not a moment; allowed: a moment such as 2026-11-24T18:30:00+01:00"),
    ):
        with pytest.raises(StructureError) as caught:
            structure({**table, "at": given}, When)
        assert str(caught.value) == message


def test_a_type_that_no_file_can_hold_is_a_type_error() -> None:
    @final
    @attrs.frozen(kw_only=True)
    class Odd(Value):
        amount: complex

    with pytest.raises(TypeError, match="no file holds a <class 'complex'>"):
        structure({"amount": 1}, Odd)


def test_long_texts_are_not_cached() -> None:
    """A program that reads many files does not keep their texts in memory."""
    tracemalloc.start()
    for number in range(300):
        structure({"text": f"{number} {'x' * 100_000}", "origin": "article"}, Words, strict=False)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 1_000_000


def test_the_cache_of_short_texts_is_bounded() -> None:
    """A program that reads many files keeps at most 4,096 values of a type."""
    tracemalloc.start()
    for number in range(30_000):
        structure({"text": f"{number} {'x' * 100}", "origin": "article"}, Words, strict=False)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 4_000_000


@pytest.mark.parametrize("text", ["\ud800", "Ice \udfff, 15 min"])
def test_a_lone_surrogate_is_refused(text: str) -> None:
    with pytest.raises(StructureError, match="is not whole characters"):
        structure({"maximum": 3, "minimum": 2, "text": text}, _Worded)


@attrs.frozen(kw_only=True)
class _Worded:
    minimum: int
    maximum: int
    text: str
