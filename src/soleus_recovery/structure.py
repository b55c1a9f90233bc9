"""Plain data (from TOML or JSON) into typed values, with errors that carry a path.

Strict on purpose: a number written as text, a text where a list belongs, or a key nobody knows is an error that
says where. The first thing wrong ends it, so that a file of a million wrong ones is refused as quickly.

Each type is read by a function made once from its fields. A library for this was in use; every hook of it was our own
by then, and loading it took a twelfth of a cold command.
"""

import datetime as dt
from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping, ValuesView
from enum import Enum
from functools import cache, lru_cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, final, get_args, get_origin

import attrs

from soleus_recovery.clock import date_from_iso
from soleus_recovery.errors import PathError, shown

__all__ = ["StructureError", "Table", "structure", "unstructure"]

T = TypeVar("T")
K = TypeVar("K")
V_co = TypeVar("V_co", covariant=True)


@final
@attrs.frozen(kw_only=True)
class StructureError(PathError):
    """Data that does not have the shape of its type."""


@final
class Table(Mapping[K, V_co]):
    """A mapping that nobody can change: what is advised stays what was loaded.

    >>> Table({"ice": 15})["ice"]
    15
    """

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[K, V_co]) -> None:
        self._items = dict(items)

    def __getitem__(self, key: K) -> V_co:
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    # What Mapping would make of the three above, only without a call of Python for each item.

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def keys(self) -> KeysView[K]:
        """Its keys, in order."""
        return self._items.keys()

    def items(self) -> ItemsView[K, V_co]:
        """Keys with their values, in order."""
        return self._items.items()

    def values(self) -> ValuesView[V_co]:
        """Its values, in order."""
        return self._items.values()

    def __eq__(self, other: object) -> bool:
        # As Mapping does it, each comparison of two protocols copies every table: 2 ms, and triage compares them.
        if isinstance(other, Table):
            return self._items == cast(Table[object, object], other)._items
        return super().__eq__(other)

    def __hash__(self) -> int:
        return hash(frozenset(self._items))

    def __repr__(self) -> str:
        return f"Table({self._items!r})"


_LONGEST_KEY = 60
_VALUES_KEPT, _LONGEST_KEPT = 4096, 200  # so that no file fills the memory of a program that reads many
# What a value of the wrong shape raises, in a reader or in the constructor of its type.
_WRONG = (ValueError, TypeError, AttributeError, LookupError)
_Reader = Callable[[object], object]


def structure(data: object, kind: type[T], *, path: str = "", strict: bool = True) -> T:
    """Build a value of this type, else raise ``StructureError`` for the first problem, with its path.

    ``strict`` refuses a key that the type does not know; otherwise it is ignored.

    >>> from soleus_recovery.guidance.protocol import Range
    >>> structure({"minimum": 2, "maximum": "3"}, Range, path="expected_days")
    Traceback (most recent call last):
    soleus_recovery.structure.StructureError: expected_days.maximum: '3' is not a whole number
    """
    read = _reader(cast(Any, kind), strict=strict)
    try:
        return cast(T, read(data))
    except _WRONG as error:
        found = _at(path, error)
        raise StructureError(path=found.path.removeprefix(".") or "the file", problem=found.problem) from error


def unstructure(value: object) -> Any:
    """The value as plain data: tables, lists, texts, numbers; sets as sorted lists.

    >>> unstructure(Table({dt.date(2026, 11, 22): (1, None)}))
    {'2026-11-22': [1, None]}
    """
    kind: Any = type(value)
    return _writer(kind)(value)


_WRITERS: tuple[tuple[type[Any], Callable[[Any], Any]], ...] = (
    (Enum, lambda value: value.value),
    (dt.date, lambda value: value.isoformat()),
    (tuple, lambda value: [unstructure(item) for item in value]),
    # A set has no order of its own: its words are written in that of the alphabet.
    (frozenset, lambda value: sorted(map(str, value))),
    (Mapping, lambda value: {unstructure(key): unstructure(item) for key, item in value.items()}),
)


@cache
def _writer(kind: Any) -> Callable[[Any], Any]:
    for known, write in _WRITERS:
        if issubclass(kind, known):
            return write
    names = [field.name for field in attrs.fields(kind)] if attrs.has(kind) else None
    if names is None:
        return lambda value: value
    return lambda value: {name: unstructure(getattr(value, name)) for name in names}


# ---------------------------------------------------------------- readers


@cache
def _reader(kind: Any, *, strict: bool) -> _Reader:
    """What reads this kind; ``TypeError`` where it is none that a file can hold."""
    origin: Any = get_origin(kind)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _word(kind)
    if isinstance(kind, type) and attrs.has(kind):
        return _fields(kind, strict=strict)
    if origin in {tuple, frozenset}:
        return _collection(origin, _reader(get_args(kind)[0], strict=strict))
    if origin in {Mapping, dict}:
        key_of, of = (_reader(each, strict=strict) for each in get_args(kind))
        return _table(Table if origin is Mapping else dict, key_of, of)
    if origin in {UnionType, Union}:
        (known,) = (each for each in get_args(kind) if each is not NoneType)
        read = _reader(known, strict=strict)
        return lambda value: None if value is None else read(value)
    raise TypeError(f"no file holds a {kind!r}")


def _exactly(kind: type, name: str) -> _Reader:
    def read(value: object) -> object:
        # `type is`, not isinstance: True is an int, and no number of ours.
        if type(value) is not kind:
            raise ValueError(f"{shown(value)} is not {name}")
        return value

    return read


def _date(value: object) -> dt.date:
    if type(value) is not str:
        raise ValueError(f"{shown(value)} is not a date; allowed: a date such as 2026-11-24")
    return date_from_iso(value)


_PLAIN: dict[object, _Reader] = {
    int: _exactly(int, "a whole number"),
    str: _exactly(str, "a text"),
    bool: _exactly(bool, "true or false"),
    dt.date: _date,
    Any: lambda value: value,
}


def _word(kind: type[Enum]) -> _Reader:
    members = {member.value: member for member in kind}

    def read(value: object) -> object:
        member = members.get(value) if isinstance(value, str) else None
        if member is None:
            raise ValueError(f"{shown(value)} is not a {kind.__name__}; allowed: {', '.join(map(str, members))}")
        return member

    return read


def _collection(made: Callable[[list[object]], object], of: _Reader) -> _Reader:
    def read(value: object) -> object:
        if not isinstance(value, list):
            raise ValueError(f"{shown(value)} is not a list")
        items: list[object] = []
        for item in cast(list[object], value):
            try:
                items.append(of(item))
            except _WRONG as error:
                raise _at(f"[{len(items)}]", error) from None
        return made(items)

    return read


def _table(made: Callable[[dict[object, object]], object], key_of: _Reader, of: _Reader) -> _Reader:
    def read(value: object) -> object:
        items: dict[object, object] = {}
        for key, item in _mapping(value).items():
            try:
                items[key_of(key)] = of(item)
            except _WRONG as error:
                raise _at(f".{_key(key)}", error) from None
        return made(items)

    return read


def _fields(kind: type[Any], *, strict: bool) -> _Reader:
    fields = attrs.fields(kind)
    readers = {field.name: _reader(field.type, strict=strict) for field in fields}
    required = {field.name for field in fields if field.default is attrs.NOTHING}

    def read(value: object) -> object:
        table, given, name = _mapping(value), dict[str, object](), ""
        try:
            for name, of in readers.items():
                if name in table:
                    given[name] = of(table[name])
                elif name in required:
                    raise StructureError(path="", problem="is missing")
        except _WRONG as error:
            raise _at(f".{name}", error) from None
        if strict and (extra := table.keys() - readers.keys()):
            problem = f"unknown {', '.join(map(shown, sorted(extra)))}; allowed: {', '.join(readers)}"
            raise StructureError(path="", problem=problem)
        return kind(**given)

    return _kept(read) if all(_is_of_words(field.type) for field in fields) else read


def _is_of_words(kind: Any) -> bool:
    return kind is str or (isinstance(kind, type) and issubclass(kind, Enum))


def _kept(read: _Reader) -> _Reader:
    """Values of a few words alone are read once: a plan says few reasons thousands of times, a third of its reading."""

    @lru_cache(maxsize=_VALUES_KEPT)
    def made(items: tuple[tuple[str, str], ...]) -> object:
        return read(dict(items))

    def again(value: object) -> object:
        items = tuple(_mapping(value).items())
        for _, word in items:
            if type(word) is not str or len(word) > _LONGEST_KEPT:
                return read(value)
        return made(cast(tuple[tuple[str, str], ...], items))

    return again


def _mapping(value: object) -> Mapping[str, object]:
    # Asked first for its time: what a file holds is a dict.
    if type(value) is not dict and not isinstance(value, Mapping):
        raise ValueError(f"{shown(value)} is not a table")
    return cast(Mapping[str, object], value)


# ---------------------------------------------------------------- errors


def _at(step: str, error: Exception) -> StructureError:
    """The error with one more step before the place where it was found."""
    if isinstance(error, StructureError):
        return StructureError(path=f"{step}{error.path}", problem=error.problem)
    # The message of a ValueError is ours; what others say is about Python.
    return StructureError(path=step, problem=str(error) if isinstance(error, ValueError) else "has the wrong shape")


def _key(name: str) -> str:
    """A key as it stands in a path; in quotes, cut and escaped, where it is long or cannot be printed."""
    return name if name.isprintable() and len(name) <= _LONGEST_KEY else shown(name)
