"""A value's repr, equality and hash are those that attrs would write."""

import pickle
from typing import Any, final

import attrs
from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery.values import Value


@final
@attrs.frozen(kw_only=True)
class Ours(Value):
    text: str
    numbers: tuple[int, ...] = ()
    aside: str = attrs.field(default="", repr=False)
    unasked: int = attrs.field(default=0, eq=False)


@final
@attrs.frozen(kw_only=True)
class Theirs:
    text: str
    numbers: tuple[int, ...] = ()
    aside: str = attrs.field(default="", repr=False)
    unasked: int = attrs.field(default=0, eq=False)


@final
@attrs.frozen(kw_only=True)
class One(Value):
    text: str


@final
@attrs.frozen(kw_only=True)
class Other(Value):
    text: str


@final
@attrs.frozen(kw_only=True)
class Nothing(Value):
    pass


FIELDS = st.fixed_dictionaries(
    {
        "text": st.sampled_from(["", "calf", "Wade", "'"]),
        "numbers": st.lists(st.integers(0, 1), max_size=2).map(tuple),
        "aside": st.sampled_from(["", "left"]),
        "unasked": st.integers(0, 1),
    }
)


@given(one=FIELDS, other=FIELDS)
def test_it_is_what_attrs_writes(one: dict[str, Any], other: dict[str, Any]) -> None:
    ours, theirs = Ours(**one), Theirs(**one)
    assert repr(ours).removeprefix("Ours") == repr(theirs).removeprefix("Theirs")
    assert (ours == Ours(**other)) is (theirs == Theirs(**other))
    assert (ours != Ours(**other)) is (theirs != Theirs(**other))
    if theirs == Theirs(**other):
        assert hash(ours) == hash(Ours(**other))


def test_types_differ_though_their_fields_are_the_same() -> None:
    assert One(text="calf") != Other(text="calf")
    assert One(text="calf") != "calf"
    assert len({One(text="calf"), Other(text="calf"), One(text="calf")}) == 2


def test_without_fields_all_are_one() -> None:
    assert Nothing() == Nothing()
    assert len({Nothing(), Nothing()}) == 1
    assert repr(Nothing()) == "Nothing()"


def test_it_goes_through_a_pickle() -> None:
    value = Ours(text="calf", numbers=(1, 2))
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301  # our own bytes


def test_attrs_writes_none_of_the_three() -> None:
    """attrs compiles no methods for values, since that slows the import; a new attrs could do so unnoticed."""
    for name in ("__eq__", "__hash__", "__repr__"):
        assert getattr(One, name) is getattr(Value, name)
        assert getattr(Theirs, name) is not getattr(Value, name)
