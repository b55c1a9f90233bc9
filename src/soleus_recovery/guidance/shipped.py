"""The guidance files that ship with the package, as plain data.

The guidance is edited in TOML files. ``hatch_build.py`` puts the data of these files as JSON, which loads faster, into
each wheel; an editable install reads the TOML files. The build runs this module by its path, so this module imports no
other module of the package.
"""

import json
from functools import cache
from pkgutil import get_data
from typing import Any

__all__ = ["json_of_toml", "shipped_json", "shipped_tables"]


def shipped_tables() -> dict[str, Any]:
    """Return the data of each file by its name, such as ``limits``; each call makes a copy that callers may change."""
    tables: dict[str, Any] = json.loads(shipped_json())
    return tables


@cache
def shipped_json() -> bytes:
    """Return ``shipped.json`` of an installed wheel, or else the same JSON made from the TOML files."""
    try:
        data = get_data("soleus_recovery.guidance", "shipped.json")
    except OSError:
        data = None
    return json_of_toml() if data is None else data


def json_of_toml() -> bytes:
    """Return one JSON object that maps the name of each TOML file in this folder to its data."""
    # tomllib and pathlib are imported here, because an installed wheel makes plans without them.
    import tomllib
    from pathlib import Path

    paths = sorted(Path(__file__).parent.glob("*.toml"))
    tables = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in paths}
    return json.dumps(tables, ensure_ascii=False).encode()
