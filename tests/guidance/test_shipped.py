"""A wheel reads its guidance from JSON and a checkout from TOML, and both are equal."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import soleus_recovery.guidance
from soleus_recovery.guidance import shipped
from soleus_recovery.guidance.shipped import json_of_toml, shipped_json, shipped_tables

FOLDER = Path(soleus_recovery.guidance.__file__).parent


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    """Each test reads the files itself, and leaves nothing of what it read."""
    shipped_json.cache_clear()
    yield
    shipped_json.cache_clear()


def in_wheel(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the package hold these bytes as ``shipped.json``."""

    def get_data(_package: str, name: str) -> bytes:
        assert name == "shipped.json"
        return data

    monkeypatch.setattr(shipped, "get_data", get_data)


def test_json_and_toml_give_equal_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """The JSON that the build writes has the data of every TOML file, and so has an editable install."""
    edited = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.toml")}
    assert {"soleus-standard", "soleus-active", "triage", "limits", "evidence"} == edited.keys()
    in_wheel(json_of_toml(), monkeypatch)
    assert shipped_tables() == edited
    monkeypatch.undo()
    shipped_json.cache_clear()
    assert shipped_tables() == edited


def test_the_json_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where ``shipped.json`` is there, no TOML is read."""
    in_wheel(b'{"limits": {}}', monkeypatch)
    assert shipped_tables() == {"limits": {}}


def test_each_caller_gets_a_copy_of_its_own() -> None:
    """The loader takes the tables apart."""
    shipped_tables()["triage"].clear()
    assert shipped_tables()["triage"]
