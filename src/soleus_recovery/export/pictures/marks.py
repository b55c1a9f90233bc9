"""The marks of the picture of a plan; their shapes tell them apart, in any colour and in none."""

from collections.abc import Iterator

from soleus_recovery.export.pictures.layout import CELL, FONT_SIZE
from soleus_recovery.export.pictures.shapes import Shape, shape
from soleus_recovery.plan.plan import Session
from soleus_recovery.vocabulary import Activity, PhaseKind, Status

__all__ = ["PHASE_FILLS", "SESSION_HEIGHTS", "flag", "hatch", "outline", "run_bar", "session_mark", "written"]

PHASE_FILLS = {
    PhaseKind.RELIEVE: "tint-1",
    PhaseKind.RESTORE: "tint-2",
    PhaseKind.RETURN: "tint-3",
    PhaseKind.PREVENT: "ground",
    PhaseKind.HOLD: "tint-2",
}
"""What a phase's band is filled with."""
SESSION_HEIGHTS = {Activity.ICE: 13.0, Activity.ELEVATE: 4.0}
_OTHER_HEIGHT = 6.0
_RAISED = 15.0  # how far below an icing's top the raising stands
_MARK = 5.5  # half of a diamond's or a cross's width


def written(text: str, x: float, y: float, *, fill: str = "ink", anchor: str = "start", **more: str | float) -> Shape:
    """A line of text; ``y`` is what it stands on."""
    size = more.pop("size", FONT_SIZE)
    return shape("text", text, x=x, y=y, font_size=size, fill=fill, text_anchor=anchor, **more)


def session_mark(activity: Activity, x: float, y: float, width: float, **more: str) -> Shape:
    """What has a time of its own but is no run; ``y`` is the top of its lane, ``x`` where it begins."""
    match activity:
        case Activity.REVIEW:
            path = f"M{x:g} {y:g}l{_MARK} {_MARK}l-{_MARK} {_MARK}l-{_MARK} -{_MARK}Z"
            return shape("path", d=path, fill="ink", **more)
        case Activity.APPOINTMENT:
            path = f"M{x:g} {y:g}v{2 * _MARK}M{x - _MARK:g} {y + _MARK:g}h{2 * _MARK}"
            return shape("path", d=path, stroke="ink", stroke_width=3.5, **more)
        case Activity.ICE:
            return shape("rect", x=x, y=y, width=width, height=SESSION_HEIGHTS[activity], fill="ink", **more)
        case Activity.ELEVATE:
            height = SESSION_HEIGHTS[activity]
            return shape("rect", x=x, y=y + _RAISED, width=width, height=height, fill="accent", **more)
        case _:
            return shape("rect", x=x, y=y + 2, width=width, height=_OTHER_HEIGHT, fill="quiet", **more)


def run_bar(session: Session, x: float, y: float, width: float, height: float, *, name: str, **more: str) -> Shape:
    """A run: hatched while it waits, filled once it is planned; ``name`` is that of its picture."""
    waits = session.status is Status.PROVISIONAL
    fill = f"url(#{name}-hatch)" if waits else "accent"
    return shape("rect", x=x, y=y, width=width, height=height, fill=fill, stroke="accent", stroke_width=1.5, **more)


def hatch(name: str) -> Shape:
    """What a run that waits is filled with."""
    lines = shape("path", d="M-1 1L1 -1M0 6L6 0M5 7L7 5", stroke="accent", stroke_width=1.6)
    return shape("defs", shape("pattern", lines, id=f"{name}-hatch", width=6, height=6, patternUnits="userSpaceOnUse"))


def flag(x: float, top: float, bottom: float) -> Iterator[Shape]:
    """The instant before which nobody runs."""
    yield shape("path", d=f"M{x:g} {top:g}V{bottom:g}", stroke="ink", stroke_width=1.5, stroke_dasharray="3 2")
    yield shape("path", d=f"M{x:g} {top:g}l10 4.5l-10 4.5Z", fill="ink", class_="floor")


def outline(x: float, y: float, height: float, *, width: float = CELL) -> Shape:
    """Around the day that is today."""
    return shape(
        "rect",
        x=x + 1,
        y=y,
        width=width - 2,
        height=height,
        rx=6,
        fill="none",
        stroke="ink",
        stroke_width=2,
        class_="today",
    )
