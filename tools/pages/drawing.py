"""Draws two diagrams as SVG: the layers of the package from pyproject.toml, and the check-in table from the code.

The diagrams are part of their page, take the colours of the page, and fit the width of a phone.
"""

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from soleus_recovery.vocabulary import Decision, Signal, Stage
from tools.pages.markdown import first_sentence

__all__ = ["draw_floors", "draw_table", "floors", "guests"]

_WIDTH = 400
_FLOOR = re.compile(r"soleus_recovery\.(\w+)(?:\.\*\*)?")


def floors(settings: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Return the layers of the contract in pyproject.toml from the top, each as a tuple of its rooms."""
    contract = _contracts(settings, "layers")[0]
    return tuple(tuple(re.findall(r"\w+", str(layer))) for layer in contract["layers"])


def guests(settings: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    """Return the third-party packages that only one room may import, by that room, as the contracts allow them."""
    found: dict[str, list[str]] = {}
    for contract in _contracts(settings, "forbidden"):
        for rule in contract.get("ignore_imports", ()):
            module, _, guest = str(rule).partition(" -> ")
            # Only a package that a whole room may import is drawn. A permission for a single module is an exception.
            floor = _FLOOR.fullmatch(module)
            if floor is not None and guest not in found.setdefault(floor[1], []):
                found[floor[1]].append(guest)
    return {floor: tuple(names) for floor, names in found.items()}


def _contracts(settings: Mapping[str, Any], kind: str) -> Sequence[Mapping[str, Any]]:
    contracts: Sequence[Mapping[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return [each for each in contracts if each["type"] == kind]


def draw_floors(settings: Mapping[str, Any], holds: Mapping[str, str | None]) -> str:
    """Draw the layers from the top: each room's name, the packages that it alone imports, and what its docstring says.

    ``holds`` maps each room to its docstring. Rooms of one layer stand side by side. A room without an
    entry in ``holds`` does not exist yet, and is left out.
    """
    rows = [tuple(name for name in row if name in holds) for row in floors(settings)]
    rows, alone = [row for row in rows if row], guests(settings)
    boxes: list[str] = []
    top, left, gap = 4.0, 22.0, 5.0
    for row in rows:
        width = (_WIDTH - left - 2 - gap * (len(row) - 1)) / len(row)
        room = [_box_lines(name, alone.get(name, ()), holds[name], width) for name in row]
        height = 10 + 16 * max(len(lines) for lines in room)
        for index, lines in enumerate(room):
            x = left + index * (width + gap)
            boxes.append(f'<rect class="box" x="{x:g}" y="{top:g}" width="{width:g}" height="{height}" rx="5"/>')
            for line, (css, text) in enumerate(lines):
                boxes.append(f'<text class="{css}" x="{x + 10:g}" y="{top + 18 + 16 * line:g}">{escape(text)}</text>')
        top += height + gap
    arrow = f'<path class="arrow" d="M10 8 V{top - 14:g}"/><path class="head" d="M5 {top - 16:g} h10 l-5 10 z"/>'
    about = f"Imports point downwards only. From the top: {'; '.join(' beside '.join(row) for row in rows)}."
    return _svg("The layers of the package", about, top, [arrow, *boxes])


def _box_lines(name: str, alone: Sequence[str], says: str | None, width: float) -> Sequence[tuple[str, str]]:
    """Return the lines of a box, each with its CSS class: name, packages that the room alone imports, and purpose."""
    # In 13 px type a letter is 6 px wide on average.
    most = int((width - 20) / 6)
    return [
        ("name", name),
        *(("guest", line) for line in textwrap.wrap(f"alone imports {', '.join(alone)}" if alone else "", most)),
        *(("says", line) for line in textwrap.wrap(first_sentence(says).replace("`", ""), most)),
    ]


def draw_table(table: Mapping[tuple[Signal, Stage], Decision]) -> str:
    """Draw the check-in table: a row per signal, the gravest first; a column per stage; a shape per kind of cell."""
    left, wide, high = 96, 149, 42
    body: list[str] = []
    for column, stage in enumerate(Stage):
        x = left + column * (wide + 4)
        body.append(f'<text class="head" x="{x + wide / 2:g}" y="16" text-anchor="middle">{_spoken(stage)}</text>')
    for row, signal in enumerate(Signal):
        y = 24 + row * (high + 4)
        body += _lines(_spoken(signal), x=0, y=y, width=13, css="signal")
        for column, stage in enumerate(Stage):
            x, decision = left + column * (wide + 4), table.get((signal, stage))
            if decision is None:
                continue  # a signal of runs: the day of a run is always in the other column
            kind = _kind(decision)
            body.append(f'<rect class="cell {kind}" x="{x}" y="{y}" width="{wide}" height="{high}" rx="5"/>')
            body.append(f'<path class="mark" transform="translate({x + 8} {y + 15})" d="{_MARKS[kind]}"/>')
            body += _lines(_spoken(decision), x=x + 28, y=y, width=18, css="says")
    cells = "; ".join(
        f"{_spoken(signal)}: "
        + " / ".join(_spoken(table[signal, stage]) if (signal, stage) in table else "never" for stage in Stage)
        for signal in Signal
    )
    about = f"What a day's check-in leads to, {' / '.join(_spoken(stage) for stage in Stage)}. {cells}."
    return _svg("The check-in table", about, 24 + len(Signal) * (high + 4), body)


# A square means stop, arrows mean back and on, bars mean hold, a ring means repeat: no meaning rests on colour alone.
_MARKS: Mapping[str, str] = {
    "stop": "M0 0 h12 v12 h-12 z",
    "back": "M12 0 v12 l-12 -6 z",
    "hold": "M0 0 h4 v12 h-4 z M8 0 h4 v12 h-4 z",
    "same": "M6 0 a6 6 0 1 1 -0.01 0 z M6 3 a3 3 0 1 0 0.01 0 z",
    "on": "M0 0 l12 6 l-12 6 z",
}
_FIRST_WORDS: Mapping[str, str] = {
    "stop": "stop",
    "set": "back",
    "step": "back",
    "hold": "hold",
    "repeat": "same",
    "same": "same",
    "go": "on",
    "next": "on",
}


def _kind(decision: Decision) -> str:
    """Return the kind of a decision by its first word; raise ``KeyError`` for a first word that has no kind here."""
    return _FIRST_WORDS[decision.value.split("-")[0]]


def _spoken(word: Signal | Stage | Decision) -> str:
    return str(word.value).replace("-", " ")


def _lines(text: str, *, x: float, y: float, width: int, css: str) -> Iterator[str]:
    lines = textwrap.wrap(text, width)
    first = y + 26 - 8 * (len(lines) - 1)
    for index, line in enumerate(lines):
        yield f'<text class="{css}" x="{x:g}" y="{first + 16 * index:g}">{escape(line)}</text>'


def _svg(title: str, about: str, height: float, body: Sequence[str]) -> str:
    name = title.lower().replace(" ", "-")
    head = (
        f'<svg class="diagram" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:g}" role="img" '
        f'aria-labelledby="{name}-title {name}-about">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-about">{escape(about)}</desc>'
    )
    return "\n".join(["```{raw} html", head, *body, "</svg>", "```", ""])
