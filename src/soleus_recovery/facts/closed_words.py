"""Checks that the classes of facts share: of members of closed words, whole numbers, names and pains."""

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any, Final, TypeVar

import attrs

from soleus_recovery.errors import FactError, shown

__all__ = [
    "PAIN_SCALE",
    "check_answer",
    "check_name",
    "check_whole_number",
    "member_of",
    "member_or_none",
    "member_spelt",
    "members_of",
    "valid_name",
    "valid_pain",
]

PAIN_SCALE: Final = range(11)
"""The numeric pain scale: whole numbers from 0, no pain, to 10, the worst imaginable."""
_LONGEST_NAME = 120

W = TypeVar("W", bound=Enum)


def member_of(kind: type[W], field: str, value: object) -> W:
    """Return the value if it is a member of ``kind``; otherwise raise ``FactError`` with the allowed spellings."""
    if isinstance(value, kind):
        return value
    raise FactError(field=field, given=f"{shown(value)} is not a {kind.__name__}", allowed=_spellings(kind))


def member_spelt(kind: type[W], field: str, text: object) -> W:
    """Return the member of ``kind`` with this spelling; otherwise raise ``FactError`` with the allowed spellings."""
    for member in kind:
        if member.value == text:
            return member
    raise FactError(field=field, given=f"{shown(text)} is unknown", allowed=_spellings(kind))


def members_of(kind: type[W], field: str, values: Iterable[W]) -> frozenset[W]:
    """Return the values, all members of ``kind``, as a frozen set; raise ``FactError`` for any other value.

    A bare string is refused as a whole, not split into letters.
    """
    if isinstance(values, str) or not isinstance(values, Iterable):
        member_of(kind, field, values)
    return frozenset(member_of(kind, field, value) for value in values)


def member_or_none(kind: type[W]) -> Callable[[object, "attrs.Attribute[Any]", object], None]:
    """Make an attrs validator that accepts a member of ``kind`` or None."""

    def validate(_: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if value is not None:
            member_of(kind, attribute.name, value)

    return validate


def _spellings(kind: type[Enum]) -> str:
    return ", ".join(str(member.value) for member in kind)


def check_whole_number(field: str, value: object, allowed: range) -> None:
    """Raise ``FactError`` if the value is not a whole number in the range ``allowed``."""
    # `type is`, not isinstance: True is an int, and a subclass of int could define its own comparison.
    if type(value) is not int or value not in allowed:
        raise FactError(
            field=field,
            given=f"{shown(value)} is out of range",
            allowed=f"a whole number, {allowed[0]} to {allowed[-1]}",
        )


def valid_pain(_: object, attribute: "attrs.Attribute[int | None]", value: int | None) -> None:
    """Raise ``FactError``, as an attrs validator, if a pain is neither None nor a whole number from 0 to 10."""
    if value is not None:
        check_whole_number(attribute.name, value, PAIN_SCALE)


def check_answer(field: str, value: object) -> None:
    """Raise ``FactError`` if the value is neither true nor false."""
    if type(value) is not bool:
        raise FactError(field=field, given=f"{shown(value)} is no answer", allowed="true or false")


def check_name(field: str, value: object) -> None:
    """Raise ``FactError`` if the value is not one printable line of 1 to 120 characters, or is blank."""
    if type(value) is not str or not 0 < len(value.strip()) <= _LONGEST_NAME or not value.isprintable():
        allowed = f"1 to {_LONGEST_NAME} printable characters"
        raise FactError(field=field, given=f"{shown(value)} is no name", allowed=allowed)


def valid_name(_: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Raise ``FactError``, as an attrs validator, if ``check_name`` refuses a name."""
    check_name(attribute.name, value)
