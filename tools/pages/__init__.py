"""The pages of docs/ that are made from the code: a Sphinx extension, and a pure function for each piece.

A page holds a line such as ``<!-- generated: laws -->``; what stands there in the built page is Markdown made at build
time from what the program itself uses. Nothing is written to the repository, so nothing can be out of date.
"""

from tools.pages.extension import setup

__all__ = ["setup"]
