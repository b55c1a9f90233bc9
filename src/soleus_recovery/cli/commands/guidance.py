"""The commands about plan files and protocols: check, explain, schema, protocol."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from soleus_recovery.cli.case_view import view_case
from soleus_recovery.cli.fact_options import protocol_of_plan, protocol_option, read_protocol
from soleus_recovery.cli.files import is_case, read_file
from soleus_recovery.cli.pages.guidance import check_page, explain_item, explain_plan, list_page, protocol_page
from soleus_recovery.cli.pages.rehearsal import rehearsal_page
from soleus_recovery.cli.red_flags import Exit, end_with
from soleus_recovery.cli.terminal import show
from soleus_recovery.errors import FactError, PlanFileError, shown
from soleus_recovery.export.json.plan import from_json
from soleus_recovery.export.json.schemas import schema_text
from soleus_recovery.plan.plan import Plan

__all__ = ["check", "explain", "protocol", "schema"]


@click.command()
@click.argument("file", metavar="PLAN.json")
@protocol_option()
def check(file: str, protocol: str | None) -> None:
    """Check a plan against every invariant; exit 1 with those that are broken.

    Name the plan's protocol with --protocol if that protocol does not ship with this program.
    """
    plan = _read_plan(file)
    page, is_fine = check_page(plan, protocol_of_plan(plan, protocol))
    end_with(Exit.FINE if is_fine else Exit.VIOLATIONS)
    show(page)


@click.command()
@click.argument("target", metavar="FILE|ITEM")
@click.argument("session", required=False)
@click.option("--now", metavar="WALL", help="For a case: the moment to show (default: that of the last entry).")
@protocol_option()
def explain(target: str, session: str | None, **options: Any) -> None:
    """Explain a plan by its rules and their sources.

    Give a plan or case FILE, and the key of a SESSION in the file to explain that session alone; or an article ITEM
    such as T1; or a finding such as clot-risk, or a caution such as diabetes, to be told what it means too.
    """
    is_file = session is not None or target.endswith(".json") or os.sep in target
    if is_file and is_case(Path(target)):
        if options["protocol"] is not None:
            raise FactError(field="protocol", given="it is for a plan", allowed="no --protocol: a case holds its own")
        _explain_case(target, session, options)
        return
    if options["now"] is not None:
        raise FactError(field="now", given="it is for a case", allowed="no --now with a plan or an ITEM")
    if is_file:
        plan = _read_plan(target)
        show(explain_plan(plan, session, protocol_of_plan(plan, options["protocol"])))
    else:
        show(explain_item(target))


def _explain_case(name: str, session: str | None, options: Mapping[str, Any]) -> None:
    """Explain the plan of a case, or one of its sessions."""
    view = view_case(name, options)
    page = "" if view.is_stopped else explain_plan(view.plan, session, view.case.protocol)
    view.guard.say()
    show(page)


def _read_plan(name: str) -> Plan:
    """Read a plan file; raise ``PlanFileError`` with the file's name and the path inside if it is not a valid plan."""
    content = read_file(name, PlanFileError, what="plan")
    try:
        return from_json(content)
    except PlanFileError as error:
        raise PlanFileError(path=f"{shown(name)}: {error.path}", problem=error.problem) from error


@click.command()
@click.argument("name", metavar="plan|case|protocol")
def schema(name: str) -> None:
    """Show the JSON Schema of a plan, a case or a protocol."""
    show(schema_text(name))


@click.group(invoke_without_command=True)
@click.pass_context
def protocol(context: click.Context) -> None:
    """Show the guidance that plans are made from."""
    if context.invoked_subcommand is None:
        show(f"{context.get_help()}\n")


@protocol.command("list")
def list_protocols() -> None:
    """List the protocols."""
    show(list_page())


@protocol.command("show")
@click.argument("protocol_id", metavar="ID|FILE")
def show_protocol(protocol_id: str) -> None:
    """Show a protocol: every rule with its origin, every number, every article item, every source."""
    show(protocol_page(read_protocol("ID", protocol_id)))


@protocol.command("check")
@click.argument("protocol_id", metavar="ID|FILE")
def check_protocol(protocol_id: str) -> None:
    """Check a protocol: its form and the limits, then generated journeys through every law.

    Exit 1 with the smallest journey found that breaks one, in words. Needs soleus-recovery[testing].
    """
    guidance = read_protocol("ID", protocol_id)
    page, is_fine = rehearsal_page(guidance)
    end_with(Exit.FINE if is_fine else Exit.VIOLATIONS)
    show(page)
