"""Case files for tests, opened by the command and changed by check-ins and amendments."""

from pathlib import Path
from typing import final

import attrs

from soleus_recovery.casefile.release import case_from_json
from soleus_recovery.export.json.case import CaseFile
from tests.cli.running import FACTS, Ran, run

__all__ = ["CASE", "GOOD", "RunnersCase", "ahead", "open_case_in"]

CASE = "calf.json"
GOOD = ("--pain-rest", "0", "--pain-walking", "0", "--morning", "same")


@final
@attrs.frozen(kw_only=True)
class RunnersCase:
    """A case in a folder of its own; the clock starts at 19:30 on 22 November 2026."""

    folder: Path

    @property
    def path(self) -> Path:
        return self.folder / CASE

    @property
    def bytes(self) -> bytes:
        return self.path.read_bytes()

    @property
    def file(self) -> CaseFile:
        return case_from_json(self.bytes)

    @property
    def names(self) -> list[str]:
        """Everything in the folder."""
        return sorted(path.name for path in self.folder.iterdir())

    def command(self, command: str, *options: str) -> Ran:
        return run(command, CASE, *options, cwd=self.folder)

    def checkin(self, now: str, *options: str) -> Ran:
        """``now`` is such as 23T21:05, in November."""
        return self.command("checkin", "--now", f"2026-11-{now}", *options)

    def amend(self, now: str, *options: str) -> Ran:
        return self.command("amend", "--now", f"2026-11-{now}", *options)


def open_case_in(folder: Path, *options: str) -> RunnersCase:
    """A case of a mild calf, or what the options make of it."""
    ran = run("start", CASE, *FACTS[1:], "-o", "-", *options, cwd=folder)
    assert ran.code in (0, 3), ran
    return RunnersCase(folder=folder)


def ahead(file: CaseFile) -> list[str]:
    """The titles of what the issued plan holds from the moment on for which it was issued."""
    plan, at = file.issued.plan, file.issued.as_of
    return [
        each.title
        for day, each in plan.sessions()
        if (plan.runner.window(day.date).end > at if each.span is None else each.span.start >= at)
    ]
