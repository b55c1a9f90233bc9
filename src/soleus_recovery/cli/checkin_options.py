"""Options of a check-in into facts: one day's word, and what a clinician has cleared."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeVar

import attrs
import click

from soleus_recovery.cli.options import FINDINGS, add_options, date, listed, named, number, option_of
from soleus_recovery.cli.red_flags import findings_in, pain_in
from soleus_recovery.clock import Minute
from soleus_recovery.errors import FactError, shown
from soleus_recovery.facts.case import Case, day_at
from soleus_recovery.facts.checkin import Amendment, CheckIn, Clearance, Done
from soleus_recovery.facts.closed_words import member_spelt
from soleus_recovery.plan.plan import Plan
from soleus_recovery.vocabulary import Activity, Finding, Gate, Morning

__all__ = ["checkin_options", "read_facts", "readable_facts"]

C = TypeVar("C", bound=Callable[..., Any])

_TELLS: Final = (
    *("pain_rest", "pain_walking", "pain_running", "morning"),
    *("finding", "gate", "painkiller", "done", "missed"),
)
_CLEARS: Final = ("cleared", "cleared_by", "cleared_for")
_SOME = 4  # keys named as examples


def checkin_options(command: C) -> C:
    """Add the options of a check-in."""
    option = click.option
    key = "by its key (ice-2 is 2026-11-23-ice-2 on that day)"
    return add_options(
        command,
        [
            option("--day", metavar="DATE", help="The day you tell of (default: the one whose waking hours are on)."),
            option("--pain-rest", metavar="N", help="Pain at rest this evening, 0 to 10."),
            option("--pain-walking", metavar="N", help="Pain walking this evening, 0 to 10."),
            option("--pain-running", metavar="N", help="Pain in the run, 0 to 10; says that there was one."),
            option("--morning", metavar="WORD", help=listed("This morning against the one before", Morning)),
            option(
                "--finding",
                multiple=True,
                metavar="NAME",
                help=listed(FINDINGS, Finding),
            ),
            option("--gate", multiple=True, metavar="NAME", help=listed("A test that you passed; repeatable", Gate)),
            option("--painkiller", is_flag=True, help="You took a painkiller in the last 24 hours."),
            option("--done", multiple=True, metavar="SESSION[@HH:MM]", help=f"A session you did, {key}; repeatable."),
            option("--missed", multiple=True, metavar="SESSION", help="A session you left out; repeatable."),
            option("--cleared", metavar="DATE", help="When a clinician cleared what the plan waits for."),
            option("--cleared-by", metavar="WORD", help="Who cleared it."),
            option("--cleared-for", metavar="FINDING", help=listed("The finding that was cleared", Finding)),
            option("--now", metavar="WALL", help="The moment of telling (default: the clock)."),
        ],
    )


def read_facts(
    case: Case, plans: Iterable[Plan], options: Mapping[str, Any], *, at: Minute
) -> tuple[Clearance | CheckIn, ...]:
    """What the options tell, a clearance first; ``plans`` hold the sessions that can be named."""
    clearance, tells = _clearance(options), any(options[name] not in (None, False, ()) for name in _TELLS)
    if clearance is None and not tells:
        allowed = ", ".join(map(option_of, (*_TELLS, "cleared with --cleared-by and --cleared-for")))
        raise FactError(field="CASE", given="nothing is told", allowed=allowed)
    runner, _ = case.facts_until(at)
    day = day_at(runner, at) if options["day"] is None else date("day", options["day"])
    told: list[Clearance | CheckIn] = [] if clearance is None else [clearance]
    return (*told, _word(day, plans, options)) if tells else tuple(told)


def _clearance(options: Mapping[str, Any]) -> Clearance | None:
    given = [name for name in _CLEARS if options[name] is not None]
    if not given:
        return None
    for name in _CLEARS:
        if options[name] is None:
            allowed = "--cleared DATE --cleared-by WORD --cleared-for FINDING, all three"
            raise FactError(field=name, given=f"it is missing beside {option_of(given[0])}", allowed=allowed)
    return Clearance(
        date=date("cleared", options["cleared"]),
        by=options["cleared_by"],
        finding=member_spelt(Finding, "cleared_for", options["cleared_for"]),
    )


def _word(day: dt.date, plans: Iterable[Plan], options: Mapping[str, Any]) -> CheckIn:
    sessions = _sessions(day, plans)
    missed = tuple(_key("missed", text, day, sessions) for text in options["missed"])
    ran = options["pain_running"] is not None
    runs = [key for key in missed if sessions[key] is Activity.RUN]
    if ran and runs:
        given = f"{shown(runs[0])} is missed, and --pain-running tells of a run"
        raise FactError(field="missed", given=given, allowed="one of the two")
    return CheckIn(
        day=day,
        pain_at_rest=number(options["pain_rest"]),
        pain_walking=number(options["pain_walking"]),
        pain_running=number(options["pain_running"]),
        morning=None if options["morning"] is None else member_spelt(Morning, "morning", options["morning"]),
        findings=named(Finding, "findings", options["finding"]),
        gates=named(Gate, "gates", options["gate"]),
        painkiller=options["painkiller"],
        done=tuple(_done(text, day, sessions) for text in options["done"]),
        missed=missed,
    )


def _sessions(day: dt.date, plans: Iterable[Plan]) -> dict[str, Activity]:
    """The sessions of a day, by key, also what has fallen away since it was planned."""
    found: dict[str, Activity] = {}
    for plan in plans:
        planned = plan.on(day)
        found |= {each.key: each.activity for each in (planned.sessions if planned is not None else ())}
        found |= {each.key: each.activity for each in plan.withdrawn if each.key.startswith(f"{day}-")}
    return found


def _done(text: str, day: dt.date, sessions: Mapping[str, Activity]) -> Done:
    name, at, time = text.partition("@")
    return Done(session=_key("done", name, day, sessions), at=time if at else None)


def _key(field: str, text: str, day: dt.date, sessions: Mapping[str, Activity]) -> str:
    """The key of a session of this day, whole or without the date."""
    for key in (text, f"{day}-{text}"):
        if key in sessions:
            return key
    names = [key.removeprefix(f"{day}-") for key in sessions]
    # The last ones too: a run stands near the end of its day.
    some = names if len(names) <= _SOME else [*names[: _SOME // 2], *names[-_SOME // 2 :]]
    allowed = f"a session of that day, such as {', '.join(some)}" if some else "a --day that the plan has"
    raise FactError(field=field, given=f"{shown(text)} is not in the plan of {day}", allowed=allowed)


def readable_facts(case: Case, options: Mapping[str, Any], *, at: Minute) -> tuple[Amendment, CheckIn]:
    """What can be read of findings and pains, whatever else is mistyped: as a correction, and as a word for today."""
    runner, report = case.facts_until(at)
    rest, walking, running = (pain_in(options, name) for name in ("pain_rest", "pain_walking", "pain_running"))
    word = CheckIn(
        day=day_at(runner, at),
        pain_at_rest=rest,
        pain_walking=walking,
        pain_running=running,
        findings=findings_in(options),
    )
    # A report tells of no run: the pain in one counts as the pain walking.
    moving = max((pain for pain in (walking, running) if pain is not None), default=report.pain_walking)
    corrected = attrs.evolve(
        report,
        findings=report.findings | word.findings,
        pain_at_rest=report.pain_at_rest if rest is None else rest,
        pain_walking=moving,
    )
    return Amendment(runner=runner, report=corrected), word
