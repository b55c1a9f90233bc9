"""Where the output of a command goes: to files, whose extensions give the format, or to standard output.

Everything is rendered before the first file is written, and each file is replaced whole, so an error leaves the old
files as they were.
"""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, final

import attrs
import click

from soleus_recovery.cli.files import NewFile, is_case, write_files
from soleus_recovery.cli.options import add_options
from soleus_recovery.cli.terminal import notify, show
from soleus_recovery.errors import FactError, shown
from soleus_recovery.values import Value

__all__ = [
    "HTML",
    "MARKDOWN",
    "TEXT",
    "Output",
    "output_options",
    "print_outputs",
    "read_outputs",
    "write_outputs",
]

_EVENT = b"\r\nBEGIN:VEVENT\r\n"
# Google and others were seen to refuse a calendar with more events or more bytes.
_MOST_EVENTS, _MOST_BYTES = 1_000, 1_000_000
C = TypeVar("C", bound=Callable[..., Any])

TEXT, MARKDOWN, HTML = "text", "md", "html"
_SVG = "svg"
_ICS = "ics"
_BY_EXTENSION = {".ics": _ICS, ".json": "json", ".html": HTML, ".svg": _SVG, ".md": MARKDOWN, ".txt": TEXT}


@final
@attrs.frozen(kw_only=True)
class Output(Value):
    """One output: a file, or standard output if ``path`` is None, and the format."""

    path: Path | None
    format: str

    @property
    def is_stdout(self) -> bool:
        """Whether this is standard output."""
        return self.path is None

    @property
    def is_calendar(self) -> bool:
        """Whether this is a calendar, which other people may see."""
        return self.format == _ICS

    @property
    def is_data(self) -> bool:
        """Whether a program may read this from standard output, so that nothing else can be printed there."""
        return self.is_stdout and self.format != TEXT


def output_options(command: C) -> C:
    """Add the options ``-o`` and ``--format`` to a command."""
    places = f"Where to write, by extension; repeatable: {', '.join(_BY_EXTENSION)}; - is standard output."
    formats = f"The format of -o -: {', '.join(_BY_EXTENSION.values())} (default: {TEXT})."
    return add_options(
        command,
        [
            click.option("-o", "--output", multiple=True, metavar="FILE", help=places),
            click.option("--format", "fmt", metavar="FMT", help=formats),
        ],
    )


def read_outputs(
    options: Mapping[str, Any], *, formats: Sequence[str] = tuple(_BY_EXTENSION.values()), keep: Path | None = None
) -> tuple[Output, ...]:
    """Return the outputs that the options name; standard output if they name none.

    Raises ``FactError`` if an output has none of the ``formats``, is named twice, or is no file in a folder that
    exists, and if an output would overwrite ``keep`` (the case), another case, or a file that the command reads.
    """
    names: tuple[str, ...] = options["output"]
    fmt: str | None = options.get("fmt")
    if fmt is not None and fmt not in formats:
        raise FactError(field="format", given=f"{shown(fmt)} is not a format", allowed=", ".join(formats))
    if fmt is not None and names and "-" not in names:
        raise FactError(field="format", given="it goes with -o -, which is not given", allowed="a FILE's extension")
    usual = TEXT if TEXT in formats else formats[0]
    stdout = Output(path=None, format=fmt or usual)
    outputs = tuple(stdout if name == "-" else _file(name, formats) for name in names) or (stdout,)
    paths = [output.path for output in outputs]
    if len(set(paths)) != len(paths):
        raise FactError(field="output", given="two of them are the same", allowed="each FILE once")
    if keep is not None and keep in paths:
        raise _refused(str(keep.name), "is the case itself", "another FILE")
    for name in (*options.get("busy", ()), options.get("protocol") or ""):
        if any(path is not None and _is_same(name, path) for path in paths):
            raise _refused(name, "is read here, and would be lost", "another FILE")
    return outputs


def _is_same(name: str, path: Path) -> bool:
    """Return whether a name and a path are those of the same file, however they are spelt."""
    try:
        return Path(name).resolve() == path or (path.exists() and path.samefile(name))
    except (OSError, ValueError, RuntimeError):
        # The text is no name for a file; the code that reads the file refuses it.
        return False


def _file(name: str, formats: Sequence[str]) -> Output:
    path = Path(name)
    extension = path.suffix.lower()
    if _BY_EXTENSION.get(extension) not in formats:
        allowed = ", ".join(each for each, fmt in _BY_EXTENSION.items() if fmt in formats)
        raise _refused(name, "has an unknown extension", allowed)
    try:
        # A link stays a link, and the file that it points to is replaced.
        target = path.resolve()
        is_special, has_folder = target.exists() and not target.is_file(), target.parent.is_dir()
        holds_case = target.is_file() and is_case(target)
    except (OSError, ValueError, RuntimeError) as error:
        raise _refused(name, "is no name for a file", "a file in a folder that exists") from error
    if is_special or not has_folder:
        raise _refused(name, "is no file" if is_special else "is in no folder", "a file in a folder that exists")
    if holds_case:
        raise _refused(name, "is a case, and would be lost", "another FILE")
    return Output(path=target, format=_BY_EXTENSION[extension])


def _refused(name: str, problem: str, allowed: str) -> FactError:
    return FactError(field="output", given=f"{shown(name)} {problem}", allowed=allowed)


def write_outputs(rendered: Iterable[tuple[Output, bytes]], *, first: NewFile | None = None) -> None:
    """Write the files, ``first`` before the others; print a notice about each large calendar."""
    written = [(output, output.path, content) for output, content in rendered if output.path is not None]
    files = [_new_file(path, content) for _, path, content in written]
    write_files([first, *files] if first is not None else files)
    for output, path, content in written:
        events = content.count(_EVENT)
        if output.is_calendar and (events > _MOST_EVENTS or len(content) > _MOST_BYTES):
            size = f"{shown(path.name)} holds {events:,} events in {len(content):,} bytes"
            notify(f"{size}; some calendars take 1,000 in 1 MB: try --detail daily")


def print_outputs(rendered: Iterable[tuple[Output, bytes]]) -> None:
    """Print the outputs that go to standard output, after the files are written: standard output may be closed."""
    for output, content in rendered:
        if not output.is_stdout:
            continue
        if output.format == TEXT and sys.stdout.isatty():
            show(content.decode())
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()


def _new_file(path: Path, content: bytes) -> NewFile:
    def refused(error: OSError) -> FactError:
        return _refused(str(path), f"cannot be written ({error.strerror})", "a folder you can write to")

    return NewFile(path=path, content=content, refused=refused)
