"""The group of all commands, and the exit code for every way in which a command can end.

0 fine · 1 violations found · 2 bad input, named in one line · 3 see a clinician · 4 emergency.
"""

import contextlib
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Final, NoReturn

import click

from soleus_recovery.cli.options import option_of
from soleus_recovery.cli.red_flags import ON_RECORD, Exit, silence
from soleus_recovery.cli.terminal import notify, show
from soleus_recovery.errors import FactError, SoleusError

__all__ = ["Exit", "commands", "run"]

# The module of each command. Only the module of the called command is imported, because the others would delay it.
_MODULES: Final = {
    "plan": "plan",
    **dict.fromkeys(("start", "checkin", "amend"), "tell"),
    "today": "today",
    **dict.fromkeys(("show", "export", "log"), "look"),
    "sync": "sync",
    **dict.fromkeys(("check", "explain", "schema", "protocol"), "guidance"),
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*_MODULES, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _MODULES:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module(f"soleus_recovery.cli.commands.{_MODULES[cmd_name]}"), cmd_name)
        return command


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    invoke_without_command=True,
)
@click.version_option(package_name="soleus-recovery")
@click.pass_context
def commands(context: click.Context) -> None:
    """Turn a runner's sore calf into a day-by-day plan. Not medical advice: red flags are referred, never planned.

    Exit codes: 0 fine, 1 check found violations, 2 bad input, 3 see a clinician (holding plan written), 4 emergency
    (no plan, no file touched; a case records the emergency, and its plan has nothing ahead but one card that says so).
    """
    if context.invoked_subcommand is None:
        show(f"{context.get_help()}\n")


def run() -> NoReturn:
    """Run the command line and exit; print an error as one line on standard error."""
    context: click.Context | None = None
    # Python has no stream for a standard output that the caller has closed: print to standard error instead.
    sys.stdout = sys.stdout or sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # to the end
    try:
        # commands.main is not used: it exits with 1 after a broken pipe, and here 1 means "violations found".
        with commands.make_context("soleus-recovery", sys.argv[1:], obj=Exit.FINE) as context:
            try:
                commands.invoke(context)
                # Buffered output can fail as late as here.
                sys.stdout.flush()
            except BrokenPipeError:
                # The reader of the output has closed it; that is no error.
                silence()
            except OSError as error:
                # Code that writes a file raises its own error with the file's name: this error is of standard output.
                silence()
                if context.obj is Exit.FINE:
                    line = f"standard output: cannot be written ({error.strerror}); allowed: an open one, or -o FILE"
                    _refuse(line, context)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.ClickException as error:
        _refuse(error.format_message(), context)
    except FactError as error:
        _refuse(f"{option_of(error.field)}: {error.given}; allowed: {error.allowed}", context)
    except SoleusError as error:
        _refuse(str(error), context)
    except (click.Abort, KeyboardInterrupt):
        _refuse("stopped", context)
    sys.exit(context.obj)


def _refuse(line: str, context: click.Context | None) -> NoReturn:
    # If standard error is closed, the exit code alone must do.
    with contextlib.suppress(OSError):
        # The line quotes what the runner typed, so it is printed in letters that every terminal has.
        notify(line.encode("ascii", "backslashreplace").decode())
    # Bad input does not hide the exit code of an emergency, or the exit code of a red flag that is on record.
    flagged = context is not None and (context.obj is Exit.EMERGENCY or ON_RECORD in context.meta)
    sys.exit(context.obj if context is not None and flagged else Exit.BAD_INPUT)
