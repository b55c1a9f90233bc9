"""Write the JSON Schemas of plan, case and protocol from the types that read and write them: `make schemas`.

A test compares what is published with what the types say.
"""

import datetime as dt
from collections.abc import Mapping
from enum import EnumType
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.export.json.case import CASE_SCHEMA, CASE_VERSION, FACTS, WireCase
from soleus_recovery.export.json.document import dump_json
from soleus_recovery.export.json.plan import SCHEMA, VERSION, WirePlanFile
from soleus_recovery.export.json.schemas import VERSIONS
from soleus_recovery.guidance.citation import Rule
from soleus_recovery.guidance.protocol import BUILT_IN, RecoveryProtocol
from soleus_recovery.plan.plan import RunDose, SetsDose, TimeDose

FOLDER = Path(__file__).resolve().parent.parent / "src" / "soleus_recovery" / "schemas"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN: Final[Mapping[object, Mapping[str, Any]]] = {
    int: {"type": "integer"},
    str: {"type": "string"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    dt.date: {"type": "string", "format": "date"},
    Minute: {"type": "string", "format": "date-time"},
    Any: {},
}


def published() -> dict[Path, str]:
    """Every schema by its path in the package."""
    return {FOLDER / f"{name}-{version}.json": dump_json(made(name)) for name, version in VERSIONS.items()}


def made(name: str) -> dict[str, Any]:
    """The schema of a ``plan``, a ``case`` or a ``protocol``."""
    maker = _Maker()
    inside = {"plan": _plan, "case": _case, "protocol": _protocol}[name](maker)
    title = f"soleus-recovery {name}, version {VERSIONS[name]}"
    return {"$schema": _DIALECT, "title": title, **inside, "$defs": dict(sorted(maker.defs.items()))}


def _plan(maker: "_Maker") -> dict[str, Any]:
    plan = _file(maker.table(WirePlanFile), schema=SCHEMA, version=VERSION)
    maker.defs["WireSession"]["properties"]["dose"] = _dose(maker)
    return plan


def _file(table: dict[str, Any], *, schema: str, version: int) -> dict[str, Any]:
    table["properties"] |= {"schema": {"const": schema}, "version": {"const": version}}
    table["required"] += ["schema", "version"]
    return table


def _dose(maker: "_Maker") -> dict[str, Any]:
    run = maker.table(RunDose)
    run["properties"]["total_run_minutes"] = {"type": "integer"}
    empty = {"type": "object", "maxProperties": 0}
    return {"anyOf": [empty, run, maker.table(TimeDose), maker.table(SetsDose)]}


def _case(maker: "_Maker") -> dict[str, Any]:
    case = _file(maker.table(WireCase), schema=CASE_SCHEMA, version=CASE_VERSION)
    told = [
        {"properties": {"kind": {"const": kind}, "fact": maker.of(fact)}, "required": ["kind", "fact"]}
        for kind, fact in FACTS.items()
    ]
    maker.defs["WireEntry"]["anyOf"] = told
    maker.defs["WireContent"]["properties"]["dose"] = _dose(maker)
    case["properties"]["protocol"] = maker.sub("Protocol", _protocol)
    return case


def _protocol(maker: "_Maker") -> dict[str, Any]:
    """Leave out built-in fields, and the id of a rule, which is its key in the file."""
    protocol = maker.table(RecoveryProtocol, without=BUILT_IN)
    maker.defs["Rule"] = maker.table(Rule, without=("id",))
    return protocol


class _Maker:
    """Turns types into schemas; each class is defined once, under its name."""

    def __init__(self) -> None:
        self.defs: dict[str, dict[str, Any]] = {}

    def sub(self, name: str, make: Any) -> dict[str, Any]:
        """Add a whole schema to this one as a definition."""
        self.defs[name] = make(self)
        return {"$ref": f"#/$defs/{name}"}

    def table(self, kind: type[Any], *, without: tuple[str, ...] = ()) -> dict[str, Any]:
        hints = get_type_hints(kind)
        fields = [field for field in attrs.fields(kind) if field.name not in without]
        return {
            "type": "object",
            "description": (kind.__doc__ or "").strip().split("\n")[0],
            "properties": {field.name: self.of(hints[field.name]) for field in fields},
            "required": [field.name for field in fields if field.default is attrs.NOTHING],
        }

    def of(self, hint: Any) -> dict[str, Any]:
        if hint in _PLAIN:
            return dict(_PLAIN[hint])
        if isinstance(hint, EnumType):
            words: Any = hint
            return {"enum": [word.value for word in words]}
        if isinstance(hint, type):
            return self._named(hint)
        inside = [self.of(each) for each in get_args(hint) if each is not ...]
        return _generic(get_origin(hint), inside)

    def _named(self, kind: type[Any]) -> dict[str, Any]:
        name: str = kind.__name__
        if name not in self.defs:
            # The name is taken before the fields are read, since a field may hold the same class.
            self.defs[name] = {}
            self.defs[name] = self.table(kind)
        return {"$ref": f"#/$defs/{name}"}


def _generic(origin: Any, inside: list[dict[str, Any]]) -> dict[str, Any]:
    if origin in (Union, UnionType):
        return {"anyOf": inside}
    if origin in (Mapping, dict):
        return {"type": "object", "propertyNames": inside[0], "additionalProperties": inside[1]}
    unique = {"uniqueItems": True} if origin is frozenset else {}
    return {"type": "array", "items": inside[0], **unique}


if __name__ == "__main__":
    for path, text in published().items():
        path.write_text(text, "utf-8")
