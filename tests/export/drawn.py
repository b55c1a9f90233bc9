"""Reads a drawn plan back from its shapes alone, without the code that drew it."""

import datetime as dt
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import attrs

from soleus_recovery import PhaseKind, Plan

__all__ = ["COLUMN", "LEFT", "Box", "Drawn", "monday", "read_svg"]

SVG = "{http://www.w3.org/2000/svg}"
LEFT, COLUMN = 12.0, 48.0  # where Monday begins, and how wide a day is


@attrs.frozen
class Box:
    """The area of an element, from its left and top."""

    x: float
    y: float
    width: float
    height: float
    fill: str

    @property
    def bottom(self) -> float:
        return self.y + self.height


@attrs.frozen
class Drawn:
    """A picture: the marks of each week by session key, its texts, and its description."""

    weeks: tuple[dict[str, Box], ...]
    texts: tuple[tuple[str, ...], ...]
    key: tuple[str, ...]
    title: str
    says: str
    root: ET.Element


def monday(date: dt.date) -> dt.date:
    return date - dt.timedelta(days=date.weekday())


def read_svg(text: str) -> Drawn:
    root = ET.fromstring(text)
    groups = [group for group in root.iter(f"{SVG}g") if group.get("class") == "week"]
    return Drawn(
        weeks=tuple(dict(_marks(group)) for group in groups),
        texts=tuple(tuple(each.text or "" for each in group.iter(f"{SVG}text")) for group in groups),
        key=tuple(each.text or "" for each in root.findall(f"{SVG}text")),
        title=root.findtext(f"{SVG}title") or "",
        says=root.findtext(f"{SVG}desc") or "",
        root=root,
    )


def week_of(plan: Plan, date: dt.date) -> int:
    """The row of a date, counted from the plan's first."""
    mondays = sorted({monday(day.date) for day in plan.days if day.phase is not PhaseKind.KEEP})
    return mondays.index(monday(date))


def _marks(group: ET.Element) -> Iterator[tuple[str, Box]]:
    for element in group:
        key = element.get("data-key")
        if key is not None:
            yield key, _box(element)


def _box(element: ET.Element) -> Box:
    fill = element.get("fill", "")
    if element.tag == f"{SVG}rect":
        x, y, width, height = (float(element.get(name, "nan")) for name in ("x", "y", "width", "height"))
        return Box(x, y, width, height, fill)
    # A diamond or a cross begins with M and the point at its top, in the middle.
    x, y = map(float, element.get("d", "")[1:].replace("l", " ").replace("v", " ").split()[:2])
    return Box(x, y, 0, 0, fill)
