"""The commands that show a case and do not change it."""

from typing import Any

import click

from soleus_recovery.cli.case_file import case_path
from soleus_recovery.cli.case_view import case_argument, now_option, view_case
from soleus_recovery.cli.outputs import (
    HTML,
    MARKDOWN,
    output_options,
    print_outputs,
    read_outputs,
    write_outputs,
)
from soleus_recovery.cli.rendering import (
    PlanToRender,
    presentation_options,
    read_presentation,
    render_log,
    render_plan,
    style_option,
)
from soleus_recovery.errors import FactError

__all__ = ["export", "log", "show"]


@click.command()
@case_argument
@now_option()
def show(name: str, **options: Any) -> None:
    """Show the whole plan; after an emergency, what to do now."""
    view = view_case(name, options)
    view.guard.say()
    if not view.is_stopped:
        subject = PlanToRender.of_case(view.case, view.plan, at=view.at)
        print_outputs(render_plan(subject, read_outputs({"output": ()}), read_presentation({})))


@click.command()
@case_argument
@output_options
@style_option
@presentation_options
@now_option()
def export(name: str, **options: Any) -> None:
    """Write the plan to files.

    After an emergency the files hold nothing ahead but one card that says so.
    """
    view = view_case(name, options)
    with view.guard as guard:
        if not options["output"]:
            raise FactError(field="output", given="no FILE is named", allowed="a FILE, or - for standard output")
        outputs = read_outputs(options, keep=case_path(name))
        subject = PlanToRender.of_case(view.case, view.plan, at=view.at)
        rendered = render_plan(subject, outputs, read_presentation(options))
        guard.say(err=any(output.is_data for output in outputs))
        write_outputs(rendered)
        print_outputs(rendered)


@click.command()
@case_argument
@click.option("-o", "--output", multiple=True, metavar="FILE", help="Where to write: .md, .html; - is standard output.")
@now_option()
def log(name: str, **options: Any) -> None:
    """Write the symptom log for a clinician."""
    view = view_case(name, options)
    with view.guard as guard:
        outputs = read_outputs(options, formats=(MARKDOWN, HTML), keep=case_path(name))
        rendered = [(each, render_log(view.case, view.plan, view.progress, each.format)) for each in outputs]
        guard.say(err=any(output.is_stdout for output in outputs))
        write_outputs(rendered)
        print_outputs(rendered)
