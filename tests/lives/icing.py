"""Checks of ice by what the guidance surely says: how long, how far apart, and in which hours."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from tests.lives.facts import Story
from tests.lives.plan import Plan, Session

_SHORTEST_GAP = dt.timedelta(hours=2)
_LATER_GAP = dt.timedelta(hours=3)
_FIRST_DAY = dt.timedelta(hours=24)
_LONGEST = dt.timedelta(minutes=20)


def ice_breaks(story: Story, plan: Plan, now: dt.datetime, *, standard: bool) -> Iterator[str]:
    """Give each sentence about ice that a plan breaks; ``standard``: with what the shipped guidance adds."""
    missed = {key for check_in in story.check_ins for key in check_in.missed}
    ices = [ice for ice in plan.of("ice") if ice.key not in missed]
    for ice in ices:
        if ice.end is None or ice.end - ice.begins > _LONGEST or ice.dose.get("minutes", 0) > 20:
            yield f"ice-long: {_of(ice)}"
    for first, second in pairwise(ices):
        if _gap(first, second) < _SHORTEST_GAP:
            yield f"ice-close: {_of(first)} and {_of(second)}"
    if standard and not any(
        check_in.worst >= 6 for check_in in story.check_ins
    ):  # they ask for ice as on the first day
        ahead = [ice for ice in ices if ice.begins > now]
        yield from _of_shipped_guidance(story, plan, ahead)


def _of_shipped_guidance(story: Story, plan: Plan, ahead: list[Session]) -> Iterator[str]:
    # A clearance has a date and no time: hours may be counted from the end of that day.
    counted = story.base + dt.timedelta(days=story.restart is not None)
    for first, second in pairwise(ahead):
        late = first.begins >= counted + _FIRST_DAY
        if late and _SHORTEST_GAP <= _gap(first, second) < _LATER_GAP:
            yield f"ice-every-3-hours: {_of(first)} and {_of(second)}"
    hours = 48 if plan.severity == "mild" else 72
    last = counted + dt.timedelta(hours=hours)
    for ice in ahead:
        if plan.outcome == "self-care" and ice.end is not None and ice.end > last:
            yield f"ice-late: {_of(ice)} after the {hours} hours of relief"


def _gap(first: Session, second: Session) -> dt.timedelta:
    return second.begins - first.begins


def _of(ice: Session) -> str:
    return f"{ice.key} ({ice.start:%F %H:%M}, {ice.dose.get('minutes')} min)"
