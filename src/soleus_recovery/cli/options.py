"""The spelling of options, and how words, numbers, dates and moments are read from their values."""

import datetime as dt
import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from soleus_recovery.clock import local, parse_wall, to_minute
from soleus_recovery.errors import FactError, shown
from soleus_recovery.facts.closed_words import member_spelt

__all__ = [
    "FINDINGS",
    "Option",
    "PainkillerForm",
    "add_options",
    "date",
    "listed",
    "moment",
    "named",
    "number",
    "option_of",
    "painkiller_form",
    "with_painkiller_forms",
]

C = TypeVar("C", bound=Callable[..., Any])
W = TypeVar("W", bound=Enum)
Option = Callable[[Any], Any]
FINDINGS = "What you noticed; repeatable; `explain NAME` says what one means"
_HELP_COLUMNS = 56  # of 80, beside the names of the options
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,9}", re.ASCII)


class PainkillerForm(Enum):
    """What a painkiller was: something swallowed, or a gel on the skin."""

    TABLETS = "tablets"
    GEL = "gel"


# The options whose names differ from the names of the fields that they give, by field.
_OPTIONS = {
    "zone": "--tz",
    "pain_at_rest": "--pain-rest",
    "findings": "--finding",
    "gates": "--gate",
    "cautions": "--caution",
    "causes": "--cause",
    "extras": "--extra",
    "usual_run_minutes": "--usual-run",
    "long_run_minutes": "--long-run",
    "bed": "--wake, --bed",
    "severity": "--severity, --pain-rest, --pain-walking",
    "output": "-o",
    # Arguments have no dashes.
    "ITEM": "ITEM",
    "SESSION": "SESSION",
    "ID": "ID",
    "schema": "NAME",
    "CASE": "CASE.json",
}


def option_of(field: str) -> str:
    """Return the option that gives a fact's field.

    >>> option_of("pain_at_rest")
    '--pain-rest'
    """
    return _OPTIONS.get(field, f"--{field.replace('_', '-')}")


def add_options(command: C, options: Sequence[Option]) -> C:
    """Add options to a command, in this order."""
    for option in reversed(options):
        command = option(command)
    return command


def listed(says: str, kind: type[Enum]) -> str:
    """Return a help text with a list of the allowed words.

    The text is wrapped here, and a mark keeps click from wrapping it, because click would break words at their hyphens.
    """
    words = ", ".join(str(member.value) for member in kind)
    lines = textwrap.wrap(f"{says}: {words}.", _HELP_COLUMNS, break_on_hyphens=False)
    return "\n".join(["\b", *lines])


def named(kind: type[W], field: str, names: Iterable[str]) -> frozenset[W]:
    """Return the members of ``kind`` with these names; raise ``FactError`` for a name that ``kind`` does not have."""
    return frozenset(member_spelt(kind, field, name) for name in names)


def painkiller_form(text: str | None) -> PainkillerForm | None:
    """Return the form that ``--painkiller`` gives, or None without the option; raise ``FactError`` for another word."""
    return None if text is None else member_spelt(PainkillerForm, "painkiller", text)


def with_painkiller_forms(typed: Sequence[str]) -> list[str]:
    """Return a command line on which every ``--painkiller`` has a form: tablets if the runner typed none.

    >>> with_painkiller_forms(["--painkiller", "calf.json", "--painkiller", "gel"])
    ['--painkiller=tablets', 'calf.json', '--painkiller=gel']
    """
    forms, found, ahead = {form.value for form in PainkillerForm}, list[str](), [*reversed(typed)]
    while ahead:
        word = ahead.pop()
        if word == "--painkiller":
            form = ahead.pop() if ahead and ahead[-1] in forms else PainkillerForm.TABLETS.value
            word = f"{word}={form}"
        found.append(word)
    return found


def number(text: str | None) -> Any:
    """Return the whole number in a text; return any other text as it is, so that the fact can refuse it."""
    if text is None:
        return None
    return int(text) if _NUMBER.fullmatch(text) else text


def date(field: str, text: str) -> dt.date:
    """Return the date in a text such as 2026-11-24; raise ``FactError`` for any other spelling."""
    try:
        if _DATE.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise FactError(field=field, given=f"{shown(text)} is not a date", allowed="a date such as 2026-11-24")


def moment(wall: str | None, zone: str) -> dt.datetime:
    """Return the moment that ``--now`` gives as a wall time in the zone; without that option, the clock's moment."""
    if wall is None:
        return dt.datetime.now(tz=ZoneInfo(zone))
    return local(to_minute(parse_wall("now", wall), zone), zone)
