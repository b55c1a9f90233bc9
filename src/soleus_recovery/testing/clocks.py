"""The clock changes of time zones, and wall times that they skip or repeat."""

import datetime as dt
from functools import cache
from itertools import pairwise
from typing import Final

from soleus_recovery.clock import MINUTES_PER_DAY, Minute, local, to_minute, to_wall

__all__ = ["ODD_ZONES", "OTHER_ZONES", "clock_changes", "odd_wall"]

# In this order: usual changes, an offset with half an hour, a change of half an hour, changes around Ramadan, and an
# offset with 45 minutes.
ODD_ZONES: Final = (
    "Europe/Berlin",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Chatham",
)
# Among these zones: changes at midnight (Santiago, Cairo), changes of two hours (Troll), an odd offset without changes
# (Kathmandu), and no changes at all (UTC, Kiritimati).
OTHER_ZONES: Final = (
    "UTC",
    "America/New_York",
    "Asia/Kathmandu",
    "America/Santiago",
    "Africa/Cairo",
    "Antarctica/Troll",
    "Pacific/Kiritimati",
)
_FIRST, _LAST = dt.datetime(2026, 1, 1), dt.datetime(2028, 1, 1)


def _ahead(minute: int, zone: str) -> int:
    """Return by how many minutes the zone's clocks are ahead of UTC."""
    offset = local(Minute(minute), zone).utcoffset()
    return 0 if offset is None else int(offset / dt.timedelta(minutes=1))


@cache
def clock_changes(zone: str) -> tuple[int, ...]:
    """Return the first instant after each change of a zone's clocks in 2026 and 2027, in minutes since 1970 (UTC).

    >>> [to_wall(Minute(change), "Europe/Berlin").isoformat() for change in clock_changes("Europe/Berlin")][0]
    '2026-03-29T03:00:00+02:00'
    """
    first, last = (to_minute(edge, "UTC") for edge in (_FIRST, _LAST))
    return tuple(
        next(minute for minute in range(before, after + 1) if _ahead(minute, zone) != _ahead(before, zone))
        for before, after in pairwise(range(first, last + 1, MINUTES_PER_DAY))
        if _ahead(before, zone) != _ahead(after, zone)
    )


def odd_wall(change: int, zone: str) -> dt.datetime:
    """Return the wall time in the middle of the times that a change of the clocks skips or repeats.

    >>> odd_wall(clock_changes("Europe/Berlin")[0], "Europe/Berlin").isoformat()
    '2026-03-29T02:30:00'
    """
    moved = _ahead(change, zone) - _ahead(change - 1, zone)
    wall = to_wall(Minute(change), zone)
    naive = dt.datetime(wall.year, wall.month, wall.day, wall.hour, wall.minute)
    # Right after the change the clock shows the end of the skipped times, or the start of the repeated times.
    return naive - dt.timedelta(minutes=moved // 2)
