"""Checks of the runs ahead by what the guidance surely says: when, how often, how long, which is confirmed."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import final

from attrs import frozen

from tests.lives.facts import CheckIn, Story
from tests.lives.plan import Plan, Session
from tests.lives.severity import MODERATE, floor, growth, is_strain, ladder, level, tests_from

_DAY = dt.timedelta(hours=24)


@final
@frozen(kw_only=True)
class RunDone:
    """A run that was done: its day, and its moment and longest stretch if they are known."""

    day: dt.date
    start: dt.datetime | None
    longest: int | None


def run_breaks(story: Story, plan: Plan, now: dt.datetime) -> Iterator[str]:
    """Give each sentence about runs that a plan breaks at a moment."""
    today = story.date(now)
    runs = [run for run in plan.of("run") if run.is_ahead_of(now, today)]
    done = runs_done(story, plan)
    if not runs:
        return
    yield from _too_early(story, runs)
    yield from _too_close(story, runs, done)
    yield from _too_many(story, runs, done)
    yield from _too_long(story, runs, done, open_runs=_still_open(story, plan, now, done))
    yield from _after_pain(story, runs)
    yield from _confirmed(story, runs, done)


def runs_done(story: Story, plan: Plan) -> list[RunDone]:
    """Give the runs in the check-ins, one for each day and key."""
    planned = {session.key: session for session in (*plan.withdrawn, *plan.sessions)}
    found: list[RunDone] = []
    for check_in in story.check_ins:
        keyed = [done for done in check_in.done if done.key.startswith("run-")]
        for done in keyed:
            run = planned.get(done.key)
            found.append(RunDone(day=check_in.day, start=done.start, longest=None if run is None else run.run_minutes))
        if check_in.running is not None and not keyed:
            of_day = [run for run in plan.of("run") if run.day == check_in.day]
            found.append(RunDone(day=check_in.day, start=None, longest=of_day[0].run_minutes if of_day else None))
    return found


def _still_open(story: Story, plan: Plan, now: dt.datetime, done: list[RunDone]) -> int:
    """Count the runs that have begun and may still be entered, since their day is not over."""
    days = {run.day for run in done}
    begun = [run for run in plan.of("run") if run.begins <= now and run.day not in days]
    return sum(now <= story.who.sleeps(run.day) for run in begun)


def _too_early(story: Story, runs: list[Session]) -> Iterator[str]:
    earliest = floor(story)
    for run in runs:
        if run.begins < earliest:
            yield f"run-before-floor: {_of(run)} before {earliest:%F %H:%M}"


def _too_close(story: Story, runs: list[Session], done: list[RunDone]) -> Iterator[str]:
    moments = [run.begins for run in runs]
    starts = [run.start for run in done if run.start is not None]
    for moment in moments:
        for other in (*starts, *moments):
            if dt.timedelta(0) < abs(moment - other) < _DAY and (other in starts or other < moment):
                yield f"run-within-a-day: runs at {other:%F %H:%M} and {moment:%F %H:%M}"
    if story.hours_are_steady:
        yield from _without_day_off([run.day for run in runs], [run.day for run in done])


def _without_day_off(ahead: list[dt.date], done: list[dt.date]) -> Iterator[str]:
    for day in ahead:
        for other in sorted(set(done)):
            if abs((day - other).days) <= 1:
                yield f"run-without-day-off: a run on {day}, one done on {other}"
    for first, second in pairwise(ahead):
        if (second - first).days <= 1:
            yield f"run-without-day-off: runs planned on {first} and {second}"


def _too_many(story: Story, runs: list[Session], done: list[RunDone]) -> Iterator[str]:
    limit = min(3, story.who.runs_per_week)
    ahead = {run.day for run in runs}
    days = sorted({*ahead, *(run.day for run in done)})
    if not story.hours_are_steady:
        return
    for first in days:
        week = [day for day in days if 0 <= (day - first).days < 7]
        if len(week) > limit and ahead & set(week):
            yield f"runs-a-week: {len(week)} of {limit} allowed in 7 days: {', '.join(map(str, week))}"


def _too_long(story: Story, runs: list[Session], done: list[RunDone], *, open_runs: int) -> Iterator[str]:
    usual = story.who.usual_run
    counted = [run for run in done if story.restart is None or run.day >= story.restart]
    before = len(counted) + open_runs
    bounds = ladder(story, len(runs) + before)
    longest = max((run.longest or 0 for run in done), default=0)
    unknown = open_runs > 0 or any(run.longest is None for run in done)
    for index, run in enumerate(runs):
        rungs = bounds[: before + index + 1]
        most, total = max(rung[0] for rung in rungs), max(rung[1] for rung in rungs)
        if run.total_run_minutes > usual:
            yield f"run-over-usual: {_of(run)}, usual {usual}"
        if run.run_minutes > most or run.total_run_minutes > total:
            yield f"run-over-ladder: {_of(run)}, at most {most} at a time and {total} in all as run {len(rungs)}"
        if not unknown and run.run_minutes > growth(story, longest):
            yield f"run-grows: {_of(run)} after a longest of {longest}"
        longest = max(longest, run.run_minutes)
    for first, second in pairwise(runs):
        if second.run_minutes < first.run_minutes:
            yield f"run-falls: {_of(second)} after {_of(first)}"


def _after_pain(story: Story, runs: list[Session]) -> Iterator[str]:
    for check_in in story.check_ins:
        if check_in.running is None:
            continue
        off = 3 if check_in.running >= 4 else 0
        for run in runs:
            if 0 < (run.day - check_in.day).days < off and story.hours_are_steady:
                yield f"run-after-pain: {_of(run)} after pain {check_in.running} in a run on {check_in.day}"


def _confirmed(story: Story, runs: list[Session], done: list[RunDone]) -> Iterator[str]:
    confirmed = [run for run in runs if run.status == "confirmed"]
    if not confirmed:
        return
    if confirmed != runs[:1]:
        yield f"confirmed-not-next: {', '.join(_of(run) for run in confirmed)}"
    run = runs[0]
    check_ins = [check_in for check_in in story.check_ins if check_in.day <= run.day]
    if not check_ins:
        yield f"confirmed-without-check-in: {_of(run)}"
        return
    last = check_ins[-1]
    if last.morning == "worse" or last.worst >= 4 or last.painkiller:
        yield f"confirmed-after-bad-check-in: {_of(run)} after {last.day}"
    hard = [check_in.day for check_in in check_ins if check_in.worst >= 6]
    since = max([story.date(story.base), *hard])
    if not any(each.day >= since for each in done) or (hard and not any(each.day > hard[-1] for each in done)):
        yield from _gate(story, run, [check_in for check_in in check_ins if check_in.day >= since])


def _gate(story: Story, run: Session, check_ins: list[CheckIn]) -> Iterator[str]:
    needed = {"brisk-walk", "hops"}
    if is_strain(story) or level(story) >= MODERATE:
        needed.add("heel-raises")
    passed: set[str] = set()
    first: dt.date | None = None
    for check_in in check_ins:
        fresh = (run.day - check_in.day).days <= 3
        early = story.who.sleeps(check_in.day) < tests_from(story)
        if (
            check_in.gates
            and fresh
            and not early
            and check_in.rest == 0
            and check_in.walking == 0
            and not check_in.painkiller
        ):
            passed |= check_in.gates
            first = first or check_in.day
    if not needed <= passed or first is None:
        yield f"confirmed-without-gate: {_of(run)}, passed {sorted(passed)}"
    elif not any(check_in.day > first and check_in.morning in {"better", "same"} for check_in in check_ins):
        yield f"confirmed-without-morning: {_of(run)}, gate of {first}"


def _of(run: Session) -> str:
    dose = run.dose
    return f"{run.key} ({run.start:%F %H:%M}, {dose.get('repeats')} x {dose.get('run_minutes')} min, {run.status})"
