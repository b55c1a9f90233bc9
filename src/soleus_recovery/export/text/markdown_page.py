"""Markdown while it is written: the marks are ours, and every text between them stays text."""

import re
from collections.abc import Iterable
from typing import final

from soleus_recovery.outgoing import inert, one_line

__all__ = ["MarkdownPage", "plain"]

# What Markdown, or the HTML in it, reads as more than text.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&@]")
# What begins a list, a line or a heading where it begins a text.
_BEGINNING = re.compile(r"^(?:\d+(?=[.)])|(?=[-+=]))")
# What many programs make a link of by themselves: an address with or without its scheme.
_ADDRESS = re.compile(r"(?<=[^\W\d_])(?=:\S)|(?=//)|(?<=\w)(?=\.[^\W\d_])")


@final
class MarkdownPage:
    """A page to which parts are added; what stands in them comes in through ``plain``, ``code`` or ``block`` alone."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._in_list = False

    def heading(self, text: str, *, level: int = 2) -> None:
        """A heading."""
        self._part(f"{'#' * level} {plain(text)}")

    def paragraph(self, text: str, *, strong: bool = False) -> None:
        """A paragraph, on a line of its own."""
        self._part(_strong(text) if strong else plain(text))

    def quote(self, text: str) -> None:
        """What is set apart."""
        self._part(f"> {plain(text)}")

    def item(self, text: str, *, lead: str = "", code: str = "", more: Iterable[str] = ()) -> None:
        """An item of a list, after a name in code or a strong lead; ``more`` are lines that belong to it."""
        if not self._in_list:
            self._part()
            self._in_list = True
        heads = (_code(code), _strong(lead), plain(text))
        self._lines.append(f"- {' '.join(filter(None, heads))}")
        self._lines += [f"  {plain(line)}" for line in more]

    def block(self, lines: Iterable[str]) -> None:
        """Lines that are shown as they are."""
        # A backtick could end the block.
        self._part("```text", *(one_line(line).replace("`", "'").rstrip() for line in lines), "```")

    def text(self) -> str:
        """The page, ending with a newline."""
        return "\n".join(self._lines) + "\n"

    def _part(self, *lines: str) -> None:
        """Lines after an empty one."""
        self._in_list = False
        self._lines += [""] if self._lines else []
        self._lines += lines


def plain(text: str) -> str:
    r"""Text that stays text: markup escaped, line ends as spaces.

    >>> plain("<b>1. Ice</b>, see evil.example")
    '\\<b\\>1. Ice\\</b\\>, see evil\\.example'
    """
    escaped = _MARKUP.sub(r"\\\g<0>", _words(text))
    return _BEGINNING.sub(r"\g<0>\\", _ADDRESS.sub(r"\\", escaped))


def _strong(text: str) -> str:
    told = plain(text)
    return f"**{told}**" if told else ""


def _code(text: str) -> str:
    """A name in code, in which nothing is escaped and a backtick would end it."""
    name = _words(text).replace("`", "'")
    return f"`{name}`" if name else ""


def _words(text: str) -> str:
    return " ".join(inert(text).split())
