"""The commands that change a case: start, checkin, amend. They write the case before they print what has changed.

While a case waits for a clinician every command ends with exit code 3. If the options are refused, a red flag that can
be read from them is put on record all the same, so that no good check-in can bring back a run. After an emergency the
plan holds nothing ahead but one card that says so. With any red flag the answer says how many runs a calendar that was
exported earlier may still show.
"""

import contextlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, final

import attrs
import click

from soleus_recovery.cli.case_file import lock_case, new_case_path, new_file, read_case
from soleus_recovery.cli.case_view import case_argument, warn_of_waiting
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
from soleus_recovery.cli.mistyped import HearingCommand
from soleus_recovery.cli.options import moment
from soleus_recovery.cli.outputs import (
    TEXT,
    output_options,
    print_outputs,
    read_outputs,
    write_outputs,
)
from soleus_recovery.cli.pages.answers import answer_page, exported_runs_lines, new_reasons
from soleus_recovery.cli.red_flags import RedFlagGuard, keep_on_record
from soleus_recovery.cli.rendering import PlanToRender, presentation_options, read_presentation, render_plan
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


@click.command(cls=HearingCommand)
@case_argument
@facts_options
@output_options
@presentation_options
def start(name: str, **options: Any) -> None:
    """Open a case in CASE.json: a plan that your check-ins and corrections change.

    The options are those of plan. An emergency opens no case.
    """
    with RedFlagGuard(options) as guard:
        protocol = read_protocol("protocol", options["protocol"])
        guard.use(protocol)
        runner, report, now = runner_and_report(options)
        assessment = assess(report, runner, now=now, protocol=protocol)
        if isinstance(assessment, Emergency):
            guard.warn(Urgency.EMERGENCY, assessment.message)
            guard.say()
            return
        if isinstance(assessment, SeeClinician):
            guard.warn(assessment.urgency, assessment.message)
        with lock_case(name):
            path = new_case_path(name)
            outputs, presentation = read_outputs(options, keep=path), read_presentation(options)
            busy = busy_times(options, zone=runner.zone, now=now)
            case = open_case(assessment, case_id=read_id(options) or drawn_id(), busy=busy)
            file = CaseFile(case=case, issued=issue(case, case.started_at))
            rendered = render_plan(
                PlanToRender.of_case(case, file.issued.plan, at=case.started_at), outputs, presentation
            )
            guard.say(err=any(output.is_data for output in outputs))
            write_outputs(rendered, first=new_file(name, path, file))
        print_outputs(rendered)


def _keep_red_flag(name: str, options: Mapping[str, Any], guard: RedFlagGuard) -> None:
    """Put a red flag on record that could be read on a command line which click refuses."""
    # The error of click says what is wrong with the command line, whatever is wrong with the case.
    with contextlib.suppress(SoleusError), lock_case(name) as path:
        file = read_case(name)
        guard.use(file.case.protocol)
        _record_red_flag(name, path, file, options, guard)


@click.command(cls=HearingCommand, keep=_keep_red_flag)
@case_argument
@checkin_options
def checkin(name: str, **options: Any) -> None:
    """Say how a day went, or what a clinician cleared.

    Prints what changes, why, and what is next. A second check-in for the same day replaces the first. Leave out what
    you do not know. The three --cleared options can stand alone.
    """

    def facts(file: CaseFile, at: Minute) -> tuple[Fact, ...]:
        issued = issue(file.case, at, after=file.issued).plan
        return read_facts(file.case, (file.issued.plan, issued), options, at=at)

    with RedFlagGuard(options) as guard:
        with lock_case(name) as path:
            step = _record_facts(name, path, options, guard, facts)
            if not step.is_flagged:
                write_files([step.file])
        guard.say()
        if not step.is_stopped:
            show_page(answer_page(step.before, step.after, step.progress))


@click.command(cls=HearingCommand, keep=_keep_red_flag)
@case_argument
@later_facts_options
@output_options
@presentation_options
def amend(name: str, **options: Any) -> None:
    """Correct the facts, or add later ones.

    What you give replaces what you gave before, and only days ahead change. Of --finding and other repeatable options,
    give all that still hold. A red flag stays, even if you leave it out.
    """

    def facts(file: CaseFile, at: Minute) -> tuple[Fact, ...]:
        before = file.case.facts_until(at)
        runner, report = amended_facts(*before, options)
        amended: tuple[Fact, ...] = (Amendment(runner=runner, report=report),)
        if not options["busy"]:
            return amended
        spans = busy_times(options, zone=runner.zone, now=local(at, runner.zone))
        return (*(amended if (runner, report) != before else ()), BusyTimes(spans=spans))

    with RedFlagGuard(options) as guard:
        with lock_case(name) as path:
            step = _record_facts(name, path, options, guard, facts)
            wanted = options["output"] or options["fmt"] is not None
            outputs = read_outputs(options, keep=path) if wanted else ()
            after = step.after
            subject = PlanToRender.of_case(after.case, after.issued.plan, at=step.progress.as_of)
            rendered = render_plan(subject, outputs, read_presentation(options))
            write_outputs(rendered, first=None if step.is_flagged else step.file)
        is_data = _is_data(options)
        guard.say(err=is_data)
        if not step.is_stopped:
            show_page(answer_page(step.before, step.after, step.progress), err=is_data)
        print_outputs(rendered)


# ------------------------------------------------------------------ putting facts on record


@final
@attrs.frozen(kw_only=True)
class _Step(Value):
    """A case before and after facts were recorded, the runner's progress now, and the file to write.

    If the facts raise a red flag (``is_flagged``), they are on record already, and the message was printed.
    """

    before: CaseFile
    after: CaseFile
    progress: Progress
    file: NewFile
    is_flagged: bool

    @property
    def is_stopped(self) -> bool:
        """Whether the facts are an emergency."""
        return self.progress.is_emergency


def _record_facts(
    name: str,
    path: Path,
    options: Mapping[str, Any],
    guard: RedFlagGuard,
    facts: Callable[[CaseFile, Minute], tuple[Fact, ...]],
) -> _Step:
    """Record facts in a case; the file is not written yet, unless the facts raise a red flag.

    No option that is refused later, such as a mistyped -o, can undo a red flag. If the facts are refused, a red flag
    that can be read among the options is put on record before the error is raised.
    """
    file = read_case(name)
    guard.use(file.case.protocol)
    known = progress(file.case, file.case.last_recorded_at)
    if known.is_emergency:
        warn_of_waiting(guard, known.waiting, file.case)
        # The message is printed again; then ``record`` refuses the facts, because the case has ended.
        guard.say(err=_is_data(options))
    try:
        now = moment(options["now"], file.case.runner.zone)
        at = minute_of("now", now)
        case = file.case
        for fact in facts(file, at):
            case = record(case, fact, now=now, issued=file.issued)
    except SoleusError:
        _record_red_flag(name, path, file, options, guard)
        raise
    step = _step(name, path, file, case, at=at, guard=guard)
    if step.is_flagged:
        keep_on_record()
        _write_now(step, options, guard)
    return step


def _step(
    name: str,
    path: Path,
    before: CaseFile,
    case: Case,
    *,
    at: Minute,
    guard: RedFlagGuard,
    lines: Iterable[str] = (),
) -> _Step:
    """Issue the plan of the changed case; if the case waits for a clinician, set the guard's message.

    The guard prints ``lines`` below the message.
    """
    current = progress(case, at)
    after = CaseFile(case=case, issued=issue(case, at, after=before.issued))
    waiting, is_flagged = current.waiting, False
    if waiting is not None:
        is_flagged = waiting != progress(before.case, at).waiting
        # The reasons are given once: in this message, or with the changes.
        why = bool(lines) or not {reason.text for reason in waiting.reasons} <= new_reasons(before, after)
        also = (*lines, *exported_runs_lines(before.issued.plan, case, name, at=at))
        warn_of_waiting(guard, waiting, case, why=why, also=also)
    file = new_file(name, path, after)
    return _Step(before=before, after=after, progress=current, file=file, is_flagged=is_flagged)


def _write_now(step: _Step, options: Mapping[str, Any], guard: RedFlagGuard) -> None:
    """Print the message of a red flag and write the case, so that nothing that fails later can undo either."""
    guard.say(err=_is_data(options))
    write_files([step.file])


def _record_red_flag(name: str, path: Path, file: CaseFile, options: Mapping[str, Any], guard: RedFlagGuard) -> None:
    """Record a red flag that can be read among options that were refused: a typing mistake must not hide it."""
    before, zone = file.case, file.case.runner.zone
    try:
        now = moment(options["now"], zone)
    except SoleusError:
        now = moment(None, zone)
    at = max(minute_of("now", now), before.last_recorded_at)
    case = before
    for fact in readable_facts(before, options, at=at):
        # A case with too many corrections refuses another, but never a check-in for today.
        with contextlib.suppress(SoleusError):
            case = record(before, fact, now=local(at, zone))
            break
    waiting = progress(case, at).waiting
    if waiting is not None and waiting != progress(before, at).waiting:
        keep_on_record()
        lines = [standstill_texts(case.protocol).on_record]
        _write_now(_step(name, path, file, case, at=at, guard=guard, lines=lines), options, guard)


def _is_data(options: Mapping[str, Any]) -> bool:
    """Return whether a program may read standard output, so that nothing else can be printed there."""
    return options.get("fmt") not in (None, TEXT)
