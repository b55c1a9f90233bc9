"""Fills a template: every text is escaped, and a content security policy keeps the page from loading anything."""

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from soleus_recovery.export.pictures.shapes import Shape, dark_css, palette_css, to_markup
from soleus_recovery.outgoing import inert

__all__ = ["drawn", "render"]


def render(template: str, **values: Any) -> str:
    """Fill a template; the page ends with a newline, and the same values give the same text."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    # The page allows its own style and nothing else: no script, no network, no frame, no form.
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    page = _environment().get_template(template).render(policy=policy, style=Markup(style), **values)
    return _without_blank_lines(page)


def drawn(root: Shape) -> Markup:
    """Turn a picture into markup for a page; the texts of the picture were escaped when it was drawn."""
    return Markup(to_markup(root).rstrip("\n"))


@cache
def _environment() -> Environment:
    return Environment(
        autoescape=True,
        finalize=_finalize,
        keep_trailing_newline=False,
        loader=FunctionLoader(_read),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )


def _finalize(value: Any) -> Any:
    """Take control characters out of a text; leave ``Markup`` as it is, because only this package makes it."""
    return inert(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _read(name: str) -> str:
    return resources.files("soleus_recovery.export.pages").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _style() -> str:
    return _without_blank_lines(f"{palette_css()}\n{dark_css()}\n{_read('page.css')}")


def _without_blank_lines(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line.strip()) + "\n"
