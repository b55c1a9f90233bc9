"""Two diagrams as SVG, drawn from what the code itself goes by: the floors, and the check-in table.

They stand in the page as they are, take the colours of the page, and are as wide as a phone.
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


def floors(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The floors from the top, as the contract of the layers in pyproject.toml names them."""
    contract = _contracts(settings, "layers")[0]
    return tuple(str(layer).strip("()") for layer in contract["layers"])


def guests(settings: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    """Which third parties a floor alone may import, as the other contracts have it; types for checkers apart."""
    found: dict[str, list[str]] = {}
    for contract in _contracts(settings, "forbidden"):
        for rule in contract.get("ignore_imports", ()):
            module, _, guest = str(rule).partition(" -> ")
            # A floor, or all that is in one; a single module in it is an exception, not a rule.
            floor = _FLOOR.fullmatch(module)
            if floor is not None and guest not in found.setdefault(floor[1], []):
                found[floor[1]].append(guest)
    return {floor: tuple(names) for floor, names in found.items()}


def _contracts(settings: Mapping[str, Any], kind: str) -> Sequence[Mapping[str, Any]]:
    contracts: Sequence[Mapping[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return [each for each in contracts if each["type"] == kind]


def draw_floors(settings: Mapping[str, Any], holds: Mapping[str, str | None]) -> str:
    """The floors one above the other: name, third parties it alone may import, what its docstring says it holds.

    A floor that ``holds`` does not name is not there yet, and is left out.
    """
    names, alone = [name for name in floors(settings) if name in holds], guests(settings)
    boxes: list[str] = []
    top = 4
    for name in names:
        lines = textwrap.wrap(first_sentence(holds[name]).replace("`", ""), 58)
        height = 26 + 16 * len(lines)
        boxes.append(f'<rect class="box" x="22" y="{top}" width="{_WIDTH - 24}" height="{height}" rx="5"/>')
        boxes.append(f'<text class="name" x="32" y="{top + 18}">{escape(name)}</text>')
        if name in alone:
            third = escape(", ".join(alone[name]))
            boxes.append(f'<text class="guest" x="{_WIDTH - 12}" y="{top + 18}" text-anchor="end">{third}</text>')
        for index, line in enumerate(lines):
            boxes.append(f'<text class="says" x="32" y="{top + 35 + 16 * index}">{escape(line)}</text>')
        top += height + 5
    arrow = f'<path class="arrow" d="M10 8 V{top - 14}"/><path class="head" d="M5 {top - 16} h10 l-5 10 z"/>'
    about = f"{len(names)} floors; imports point downwards only. From the top: {', '.join(names)}."
    return _svg("The floors of the package", about, top, [arrow, *boxes])


def draw_table(table: Mapping[tuple[Signal, Stage], Decision]) -> str:
    """The check-in table: a row for each signal from the gravest, a column for each stage, a shape for each kind."""
    left, wide, high = 96, 149, 42
    body: list[str] = []
    for column, stage in enumerate(Stage):
        x = left + column * (wide + 4)
        body.append(f'<text class="head" x="{x + wide / 2:g}" y="16" text-anchor="middle">{_spoken(stage)}</text>')
    for row, signal in enumerate(Signal):
        y = 24 + row * (high + 4)
        body += _lines(_spoken(signal), x=0, y=y, width=13, css="signal")
        for column, stage in enumerate(Stage):
            x, decision = left + column * (wide + 4), table[signal, stage]
            kind = _kind(decision)
            body.append(f'<rect class="cell {kind}" x="{x}" y="{y}" width="{wide}" height="{high}" rx="5"/>')
            body.append(f'<path class="mark" transform="translate({x + 8} {y + 15})" d="{_MARKS[kind]}"/>')
            body += _lines(_spoken(decision), x=x + 28, y=y, width=18, css="says")
    told = "; ".join(
        f"{_spoken(signal)}: {' / '.join(_spoken(table[signal, stage]) for stage in Stage)}" for signal in Signal
    )
    about = f"What a day's word leads to, {' / '.join(_spoken(stage) for stage in Stage)}. {told}."
    return _svg("The check-in table", about, 24 + len(Signal) * (high + 4), body)


# A square to stop, arrows back and on, bars to hold, a ring for the same again: nothing is told by colour alone.
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
    "hold": "hold",
    "repeat": "same",
    "same": "same",
    "go": "on",
    "next": "on",
}


def _kind(decision: Decision) -> str:
    """What kind of answer it is, by its first word; a new kind of word has to be given a shape here."""
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
