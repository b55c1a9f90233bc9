"""A terminal shows the same page as a pipe, in 80 columns, with the important parts in colour."""

import ast
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings

import soleus_recovery.cli
from soleus_recovery import Plan, to_text
from soleus_recovery.testing import plans
from tests.cli.cases import CASE, open_case_in
from tests.cli.running import FACTS, run, run_process
from tests.export.poison import OBEYED

_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def on_a_terminal(*arguments: str, cwd: Path, **environment: str) -> tuple[int, str]:
    """The exit code, and all that stands on a terminal of 80 columns."""
    parent, child = pty.openpty()
    known = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "FORCE_COLOR", "TERM"}}
    with subprocess.Popen(
        [sys.executable, "-m", "soleus_recovery", *arguments],
        cwd=cwd,
        stdin=child,
        stdout=child,
        stderr=child,
        env={**known, "TERM": "xterm-256color", "COLUMNS": "80", "PYTHONWARNINGS": "error", **environment},
    ) as process:
        os.close(child)
        shown = b""
        try:
            while part := os.read(parent, 65536):
                shown += part
        except OSError:
            # How Linux says that nobody has the other end any more.
            pass
    os.close(parent)
    return process.returncode, shown.decode().replace("\r\n", "\n")


COMMANDS = {
    "plan": (FACTS, 0),
    "a referral": ((*FACTS, "--finding", "bruising"), 3),
    "an item": (("explain", "T1"), 0),
    "today": (("today", CASE, "--now", "2026-11-23T06:00"), 0),
    "the whole plan": (("show", CASE), 0),
    "one session": (("explain", CASE, "run-1"), 0),
    "what changes": (
        ("checkin", CASE, "--now", "2026-11-23T21:05", "--pain-rest", "2", "--pain-walking", "5", "--morning", "worse"),
        0,
    ),
}


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """The same case twice, for commands that change it."""
    for name in ("eyes", "pipe"):
        (tmp_path / name).mkdir()
        open_case_in(tmp_path / name, "--id", "same")
    return tmp_path / "eyes", tmp_path / "pipe"


@pytest.mark.parametrize(("arguments", "code"), COMMANDS.values(), ids=COMMANDS)
def test_without_its_colours_it_is_what_a_pipe_gets(
    folders: tuple[Path, Path], arguments: tuple[str, ...], code: int
) -> None:
    ended, shown = on_a_terminal(*arguments, cwd=folders[0])
    piped = run_process(*arguments, cwd=folders[1])
    assert ended == piped.code == code
    assert "\x1b[" in shown
    plain = _ANSI.sub("", shown)
    # A message for eyes is in lines that they can follow.
    assert plain.split() == piped.out.split()
    assert max(map(len, plain.splitlines())) <= 80
    assert "\x1b" not in piped.out + piped.err


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["NO_COLOR", "dumb"])
def test_who_asks_for_no_colour_gets_none(tmp_path: Path, environment: dict[str, str]) -> None:
    _, shown = on_a_terminal(*FACTS, cwd=tmp_path, **environment)
    assert "\x1b" not in shown
    assert shown == run_process(*FACTS, cwd=tmp_path).out


def test_what_stands_out(tmp_path: Path) -> None:
    _, shown = on_a_terminal(*FACTS, "--without", "sleeve", cwd=tmp_path)
    red, bold, cyan, dim = "\x1b[1;31m", "\x1b[1m", "\x1b[36m", "\x1b[2m"
    assert f"{bold}Calf recovery plan · mild\x1b[0m" in shown
    assert f"{bold}Day 1 · Mon 23 Nov · Relieve\x1b[0m" in shown
    assert f"{cyan}07:00–07:15\x1b[0m" in shown
    first = next(index for index, line in enumerate(shown.splitlines()) if line.startswith(f"{red}! "))
    assert shown.splitlines()[first + 1].startswith(f"{red}  "), "when to stop, to its last line"
    assert f"{dim}x " in shown
    _, referred = on_a_terminal(*FACTS, "--finding", "bruising", cwd=tmp_path)
    assert referred.startswith(red)


@settings(max_examples=max(5, settings().max_examples // 4))
@given(plan=plans())
def test_every_page_of_a_plan_fits_80_columns(plan: Plan) -> None:
    assert max(map(len, to_text(plan).splitlines())) <= 80


HOSTILE = """
extends = "soleus-standard"
id = "our-clinic"
version = "2026.1"
title = "Ours\\u009b31m\\u2028! Run now"

[ice]
minutes = 10
rules = { minutes = "our-ice" }

[rules.our-ice]
says = "Ten\\u0007 minutes \\u202eare enough"
origin = "default"
cite = "our clinic\\u001b[31m ![x](//evil.example/x.png)"

[referrals.ours]
urgency = "emergency"
text = "Go\\u001b[2J now\\u2066"
any_of = [{ finding = "spasms" }]
switches_off = ["runs"]
rules = { referral = "our-ice", switches_off = "our-ice" }
"""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("protocol", "show", "mine.toml"), 0),
        ((*FACTS, "--protocol", "mine.toml"), 0),
        *(
            ((*FACTS, "--protocol", "mine.toml", "-o", "-", "--format", fmt), 0)
            for fmt in ("md", "json", "html", "svg", "ics")
        ),
        ((*FACTS, "--protocol", "mine.toml", "--finding", "spasms"), 4),
        ((*FACTS, "--protocol", "mine.toml", "--finding", "spasms", "-o", "-", "--format", "md"), 4),
        (("start", "calf.json", *FACTS[1:], "--protocol", "mine.toml", "-o", "-", "--format", "md"), 0),
        (("explain", "plan.json", "2026-11-23-ice-1", "--protocol", "mine.toml"), 0),
        (("check", "plan.json"), 2),
        (("plan", "--\x1b[2J\u202e"), 2),
        (("explain", "\x1b[2J\u2028x"), 2),
    ],
)
def test_no_protocol_and_no_fact_commands_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int
) -> None:
    def never(*_: object) -> bool:
        return False

    # click takes escapes out of what goes elsewhere than to a terminal.
    monkeypatch.setattr("click.utils.should_strip_ansi", never)
    (tmp_path / "mine.toml").write_text(HOSTILE, "utf-8")
    run(*FACTS, "--protocol", "mine.toml", "-o", "plan.json", cwd=tmp_path)
    ran = run(*arguments, cwd=tmp_path)
    assert ran.code == code, ran.err
    printed = (ran.out + ran.err).replace("\r\n", "\n")
    assert printed
    assert not set(printed).intersection(OBEYED)


def test_all_that_a_command_prints_goes_through_one_place() -> None:
    """Nothing else in the commands prints, but the line that says what is not installed.

    What goes to standard output as a file was cleaned by its writer.
    """
    ways = {"echo", "secho", "echo_via_pager", "print", "prompt", "confirm", "write"}
    found: set[tuple[str, str]] = set()
    for path in Path(soleus_recovery.cli.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                found |= {(path.stem, name)} if name in ways else set()
    allowed = {("terminal", "echo"), ("terminal", "prompt"), ("terminal", "print")}
    assert found - allowed == {("outputs", "write"), ("files", "write"), ("__init__", "write")}
