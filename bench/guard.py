"""Guards speed by instructions that callgrind counts, as ratios: the same on any machine, however busy.

`make guard` fails where a ratio is more than a tenth above the recorded one, and names it; `make guard-record` writes a
new record. A record holds for one minor version of Python, since the interpreter takes half of the instructions.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from bench.facts import OPTIONS
from bench.guarded import PREPARED
from bench.installed import require_wheel

__all__ = ["RECORD", "SLACK", "counted", "main", "ratios", "worse"]

RECORD: Final = Path(__file__).with_name("guard.json")
SLACK: Final = 0.10
_LIBRARIES: Final = "import pendulum, icalendar, attrs, cattrs, click"
_COMMAND: Final = ("-m", "soleus_recovery", "plan", *OPTIONS, "--format", "ics", "-o", "-")
_PINNED: Final = ("attrs", "cattrs", "click", "icalendar", "pendulum")
_COLLECTED: Final = re.compile(r"Collected : (\d+)")


def counted(arguments: Sequence[str]) -> int:
    """Count the instructions of a Python process with these arguments, its modules already compiled."""
    python = [sys.executable, "-W", "ignore", *arguments]
    # The first run compiles the modules, even where the environment tells Python to write no bytecode.
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run(python, stdout=subprocess.DEVNULL, env=environment, check=True)
    under = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *python]
    ran = subprocess.run(
        under, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment, check=True
    )
    found = _COLLECTED.search(ran.stderr)
    if found is None:
        raise ValueError(f"callgrind printed no count:\n{ran.stderr}")
    return int(found[1])


def ratios() -> dict[str, float]:
    """Count import and command as multiples of importing the libraries, the rest as multiples of a plain loop.

    The instructions that an empty process takes are subtracted from each process.
    """
    bare = counted(["-c", "pass"])
    libraries, loop = counted(["-c", _LIBRARIES]) - bare, _work("loop")
    found = {
        "import / libraries": (counted(["-c", "import soleus_recovery"]) - bare) / libraries,
        "command plan / libraries": (counted(_COMMAND) - bare) / libraries,
    }
    return found | {f"{name} / loop": _work(name) / loop for name in PREPARED if name != "loop"}


def _work(name: str) -> int:
    return counted(["-m", "bench.guarded", name, "work"]) - counted(["-m", "bench.guarded", name])


def worse(found: Mapping[str, float], recorded: Mapping[str, float]) -> list[str]:
    """Return a line for each ratio that is not on record, or more than a tenth above its record."""
    lines = [f"{name} is not on record" for name in found if name not in recorded]
    lines += [
        f"{name}: {found[name]:.3f}, {found[name] / before - 1:+.0%} over the {before:.3f} on record"
        for name, before in recorded.items()
        if found[name] > before * (1 + SLACK)
    ]
    return lines


def _python() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def main(arguments: Sequence[str]) -> str:
    """Count and compare; with ``record`` in the arguments, record the counts first.

    Returns the lines of ``worse``, empty where nothing is.
    """
    require_wheel()
    found = ratios()
    on_record: dict[str, Any] = json.loads(RECORD.read_text("utf-8")) if RECORD.exists() else {}
    if "record" in arguments:
        rounded = {name: round(each, 4) for name, each in found.items()}
        on_record[_python()] = {"ratios": rounded, "libraries": {name: version(name) for name in _PINNED}}
        RECORD.write_text(json.dumps(on_record, indent=2, sort_keys=True) + "\n", "utf-8")
    if _python() not in on_record:
        known = ", ".join(on_record)
        print(f"no record for Python {_python()} (recorded: {known}): the counts are compared with nothing")
    recorded: dict[str, float] = on_record.get(_python(), {"ratios": found})["ratios"]
    for name, each in found.items():
        print(f"{name}: {each:.3f} (on record {recorded.get(name, 0):.3f})")
    return "\n".join(worse(found, recorded))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) or 0)
