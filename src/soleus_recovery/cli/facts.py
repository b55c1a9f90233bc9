"""Options into facts: the runner, the report, the moment, and how the plan is shown."""

import datetime as dt
import os
import re
import textwrap
from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar, final
from zoneinfo import ZoneInfo

import attrs
import click

from soleus_recovery.calendars.detail import Detail
from soleus_recovery.clock import parse_wall, to_minute, to_wall, validate_zone
from soleus_recovery.errors import FactError, shown
from soleus_recovery.guidance.loader import STANDARD, builtin, builtin_ids
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.intake.checks import by_name
from soleus_recovery.intake.report import SymptomReport
from soleus_recovery.intake.runner import Runner
from soleus_recovery.vocabulary import Cause, Caution, Extra, Finding, Kit, Severity, Side, Weekday

__all__ = [
    "Presentation",
    "facts_options",
    "option_of",
    "read_id",
    "read_presentation",
    "read_protocol",
    "runner_and_report",
]

_LOCALTIME, _TIMEZONE = Path("/etc/localtime"), Path("/etc/timezone")
C = TypeVar("C", bound=Callable[..., Any])
W = TypeVar("W", bound=Enum)
_HELP_COLUMNS = 56  # what 80 leave beside the options' names
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)

# Where a fact's field is spelt otherwise than its option.
_OPTIONS = {
    "zone": "--tz",
    "pain_at_rest": "--pain-rest",
    "findings": "--finding",
    "cautions": "--caution",
    "causes": "--cause",
    "extras": "--extra",
    "usual_run_minutes": "--usual-run",
    "bed": "--wake, --bed",
    "severity": "--severity, --pain-rest, --pain-walking",
    "output": "-o",
    # Arguments have no dashes.
    "ITEM": "ITEM",
    "SESSION": "SESSION",
    "ID": "ID",
}


@final
@attrs.frozen(kw_only=True)
class Presentation:
    """How a plan is written, whatever is in it."""

    detail: Detail
    alarms: bool
    discreet: bool
    floating: bool


def option_of(field: str) -> str:
    """The option that a fact's field came from.

    >>> option_of("pain_at_rest")
    '--pain-rest'
    """
    return _OPTIONS.get(field, f"--{field.replace('_', '-')}")


def _words(kind: type[Enum]) -> str:
    return ", ".join(str(member.value) for member in kind)


def _listed(says: str, kind: type[Enum]) -> str:
    """Help that lists words, none of them broken at a hyphen: it is wrapped here, and click is told to leave it."""
    lines = textwrap.wrap(f"{says}: {_words(kind)}.", _HELP_COLUMNS, break_on_hyphens=False)
    return "\n".join(["\b", *lines])


def facts_options(command: C) -> C:
    """Add the options that describe the runner, the report and how the plan is shown."""
    for option in reversed(_options()):
        command = option(command)
    return command


def read_presentation(options: Mapping[str, Any]) -> Presentation:
    """How the options ask for the plan to be shown."""
    return Presentation(
        detail=by_name(Detail, "detail", options["detail"]),
        alarms=options["alarms"],
        discreet=options["discreet"],
        floating=options["floating"],
    )


def read_id(options: Mapping[str, Any]) -> str | None:
    """The plan's id, if one is given."""
    plan_id: str | None = options["plan_id"]
    if plan_id is not None and not _ID.fullmatch(plan_id):
        allowed = "1 to 64 letters, digits, dots, dashes and underscores, a letter or digit first"
        raise FactError(field="id", given=f"{shown(plan_id)} is not an id", allowed=allowed)
    return plan_id


def _options() -> list[Callable[[Any], Any]]:
    option = click.option
    return [
        option("--onset", metavar="WALL", help="When it began, such as 2026-11-22T18:30; always needed."),
        option("--tz", metavar="ZONE", help="Your time zone, such as Europe/Berlin (default: the system's)."),
        option("--now", metavar="WALL", help="The moment of planning (default: the clock)."),
        option("--severity", metavar="WORD", help=_listed("Severity, if you give no pains", Severity)),
        option("--pain-rest", metavar="N", help="Pain at rest, 0 to 10."),
        option("--pain-walking", metavar="N", help="Pain walking, 0 to 10."),
        option("--finding", multiple=True, metavar="NAME", help=_listed("What you noticed; repeatable", Finding)),
        option("--side", metavar="WORD", help=_listed("Which calf", Side)),
        option("--cause", multiple=True, metavar="NAME", help=_listed("What you suspect; repeatable", Cause)),
        option("--caution", multiple=True, metavar="NAME", help=_listed("What to mind; repeatable", Caution)),
        option("--without", multiple=True, metavar="KIT", help=_listed("Kit you lack; repeatable", Kit)),
        option("--extra", multiple=True, metavar="NAME", help=_listed("What you want too; repeatable", Extra)),
        option("--usual-run", metavar="MIN", help="Your usual run in minutes, 5 to 300 (default: 45)."),
        option("--runs-per-week", metavar="N", help="Your usual runs a week, 1 to 7 (default: 3)."),
        option("--run-days", metavar="DAYS", help=_listed("Days you can run, with commas", Weekday)),
        option("--run-time", metavar="HH:MM", help="When you run (default: 18:00, or inside the window)."),
        option("--wake", metavar="HH:MM", help="When you get up (default: 07:00)."),
        option("--bed", metavar="HH:MM", help="When you go to bed (default: 22:00; 6 to 20 h after getting up)."),
        option("--protocol", default=STANDARD, metavar="ID", help=f"The guidance: {', '.join(builtin_ids())}."),
        option("--id", "plan_id", metavar="WORD", help="The plan's id (default: derived from the facts)."),
        option("--detail", default=str(Detail.SESSIONS), metavar="WORD", help=_listed("Calendar detail", Detail)),
        option("--alarms", is_flag=True, help="Calendar alarms at the start of each timed session."),
        option("--discreet", is_flag=True, help="A calendar without a word about health."),
        option("--floating", is_flag=True, help="Calendar times without a zone."),
    ]


def read_protocol(field: str, name: str) -> RecoveryProtocol:
    """The protocol of this id; ``FactError`` for the field that named it where there is none."""
    if name not in builtin_ids():
        given = "is a file, and protocols from files come later" if name.endswith(".toml") else "is not a protocol"
        raise FactError(field=field, given=f"{shown(name)} {given}", allowed=", ".join(builtin_ids()))
    return builtin(name)


def runner_and_report(facts: Mapping[str, Any]) -> tuple[Runner, SymptomReport, dt.datetime]:
    """The facts that the options tell, with the moment of planning."""
    zone = validate_zone("zone", facts["tz"] if facts["tz"] is not None else _system_zone())
    given = {
        "wake": facts["wake"],
        "bed": facts["bed"],
        "run_time": facts["run_time"],
        "usual_run_minutes": _number(facts["usual_run"]),
        "runs_per_week": _number(facts["runs_per_week"]),
    }
    runner = Runner(
        zone=zone,
        **{name: value for name, value in given.items() if value is not None},
        run_days=_named(Weekday, "run_days", facts["run_days"].split(",") if facts["run_days"] is not None else ()),
        without=_named(Kit, "without", facts["without"]),
        cautions=_named(Caution, "cautions", facts["caution"]),
        causes=_named(Cause, "causes", facts["cause"]),
        extras=_named(Extra, "extras", facts["extra"]),
    )
    report = SymptomReport(
        onset=facts["onset"],
        pain_at_rest=_number(facts["pain_rest"]),
        pain_walking=_number(facts["pain_walking"]),
        severity=None if facts["severity"] is None else by_name(Severity, "severity", facts["severity"]),
        findings=_named(Finding, "findings", facts["finding"]),
        side=None if facts["side"] is None else by_name(Side, "side", facts["side"]),
    )
    return runner, report, _moment(facts["now"], zone)


def _moment(wall: str | None, zone: str) -> dt.datetime:
    if wall is None:
        return dt.datetime.now(tz=ZoneInfo(zone))
    return to_wall(to_minute(parse_wall("now", wall), zone), zone)


def _named(kind: type[W], field: str, names: "list[str] | tuple[str, ...]") -> frozenset[W]:
    return frozenset(by_name(kind, field, name) for name in names)


def _number(text: str | None) -> Any:
    """A whole number; what is not one stays text, so that the fact itself refuses it and says what is allowed."""
    if text is None:
        return None
    return int(text) if re.fullmatch(r"-?\d{1,9}", text, re.ASCII) else text


def _system_zone() -> object:
    """The name of the system's time zone, as it tells it; None where it does not."""
    if name := os.environ.get("TZ", "").removeprefix(":"):
        return (_zone_of(Path(name)) if name.startswith("/") else "") or name
    try:
        return _zone_of(_LOCALTIME) or _TIMEZONE.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError):
        return None


def _zone_of(file: Path) -> str:
    """The zone whose file this is, by its place in a zoneinfo folder; empty where it is in none."""
    parts = file.resolve().parts
    return "/".join(parts[parts.index("zoneinfo") + 1 :]) if "zoneinfo" in parts else ""
