"""Walk through a protocol: every value in the protocol with its path, written as errors show a path."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, cast

import attrs

__all__ = ["children", "walk"]


def children(value: object) -> Iterator[tuple[str, object]]:
    """Yield the values directly inside a table, list or attrs value, each with the step that leads to it."""
    if isinstance(value, Mapping):
        for key, item in cast(Mapping[object, object], value).items():
            yield f".{key}", item
    elif isinstance(value, tuple):
        for index, item in enumerate(cast(tuple[object, ...], value)):
            yield f"[{index}]", item
    else:
        for name in _fields(cast(Any, type(value))):
            yield f".{name}", getattr(value, name)


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(kind)) if attrs.has(kind) else ()


def walk(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Yield a value and everything inside it, at any depth, each with its path."""
    yield path, value
    for step, item in children(value):
        yield from walk(item, f"{path}{step}".removeprefix("."))
