"""Says when the usual run may come back: the plan's own date, and the date that is more usual."""

import datetime as dt
from collections.abc import Iterable

from soleus_recovery.course.progress import Progress
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.plan.plan import Day, RunDose
from soleus_recovery.planner.plan_facts import PlanFacts

__all__ = ["usual_run_reasons"]


def usual_run_reasons(facts: PlanFacts, progress: Progress, ahead: Iterable[Day]) -> tuple[Reason, ...]:
    """Return the reason that dates the first usual run, or none after a usual run that counted.

    ``ahead`` holds the days still to come. If the plan's own date is the later one, it is given without the other.
    """
    texts, level = facts.protocol.reason_texts, facts.protocol.severity[progress.severity]
    earliest = _first_usual_run(facts.runner.usual_run_minutes, ahead)
    if earliest is None or progress.state.prevent_from is not None:
        return ()
    days = level.usual_run_days.strain if facts.possible_strain else level.usual_run_days.plain
    usual = facts.date_of_day(days)
    template = texts.usual_run if earliest < usual else texts.usual_run_later
    if not template:
        return ()
    text = fill(template, minutes=facts.runner.usual_run_minutes, earliest=facts.day(earliest), usual=facts.day(usual))
    return (Reason(text=text, because=facts.protocol.rules[level.rules["usual_run_days"]].because),)


def _first_usual_run(minutes: int, ahead: Iterable[Day]) -> dt.date | None:
    for day in ahead:
        for session in day.sessions:
            dose = session.dose
            if isinstance(dose, RunDose) and dose.continuous and dose.run_minutes >= minutes:
                return day.date
    return None
