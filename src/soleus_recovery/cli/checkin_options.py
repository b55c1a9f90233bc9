"""The options of a check-in, and the facts that are read from them: a check-in, and a clinician's clearance."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeVar

import attrs
import click

from soleus_recovery.cli.options import (
    FINDINGS,
    PainkillerForm,
    add_options,
    date,
    listed,
    named,
    number,
    option_of,
    painkiller_form,
)
from soleus_recovery.cli.red_flags import findings_in, pain_in
from soleus_recovery.clock import Minute
from soleus_recovery.errors import FactError, shown
from soleus_recovery.facts.case import Case, day_at
from soleus_recovery.facts.checkin import Amendment, CheckIn, Clearance, Done, Raises
from soleus_recovery.facts.closed_words import member_spelt
from soleus_recovery.plan.plan import Plan
from soleus_recovery.vocabulary import Activity, Finding, Gate, Measure, Morning, Severity

__all__ = ["checkin_options", "read_facts", "readable_facts"]

C = TypeVar("C", bound=Callable[..., Any])

_CHECK_IN: Final = (
    *("pain_rest", "pain_walking", "pain_running", "pain_training", "morning"),
    *("finding", "gate", "raises", "painkiller", "done", "missed"),
)
_CLEARANCE: Final = ("cleared", "cleared_by", "cleared_for")
_CONDITIONS: Final = ("cleared_level", "not_before", "keep_off")
_SOME = 4  # keys that an error names as examples


def checkin_options(command: C) -> C:
    """Add the options of a check-in to a command."""
    option = click.option
    key = "by its key (ice-2 is short for 2026-11-23-ice-2)"
    return add_options(
        command,
        [
            option(
                "--day", metavar="DATE", help="The day it is about (default: the one that began when you last got up)."
            ),
            option("--pain-rest", metavar="N", help="Pain at rest this evening, 0 to 10."),
            option("--pain-walking", metavar="N", help="Pain walking this evening, 0 to 10."),
            option("--pain-running", metavar="N", help="Pain in the run, 0 to 10; give it only if you ran."),
            option("--pain-training", metavar="N", help="Pain in the heel raises and bounces of the day, 0 to 10."),
            option("--morning", metavar="WORD", help=listed("This morning compared with the one before", Morning)),
            option(
                "--finding",
                multiple=True,
                metavar="NAME",
                help=listed(FINDINGS, Finding),
            ),
            option("--gate", multiple=True, metavar="NAME", help=listed("A test that you passed; repeatable", Gate)),
            option(
                "--raises",
                metavar="N/N",
                help="Heel raises on one leg in a row: the sore side, then the other, as in 14/18.",
            ),
            option(
                "--painkiller",
                metavar="[WORD]",
                help=listed("You took a painkiller in the last 24 hours; tablets unless you say gel", PainkillerForm),
            ),
            option("--done", multiple=True, metavar="SESSION[@HH:MM]", help=f"A session you did, {key}; repeatable."),
            option("--missed", multiple=True, metavar="SESSION", help="A session you left out; repeatable."),
            option("--cleared", metavar="DATE", help="The date on which a clinician cleared what the plan waits for."),
            option("--cleared-by", metavar="NAME", help="Who cleared it."),
            option("--cleared-for", metavar="FINDING", help=listed("The finding that was cleared", Finding)),
            option("--cleared-level", metavar="WORD", help=listed("The level they gave (default: severe)", Severity)),
            option("--not-before", metavar="DATE", help="They want no run before this date."),
            option("--keep-off", multiple=True, metavar="WORD", help=listed("What they keep off; repeatable", Measure)),
            option("--now", metavar="WALL", help="The moment of the check-in (default: the clock)."),
        ],
    )


def read_facts(
    case: Case, plans: Iterable[Plan], options: Mapping[str, Any], *, at: Minute
) -> tuple[Clearance | CheckIn, ...]:
    """Return the clearance and the check-in that the options give, in this order.

    ``plans`` hold the sessions that ``--done`` and ``--missed`` can name. Raises ``FactError`` if the options give
    neither a clearance nor a check-in.
    """
    clearance, has_check_in = _clearance(options), any(options[name] not in (None, False, ()) for name in _CHECK_IN)
    if clearance is None and not has_check_in:
        allowed = ", ".join(map(option_of, (*_CHECK_IN, "cleared with --cleared-by and --cleared-for")))
        raise FactError(field="CASE", given="the check-in is empty", allowed=allowed)
    runner, _ = case.facts_until(at)
    day = day_at(runner, at) if options["day"] is None else date("day", options["day"])
    facts: list[Clearance | CheckIn] = [] if clearance is None else [clearance]
    return (*facts, _check_in(day, plans, options)) if has_check_in else tuple(facts)


def _clearance(options: Mapping[str, Any]) -> Clearance | None:
    given = [name for name in (*_CLEARANCE, *_CONDITIONS) if options[name] not in (None, ())]
    if not given:
        return None
    for name in _CLEARANCE:
        if options[name] is None:
            allowed = "--cleared DATE --cleared-by NAME --cleared-for FINDING, all three"
            raise FactError(field=name, given=f"it is missing beside {option_of(given[0])}", allowed=allowed)
    return Clearance(
        date=date("cleared", options["cleared"]),
        by=options["cleared_by"],
        finding=member_spelt(Finding, "cleared_for", options["cleared_for"]),
        level=None
        if options["cleared_level"] is None
        else member_spelt(Severity, "cleared_level", options["cleared_level"]),
        not_before=None if options["not_before"] is None else date("not_before", options["not_before"]),
        keep_off=named(Measure, "keep_off", options["keep_off"]),
    )


def _check_in(day: dt.date, plans: Iterable[Plan], options: Mapping[str, Any]) -> CheckIn:
    sessions = _sessions(day, plans)
    missed = tuple(_key("missed", text, day, sessions) for text in options["missed"])
    ran = options["pain_running"] is not None
    runs = [key for key in missed if sessions[key] is Activity.RUN]
    if ran and runs:
        given = f"{shown(runs[0])} is missed, and --pain-running says that you ran"
        raise FactError(field="missed", given=given, allowed="one of the two")
    painkiller = painkiller_form(options["painkiller"])
    return CheckIn(
        day=day,
        pain_at_rest=number(options["pain_rest"]),
        pain_walking=number(options["pain_walking"]),
        pain_running=number(options["pain_running"]),
        pain_training=number(options["pain_training"]),
        morning=None if options["morning"] is None else member_spelt(Morning, "morning", options["morning"]),
        findings=named(Finding, "findings", options["finding"]),
        gates=named(Gate, "gates", options["gate"]),
        raises=None if options["raises"] is None else _raises(options["raises"]),
        painkiller=painkiller is not None,
        gel=painkiller is PainkillerForm.GEL,
        done=tuple(_done(text, day, sessions) for text in options["done"]),
        missed=missed,
    )


def _raises(text: str) -> Raises:
    sore, slash, other = text.partition("/")
    if not (slash and sore.isdecimal() and other.isdecimal()) or not text.isascii():
        allowed = "two whole numbers with a slash, the sore side first: 14/18"
        raise FactError(field="raises", given=f"{shown(text)} is no count", allowed=allowed)
    counts = (number(each) for each in (sore, other))
    return Raises(sore=next(counts), other=next(counts))


def _sessions(day: dt.date, plans: Iterable[Plan]) -> dict[str, Activity]:
    """Map the key of each session of a day, withdrawn sessions included, to the session's activity."""
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
    """Return the whole key of a session of this day, from a text with or without the date.

    Raises ``FactError`` if the day has no session with this key.
    """
    for key in (text, f"{day}-{text}"):
        if key in sessions:
            return key
    names = [key.removeprefix(f"{day}-") for key in sessions]
    # The error names the first and the last keys, because a run is near the end of its day.
    some = names if len(names) <= _SOME else [*names[: _SOME // 2], *names[-_SOME // 2 :]]
    allowed = f"a session of that day, such as {', '.join(some)}" if some else "a --day that the plan has"
    raise FactError(field=field, given=f"{shown(text)} is not in the plan of {day}", allowed=allowed)


def readable_facts(case: Case, options: Mapping[str, Any], *, at: Minute) -> tuple[Amendment, CheckIn]:
    """Return the findings and pains that can be read, twice: as a correction of the report, and as today's check-in.

    Commands use this function if options were refused: a red flag among these options is put on record all the same. A
    command records the first of the two facts that the case accepts.
    """
    runner, report = case.facts_until(at)
    rest, walking, running, training = (
        pain_in(options, name) for name in ("pain_rest", "pain_walking", "pain_running", "pain_training")
    )
    check_in = CheckIn(
        day=day_at(runner, at),
        pain_at_rest=rest,
        pain_walking=walking,
        pain_running=running,
        pain_training=training,
        findings=findings_in(options),
    )
    # A report has no field for pain in a run or in training: here such pain counts as pain walking.
    moving = max((pain for pain in (walking, running, training) if pain is not None), default=report.pain_walking)
    corrected = attrs.evolve(
        report,
        findings=report.findings | check_in.findings,
        pain_at_rest=report.pain_at_rest if rest is None else rest,
        pain_walking=moving,
    )
    return Amendment(runner=runner, report=corrected), check_in
