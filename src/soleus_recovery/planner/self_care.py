"""The days ahead in self-care: their phases, ice, runs, prevention tasks and notes, from the runner's progress."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import attrs

from soleus_recovery.clock import MINUTES_PER_HOUR, Minute
from soleus_recovery.course.gate import missing_tests
from soleus_recovery.course.progress import Progress
from soleus_recovery.course.state import training_course
from soleus_recovery.course.training import is_first_training, steps_ahead
from soleus_recovery.guidance.sentences import watch_note
from soleus_recovery.guidance.sessions import CauseTask
from soleus_recovery.plan.content import PlacedContent, SessionContent
from soleus_recovery.planner.asked import asked_note
from soleus_recovery.planner.day.keeping import keep_outlines, last_page
from soleus_recovery.planner.day.outline import DayOutline
from soleus_recovery.planner.day.unplaced import for_busy_times
from soleus_recovery.planner.ice.sessions import IceSessions, ice_sessions
from soleus_recovery.planner.ice.times import Icing
from soleus_recovery.planner.kept.standing import RevisionBase
from soleus_recovery.planner.plan_facts import PlanFacts
from soleus_recovery.planner.runs.schedule import RunSchedule, place_runs
from soleus_recovery.planner.runs.sessions import run_sessions, tests_note
from soleus_recovery.vocabulary import Activity, PhaseKind

__all__ = ["self_care_days"]

_A_DAY = dt.timedelta(days=1)


def self_care_days(facts: PlanFacts, progress: Progress, base: RevisionBase) -> tuple[DayOutline, ...]:
    """Return the outlines of the days from the one in progress to the last day of prevention, and of those kept up.

    The protocol's session rules fill these outlines later.
    """
    schedule = place_runs(facts, progress, base)
    runs = run_sessions(facts, progress, schedule.runs)
    next_run_date = schedule.runs[0].date if schedule.runs else dt.date.min
    ice = ice_sessions(facts, base.first_date, _icing(facts, progress, base))
    prevention, nothing = _prevention(facts), IceSessions()
    watch = (watch_note(facts.protocol),) if facts.is_watched else ()
    asked, tested = _asked(facts, progress, base), tests_note(facts, progress)
    review_day = facts.protocol.severity[progress.severity].review_day
    has_missing = bool(missing_tests(facts.protocol, progress.state, run_on=next_run_date))
    training = _training(progress, base.first_date, next_run_date)
    outlines: list[DayOutline] = []
    date = base.first_date
    while date <= schedule.last_date:
        phase, iced = _phase(facts, progress, schedule, date), ice.get(date, nothing)
        placed = [*iced.placed, runs[date]] if date in runs else [*iced.placed]
        if phase is PhaseKind.PREVENT:
            placed += prevention.get((date - schedule.prevent_from).days, ())
            placed += [last_page(facts)] if date == schedule.last_date and not facts.possible_strain else []
        notes = (*watch, *asked) if date == base.first_date else watch
        is_tested = tested is not None and date < next_run_date and facts.window(date).end > progress.tests_from
        notes = (*notes, tested) if tested is not None and is_tested else notes
        steps, is_first = next(training)
        no_run = [for_busy_times(facts, date, Activity.RUN)] if date in schedule.skipped else []
        outlines.append(
            DayOutline(
                date=date,
                phase=phase,
                placed=tuple(placed),
                unplaced=(*no_run, *iced.unplaced),
                has_review=facts.sore_day(date) == review_day,
                extra_notes=notes,
                training=steps,
                is_first_training=is_first,
                has_tests=is_tested and has_missing,
            )
        )
        date += _A_DAY
    return (*outlines, *keep_outlines(facts, schedule, base.first_date))


def _training(progress: Progress, first: dt.date, first_run: dt.date) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield the training of each day from ``first`` on, and whether nothing was trained before it.

    From the day after the next run on, running has begun.
    """
    course, training = training_course(progress.start, progress.state), progress.state.training
    until = dt.date.max if course.is_returning or first_run == dt.date.min else first_run
    for date, steps, before in steps_ahead(course, training, first):
        if date > until:
            returning = attrs.evolve(course, is_returning=True)
            yield from ((steps, False) for _, steps, _ in steps_ahead(returning, before, date))
        yield steps, is_first_training(course, before, date)


def _asked(facts: PlanFacts, progress: Progress, base: RevisionBase) -> tuple[str, ...]:
    """Return the note on what self-care takes for granted; only the first card of self-care has this note."""
    has_begun = any(day.date >= facts.day_zero and day.phase is not PhaseKind.HOLD for day in reversed(base.days))
    text = "" if has_begun else asked_note(facts, progress)
    return (text,) if text else ()


def _relieve_until(facts: PlanFacts, progress: Progress) -> Minute:
    """Return the end of the phase ``RELIEVE``; after a clearance there is no such phase."""
    hours = facts.protocol.severity[progress.severity].relieve_hours
    return facts.counted_from if progress.is_cleared else facts.hours_in(hours)


def _icing(facts: PlanFacts, progress: Progress, base: RevisionBase) -> Icing:
    """Return the time in which ice is due: from the onset on, and again for some hours after strong pain."""
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


def _phase(facts: PlanFacts, progress: Progress, schedule: RunSchedule, date: dt.date) -> PhaseKind:
    state = progress.state
    if date >= schedule.prevent_from:
        return PhaseKind.PREVENT
    # A run that was not allowed changes no phase.
    has_run = not state.gate_needed or (state.pending_run is not None and state.pending_run.allowed)
    if has_run or (schedule.runs and date >= schedule.runs[0].date):
        return PhaseKind.RETURN
    is_relieving = not progress.is_cleared and facts.window(date).start < _relieve_until(facts, progress)
    return PhaseKind.RELIEVE if is_relieving else PhaseKind.RESTORE


def _tasks(facts: PlanFacts) -> list[CauseTask]:
    """Return the prevention tasks for the causes that the runner suspects, or else the general task."""
    prevent = facts.protocol.prevent
    named = sorted(facts.runner.causes, key=lambda cause: cause.rank)
    tasks = (_allowed(facts, prevent.tasks[cause]) for cause in named)
    return [task for task in tasks if task.instructions] or [prevent.general]


def _allowed(facts: PlanFacts, task: CauseTask) -> CauseTask:
    """Return the task, with its other instructions if a measure in the task is switched off for this runner."""
    return attrs.evolve(task, instructions=task.instead) if task.measures & facts.switched_off else task


def _prevention(facts: PlanFacts) -> Mapping[int, Sequence[PlacedContent]]:
    """Map each day of the phase that has prevention tasks, counted from 0, to its tasks.

    Each task comes once, and the tasks are spread evenly; in a short phase several tasks are on one day.
    """
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
