"""An independent clock for oracles: the standard library's zoneinfo and nothing of the product's.

Instants are whole minutes since 1970-01-01T00:00Z. A wall time in a spring gap is read with the offset before the
gap (so it lands later), one in an autumn fold is the first of the two.
"""

import datetime as dt
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from soleus_recovery import Runner

DAY = 24 * 60
ODD_ZONES = ("Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Chatham")
FIRST_YEAR, LAST_YEAR = 2026, 2028


def instant(wall: dt.datetime, zone: str) -> int:
    """Return the instant at which a clock in the zone shows this naive wall time."""
    return int(wall.replace(tzinfo=ZoneInfo(zone), fold=0).timestamp()) // 60


def wall(minute: int, zone: str) -> dt.datetime:
    """Return the naive wall time that a clock in the zone shows at this instant."""
    return dt.datetime.fromtimestamp(minute * 60, tz=ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def aware(minute: int) -> dt.datetime:
    """Return the instant as an aware datetime."""
    return dt.datetime.fromtimestamp(minute * 60, tz=dt.UTC)


def minute_of(moment: dt.datetime) -> int:
    """Return the whole minute of an aware datetime."""
    return int(moment.timestamp()) // 60


def offset_minutes(minute: int, zone: str) -> int:
    """Return how far the zone's clocks are ahead of UTC at this instant."""
    moved = dt.datetime.fromtimestamp(minute * 60, tz=ZoneInfo(zone)).utcoffset()
    assert moved is not None
    return int(moved.total_seconds()) // 60


@cache
def clock_changes(zone: str) -> tuple[int, ...]:
    """Return the first instant after each change of the zone's clocks, in the years of these tests."""
    first = minute_of(dt.datetime(FIRST_YEAR, 1, 1, tzinfo=dt.UTC))
    last = minute_of(dt.datetime(LAST_YEAR, 1, 1, tzinfo=dt.UTC))
    changes: list[int] = []
    for before, after in pairwise(range(first, last + 1, DAY)):
        if offset_minutes(before, zone) != offset_minutes(after, zone):
            changes.append(
                next(t for t in range(before, after + 1) if offset_minutes(t, zone) != offset_minutes(before, zone))
            )
    return tuple(changes)


def moves_forward(change: int, zone: str) -> bool:
    """Whether the clocks skip a stretch of wall time at this change."""
    return offset_minutes(change, zone) > offset_minutes(change - 1, zone)


def skipped_wall(change: int, zone: str) -> dt.datetime:
    """Return a wall time in the middle of the gap at this change."""
    gap = offset_minutes(change, zone) - offset_minutes(change - 1, zone)
    return wall(change, zone) - dt.timedelta(minutes=gap // 2)


def doubled_wall(change: int, zone: str) -> dt.datetime:
    """Return a wall time in the middle of the fold at this change."""
    fold = offset_minutes(change - 1, zone) - offset_minutes(change, zone)
    return wall(change, zone) + dt.timedelta(minutes=fold // 2)


def waking_window(runner: Runner, date: dt.date) -> tuple[int, int]:
    """Return the instants of waking on this date and of the bedtime that follows."""
    wake, bed = dt.time.fromisoformat(runner.wake), dt.time.fromisoformat(runner.bed)
    bed_date = date if bed > wake else date + dt.timedelta(days=1)
    start = instant(dt.datetime.combine(date, wake), runner.zone)
    end = instant(dt.datetime.combine(bed_date, bed), runner.zone)
    return start, end


def usual_run_start(runner: Runner, date: dt.date) -> int | None:
    """Return the instant of the usual run time in the window of this date; None if the runner named none."""
    if runner.run_time is None:
        return None
    at = dt.time.fromisoformat(runner.run_time)
    on = date if at >= dt.time.fromisoformat(runner.wake) else date + dt.timedelta(days=1)
    return instant(dt.datetime.combine(on, at), runner.zone)


def onset_wall(text: str) -> dt.datetime:
    """Return the onset of a report as a naive wall time."""
    return dt.datetime.fromisoformat(text)


def dates_from(date: dt.date, days: int) -> list[dt.date]:
    """Return so many dates in a row."""
    return [date + dt.timedelta(days=n) for n in range(days)]
