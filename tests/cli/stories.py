"""A runner's case from the command line, with a check-in each evening, read as the runner reads it."""

import datetime as dt
import json
from pathlib import Path
from typing import Any, final

import attrs

from tests.cli.running import Ran, run

__all__ = ["TESTS", "Run", "Story", "begin"]

TESTS = ("--gate", "brisk-walk", "--gate", "heel-raises", "--gate", "hops")
CASE = "calf.json"


@final
@attrs.frozen
class Run:
    """A run as the exported plan has it."""

    key: str
    start: dt.datetime
    title: str
    status: str

    @property
    def date(self) -> dt.date:
        return self.start.date()


@final
class Story:
    """One case; day 0 is the date of its onset."""

    def __init__(self, folder: Path, onset: str, opened: Ran) -> None:
        self._folder, self._onset, self.opened = folder, onset, opened

    def date(self, day: int) -> dt.date:
        return dt.date.fromisoformat(self._onset[:10]) + dt.timedelta(days=day)

    def command(self, name: str, *options: str) -> Ran:
        return run(name, CASE, *options, cwd=self._folder)

    def evening(
        self, day: int, rest: int, walking: int, *options: str, morning: str = "same", at: str = "21:45"
    ) -> Ran:
        """Check in for a day on its evening."""
        answers = ("--pain-rest", str(rest), "--pain-walking", str(walking), "--morning", morning)
        return self.command("checkin", "--now", f"{self.date(day)}T{at}", *answers, *options)

    def well(self, first: int, last: int, *options: str) -> None:
        """Good evenings in a row, free of pain."""
        for day in range(first, last + 1):
            ran = self.evening(day, 0, 0, *options)
            assert ran.code == 0, ran

    def ran(self, day: int, pain: int, *options: str) -> Ran:
        """A day with its run, and nothing sore that evening."""
        return self.evening(day, 0, 0, "--pain-running", str(pain), *options)

    def plan(self, *options: str) -> dict[str, Any]:
        """The plan as its JSON says it."""
        done = self.command("export", "-o", "plan.json", *options)
        assert done.code in (0, 3), done
        plan: dict[str, Any] = json.loads((self._folder / "plan.json").read_text("utf-8"))
        return plan

    def runs(self, *options: str) -> list[Run]:
        """Every run of the plan, in order."""
        return [
            Run(each["key"], dt.datetime.fromisoformat(each["start"]), each["title"], each["status"])
            for day in self.plan(*options)["days"]
            for each in day["sessions"]
            if each["activity"] == "run"
        ]

    def next_run(self, day: int, clock: str = "21:45") -> Run:
        """The first run after an evening, without a later entry."""
        now = dt.datetime.combine(self.date(day), dt.time.fromisoformat(clock))
        return next(each for each in self.runs() if each.start.replace(tzinfo=None) > now)

    def calendar(self, *options: str) -> str:
        """The calendar file that the runner imports."""
        done = self.command("export", "-o", "plan.ics", *options)
        assert done.code in (0, 3), done
        return (self._folder / "plan.ics").read_bytes().decode()


def begin(folder: Path, *options: str, onset: str = "2026-11-22T18:30", zone: str = "Europe/Berlin") -> Story:
    """Open a case an hour after its onset."""
    now = dt.datetime.fromisoformat(onset) + dt.timedelta(hours=1)
    facts = ("--onset", onset, "--tz", zone, "--now", f"{now:%Y-%m-%dT%H:%M}", *options)
    return Story(folder, onset, run("start", CASE, *facts, cwd=folder))
