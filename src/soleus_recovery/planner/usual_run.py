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
    """Return the reasons that say when usual running comes back, or none after a usual run that counted.

    The first dates the first usual run; the second says that the plan has fewer runs a week than usual. ``ahead`` holds
    the days still to come. If the plan's own date is the later one, it is given without the other.
    """
    texts, level = facts.protocol.reason_texts, facts.protocol.severity[progress.severity]
    earliest = _first_usual_run(facts.runner.usual_run_minutes, ahead)
    if earliest is None or progress.state.prevent_from is not None:
        return ()
    days = level.usual_run_days.strain if facts.possible_strain else level.usual_run_days.plain
    usual = facts.date_of_day(days)
    template = texts.usual_run if earliest < usual else texts.usual_run_later
    dates = {"earliest": facts.day(earliest), "usual": facts.day(usual)}
    said = [(fill(template, minutes=facts.runner.usual_run_minutes, **dates), level.rules["usual_run_days"])]
    runs, count = facts.protocol.runs, facts.runner.runs_per_week
    if count > runs.most_per_week:
        said.append((fill(texts.fewer_runs, count=count, most=runs.most_per_week), runs.rules["most_per_week"]))
    return tuple(Reason(text=text, because=facts.protocol.rules[rule].because) for text, rule in said if text)


def _first_usual_run(minutes: int, ahead: Iterable[Day]) -> dt.date | None:
    for day in ahead:
        for session in day.sessions:
            dose = session.dose
            if isinstance(dose, RunDose) and dose.continuous and dose.run_minutes >= minutes:
                return day.date
    return None
