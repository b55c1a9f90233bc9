"""Wall times of a zone as instants: a skipped time is the later one, a repeated time the first."""

import datetime as dt
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 24 * 60


def instant(zone: str, day: dt.date, minutes: int) -> dt.datetime:
    """Give the instant of a wall time, which may be past midnight, as UTC."""
    wall = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minutes)
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def instant_of(zone: str, wall: str) -> dt.datetime:
    """Read a wall time such as 2026-11-22T18:30."""
    return dt.datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def local(zone: str, moment: dt.datetime) -> dt.datetime:
    """Give an instant as the wall time of a zone."""
    return moment.astimezone(ZoneInfo(zone))


def written(zone: str, moment: dt.datetime) -> str:
    """Write an instant the way the command line takes it."""
    return local(zone, moment).strftime("%Y-%m-%dT%H:%M")


def minutes_of(clock: str) -> int:
    """Read HH:MM as minutes from midnight."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def clock_of(minutes: int) -> str:
    """Write minutes from midnight as HH:MM."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
