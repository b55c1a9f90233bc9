"""The guidance files that ship with the package, as plain data.

The files that are edited are TOML. ``hatch_build.py`` puts their data as JSON, which loads faster, into each wheel; an
editable install reads the TOML files. The build runs this module by its path, so it imports no other of the package.
"""

import json
from functools import cache
from pkgutil import get_data
from typing import Any

__all__ = ["json_of_toml", "shipped_json", "shipped_tables"]


def shipped_tables() -> dict[str, Any]:
    """Return the data of each file by its name, such as ``limits``; a new copy at each call, for callers to change."""
    tables: dict[str, Any] = json.loads(shipped_json())
    return tables


@cache
def shipped_json() -> bytes:
    """Return ``shipped.json`` of an installed wheel, or the same made from the TOML files."""
    try:
        data = get_data("soleus_recovery.guidance", "shipped.json")
    except OSError:
        data = None
    return json_of_toml() if data is None else data


def json_of_toml() -> bytes:
    """Return one JSON object that maps the name of each TOML file in this folder to its data."""
    # Imported here, because a wheel needs neither to make a plan.
    import tomllib
    from pathlib import Path

    paths = sorted(Path(__file__).parent.glob("*.toml"))
    tables = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in paths}
    return json.dumps(tables, ensure_ascii=False).encode()
