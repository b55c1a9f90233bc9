"""The doses of a course: the ladder's runs for the present level, the one that is due, and the one of a given day."""

import datetime as dt

from soleus_recovery.course.running.ladder import heavier_doses, ladder_doses
from soleus_recovery.course.running.weeks import LastRuns, RunWeeks
from soleus_recovery.course.state import CourseStart, DayState, ladder_of
from soleus_recovery.plan.plan import RunDose
from soleus_recovery.vocabulary import Severity

__all__ = ["dose_on", "doses_of", "due_dose", "last_runs", "prevent_until", "run_weeks", "rungs_before"]


def doses_of(start: CourseStart, state: DayState) -> tuple[RunDose, ...]:
    """Return the doses of the ladder's runs for the present severity; the last dose is the usual run.

    The rungs that pain in runs has put before the ladder come first. After a flare in growth the runs without a break
    begin with a longer run than those of the ladder.
    """
    doses = ladder_doses(
        ladder_of(start, state),
        start.protocol.runs,
        usual_minutes=start.runner.usual_run_minutes,
        grows_from=state.grows_from,
    )
    return (*rungs_before(start, state, state.rungs_before), *doses) if state.rungs_before else doses


def due_dose(start: CourseStart, state: DayState) -> RunDose:
    """Return the dose of the run that is due."""
    doses = doses_of(start, state)
    return doses[min(state.rung, len(doses) - 1)]


def run_weeks(start: CourseStart, state: DayState) -> RunWeeks:
    """Return the rules for the length of a run after this state."""
    ladder = ladder_of(start, state)
    return RunWeeks(
        rules=start.protocol.runs,
        usual=start.runner.usual_run_minutes,
        long=start.runner.longest_run_minutes,
        least=ladder.continuous_minutes,
        percent=ladder.long_run_percent,
    )


def last_runs(state: DayState) -> LastRuns:
    """Return the runs that check-ins have told."""
    runs = tuple((run.date, run.minutes) for run in state.trend.runs)
    return LastRuns(runs=runs, since=state.flared_on, longest=state.longest_since_flare)


def dose_on(start: CourseStart, state: DayState, date: dt.date) -> RunDose | None:
    """Return the dose of a run on a day after this state; None if the week leaves no room for a run."""
    return run_weeks(start, state).dose(due_dose(start, state), last_runs(state), date)


def prevent_until(start: CourseStart, state: DayState) -> dt.date | None:
    """Return the last day of prevention; None before prevention, and until the long run has counted (reading `end`)."""
    if state.prevent_from is None or state.long_run_on is None:
        return None
    last = state.prevent_from + dt.timedelta(days=start.protocol.prevent.days - 1)
    # The check-in of the day after the long run tells that the run counts.
    is_longer = start.runner.longest_run_minutes > start.runner.usual_run_minutes
    return max(last, state.long_run_on + dt.timedelta(days=1)) if is_longer else last


def rungs_before(start: CourseStart, state: DayState, most: int) -> tuple[RunDose, ...]:
    """Return the ``most`` last rungs that the heaviest ladder has before the first rung of the present ladder."""
    protocol = start.protocol
    ladder = protocol.ladder_for(state.severity, possible_strain=state.possible_strain)
    heaviest = protocol.ladder_for(Severity.SEVERE, possible_strain=True)
    doses = heavier_doses(ladder, heaviest, usual_minutes=start.runner.usual_run_minutes)
    return tuple(dose for dose in doses[max(0, len(doses) - most) :] for _ in range(ladder.times_each))
