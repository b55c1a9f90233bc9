"""Writes SVG elements, whose texts and attributes the standard library escapes, and the palette of colours."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from typing import Final

from soleus_recovery.outgoing import inert

__all__ = ["Shape", "dark_css", "number", "palette_css", "picture", "shape", "text_width", "to_markup", "wrapped"]

Shape = ET.Element
_WIDTH_OF_A_LETTER = 0.55  # of the font size: the average of system fonts, and a little more

FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
# Each role has a colour on white and a colour in dark mode. Texts have a contrast of 4.5 : 1 or more.
_PALETTE: Final = {
    "ground": ("#ffffff", "#12181b"),
    "ink": ("#182326", "#e9eff0"),
    "quiet": ("#536267", "#a9b6ba"),
    "line": ("#c9d3d5", "#3a474c"),
    "accent": ("#0b6670", "#5fc3cc"),
    "tint-1": ("#e3eff0", "#1d3236"),
    "tint-2": ("#c4dfe1", "#27474d"),
    "tint-3": ("#95c7cb", "#33636b"),
}


def shape(tag: str, *inside: "Shape | str", **attributes: str | float) -> Shape:
    """Make an element; ``fill`` and ``stroke`` take roles of the palette, and underscores in names become hyphens."""
    element = ET.Element(tag)
    roles: list[str] = []
    for argument, value in attributes.items():
        name = argument.rstrip("_").replace("_", "-")
        text = inert(value) if isinstance(value, str) else number(value)
        if name in ("fill", "stroke") and text in _PALETTE:
            roles.append(f"{name[0]}-{text}")
            text = _PALETTE[text][0]
        element.set(name, text)
    if roles:
        element.set("class", " ".join(filter(None, [element.get("class", ""), *roles])))
    for each in inside:
        if isinstance(each, str):
            element.text = inert(each)
        else:
            element.append(each)
    return element


def picture(
    shapes: Iterable[Shape], *, name: str, title: str, says: str, size: tuple[float, float], css: str = ""
) -> Shape:
    """Make a whole picture whose ids begin with ``name``; a screen reader reads out ``title`` and ``says``."""
    width, height = size
    return shape(
        "svg",
        shape("title", title, id=f"{name}-title"),
        shape("desc", says, id=f"{name}-desc"),
        *([shape("style", css)] if css else []),
        *shapes,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        font_family=FONT,
    )


def to_markup(root: Shape) -> str:
    """Write a picture as text that ends with a newline; the same picture gives the same text."""
    ET.indent(root, " ")
    return ET.tostring(root, encoding="unicode") + "\n"


def dark_css() -> str:
    """Return the style rules that replace each colour in dark mode, on screens but not on paper."""
    rules = "".join(f".f-{role}{{fill:{dark}}}.s-{role}{{stroke:{dark}}}" for role, (_, dark) in _PALETTE.items())
    return f"@media screen and (prefers-color-scheme:dark){{{rules}}}"


def palette_css() -> str:
    """Return the palette as CSS variables, for the page around a picture."""
    light, dark = ("".join(f"--{role}:{colours[index]};" for role, colours in _PALETTE.items()) for index in range(2))
    return f":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"


def number(value: float) -> str:
    """Write a coordinate with at most two decimals.

    >>> number(12.0), number(0.5), number(1 / 3), number(-0.001)
    ('12', '0.5', '0.33', '0')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def text_width(text: str, size: float) -> float:
    """Estimate the width of a text."""
    return len(text) * size * _WIDTH_OF_A_LETTER


def wrapped(text: str, *, width: float, size: float) -> list[str]:
    """Break a text into lines of about this width; a wider word gets a line of its own."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
