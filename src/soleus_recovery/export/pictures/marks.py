"""The marks of a plan's picture, which differ in shape, so that they can be told apart without colour."""

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
    PhaseKind.KEEP: "ground",
    PhaseKind.HOLD: "tint-2",
}
"""The colour of each phase's band, by its role in the palette."""
SESSION_HEIGHTS = {Activity.ICE: 13.0, Activity.ELEVATE: 4.0}
_OTHER_HEIGHT = 6.0
_RAISED = 15.0  # from the top of the mark for ice down to the top of the mark for a raised leg
_MARK = 5.5  # half the width of a diamond or a cross


def written(text: str, x: float, y: float, *, fill: str = "ink", anchor: str = "start", **more: str | float) -> Shape:
    """Draw a line of text; ``y`` is the base line of the text."""
    size = more.pop("size", FONT_SIZE)
    return shape("text", text, x=x, y=y, font_size=size, fill=fill, text_anchor=anchor, **more)


def session_mark(activity: Activity, x: float, y: float, width: float, **more: str) -> Shape:
    """Draw a timed session that is not a run; ``x`` is its start, ``y`` the top of its lane."""
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
    """Draw a run's bar: hatched for a provisional run, filled for a confirmed run; ``name`` is the picture's name."""
    waits = session.status is Status.PROVISIONAL
    fill = f"url(#{name}-hatch)" if waits else "accent"
    return shape("rect", x=x, y=y, width=width, height=height, fill=fill, stroke="accent", stroke_width=1.5, **more)


def hatch(name: str) -> Shape:
    """Define the hatching of provisional runs, under an id that begins with the picture's name."""
    lines = shape("path", d="M-1 1L1 -1M0 6L6 0M5 7L7 5", stroke="accent", stroke_width=1.6)
    return shape("defs", shape("pattern", lines, id=f"{name}-hatch", width=6, height=6, patternUnits="userSpaceOnUse"))


def flag(x: float, top: float, bottom: float) -> Iterator[Shape]:
    """Draw the flag at the instant before which the plan has no run."""
    yield shape("path", d=f"M{x:g} {top:g}V{bottom:g}", stroke="ink", stroke_width=1.5, stroke_dasharray="3 2")
    yield shape("path", d=f"M{x:g} {top:g}l10 4.5l-10 4.5Z", fill="ink", class_="floor")


def outline(x: float, y: float, height: float, *, width: float = CELL) -> Shape:
    """Draw the frame around today."""
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
