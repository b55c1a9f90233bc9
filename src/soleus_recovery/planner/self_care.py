"""The days ahead in self-care, from where the runner stands: relieve, restore, return, prevent."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import attrs

from soleus_recovery.clock import MINUTES_PER_HOUR, Minute
from soleus_recovery.course.progress import Progress
from soleus_recovery.guidance.sentences import asked_text
from soleus_recovery.guidance.sessions import CauseTask
from soleus_recovery.plan.content import PlacedContent, SessionContent
from soleus_recovery.plan.plan import Day
from soleus_recovery.planner.day.maker import DayMaker
from soleus_recovery.planner.ice.sessions import IceSessions, icings_by_date
from soleus_recovery.planner.ice.times import Icing
from soleus_recovery.planner.kept.standing import RevisionBase
from soleus_recovery.planner.plan_facts import PlanFacts
from soleus_recovery.planner.runs.schedule import RunSchedule, place_runs
from soleus_recovery.planner.runs.words import RunWords, tests_note
from soleus_recovery.vocabulary import Activity, PhaseKind

__all__ = ["self_care_days"]

_A_DAY = dt.timedelta(days=1)


def self_care_days(maker: DayMaker, progress: Progress, base: RevisionBase) -> Iterator[Day]:
    """Every day from the one that is open to the last of prevention."""
    facts = maker.facts
    level = facts.protocol.severity[progress.severity]
    run_schedule = place_runs(facts, progress, base)
    for skipped in run_schedule.skipped:
        maker.leave_out_busy(skipped, Activity.RUN)
    icing = _icing(facts, progress, base)
    icings = icings_by_date(facts, base.first_date, icing)
    runs, words = {run.date: run for run in run_schedule.runs}, RunWords(facts, progress)
    next_run = run_schedule.runs[0] if run_schedule.runs else None
    prevention, ice_sessions = _prevention(facts), IceSessions(maker, first_day_ends=icing.first_day_ends)
    # No day after it can be one of a review.
    reviewed_by = dt.date.min if facts.sore_from is None else facts.sore_from + dt.timedelta(days=level.review_day)
    asked, tested = _asked(facts, progress, base), tests_note(facts, progress)
    date = base.first_date
    while date <= run_schedule.last_date:
        phase = _phase(facts, progress, run_schedule, date)
        placed: list[PlacedContent] = []
        if date in icings:
            placed += ice_sessions.sessions(date, icings[date])
        if date in runs:
            placed.append(words.session(runs[date], is_next=runs[date] is next_run))
        if phase is PhaseKind.PREVENT:
            placed += prevention.get((date - run_schedule.prevent_from).days, ())
        notes = asked
        if tested is not None and next_run is not None and date < next_run.date:
            notes = (*asked, tested) if facts.window(date).end > progress.tests_from else asked
        reviewed = date <= reviewed_by and facts.sore_day(date) == level.review_day
        yield maker.make(date, phase, placed, reviewed=reviewed, extra_notes=notes)
        asked = ()
        date += _A_DAY


def _asked(facts: PlanFacts, progress: Progress, base: RevisionBase) -> tuple[str, ...]:
    """On the first card of self-care: what it takes for granted."""
    begun = any(day.date >= facts.day_zero and day.phase is not PhaseKind.HOLD for day in reversed(base.days))
    text = "" if begun else asked_text(facts.protocol, reported=progress.findings)
    return (text,) if text else ()


def _relieve_until(facts: PlanFacts, progress: Progress) -> Minute:
    """What a clinician has cleared starts at restore."""
    hours = facts.protocol.severity[progress.severity].relieve_hours
    return facts.counted_from if progress.is_cleared else facts.hours_in(hours)


def _icing(facts: PlanFacts, progress: Progress, base: RevisionBase) -> Icing:
    """From onset, and again for a day after strong pain."""
    ice, again = facts.protocol.ice, progress.state.ice_from
    until = _relieve_until(facts, progress)
    first_day_ends = facts.hours_in(ice.first_day_hours)
    if again is not None:
        ends = Minute(again + facts.protocol.progression.ice_again_hours * MINUTES_PER_HOUR)
        until, first_day_ends = max(until, ends), max(first_day_ends, ends)
    since = max(facts.begins_at, again or facts.begins_at)
    return Icing(
        until=until,
        first_day_ends=first_day_ends,
        not_before=base.at,
        since=since,
        previous=base.last_icing,
        begun=base.icings_since(since),
    )


def _phase(facts: PlanFacts, progress: Progress, run_schedule: RunSchedule, date: dt.date) -> PhaseKind:
    state = progress.state
    if date >= run_schedule.prevent_from:
        return PhaseKind.PREVENT
    # A run that was not allowed changes no phase.
    returning = not state.gate_needed or (state.pending_run is not None and state.pending_run.allowed)
    if returning or (run_schedule.runs and date >= run_schedule.runs[0].date):
        return PhaseKind.RETURN
    relieving = not progress.is_cleared and facts.window(date).start < _relieve_until(facts, progress)
    return PhaseKind.RELIEVE if relieving else PhaseKind.RESTORE


def _tasks(facts: PlanFacts) -> list[CauseTask]:
    prevent = facts.protocol.prevent
    named = sorted(facts.runner.causes, key=lambda cause: cause.rank)
    tasks = (_allowed(facts, prevent.tasks[cause]) for cause in named)
    return [task for task in tasks if task.instructions] or [prevent.general]


def _allowed(facts: PlanFacts, task: CauseTask) -> CauseTask:
    """The task, in its other words where what it advises is switched off for this runner."""
    return attrs.evolve(task, instructions=task.instead) if task.measures & facts.switched_off else task


def _prevention(facts: PlanFacts) -> Mapping[int, Sequence[PlacedContent]]:
    """By day of the phase: one task a day, spread evenly, each named once; several a day in a short phase."""
    prevent, tasks = facts.protocol.prevent, _tasks(facts)
    apart, at_once = max(1, prevent.days // len(tasks)), -(-len(tasks) // prevent.days)
    by_day: dict[int, list[PlacedContent]] = {}
    for index, task in enumerate(tasks):
        content = SessionContent(
            activity=Activity.PREVENT,
            title=task.title,
            instructions=task.instructions,
            dose=None,
            because=facts.protocol.because(task.rule, *prevent.rules.values()),
        )
        by_day.setdefault(index // at_once * apart, []).append(PlacedContent(content=content, span=None))
    return by_day
