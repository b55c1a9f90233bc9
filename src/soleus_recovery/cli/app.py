"""The commands, and how every way to end one maps to an exit code of the contract.

0 fine · 1 violations found · 2 bad input, one line · 3 see a clinician · 4 emergency.
"""

import contextlib
import os
import sys
from typing import Any, NoReturn

import click

from soleus_recovery.cli import case_commands
from soleus_recovery.cli.facts import (
    busy_times,
    facts_options,
    protocol_of_plan,
    protocol_option,
    read_id,
    read_protocol,
    runner_and_report,
)
from soleus_recovery.cli.hearing import Exit, Hearing, end_with, silence
from soleus_recovery.cli.options import option_of
from soleus_recovery.cli.outputs import (
    Shown,
    output_options,
    plan_outputs,
    presentation_options,
    print_outputs,
    read_outputs,
    read_presentation,
    write_outputs,
)
from soleus_recovery.cli.pages import check_page, explain_item, explain_plan, list_page, protocol_page, read_plan
from soleus_recovery.cli.rehearsing import rehearsal_page
from soleus_recovery.cli.store import is_case
from soleus_recovery.cli.syncing import sync
from soleus_recovery.cli.terminal import show
from soleus_recovery.errors import FactError, SoleusError
from soleus_recovery.export.reading import printable
from soleus_recovery.export.schemas import schema_text
from soleus_recovery.intake.triage import Emergency, SelfCare, assess
from soleus_recovery.planning.planner import build_plan, hold
from soleus_recovery.vocabulary import Urgency

__all__ = ["Exit", "commands", "run"]


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, invoke_without_command=True
)
@click.version_option(package_name="soleus-recovery")
@click.pass_context
def commands(context: click.Context) -> None:
    """Turn a runner's sore calf into a day-by-day plan. Not medical advice: red flags are referred, never planned.

    Exit codes: 0 fine, 1 check found violations, 2 bad input, 3 see a clinician (holding plan written), 4 emergency
    (no plan, no file touched; a case that has begun keeps on record that it was told).
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@commands.command()
@facts_options
@output_options
@presentation_options
def plan(**options: object) -> None:
    """Make a plan from options alone; without -o a readable plan is printed."""
    with Hearing(options) as hearing:
        guidance = read_protocol("protocol", str(options["protocol"]))
        hearing.heed(guidance)
        runner, report, now = runner_and_report(options)
        assessment = assess(report, runner, now=now, protocol=guidance)
        if isinstance(assessment, Emergency):
            # Before anything that is about files: a mistyped -o must not keep it back.
            hearing.take(Urgency.EMERGENCY, assessment.message)
            hearing.say()
            return
        if not isinstance(assessment, SelfCare):
            hearing.take(assessment.urgency, assessment.message)
        outputs, presentation, plan_id = read_outputs(options), read_presentation(options), read_id(options)
        busy = busy_times(options, zone=runner.zone, now=now)
        if isinstance(assessment, SelfCare):
            made = build_plan(assessment, plan_id=plan_id, busy=busy)
        else:
            made = hold(assessment, plan_id=plan_id, busy=busy)
        rendered = plan_outputs(Shown(plan=made, protocol=guidance, at=made.made_at), outputs, presentation)
        # The message comes first, but not onto a standard output that a program reads as a file.
        hearing.say(err=any(output.is_data for output in outputs))
        write_outputs(rendered)
        print_outputs(rendered)


for command in (
    case_commands.start,
    case_commands.checkin,
    case_commands.amend,
    case_commands.today,
    case_commands.show,
    case_commands.export,
    case_commands.log,
    sync,
):
    commands.add_command(command)


@commands.command()
@click.argument("file", metavar="PLAN.json")
@protocol_option()
def check(file: str, protocol: str | None) -> None:
    """Check a plan against every invariant; exit 1 with those that are broken.

    Name the protocol of the plan if it does not ship with this program.
    """
    plan = read_plan(file)
    page, is_fine = check_page(plan, protocol_of_plan(plan, protocol))
    end_with(Exit.FINE if is_fine else Exit.VIOLATIONS)
    show(page)


@commands.command()
@click.argument("target", metavar="FILE|ITEM")
@click.argument("session", required=False)
@click.option("--now", metavar="WALL", help="For a case: the moment to speak of (default: that of the last entry).")
@protocol_option()
def explain(target: str, session: str | None, **options: Any) -> None:
    """Say why it is so: rules and sources.

    Those of a plan or case FILE, of one SESSION in it, of an article ITEM such as T1, or of a finding such as
    clot-risk, with what it means.
    """
    is_file = session is not None or target.endswith(".json") or os.sep in target
    if is_file and is_case(target):
        if options["protocol"] is not None:
            raise FactError(field="protocol", given="it is for a plan", allowed="no --protocol: a case holds its own")
        case_commands.explain_case(target, session, options)
        return
    if options["now"] is not None:
        raise FactError(field="now", given="it is for a case", allowed="no --now with a plan or an ITEM")
    if is_file:
        plan = read_plan(target)
        show(explain_plan(plan, session, protocol_of_plan(plan, options["protocol"])))
    else:
        show(explain_item(target))


@commands.command()
@click.argument("name", metavar="plan|case|protocol")
def schema(name: str) -> None:
    """Show the JSON Schema of a plan, a case or a protocol."""
    click.echo(schema_text(name), nl=False)


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
@click.argument("protocol_id", metavar="ID|FILE")
def show_protocol(protocol_id: str) -> None:
    """Show a protocol: every rule with its origin, every number, every article item, every source."""
    show(protocol_page(read_protocol("ID", protocol_id)))


@protocol.command("check")
@click.argument("protocol_id", metavar="ID|FILE")
def check_protocol(protocol_id: str) -> None:
    """Check a protocol: its form and the limits, then generated journeys through every law.

    Exit 1 with the smallest journey that breaks one, in words. Needs soleus-recovery[testing].
    """
    guidance = read_protocol("ID", protocol_id)
    page, is_fine = rehearsal_page(guidance)
    end_with(Exit.FINE if is_fine else Exit.VIOLATIONS)
    show(page)


def run() -> NoReturn:
    """Run the command line and exit; every refusal is one line on standard error."""
    context: click.Context | None = None
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
                silence()
            except OSError as error:
                # Files are refused by name where they are written, so what is left is the output.
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
    # An error that nobody can be told is still an error, and its code is what is left to tell.
    with contextlib.suppress(OSError):
        click.echo(f"soleus-recovery: {_one_line(line)}", err=True)
    # What else is wrong takes nothing from an emergency that was told.
    is_emergency = context is not None and context.obj is Exit.EMERGENCY
    sys.exit(Exit.EMERGENCY if is_emergency else Exit.BAD_INPUT)


def _one_line(text: str) -> str:
    """A message on one line, printable whatever was typed."""
    return " ".join(printable(text).split()).encode("ascii", "backslashreplace").decode()
