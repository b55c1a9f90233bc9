"""Prints in colour on a terminal, and asks at a prompt; a pipe, or any output while NO_COLOR is set, gets no colour.

Colour says nothing that the words do not say, so plain text loses nothing. All text that a command prints goes through
this module, which removes the characters that a terminal would take for commands.
"""

import os
import sys
from typing import Final

import click

from soleus_recovery.outgoing import inert, one_line

__all__ = ["ask", "notify", "show"]

# Parts of a page are found by form, which is the same in any language: a paragraph after a mark, a time, a heading.
_RULES: Final = (
    r"(?m)^(?P<stop>! .*(?:\n  \S.*)*)",
    r"(?m)^(?P<notice>> .*(?:\n  \S.*)*)",
    r"(?m)^ *(?P<aside>x .*(?:\n    \S.*)*)",
    r"(?m)^ +(?P<time>(?:\S+ )?\d\d:\d\d–\d\d:\d\d(?: UTC[+-]\d{4})?)",
    r"\A(?P<heading>(?![-*!>x] |\s)[^\n]+)",
    r"\n\n(?P<heading>(?![-*!>x] |\s|[^\n]*\d\d:\d\d)[^\n]{1,60})(?=\n[ \n-])",
    r"(?m)^(?P<stop>\S+ BROKEN.*)",
)
_THEME: Final = {"stop": "bold red", "notice": "yellow", "aside": "dim", "time": "cyan", "heading": "bold"}


def show(text: str, *, err: bool = False, loud: bool = False) -> None:
    """Print a page, all of it as a warning if ``loud``; raise ``OSError`` if the stream cannot be written to."""
    text, stream = inert(text), sys.stderr if err else sys.stdout
    if not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        click.echo(text, nl=False, err=err)
        return
    # Rich is imported here: the import takes a while, and a program that reads the output has no use for colour.
    from rich.console import Console
    from rich.text import Text
    from rich.theme import Theme

    page = Text(text, style="stop" if loud else "")
    for rule in _RULES:
        page.highlight_regex(rule)
    Console(file=stream, theme=Theme(_THEME)).print(page, end="", soft_wrap=True, highlight=False)


def notify(text: str) -> None:
    """Print one line on standard error; raise ``OSError`` if standard error cannot be written to."""
    click.echo(f"soleus-recovery: {' '.join(one_line(text).split())}", err=True)


def ask(question: str) -> str:
    """Ask for a secret at a prompt and return what is typed; the terminal does not show the typed text."""
    typed: str = click.prompt(one_line(question), hide_input=True, err=True)
    return typed
