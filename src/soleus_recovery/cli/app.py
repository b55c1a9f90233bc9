"""The commands, and how every way to end one maps to an exit code of the contract.

0 fine · 1 violations found · 2 bad input, one line · 3 see a clinician · 4 emergency.
"""

import contextlib
import os
import sys
from enum import IntEnum, unique
from typing import NoReturn

import click

from soleus_recovery.cli.facts import (
    facts_options,
    option_of,
    read_id,
    read_presentation,
    read_protocol,
    runner_and_report,
)
from soleus_recovery.cli.outputs import TEXT, output_options, plan_outputs, read_outputs, write_all
from soleus_recovery.cli.pages import check_page, explain_item, explain_plan, list_page, protocol_page, read_plan
from soleus_recovery.errors import FactError, SoleusError
from soleus_recovery.export.reading import printable
from soleus_recovery.intake.triage import Emergency, SelfCare, assess
from soleus_recovery.planning.planner import build_plan, hold

__all__ = ["Exit", "commands", "run"]


@unique
class Exit(IntEnum):
    """The exit codes of the contract."""

    FINE = 0
    VIOLATIONS = 1
    BAD_INPUT = 2
    SEE_CLINICIAN = 3
    EMERGENCY = 4


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, invoke_without_command=True
)
@click.version_option(package_name="soleus-recovery")
@click.pass_context
def commands(context: click.Context) -> None:
    """Turn a runner's sore calf into a day-by-day plan. Not medical advice: red flags are referred, never planned.

    Exit codes: 0 fine, 1 check found violations, 2 bad input, 3 see a clinician (holding plan written), 4 emergency
    (no plan, no file touched).
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@commands.command()
@facts_options
@output_options
def plan(**options: object) -> None:
    """Make a plan from options alone; without -o a readable plan is printed."""
    guidance = read_protocol("protocol", str(options["protocol"]))
    runner, report, now = runner_and_report(options)
    assessment = assess(report, runner, now=now, protocol=guidance)
    if isinstance(assessment, Emergency):
        # Before anything that is about files: a mistyped -o must not keep it back.
        _end_with(Exit.EMERGENCY)
        _say(assessment.message)
        return
    outputs, presentation, plan_id = read_outputs(options), read_presentation(options), read_id(options)
    if isinstance(assessment, SelfCare):
        write_all(plan_outputs(build_plan(assessment, plan_id=plan_id), outputs, presentation))
        return
    _end_with(Exit.SEE_CLINICIAN)
    holding = plan_outputs(hold(assessment, plan_id=plan_id), outputs, presentation)
    # The message comes first, but not onto a standard output that a program reads as a file.
    is_data = any(output.is_stdout and output.format != TEXT for output in outputs)
    _say(assessment.message, err=is_data)
    write_all(holding)


def _say(message: str, *, err: bool = False) -> None:
    """Say what must be heard: on standard error where standard output takes nothing."""
    try:
        click.echo(message, err=err)
        sys.stdout.flush()
    except BrokenPipeError:
        # Nobody listens, and the files are still to be written.
        _silence()
    except OSError:
        _silence()
        click.echo(message, err=True)


@commands.command()
@click.argument("file", metavar="PLAN.json")
def check(file: str) -> None:
    """Check a plan against every invariant; exit 1 with those that are broken."""
    page, is_fine = check_page(read_plan(file))
    _end_with(Exit.FINE if is_fine else Exit.VIOLATIONS)
    click.echo(page, nl=False)


@commands.command()
@click.argument("target", metavar="FILE|ITEM")
@click.argument("session", required=False)
def explain(target: str, session: str | None) -> None:
    """Say why: the rules and sources of a plan FILE or of one SESSION in it, or of an article ITEM such as T1."""
    is_file = session is not None or target.endswith(".json") or os.sep in target
    click.echo(explain_plan(read_plan(target), session) if is_file else explain_item(target), nl=False)


@commands.group(invoke_without_command=True)
@click.pass_context
def protocol(context: click.Context) -> None:
    """Show the guidance that plans are made from."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@protocol.command("list")
def list_protocols() -> None:
    """List the protocols."""
    click.echo(list_page(), nl=False)


@protocol.command("show")
@click.argument("protocol_id", metavar="ID")
def show_protocol(protocol_id: str) -> None:
    """Show a protocol: every rule with its origin, every number, every article item, every source."""
    click.echo(protocol_page(read_protocol("ID", protocol_id)), nl=False)


def _end_with(code: Exit) -> None:
    """Settle the exit code before anything is printed, so that a reader who goes away cannot change it."""
    click.get_current_context().find_root().obj = code


def run() -> NoReturn:
    """Run the command line and exit; every refusal is one line on standard error."""
    code = Exit.FINE
    # Python has no stream for a closed output; what is printed then goes where errors go.
    sys.stdout = sys.stdout or sys.stderr
    try:
        # Not commands.main: it ends a broken pipe with 1, which in the contract says "violations found".
        with commands.make_context("soleus-recovery", sys.argv[1:], obj=Exit.FINE) as context:
            try:
                commands.invoke(context)
                # Buffered output can fail at the very end.
                sys.stdout.flush()
            except BrokenPipeError:
                # Whoever read the output has gone; nothing is left to be said to them.
                _silence()
            except OSError as error:
                # Files are refused by name where they are written, so what is left is the output.
                _silence()
                if context.obj is Exit.FINE:
                    _refuse(f"standard output: cannot be written ({error.strerror}); allowed: an open one, or -o FILE")
            code = context.obj
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.ClickException as error:
        _refuse(error.format_message())
    except FactError as error:
        _refuse(f"{option_of(error.field)}: {error.given}; allowed: {error.allowed}")
    except SoleusError as error:
        _refuse(str(error))
    except (click.Abort, KeyboardInterrupt):
        _refuse("stopped")
    sys.exit(code)


def _silence() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse(line: str) -> NoReturn:
    # An error that nobody can be told is still an error, and its code is what is left to tell.
    with contextlib.suppress(OSError):
        click.echo(f"soleus-recovery: {_one_line(line)}", err=True)
    sys.exit(Exit.BAD_INPUT)


def _one_line(text: str) -> str:
    """A message on one line, printable whatever was typed."""
    return " ".join(printable(text).split()).encode("ascii", "backslashreplace").decode()
