"""JSON Schemas: files that we write are valid, broken files are not, and the shipped schemas are up to date."""

import importlib
import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import soleus_recovery
from soleus_recovery import FactError, Plan, builtin, case_to_json, json_schema, to_json
from soleus_recovery.export.json.case import CaseFile
from soleus_recovery.export.json.schemas import SCHEMAS, VERSIONS, schema_text
from soleus_recovery.guidance.loader import builtin_ids, protocol_table
from soleus_recovery.testing import plans
from tests.cli.running import run
from tests.export.plans import plan_of
from tests.export.stories import Story, checkin, stories
from tools.schemas import FOLDER, made, published

PACKAGE = Path(soleus_recovery.__file__).parent
KEPT = Path(__file__).parent.parent / "files"
_jsonschema: Any = importlib.import_module("jsonschema")  # it has no types
half = settings(max_examples=max(5, settings().max_examples // 2))


def checker(name: str) -> Any:
    schema = json_schema(name)
    _jsonschema.Draft202012Validator.check_schema(schema)
    return _jsonschema.Draft202012Validator(schema, format_checker=_jsonschema.FormatChecker())


CHECKERS = {name: checker(name) for name in SCHEMAS}


def problems(name: str, data: object) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in CHECKERS[name].iter_errors(data)]


def case_table(story: Story) -> Any:
    return json.loads(case_to_json(CaseFile(case=story.case, issued=story.issued)))


@half
@given(plan=plans())
def test_every_plan_file_is_valid(plan: Plan) -> None:
    assert problems("plan", json.loads(to_json(plan))) == []


@half
@given(story=stories())
def test_every_case_file_is_valid_and_so_is_its_protocol(story: Story) -> None:
    table = case_table(story)
    assert problems("case", table) == []
    assert problems("protocol", table["protocol"]) == []


def test_the_kept_case_of_this_version_is_valid() -> None:
    path = KEPT / f"case-{VERSIONS['case']}.json"
    assert problems("case", json.loads(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("name", builtin_ids())
def test_every_protocol_that_ships_is_valid(name: str) -> None:
    assert problems("protocol", json.loads(json.dumps(protocol_table(builtin(name))))) == []


def test_the_standard_protocol_is_valid_as_it_stands_in_its_file() -> None:
    text = (PACKAGE / "guidance" / "soleus-standard.toml").read_text("utf-8")
    assert problems("protocol", tomllib.loads(text)) == []


PLAN = json.loads(to_json(plan_of()))
CASE = case_table(Story().tell(checkin("2026-11-23"), "2026-11-23T21:00"))
PROTOCOL = json.loads(json.dumps(protocol_table(builtin("soleus-standard"))))


def _set(*path: str | int, to: object) -> Callable[[Any], None]:
    def edit(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = to

    return edit


@pytest.mark.parametrize(
    ("name", "good", "edit"),
    [
        ("plan", PLAN, _set("version", to=1)),
        ("plan", PLAN, _set("schema", to="soleus-recovery/case")),
        ("plan", PLAN, _set("outcome", to="fine")),
        ("plan", PLAN, _set("days", 0, "sessions", 0, "activity", to="dance")),
        ("plan", PLAN, _set("days", 0, "sessions", 0, "dose", to={"minutes": "ten"})),
        ("plan", PLAN, _set("days", 0, "day", to="one")),
        ("plan", PLAN, _set("days", to=None)),
        ("case", CASE, _set("entries", 0, "kind", to="wish")),
        ("case", CASE, _set("entries", 0, "fact", "pain_at_rest", to="none")),
        ("case", CASE, _set("entries", 0, "fact", "gates", to=["jump"])),
        ("case", CASE, _set("issued", "plan", "severity", to="awful")),
        ("case", CASE, _set("issued", "plan", "contents", 0, "dose", to={"minutes": "ten"})),
        ("case", CASE, _set("issued", "plan", "days", 0, "sessions", 0, "content", to="the first")),
        ("case", CASE, _set("protocol", "ice", "minutes", to="ten")),
        ("protocol", PROTOCOL, _set("ice", "minutes", to=None)),
        ("protocol", PROTOCOL, _set("severity", "awful", to={})),
        ("protocol", PROTOCOL, _set("rules", "ice", "origin", to="hearsay")),
    ],
)
def test_a_broken_file_is_not_valid(name: str, good: Any, edit: Callable[[Any], None]) -> None:
    data = json.loads(json.dumps(good))
    assert problems(name, data) == []
    edit(data)
    assert problems(name, data) != []


@pytest.mark.parametrize(("name", "good"), [("plan", PLAN), ("case", CASE), ("protocol", PROTOCOL)])
def test_every_required_key_is_asked_for_and_unknown_ones_are_let_through(name: str, good: Any) -> None:
    for key in json_schema(name)["required"]:
        assert problems(name, {other: value for other, value in good.items() if other != key}), key
    assert problems(name, good | {"colour": "green"}) == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_shipped_schemas_are_those_of_the_types(name: str) -> None:
    """If this fails, run `make schemas` and read the difference as a change of the format."""
    path = FOLDER / f"{name}-{VERSIONS[name]}.json"
    assert path.read_text("utf-8") == published()[path] == schema_text(name)
    assert json_schema(name) == made(name)
    assert run("schema", name).out == schema_text(name)


@pytest.mark.parametrize("level", ["-O", "-OO"])
def test_python_without_docstrings_gives_the_same_bytes(level: str) -> None:
    code = f"""
import sys
from soleus_recovery.export.json.schemas import schema_text
sys.stdout.buffer.write("".join(map(schema_text, {SCHEMAS!r})).encode())
"""
    ran = subprocess.run([sys.executable, level, "-c", code], capture_output=True, check=True)
    assert ran.stdout.decode() == "".join(map(schema_text, SCHEMAS))


def test_another_name_is_refused() -> None:
    with pytest.raises(FactError, match="allowed: plan, case, protocol"):
        json_schema("diary")
    assert run("schema", "diary").err == "soleus-recovery: NAME: 'diary' is unknown; allowed: plan, case, protocol\n"
