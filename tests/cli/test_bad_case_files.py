"""A file that is no case is refused with its name and the place in it, and is left as it was."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.cases import CASE, GOOD, RunnersCase, open_case_in
from tests.cli.running import FACTS, run

COMMANDS = (
    ("checkin", *GOOD),
    ("amend", "--bed", "23:00"),
    ("today",),
    ("show",),
    ("export", "-o", "plan.ics"),
    ("log", "-o", "log.md"),
)


@pytest.fixture
def case(tmp_path: Path) -> RunnersCase:
    return open_case_in(tmp_path)


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def foreign(_content: bytes) -> bytes:
    return b'{"version": 1, "calf": "sore"}'


def older(content: bytes) -> bytes:
    return content.replace(b'"version": 5', b'"version": 4', 1)


def newer(content: bytes) -> bytes:
    return content.replace(b'"version": 5', b'"version": 6', 1)


def edited(content: bytes) -> bytes:
    data = json.loads(content)
    data["report"]["pain_walking"] = 12
    return json.dumps(data).encode()


BROKEN: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda _: b"", "the file: is not whole JSON"),
    "cut": (cut, "the file: is not whole JSON"),
    "foreign": (foreign, "schema: is missing; allowed: soleus-recovery/case"),
    "older": (older, "version: 4 cannot be read by this version; allowed: 5, or start a case again"),
    "newer": (newer, "version: 6 cannot be read by this version; allowed: 5, or start a case again"),
    "edited": (edited, "report"),
    "a list": (lambda _: b"[]", "the file: is not a case"),
    "no text": (lambda _: b"\xff\xfe\x00calf", "the file: "),
    "emoji": (lambda _: "🏃".encode(), "the file: is not whole JSON"),
    "deep": (lambda _: b"[" * 10_000, "the file: "),
}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_no_case_is_refused_in_one_line_and_left_alone(
    case: RunnersCase, command: tuple[str, ...], broken: str
) -> None:
    spoil, said = BROKEN[broken]
    case.path.write_bytes(spoil(case.bytes))
    before = case.bytes
    ran = case.command(command[0], *command[1:], "--now", "2026-11-23T21:05")
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith(f"soleus-recovery: '{CASE}': {said}"), ran.err
    assert ran.err.count("\n") == 1
    assert case.bytes == before
    assert case.names == [CASE]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_name_that_is_no_file_is_refused(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "folder.json").mkdir()
    for name, said in (
        ("nothing.json", "cannot be read (No such file or directory)"),
        ("folder.json", "is no file"),
        ("a\0b.json", "is no name for a file"),
    ):
        ran = run(command[0], name, *command[1:], "--now", "2026-11-23T21:05", cwd=tmp_path)
        assert ran.code == 2
        assert said in ran.err or "cannot be read" in ran.err
        assert ran.err.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.json"]


def test_a_case_is_never_opened_over_a_file(tmp_path: Path) -> None:
    (tmp_path / CASE).write_text("my diary")
    ran = run("start", CASE, *FACTS[1:], cwd=tmp_path)
    assert ran.code == 2
    assert "is there already" in ran.err
    assert (tmp_path / CASE).read_text() == "my diary"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("now", ["2199-12-31T23:00", "9999-12-31T23:00", "2026-11-22T19:29", "yesterday", ""])
def test_a_moment_that_cannot_be_is_refused_and_nothing_changes(
    case: RunnersCase, command: tuple[str, ...], now: str
) -> None:
    before = case.bytes
    ran = case.command(command[0], *command[1:], "--now", now)
    assert ran.code == 2
    assert ran.err.startswith("soleus-recovery: --now: ")
    assert "; allowed: " in ran.err
    assert case.bytes == before
    assert case.names == [CASE]


def test_what_cannot_be_written_leaves_the_case_as_it_was(case: RunnersCase) -> None:
    before = case.bytes
    (case.folder / "taken.ics").mkdir()
    ran = case.command("amend", "--now", "2026-11-23T08:00", "--bed", "23:00", "-o", "taken.ics")
    assert ran.code == 2
    assert case.bytes == before


class TestEditedByHand:
    """Facts and plan are in the file; where they do not agree, nobody is let off a red flag."""

    def refused(self, case: RunnersCase, value: object, *path: str | int, now: str = "2026-11-23T21:05") -> str:
        data: Any = json.loads(case.bytes)
        part = data
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = value
        case.path.write_text(json.dumps(data), "utf-8")
        before = case.bytes
        ran = case.command("checkin", *GOOD, "--now", now)
        assert (ran.code, ran.out, case.bytes) == (2, "", before)
        assert ran.err.count("\n") == 1
        return ran.err.removeprefix(f"soleus-recovery: '{CASE}': ").split(": ")[0]

    def test_a_red_flag_taken_from_the_report(self, tmp_path: Path) -> None:
        case = open_case_in(tmp_path, "--finding", "pop-or-kick")
        assert self.refused(case, [], "report", "findings") == "issued.plan.report"

    def test_a_red_flag_taken_from_a_check_in(self, case: RunnersCase) -> None:
        assert case.command("checkin", *GOOD, "--finding", "bruising", "--now", "2026-11-23T20:00").code == 3
        assert self.refused(case, [], "entries", 0, "fact", "findings") == "issued.plan.outcome"

    def test_an_onset_moved_back(self, case: RunnersCase) -> None:
        assert self.refused(case, "2026-11-19T18:30", "report", "onset") == "issued.plan.report"

    def test_other_waking_hours(self, case: RunnersCase) -> None:
        assert self.refused(case, "05:00", "runner", "wake") == "issued.plan.runner"

    def test_a_clearance_of_before_there_was_anything_to_clear(self, case: RunnersCase) -> None:
        """The way in: a clearance of 2020 in the file let everything go on."""
        assert case.checkin("23T20:00", *GOOD, "--finding", "bruising").code == 3
        cleared = ("--cleared", "2026-11-24", "--cleared-by", "Dr Weber", "--cleared-for", "bruising")
        assert case.checkin("24T12:00", *cleared).code == 0
        where = "entries[1].fact.cleared"
        assert self.refused(case, "2020-01-01", "entries", 1, "fact", "date", now="2026-11-24T21:05") == where
        case.path.write_bytes(case.bytes.replace(b"2020-01-01", b"2026-11-25"))
        assert self.refused(case, "2026-11-25", "entries", 1, "fact", "date", now="2026-11-24T21:05") == where

    def test_a_check_in_for_a_later_day(self, case: RunnersCase) -> None:
        assert case.checkin("23T20:00", *GOOD).code == 0
        assert self.refused(case, "2026-11-24", "entries", 0, "fact", "day") == "entries[0].fact.day"

    def test_a_session_done_after_its_check_in(self, case: RunnersCase) -> None:
        assert case.checkin("23T20:00", *GOOD, "--done", "ice-2@09:05").code == 0
        done = ("entries", 0, "fact", "done", 0, "at")
        assert self.refused(case, "20:30", *done) == "entries[0].fact.done"

    def test_a_run_moved_to_another_day(self, case: RunnersCase) -> None:
        """The way in: a run of the issued plan, moved by hand to the middle of the night, stood in the calendar."""
        session, moved = first_run(case)
        for edge in ("start", "end"):
            moved[edge] = moved[edge].replace("T18:", "T03:")
        assert self.refused(case, moved, *session) == "issued.plan.days"

    def test_a_session_of_the_past_that_breaks_a_law(self, case: RunnersCase) -> None:
        """Found by a life: an icing that was over, moved by hand to an hour after another one."""
        assert case.checkin("23T20:00", *GOOD).code == 0
        data: Any = json.loads(case.bytes)
        days = data["issued"]["plan"]["days"]
        place = next(index for index, each in enumerate(days[1]["sessions"]) if each["key"] == "2026-11-23-ice-2")
        moved = days[1]["sessions"][place]
        for edge in ("start", "end"):
            moved[edge] = moved[edge].replace("T09:", "T08:")
        where = ("issued", "plan", "days", 1, "sessions", place)
        assert self.refused(case, moved, *where) == "issued.plan"

    def test_a_session_marked_as_ready(self, case: RunnersCase) -> None:
        data: Any = json.loads(case.bytes)
        place = next(
            index for index, each in enumerate(data["issued"]["plan"]["contents"]) if each["status"] == "provisional"
        )
        assert self.refused(case, "confirmed", "issued", "plan", "contents", place, "status") == "issued.plan.days"

    def test_a_plan_issued_in_times_to_come(self, case: RunnersCase) -> None:
        """What is called past there stands; so no command goes on from a plan of a later moment."""
        data: Any = json.loads(case.bytes)
        data["issued"]["as_of"] = "2026-12-20T12:00:00+01:00"
        case.path.write_text(json.dumps(data), "utf-8")
        ran = case.checkin("23T21:05", *GOOD)
        assert ran.code == 2
        assert ran.err.count("\n") == 1


def first_run(case: RunnersCase) -> tuple[list[str | int], dict[str, Any]]:
    """Where the first run of the issued plan stands in the file, and what stands there."""
    data: Any = json.loads(case.bytes)
    plan = data["issued"]["plan"]
    for number, day in enumerate(plan["days"]):
        for place, session in enumerate(day["sessions"]):
            if session["key"] == "run-1":
                return ["issued", "plan", "days", number, "sessions", place], session
    raise AssertionError("the plan has no run")
