"""The command ``plan``, which makes a plan from its options, without a case."""

import click

from soleus_recovery.cli.fact_options import (
    busy_times,
    drawn_id,
    facts_options,
    read_id,
    read_protocol,
    runner_and_report,
)
from soleus_recovery.cli.mistyped import HearingCommand
from soleus_recovery.cli.outputs import output_options, print_outputs, read_outputs, write_outputs
from soleus_recovery.cli.red_flags import RedFlagGuard
from soleus_recovery.cli.rendering import PlanToRender, presentation_options, read_presentation, render_plan
from soleus_recovery.cli.terminal import notify
from soleus_recovery.planner.first import build_plan, hold
from soleus_recovery.triage.answers import Emergency, SelfCare
from soleus_recovery.triage.assess import assess
from soleus_recovery.vocabulary import Urgency

__all__ = ["plan"]


@click.command(cls=HearingCommand)
@facts_options
@output_options
@presentation_options
def plan(**options: object) -> None:
    """Make a plan from options alone; without -o it is printed as text."""
    with RedFlagGuard(options) as guard:
        guidance = read_protocol("protocol", str(options["protocol"]))
        guard.use(guidance)
        runner, report, now = runner_and_report(options)
        assessment = assess(report, runner, now=now, protocol=guidance)
        if isinstance(assessment, Emergency):
            # The message is printed before the outputs are read: a mistyped -o must not keep the message back.
            guard.warn(Urgency.EMERGENCY, assessment.message)
            guard.say()
            return
        if not isinstance(assessment, SelfCare):
            guard.warn(assessment.urgency, assessment.message)
        outputs, presentation, plan_id = read_outputs(options), read_presentation(options), read_id(options)
        draws = plan_id is None and presentation.discreet and any(output.is_calendar for output in outputs)
        if draws:
            # A derived id would reveal the facts to whoever sees the calendar.
            plan_id = drawn_id()
        busy = busy_times(options, zone=runner.zone, now=now)
        if isinstance(assessment, SelfCare):
            made = build_plan(assessment, plan_id=plan_id, busy=busy)
        else:
            made = hold(assessment, plan_id=plan_id, busy=busy)
        rendered = render_plan(PlanToRender(plan=made, protocol=guidance, at=made.made_at), outputs, presentation)
        # The message comes first, but not on a standard output that a program reads.
        guard.say(err=any(output.is_data for output in outputs))
        write_outputs(rendered)
        print_outputs(rendered)
        if draws:
            notify(f"the discreet calendar has the id {plan_id}: give it as --id to write this plan again")
