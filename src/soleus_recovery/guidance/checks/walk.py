"""Walk through a protocol: every value in the protocol with its path, written as errors show a path."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import attrs

__all__ = ["children", "walk"]

_Children = Sequence[tuple[str, object]]


def children(value: object) -> _Children:
    """Return the values directly inside a table, list or attrs value, each with the step that leads to it."""
    kind: Any = type(value)
    return _opener(kind)(value)


@cache
def _opener(kind: Any) -> Callable[[Any], _Children]:
    """Return the function that gives the children of values of a type."""
    if issubclass(kind, Mapping):
        return lambda table: [(f".{key}", item) for key, item in table.items()]
    if issubclass(kind, tuple):
        return lambda items: [(f"[{index}]", item) for index, item in enumerate(items)]
    if not attrs.has(kind):
        return _nothing
    steps = [(field.name, f".{field.name}") for field in attrs.fields(kind)]
    return lambda value: [(step, getattr(value, name)) for name, step in steps]


def _nothing(_: object) -> _Children:
    return ()


def walk(value: object, path: str = "", *, wholes: bool = False) -> Iterator[tuple[str, object]]:
    """Yield a value and everything inside it, at any depth, each with its path; a value comes before its children.

    With ``wholes`` only tables, lists and attrs values are yielded, and no texts, numbers and words inside them.
    """
    ahead = [(path, value)]
    while ahead:
        place, item = ahead.pop()
        yield place, item
        inside = children(item)
        if wholes:
            inside = [(step, each) for step, each in inside if _is_whole(each)]
        # The last in the list is the next to come.
        ahead += [(f"{place}{step}" if place else step.removeprefix("."), each) for step, each in reversed(inside)]


def _is_whole(value: object) -> bool:
    kind: Any = type(value)
    return _opener(kind) is not _nothing
