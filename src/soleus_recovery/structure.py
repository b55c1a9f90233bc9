"""Plain data (from TOML or JSON) into typed values, with errors that carry a path.

Strict on purpose: a number written as text, a text where a list belongs, or a key nobody knows is an error that
says where. The first thing wrong ends it, so that a file of a million wrong ones is refused as quickly.

Each type is read by a function made once from its fields. A library for this was in use; every hook of it was our own
by then, and loading it took a twelfth of a cold command.
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
_LONGEST_TEXT = 500_000  # ten times what a plan can say of all that anybody could tell
_HALF = re.compile("[\ud800-\udfff]")
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


def unstructure(value: object, *, moment: Callable[[Minute], object] = int) -> Any:
    """The value as plain data: tables, lists, texts, numbers; sets as sorted lists, fields of type Minute as moments.

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
    # A set has no order of its own: its words are written in that of the alphabet.
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
            # Of all that is a number, only the type of its field tells a moment.
            table[name] = moment(item) if is_moment and item is not None else unstructure(item, moment=moment)
        return table

    return write


def _is_moment(kind: Any) -> bool:
    return kind is Minute or Minute in get_args(kind)


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


def _text(value: object) -> object:
    if type(value) is not str:
        raise ValueError(f"{shown(value)} is not a text")
    if len(value) > _LONGEST_TEXT:
        raise ValueError(f"is a text of {len(value):,} characters; allowed: up to {_LONGEST_TEXT:,}")
    # Half of a character is in no file: it could be written, and not read back.
    if not value.isascii() and _HALF.search(value):
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


def _word(kind: type[Enum]) -> _Reader:
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

    # Known by its words, it may have no others, nor do without one.
    is_kept = not strict and len(required) == len(fields) > 1 and all(map(_is_of_words, fields))
    return _kept(read, readers) if is_kept else read


def _is_of_words(field: "attrs.Attribute[Any]") -> bool:
    kind: Any = field.type
    return kind is str or (isinstance(kind, type) and issubclass(kind, Enum))


def _kept(read: _Reader, names: Collection[str]) -> _Reader:
    """Values of a few words alone are read once: a plan file says few reasons often, and is read by a fifth quicker."""
    known: dict[tuple[str, ...], object] = {}
    words_of = cast(Callable[[object], tuple[str, ...]], itemgetter(*names))

    def again(value: object) -> object:
        try:
            return known[words_of(value)]
        except (LookupError, TypeError):
            # Not read before, or no such table: then the reader says what is wrong.
            return first(value)

    def first(value: object) -> object:
        made, words = read(value), words_of(value)
        if len(known) >= _VALUES_KEPT:
            known.clear()
        if all(len(word) <= _LONGEST_KEPT for word in words):
            known[words] = made
        return made

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
