"""From an assessment that found no red flag to a plan: relieve, restore, return, prevent."""

import datetime as dt

from soleus_recovery.clock import Minute
from soleus_recovery.guidance.sessions import CauseTask
from soleus_recovery.intake.triage import SelfCare
from soleus_recovery.planning.assembly import assemble, check_released, frame_of
from soleus_recovery.planning.days import DayMaker, Fixed
from soleus_recovery.planning.frame import Frame
from soleus_recovery.planning.gates import run_session, tests_note
from soleus_recovery.planning.plan import Day, Plan
from soleus_recovery.planning.relief import icings_by_date, relief_sessions
from soleus_recovery.planning.running import place_runs
from soleus_recovery.vocabulary import Activity, PhaseKind

__all__ = ["build_plan"]


def build_plan(care: SelfCare, *, plan_id: str | None = None) -> Plan:
    """A plan for every day from now to the end of prevention; the same facts give the same plan.

    Without a ``plan_id`` one is derived from the facts. Raises ``NotPlannable`` for anything but what ``assess``
    answers today for these very facts: a referral, an emergency, or a hand-made or altered ``SelfCare``.

    >>> from soleus_recovery import Runner, SymptomReport, assess
    >>> runner = Runner(zone="Europe/Berlin", usual_run_minutes=45)
    >>> report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    >>> care = assess(report, runner, now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC))
    >>> build_plan(care).days[0].number
    0
    """
    released = check_released(care, SelfCare)
    maker = DayMaker(frame_of(released))
    return assemble(released, maker, _days(released, maker), plan_id=plan_id)


def _days(care: SelfCare, maker: DayMaker) -> tuple[Day, ...]:
    frame = maker.frame
    running = place_runs(frame, care.severity)
    level = frame.protocol.severity[care.severity]
    relieve_until = frame.hours_after_onset(level.relieve_hours)
    icings = icings_by_date(frame, hours=level.relieve_hours)
    runs = {run.date: run for run in running.runs}
    first_run = running.runs[0].date
    tasks = _prevention_tasks(frame)
    days: list[Day] = []
    date = frame.first_date
    while date <= running.last_date:
        phase = _phase(frame, date, relieve_until=relieve_until, first_run=first_run, prevent_from=running.prevent_from)
        fixed = relief_sessions(maker, date, icings.get(date, ()))
        if date in runs:
            fixed.append(run_session(frame, care.severity, runs[date]))
        if phase is PhaseKind.PREVENT:
            fixed += _prevention(frame, tasks, (date - running.prevent_from).days)
        days.append(
            maker.make(
                date,
                phase,
                fixed,
                review=level.review_text if frame.number(date) == level.review_day else None,
                extra_notes=tests_note(frame, care.severity, date) if date < first_run else (),
            )
        )
        date += dt.timedelta(days=1)
    return tuple(days)


def _phase(
    frame: Frame, date: dt.date, *, relieve_until: Minute, first_run: dt.date, prevent_from: dt.date
) -> PhaseKind:
    if date >= prevent_from:
        return PhaseKind.PREVENT
    if date >= first_run:
        return PhaseKind.RETURN
    return PhaseKind.RELIEVE if frame.window(date).start < relieve_until else PhaseKind.RESTORE


def _prevention_tasks(frame: Frame) -> list[CauseTask]:
    prevent = frame.protocol.prevent
    named = sorted(frame.runner.causes, key=lambda cause: cause.rank)
    return [prevent.tasks[cause] for cause in named] or [prevent.general]


def _prevention(frame: Frame, tasks: list[CauseTask], day: int) -> list[Fixed]:
    """One task a day, spread evenly over the phase, each named once."""
    apart = frame.protocol.prevent.days // len(tasks)
    due = [tasks[day // apart]] if day % apart == 0 and day // apart < len(tasks) else []
    prevent = frame.protocol.prevent
    return [
        Fixed(
            activity=Activity.PREVENT,
            span=None,
            title=task.title,
            instructions=task.instructions,
            dose=None,
            because=frame.protocol.because(task.rule, *prevent.rules.values()),
        )
        for task in due
    ]
