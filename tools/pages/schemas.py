"""Makes the page of JSON Schemas from the schemas that ``json_schema`` gives."""

from collections.abc import Iterator, Mapping
from typing import Any

from tools.pages.markdown import anchor, code, link, table

__all__ = ["schema_page"]


def schema_page(name: str, schema: Mapping[str, Any], known: Mapping[str, str]) -> str:
    """Return the fields of one schema: a table for the file, and a table for each part that is not described yet.

    ``known`` maps each part that another schema has described to the name of that schema.
    """
    parts = schema["$defs"]
    places = {part: known.get(part, name) for part in parts}
    lines = [*_fields(places, schema)]
    for part, inside in parts.items():
        if places[part] == name:
            lines += [anchor(_place(places, part)), f"### {part}", "", inside.get("description", ""), ""]
            lines += _fields(places, inside)
    return "\n".join(lines)


def _place(places: Mapping[str, str], part: str) -> str:
    return f"schema-{places[part]}-{part.lower()}"


def _fields(places: Mapping[str, str], schema: Mapping[str, Any]) -> Iterator[str]:
    needed = schema.get("required", [])
    rows = [
        [code(field), _kind(places, kind), "yes" if field in needed else "no"]
        for field, kind in schema["properties"].items()
    ]
    yield from table(["field", "holds", "always there"], rows)


def _kind(places: Mapping[str, str], kind: Mapping[str, Any]) -> str:
    """Return the kind of value that a field holds, in words."""
    if "$ref" in kind:
        part = str(kind["$ref"]).rpartition("/")[2]
        return link(part, _place(places, part))
    if "enum" in kind or "const" in kind:
        return ", ".join(code(word) for word in kind.get("enum", [kind.get("const")]))
    if "anyOf" in kind:
        return " or ".join(_kind(places, each) for each in kind["anyOf"])
    return _many(places, kind)


def _many(places: Mapping[str, str], kind: Mapping[str, Any]) -> str:
    match kind:
        case {"type": "array", "items": each}:
            return f"list of {_kind(places, each)}"
        case {"additionalProperties": each}:
            return f"object of {_kind(places, each)}"
        case {"properties": inside}:
            return f"object with {', '.join(code(field) for field in inside)}"
        case _:
            return str(kind.get("format", kind.get("type", "anything")))
