"""The commands that tell a case something: what is told is put on record first, so what is printed is true.

A case that waits for a clinician ends every command with 3, whatever was told. A red flag that can be read is put on
record whatever else was mistyped, so that no later good word gets a run past it; with an emergency the plan that is
issued holds nothing ahead but one card that says so. With any red flag the answer tells how many runs a calendar that
was exported before may still show.
"""

import contextlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, final

import attrs
import click

from soleus_recovery.cli.case_file import lock_case, new_case_path, new_file, read_case
from soleus_recovery.cli.case_view import case_argument, heed_waiting
from soleus_recovery.cli.checkin_options import checkin_options, read_facts, readable_facts
from soleus_recovery.cli.fact_options import (
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
from soleus_recovery.cli.options import moment
from soleus_recovery.cli.outputs import (
    TEXT,
    Shown,
    output_options,
    plan_outputs,
    presentation_options,
    print_outputs,
    read_outputs,
    read_presentation,
    write_outputs,
)
from soleus_recovery.cli.pages import exported_lines, new_reasons, told_page
from soleus_recovery.cli.red_flags import RedFlagGuard, keep_on_record
from soleus_recovery.cli.terminal import show as show_page
from soleus_recovery.clock import Minute, local, minute_of
from soleus_recovery.course.progress import Progress
from soleus_recovery.course.reasons import standstill_texts
from soleus_recovery.course.replay import progress
from soleus_recovery.errors import SoleusError
from soleus_recovery.export.json.case import CaseFile
from soleus_recovery.facts.case import Case, Fact
from soleus_recovery.facts.checkin import Amendment, BusyTimes
from soleus_recovery.planner.first import open_case
from soleus_recovery.planner.issue import issue
from soleus_recovery.planner.record import record
from soleus_recovery.triage.answers import Emergency, SeeClinician
from soleus_recovery.triage.assess import assess
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
    with RedFlagGuard(options) as guard:
        protocol = read_protocol("protocol", options["protocol"])
        guard.heed(protocol)
        runner, report, now = runner_and_report(options)
        assessment = assess(report, runner, now=now, protocol=protocol)
        if isinstance(assessment, Emergency):
            guard.take(Urgency.EMERGENCY, assessment.message)
            guard.say()
            return
        if isinstance(assessment, SeeClinician):
            guard.take(assessment.urgency, assessment.message)
        with lock_case(name):
            path = new_case_path(name)
            outputs, presentation = read_outputs(options, keep=path), read_presentation(options)
            busy = busy_times(options, zone=runner.zone, now=now)
            case = open_case(assessment, case_id=read_id(options) or drawn_id(), busy=busy)
            file = CaseFile(case=case, issued=issue(case, case.started_at))
            rendered = plan_outputs(Shown.of_case(case, file.issued.plan, at=case.started_at), outputs, presentation)
            guard.say(err=any(output.is_data for output in outputs))
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

    with RedFlagGuard(options) as guard:
        with lock_case(name) as path:
            step = _told(name, path, options, guard, told)
            if not step.is_stopped:
                write_files([step.file])
        guard.say()
        if not step.is_stopped:
            show_page(told_page(step.before, step.after, step.progress))


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

    with RedFlagGuard(options) as guard:
        with lock_case(name) as path:
            step = _told(name, path, options, guard, told)
            wanted = options["output"] or options["fmt"] is not None
            outputs = read_outputs(options, keep=path) if wanted else ()
            after = step.after
            what = Shown.of_case(after.case, after.issued.plan, at=step.progress.as_of)
            rendered = plan_outputs(what, outputs, read_presentation(options))
            write_outputs(rendered, first=None if step.is_stopped else step.file)
        is_data = _is_data(options)
        guard.say(err=is_data)
        if not step.is_stopped:
            show_page(told_page(step.before, step.after, step.progress), err=is_data)
        print_outputs(rendered)


# ------------------------------------------------------------------ telling


@final
@attrs.frozen(kw_only=True)
class _Step(Value):
    """A case before and after something was told, where the runner stands now, and the file as it is to be."""

    before: CaseFile
    after: CaseFile
    progress: Progress
    file: NewFile

    @property
    def is_stopped(self) -> bool:
        """Whether what was told is an emergency: then it is on record already, and was said."""
        return self.progress.is_emergency


def _told(
    name: str,
    path: Path,
    options: Mapping[str, Any],
    guard: RedFlagGuard,
    facts: Callable[[CaseFile, Minute], tuple[Fact, ...]],
) -> _Step:
    """What the facts lead to; not yet written, unless they are an emergency."""
    file = read_case(name)
    guard.heed(file.case.protocol)
    known = progress(file.case, file.case.last_recorded_at)
    if known.is_emergency:
        heed_waiting(guard, known.waiting, file.case)
        # Said again; that the case has ended is then said by record.
        guard.say(err=_is_data(options))
    try:
        now = moment(options["now"], file.case.runner.zone)
        at = minute_of("now", now)
        case = file.case
        for fact in facts(file, at):
            case = record(case, fact, now=now, issued=file.issued)
    except SoleusError:
        _put_on_record(name, path, file, options, guard)
        raise
    step = _taken(name, path, file, case, at=at, guard=guard)
    if step.is_stopped:
        _keep(step, options, guard)
    return step


def _taken(
    name: str,
    path: Path,
    before: CaseFile,
    case: Case,
    *,
    at: Minute,
    guard: RedFlagGuard,
    said: Iterable[str] = (),
) -> _Step:
    """The case as it is to be written, and what is to be said of a red flag in it, with what was ``said`` beside it."""
    current = progress(case, at)
    after = CaseFile(case=case, issued=issue(case, at, after=before.issued))
    waiting = current.waiting
    if waiting is not None:
        # Why is said once: here, or with what has changed.
        why = bool(said) or not {reason.text for reason in waiting.reasons} <= new_reasons(before, after)
        also = (*said, *exported_lines(before.issued.plan, case, name, at=at))
        heed_waiting(guard, waiting, case, why=why, also=also)
    return _Step(before=before, after=after, progress=current, file=new_file(name, path, after))


def _keep(step: _Step, options: Mapping[str, Any], guard: RedFlagGuard) -> None:
    """A red flag is said first, and is on record whatever fails after it."""
    guard.say(err=_is_data(options))
    write_files([step.file])


def _put_on_record(name: str, path: Path, file: CaseFile, options: Mapping[str, Any], guard: RedFlagGuard) -> None:
    """Keep a red flag that can be read among what cannot: nobody is let off it because another word was mistyped."""
    before, zone = file.case, file.case.runner.zone
    try:
        now = moment(options["now"], zone)
    except SoleusError:
        now = moment(None, zone)
    at = max(minute_of("now", now), before.last_recorded_at)
    case = before
    for fact in readable_facts(before, options, at=at):
        # A case that was corrected too often takes no more corrections; a word for today it always takes.
        with contextlib.suppress(SoleusError):
            case = record(before, fact, now=local(at, zone))
            break
    waiting = progress(case, at).waiting
    if waiting is not None and waiting != progress(before, at).waiting:
        keep_on_record()
        said = [standstill_texts(case.protocol).on_record]
        step = _taken(name, path, file, case, at=at, guard=guard, said=said)
        _keep(step, options, guard)


def _is_data(options: Mapping[str, Any]) -> bool:
    """Whether a program reads standard output, so that nothing else may be said there."""
    return options.get("fmt") not in (None, TEXT)
