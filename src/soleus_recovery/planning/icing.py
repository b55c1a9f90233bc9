"""When to ice: as soon as possible, then every 2 hours, later every 3, only while awake.

The distance is counted in elapsed minutes from start to start, so it holds across a clock change; the night
between two waking windows is part of it.
"""

from collections.abc import Iterable

from soleus_recovery.clock import Minute
from soleus_recovery.guidance.sessions import IceRules
from soleus_recovery.spans import Span

__all__ = ["place_icings"]


def place_icings(
    windows: Iterable[Span],
    *,
    ice: IceRules,
    first_day_ends: Minute,
    until: Minute,
    not_before: Minute,
    previous: Minute | None = None,
) -> tuple[Span, ...]:
    """The icings that fit into the waking windows (in order), none before ``not_before``, none past ``until``.

    ``previous`` is the start of the last one that has been, if any.
    """
    placed: list[Span] = []
    for window in windows:
        at: int = max(window.start, not_before)
        while True:
            if previous is not None:
                at = _next_start(previous, at, ice=ice, first_day_ends=first_day_ends)
            end = at + ice.minutes
            if end > min(window.end, until):
                break
            previous = Minute(at)
            placed.append(Span(start=previous, end=Minute(end)))
    return tuple(placed)


def _next_start(last: int, at: int, *, ice: IceRules, first_day_ends: int) -> int:
    """The first minute from ``at`` on that is far enough from the last start, by the distance in force then."""
    at = max(at, last + ice.first_day_every_minutes)
    if at >= first_day_ends:
        # The longer distance holds from the end of the first day on, not from the last icing in it.
        at = max(at, last + ice.then_every_minutes)
    return at
