"""Makes pages of docs/ from the code: a Sphinx extension, and a pure function for each generated piece.

When the pages are built, each line such as ``<!-- generated: laws -->`` is replaced by Markdown that is made from the
values that the program itself uses. The repository stores no generated page, so no such page can be out of date.
"""

from tools.pages.extension import setup

__all__ = ["setup"]
