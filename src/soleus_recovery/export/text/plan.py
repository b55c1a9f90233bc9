"""A plan as plain text for a terminal (80 columns, no colour), and functions that other texts share with it."""

import textwrap
from collections.abc import Iterable, Iterator

from soleus_recovery.outgoing import one_line
from soleus_recovery.plan.plan import Plan
from soleus_recovery.views.plan import Entry, ReadDay, read

__all__ = ["COLUMNS", "entry_lines", "page", "to_text", "wrap"]

COLUMNS = 80
_WHEN = 13  # columns for the time of a line


def to_text(plan: Plan) -> str:
    """Write a plan as plain text that ends with a newline."""
    reading = read(plan)
    lines = [reading.title, f"{reading.made}", ""]
    lines += wrap(reading.warning)
    lines += ["", *(line for reason in reading.reasons for line in wrap(reason, bullet="- "))]
    if reading.outlook:
        lines += ["", *(line for text in reading.outlook for line in wrap(text))]
    lines += ["", *wrap(reading.stop, bullet="! ")]
    quiet = False
    for day in reading.days:
        # Days with nothing but a check-in take one line each, without empty lines between them.
        lines += [] if day.quiet and quiet else [""]
        lines += _day(day)
        quiet = day.quiet
    return page(lines)


def page(lines: Iterable[str]) -> str:
    r"""Join lines into a page; within a line, control characters are removed and line ends become spaces.

    >>> page(["Ice\x1b[2J\n! Stop"])
    'Ice[2J ! Stop\n'
    """
    return "".join(f"{one_line(line)}\n" for line in lines)


def _day(day: ReadDay) -> Iterator[str]:
    if day.quiet:
        entry = day.entries[0]
        yield f"{day.heading}  {entry.when} {', '.join(entry.what)}"
        return
    yield day.heading
    for entry in day.entries:
        yield from entry_lines(entry)
    for note in day.notes:
        yield from wrap(note, indent=2, bullet="* ")
    for text in day.left_out:
        yield from wrap(text, indent=2, bullet="x ")


def entry_lines(entry: Entry) -> Iterator[str]:
    """Yield the lines of an entry of a day: its time, its sessions, and the instructions that first occur in it."""
    when = f"  {entry.when}"
    # A time with its date or offset is wider than its column; the sessions then start on the next line.
    if len(when) > _WHEN:
        yield when
        when = ""
    first, *rest = wrap(" · ".join(entry.what), indent=_WHEN + 2)
    yield f"{when:<{_WHEN}}  {first.lstrip()}"
    yield from rest
    for how in entry.how:
        yield from wrap(how, indent=_WHEN + 4)


def wrap(text: str, *, indent: int = 0, bullet: str = "") -> list[str]:
    """Wrap a text at 80 columns; lines after the first are indented by the width of the bullet."""
    margin = " " * indent
    return textwrap.wrap(
        text,
        COLUMNS,
        initial_indent=margin + bullet,
        subsequent_indent=margin + " " * len(bullet),
        break_on_hyphens=False,
    ) or [margin]
