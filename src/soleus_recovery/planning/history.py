"""What the days that are over leave behind for those to come: each is read once, however often a plan is revised."""

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import final

from soleus_recovery.planning.plan import Day
from soleus_recovery.vocabulary import Activity, PhaseKind

__all__ = ["KEYED_IN_PLAN", "History"]

# Their keys count in the plan, so that one that moves keeps its own; all others count in their day.
KEYED_IN_PLAN = (Activity.RUN, Activity.REVIEW, Activity.APPOINTMENT)


@final
class History:
    """Days in order; ``days`` says how many, ``phases`` which they had."""

    def __init__(self) -> None:
        self.days = 0
        self.phases: set[PhaseKind] = set()
        self.keyed = Counter[Activity]()
        """How many sessions had a key that counts in the plan."""
        self.last_on: dict[Activity, dt.date] = {}
        self._held_on: dict[tuple[PhaseKind, Activity], list[dt.date]] = {}

    def take(self, days: Iterable[Day]) -> None:
        """Read the days that come next."""
        for day in days:
            self.days += 1
            self.phases.add(day.phase)
            for activity in {each.activity for each in day.sessions}:
                self.last_on[activity] = day.date
                self._held_on.setdefault((day.phase, activity), []).append(day.date)
            for each in day.sessions:
                if each.activity in KEYED_IN_PLAN:
                    self.keyed[each.activity] += 1

    def followed_by(self, days: Iterable[Day]) -> "History":
        """This one, and the days that come next, which may still change."""
        whole = History()
        whole.days, whole.phases, whole.keyed = self.days, {*self.phases}, Counter(self.keyed)
        whole.last_on = {**self.last_on}
        whole._held_on = {key: [*dates] for key, dates in self._held_on.items()}
        whole.take(days)
        return whole

    def held_on(self, activity: Activity, phases: Iterable[PhaseKind], *, since: dt.date) -> Sequence[dt.date]:
        """The days of these phases that held an activity, in order, from a day on."""
        dates = [date for phase in phases for date in _from(self._held_on.get((phase, activity), ()), since)]
        return sorted(dates)


def _from(dates: Sequence[dt.date], since: dt.date) -> Sequence[dt.date]:
    return dates[bisect_left(dates, since) :]
