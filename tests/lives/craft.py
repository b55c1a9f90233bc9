"""Case files altered by hand: each is refused in one line, or every plan from it is safe by the facts in it."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Final

from tests.lives.alterations import ALTERATIONS
from tests.lives.case_file import Json, story_of
from tests.lives.checks import breaks, first_of_each
from tests.lives.command import Answer
from tests.lives.facts import Amendment, CheckIn, Clearance, Story, Who
from tests.lives.plan import read_plan
from tests.lives.red_flags import flags_at
from tests.lives.wall import written
from tests.lives.words import REFERRING

CASE, CRAFTED, PLAN = "case.json", "crafted.json", "crafted-plan.json"
Ask = Callable[..., Answer]

# Findings that a case waits for only if they are named: pain, days or other findings can stand for the rest.
_NAMED_ONLY: Final = frozenset(REFERRING) - {
    "pain-not-eased-by-rest",
    "recurring",
    "notable-swelling",
    "cannot-bear-weight",
}


def crafted_breaks(random: Random, folder: Path, ask: Ask, now: dt.datetime) -> Iterator[str]:
    """Alter a copy of the case in one or two places, open it, and judge the plans and exit codes that follow."""
    case: Json = json.loads((folder / CASE).read_text(encoding="utf-8"))
    notes = [random.choice(ALTERATIONS)(random, case) for _ in range(random.choice((1, 1, 1, 2)))]
    (folder / CRAFTED).write_text(json.dumps(case), encoding="utf-8")
    note = "; ".join(notes)
    what = f"crafted ({note})"
    path = folder / PLAN
    path.unlink(missing_ok=True)
    answer = ask("export", CRAFTED, "-o", PLAN)
    if answer.code == 2:
        return
    try:
        story, as_of = story_of(case)
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError) as error:
        yield f"{what}: crafted-unreadable: exit {answer.code}, and the driver cannot read it: {error!r}"
        return
    for text in _unbelievable(story):
        yield f"{what}: crafted-believed: {text}"
    yield from (f"{what}: {text}" for text in _judged(story, answer, as_of))
    if path.exists():
        yield from (f"{what}: {text}" for text in first_of_each(breaks(story, read_plan(path), as_of, standard=False)))
    later = max(now, story.last_entry_at, as_of) + dt.timedelta(minutes=random.choice((0, 30, 2000)))
    wall = written(story.who.zone, later)
    answer = ask("today", CRAFTED, "--now", wall)
    if answer.code == 2:
        yield f"{what}: crafted-half-open: export takes it, today does not: {answer.err.strip()[:200]}"
    answer = ask("checkin", CRAFTED, "--now", wall, "--pain-rest", "0", "--pain-walking", "0", "--morning", "same")
    if answer.code == 2:
        return
    day = _open_day(story.who, story.date(later), later)
    story.facts.append(CheckIn(entered_at=later, day=day, rest=0, walking=0, morning="same"))
    yield from (f"{what}, then a check-in: {text}" for text in _judged(story, answer, later))
    path.unlink(missing_ok=True)
    ask("export", CRAFTED, "-o", PLAN)
    if path.exists():
        found = first_of_each(breaks(story, read_plan(path), later, standard=False))
        yield from (f"{what}, then a check-in: {text}" for text in found)


def _open_day(who: Who, day: dt.date, now: dt.datetime) -> dt.date:
    return day if who.wakes(day) <= now else day - dt.timedelta(days=1)


def _judged(story: Story, answer: Answer, now: dt.datetime) -> Iterator[str]:
    flags = flags_at(story, now)
    if answer.code == 4:
        story.emergency = True
    elif any(flag.emergency for flag in flags):
        yield f"emergency-not-said: exit {answer.code}"
    elif flags and answer.code != 3:
        yield f"flag-not-said: exit {answer.code} past {sorted({flag.because for flag in flags})}"


def _unbelievable(story: Story) -> Iterator[str]:
    """Give each fact that the command would never have accepted."""
    last = story.started_at
    if story.report.onset > story.started_at:
        yield "the onset is after the start"
    for fact in story.facts:
        if fact.entered_at < last:
            yield f"a fact entered at {fact.entered_at:%F %H:%M}, after one of {last:%F %H:%M}"
        last = max(last, fact.entered_at)
        if isinstance(fact, Clearance) and fact.finding in _NAMED_ONLY and not _was_named(story, fact):
            yield f"a clearance of {fact.finding}, which was never named"
        day = fact.day if isinstance(fact, CheckIn) else fact.date if isinstance(fact, Clearance) else None
        if day is not None and day > story.date(fact.entered_at):
            yield f"a fact about {day}, entered on {story.date(fact.entered_at)}"


def _was_named(story: Story, clearance: Clearance) -> bool:
    before = story.facts[: story.facts.index(clearance)]
    named = [story.first_report.findings, *(fact.findings for fact in before if isinstance(fact, CheckIn))]
    named += [fact.report.findings for fact in before if isinstance(fact, Amendment)]
    return any(clearance.finding in findings for findings in named)
