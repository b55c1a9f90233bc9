"""``sync``: the plan of a case in a calendar on a CalDAV server, also where an emergency has left one card of it.

The password comes from the environment, a keyring or a prompt: never from an argument, never into a message.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import attrs
import click

from soleus_recovery.calendars.resources import keys_by_uid, to_resources
from soleus_recovery.cli.case_view import case_argument, look_at, now_option
from soleus_recovery.cli.extras import MissingExtra
from soleus_recovery.cli.outputs import presentation_options, read_presentation
from soleus_recovery.cli.terminal import ask, show, tell
from soleus_recovery.errors import FactError, SyncError, shown
from soleus_recovery.export.text.plan import page
from soleus_recovery.plan.plan import Plan
from soleus_recovery.views.plan import date_text, moment_text

if TYPE_CHECKING:
    from soleus_recovery.sync import Done, Step

__all__ = ["sync"]

_USER, _PASSWORD = "SOLEUS_CALDAV_USER", "SOLEUS_CALDAV_PASSWORD"  # a name, not a secret
_KEYRING = "soleus-recovery"
# What a keyring raises that cannot be loaded, or spoken with.
_BROKEN = (AttributeError, ImportError, OSError, RuntimeError, TypeError, ValueError)
_SAYS = {"create": "add", "update": "change", "delete": "take out"}
_SAID = {"create": "added", "update": "changed", "delete": "taken out"}


@click.command()
@case_argument
@click.option("--url", metavar="URL", help="The CalDAV server, or with no --calendar the calendar itself; needed.")
@click.option("--calendar", metavar="NAME", help="The calendar's name on the server; best one of its own.")
@click.option("--user", metavar="NAME", help=f"Who you are there (default: ${_USER}).")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--insecure", is_flag=True, help="Allow plain http to another machine: plan and password can be read.")
@presentation_options
@now_option()
def sync(name: str, **options: Any) -> None:
    """Make a calendar on a CalDAV server say what the plan says.

    Adds, changes and takes out exactly what differs, and nothing that is not of this plan. Whatever interrupts it, the
    next run goes on. The password comes from $SOLEUS_CALDAV_PASSWORD, your keyring, or a prompt. Once an emergency was
    told, nothing is left ahead but one card that says so.
    """
    look = look_at(name, options)
    with look.guard as guard:
        presentation = read_presentation(options)
        if not options["url"]:
            raise FactError(field="url", given="no server is named", allowed="the address of a CalDAV server")
        for library in ("caldav", "keyring"):
            if find_spec(library) is None:
                raise MissingExtra(what="sync", library=library, extra="caldav")
        from soleus_recovery.sync import carry_out, check_address, steps_to
        from soleus_recovery.sync.server import open_calendar

        url = check_address(options["url"], insecure=options["insecure"])
        user = options["user"] or os.environ.get(_USER) or None
        guard.say()
        password = None if user is None else _password(user, url)
        shape = attrs.asdict(presentation, filter=lambda field, _: field.name != "style", recurse=False)
        wanted, known = to_resources(look.plan, **shape), keys_by_uid(look.plan)
        try:
            with open_calendar(
                url, calendar=options["calendar"], user=user, password=password, insecure=options["insecure"]
            ) as mirror:
                steps = steps_to(wanted, known, mirror.read(known))
                kept = len(wanted) - sum(step.content is not None for step in steps)
                if options["dry_run"]:
                    show(page(_intended(steps, look.plan, kept)))
                    return
                _report(steps, carry_out(steps, mirror), look.plan, kept)
        except SyncError as error:
            raise attrs.evolve(error, problem=f"--url {shown(url)}: {error.problem}") from error


def _password(user: str, url: str) -> str:
    if secret := os.environ.get(_PASSWORD):
        return secret
    host = urlsplit(url).hostname
    if (secret := _from_keyring(user, f"{_KEYRING}/{host}")) is not None:
        return secret
    if not sys.stdin.isatty():
        given = f"no password is known for {shown(user)}"
        raise FactError(field="user", given=given, allowed=f"one in ${_PASSWORD}, in your keyring, or at a prompt")
    return ask(f"Password of {user} at {host}")


def _from_keyring(user: str, service: str) -> str | None:
    """What the system keeps for this service, where it keeps secrets at all."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(service, user)
    except (KeyringError, *_BROKEN):
        # None here, a locked one or a broken one: a prompt is left.
        return None


def _intended(steps: Iterable["Step"], plan: Plan, kept: int) -> Iterator[str]:
    counts: Counter[str] = Counter()
    for step in steps:
        act = str(step.act)
        counts[act] += 1
        yield f"{_SAYS[act]:8}  {_named(step.key, plan)}"
    yield f"Nothing is done. It would {_counted(counts, _SAYS)}, and leave {kept} as they are."


def _report(steps: tuple["Step", ...], done: Iterable["Done"], plan: Plan, kept: int) -> None:
    """Say what was done, also where the line breaks; ``SyncError`` for the whole where anything was refused."""
    counts: Counter[str] = Counter()
    refused: list[str] = []
    taken = 0
    try:
        for each in done:
            taken += 1
            if each.problem is None:
                counts[str(each.step.act)] += 1
            else:
                refused.append(f"{_SAYS[str(each.step.act)]} {_named(each.step.key, plan)}: {each.problem}")
    except SyncError as error:
        lost = _named(steps[taken].key, plan)
        left = len(steps) - taken
        problem = f"{error.problem}, at {lost}; {left} of {len(steps)} are left to do: run sync again"
        raise attrs.evolve(error, problem=problem) from error
    finally:
        for line in refused:
            tell(f"not done: {line}")
        show(f"{_counted(counts, _SAID).capitalize()}; {kept} were so already.\n")
    if refused:
        raise Incomplete(problem=f"{len(refused)} of {len(steps)} were not taken; the case is as it was")


def _counted(counts: Mapping[str, int], words: Mapping[str, str]) -> str:
    return ", ".join(f"{word} {counts.get(act, 0)}" for act, word in words.items())


def _named(key: str, plan: Plan) -> str:
    """An entry as a runner knows it: when, and what."""
    sessions = {session.key: session for _, session in plan.sessions()} | {each.key: each for each in plan.withdrawn}
    if (session := sessions.get(key)) is None:
        days = (*plan.days, *plan.withdrawn_days)
        return next(f"{date_text(day.date, plan.labels)}, day card" for day in days if key.endswith(str(day.date)))
    when = "" if session.span is None else f"{moment_text(session.span.start, plan.zone, plan.labels)}, "
    return f"{when}{session.title} ({key})"


@attrs.frozen(kw_only=True)
class Incomplete(SyncError):
    """Some entries were refused; each was told."""
