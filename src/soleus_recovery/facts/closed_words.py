"""Checks that facts share: closed words, whole numbers within a range."""

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any, TypeVar

import attrs

from soleus_recovery.errors import FactError, shown

__all__ = ["by_name", "is_name", "name", "one_of", "whole_number", "word", "words"]

W = TypeVar("W", bound=Enum)
_LONGEST_NAME = 120


def word(kind: type[W], field: str, value: object) -> W:
    """The value if it is a member of ``kind``, else ``FactError`` with all the words that are."""
    if isinstance(value, kind):
        return value
    raise FactError(field=field, given=f"{shown(value)} is not a {kind.__name__}", allowed=_all(kind))


def _all(kind: type[Enum]) -> str:
    return ", ".join(str(member.value) for member in kind)


def words(kind: type[W], field: str, values: Iterable[W]) -> frozenset[W]:
    """Any collection of words as a frozen set of them, each checked; a bare string is no collection."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        word(kind, field, values)
    return frozenset(word(kind, field, value) for value in values)


def one_of(kind: type[W]) -> Callable[[object, "attrs.Attribute[Any]", object], None]:
    """A validator that takes a member of ``kind`` or None."""

    def validate(_: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if value is not None:
            word(kind, attribute.name, value)

    return validate


def whole_number(field: str, value: object, allowed: range) -> None:
    """Raise ``FactError`` unless the value is a whole number in the range."""
    # `type is`: True is an int, and a subclass could compare as it likes.
    if type(value) is not int or value not in allowed:
        raise FactError(
            field=field,
            given=f"{shown(value)} is out of range",
            allowed=f"a whole number, {allowed[0]} to {allowed[-1]}",
        )


def is_name(_: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """A validator that takes a name."""
    name(attribute.name, value)


def name(field: str, value: object) -> None:
    """Raise ``FactError`` unless the value is a text of one line, neither empty nor long."""
    if type(value) is not str or not 0 < len(value.strip()) <= _LONGEST_NAME or not value.isprintable():
        allowed = f"1 to {_LONGEST_NAME} printable characters"
        raise FactError(field=field, given=f"{shown(value)} is no name", allowed=allowed)


def by_name(kind: type[W], field: str, name: object) -> W:
    """The member of ``kind`` that is spelt so, else ``FactError`` with all the words that are."""
    for member in kind:
        if member.value == name:
            return member
    raise FactError(field=field, given=f"{shown(name)} is unknown", allowed=_all(kind))
