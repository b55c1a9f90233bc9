"""The least careful level, floor and ladder that the guidance allows for the facts (its sections 3 and 5)."""

import datetime as dt
from typing import Final

from tests.lives.facts import Report, Story
from tests.lives.wall import instant
from tests.lives.words import KEEPS_OPEN, RAISING

MILD, MODERATE, SEVERE = range(3)
FLOOR_HOURS: Final = (48, 72, 168)
_TESTS_FROM_DAY: Final = (4, 8, 12)  # of a possible strain, after its training
STRAIN_HOURS: Final = 72
_BY_HAND: Final = {None: MILD, "mild": MILD, "moderate": MODERATE, "severe": SEVERE}
_LONGEST: Final = 20
# Run minutes and repeats of each rung; of the severe ladder each rung is run twice.
_PLAIN: Final = ((5, 5), (_LONGEST, 1))
_STRAIN: Final = ((3, 5), (5, 5), (_LONGEST, 1))
_MODERATE: Final = ((2, 5), (3, 5), (4, 5), (5, 5), (_LONGEST, 1))
_SEVERE: Final = tuple(rung for rung in ((1, 5), (2, 5), (3, 5), (4, 5), (5, 5), (_LONGEST, 1)) for _ in range(2))
_LADDERS: Final = (_PLAIN, _STRAIN, _MODERATE, _SEVERE)
_GROWTH: Final = {_PLAIN: 50, _STRAIN: 30, _MODERATE: 10, _SEVERE: 10}

Rung = tuple[int, int]


def level_of(findings: frozenset[str], rest: int, walking: int) -> int:
    """Give the level of a check-in or a report."""
    worst = max(rest, walking)
    level = SEVERE if worst >= 6 else MODERATE if worst >= 4 else MILD
    if findings & (frozenset(RAISING) - {"spasms"}):
        level = SEVERE
    return max(level, MODERATE) if "spasms" in findings else level


def first_level(story: Story, report: Report) -> int:
    """Give the level of a report."""
    level = max(level_of(report.findings, report.rest or 0, report.walking or 0), _BY_HAND[report.severity])
    late = story.started_at - report.onset > dt.timedelta(hours=72)
    return max(level, MODERATE) if late and (report.rest or report.walking) else level


def level(story: Story) -> int:
    """Give the lowest level that can hold: check-ins raise it, and after a clearance it is severe."""
    if story.restart is not None:
        return SEVERE
    levels = [level_of(check_in.findings, check_in.rest or 0, check_in.walking or 0) for check_in in story.check_ins]
    return max([first_level(story, story.report), *levels])


def is_strain(story: Story) -> bool:
    """Say whether a strain is surely possible: unless it is plain soreness."""
    report = story.report
    plain = (
        "started-hours-after" in report.findings
        and (report.side == "both" or "diffuse-soreness" in report.findings)
        and report.rest == 0
        and level(story) == MILD
        and not report.findings & KEEPS_OPEN
    )
    return not plain or any(check_in.findings & KEEPS_OPEN or check_in.rest for check_in in story.check_ins)


def floor(story: Story) -> dt.datetime:
    """Give the moment before which no run may be planned."""
    hours = max(FLOOR_HOURS[level(story)], STRAIN_HOURS if is_strain(story) else 0)
    return story.base + dt.timedelta(hours=hours)


def soft_tissue_floor(story: Story) -> dt.datetime:
    """Give the moment before which a possible strain is not stretched, rubbed, warmed or loaded."""
    return story.base + dt.timedelta(hours=STRAIN_HOURS if is_strain(story) else 0)


def tests_from(story: Story) -> dt.datetime:
    """Give the moment before which no test of the gate may be tried."""
    if not is_strain(story) and level(story) < MODERATE:
        return story.base + dt.timedelta(hours=48)
    day = _TESTS_FROM_DAY[level(story)]
    return instant(story.who.zone, story.date(story.base) + dt.timedelta(days=day), 0)


def ladder(story: Story, length: int) -> list[Rung]:
    """Give the most run minutes and the most in all of the first runs, whatever level they are planned at."""
    milder = _ladder_of(story)
    careful = [_fitted(rungs, story.who.usual_run, length) for rungs in _LADDERS[_LADDERS.index(milder) :]]
    return [(max(run for run, _ in rungs), max(total for _, total in rungs)) for rungs in zip(*careful, strict=True)]


def _fitted(rungs: tuple[Rung, ...], usual: int, length: int) -> list[Rung]:
    found: list[Rung] = []
    for run, repeats in rungs:
        fitted = min(run, usual)
        rung = (fitted, fitted * max(1, min(repeats, usual // fitted)))
        if rungs is _SEVERE or not found or found[-1] != rung:
            found.append(rung)
    while len(found) < length:
        longest = found[-1][0]
        grown = min(usual, max(longest + 1, longest * (100 + _GROWTH[rungs]) // 100))
        found.append((grown, grown))
    return found[:length]


def growth(story: Story, longest: int) -> int:
    """Give the longest run that may follow a longest one."""
    return max(_LONGEST, longest + 1, longest * (100 + _GROWTH[_ladder_of(story)]) // 100)


def _ladder_of(story: Story) -> tuple[Rung, ...]:
    if story.restart is not None:
        return _SEVERE
    lowest = min(first_level(story, report) for report in story.reports)
    if lowest == MILD:
        return _STRAIN if is_strain(story) else _PLAIN
    return _MODERATE if lowest == MODERATE else _SEVERE
