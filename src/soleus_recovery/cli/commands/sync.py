"""The command ``sync``, which writes the plan of a case to a calendar on a CalDAV server.

The password comes from the environment, a keyring or a prompt, never from an argument, and is in no message. After an
emergency the command still runs, to replace the plan in the calendar by the one card that an emergency leaves.
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
from soleus_recovery.cli.case_view import case_argument, now_option, view_case
from soleus_recovery.cli.extras import MissingExtra
from soleus_recovery.cli.rendering import presentation_options, read_presentation
from soleus_recovery.cli.terminal import ask, notify, show
from soleus_recovery.errors import FactError, SyncError, shown
from soleus_recovery.export.text.plan import page
from soleus_recovery.plan.plan import Plan
from soleus_recovery.views.plan import date_text, moment_text

if TYPE_CHECKING:
    from soleus_recovery.sync import Done, Step

__all__ = ["sync"]

_USER, _PASSWORD = "SOLEUS_CALDAV_USER", "SOLEUS_CALDAV_PASSWORD"  # a name, not a secret
_KEYRING = "soleus-recovery"
# The exceptions of a keyring that cannot be loaded or reached.
_BROKEN = (AttributeError, ImportError, OSError, RuntimeError, TypeError, ValueError)
_TO_DO = {"create": "add", "update": "change", "delete": "take out"}
_DONE = {"create": "added", "update": "changed", "delete": "taken out"}


@click.command()
@case_argument
@click.option(
    "--url", metavar="URL", help="The CalDAV server or, without --calendar, the calendar itself; always needed."
)
@click.option("--calendar", metavar="NAME", help="The calendar's name on the server; best one for the plan alone.")
@click.option("--user", metavar="NAME", help=f"Your name on the server (default: ${_USER}).")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--insecure", is_flag=True, help="Allow plain http to another machine: plan and password can be read.")
@presentation_options
@now_option()
def sync(name: str, **options: Any) -> None:
    """Bring a calendar on a CalDAV server up to date with the plan.

    Adds, changes and takes out exactly what differs, and leaves all that is not of this plan. After an interruption,
    run it again. The password comes from $SOLEUS_CALDAV_PASSWORD, your keyring, or a prompt. After an emergency nothing
    is left ahead but one card that says so.
    """
    view = view_case(name, options)
    with view.guard as guard:
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
        wanted, known = to_resources(view.plan, **shape), keys_by_uid(view.plan)
        try:
            with open_calendar(
                url, calendar=options["calendar"], user=user, password=password, insecure=options["insecure"]
            ) as mirror:
                steps = steps_to(wanted, known, mirror.read(known))
                kept = len(wanted) - sum(step.content is not None for step in steps)
                if options["dry_run"]:
                    show(page(_intended(steps, view.plan, kept)))
                    return
                _report(steps, carry_out(steps, mirror), view.plan, kept)
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
    """Return the password in the system's keyring; None if the keyring has no password or cannot be used."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(service, user)
    except (KeyringError, *_BROKEN):
        # There is no keyring, or the keyring is locked or broken; the prompt can still ask for the password.
        return None


def _intended(steps: Iterable["Step"], plan: Plan, kept: int) -> Iterator[str]:
    """Yield a line for each step that a dry run leaves undone, and a last line with the number of steps."""
    counts: Counter[str] = Counter()
    for step in steps:
        act = str(step.act)
        counts[act] += 1
        yield f"{_TO_DO[act]:8}  {_named(step.key, plan)}"
    yield f"Nothing is done. It would {_counted(counts, _TO_DO)}, and leave {kept} as they are."


def _report(steps: tuple["Step", ...], done: Iterable["Done"], plan: Plan, kept: int) -> None:
    """Take the steps and print what was done, even if the connection breaks; raise ``SyncError`` if one was refused."""
    counts: Counter[str] = Counter()
    refused: list[str] = []
    taken = 0
    try:
        for each in done:
            taken += 1
            if each.problem is None:
                counts[str(each.step.act)] += 1
            else:
                refused.append(f"{_TO_DO[str(each.step.act)]} {_named(each.step.key, plan)}: {each.problem}")
    except SyncError as error:
        lost = _named(steps[taken].key, plan)
        left = len(steps) - taken
        problem = f"{error.problem}, at {lost}; {left} of {len(steps)} are left to do: run sync again"
        raise attrs.evolve(error, problem=problem) from error
    finally:
        for line in refused:
            notify(f"not done: {line}")
        show(f"{_counted(counts, _DONE).capitalize()}; {kept} were so already.\n")
    if refused:
        raise Incomplete(problem=f"{len(refused)} of {len(steps)} were not taken; the case is as it was")


def _counted(counts: Mapping[str, int], words: Mapping[str, str]) -> str:
    return ", ".join(f"{word} {counts.get(act, 0)}" for act, word in words.items())


def _named(key: str, plan: Plan) -> str:
    """Return the name of an entry as the runner knows it: its time and its title."""
    sessions = {session.key: session for _, session in plan.sessions()} | {each.key: each for each in plan.withdrawn}
    if (session := sessions.get(key)) is None:
        days = (*plan.days, *plan.withdrawn_days)
        return next(f"{date_text(day.date, plan.labels)}, day card" for day in days if key.endswith(str(day.date)))
    when = "" if session.span is None else f"{moment_text(session.span.start, plan.zone, plan.labels)}, "
    return f"{when}{session.title} ({key})"


@attrs.frozen(kw_only=True)
class Incomplete(SyncError):
    """The error that the server refused some entries, each of which was named before."""
