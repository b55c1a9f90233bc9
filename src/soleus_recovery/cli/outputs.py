"""Where a plan goes, files by extension or standard output, and how it is shown.

All is rendered first; then each file is replaced whole, so an error leaves what was there.
"""

import contextlib
import sys
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, final

import attrs
import click

from soleus_recovery.calendars.detail import Detail, Style
from soleus_recovery.cli.extras import MissingExtra
from soleus_recovery.cli.files import NewFile, is_case, write_files
from soleus_recovery.cli.options import add_options, listed
from soleus_recovery.cli.terminal import show, tell
from soleus_recovery.clock import Minute
from soleus_recovery.course.progress import Progress
from soleus_recovery.errors import FactError, shown
from soleus_recovery.facts.case import Case
from soleus_recovery.facts.closed_words import member_spelt
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.plan.plan import Plan
from soleus_recovery.values import Value

__all__ = [
    "HTML",
    "MARKDOWN",
    "TEXT",
    "Output",
    "Presentation",
    "Shown",
    "log_page",
    "output_options",
    "plan_outputs",
    "presentation_options",
    "print_outputs",
    "read_outputs",
    "read_presentation",
    "style_option",
    "write_outputs",
]

_EVENT = b"\r\nBEGIN:VEVENT\r\n"
# What Google and others were seen to take in one file.
_MOST_EVENTS, _MOST_BYTES = 1_000, 1_000_000
C = TypeVar("C", bound=Callable[..., Any])

TEXT, MARKDOWN, HTML = "text", "md", "html"
_SVG = "svg"
_ICS = "ics"
_BY_EXTENSION = {".ics": _ICS, ".json": "json", ".html": HTML, ".svg": _SVG, ".md": MARKDOWN, ".txt": TEXT}


@final
@attrs.frozen(kw_only=True)
class Presentation(Value):
    """How a plan is written, whatever is in it."""

    detail: Detail
    alarms: bool
    discreet: bool
    floating: bool
    style: Style = Style.IMPORT


@final
@attrs.frozen(kw_only=True)
class Shown(Value):
    """A plan that is written, what it was made from, and the case whose history a page tells, as of a moment."""

    plan: Plan
    protocol: RecoveryProtocol
    case: Case | None = None
    at: Minute

    @classmethod
    def of_case(cls, case: Case, plan: Plan, *, at: Minute) -> "Shown":
        """The plan of a case as of a moment."""
        return cls(plan=plan, protocol=case.protocol, case=case, at=at)


@final
@attrs.frozen(kw_only=True)
class Output(Value):
    """One place to write to: a file, or standard output (``path`` None), and the format."""

    path: Path | None
    format: str

    @property
    def is_stdout(self) -> bool:
        """Whether it goes to standard output."""
        return self.path is None

    @property
    def is_calendar(self) -> bool:
        """Whether it is what other people may see."""
        return self.format == _ICS

    @property
    def is_data(self) -> bool:
        """Whether a program reads it from standard output, so that nothing else may be said there."""
        return self.is_stdout and self.format != TEXT


def output_options(command: C) -> C:
    """Add ``-o`` and ``--format``."""
    places = f"Where to write, by extension; repeatable: {', '.join(_BY_EXTENSION)}; - is standard output."
    formats = f"The format of -o -: {', '.join(_BY_EXTENSION.values())} (default: {TEXT})."
    return add_options(
        command,
        [
            click.option("-o", "--output", multiple=True, metavar="FILE", help=places),
            click.option("--format", "fmt", metavar="FMT", help=formats),
        ],
    )


def presentation_options(command: C) -> C:
    """Add the options for how a plan is shown."""
    detail = listed("Calendar detail", Detail)
    return add_options(
        command,
        [
            click.option("--detail", default=str(Detail.SESSIONS), metavar="WORD", help=detail),
            click.option("--alarms", is_flag=True, help="Calendar alarms at the start of each timed session."),
            click.option("--discreet", is_flag=True, help="A calendar without a word about health."),
            click.option("--floating", is_flag=True, help="Calendar times without a zone."),
        ],
    )


def style_option(command: C) -> C:
    """Add ``--style``."""
    says = listed("What fell away: cancelled in a file to import, left out of a feed", Style)
    return click.option("--style", default=str(Style.IMPORT), metavar="WORD", help=says)(command)


def read_presentation(options: Mapping[str, Any]) -> Presentation:
    """How the options ask for the plan to be shown; as usual where a command has none of them."""
    return Presentation(
        detail=member_spelt(Detail, "detail", options.get("detail", str(Detail.SESSIONS))),
        style=member_spelt(Style, "style", options.get("style", str(Style.IMPORT))),
        **{name: options.get(name, False) for name in ("alarms", "discreet", "floating")},
    )


def read_outputs(
    options: Mapping[str, Any], *, formats: Sequence[str] = tuple(_BY_EXTENSION.values()), keep: Path | None = None
) -> tuple[Output, ...]:
    """The places that the options name, standard output where they name none; ``keep`` is no place to write to."""
    names: tuple[str, ...] = options["output"]
    fmt: str | None = options.get("fmt")
    if fmt is not None and fmt not in formats:
        raise FactError(field="format", given=f"{shown(fmt)} is not a format", allowed=", ".join(formats))
    if fmt is not None and names and "-" not in names:
        raise FactError(field="format", given="it goes with -o -, and there is none", allowed="a FILE's extension")
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
    """Whether both are one file, however they are spelt."""
    try:
        return Path(name).resolve() == path or (path.exists() and path.samefile(name))
    except (OSError, ValueError, RuntimeError):
        # What is no name for a file is refused where it is read.
        return False


def _file(name: str, formats: Sequence[str]) -> Output:
    path = Path(name)
    extension = path.suffix.lower()
    if _BY_EXTENSION.get(extension) not in formats:
        allowed = ", ".join(each for each, fmt in _BY_EXTENSION.items() if fmt in formats)
        raise _refused(name, "has an unknown extension", allowed)
    try:
        # A link stays a link: what it points to is replaced.
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


def plan_outputs(
    shown_plan: Shown, outputs: Iterable[Output], presentation: Presentation
) -> list[tuple[Output, bytes]]:
    """Everything that is to be written, before anything is."""
    return [(output, _render(shown_plan, output.format, presentation)) for output in outputs]


def _render(what: Shown, fmt: str, presentation: Presentation) -> bytes:
    # Each writer with all that it needs is imported when it is called: together they would add a seventh.
    plan = what.plan
    match fmt:
        case "ics":
            from soleus_recovery.calendars.ics import to_ics

            return to_ics(plan, **attrs.asdict(presentation, recurse=False))
        case "json":
            from soleus_recovery.export.json.plan_json import to_json

            return to_json(plan).encode()
        case "svg":
            from soleus_recovery.export.pictures.svg import to_svg

            return to_svg(plan, protocol=what.protocol, at=what.at).encode()
        case "html":
            with _pages():
                from soleus_recovery.export.pages.html import to_html
            return to_html(plan, protocol=what.protocol, case=what.case, at=what.at).encode()
        case "md":
            from soleus_recovery.export.text.markdown import to_markdown

            return to_markdown(plan).encode()
        case _:
            from soleus_recovery.export.text.text import to_text

            return to_text(plan).encode()


def log_page(case: Case, plan: Plan, progress: Progress, fmt: str) -> bytes:
    """The clinician's page in a format."""
    if fmt != HTML:
        from soleus_recovery.export.text.log import to_log

        return to_log(case, plan, progress).encode()
    with _pages():
        from soleus_recovery.export.pages.html import to_log_html
    return to_log_html(case, plan, progress).encode()


@contextlib.contextmanager
def _pages() -> Generator[None]:
    """Import what writes pages, or say how to get it."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name != "jinja2":
            raise
        raise MissingExtra(what="-o FILE.html", library="Jinja2", extra="html") from error


def write_outputs(rendered: Iterable[tuple[Output, bytes]], *, first: NewFile | None = None) -> None:
    """Write the files by replacing each whole, ``first`` before the others; say which calendar is a large one."""
    written = [(output, output.path, content) for output, content in rendered if output.path is not None]
    files = [_new_file(path, content) for _, path, content in written]
    write_files([first, *files] if first is not None else files)
    for output, path, content in written:
        events = content.count(_EVENT)
        if output.is_calendar and (events > _MOST_EVENTS or len(content) > _MOST_BYTES):
            told = f"{shown(path.name)} holds {events:,} events in {len(content):,} bytes"
            tell(f"{told}; some calendars take 1,000 in 1 MB: try --detail daily")


def print_outputs(rendered: Iterable[tuple[Output, bytes]]) -> None:
    """Print what goes to standard output, which may be closed: after the files are there."""
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
