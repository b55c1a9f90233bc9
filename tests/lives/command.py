"""The command, run in this process or as a process of its own, with what it answered."""

import contextlib
import io
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from attrs import frozen

from soleus_recovery.cli import main

PROGRAM = "soleus-recovery"


@frozen(kw_only=True)
class Answer:
    """The answer of a command: its exit code and its two outputs."""

    code: int
    out: str
    err: str


Run = Callable[[Path, Sequence[str]], Answer]


def run_here(folder: Path, words: Sequence[str]) -> Answer:
    """Run the command in this process, in a folder."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    before = sys.argv
    sys.argv = [PROGRAM, *words]
    code: object = 0
    with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            code = end.code
        except BaseException:  # noqa: BLE001 - whatever comes out of the command is what is being judged
            traceback.print_exc()
            code = 70
        finally:
            sys.argv = before
    return Answer(code=code if isinstance(code, int) else int(code is not None), out=_text(out), err=_text(err))


def run_process(folder: Path, words: Sequence[str]) -> Answer:
    """Run the command as a process of its own, in a folder."""
    ended = subprocess.run(
        [sys.executable, "-m", "soleus_recovery", *words],
        cwd=folder,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    return Answer(code=ended.returncode, out=ended.stdout, err=ended.stderr)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8", "replace")
