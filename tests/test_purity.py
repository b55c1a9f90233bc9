"""Importing the core loads little, and lint keeps the clock, the network and randomness out of it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from soleus_recovery.guidance.shipped import json_of_toml
from tests.cli.running import FACTS

ROOT = Path(__file__).parent.parent
RIM = ("caldav", "click", "hypothesis", "icalendar", "jinja2", "recurring_ical_events", "rich")
AT_FIRST_USE = ("pendulum", "tomllib")


def loaded_after(statement: str, *, packages: Path = ROOT / "src") -> set[str]:
    """Return the top-level modules that a new interpreter has loaded after the statement; ours is in ``packages``."""
    code = f"import sys, json\n{statement}\nprint(json.dumps(sorted({{m.partition('.')[0] for m in sys.modules}})))"
    env = {**os.environ, "PYTHONPATH": str(packages)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60, env=env)
    names: list[str] = json.loads(done.stdout)
    return set(names)


def test_importing_the_package_loads_no_third_party_of_the_rim() -> None:
    """`import soleus_recovery` loads neither icalendar, hypothesis nor the rim; pendulum and TOML load at first use."""
    loaded = loaded_after("import soleus_recovery")
    assert "soleus_recovery" in loaded
    assert loaded.isdisjoint(RIM + AT_FIRST_USE)


def test_a_plan_in_a_calendar_needs_neither_pendulum_nor_icalendar_nor_toml(tmp_path: Path) -> None:
    """An installed wheel, which has the guidance as JSON, imports little for a plan; `make bench` measures it."""
    file, packages = tmp_path / "plan.ics", tmp_path / "installed"
    shutil.copytree(ROOT / "src", packages)
    (packages / "soleus_recovery" / "guidance" / "shipped.json").write_bytes(json_of_toml())
    argv = ["soleus-recovery", *FACTS, "-o", str(file)]
    loaded = loaded_after(
        "import contextlib\nfrom soleus_recovery.cli import main\n"
        f"sys.argv = {argv!r}\nwith contextlib.suppress(SystemExit): main()",
        packages=packages,
    )
    assert "BEGIN:VEVENT" in file.read_text("utf-8")
    assert "click" in loaded
    assert loaded.isdisjoint((*AT_FIRST_USE, "icalendar", "rich", "jinja2"))


def test_the_probe_sees_what_it_looks_for() -> None:
    """An interpreter that imports the modules of the lists above shows every one of them."""
    assert loaded_after(f"import {', '.join(RIM + AT_FIRST_USE)}").issuperset(RIM + AT_FIRST_USE)


BANNED = """\
import datetime as dt
import os
import random
import secrets
import socket
import subprocess
import time
import urllib.request
import uuid
from datetime import date, datetime

import pendulum

datetime.now(dt.UTC)
dt.datetime.today()
date.today()
dt.date.today()
time.time()
time.monotonic()
pendulum.now()
pendulum.today()
pendulum.parse("now")
uuid.uuid1()
uuid.uuid4()
os.environ["TZ"]
os.getenv("TZ")
os.urandom(8)
"""
BANNED_LINES = {
    number
    for number, line in enumerate(BANNED.splitlines(), start=1)
    if line and line not in {"import datetime as dt", "import os", "import time", "import uuid", "import pendulum"}
} - {BANNED.splitlines().index("from datetime import date, datetime") + 1}


def banned_lines(path: str) -> set[int]:
    """Return the lines of ``BANNED`` that ruff refuses (TID251) in a file at ``path``."""
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--output-format=json",
        "--stdin-filename",
        path,
        "-",
    ]
    done = subprocess.run(command, cwd=ROOT, input=BANNED, capture_output=True, text=True, check=False, timeout=60)
    return {found["location"]["row"] for found in json.loads(done.stdout) if found["code"] == "TID251"}


@pytest.mark.parametrize(
    "package",
    ["guidance", "facts", "triage", "plan", "laws", "course", "planner", "views", "calendars", "export", "casefile"],
)
def test_lint_bans_clock_network_and_randomness_from_the_core(package: str) -> None:
    """Lint refuses each call that reads the clock, the network, the environment or randomness."""
    assert banned_lines(f"src/soleus_recovery/{package}/somewhere.py") == BANNED_LINES


def test_lint_lets_the_command_line_read_the_clock() -> None:
    """The command line alone may read the clock."""
    assert banned_lines("src/soleus_recovery/cli/somewhere.py") == set()
