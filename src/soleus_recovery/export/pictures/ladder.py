"""The steps back to the usual run, each as a bar of walking and running minutes."""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import final

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.export.pictures.marks import written
from soleus_recovery.export.pictures.shapes import Shape, shape
from soleus_recovery.plan.plan import Plan, RunDose
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity

__all__ = ["Step", "draw_step", "ladder"]

# The bars are narrow enough for a phone of 360 px, so that their letters are never scaled down.
_WIDTH, _HEIGHT, _NUMBER = 280.0, 18.0, 40.0


@final
@attrs.frozen(kw_only=True)
class Step(Value):
    """Successive runs of the same dose: their title, the date of the first run, the number of runs, and the dose."""

    title: str
    first: dt.date
    count: int
    dose: RunDose


def ladder(plan: Plan, at: Minute) -> tuple[Step, ...]:
    """Return the steps of those runs of a plan that end after the moment ``at``, in order."""
    runs = [
        (day.date, each.title, each.dose)
        for day, each in plan.sessions()
        if each.activity is Activity.RUN and isinstance(each.dose, RunDose) and each.span and each.span.end > at
    ]
    steps: list[Step] = []
    for (title, dose), same in groupby(runs, key=lambda run: (run[1], run[2])):
        dates = [date for date, _, _ in same]
        steps.append(Step(title=title, first=dates[0], count=len(dates), dose=dose))
    return tuple(steps)


def draw_step(step: Step, *, longest: int) -> Shape:
    """Draw the bar of a step; ``longest`` minutes fill the width.

    Screen readers skip the bar, because the step's title says the same.
    """
    return shape(
        "svg",
        *_pieces(step.dose, (_WIDTH - _NUMBER - 2) / max(1, longest)),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_WIDTH:g} {_HEIGHT:g}",
        width=_WIDTH,
        height=_HEIGHT,
        aria_hidden="true",
        focusable="false",
    )


def _pieces(dose: RunDose, scale: float) -> Iterator[Shape]:
    x = 1.0
    for _ in range(dose.repeats):
        for minutes, fill in ((dose.walk_minutes, "ground"), (dose.run_minutes, "accent")):
            if minutes:
                width = minutes * scale
                yield shape(
                    "rect", x=x, y=2, width=width, height=_HEIGHT - 4, fill=fill, stroke="accent", stroke_width=1
                )
                x += width
    yield written(str(dose.total_minutes), x + 6, _HEIGHT - 3.5)
