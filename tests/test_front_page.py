"""The front page: every public name where type checkers see it, and nothing loaded before it is asked for."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

FRONTS = ("soleus_recovery", "soleus_recovery.testing")
EACH_FRONT = pytest.mark.parametrize("front", FRONTS)


def homes_for_type_checkers(front: str) -> dict[str, str]:
    """What stands under ``if TYPE_CHECKING``: each name and the module it comes from."""
    path = import_module(front).__file__
    assert path is not None
    [checked] = [node for node in ast.parse(Path(path).read_text("utf-8")).body if isinstance(node, ast.If)]
    imports = [node for node in checked.body if isinstance(node, ast.ImportFrom)]
    return {alias.name: str(node.module) for node in imports for alias in node.names}


@EACH_FRONT
def test_each_name_is_what_type_checkers_are_told(front: str) -> None:
    module: Any = import_module(front)
    homes = homes_for_type_checkers(front)
    assert sorted(homes) == sorted(module.__all__)
    for name, home in homes.items():
        assert getattr(module, name) is getattr(import_module(home), name)
    assert set(module.__all__) <= set(dir(module))


@EACH_FRONT
def test_a_name_that_is_not_there_is_missing_as_ever(front: str) -> None:
    with pytest.raises(AttributeError, match=f"module '{front}' has no attribute 'to_pdf'"):
        import_module(front).to_pdf  # noqa: B018


def loaded(code: str) -> set[str]:
    program = f"{code}\nimport sys\nprint(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    return set(ran.stdout.split())


def test_importing_the_package_loads_nothing_of_it() -> None:
    assert {name for name in loaded("import soleus_recovery") if name.startswith("soleus_recovery.")} == set()


def test_planning_loads_no_writer_and_no_command() -> None:
    heavy = ("icalendar", "jinja2", "click", "rich", "caldav", "hypothesis")
    floors = ("soleus_recovery.calendars", "soleus_recovery.export", "soleus_recovery.cli")
    names = loaded("from soleus_recovery import assess, build_plan, issue, record")
    assert [name for name in names if name.startswith((*heavy, *floors))] == []


def test_an_export_loads_no_icalendar() -> None:
    assert "icalendar" not in loaded("from soleus_recovery import build_plan, to_ics")
