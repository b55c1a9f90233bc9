"""Makes pages of docs/ from the code: a Sphinx extension, and a pure function for each generated piece.

A line such as ``<!-- generated: laws -->`` in a page is replaced, when the pages are built, by Markdown made from the
values that the program itself uses. Nothing generated is stored in the repository, so nothing there can go stale.
"""

from tools.pages.extension import setup

__all__ = ["setup"]
