"""Events that add no fact: looking at a case, checking it, and commands that must be refused."""

import datetime as dt
from typing import Final

from tests.lives import draw, words
from tests.lives.calendar import calendar_breaks
from tests.lives.craft import crafted_breaks
from tests.lives.life import CASE, PLAN, Life
from tests.lives.plan import read_plan
from tests.lives.red_flags import flags_at
from tests.lives.wall import written

_LOOKS: Final = (["today", CASE], ["show", CASE], ["log", CASE, "-o", "-"], ["explain", CASE])


def look_on(life: Life) -> None:
    """Open the case with a command that reads."""
    command = life.random.choice(_LOOKS)
    moment = life.story.last_entry_at
    at: list[str] = []
    if command[0] == "today" or life.random.random() < 0.3:
        moment = life.now + dt.timedelta(minutes=life.random.choice((0, 5, 700, 3000, life.random.randint(0, 60000))))
        at = ["--now", written(life.story.who.zone, moment)]
    life.look(*command, *at, now=moment)


def look_ahead(life: Life) -> None:
    """Export the plan as of a later moment, silence between."""
    days = life.random.choice((1, 3, 8, 15, 27, 29, 30, 45, 120))
    life.read(max(life.now, life.story.last_entry_at) + dt.timedelta(days=days))


def write_calendar(life: Life) -> None:
    """Export a calendar, one way or another, and judge it."""
    detail = life.random.choice((["--detail", "daily"], ["--detail", "runs"], ["--detail", "sessions", "--alarms"], []))
    style = life.random.choice((["--style", "feed"], []))
    path = life.folder / "plan.ics"
    path.unlink(missing_ok=True)
    life.look("export", CASE, "-o", path.name, *detail, *style, now=life.story.last_entry_at)
    if path.exists():
        flags = flags_at(life.story, life.story.last_entry_at)
        for text in calendar_breaks(path, flags, life.story.last_entry_at):
            life.fail(text)


def tell_worse(life: Life) -> None:
    """Check in for the same day in two copies of the case, worse in one: that one must not plan a run earlier."""
    day = life.open_day()
    options, check_in = draw.check_in(life.random, life.now, day, calm=True)
    worse = list(options)
    position = (
        life.random.choice([worse.index("--pain-rest"), worse.index("--pain-walking"), worse.index("--morning")]) + 1
    )
    worse[position] = "worse" if worse[position] in words.MORNINGS else str(life.random.randint(1, 5))
    first: list[dt.datetime | None] = []
    for name, said in (("as-it-was.json", options), ("worse.json", worse)):
        copy = life.folder / name
        copy.write_bytes((life.folder / CASE).read_bytes())
        answer = life.ask("checkin", name, "--now", life.wall(), "--day", day.isoformat(), *said)
        if answer.code == 2:
            return
        path = life.folder / f"plan-{name}"
        path.unlink(missing_ok=True)
        life.ask("export", name, "-o", path.name)
        runs = read_plan(path).of("run") if path.exists() else []
        ahead = [run.start for run in runs if run.start is not None and run.start > life.now]
        first.append(ahead[0] if ahead else None)
    as_it_was, worst = first
    if worst is not None and (as_it_was is None or worst < as_it_was):
        life.fail(f"worse-check-in-earlier-run: {worst:%F %H:%M}, and {as_it_was} as it was; {check_in.day}: {worse}")


def check(life: Life) -> None:
    """Let the command check the last plan by its own laws."""
    if (life.folder / PLAN).exists() and life.plan is not None:
        answer = life.ask("check", PLAN)
        if answer.code != 0:
            broken = [line.strip() for line in answer.out.splitlines() if " ok " not in line]
            life.fail(f"own-laws: exit {answer.code}: {' | '.join(broken)[:400]} {answer.err.strip()[:200]}")


def stumble(life: Life) -> None:
    """Enter nonsense that must be refused: an odd clock, an unknown finding, a second start."""
    zone = life.story.who.zone
    earlier = written(zone, life.story.last_entry_at - dt.timedelta(minutes=life.random.randint(1, 90000)))
    said = life.random.choice(
        (
            ["checkin", CASE, "--now", earlier, "--pain-rest", "0"],
            ["checkin", CASE, "--now", life.wall(), "--pain-rest", "11"],
            ["checkin", CASE, "--now", life.wall(), "--finding", "gremlins"],
            ["checkin", CASE, "--now", life.wall(), "--done", "run-99"],
            ["checkin", CASE, "--now", life.wall(), "--day", "2031-01-01", "--pain-rest", "0"],
            ["amend", CASE, "--now", life.wall(), "--usual-run", "4"],
            ["amend", CASE, "--now", life.wall(), "--onset", written(zone, life.now + dt.timedelta(days=2))],
            ["amend", CASE, "--now", "2026-13-01T10:00", "--pain-rest", "1"],
            ["start", CASE, "--now", life.wall(), "--onset", life.wall(), "--pain-rest", "0", "--pain-walking", "0"],
        )
    )
    answer = life.tell(*said)
    if answer.code not in {2, 4}:
        life.fail(f"nonsense-taken: exit {answer.code}")
        life.story.emergency = life.story.emergency or answer.code == 4


def craft(life: Life) -> None:
    """Alter a copy of the case file by hand: it is refused, or every plan from it is safe."""
    for text in crafted_breaks(life.random, life.folder, life.ask, life.now):
        life.fail(text)
