"""ical.js, the reader of Thunderbird and Nextcloud, shows the plan."""

import datetime as dt
import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from soleus_recovery import to_ics
from soleus_recovery.calendars import Detail
from tests.interop.entries import Entry, expected
from tests.interop.files import SOME, File
from tests.interop.zones import FORTY, across_changes

HERE = Path(__file__).resolve().parent
PACKAGES = HERE.parent / "build" / "npm"


def read(files: Mapping[str, bytes], folder: Path) -> dict[str, dict[str, Entry]]:
    """Read every file in one process, on a machine in another time zone."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    command = ["node", str(HERE / "icaljs.mjs"), str(PACKAGES), *files]
    ran = subprocess.run(
        command, cwd=folder, env={**os.environ, "TZ": "Pacific/Apia"}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    shown = json.loads(ran.stdout)
    return {name: {uid: _entry(*rest) for uid, *rest in entries} for name, entries in shown.items()}


def _entry(start: float | str, end: float | str, title: str, status: str) -> Entry:
    first, last = (dt.date.fromisoformat(each) if isinstance(each, str) else int(each) for each in (start, end))
    return Entry(first, last, title, status)


@pytest.mark.parametrize("file", SOME, ids=lambda file: file.name)
def test_a_few_files_with_every_pair_of_options(file: File, tmp_path: Path) -> None:
    shown = read({"plan.ics": file.data}, tmp_path)
    assert shown["plan.ics"] == expected(file.plan, file.detail, discreet=file.discreet)


def test_forty_zones_across_their_next_two_changes(tmp_path: Path) -> None:
    plans = {zone.replace("/", "-") + ".ics": across_changes(zone) for zone in FORTY}
    shown = read({name: to_ics(plan) for name, plan in plans.items()}, tmp_path)
    assert shown == {name: expected(plan, Detail.SESSIONS) for name, plan in plans.items()}
