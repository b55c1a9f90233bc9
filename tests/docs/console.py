"""Runs the shell examples of README and docs as a reader would: each page in a folder of its own, in order.

- ``console``: each ``$ `` line runs, and has to print the lines under it; ``…`` stands for lines that are left out.
  `soleus-recovery` runs in this process, at the moment that the page's last ``<!-- clock: … -->`` names; any other
  command runs in bash. One that ends with another code than 0 must be followed by ``$ echo $?``.
- `soleus-recovery sync` gets a CalDAV server on this machine instead of the server that the page names.
- ``sh``: lines that install, start or set up something and cannot run here. The extras, targets, variables and options
  that they name have to exist.
- A block right after ``<!-- file: NAME -->`` is written to that file.
"""

import contextlib
import datetime as dt
import os
import re
import shlex
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, final
from unittest import mock
from zoneinfo import ZoneInfo

import attrs
from packaging.requirements import Requirement
from sybil import Example
from sybil.parsers.markdown import CodeBlockParser

__all__ = ["FILE_LANGUAGES", "Step", "console_parsers", "differs", "install_problem", "steps"]

REPO: Final = Path(__file__).parents[2]
# conftest.py imports this module before coverage begins, so functions import the program where they run it.
FILE_LANGUAGES: Final = ("csv", "ics", "json", "py", "toml")
_CLOCK = re.compile(r"<!-- clock: (\S+) (\S+) -->")
_FILE = re.compile(r"<!-- file: (\S+) -->\n+\Z")
_SERVER = re.compile(r"python3 -m http\.server (\d+)( --directory (\S+))?")
_CRON = re.compile(r"^(?:[\d*]+ ){5} *(?:\w+=\"\$\([^)]*\)\" )?")
_PROGRAM = "soleus-recovery"


@final
@attrs.frozen(kw_only=True)
class Step:
    """A command, and the lines that the page says it prints."""

    command: str
    prints: str


def steps(block: str) -> Iterator[Step]:
    """The commands of a block; a backslash at the end of a line continues the command."""
    parts = re.split(r"^\$ ", block.replace("\\\n", " "), flags=re.MULTILINE)
    if parts[0].strip():
        raise ValueError(f"begins without a command: {parts[0].splitlines()[0]}")
    for each in parts[1:]:
        command, _, prints = each.partition("\n")
        # Two spaces and a hash begin a remark for the reader.
        yield Step(command=" ".join(command.split("  # ")[0].split()), prints=prints.strip("\n"))


def differs(shown: str, printed: str) -> str | None:
    """The difference between a block and the output, or None if each piece between ``…`` was printed, in order.

    A block that does not begin (or end) with ``…`` has to begin (or end) as the output does.
    """
    pattern = r".*".join(re.escape(piece) for piece in re.split(r"(?:^ *…\n)|(?:\n *…$)|…", shown, flags=re.MULTILINE))
    if re.fullmatch(pattern, printed.strip("\n"), re.DOTALL):
        return None
    return f"shown:\n{shown}\nprinted:\n{printed}"


def _run_block(example: Example) -> str | None:
    clocks = _CLOCK.findall(example.document.text[: example.start])
    if not clocks:
        return "no <!-- clock: 2026-11-22T19:30 Europe/Berlin --> is above it"
    wall, zone = clocks[-1]
    try:
        asked = list(steps(str(example.parsed)))
    except ValueError as error:
        return str(error)
    state: dict[str, Any] = example.namespace
    for step, after in zip(asked, [*asked[1:], None], strict=True):
        if step.command == "echo $?":
            code, printed = state.get("_code", 0), f"{state.get('_code', 0)}\n"
        else:
            code, printed = _run(step.command, wall, zone)
            state["_code"] = code
        is_shown = step.command == "echo $?" or (after is not None and after.command == "echo $?")
        if code and not is_shown:
            return f"$ {step.command}\nended with {code}, and the page does not say so:\n{printed}"
        problem = differs(step.prints, printed) if step.prints else None
        if problem:
            return f"$ {step.command}\n{problem}"
    return None


def _run(command: str, wall: str, zone: str) -> tuple[int, str]:
    if server := _SERVER.fullmatch(command):
        return _serve(Path(server[3] or "."))
    from tests.cli.running import run

    words = shlex.split(command)
    if words[0] == _PROGRAM and not set(words) & {"|", ">", "&&", ";"}:
        with _clock_at(wall, zone), _server_of_the_page(words) as ours:
            ran = run(*ours[1:])
        return ran.code, ran.out + ran.err
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "TZ": zone, "COLUMNS": "80"}
    done = subprocess.run(["/bin/bash", "-c", command], env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@contextlib.contextmanager
def _clock_at(wall: str, zone: str) -> Generator[None]:
    from soleus_recovery.cli import options

    moment = dt.datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone))

    class Then(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return moment.astimezone(tz)

    stopped = SimpleNamespace(datetime=Then, date=dt.date)
    with mock.patch.object(options, "dt", stopped), mock.patch.dict(os.environ, {"TZ": zone}):
        yield


@contextlib.contextmanager
def _server_of_the_page(words: list[str]) -> Generator[list[str]]:
    """Give ``sync`` a CalDAV server on this machine instead of the page's; its calendars last as long as the page."""
    if words[1] != "sync":
        yield words
        return
    from tests.servers import PASSWORD, USER, radicale

    folder, name = Path(".server").resolve(), words[words.index("--calendar") + 1]
    folder.mkdir(exist_ok=True)
    login = {
        "SOLEUS_CALDAV_USER": USER,
        "SOLEUS_CALDAV_PASSWORD": PASSWORD,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    with radicale(folder, users=True) as server, mock.patch.dict(os.environ, login):
        if not server.folder_of(name).exists():
            server.make_calendar(name)
        yield [server.url if word.startswith("https://cloud.example.org/") else word for word in words]


def _serve(folder: Path) -> tuple[int, str]:
    """Start the web server on a free port of this machine, fetch every file of the folder, and stop it."""
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            port = re.search(r"port (\d+)", server.stdout.readline())
            assert port is not None
            files = sorted(path for path in folder.iterdir() if path.is_file())
            assert files, f"{folder} holds nothing to serve"
            for path in files:
                with urllib.request.urlopen(f"http://127.0.0.1:{port[1]}/{path.name}", timeout=10) as answer:
                    assert answer.read() == path.read_bytes()
        finally:
            server.terminate()
    return 0, ""


def _keep_file(example: Example) -> str | None:
    name = _FILE.search(example.document.text[: example.start])
    text = str(example.parsed)
    if name is not None:
        Path(name[1]).parent.mkdir(parents=True, exist_ok=True)
        Path(name[1]).write_text(text, "utf-8")
        return None
    if not example.document.text[example.start :].startswith("```toml"):
        return "neither runs nor is a file: put <!-- file: NAME --> above it"
    from soleus_recovery import parse_protocol

    parse_protocol(text)
    return None


def _check_install(example: Example) -> str | None:
    return install_problem(str(example.parsed))


def install_problem(block: str) -> str | None:
    """The first problem in lines that install or start something, or None if all that they name exists."""
    settings = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))["project"]
    targets = set(re.findall(r"^([a-z]+):", (REPO / "Makefile").read_text("utf-8"), re.MULTILINE))
    for line in filter(None, (line.split("  # ")[0].strip() for line in block.splitlines())):
        for part in _CRON.sub("", line).split(" && "):
            if not _is_known(shlex.split(part), settings, targets):
                return f"cannot run here, and nothing checks it: {part}"
    return None


def _is_known(words: list[str], settings: Mapping[str, Any], targets: set[str]) -> bool:
    match words:
        case ["pipx", "run", "--spec", what, program, *rest] if program == _PROGRAM:
            return _is_ours(what, settings) and _plans(rest)
        case [("pip" | "pipx" | ".venv/bin/pip"), "install", *what]:
            return all(_is_ours(each, settings) for each in what)
        case ["make", *named]:
            return set(named) <= targets
        case _:
            return _is_set_up(words)


def _is_set_up(words: list[str]) -> bool:
    match words:
        case ["soleus-recovery", *options]:
            return _is_spelt_right(options)
        case ["export", variable]:
            return f"${variable.partition('=')[0]}" in _help_of("sync")
        case ["keyring", "set", service, _]:
            return service.startswith(f"{_PROGRAM}/")
        case _:
            return words[:3] == ["python3", "-m", "venv"]


def _plans(options: list[str]) -> bool:
    """Say whether a command makes a plan at the moment of its onset: the day of the test run decides nothing."""
    from tests.cli.running import run

    onset = options[options.index("--onset") + 1]
    return run(*options, "--now", onset, "--tz", "UTC", "-o", "-", "--format", "text").code == 0


def _is_spelt_right(words: list[str]) -> bool:
    from soleus_recovery.cli.app import commands

    with commands.make_context(_PROGRAM, words[:1]) as context:
        command = commands.get_command(context, words[0])
        return command is not None and command.make_context(words[0], words[1:], context) is not None


def _help_of(name: str) -> str:
    from tests.cli.running import run

    return run(name, "--help").out


def _is_ours(what: str, settings: Mapping[str, Any]) -> bool:
    """Whether it is this project, by name or as a checkout, with extras that exist, or a tool of the dev extra."""
    wanted = Requirement(what.replace(".[", f"{settings['name']}[", 1) if what.startswith(".") else what)
    extras = settings["optional-dependencies"]
    if wanted.name == settings["name"]:
        return wanted.extras <= set(extras)
    return wanted.name in {Requirement(each).name for several in extras.values() for each in several}


def console_parsers() -> list[CodeBlockParser]:
    """The parsers that Sybil gets from conftest.py."""
    files = [CodeBlockParser(language=language, evaluator=_keep_file) for language in FILE_LANGUAGES]
    return [
        CodeBlockParser(language="console", evaluator=_run_block),
        CodeBlockParser(language="sh", evaluator=_check_install),
        *files,
    ]
