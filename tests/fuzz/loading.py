"""Loads one file and prints the result and its cost: python -m tests.fuzz.loading KIND FILE."""

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from soleus_recovery import case_from_json, from_json, parse_protocol
from soleus_recovery.errors import PathError

LOADERS: dict[str, Callable[[Path], object]] = {
    "plan": lambda path: from_json(path.read_bytes()),
    "case": lambda path: case_from_json(path.read_bytes()),
    "protocol": lambda path: parse_protocol(path.read_text("utf-8")),
}


def main(kind: str, path: Path) -> dict[str, object]:
    """Return the error message (None if it loads), the processor seconds and the peak memory."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    said = None
    try:
        LOADERS[kind](path)
    except PathError as error:
        said = str(error)
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {"said": said, "seconds": used.ru_utime - before, "megabytes": _highest() / 1024}


def _highest() -> int:
    """Return the peak memory in kilobytes: VmHWM, since ru_maxrss includes the parent's memory before exec."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    [line] = [each for each in status.read_text("utf-8").splitlines() if each.startswith("VmHWM:")]
    return int(line.split()[1])


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))  # noqa: T201  # the test reads it
