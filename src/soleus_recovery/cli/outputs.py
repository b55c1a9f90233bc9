"""Where a plan goes: files by extension, or standard output.

All is rendered first; then each file is replaced whole, so an error leaves what was there.
"""

import contextlib
import errno
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar, final

import attrs
import click

from soleus_recovery.calendars import to_ics
from soleus_recovery.cli.facts import Presentation
from soleus_recovery.errors import FactError, shown
from soleus_recovery.export.markdown import to_markdown
from soleus_recovery.export.plan_json import to_json
from soleus_recovery.export.text import to_text
from soleus_recovery.planning.plan import Plan

__all__ = ["TEXT", "Output", "output_options", "plan_outputs", "read_outputs", "write_all"]

C = TypeVar("C", bound=Callable[..., Any])

TEXT = "text"
_BY_EXTENSION = {".ics": "ics", ".json": "json", ".md": "md", ".txt": TEXT}
_FORMATS = tuple(_BY_EXTENSION.values())


@final
@attrs.frozen(kw_only=True)
class Output:
    """One place to write to: a file, or standard output (``path`` None), and the format."""

    path: Path | None
    format: str

    @property
    def is_stdout(self) -> bool:
        """Whether it goes to standard output."""
        return self.path is None


def output_options(command: C) -> C:
    """Add ``-o`` and ``--format``."""
    places = f"Where to write, by extension; repeatable: {', '.join(_BY_EXTENSION)}; - is standard output."
    formats = f"The format of -o -: {', '.join(_FORMATS)} (default: {TEXT})."
    command = click.option("--format", "fmt", metavar="FMT", help=formats)(command)
    return click.option("-o", "--output", multiple=True, metavar="FILE", help=places)(command)


def read_outputs(options: Mapping[str, Any]) -> tuple[Output, ...]:
    """The places that the options name; standard output where they name none."""
    names: tuple[str, ...] = options["output"]
    fmt: str | None = options["fmt"]
    if fmt is not None and fmt not in _FORMATS:
        raise FactError(field="format", given=f"{shown(fmt)} is not a format", allowed=", ".join(_FORMATS))
    if fmt is not None and names and "-" not in names:
        raise FactError(field="format", given="it goes with -o -, and there is none", allowed="a FILE's extension")
    outputs = tuple(_read_output(name, fmt) for name in names) or (Output(path=None, format=fmt or TEXT),)
    paths = [output.path for output in outputs]
    if len(set(paths)) != len(paths):
        raise FactError(field="output", given="two of them are the same", allowed="each FILE once")
    return outputs


def _read_output(name: str, fmt: str | None) -> Output:
    if name == "-":
        return Output(path=None, format=fmt or TEXT)
    path = Path(name)
    extension = path.suffix.lower()
    if extension not in _BY_EXTENSION:
        raise _refused(name, "has an unknown extension", ", ".join(_BY_EXTENSION))
    try:
        # A link stays a link: what it points to is replaced.
        target = path.resolve()
        is_special, has_folder = target.exists() and not target.is_file(), target.parent.is_dir()
    except (OSError, ValueError, RuntimeError) as error:
        raise _refused(name, "is no name for a file", "a file in a folder that exists") from error
    if is_special or not has_folder:
        raise _refused(name, "is no file" if is_special else "is in no folder", "a file in a folder that exists")
    return Output(path=target, format=_BY_EXTENSION[extension])


def _refused(name: str, problem: str, allowed: str) -> FactError:
    return FactError(field="output", given=f"{shown(name)} {problem}", allowed=allowed)


def plan_outputs(plan: Plan, outputs: Iterable[Output], presentation: Presentation) -> list[tuple[Output, bytes]]:
    """Everything that is to be written, before anything is."""
    return [(output, _render(plan, output.format, presentation)) for output in outputs]


def _render(plan: Plan, fmt: str, presentation: Presentation) -> bytes:
    if fmt == "ics":
        return to_ics(plan, **attrs.asdict(presentation, recurse=False))
    if fmt == "json":
        return to_json(plan).encode()
    return (to_markdown(plan) if fmt == "md" else to_text(plan)).encode()


def write_all(rendered: Iterable[tuple[Output, bytes]]) -> None:
    """Write everything: each file by replacing it whole, then standard output, which may be closed."""
    rendered = tuple(rendered)
    files = [(output.path, content) for output, content in rendered if output.path is not None]
    with contextlib.ExitStack() as stack:
        staged = [(path, _stage(path, content, stack)) for path, content in files]
        for path, temporary in staged:
            try:
                temporary.replace(path)
            except OSError as error:
                raise _unwritable(path, error) from error
    for output, content in rendered:
        if output.is_stdout:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()


def _stage(path: Path, content: bytes, stack: contextlib.ExitStack) -> Path:
    """The content in a temporary file beside the target, safely on disk; it is gone when the stack closes."""
    try:
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, "it is read-only")
        # Not named after the target, whose name may be as long as a name can be.
        handle, name = tempfile.mkstemp(prefix=".soleus-recovery-", dir=path.parent)
        temporary = Path(name)
        stack.callback(temporary.unlink, missing_ok=True)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # A temporary file is private; the plan gets the rights a new file would have, or those of the one it replaces.
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
    except OSError as error:
        raise _unwritable(path, error) from error
    return temporary


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def _unwritable(path: Path, error: OSError) -> FactError:
    return _refused(str(path), f"cannot be written ({error.strerror})", "a folder you can write to")
