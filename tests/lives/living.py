"""A whole life, drawn from one seed: a start, some events, and a last look."""

from pathlib import Path
from random import Random
from typing import Final

from tests.lives import draw
from tests.lives.command import Run
from tests.lives.facts import Story
from tests.lives.life import CASE, Life
from tests.lives.looking import check, craft, look_ahead, look_on, stumble, tell_worse, write_calendar
from tests.lives.red_flags import flags_at
from tests.lives.telling import amend, check_in, clear
from tests.lives.wall import written

_OTHERS: Final = (
    look_on,
    look_on,
    look_ahead,
    check,
    stumble,
    craft,
    craft,
    write_calendar,
    tell_worse,
)


def step(life: Life) -> None:
    """Live one event."""
    life.events += 1
    life.pass_time()
    flagged = bool(flags_at(life.story, life.now)) and not life.story.emergency
    dice = life.random.random()
    written_before = life.plan_is_current
    if flagged and dice < 0.35:
        clear(life)
    elif dice < (0.85 if life.calm else 0.6):
        check_in(life)
    elif dice < (0.88 if life.calm else 0.75):
        amend(life)
    elif dice < 0.78:
        clear(life)
    else:
        life.random.choice(_OTHERS)(life)
    if not life.plan_is_current:
        wanted = 0.3 if not written_before else 1.0 if flags_at(life.story, life.now) else 0.5
        if life.random.random() < wanted:
            life.read()


def live(seed: int, folder: Path, run: Run) -> Life:
    """Live the life of a seed in an empty folder."""
    random = Random(seed)
    facts, now = draw.beginning(random)
    story = Story(first_who=facts.who, first_report=facts.report, started_at=now)
    life = Life(random=random, folder=folder, run=run, story=story, now=now, calm=random.random() < 0.45)
    wall = written(facts.who.zone, now)
    answer = life.ask("start", CASE, "--id", f"life-{seed}", "--now", wall, *facts.options)
    if answer.code in {2, 4}:
        if (folder / CASE).exists():
            life.fail(f"file-touched: exit {answer.code}, and a case is there")
        if answer.code == 4 and not any(flag.emergency for flag in flags_at(story, now)):
            life.fail("emergency-of-nothing: exit 4 of a report without one")
        return life
    life.judge_exit(answer, now)
    life.read()
    for _ in range(_length(random)):
        step(life)
    life.read()
    check(life)
    life.look("today", CASE, "--now", written(facts.who.zone, life.now), now=life.now)
    return life


def _length(random: Random) -> int:
    """Draw how many events: mostly few, at times up to 45."""
    return min(45, 5 + int(random.expovariate(1 / 3))) if random.random() < 0.95 else random.randint(20, 45)
