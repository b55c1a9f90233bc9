"""What is read at each start is what stands in the files that are edited."""

import json
import tomllib
from pathlib import Path

import soleus_recovery.guidance

FOLDER = Path(soleus_recovery.guidance.__file__).parent


def test_the_json_that_is_read_says_what_the_toml_says() -> None:
    """After a change in a TOML file: `make guidance`."""
    edited = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.toml")}
    assert {"soleus-standard", "triage", "limits"} <= edited.keys()
    assert json.loads((FOLDER / "shipped.json").read_text("utf-8")) == edited
