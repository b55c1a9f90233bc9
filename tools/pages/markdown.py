"""Writes small pieces of Markdown."""

from collections.abc import Iterable, Iterator, Sequence

__all__ = ["anchor", "code", "definition", "first_sentence", "link", "table", "target"]


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table, then a blank line; a bar in a cell is escaped.

    >>> list(table(["a", "b"], [["1", "2"]]))
    ['| a | b |', '| - | - |', '| 1 | 2 |', '']
    """
    yield _row(heads)
    yield _row(["-"] * len(heads))
    for row in rows:
        yield _row(row)
    yield ""


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in cells)} |"


def code(text: object) -> str:
    """Return the text as inline code."""
    return f"`{text}`"


def anchor(name: str) -> str:
    """Return a link target for the block that follows it."""
    return f"({name})="


def link(text: str, target: str) -> str:
    """Return a link to a target on any page."""
    return f"[{text}](#{target})"


def definition(word: str, says: str) -> Iterator[str]:
    """Yield the lines of a definition list with one word and its definition."""
    yield from (word, f": {says}", "")


def target(text: str, name: str) -> str:
    """Return the text as a link target; it works inside a table too."""
    return f"[{text}]{{#{name}}}"


def first_sentence(docstring: str | None) -> str:
    """Return the first paragraph of a docstring on one line; double backticks become the single ones of Markdown."""
    paragraph = (docstring or "").strip().split("\n\n")[0]
    return " ".join(paragraph.split()).replace("``", "`")
