"""Draws facts that a runner may enter, as options of the command line and as values."""

import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import Final, final

from attrs import evolve, frozen

from tests.lives import words
from tests.lives.facts import CheckIn, Report, Who
from tests.lives.wall import clock_of, instant_of, minutes_of, written

_ONSETS: Final = (
    dt.datetime.fromisoformat("2026-11-22T18:30"),
    dt.datetime.fromisoformat("2026-03-27T18:00"),
    dt.datetime.fromisoformat("2026-10-23T07:15"),
    dt.datetime.fromisoformat("2026-04-02T12:00"),
    dt.datetime.fromisoformat("2027-02-26T06:45"),
)


@final
@frozen(kw_only=True)
class Facts:
    """Drawn options, and the runner and report that they describe."""

    options: tuple[str, ...]
    who: Who
    report: Report


def some(random: Random, items: tuple[str, ...], most: int = 2) -> list[str]:
    """Draw a few of the items."""
    return random.sample(items, random.randint(1, most))


def repeated(name: str, items: Sequence[str]) -> list[str]:
    """Write a repeatable option."""
    return [part for item in items for part in (name, item)]


def pain(random: Random, *, calm: bool) -> int:
    """Draw a pain, mostly a small one."""
    if calm or random.random() < 0.75:
        return random.choice((0, 0, 0, 0, 1, 1, 2, 3))
    return random.randint(0, 10)


def findings(random: Random, *, calm: bool) -> list[str]:
    """Draw findings: mostly none, sometimes some that need a clinician."""
    dice = random.random()
    if calm or dice < 0.6:
        return some(random, words.COMMON, 2) if dice < 0.15 else []
    if dice < 0.8:
        return some(random, (*words.RAISING, *words.COMMON), 3)
    if dice < 0.97:
        return some(random, (*words.REFERRING, *words.OTHER, *words.RAISING), 2)
    return some(random, words.EMERGENCY, 1) if dice < 0.985 else some(random, words.FINDINGS, 4)


def beginning(random: Random) -> tuple[Facts, dt.datetime]:
    """Draw a runner, a report and the moment of planning."""
    calm = random.random() < 0.5
    zone = random.choice(words.ZONES)
    onset = random.choice(_ONSETS) + dt.timedelta(minutes=random.randint(-3000, 3000))
    delay = random.choice((0, 60, 600, random.randint(0, 4000), random.randint(0, 15000)))
    now = instant_of(zone, f"{onset:%Y-%m-%dT%H:%M}") + dt.timedelta(minutes=60 if calm else delay)
    bare = Facts(options=(), who=Who(zone=zone), report=Report(onset=now))
    facts = runner(random, bare, everything=not calm and random.random() < 0.5)
    facts = report(random, facts, onset=onset, calm=calm)
    options = ("--tz", zone, *facts.options)
    return evolve(facts, options=options), now


def amendment(random: Random, who: Who, known: Report, now: dt.datetime) -> Facts:
    """Draw corrected or later facts."""
    facts = Facts(options=(), who=who, report=known)
    if random.random() < 0.6:
        facts = runner(random, facts, everything=random.random() < 0.3, least=1)
    if random.random() < 0.6 or not facts.options:
        onset = None
        if random.random() < 0.3:
            moment = known.onset + dt.timedelta(minutes=random.randint(-6000, 3000))
            onset = dt.datetime.fromisoformat(written(who.zone, moment))
        facts = report(random, facts, onset=onset, calm=random.random() < 0.4)
    if random.random() < 0.03:
        facts = evolve(facts, options=(*facts.options, "--tz", random.choice(words.ZONES)))
    return facts


def runner(random: Random, facts: Facts, *, everything: bool, least: int = 0) -> Facts:
    """Draw the runner: waking hours, usual runs, cautions, kit."""
    options: list[str] = []
    who = facts.who
    chosen = random.sample(range(9), 9 if everything else random.randint(least, 3))
    if 0 in chosen:
        wake, bed = _hours(random)
        who = evolve(who, wake=minutes_of(wake), bed=minutes_of(bed))
        options += ["--wake", wake, "--bed", bed]
    if 1 in chosen:
        usual = random.choice((5, 12, 20, 21, 30, 45, 60, 90, random.randint(5, 300)))
        who = evolve(who, usual_run=usual)
        options += ["--usual-run", str(usual)]
    if 2 in chosen:
        who = evolve(who, runs_per_week=random.randint(1, 7))
        options += ["--runs-per-week", str(who.runs_per_week)]
    if 3 in chosen:
        options += ["--run-days", ",".join(some(random, words.WEEKDAYS, 5))]
    if 4 in chosen and random.random() < 0.7:
        options += ["--run-time", clock_of(who.wake + random.randint(0, who.bed_minutes - who.wake - 60))]
    if 5 in chosen and random.random() < 0.4:
        cautions = some(random, words.CAUTIONS)
        who = evolve(who, cautions=frozenset(cautions))
        options += repeated("--caution", cautions)
    if 6 in chosen:
        options += repeated("--cause", some(random, words.CAUSES))
    if 7 in chosen:
        kit = some(random, words.KIT)
        who = evolve(who, without=frozenset(kit))
        options += repeated("--without", kit)
    if 8 in chosen:
        extras = some(random, words.EXTRAS, 4)
        who = evolve(who, extras=frozenset(extras))
        options += repeated("--extra", extras)
    return evolve(facts, options=(*facts.options, *options), who=who)


def report(random: Random, facts: Facts, *, onset: dt.datetime | None, calm: bool) -> Facts:
    """Draw a report; without an onset, a correction of some of it."""
    options: list[str] = []
    drawn = facts.report
    first = not facts.report.findings and onset is not None
    if onset is not None:
        wall = f"{onset:%Y-%m-%dT%H:%M}"
        drawn = evolve(drawn, onset=instant_of(facts.who.zone, wall))
        options += ["--onset", wall]
    by_hand = random.random() < 0.15
    if by_hand:
        drawn = evolve(drawn, severity=random.choice(words.LEVELS))
        options += ["--severity", str(drawn.severity)]
    if (first and not by_hand) or random.random() < 0.4:
        drawn = evolve(drawn, rest=pain(random, calm=calm), walking=pain(random, calm=calm))
        options += ["--pain-rest", str(drawn.rest), "--pain-walking", str(drawn.walking)]
    noticed = findings(random, calm=calm)
    if random.random() < 0.15:
        noticed = sorted({*noticed, "started-hours-after", "diffuse-soreness"})
    if noticed:
        drawn = evolve(drawn, findings=frozenset(noticed))
        options += repeated("--finding", noticed)
    if random.random() < 0.2:
        drawn = evolve(drawn, side=random.choice(words.SIDES))
        options += ["--side", str(drawn.side)]
    return evolve(facts, options=(*facts.options, *options), report=drawn)


def check_in(random: Random, now: dt.datetime, day: dt.date, *, calm: bool) -> tuple[list[str], CheckIn]:
    """Draw a check-in for a day, without sessions."""
    drawn = CheckIn(entered_at=now, day=day)
    options: list[str] = []
    if calm or random.random() < 0.85:
        drawn = evolve(drawn, rest=0 if calm else pain(random, calm=False))
        options += ["--pain-rest", str(drawn.rest)]
    if calm or random.random() < 0.85:
        drawn = evolve(drawn, walking=0 if calm else pain(random, calm=False))
        options += ["--pain-walking", str(drawn.walking)]
    if calm or random.random() < 0.75:
        drawn = evolve(drawn, morning=random.choice(words.MORNINGS[:2] if calm else words.MORNINGS))
        options += ["--morning", str(drawn.morning)]
    noticed = [] if calm else findings(random, calm=random.random() < 0.6)
    if noticed:
        drawn = evolve(drawn, findings=frozenset(noticed))
        options += repeated("--finding", noticed)
    if calm or random.random() < 0.4:
        gates = list(words.GATES) if calm else some(random, words.GATES, 3)
        drawn = evolve(drawn, gates=frozenset(gates))
        options += repeated("--gate", gates)
    if not calm and random.random() < 0.1:
        drawn = evolve(drawn, painkiller=True)
        options.append("--painkiller")
    return options, drawn


def _hours(random: Random) -> tuple[str, str]:
    dice = random.random()
    if dice < 0.5:
        wake = random.randint(5 * 60, 9 * 60)
        return clock_of(wake), clock_of(wake + random.randint(13 * 60, 16 * 60))
    if dice < 0.75:
        wake = random.randint(12 * 60, 20 * 60)
        return clock_of(wake), clock_of(wake + random.randint(10 * 60, 18 * 60))
    wake = random.randint(0, 24 * 60 - 1)
    return clock_of(wake), clock_of(wake + random.randint(6 * 60, 20 * 60))
