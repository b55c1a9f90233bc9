"""Builds a page of Markdown; every text put into the page is escaped, so only this module adds markup."""

import re
from collections.abc import Iterable
from typing import final

from soleus_recovery.outgoing import inert, one_line

__all__ = ["MarkdownPage", "plain"]

# The characters that are markup in Markdown, or in the HTML that Markdown may hold.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&@]")
# At the beginning of a text these characters turn the text into a list, a rule or a heading.
_BEGINNING = re.compile(r"^(?:\d+(?=[.)])|(?=[-+=]))")
# The places in an address, with or without a scheme, where an escape keeps programs from making the address a link.
_ADDRESS = re.compile(r"(?<=[^\W\d_])(?=:\S)|(?=//)|(?<=\w)(?=\.[^\W\d_])")


@final
class MarkdownPage:
    """A page to which parts are added one after another; every text is escaped when it is added."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._in_list = False

    def heading(self, text: str, *, level: int = 2) -> None:
        """Add a heading."""
        self._part(f"{'#' * level} {plain(text)}")

    def paragraph(self, text: str, *, strong: bool = False) -> None:
        """Add a paragraph, written without a line break."""
        self._part(_strong(text) if strong else plain(text))

    def quote(self, text: str) -> None:
        """Add a paragraph as a block quote."""
        self._part(f"> {plain(text)}")

    def item(self, text: str, *, lead: str = "", code: str = "", more: Iterable[str] = ()) -> None:
        """Add an item to a list: ``code``, ``lead`` in bold, then the text; ``more`` are further lines of the item."""
        if not self._in_list:
            self._part()
            self._in_list = True
        heads = (_code(code), _strong(lead), plain(text))
        self._lines.append(f"- {' '.join(filter(None, heads))}")
        self._lines += [f"  {plain(line)}" for line in more]

    def block(self, lines: Iterable[str]) -> None:
        """Add a block of code, whose lines are shown as they are."""
        # A backtick could end the block early.
        self._part("```text", *(one_line(line).replace("`", "'").rstrip() for line in lines), "```")

    def text(self) -> str:
        """Return the page as a text that ends with a newline."""
        return "\n".join(self._lines) + "\n"

    def _part(self, *lines: str) -> None:
        """Add lines, after an empty line unless they are the first of the page."""
        self._in_list = False
        self._lines += [""] if self._lines else []
        self._lines += lines


def plain(text: str) -> str:
    r"""Escape a text so that Markdown shows it as it is; line ends become spaces.

    >>> plain("<b>1. Ice</b>, see evil.example")
    '\\<b\\>1. Ice\\</b\\>, see evil\\.example'
    """
    escaped = _MARKUP.sub(r"\\\g<0>", _words(text))
    return _BEGINNING.sub(r"\g<0>\\", _ADDRESS.sub(r"\\", escaped))


def _strong(text: str) -> str:
    escaped = plain(text)
    return f"**{escaped}**" if escaped else ""


def _code(text: str) -> str:
    """Write a name as code, without backticks: code in Markdown has no escapes, and a backtick would end the code."""
    name = _words(text).replace("`", "'")
    return f"`{name}`" if name else ""


def _words(text: str) -> str:
    return " ".join(inert(text).split())
