"""Measures whole processes from a cold start: the import and the commands, as multiples of importing the libraries."""

import sys
import tempfile
from pathlib import Path
from typing import Final

from bench.facts import OPTIONS, README_OPTIONS, case_after
from bench.measuring import process, side_by_side
from bench.report import Section, Table, Target, milliseconds, ratio
from soleus_recovery import CaseFile, case_to_json, issue
from soleus_recovery.clock import to_wall

__all__ = ["SOLEUS", "commands"]

SOLEUS: Final = Path(sys.executable).with_name("soleus-recovery")
_CHECK_INS: Final = 60
_IMPORT: Final = 1.25
_COMMAND: Final = 1.6
_EVERY_NAME: Final = "import soleus_recovery as s; [getattr(s, name) for name in s.__all__]"
_README: Final = "soleus-recovery plan … -o plan.ics, the README's plan"
_LARGEST: Final = "soleus-recovery plan … -o plan.ics, the largest plan"
_TYPES: Final = "import pendulum, attrs"
_LIBRARIES: Final = "import pendulum, icalendar, attrs, cattrs, click"


def commands() -> Section:
    """Measure the import, `plan`, `today` and `--help`."""
    with tempfile.TemporaryDirectory() as folder:
        plan, file = Path(folder) / "plan.ics", Path(folder) / "case.json"
        case = case_after(_CHECK_INS)
        at = case.last_recorded_at
        file.write_text(case_to_json(CaseFile(case=case, issued=issue(case, at))), "utf-8")
        now = to_wall(at, case.runner.zone).strftime("%Y-%m-%dT%H:%M")
        asked: dict[str, list[str | Path]] = {
            "python alone": [sys.executable, "-c", "pass"],
            _TYPES: [sys.executable, "-c", _TYPES],
            "import soleus_recovery": [sys.executable, "-c", "import soleus_recovery"],
            "import soleus_recovery, and every name of it": [sys.executable, "-c", _EVERY_NAME],
            _LIBRARIES: [sys.executable, "-c", _LIBRARIES],
            _README: [SOLEUS, "plan", *README_OPTIONS, "-o", plan],
            _LARGEST: [SOLEUS, "plan", *OPTIONS, "-o", plan],
            "soleus-recovery today, 60 check-ins": [SOLEUS, "today", file, "--now", now],
            "soleus-recovery --help": [SOLEUS, "--help"],
        }
        found = side_by_side({name: process(command) for name, command in asked.items()})
    rows = [
        [name, milliseconds(each), ratio(each.over(found[_TYPES])), ratio(each.over(found[_LIBRARIES]))]
        for name, each in found.items()
    ]
    targets: list[Target] = []
    for name, base, allowed in (
        ("import soleus_recovery", _TYPES, _IMPORT),
        (_README, _LIBRARIES, _COMMAND),
        (_LARGEST, _LIBRARIES, _COMMAND),
        ("soleus-recovery today, 60 check-ins", _LIBRARIES, _COMMAND),
    ):
        over = found[name].over(found[base])
        shown = f"{allowed} × `{base}`"
        targets.append(Target(what=name, measured=over.median, shown=ratio(over), allowed=allowed, allowed_shown=shown))
    head = ["process", "milliseconds", "× pendulum, attrs", "× all the libraries"]
    return Section(tables=[Table(title="Whole processes, cold", head=head, rows=rows)], targets=targets)
