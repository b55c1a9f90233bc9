"""The history of a plan: the phases and activities of the days that are over, on which the days ahead depend."""

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import final

import attrs

from soleus_recovery.plan.plan import Day
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, PhaseKind

__all__ = ["KEYED_IN_PLAN", "History", "history_of"]

# The keys of these activities, such as run-3, are numbered through the whole plan, so a session that moves to another
# day keeps its key. The keys of all other activities begin with a date and are numbered within that day.
KEYED_IN_PLAN = (Activity.RUN, Activity.REVIEW, Activity.APPOINTMENT)


@final
@attrs.frozen(kw_only=True)
class History(Value):
    """The history of the days that are over: their phases, and the dates of each activity."""

    phases: frozenset[PhaseKind] = frozenset()
    last_on: Mapping[Activity, dt.date] = attrs.field(factory=dict[Activity, dt.date])
    counts_in_plan: Mapping[Activity, int] = attrs.field(factory=dict[Activity, int])
    """The number of past sessions of each activity in ``KEYED_IN_PLAN``."""
    dates_by_phase: Mapping[tuple[PhaseKind, Activity], Sequence[dt.date]] = attrs.field(
        factory=dict[tuple[PhaseKind, Activity], Sequence[dt.date]]
    )

    def held_on(self, activity: Activity, phases: Iterable[PhaseKind], *, since: dt.date) -> Sequence[dt.date]:
        """Return the days of these phases that held an activity, from ``since`` on and in order."""
        dates = [date for phase in phases for date in _from(self.dates_by_phase.get((phase, activity), ()), since)]
        return sorted(dates)


def history_of(days: Iterable[Day]) -> History:
    """Return the history of these days, which have to be in order."""
    phases, counts = set[PhaseKind](), Counter[Activity]()
    last_on: dict[Activity, dt.date] = {}
    dates: dict[tuple[PhaseKind, Activity], list[dt.date]] = {}
    for day in days:
        phases.add(day.phase)
        activities = [each.activity for each in day.sessions]
        counts.update(activity for activity in activities if activity in KEYED_IN_PLAN)
        for activity in dict.fromkeys(activities):
            last_on[activity] = day.date
            dates.setdefault((day.phase, activity), []).append(day.date)
    return History(phases=frozenset(phases), last_on=last_on, counts_in_plan=counts, dates_by_phase=dates)


def _from(dates: Sequence[dt.date], since: dt.date) -> Sequence[dt.date]:
    return dates[bisect_left(dates, since) :]
