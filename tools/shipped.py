"""Write the guidance that ships as one JSON file, which is read in a twentieth of the time: `make guidance`.

The TOML files stay what is edited. A test compares the two.
"""

import json
import tomllib
from pathlib import Path

GUIDANCE = Path(__file__).resolve().parent.parent / "src" / "soleus_recovery" / "guidance"


def shipped() -> str:
    """Every TOML file of the guidance as plain data, by its name."""
    tables = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(GUIDANCE.glob("*.toml"))}
    return json.dumps(tables, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    (GUIDANCE / "shipped.json").write_text(shipped(), "utf-8")
