"""Reads and writes the JSON text of plan and case files, and checks a file's kind and version."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar, cast

from soleus_recovery.errors import PathError, shown
from soleus_recovery.outgoing import spelt

__all__ = ["CASE_SCHEMA", "LONGEST_FILE", "check_schema", "dump_json", "parse_json", "read_at"]

_T = TypeVar("_T")
_R = TypeVar("_R")

_HALF: Final = re.compile(r"\\u[dD]")
CASE_SCHEMA: Final = "soleus-recovery/case"
LONGEST_FILE: Final = 8_000_000
"""The most bytes that a plan file or a case file may have.

Two years of daily check-ins take a fifth of this many bytes; the limit keeps any file from using 300 MB of memory.
"""


def parse_json(text: str | bytes, error: type[PathError], *, what: str) -> dict[str, Any]:
    """Return the JSON object that a text holds; raise ``error`` if the text holds no JSON object.

    The message of the error is one line, in which ``what`` names the kind of file.
    """
    if len(text) > LONGEST_FILE:
        raise error(path="the file", problem=f"is too long to be a {what}; allowed: up to {LONGEST_FILE:,} bytes")
    try:
        # A str is encoded and decoded too, because a str can hold half of a surrogate pair and a file cannot.
        text = text.decode("utf-8") if isinstance(text, bytes) else text.encode("utf-8").decode("utf-8")
        data: object = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
        # JSON can also write half of a surrogate pair as an escape.
        if _HALF.search(text):
            json.dumps(data, ensure_ascii=False).encode("utf-8")
    except RecursionError as cause:
        raise error(path="the file", problem=f"is nested too deeply to be a {what}") from cause
    except UnicodeError as cause:
        raise error(path="the file", problem=f"is not UTF-8 text: {cause}") from cause
    except ValueError as cause:
        raise error(path="the file", problem=f"is not whole JSON: {cause}") from cause
    if not isinstance(data, dict):
        raise error(path="the file", problem=f"is not a {what}; allowed: a JSON object written by this program")
    return cast(dict[str, Any], data)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) != len(pairs):
        twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        raise ValueError(f"the key {shown(twice)} occurs twice")
    return table


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not a number")


def check_schema(
    data: Mapping[str, Any], error: type[PathError], *, schema: str, version: int, way_on: str = ""
) -> None:
    """Raise ``error`` unless a file has this schema and version; ``way_on`` says what to do about another version."""
    for name, known, more in (("schema", schema, ""), ("version", version, way_on)):
        if name not in data:
            raise error(path=name, problem=f"is missing; allowed: {known}")
        given = data[name]
        # The types are compared because True == 1.
        if given != known or type(given) is not type(known):
            problem = f"{shown(given)} cannot be read by this version; allowed: {known}{more}"
            raise error(path=name, problem=problem)


def dump_json(table: Any, *, is_for_eyes: bool = True) -> str:
    """Write a JSON object as text that ends with a newline; the same object gives the same text.

    ``is_for_eyes`` indents the text by two spaces, which takes Python five times as long.
    """
    indent = 2 if is_for_eyes else None
    return spelt(json.dumps(table, ensure_ascii=False, indent=indent, allow_nan=False)) + "\n"


def read_at(error: type[PathError], path: str, read: Callable[[_T], _R], given: _T) -> _R:
    """Return ``read(given)``; if ``read`` refuses ``given``, raise ``error`` with ``path``, the value's place."""
    try:
        return read(given)
    except (ValueError, OverflowError) as cause:
        if isinstance(cause, PathError):
            raise
        raise error(path=path, problem=str(cause)) from cause
