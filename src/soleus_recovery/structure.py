"""Convert plain data (from TOML or JSON) to typed values and back, with errors that carry a path.

Reading is strict: a number written as text, a text in place of a list, and an unknown key are errors that name their
place. Reading stops at the first error, so that a file with a million errors is refused as fast as one with a single.

The reader of a type is a function that is built once, from the type's fields. The design page of the documentation
says why no library does the reading.
"""

import datetime as dt
import re
from collections.abc import Callable, Collection, ItemsView, Iterator, KeysView, Mapping, ValuesView
from enum import Enum
from functools import cache
from operator import itemgetter
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, final, get_args, get_origin

import attrs

from soleus_recovery.clock import Minute, date_from_iso, from_iso
from soleus_recovery.errors import PathError, shown

__all__ = ["StructureError", "Table", "structure", "unstructure"]

T = TypeVar("T")
K = TypeVar("K")
V_co = TypeVar("V_co", covariant=True)


@final
@attrs.frozen(kw_only=True)
class StructureError(PathError):
    """Data that does not have the shape of the type it is read as."""


@final
class Table(Mapping[K, V_co]):
    """An immutable mapping, so that a loaded protocol stays as it was loaded.

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

    # Mapping provides the methods below too, but with a Python call for each item.

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def keys(self) -> KeysView[K]:
        """Return the keys, in order."""
        return self._items.keys()

    def items(self) -> ItemsView[K, V_co]:
        """Return the pairs of key and value, in order."""
        return self._items.items()

    def values(self) -> ValuesView[V_co]:
        """Return the values, in order."""
        return self._items.values()

    def __eq__(self, other: object) -> bool:
        # The comparison of Mapping copies both sides, and comparing two protocols compares many tables.
        if isinstance(other, Table):
            return self._items == cast(Table[object, object], other)._items
        return super().__eq__(other)

    def __hash__(self) -> int:
        return hash(frozenset(self._items))

    def __repr__(self) -> str:
        return f"Table({self._items!r})"


_LONGEST_KEY = 60
_LONGEST_TEXT = 500_000  # ten times the longest text of a plan
_SURROGATE = re.compile("[\ud800-\udfff]")
_VALUES_KEPT, _LONGEST_KEPT = 4096, 200  # bounds of a cache, for programs that read many files
# The exceptions that a value of the wrong shape raises, in a reader or in the constructor of its type.
_WRONG = (ValueError, TypeError, AttributeError, LookupError)
_Reader = Callable[[object], object]


def structure(data: object, kind: type[T], *, path: str = "", strict: bool = True) -> T:
    """Read a value of the type ``kind`` from plain data; raise ``StructureError`` with the path of the first problem.

    Keys that the type does not have are refused if ``strict`` is true, and ignored if it is false.

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


def unstructure(value: object, *, moment: Callable[[Minute], object] = int) -> Any:
    """Return a value as plain data: dicts, lists, texts and numbers; a set becomes a sorted list.

    The function ``moment`` writes the fields of type ``Minute``.

    >>> unstructure(Table({dt.date(2026, 11, 22): (1, None)}))
    {'2026-11-22': [1, None]}
    """
    kind: Any = type(value)
    return _writer(kind)(value, moment)


_Moment = Callable[[Minute], object]
_Writer = Callable[[Any, _Moment], Any]
_WRITERS: tuple[tuple[type[Any], _Writer], ...] = (
    (Enum, lambda value, _: value.value),
    (dt.date, lambda value, _: value.isoformat()),
    (tuple, lambda value, moment: [unstructure(item, moment=moment) for item in value]),
    # A set has no order of its own, and equal sets must be written alike.
    (frozenset, lambda value, _: sorted(map(str, value))),
    (
        Mapping,
        lambda value, moment: {unstructure(key): unstructure(item, moment=moment) for key, item in value.items()},
    ),
)


@cache
def _writer(kind: Any) -> _Writer:
    for known, writer in _WRITERS:
        if issubclass(kind, known):
            return writer
    if not attrs.has(kind):
        return lambda value, _: value
    fields = [(field.name, _is_moment(field.type)) for field in attrs.fields(kind)]

    def write(value: Any, moment: _Moment) -> dict[str, Any]:
        table: dict[str, Any] = {}
        for name, is_moment in fields:
            item = getattr(value, name)
            # A Minute is an int at run time: only the type of its field shows that it is a moment.
            table[name] = moment(item) if is_moment and item is not None else unstructure(item, moment=moment)
        return table

    return write


def _is_moment(kind: Any) -> bool:
    return kind is Minute or Minute in get_args(kind)


# ---------------------------------------------------------------- readers


@cache
def _reader(kind: Any, *, strict: bool) -> _Reader:
    """Make the function that reads values of a type; raise ``TypeError`` for a type that no file can hold."""
    origin: Any = get_origin(kind)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _member(kind)
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
        # `type is`, not isinstance, which accepts True as an int.
        if type(value) is not kind:
            raise ValueError(f"{shown(value)} is not {name}")
        return value

    return read


def _text(value: object) -> object:
    if type(value) is not str:
        raise ValueError(f"{shown(value)} is not a text")
    if len(value) > _LONGEST_TEXT:
        raise ValueError(f"is a text of {len(value):,} characters; allowed: up to {_LONGEST_TEXT:,}")
    # A lone surrogate could be written to a file, but not read back.
    if not value.isascii() and _SURROGATE.search(value):
        raise ValueError(f"{shown(value)} is not whole characters")
    return value


def _date(value: object) -> dt.date:
    if type(value) is not str:
        raise ValueError(f"{shown(value)} is not a date; allowed: a date such as 2026-11-24")
    return date_from_iso(value)


def _minute(value: object) -> Minute:
    if type(value) is not str:
        raise ValueError(f"{shown(value)} is not a moment; allowed: a moment such as 2026-11-24T18:30:00+01:00")
    return from_iso(value)


_PLAIN: dict[object, _Reader] = {
    int: _exactly(int, "a whole number"),
    str: _text,
    bool: _exactly(bool, "true or false"),
    dt.date: _date,
    Minute: _minute,
    Any: lambda value: value,
}


def _member(kind: type[Enum]) -> _Reader:
    members = {member.value: member for member in kind}

    def read(value: object) -> object:
        member = members.get(value) if isinstance(value, str) else None
        if member is None:
            raise ValueError(f"{shown(value)} is unknown; allowed: {', '.join(map(str, members))}")
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

    # The cache compares the texts of all fields, so every field must be required. It also ignores unknown keys.
    is_cached = not strict and len(required) == len(fields) > 1 and all(map(_is_text, fields))
    return _cached(read, readers) if is_cached else read


def _is_text(field: "attrs.Attribute[Any]") -> bool:
    kind: Any = field.type
    return kind is str or (isinstance(kind, type) and issubclass(kind, Enum))


def _cached(read: _Reader, names: Collection[str]) -> _Reader:
    """Make a reader that builds equal values of texts only once, because a plan file repeats a few reasons often."""
    known: dict[tuple[str, ...], object] = {}
    texts_of = cast(Callable[[object], tuple[str, ...]], itemgetter(*names))

    def again(value: object) -> object:
        try:
            return known[texts_of(value)]
        except (LookupError, TypeError):
            # The value is new, or it has the wrong shape and the reader raises the error.
            return first(value)

    def first(value: object) -> object:
        made, texts = read(value), texts_of(value)
        if len(known) >= _VALUES_KEPT:
            known.clear()
        if all(len(text) <= _LONGEST_KEPT for text in texts):
            known[texts] = made
        return made

    return again


def _mapping(value: object) -> Mapping[str, object]:
    # The quick test for a dict comes first, because files are read into dicts.
    if type(value) is not dict and not isinstance(value, Mapping):
        raise ValueError(f"{shown(value)} is not a table")
    return cast(Mapping[str, object], value)


# ---------------------------------------------------------------- errors


def _at(step: str, error: Exception) -> StructureError:
    """Return the error with one more step in front of its path."""
    if isinstance(error, StructureError):
        return StructureError(path=f"{step}{error.path}", problem=error.problem)
    # The messages of ValueError are written for users; the messages of other exceptions are about Python.
    return StructureError(path=step, problem=str(error) if isinstance(error, ValueError) else "has the wrong shape")


def _key(name: str) -> str:
    """Return a key as a path shows it: as it is, or quoted, escaped and cut if it is long or not printable."""
    return name if name.isprintable() and len(name) <= _LONGEST_KEY else shown(name)
