"""JSON Schema (2020-12) of plan, case and protocol: the files that come with the package, which `make schemas` writes.

They are made from the types that read and write (tools/schemas.py), descriptions from their docstrings. Python without
docstrings could not make them, so nothing is made here: everybody gets the same bytes.

A schema says what this version writes. It lets keys through that it does not know, as the readers do: what a newer
minor version adds is ignored, and another ``version`` is refused by name.
"""

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any, Final

from soleus_recovery.errors import FactError, shown
from soleus_recovery.export.json.case import CASE_VERSION
from soleus_recovery.export.json.plan import VERSION

__all__ = ["SCHEMAS", "VERSIONS", "json_schema", "schema_text"]

VERSIONS: Final[Mapping[str, int]] = {"plan": VERSION, "case": CASE_VERSION, "protocol": 1}
SCHEMAS: Final = tuple(VERSIONS)
"""The names that ``json_schema`` knows."""


def schema_text(name: str) -> str:
    """The schema as JSON text; ``FactError`` for a name that is unknown."""
    if name not in SCHEMAS:
        raise FactError(field="schema", given=f"{shown(name)} is unknown", allowed=", ".join(SCHEMAS))
    file = resources.files("soleus_recovery").joinpath("schemas", f"{name}-{VERSIONS[name]}.json")
    return file.read_text(encoding="utf-8")


def json_schema(name: str) -> dict[str, Any]:
    """The schema of a ``plan``, a ``case`` or a ``protocol``; ``FactError`` for any other name.

    >>> json_schema("plan")["properties"]["version"]
    {'const': 1}
    """
    schema: dict[str, Any] = json.loads(schema_text(name))
    return schema
