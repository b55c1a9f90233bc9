"""The base class of every frozen value: equality, hash and ``repr``, read from the fields.

attrs would compile the methods for equality, hash and ``repr`` for each class at import. One implementation for all
classes makes the package quicker to import.
"""

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any

import attrs

__all__ = ["Value"]


class Value:
    """A value that equals another of the same type with equal fields, and shows its fields in its ``repr``.

    >>> @attrs.frozen(kw_only=True)
    ... class Pace(Value):
    ...     minutes: int
    ...     note: str = attrs.field(default="", repr=False)
    >>> Pace(minutes=6), Pace(minutes=6) == Pace(minutes=6, note="uphill"), len({Pace(minutes=6), Pace(minutes=6)})
    (Pace(minutes=6), False, 1)
    """

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        # attrs skips a method only if the class itself, not a base class, defines the method.
        for method in (Value.__eq__, Value.__hash__, Value.__repr__):
            if method.__name__ not in cls.__dict__:
                setattr(cls, method.__name__, method)

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(other) is not type(self):
            return NotImplemented
        kind: Any = type(self)
        parts = _parts(kind)
        return parts(self) == parts(other)

    def __hash__(self) -> int:
        kind: Any = type(self)
        return hash(_parts(kind)(self))

    def __repr__(self) -> str:
        kind: Any = type(self)
        shown = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in attrs.fields(kind) if field.repr)
        return f"{kind.__name__}({shown})"


@cache
def _parts(kind: Any) -> Callable[[object], object]:
    names = [field.name for field in attrs.fields(kind) if field.eq]
    return attrgetter(*names) if names else lambda _: ()
