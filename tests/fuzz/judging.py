"""Judges a changed file: it must be refused in a line that names the place, or every plan from it must be safe.

The product's own laws are asked, and beside them the simple things, counted here anew from instants and facts alone.
"""

import datetime as dt
import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from soleus_recovery import (
    Case,
    CheckIn,
    Emergency,
    FactError,
    Plan,
    Runner,
    SeeClinician,
    Session,
    SoleusError,
    SymptomReport,
    assess,
    build_plan,
    case_from_json,
    from_json,
    hold,
    issue,
    open_case,
    progress,
    to_html,
    to_ics,
    to_json,
    to_log,
    to_log_html,
    to_markdown,
    to_text,
    violations,
)
from soleus_recovery.clock import MINUTES_PER_DAY, MINUTES_PER_HOUR, Minute
from soleus_recovery.course.progress import Progress
from soleus_recovery.errors import PathError
from soleus_recovery.export.text.today import today_text
from soleus_recovery.facts.checkin import Amendment
from soleus_recovery.guidance.loader import protocol_of_table
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.vocabulary import Activity, Finding, Morning
from tests.wall_clock import instant, onset_wall, waking_window

__all__ = ["judge_case", "judge_protocol"]

LONGEST_LINE = 2_000
LATER = (0, 8)  # days after the plan was issued
# Section 7 of the guidance, copied by hand.
_ICE_MINUTES, _ICE_APART, _FIRST_HOURS = 20, 120, 48
_ICES = {Activity.ICE}


def judge_case(table: Any) -> Iterator[str]:
    """Yield the faults of the plans that a case file leads to; none where it is refused properly."""
    text = json.dumps(table)
    try:
        file = case_from_json(text)
    except PathError as error:
        yield from _refused(error, error.path)
        return
    issued = file.issued
    for days in LATER:
        at = Minute(max(issued.as_of, file.case.last_recorded_at) + days * MINUTES_PER_DAY)
        try:
            now = issue(file.case, at, after=issued)
            reached = progress(file.case, at)
        except FactError as error:
            yield from _refused(error, error.field)
            return
        yield from (f"after {days} days: {each}" for each in _unsafe(now.plan, file.case, reached, at))
        if not days:
            yield from _exported(now.plan, file.case, reached, at)


def judge_protocol(table: Any) -> Iterator[str]:
    """Yield the faults of the plans of every kind under a protocol; none where it is refused properly."""
    try:
        protocol = protocol_of_table(table)
    except PathError as error:
        yield from _refused(error, error.path)
        return
    for report, runner in _RUNNERS:
        answer = assess(report, runner, now=_NOW, protocol=protocol)
        if isinstance(answer, Emergency):
            continue
        plan = hold(answer) if isinstance(answer, SeeClinician) else build_plan(answer)
        kind = f"{report.pain_walking} {[str(each) for each in report.findings]}"
        case = open_case(answer)
        yield from (f"{kind}: {each}" for each in _unsafe(plan, case, progress(case, case.started_at), case.started_at))
        # Plans of every kind are made and exported; two of them also go through two weeks of check-ins.
        yield from _lived(case) if (report, runner) in _RUNNERS[:2] else _written(plan, protocol)


_NOW = dt.datetime(2026, 11, 22, 18, 30, tzinfo=dt.UTC)
_BERLIN = Runner(zone="Europe/Berlin", usual_run_minutes=30)
_ONSET = "2026-11-22T18:30"
_RUNNERS = (
    (SymptomReport(onset=_ONSET, pain_at_rest=1, pain_walking=3), _BERLIN),
    (SymptomReport(onset=_ONSET, pain_at_rest=2, pain_walking=7), _BERLIN),
    (SymptomReport(onset=_ONSET, pain_at_rest=1, pain_walking=5, findings=frozenset({Finding.SPASMS})), _BERLIN),
    (
        SymptomReport(
            onset=_ONSET,
            pain_at_rest=0,
            pain_walking=2,
            findings=frozenset({Finding.STARTED_HOURS_AFTER, Finding.DIFFUSE_SORENESS}),
        ),
        Runner(zone="UTC", usual_run_minutes=60, runs_per_week=7),
    ),
    (SymptomReport(onset=_ONSET, pain_at_rest=1, pain_walking=3, findings=frozenset({Finding.BRUISING})), _BERLIN),
)


def _lived(case: Case) -> Iterator[str]:
    """Record two weeks of good check-ins, all tests passed on the fourth day, and a red flag at the end."""
    from soleus_recovery import Gate, record

    for number in range(1, 15):
        now = _NOW + dt.timedelta(days=number, hours=1)
        check_in = CheckIn(
            day=(_NOW + dt.timedelta(days=number)).date(),
            pain_at_rest=0,
            pain_walking=0,
            morning=Morning.BETTER,
            gates=frozenset(Gate) if number == 4 else frozenset(),
            findings=frozenset({Finding.CLOT_RISK}) if number == 14 else frozenset(),
        )
        case = record(case, check_in, now=now)
    at = case.last_recorded_at
    reached, plan = progress(case, at), issue(case, at).plan
    yield from _unsafe(plan, case, reached, at)
    yield from _exported(plan, case, reached, at)


# ---------------------------------------------------------------- refusals


def _refused(error: SoleusError, path: str) -> Iterator[str]:
    said = str(error)
    if not said.isprintable() or len(said) > LONGEST_LINE:
        yield f"refused in no clear line: {said[:200]!a}"
    if not path.strip():
        yield f"refused without a path: {said[:200]}"


# ---------------------------------------------------------------- safety


def _unsafe(plan: Plan, case: Case, reached: Progress, at: int) -> Iterator[str]:
    yield from (f"{each.id} {each.where}" for each in violations(plan, case.protocol))
    ahead = [each for _, each in plan.sessions() if each.span is not None and each.span.start >= at]
    runs = [each for each in ahead if each.activity is Activity.RUN]
    if reached.waiting is not None and runs:
        yield f"a run past a red flag: {runs[0].key}"
    yield from _early_runs(runs, case, reached)
    yield from _runs_in_a_row(plan, case, at)
    yield from _ices(ahead, plan)


def _early_runs(runs: list[Session], case: Case, reached: Progress) -> Iterator[str]:
    report, runner = case.report, case.runner
    for entry in case.entries:
        if isinstance(entry.fact, Amendment):
            report, runner = entry.fact.report, entry.fact.runner
    onset = instant(onset_wall(report.onset), runner.zone)
    first = onset + _FIRST_HOURS * MINUTES_PER_HOUR
    for run in runs:
        if run.span is not None and run.span.start < first and not reached.is_cleared:
            yield f"a run {run.span.start - onset} minutes after the onset: {run.key}"


def _runs_in_a_row(plan: Plan, case: Case, at: int) -> Iterator[str]:
    ahead = {
        day.date
        for day, each in plan.sessions()
        if each.activity is Activity.RUN and each.span is not None and each.span.start >= at
    }
    recorded = {
        entry.fact.day
        for entry in case.entries
        if isinstance(entry.fact, CheckIn) and entry.fact.pain_running is not None
    }
    for before, after in pairwise(sorted(ahead | recorded)):
        if (after - before).days < 2 and after in ahead:
            yield f"a run on {after} after one on {before}"


def _ices(ahead: list[Session], plan: Plan) -> Iterator[str]:
    spans = sorted((each.span for each in ahead if each.activity in _ICES and each.span), key=lambda span: span.start)
    for span in spans:
        if span.end - span.start > _ICE_MINUTES:
            yield f"ice for {span.end - span.start} minutes"
    for before, after in pairwise(spans):
        if after.start - before.start < _ICE_APART:
            yield f"icings {after.start - before.start} minutes apart"
    for day in plan.days:
        wake, bed = waking_window(plan.runner, day.date)
        for each in day.sessions:
            if each.activity not in _ICES or each.span is None or each not in ahead:
                continue
            if not wake <= each.span.start <= each.span.end <= bed:
                yield f"ice outside of the waking window: {each.key}"


# ---------------------------------------------------------------- exports


def _written(plan: Plan, protocol: RecoveryProtocol, case: Case | None = None) -> Iterator[str]:
    text = to_json(plan)
    if to_json(from_json(text)) != text:
        yield "the plan file says another thing when it is read back"
    if not to_ics(plan).startswith(b"BEGIN:VCALENDAR"):
        yield "no calendar"
    for page in (to_text(plan), to_markdown(plan), to_html(plan, protocol=protocol, case=case)):
        if not page:
            yield "an empty page"


def _exported(plan: Plan, case: Case, reached: Progress, at: int) -> Iterator[str]:
    yield from _written(plan, case.protocol, case)
    minute = Minute(at)
    pages = (
        today_text(plan, reached, minute),
        to_log(case, plan, reached),
        to_log_html(case, plan, reached),
    )
    if not all(pages):
        yield "an empty page"
