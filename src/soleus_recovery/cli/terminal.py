"""What a terminal shows: the page as it is, with what matters most standing out. A pipe, and NO_COLOR, get it plain.

Colour tells nothing that the words do not, so without it nothing is lost. All that a command says goes through here,
where what a terminal would obey is taken from it.
"""

import os
import sys
from typing import Final

import click

from soleus_recovery.outgoing import inert, one_line

__all__ = ["ask", "show", "tell"]

# A page is read by its form, in any language: what hangs from a mark, a time, what begins a part.
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
    """Print a page, ``loud`` what must be heard; raises ``OSError`` where nobody takes it."""
    text, stream = inert(text), sys.stderr if err else sys.stdout
    if not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        click.echo(text, nl=False, err=err)
        return
    # It takes a while to import, and a program that reads us has no use for it.
    from rich.console import Console
    from rich.text import Text
    from rich.theme import Theme

    page = Text(text, style="stop" if loud else "")
    for rule in _RULES:
        page.highlight_regex(rule)
    Console(file=stream, theme=Theme(_THEME)).print(page, end="", soft_wrap=True, highlight=False)


def tell(text: str) -> None:
    """Say one line on standard error; raises ``OSError`` as ``show`` does."""
    click.echo(f"soleus-recovery: {' '.join(one_line(text).split())}", err=True)


def ask(question: str) -> str:
    """What is typed, unseen, at a prompt."""
    typed: str = click.prompt(one_line(question), hide_input=True, err=True)
    return typed
