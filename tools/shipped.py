"""The guidance that ships, as the JSON text that ``hatch_build.py`` puts into a wheel."""

import json
import tomllib
from pathlib import Path

GUIDANCE = Path(__file__).resolve().parent.parent / "src" / "soleus_recovery" / "guidance"


def shipped_json() -> str:
    """Return one JSON object that maps the name of each TOML file of the guidance to its tables."""
    tables = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(GUIDANCE.glob("*.toml"))}
    return json.dumps(tables, ensure_ascii=False) + "\n"
