"""``plan``: a plan from options alone."""

import click

from soleus_recovery.cli.fact_options import (
    busy_times,
    drawn_id,
    facts_options,
    read_id,
    read_protocol,
    runner_and_report,
)
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
from soleus_recovery.cli.red_flags import RedFlagGuard
from soleus_recovery.cli.terminal import tell
from soleus_recovery.planner.first import build_plan, hold
from soleus_recovery.triage.answers import Emergency, SelfCare
from soleus_recovery.triage.assess import assess
from soleus_recovery.vocabulary import Urgency

__all__ = ["plan"]


@click.command()
@facts_options
@output_options
@presentation_options
def plan(**options: object) -> None:
    """Make a plan from options alone; without -o a readable plan is printed."""
    with RedFlagGuard(options) as guard:
        guidance = read_protocol("protocol", str(options["protocol"]))
        guard.heed(guidance)
        runner, report, now = runner_and_report(options)
        assessment = assess(report, runner, now=now, protocol=guidance)
        if isinstance(assessment, Emergency):
            # Before anything that is about files: a mistyped -o must not keep it back.
            guard.take(Urgency.EMERGENCY, assessment.message)
            guard.say()
            return
        if not isinstance(assessment, SelfCare):
            guard.take(assessment.urgency, assessment.message)
        outputs, presentation, plan_id = read_outputs(options), read_presentation(options), read_id(options)
        draws = plan_id is None and presentation.discreet and any(output.is_calendar for output in outputs)
        if draws:
            # One that is derived tells of the facts to whoever sees the calendar.
            plan_id = drawn_id()
        busy = busy_times(options, zone=runner.zone, now=now)
        if isinstance(assessment, SelfCare):
            made = build_plan(assessment, plan_id=plan_id, busy=busy)
        else:
            made = hold(assessment, plan_id=plan_id, busy=busy)
        rendered = plan_outputs(Shown(plan=made, protocol=guidance, at=made.made_at), outputs, presentation)
        # The message comes first, but not onto a standard output that a program reads as a file.
        guard.say(err=any(output.is_data for output in outputs))
        write_outputs(rendered)
        print_outputs(rendered)
        if draws:
            tell(f"the discreet calendar has the id {plan_id}: give it as --id to write this plan again")
