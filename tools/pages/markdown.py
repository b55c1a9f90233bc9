"""Small pieces of Markdown."""

from collections.abc import Iterable, Iterator, Sequence

__all__ = ["anchor", "code", "definition", "first_sentence", "link", "table", "target"]


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table, with a blank line after it; a bar in a cell is escaped.

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
    """Text as code."""
    return f"`{text}`"


def anchor(name: str) -> str:
    """A target for links in front of what follows."""
    return f"({name})="


def link(text: str, target: str) -> str:
    """A link to a target of any page."""
    return f"[{text}](#{target})"


def definition(word: str, says: str) -> Iterator[str]:
    """A word and what it means."""
    yield from (word, f": {says}", "")


def target(text: str, name: str) -> str:
    """Text that links can lead to, inside a table too."""
    return f"[{text}]{{#{name}}}"


def first_sentence(docstring: str | None) -> str:
    """The first paragraph of a docstring, on one line; its code marks are Markdown's."""
    paragraph = (docstring or "").strip().split("\n\n")[0]
    return " ".join(paragraph.split()).replace("``", "`")
