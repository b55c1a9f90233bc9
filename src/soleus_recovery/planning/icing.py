"""When to ice: as soon as possible, then every 2 hours, later every 3, only while awake.

The distance is counted in elapsed minutes from start to start, so it holds across a clock change; the night
between two waking windows is part of it.
"""

from collections.abc import Iterable

from soleus_recovery.clock import MINUTES_PER_HOUR, Minute
from soleus_recovery.guidance.sessions import IceRules
from soleus_recovery.spans import Span

__all__ = ["place_icings"]


def place_icings(
    windows: Iterable[Span], *, ice: IceRules, onset: Minute, until: Minute, not_before: Minute
) -> tuple[Span, ...]:
    """The icings that fit into the waking windows (in order), none before ``not_before``, none past ``until``."""
    first_day_ends = onset + ice.first_day_hours * MINUTES_PER_HOUR
    placed: list[Span] = []
    for window in windows:
        at: int = max(window.start, not_before)
        while True:
            if placed:
                at = _next_start(placed[-1].start, at, ice=ice, first_day_ends=first_day_ends)
            end = at + ice.minutes
            if end > min(window.end, until):
                break
            placed.append(Span(start=Minute(at), end=Minute(end)))
    return tuple(placed)


def _next_start(last: int, at: int, *, ice: IceRules, first_day_ends: int) -> int:
    """The first minute from ``at`` on that is far enough from the last start, by the distance in force then."""
    at = max(at, last + ice.first_day_every_minutes)
    if at >= first_day_ends:
        # The longer distance holds from the end of the first day on, not from the last icing in it.
        at = max(at, last + ice.then_every_minutes)
    return at
