"""The JSON Schemas (2020-12) of plan, case and protocol files, which are shipped with the package.

`make schemas` (tools/schemas.py) writes the schemas from the types that read and write the files, with descriptions
from the docstrings of these types. The schemas are not made at run time, because ``python -OO`` has no docstrings and
everybody should get the same bytes.

A schema describes the files that this version of the program writes. Like the code that reads the files, a schema
allows unknown keys, which a newer minor version of the program may add, and refuses another ``version``.
"""

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any, Final

from soleus_recovery.errors import FactError, shown
from soleus_recovery.export.json.case import CASE_VERSION
from soleus_recovery.export.json.plan import VERSION

__all__ = ["SCHEMAS", "VERSIONS", "json_schema", "schema_text"]

VERSIONS: Final[Mapping[str, int]] = {"plan": VERSION, "case": CASE_VERSION, "protocol": 2}
SCHEMAS: Final = tuple(VERSIONS)
"""The names of schemas that ``json_schema`` takes."""


def schema_text(name: str) -> str:
    """Return the JSON Schema with this name as text; raises ``FactError`` for an unknown name."""
    if name not in SCHEMAS:
        raise FactError(field="schema", given=f"{shown(name)} is unknown", allowed=", ".join(SCHEMAS))
    file = resources.files("soleus_recovery").joinpath("schemas", f"{name}-{VERSIONS[name]}.json")
    return file.read_text(encoding="utf-8")


def json_schema(name: str) -> dict[str, Any]:
    """Return the schema of a ``plan``, a ``case`` or a ``protocol`` file; raises ``FactError`` for any other name.

    >>> json_schema("plan")["properties"]["version"]
    {'const': 2}
    """
    schema: dict[str, Any] = json.loads(schema_text(name))
    return schema
