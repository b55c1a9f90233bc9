"""Makes the pages of laws and errors from the laws and the error classes."""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

import attrs

from tools.pages.markdown import code, first_sentence, table, target

__all__ = ["Law", "errors_page", "laws"]


class Law(Protocol):
    """A law as the page shows it."""

    @property
    def id(self) -> str:
        """A stable id such as I-04; no other law ever gets the same id."""
        ...

    @property
    def says(self) -> str:
        """What the law demands, in one sentence."""
        ...


def laws(listed: Iterable[Law]) -> str:
    """Return a table of laws by id, each with the guidance from which it comes, if the law names any."""
    rows = [
        [target(code(law.id), f"law-{law.id}"), law.says, str(getattr(law, "origin", "the case itself"))]
        for law in listed
    ]
    return "\n".join(table(["law", "holds", "from"], rows))


def errors_page(root: type[BaseException], public: Iterable[str]) -> str:
    """Return the tree of public errors under ``root``, then each error with its meaning and its fields."""
    names = frozenset(public)
    lines = ["```text", *_tree(root, "", names), "```", ""]
    for error in _all(root, names):
        fields = [code(field.name) for field in attrs.fields(error)] if attrs.has(error) else []
        also = [base.__name__ for base in error.__bases__ if base.__module__ == "builtins" and base is not Exception]
        listed = f" Fields: {', '.join(fields)}." if fields else ""
        kind = f" It is also a {code(also[0])}." if also else ""
        lines += [f"## {error.__name__}", "", f"{first_sentence(error.__doc__)}{listed}{kind}", ""]
    return "\n".join(lines)


def _tree(error: type[BaseException], indent: str, names: frozenset[str]) -> Iterator[str]:
    yield f"{indent}{error.__name__}"
    for child in error.__subclasses__():
        if child.__name__ in names:
            yield from _tree(child, f"{indent}    ", names)


def _all(error: type[BaseException], names: frozenset[str]) -> Iterator[type[Any]]:
    yield error
    for child in error.__subclasses__():
        if child.__name__ in names:
            yield from _all(child, names)
