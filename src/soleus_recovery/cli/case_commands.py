"""The commands that tell a case something: what is told is put on record first, so what is printed is true.

A case that waits for a clinician ends every command with 3, whatever was told. An emergency that a check-in or an
amendment tells is put on record as well, so that no later good word gets a run past it; the plan in the file stays as
it was, and no other file is touched.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, final

import attrs
import click

from soleus_recovery.cli.checkin_facts import checkin_options, read_facts, readable_amendment
from soleus_recovery.cli.facts import (
    amended_facts,
    busy_times,
    drawn_id,
    facts_options,
    later_facts_options,
    read_id,
    read_protocol,
    runner_and_report,
)
from soleus_recovery.cli.files import NewFile, write_files
from soleus_recovery.cli.hearing import Hearing
from soleus_recovery.cli.looking import case_argument, heed_waiting
from soleus_recovery.cli.options import moment
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
from soleus_recovery.cli.pages import new_reasons, told_page
from soleus_recovery.cli.store import alone, new_case_path, new_file, read_case
from soleus_recovery.cli.terminal import show as show_page
from soleus_recovery.clock import Minute, local, minute_of
from soleus_recovery.errors import SoleusError
from soleus_recovery.export.case_json import CaseFile
from soleus_recovery.intake.case import Fact
from soleus_recovery.intake.checkin import Amendment, BusyTimes
from soleus_recovery.intake.triage import Emergency, SeeClinician, assess
from soleus_recovery.planning.planner import open_case
from soleus_recovery.planning.progress import progress
from soleus_recovery.planning.recording import record
from soleus_recovery.planning.standing import Progress
from soleus_recovery.planning.timeline import issue
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Urgency

__all__ = ["amend", "checkin", "start"]


@click.command()
@case_argument
@facts_options
@output_options
@presentation_options
def start(name: str, **options: Any) -> None:
    """Open a case: a plan that lives, in CASE.json.

    The options are those of plan. An emergency opens none.
    """
    with Hearing(options) as hearing:
        protocol = read_protocol("protocol", options["protocol"])
        hearing.heed(protocol)
        runner, report, now = runner_and_report(options)
        assessment = assess(report, runner, now=now, protocol=protocol)
        if isinstance(assessment, Emergency):
            hearing.take(Urgency.EMERGENCY, assessment.message)
            hearing.say()
            return
        if isinstance(assessment, SeeClinician):
            hearing.take(assessment.urgency, assessment.message)
        with alone(name):
            path = new_case_path(name)
            outputs, presentation = read_outputs(options, keep=path), read_presentation(options)
            busy = busy_times(options, zone=runner.zone, now=now)
            case = open_case(assessment, case_id=read_id(options) or drawn_id(), busy=busy)
            file = CaseFile(case=case, issued=issue(case, case.started_at))
            rendered = plan_outputs(Shown.of_case(case, file.issued.plan, at=case.started_at), outputs, presentation)
            hearing.say(err=any(output.is_data for output in outputs))
            write_outputs(rendered, first=new_file(name, path, file))
        print_outputs(rendered)


@click.command()
@case_argument
@checkin_options
def checkin(name: str, **options: Any) -> None:
    """Tell how a day went, or what a clinician cleared.

    Says what changes, why, and what is next. A second word for the same day replaces the first; what you do not know,
    leave out. With the three --cleared options alone, only the clearance is told.
    """

    def told(file: CaseFile, at: Minute) -> tuple[Fact, ...]:
        issued = issue(file.case, at, after=file.issued).plan
        return read_facts(file.case, (file.issued.plan, issued), options, at=at)

    with Hearing(options) as hearing:
        with alone(name) as path:
            step = _told(name, path, options, hearing, told)
            if step is not None:
                write_files([step.file])
        if step is not None:
            hearing.say()
            show_page(told_page(step.before, step.after, step.standing))


@click.command()
@case_argument
@later_facts_options
@output_options
@presentation_options
def amend(name: str, **options: Any) -> None:
    """Correct the facts, or tell later ones.

    What you give replaces what was told, and only days ahead change. Of --finding and other repeatable options, give
    all that still hold. A red flag that was told stays.
    """

    def told(file: CaseFile, at: Minute) -> tuple[Fact, ...]:
        before = file.case.facts_until(at)
        runner, report = amended_facts(*before, options)
        amended: tuple[Fact, ...] = (Amendment(runner=runner, report=report),)
        if not options["busy"]:
            return amended
        spans = busy_times(options, zone=runner.zone, now=local(at, runner.zone))
        return (*(amended if (runner, report) != before else ()), BusyTimes(spans=spans))

    with Hearing(options) as hearing:
        with alone(name) as path:
            step = _told(name, path, options, hearing, told)
            if step is None:
                return
            wanted = options["output"] or options["fmt"] is not None
            outputs = read_outputs(options, keep=path) if wanted else ()
            after = step.after
            what = Shown.of_case(after.case, after.issued.plan, at=step.standing.as_of)
            rendered = plan_outputs(what, outputs, read_presentation(options))
            write_outputs(rendered, first=step.file)
        # Not onto a standard output that a program reads as a file.
        is_data = any(output.is_data for output in outputs)
        hearing.say(err=is_data)
        show_page(told_page(step.before, step.after, step.standing), err=is_data)
        print_outputs(rendered)


# ------------------------------------------------------------------ telling


@final
@attrs.frozen(kw_only=True)
class _Step(Value):
    """A case before and after something was told, where the runner stands now, and the file as it is to be."""

    before: CaseFile
    after: CaseFile
    standing: Progress
    file: NewFile


def _told(
    name: str,
    path: Path,
    options: Mapping[str, Any],
    hearing: Hearing,
    facts: Callable[[CaseFile, Minute], tuple[Fact, ...]],
) -> _Step | None:
    """What the facts lead to, not yet written; None where they are an emergency, which is."""
    file = read_case(name)
    hearing.heed(file.case.protocol)
    waiting = progress(file.case, file.case.last_recorded_at).waiting
    if waiting is not None and waiting.urgency is Urgency.EMERGENCY:
        # Said again; that the case has ended is then said by record.
        heed_waiting(hearing, waiting, file.case)
        hearing.say()
    try:
        now = moment(options["now"], file.case.runner.zone)
        at = minute_of("now", now)
        case = file.case
        for fact in facts(file, at):
            case = record(case, fact, now=now, issued=file.issued)
    except SoleusError:
        _put_on_record(name, path, file, options, hearing)
        raise
    standing = progress(case, at)
    if heed_waiting(hearing, standing.waiting, case):
        hearing.say()
        write_files([new_file(name, path, CaseFile(case=case, issued=file.issued))])
        return None
    after = CaseFile(case=case, issued=issue(case, at, after=file.issued))
    if standing.waiting is not None:
        # Why is said once: here, or with what has changed.
        why = not {reason.text for reason in standing.waiting.reasons} <= new_reasons(file, after)
        heed_waiting(hearing, standing.waiting, case, why=why)
    return _Step(before=file, after=after, standing=standing, file=new_file(name, path, after))


def _put_on_record(name: str, path: Path, file: CaseFile, options: Mapping[str, Any], hearing: Hearing) -> None:
    """Say a red flag that can be read among what cannot, and keep an emergency, though the rest is refused."""
    case, zone = file.case, file.case.runner.zone
    try:
        now = moment(options["now"], zone)
    except SoleusError:
        now = moment(None, zone)
    at = max(minute_of("now", now), case.last_recorded_at)
    try:
        case = record(case, readable_amendment(case, options, at=at), now=local(at, zone))
    except SoleusError:
        return
    if heed_waiting(hearing, progress(case, at).waiting, case):
        hearing.say()
        write_files([new_file(name, path, CaseFile(case=case, issued=file.issued))])
