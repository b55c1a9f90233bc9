"""Plain data (from TOML or JSON) into typed values, with errors that carry a path: the only user of cattrs.

Strict on purpose: a number written as text, a text where a list belongs, or a key nobody knows is an error that
says where.
"""

import datetime as dt
from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping, ValuesView
from enum import Enum
from typing import Any, TypeVar, cast, final, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)

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
# What data of the wrong shape raises.
_WRONG = (ValueError, TypeError, AttributeError, LookupError, BaseValidationError, ForbiddenExtraKeysError)
Hook = Callable[[object, Any], object]


def _exactly(kind: type, name: str) -> Hook:
    def hook(value: object, _: object) -> object:
        # `type is`, not isinstance: True is an int, and no number of ours.
        if type(value) is not kind:
            raise ValueError(f"{shown(value)} is not {name}")
        return value

    return hook


def _word(value: object, kind: type[Enum]) -> object:
    for member in kind:
        if member.value == value:
            return member
    allowed = ", ".join(str(member.value) for member in kind)
    raise ValueError(f"{shown(value)} is not a {kind.__name__}; allowed: {allowed}")


def _collection(converter: Converter) -> Hook:
    def hook(value: object, kind: Any) -> object:
        if not isinstance(value, list):
            raise ValueError(f"{shown(value)} is not a list")
        of = get_args(kind)[0]
        items = [
            _item(converter, item, of, at=index, kind=kind) for index, item in enumerate(cast(list[object], value))
        ]
        return tuple(items) if get_origin(kind) is tuple else frozenset(items)

    return hook


def _table(converter: Converter) -> Hook:
    def hook(value: object, kind: Any) -> object:
        if not isinstance(value, Mapping):
            raise ValueError(f"{shown(value)} is not a table")
        key_of, of = get_args(kind)
        table: dict[Any, object] = {}
        for key, item in cast(Mapping[str, object], value).items():
            known = _item(converter, key, key_of, at=key, kind=kind)
            table[known] = _item(converter, item, of, at=key, kind=kind)
        return Table(table)

    return hook


def _item(converter: Converter, value: object, of: Any, *, at: str | int, kind: Any) -> object:
    """One of many; the first that is wrong ends it, so that a file of a million wrong ones is refused as quickly."""
    try:
        return converter.structure(value, of)
    except _WRONG as error:
        raise _at(IterableValidationNote("", at, kind), error, kind) from None


def _at(note: str, error: Exception, kind: Any) -> BaseValidationError:
    """The error with the place where it was found."""
    error.add_note(note)
    group: Any = IterableValidationError  # its signature is not the one its stubs inherit
    found: BaseValidationError = group("", [error], kind)
    return found


def _is_table(kind: Any) -> bool:
    origin: Any = get_origin(kind)
    return origin is Mapping


def _is_word(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _is_collection(kind: Any) -> bool:
    origin: Any = get_origin(kind)
    return origin is tuple or origin is frozenset


def _sorted_words(value: object) -> object:
    # A set has no order of its own: its words are written in that of the alphabet.
    return sorted(str(item) for item in cast(frozenset[object], value))


def _date(value: object, _: object) -> dt.date:
    if type(value) is not str:
        raise ValueError(f"{shown(value)} is not a date; allowed: a date such as 2026-11-24")
    return date_from_iso(value)


def _is_set(kind: Any) -> bool:
    return get_origin(kind) is frozenset


def _fields(converter: Converter, *, forbid_extra_keys: bool) -> Callable[[type[Any]], Hook]:
    """Field by field. cattrs would compile a function for each type: that takes a third of the time to a protocol."""

    def factory(kind: type[Any]) -> Hook:
        fields: tuple[attrs.Attribute[Any], ...] = attrs.fields(kind)
        names = {field.name for field in fields}

        def hook(value: object, _: object) -> object:
            # Asked here, or it would be said of the first field.
            if not isinstance(value, Mapping):
                raise ValueError(f"{shown(value)} is not a table")
            table = cast(Mapping[str, object], value)
            given = {
                field.name: _field(converter, table, field, kind=kind)
                for field in fields
                if field.name in table or field.default is attrs.NOTHING
            }
            if forbid_extra_keys and (extra := table.keys() - names):
                raise ForbiddenExtraKeysError("", kind, set(extra))
            return kind(**given)

        return hook

    return factory


def _field(converter: Converter, table: Mapping[str, object], field: "attrs.Attribute[Any]", *, kind: Any) -> object:
    try:
        return converter.structure(table[field.name], field.type or object)
    except _WRONG as error:
        raise _at(AttributeValidationNote("", field.name, field.type), error, kind) from None


def _unfields(converter: Converter) -> Callable[[type[Any]], Callable[[Any], object]]:
    def factory(kind: type[Any]) -> Callable[[Any], object]:
        types = {field.name: field.type for field in attrs.fields(kind)}
        return lambda value: {name: converter.unstructure(getattr(value, name), of) for name, of in types.items()}

    return factory


def _make_converter(*, forbid_extra_keys: bool) -> Converter:
    converter = Converter()
    converter.register_structure_hook_factory(attrs.has, _fields(converter, forbid_extra_keys=forbid_extra_keys))
    converter.register_unstructure_hook_factory(attrs.has, _unfields(converter))
    converter.register_unstructure_hook_func(_is_set, _sorted_words)
    for kind, name in ((int, "a whole number"), (str, "a text"), (bool, "true or false")):
        converter.register_structure_hook(kind, _exactly(kind, name))
    converter.register_structure_hook(dt.date, _date)
    converter.register_unstructure_hook(dt.date, dt.date.isoformat)
    converter.register_structure_hook_func(_is_word, _word)
    converter.register_structure_hook_func(_is_collection, _collection(converter))
    converter.register_structure_hook_func(_is_table, _table(converter))
    return converter


_strict = _make_converter(forbid_extra_keys=True)
_lenient = _make_converter(forbid_extra_keys=False)


def unstructure(value: object) -> Any:
    """The value as plain data: tables, lists, texts, numbers; sets as sorted lists."""
    return _strict.unstructure(value)


def structure(data: object, kind: type[T], *, path: str = "", strict: bool = True) -> T:
    """Build a value of this type, else raise ``StructureError`` for the first problem, with its path.

    ``strict`` refuses a key that the type does not know; otherwise it is ignored.

    >>> from soleus_recovery.guidance.protocol import Range
    >>> structure({"minimum": 2, "maximum": "3"}, Range, path="expected_days")
    Traceback (most recent call last):
    soleus_recovery.structure.StructureError: expected_days.maximum: '3' is not a whole number
    """
    try:
        return (_strict if strict else _lenient).structure(data, kind)
    except _WRONG as error:
        where, problem = _first_problem(error, path)
        raise StructureError(path=where, problem=problem) from error


def _key(name: str) -> str:
    """A key as it stands in a path; in quotes, cut and escaped, where it is long or cannot be printed."""
    return name if name.isprintable() and len(name) <= _LONGEST_KEY else shown(name)


def _first_problem(error: BaseException, path: str) -> tuple[str, str]:
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            path = f"{path}.{note.name}" if path else note.name
        elif isinstance(note, IterableValidationNote):
            step = f"[{note.index}]" if isinstance(note.index, int) else f".{_key(note.index)}"
            path = f"{path}{step}".removeprefix(".")
    if isinstance(error, BaseValidationError):
        return _first_problem(error.exceptions[0], path)
    if isinstance(error, ForbiddenExtraKeysError):
        allowed = ", ".join(field.name for field in attrs.fields(error.cl))
        return path or "the file", f"unknown {', '.join(map(shown, sorted(error.extra_fields)))}; allowed: {allowed}"
    if isinstance(error, KeyError):
        return path or "the file", "is missing"
    if isinstance(error, ValueError):
        return path or "the file", str(error)
    return path or "the file", "has the wrong shape"
