"""The days ahead in self-care, from where the runner stands: relieve, restore, return, prevent."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import attrs

from soleus_recovery.clock import MINUTES_PER_HOUR, Minute
from soleus_recovery.course.progress import Progress
from soleus_recovery.guidance.sentences import asked_text
from soleus_recovery.guidance.sessions import CauseTask
from soleus_recovery.plan.content import Content, Fixed
from soleus_recovery.plan.plan import Day
from soleus_recovery.planner.day.maker import DayMaker
from soleus_recovery.planner.ice.sessions import Relief, icings_by_date
from soleus_recovery.planner.ice.times import Icing
from soleus_recovery.planner.kept.standing import Past
from soleus_recovery.planner.plan_facts import Frame
from soleus_recovery.planner.runs.schedule import Running, place_runs
from soleus_recovery.planner.runs.words import RunWords, tests_note
from soleus_recovery.vocabulary import Activity, PhaseKind

__all__ = ["days_ahead"]

_A_DAY = dt.timedelta(days=1)


def days_ahead(maker: DayMaker, progress: Progress, past: Past) -> Iterator[Day]:
    """Every day from the one that is open to the last of prevention."""
    frame = maker.frame
    level = frame.protocol.severity[progress.severity]
    running = place_runs(frame, progress, past)
    for skipped in running.skipped:
        maker.leave_out_busy(skipped, Activity.RUN)
    icing = _icing(frame, progress, past)
    icings = icings_by_date(frame, past.first_date, icing)
    runs, words = {run.date: run for run in running.runs}, RunWords(frame, progress)
    next_run = running.runs[0] if running.runs else None
    prevention, relief = _prevention(frame), Relief(maker, first_day_ends=icing.first_day_ends)
    # No day after it can be one of a review.
    reviewed_by = dt.date.min if frame.sore_from is None else frame.sore_from + dt.timedelta(days=level.review_day)
    asked, tested = _asked(frame, progress, past), tests_note(frame, progress)
    date = past.first_date
    while date <= running.last_date:
        phase = _phase(frame, progress, running, date)
        fixed: list[Fixed] = []
        if date in icings:
            fixed += relief.sessions(date, icings[date])
        if date in runs:
            fixed.append(words.session(runs[date], is_next=runs[date] is next_run))
        if phase is PhaseKind.PREVENT:
            fixed += prevention.get((date - running.prevent_from).days, ())
        notes = asked
        if tested is not None and next_run is not None and date < next_run.date:
            notes = (*asked, tested) if frame.window(date).end > progress.tests_from else asked
        reviewed = date <= reviewed_by and frame.sore_day(date) == level.review_day
        yield maker.make(date, phase, fixed, reviewed=reviewed, extra_notes=notes)
        asked = ()
        date += _A_DAY


def _asked(frame: Frame, progress: Progress, past: Past) -> tuple[str, ...]:
    """On the first card of self-care: what it takes for granted."""
    begun = any(day.date >= frame.onset_date and day.phase is not PhaseKind.HOLD for day in reversed(past.days))
    text = "" if begun else asked_text(frame.protocol, told=progress.told)
    return (text,) if text else ()


def _relieve_until(frame: Frame, progress: Progress) -> Minute:
    """What a clinician has cleared starts at restore."""
    hours = frame.protocol.severity[progress.severity].relieve_hours
    return frame.onset if progress.is_cleared else frame.hours_after_onset(hours)


def _icing(frame: Frame, progress: Progress, past: Past) -> Icing:
    """From onset, and again for a day after strong pain."""
    ice, again = frame.protocol.ice, progress.state.ice_from
    until = _relieve_until(frame, progress)
    first_day_ends = frame.hours_after_onset(ice.first_day_hours)
    if again is not None:
        ends = Minute(again + frame.protocol.progression.ice_again_hours * MINUTES_PER_HOUR)
        until, first_day_ends = max(until, ends), max(first_day_ends, ends)
    since = max(frame.made_at, again or frame.made_at)
    return Icing(
        until=until,
        first_day_ends=first_day_ends,
        not_before=past.at,
        since=since,
        previous=past.last_icing,
        begun=past.icings_since(since),
    )


def _phase(frame: Frame, progress: Progress, running: Running, date: dt.date) -> PhaseKind:
    state = progress.state
    if date >= running.prevent_from:
        return PhaseKind.PREVENT
    # A run that was not allowed changes no phase.
    returning = not state.gate_needed or (state.pending is not None and state.pending.allowed)
    if returning or (running.runs and date >= running.runs[0].date):
        return PhaseKind.RETURN
    relieving = not progress.is_cleared and frame.window(date).start < _relieve_until(frame, progress)
    return PhaseKind.RELIEVE if relieving else PhaseKind.RESTORE


def _tasks(frame: Frame) -> list[CauseTask]:
    prevent = frame.protocol.prevent
    named = sorted(frame.runner.causes, key=lambda cause: cause.rank)
    tasks = (_allowed(frame, prevent.tasks[cause]) for cause in named)
    return [task for task in tasks if task.instructions] or [prevent.general]


def _allowed(frame: Frame, task: CauseTask) -> CauseTask:
    """The task, in its other words where what it advises is switched off for this runner."""
    return attrs.evolve(task, instructions=task.instead) if task.measures & frame.switched_off else task


def _prevention(frame: Frame) -> Mapping[int, Sequence[Fixed]]:
    """By day of the phase: one task a day, spread evenly, each named once; several a day in a short phase."""
    prevent, tasks = frame.protocol.prevent, _tasks(frame)
    apart, at_once = max(1, prevent.days // len(tasks)), -(-len(tasks) // prevent.days)
    by_day: dict[int, list[Fixed]] = {}
    for index, task in enumerate(tasks):
        content = Content(
            activity=Activity.PREVENT,
            title=task.title,
            instructions=task.instructions,
            dose=None,
            because=frame.protocol.because(task.rule, *prevent.rules.values()),
        )
        by_day.setdefault(index // at_once * apart, []).append(Fixed(content=content, span=None))
    return by_day
