"""Section 3 of the guidance, worked out by looking at every 7 days: how long a run may be on a day."""

import datetime as dt

from tests.course.oracle_ladder import LONG_RUN_PERCENT, Dose
from tests.examples import Kind

Runs = list[tuple[dt.date, int]]
"""The runs so far, in order: the day of each, and its minutes of running."""

A_DAY = dt.timedelta(days=1)
SHORTEST = 20  # minutes; the first run without a break, which no cut goes below


def run_of_the_day(
    kind: Kind, due: Dose, day: dt.date, runs: Runs, *, usual: int, long: int, longest: int, flare: dt.date | None
) -> Dose | None:
    """The run of a day on which the ladder is at ``due``; None where its week leaves no room for one.

    ``longest`` is the longest run without a break that counted since the last ``flare``.
    """
    walk, run, repeats = due
    if walk:
        return walk, run, repeats
    if run == usual and longest >= usual and long > usual:
        run = _beside_the_long_run(kind, day, runs, usual=usual, long=long, longest=longest)
    room = _room(day, runs, flare)
    if room is not None and room < run:
        return (0, room, 1) if room >= min(SHORTEST, run) else None
    return 0, run, 1


def _beside_the_long_run(kind: Kind, day: dt.date, runs: Runs, *, usual: int, long: int, longest: int) -> int:
    """The long run once in 7 days; beside it one run of half its length, and the usual run."""
    long_days = [date for date, minutes in runs if minutes > usual]
    if not long_days or day >= long_days[-1] + 7 * A_DAY:
        return min(long, longest + max(1, longest * LONG_RUN_PERCENT[kind] // 100))
    easy = min(usual, max(SHORTEST, dict(runs)[long_days[-1]] // 2))
    return usual if any(date > long_days[-1] and minutes <= easy for date, minutes in runs) else easy


def _room(day: dt.date, runs: Runs, flare: dt.date | None) -> int | None:
    """What 1.3 times the fullest 7 days since the last flare leave to this day; None where nothing binds."""
    own = [(date, minutes) for date, minutes in runs if flare is None or date > flare]
    so_far = _seven_days(day, runs)
    if so_far == 0 or not own or day < own[0][0] + 7 * A_DAY:
        return None
    fullest = max(_seven_days(date, own) for date, _ in own)
    return max(0, fullest * 130 // 100 - so_far)


def _seven_days(end: dt.date, runs: Runs) -> int:
    days = [end - number * A_DAY for number in range(7)]
    return sum(minutes for date, minutes in runs if date in days)
