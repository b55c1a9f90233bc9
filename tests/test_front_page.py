"""The front page offers every public name to type checkers, and loads each module at first use."""

import subprocess
import sys
from importlib import import_module
from typing import Any

import pytest

from tools.front_page import FRONTS, path_of, stub

EACH_FRONT = pytest.mark.parametrize("front", FRONTS)


@EACH_FRONT
def test_type_checkers_are_told_each_name_and_its_home(front: str) -> None:
    assert path_of(front).read_text("utf-8") == stub(front)


@EACH_FRONT
def test_each_name_is_the_one_of_its_home(front: str) -> None:
    module: Any = import_module(front)
    assert len(module.__all__) == len(set(module.__all__)) > 20
    for home, names in module.HOMES.items():
        for name in names:
            assert getattr(module, name) is getattr(import_module(f"{front}.{home}"), name)
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
