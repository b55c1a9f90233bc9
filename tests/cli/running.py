"""Running the command as its users do."""

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import final
from unittest import mock

import attrs
import click

from soleus_recovery.cli import main
from soleus_recovery.cli.app import commands

__all__ = ["COMMANDS", "FACTS", "Ran", "run", "run_process"]

_CONTEXT = click.Context(commands)
COMMANDS = {
    name: command
    for name in commands.list_commands(_CONTEXT)
    if (command := commands.get_command(_CONTEXT, name)) is not None
}

# A mild case; options given after these win.
FACTS = (
    *("plan", "--onset", "2026-11-22T18:30", "--tz", "Europe/Berlin", "--now", "2026-11-22T19:30"),
    *("--pain-rest", "1", "--pain-walking", "3"),
)


@final
@attrs.frozen(kw_only=True)
class Ran:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


def run(*arguments: str, cwd: Path | None = None) -> Ran:
    """Run the command in this process, which is quick."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["soleus-recovery", *arguments]),
        contextlib.chdir(cwd or Path.cwd()),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            out.flush()
            code = end.code if isinstance(end.code, int) else 0
            return Ran(code=code, out=out.buffer.getvalue().decode(), err=err.getvalue())
    raise AssertionError("main returned")


def run_process(*arguments: str, cwd: Path, **environment: str) -> Ran:
    """Run the command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "soleus_recovery", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONWARNINGS": "error", **environment},
        capture_output=True,
        check=False,
    )
    return Ran(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())
