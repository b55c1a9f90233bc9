"""Runs the calendar libraries of node, each in a process of its own that measures when it is asked."""

import datetime as dt
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, final

from bench.entries import Entry
from bench.facts import ZONE

__all__ = ["MODULES", "NODE_PEERS", "Node", "node", "node_versions"]

NODE_PEERS: Final = ("ical.js", "ical-generator")
MODULES: Final = Path(__file__).resolve().parent.parent / "build" / "npm"
_LEAST_SECONDS: Final = 0.05


@final
class Node:
    """One library of node and the events that it writes."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        """``process`` runs peers.mjs; files pass between the two in ``folder``."""
        self._process, self._folder = process, folder
        self._calls = 0

    def use(self, name: str, entries: list[Entry]) -> None:
        """Choose the library and hand over the events."""
        path = self._folder / "entries.json"
        path.write_text(json.dumps({"zone": ZONE, "entries": [_plain(entry) for entry in entries]}), "utf-8")
        self._ask({"use": name, "entries": str(path)})
        self._calls = 0

    def written(self) -> bytes:
        """Return the file that the library writes."""
        path = self._folder / "written.ics"
        self._ask({"write": str(path)})
        return path.read_bytes()

    def contender(self) -> Callable[[], float]:
        """Make a contender: processor seconds for one call, including those of node's compiler."""

        def contender() -> float:
            if not self._calls:
                self._calls = 1 + int(_LEAST_SECONDS / self._ask({"calls": 3}))
            return self._ask({"calls": self._calls})

        return contender

    def end(self) -> None:
        """End the process."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _ask(self, request: dict[str, Any]) -> float:
        if self._process.stdin is None or self._process.stdout is None:
            raise TypeError("node has no standard input or output")
        print(json.dumps(request), file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        if not line:
            raise ChildProcessError("node ended; its message is above")
        return float(json.loads(line)["seconds"])


@contextmanager
def node() -> Generator[dict[str, Node]]:
    """Start a process of node for each library; none where node or the libraries are missing."""
    found: dict[str, Node] = {}
    with tempfile.TemporaryDirectory() as folder:
        script = MODULES / "peers.mjs"  # node looks for modules beside the script
        if shutil.which("node") and all((MODULES / "node_modules" / name).is_dir() for name in NODE_PEERS):
            script.write_bytes(Path(__file__).with_suffix(".mjs").with_stem("peers").read_bytes())
            for name in NODE_PEERS:
                process = subprocess.Popen(
                    ["node", str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
                )
                own = Path(folder) / name
                own.mkdir()
                found[name] = Node(process, own)
        try:
            yield found
        finally:
            for each in found.values():
                each.end()


def node_versions() -> dict[str, str]:
    """Return the versions of node and of its libraries."""
    versions = {
        "node": subprocess.run(["node", "--version"], capture_output=True, check=True, text=True).stdout.strip()
    }
    for name in NODE_PEERS:
        versions[name] = json.loads((MODULES / "node_modules" / name / "package.json").read_text("utf-8"))["version"]
    return versions


def _plain(entry: Entry) -> dict[str, Any]:
    ends = {"start": entry.start, "end": entry.end}
    return {
        "uid": entry.uid,
        "summary": entry.summary,
        "description": entry.description,
        "category": entry.category,
        "stamp": entry.stamp.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "sequence": entry.sequence,
        "status": entry.status,
        "all_day": entry.all_day,
        "wall": {name: each.isoformat()[:19] for name, each in ends.items()},
        "instant": {name: _instant(each) for name, each in ends.items()},
    }


def _instant(value: dt.date) -> str:
    return value.astimezone(dt.UTC).isoformat() if isinstance(value, dt.datetime) else value.isoformat()
