"""The commands that look at a case file, and change nothing."""

from typing import Any

import click

from soleus_recovery.cli.case_file import case_path
from soleus_recovery.cli.case_view import case_argument, look_at, now_option
from soleus_recovery.cli.outputs import (
    HTML,
    MARKDOWN,
    Shown,
    log_page,
    output_options,
    plan_outputs,
    presentation_options,
    print_outputs,
    read_outputs,
    read_presentation,
    style_option,
    write_outputs,
)
from soleus_recovery.errors import FactError

__all__ = ["export", "log", "show"]


@click.command()
@case_argument
@now_option()
def show(name: str, **options: Any) -> None:
    """Show the whole plan; once an emergency was told, what to do now."""
    look = look_at(name, options)
    look.guard.say()
    if not look.is_stopped:
        what = Shown.of_case(look.case, look.plan, at=look.at)
        print_outputs(plan_outputs(what, read_outputs({"output": ()}), read_presentation({})))


@click.command()
@case_argument
@output_options
@style_option
@presentation_options
@now_option()
def export(name: str, **options: Any) -> None:
    """Write the plan to files.

    Once an emergency was told, nothing stands ahead in them but one card that says so.
    """
    look = look_at(name, options)
    with look.guard as guard:
        if not options["output"]:
            raise FactError(field="output", given="no FILE is named", allowed="a FILE, or - for standard output")
        outputs = read_outputs(options, keep=case_path(name))
        what = Shown.of_case(look.case, look.plan, at=look.at)
        rendered = plan_outputs(what, outputs, read_presentation(options))
        guard.say(err=any(output.is_data for output in outputs))
        write_outputs(rendered)
        print_outputs(rendered)


@click.command()
@case_argument
@click.option("-o", "--output", multiple=True, metavar="FILE", help="Where to write: .md, .html; - is standard output.")
@now_option()
def log(name: str, **options: Any) -> None:
    """Write the symptom log for a clinician."""
    look = look_at(name, options)
    with look.guard as guard:
        outputs = read_outputs(options, formats=(MARKDOWN, HTML), keep=case_path(name))
        rendered = [(each, log_page(look.case, look.plan, look.progress, each.format)) for each in outputs]
        guard.say(err=any(output.is_stdout for output in outputs))
        write_outputs(rendered)
        print_outputs(rendered)
