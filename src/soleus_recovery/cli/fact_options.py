"""The options that describe the runner and the report, and the facts that are read from them."""

import datetime as dt
import os
import re
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import attrs
import click

from soleus_recovery.cli.files import read_file
from soleus_recovery.cli.options import (
    FINDINGS,
    Option,
    PainkillerForm,
    add_options,
    listed,
    moment,
    named,
    number,
    option_of,
    painkiller_form,
)
from soleus_recovery.clock import validate_zone
from soleus_recovery.errors import CalendarFileError, FactError, ProtocolError, shown
from soleus_recovery.facts.closed_words import member_spelt
from soleus_recovery.facts.report import SymptomReport
from soleus_recovery.facts.runner import Runner
from soleus_recovery.guidance.loader import LONGEST_PROTOCOL, STANDARD, builtin, builtin_ids, parse_protocol
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.plan.plan import Plan
from soleus_recovery.spans import Span, merge
from soleus_recovery.vocabulary import Cause, Caution, Extra, Finding, Kit, Severity, Side, Weekday

__all__ = [
    "amended_facts",
    "busy_times",
    "drawn_id",
    "facts_options",
    "later_facts_options",
    "protocol_of_plan",
    "protocol_option",
    "read_id",
    "read_protocol",
    "runner_and_report",
]

_LOCALTIME, _TIMEZONE = Path("/etc/localtime"), Path("/etc/timezone")
C = TypeVar("C", bound=Callable[..., Any])
_ID_BYTES = 8
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)


def protocol_option(*, default: str | None = None) -> Option:
    """Return the option ``--protocol``."""
    says = f"The guidance: {', '.join(builtin_ids())}, or a FILE.toml."
    return click.option("--protocol", default=default, metavar="ID|FILE", help=says)


def facts_options(command: C) -> C:
    """Add to a command the options that describe the runner and the report."""
    onset = "When it began, such as 2026-11-22T18:30; always needed."
    zone = "Your time zone, such as Europe/Berlin (default: the system's)."
    known_by = "The plan's id (default: made from the facts; for start and plan --discreet a random one)."
    new = [
        protocol_option(default=STANDARD),
        click.option("--id", "plan_id", metavar="WORD", help=known_by),
    ]
    return add_options(command, [*_options(onset=onset, zone=zone), *new])


def later_facts_options(command: C) -> C:
    """Add to a command the options of ``facts_options``, all of them optional, for a case that has begun.

    The options for the id and the protocol, which a case keeps, are hidden from the help text.
    """
    onset, zone = (
        "When it really began, such as 2026-11-22T18:30.",
        "The time zone; a case keeps the one it began with.",
    )
    kept = [click.option("--protocol", hidden=True), click.option("--id", "plan_id", hidden=True)]
    return add_options(command, [*_options(onset=onset, zone=zone), *kept])


def _options(*, onset: str, zone: str) -> list[Option]:
    option = click.option
    return [
        option("--onset", metavar="WALL", help=onset),
        option("--tz", metavar="ZONE", help=zone),
        option("--now", metavar="WALL", help="The moment of planning (default: the clock)."),
        option("--severity", metavar="WORD", help=listed("Severity, if you give no pains", Severity)),
        option("--pain-rest", metavar="N", help="Pain at rest, 0 to 10."),
        option("--pain-walking", metavar="N", help="Pain walking, 0 to 10."),
        option(
            "--finding",
            multiple=True,
            metavar="NAME",
            help=listed(FINDINGS, Finding),
        ),
        option(
            "--painkiller",
            metavar="[WORD]",
            help=listed("These pains are within 24 hours of a painkiller; tablets unless you say gel", PainkillerForm),
        ),
        option("--side", metavar="WORD", help=listed("Which calf", Side)),
        option("--cause", multiple=True, metavar="NAME", help=listed("What may have caused it; repeatable", Cause)),
        option("--caution", multiple=True, metavar="NAME", help=listed("What calls for care; repeatable", Caution)),
        option("--without", multiple=True, metavar="KIT", help=listed("Kit you do not have; repeatable", Kit)),
        option(
            "--extra", multiple=True, metavar="NAME", help=listed("What you want in the plan too; repeatable", Extra)
        ),
        option("--usual-run", metavar="MIN", help="Your usual run in minutes, 5 to 300 (default: 45)."),
        option("--long-run", metavar="MIN", help="Your long run in minutes, up to 300 (default: no longer run)."),
        option("--runs-per-week", metavar="N", help="Your usual runs a week, 1 to 7 (default: 3)."),
        option("--age", metavar="N", help="Your age in years, 1 to 120; optional. Under 16 is the finding under-16."),
        option("--run-days", metavar="DAYS", help=listed("Days you can run, with commas", Weekday)),
        option("--run-time", metavar="HH:MM", help="When you run (default: 18:00, or within your waking hours)."),
        option("--wake", metavar="HH:MM", help="When you get up (default: 07:00)."),
        option("--bed", metavar="HH:MM", help="When you go to bed (default: 22:00; 6 to 20 h after getting up)."),
        option("--busy", multiple=True, metavar="FILE.ics", help="A calendar to plan around; repeatable."),
    ]


def read_id(options: Mapping[str, Any]) -> str | None:
    """Return the id that ``--id`` gives, None without that option; raise ``FactError`` if the text cannot be an id."""
    plan_id: str | None = options["plan_id"]
    if plan_id is not None and not _ID.fullmatch(plan_id):
        allowed = "1 to 64 letters, digits, dots, dashes and underscores, a letter or digit first"
        raise FactError(field="id", given=f"{shown(plan_id)} is not an id", allowed=allowed)
    return plan_id


def drawn_id() -> str:
    """Draw a random id, which reveals nothing about the runner."""
    return secrets.token_hex(_ID_BYTES)


def read_protocol(field: str, name: str) -> RecoveryProtocol:
    """Return the built-in protocol that has ``name`` as its id, or the protocol in the TOML file ``name``.

    Raises ``FactError`` for the ``field`` if ``name`` is neither a built-in id nor the name of a TOML file. Raises
    ``ProtocolError``, with the file's name and the path inside, if the file is not a valid protocol.
    """
    if name in builtin_ids():
        return builtin(name)
    if not name.endswith(".toml"):
        allowed = f"{', '.join(builtin_ids())}, or a FILE.toml"
        raise FactError(field=field, given=f"{shown(name)} is not a protocol", allowed=allowed)
    where = f"{option_of(field)} {shown(name)}"
    try:
        return parse_protocol(read_file(name, ProtocolError, what="protocol", most=LONGEST_PROTOCOL).decode())
    except UnicodeDecodeError as error:
        raise ProtocolError(path=where, problem="is not UTF-8; allowed: a protocol file") from error
    except ProtocolError as error:
        inside = "" if error.path == shown(name) else f": {error.path}"
        raise ProtocolError(path=f"{where}{inside}", problem=error.problem) from error


def protocol_of_plan(plan: Plan, named: str | None) -> RecoveryProtocol:
    """Return the protocol that a plan was made from: a built-in protocol, or the protocol that ``named`` names."""
    if named is None and plan.protocol.id not in builtin_ids():
        given = f"this plan was made from {shown(plan.protocol.id)}, which does not ship"
        raise FactError(field="protocol", given=given, allowed="its FILE.toml")
    protocol = read_protocol("protocol", plan.protocol.id if named is None else named)
    if protocol.id != plan.protocol.id:
        given = f"{shown(protocol.id)} is not what this plan was made from"
        raise FactError(field="protocol", given=given, allowed=shown(plan.protocol.id))
    return protocol


def runner_and_report(options: Mapping[str, Any]) -> tuple[Runner, SymptomReport, dt.datetime]:
    """Return the runner and the report that the options describe, and the moment of planning."""
    zone = validate_zone("zone", options["tz"] if options["tz"] is not None else _system_zone())
    runner = Runner(zone=zone, **_of_runner(options))
    # A missing onset is refused by the report, which says what is allowed.
    fields: dict[str, Any] = {"onset": None} | _of_report(options)
    report = SymptomReport(**fields)
    return runner, report, moment(options["now"], zone)


def busy_times(options: Mapping[str, Any], *, zone: str, now: dt.datetime) -> tuple[Span, ...]:
    """Return the busy times in the calendars of ``--busy``; raise ``CalendarFileError`` with the name of a bad file."""
    spans: list[Span] = []
    for name in options["busy"]:
        # The module is imported here, because the import takes a while and few plans need it.
        from soleus_recovery.calendars.busy import LONGEST_CALENDAR, read_busy

        where = f"--busy {shown(name)}"
        try:
            data = read_file(name, CalendarFileError, what="calendar", most=LONGEST_CALENDAR)
            spans += read_busy(data, zone=zone, now=now)
        except CalendarFileError as error:
            inside = "" if error.path == shown(name) else f": {error.path}"
            raise CalendarFileError(path=f"{where}{inside}", problem=error.problem) from error
    return merge(spans)


def amended_facts(runner: Runner, report: SymptomReport, options: Mapping[str, Any]) -> tuple[Runner, SymptomReport]:
    """Return the runner and the report of a case, with each fact that the options give in place of the old fact.

    Raises ``FactError`` if the options give no fact, or if they give an id or a protocol, which a case keeps.
    """
    for field, name, what in (("id", "plan_id", "its id"), ("protocol", "protocol", "its protocol")):
        if options[name] is not None:
            given = f"{shown(options[name])} cannot be given to a case that has begun"
            raise FactError(field=field, given=given, allowed=f"no {'--' + field}: a case keeps {what}")
    zone = {"zone": options["tz"]} if options["tz"] is not None else {}
    changed, reported = zone | _of_runner(options), _of_report(options)
    if not changed and not reported and not options["busy"]:
        allowed = "at least one: --onset, --severity, --pain-rest, --pain-walking, --finding, --bed or another"
        raise FactError(field="CASE", given="no fact is given", allowed=allowed)
    return attrs.evolve(runner, **changed), attrs.evolve(report, **reported)


def _of_runner(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the runner's fields that the options give, without the zone."""
    single = {
        "wake": options["wake"],
        "bed": options["bed"],
        "run_time": options["run_time"],
        "usual_run_minutes": number(options["usual_run"]),
        "long_run_minutes": number(options["long_run"]),
        "runs_per_week": number(options["runs_per_week"]),
        "age": number(options["age"]),
    }
    days = options["run_days"]
    several = {
        "run_days": None if days is None else named(Weekday, "run_days", days.split(",")),
        "without": named(Kit, "without", options["without"]) or None,
        "cautions": named(Caution, "cautions", options["caution"]) or None,
        "causes": named(Cause, "causes", options["cause"]) or None,
        "extras": named(Extra, "extras", options["extra"]) or None,
    }
    return {name: value for name, value in (single | several).items() if value is not None}


def _of_report(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the report's fields that the options give."""
    fields = {
        "onset": options["onset"],
        "pain_at_rest": number(options["pain_rest"]),
        "pain_walking": number(options["pain_walking"]),
        "severity": None if options["severity"] is None else member_spelt(Severity, "severity", options["severity"]),
        "findings": named(Finding, "findings", options["finding"]) or None,
        "painkiller": None if painkiller_form(options["painkiller"]) is None else True,
        "side": None if options["side"] is None else member_spelt(Side, "side", options["side"]),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _system_zone() -> object:
    """Return the name of the system's time zone from the variable TZ or the system's files; None if neither has one."""
    if name := os.environ.get("TZ", "").removeprefix(":"):
        return (_zone_of(Path(name)) if name.startswith("/") else "") or name
    try:
        return _zone_of(_LOCALTIME) or _TIMEZONE.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError):
        return None


def _zone_of(file: Path) -> str:
    """Return the time zone that the path of a file in a zoneinfo folder names; empty for any other file."""
    parts = file.resolve().parts
    return "/".join(parts[parts.index("zoneinfo") + 1 :]) if "zoneinfo" in parts else ""
