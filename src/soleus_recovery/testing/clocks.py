"""The days on which clocks change, and the wall times that are skipped or told twice on them."""

import datetime as dt
from functools import cache
from itertools import pairwise
from typing import Final

from soleus_recovery.clock import MINUTES_PER_DAY, Minute, local, to_minute, to_wall

__all__ = ["ODD_ZONES", "OTHER_ZONES", "clock_changes", "odd_wall"]

# One of each trouble: a rule as most have it, half hours, half an hour of change, a month out of turn, 45 minutes.
ODD_ZONES: Final = (
    "Europe/Berlin",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Chatham",
)
# Midnight changes (Santiago, Cairo), a change of two hours (Troll), odd offsets without any, and none at all.
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
    """How many minutes the zone's clocks are ahead of UTC."""
    offset = local(Minute(minute), zone).utcoffset()
    return 0 if offset is None else int(offset / dt.timedelta(minutes=1))


@cache
def clock_changes(zone: str) -> tuple[int, ...]:
    """The first instant after each change of the zone's clocks in 2026 and 2027, as minutes since 1970.

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
    """A wall time in the middle of what this change skips, or of what it tells twice.

    >>> odd_wall(clock_changes("Europe/Berlin")[0], "Europe/Berlin").isoformat()
    '2026-03-29T02:30:00'
    """
    moved = _ahead(change, zone) - _ahead(change - 1, zone)
    wall = to_wall(Minute(change), zone)
    naive = dt.datetime(wall.year, wall.month, wall.day, wall.hour, wall.minute)
    # Skipped time lies before what the clock shows now, doubled time after it.
    return naive - dt.timedelta(minutes=moved // 2)
