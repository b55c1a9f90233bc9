"""A wheel's guidance, read from JSON, and a checkout's, read from TOML, are equal."""

import json
from collections.abc import Iterator

import pytest

from soleus_recovery.guidance import loader
from soleus_recovery.guidance.loader import builtin, builtin_ids
from soleus_recovery.guidance.protocol import RecoveryProtocol
from tools.shipped import GUIDANCE, shipped_json


@pytest.fixture(autouse=True)
def _forgotten(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test reads the files itself, and leaves nothing of what it read."""
    caches = (loader.builtin, loader._shipped_json, loader._built_in_rules)
    for each in caches:
        each.cache_clear()
    yield
    monkeypatch.undo()
    for each in caches:
        each.cache_clear()


def read_from(files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> list[RecoveryProtocol]:
    """The protocols that ship, from a package that holds only these files."""

    def get_data(_package: str, name: str) -> bytes:
        if name not in files:
            raise FileNotFoundError(name)
        return files[name]

    monkeypatch.setattr(loader, "get_data", get_data)
    for each in (loader.builtin, loader._shipped_json, loader._built_in_rules):
        each.cache_clear()
    return [builtin(each) for each in builtin_ids()]


def test_json_and_toml_give_equal_protocols(monkeypatch: pytest.MonkeyPatch) -> None:
    """``shipped.json`` alone gives what the TOML files alone give."""
    toml = {path.name: path.read_bytes() for path in GUIDANCE.glob("*.toml")}
    from_toml = read_from(toml, monkeypatch)
    from_json = read_from({"shipped.json": shipped_json().encode()}, monkeypatch)
    assert from_json == from_toml
    assert all(json_one.rules == toml_one.rules for json_one, toml_one in zip(from_json, from_toml, strict=True))


def test_json_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where both are there the JSON is read, so an installed wheel needs no ``tomllib``."""
    tables = json.loads(shipped_json())
    tables["soleus-standard"]["title"] = "from JSON"
    toml = {path.name: path.read_bytes() for path in GUIDANCE.glob("*.toml")}
    standard, _ = read_from({**toml, "shipped.json": json.dumps(tables).encode()}, monkeypatch)
    assert standard.title == "from JSON"


def test_every_toml_file_ships() -> None:
    """The loader names each TOML file that stands beside it."""
    assert {path.stem for path in GUIDANCE.glob("*.toml")} == {*loader._FILES}
