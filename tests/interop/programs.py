"""Runs other calendar programs and servers, each as a process with a temporary folder."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from caldav.davclient import DAVClient

from tests.interop.entries import Entry, read_by_icalendar

__all__ = ["import_into_khal", "sync_with_vdirsyncer", "through_caldav"]

_PATIENCE = 120  # seconds
_MINUTE = "%Y-%m-%dT%H:%M"
_KHAL = f"""
[calendars]
[[plan]]
path = {{folder}}/vdir
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = {_MINUTE}
longdatetimeformat = {_MINUTE}
[default]
default_calendar = plan
"""
_FIELDS = ("uid", "start-long-full", "end-long-full", "title", "status")
_VDIRSYNCER = """
[general]
status_path = "{folder}/status/"
[pair plan]
a = "ours"
b = "theirs"
collections = null
[storage ours]
type = "singlefile"
path = "{folder}/ours.ics"
[storage theirs]
type = "filesystem"
path = "{folder}/theirs"
fileext = ".ics"
"""


def _run(folder: Path, *command: str, typed: str = "") -> str:
    homes = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), str(folder))
    ran = subprocess.run(
        [str(Path(sys.executable).parent / command[0]), *command[1:]],
        cwd=folder,
        env={**os.environ, **homes, "TZ": "UTC", "LC_ALL": "C.UTF-8"},
        input=typed,
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )
    assert ran.returncode == 0, (command, ran.stdout[-2000:], ran.stderr[-2000:])
    return ran.stdout


# ------------------------------------------------------------------ khal


def import_into_khal(data: bytes, folder: Path, first: dt.date) -> dict[str, Entry]:
    """Return khal's list, in UTC, after an import into an empty calendar."""
    (folder / "vdir").mkdir()
    (folder / "khal.conf").write_text(_KHAL.format(folder=folder), "utf-8")
    (folder / "plan.ics").write_bytes(data)
    _run(folder, "khal", "-c", "khal.conf", "import", "--batch", "-a", "plan", "plan.ics")
    form = "\x1f".join(f"{{{field}}}" for field in _FIELDS)
    listed = _run(
        folder, "khal", "-c", "khal.conf", "list", "--once", "--format", form, "--day-format", "", f"{first}", "400d"
    )
    return dict(_khal_line(line) for line in listed.splitlines() if line)


def _khal_line(line: str) -> tuple[str, Entry]:
    uid, begins, ends, title, status = line.split("\x1f")
    start, end = (dt.datetime.strptime(each, _MINUTE).replace(tzinfo=dt.UTC) for each in (begins, ends))
    if start.time() == end.time() == dt.time() and start == end:
        # khal shows whole days by their first and last.
        return uid, Entry(start.date(), end.date() + dt.timedelta(days=1), title, status.strip())
    first, last = (int(each.timestamp()) // 60 for each in (start, end))
    return uid, Entry(first, last, title, status.strip())


# ------------------------------------------------------------------ vdirsyncer


def sync_with_vdirsyncer(data: bytes, folder: Path) -> dict[str, Entry]:
    """Return the files of the other storage after a sync, one for each entry."""
    (folder / "theirs").mkdir()
    (folder / "ours.ics").write_bytes(data)
    (folder / "config").write_text(_VDIRSYNCER.format(folder=folder), "utf-8")
    _run(folder, "vdirsyncer", "-c", "config", "discover", typed="y\ny\n")
    _run(folder, "vdirsyncer", "-c", "config", "sync")
    read: dict[str, Entry] = {}
    files = sorted((folder / "theirs").glob("*.ics"))
    for file in files:
        read |= read_by_icalendar(_whole(file.read_bytes()))
    assert len(read) == len(files)
    return read


def _whole(item: bytes) -> bytes:
    """Compare entries only: vdirsyncer leaves the calendar's own properties out."""
    if b"PRODID" in item:
        return item
    head = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//vdirsyncer//item//EN\r\n"
    return (
        item.replace(b"BEGIN:VCALENDAR", head.rstrip(), 1)
        if b"VERSION" not in item
        else item.replace(b"BEGIN:VCALENDAR", b"BEGIN:VCALENDAR\r\nPRODID:-//vdirsyncer//item//EN", 1)
    )


# ------------------------------------------------------------------ Radicale


def through_caldav(data: bytes, url: str, name: str) -> dict[str, Entry]:
    """Return the calendar that the server stores after a PUT of the whole file."""
    with DAVClient(url=url, username="runner", password="") as opened:
        client: Any = opened
        # The server creates the runner's folder at the first request.
        client.principal()
        whole = f"{url}runner/{name}/"
        answer = client.put(whole, data.decode(), {"Content-Type": "text/calendar; charset=utf-8"})
        assert answer.status == 201, answer.status
        stored: list[Any] = client.calendar(url=whole).events()
        read: dict[str, Entry] = {}
        for each in stored:
            read |= read_by_icalendar(str(each.data).replace("\r\n", "\n").replace("\n", "\r\n").encode())
    assert len(read) == len(stored)
    return read
