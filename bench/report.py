"""Writes the results as Markdown: tables of medians with quartiles, and targets with their measurements."""

import datetime as dt
import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final, final

import attrs

from bench.measuring import ROUNDS, Samples

__all__ = ["PAGE", "Section", "Table", "Target", "milliseconds", "ratio", "setting", "write_page"]

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "explanation" / "speed.md"
_BEGIN: Final = "<!-- measured: written by make bench -->\n"
_END: Final = "<!-- end of what was measured -->\n"
_LIBRARIES: Final = (
    "attrs", "cattrs", "click", "ical", "icalendar", "ics", "pendulum", "recurring-ical-events", "vobject",
)  # fmt: skip
_FEW: Final = 10  # below it, two decimals are shown
_GIB: Final = 2**30


@final
@attrs.frozen(kw_only=True)
class Table:
    """A table of the page."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def __str__(self) -> str:
        lines = (self.head, ["---"] * len(self.head), *self.rows)
        return "\n".join([f"**{self.title}**", "", *(f"| {' | '.join(line)} |" for line in lines)])


@final
@attrs.frozen(kw_only=True)
class Target:
    """A measured figure and the most that it may be."""

    what: str
    measured: float
    shown: str
    allowed: float
    allowed_shown: str

    @property
    def row(self) -> list[str]:
        """The target as a row of the table of targets."""
        return [self.what, self.shown, self.allowed_shown, "yes" if self.measured <= self.allowed else "**no**"]


@final
@attrs.frozen(kw_only=True)
class Section:
    """The tables and targets of one part of the bench."""

    tables: Sequence[Table] = ()
    targets: Sequence[Target] = ()


def _number(value: float) -> str:
    return f"{value:.2f}" if abs(value) < _FEW else f"{value:.1f}" if abs(value) < _FEW**2 else f"{value:.0f}"


def milliseconds(samples: Samples, *, factor: float = 1e3) -> str:
    """Show the median and the quartiles; ``factor`` converts seconds to the unit."""
    low, high = samples.spread
    return f"{_number(samples.median * factor)} ({_number(low * factor)}–{_number(high * factor)})"


def ratio(samples: Samples) -> str:
    """Show the median and the quartiles of a ratio."""
    return milliseconds(samples, factor=1)


def setting(more: Iterable[str]) -> str:
    """Say when, on which kind of machine and with which versions it was measured; never a machine's name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GIB
    machine = f"{_processor()}, {os.cpu_count()} processors, {memory:.0f} GiB, {platform.system()}"
    libraries = ", ".join((*(f"{name} {version(name)}" for name in _LIBRARIES), *more))
    today = dt.datetime.now(tz=dt.UTC).date()
    return (
        f"Measured on {today} with Python {platform.python_version()} on one machine ({machine});\n"
        f"{libraries}.\n"
        f"Processor time: the median of {ROUNDS} rounds after one to warm up, with the quartiles. Each round runs\n"
        "every contender once; a ratio is taken within its round."
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def write_page(sections: Sequence[Section], more: Iterable[str]) -> str:
    """Write the results between the two marks of the page, and return them."""
    targets = [target.row for section in sections for target in section.targets]
    summary = Table(title="Targets", head=["measurement", "measured", "at most", "reached"], rows=targets)
    tables = [summary, *(table for section in sections for table in section.tables)]
    text = "\n\n".join([setting(more), *map(str, tables)]) + "\n"
    before, begin, rest = PAGE.read_text("utf-8").partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"{PAGE.name} lacks the two marks around the results")
    PAGE.write_text(f"{before}{begin}\n{text}\n{end}{after}", "utf-8")
    return text
