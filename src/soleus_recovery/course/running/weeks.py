"""How long a run may be on a given day: the ladder's dose, what the week leaves of it, and the long run.

A week of longer runs grows from the weeks before it (reading `weeks`). The long run comes once a week after the usual
run has come back (reading `long-run`).
"""

import datetime as dt
from collections.abc import Sequence
from typing import final

import attrs

from soleus_recovery.guidance.running import RunRules
from soleus_recovery.plan.plan import RunDose
from soleus_recovery.values import Value

__all__ = ["LastRuns", "RunWeeks"]

_WEEK = 7  # days


@final
@attrs.frozen(kw_only=True)
class LastRuns(Value):
    """The runs so far, each with its date and its minutes of running, in order.

    ``since`` is the day of the last flare, from which weeks count anew; None if there was no flare. ``longest`` is the
    longest run without a break that has counted since then, in minutes.
    """

    runs: tuple[tuple[dt.date, int], ...] = ()
    since: dt.date | None = None
    longest: int = 0

    def also(self, date: dt.date, dose: RunDose) -> "LastRuns":
        """Return the runs with one more, which counts."""
        longest = max(self.longest, dose.run_minutes) if dose.continuous else self.longest
        return attrs.evolve(self, runs=(*self.runs, (date, dose.total_run_minutes)), longest=longest)

    @property
    def since_flare(self) -> list[tuple[dt.date, int]]:
        """The runs since the last flare."""
        return [(date, minutes) for date, minutes in self.runs if self.since is None or date > self.since]


@final
@attrs.frozen(kw_only=True)
class RunWeeks(Value):
    """The rules for the length of a run: ``least`` is the shortest run without a break that is worth a day, in minutes.

    ``long`` is the runner's long run, and ``usual`` the usual run, in minutes. The long run grows by ``percent``.
    """

    rules: RunRules
    usual: int
    long: int
    least: int
    percent: int

    def dose(self, due: RunDose, last: LastRuns, date: dt.date) -> RunDose | None:
        """Return the run for a day on which ``due`` is the dose of the ladder; None if the run has to wait.

        A run of walking and running in turn is never cut: its rungs grow slowly enough.
        """
        if not due.continuous:
            return due
        minutes = self._wanted(due, last, date)
        left = self._left(last, date)
        if left is None or minutes <= left:
            return attrs.evolve(due, run_minutes=minutes)
        return attrs.evolve(due, run_minutes=left) if left >= min(self.least, minutes) else None

    def _wanted(self, due: RunDose, last: LastRuns, date: dt.date) -> int:
        """Return the minutes of the run before the week is looked at (reading `long-run`)."""
        if due.run_minutes < self.usual or last.longest < self.usual or self.long <= self.usual:
            return due.run_minutes
        places = [place for place, (_, minutes) in enumerate(last.runs) if minutes > self.usual]
        if not places or (date - last.runs[places[-1]][0]).days >= _WEEK:
            return min(self.long, last.longest + max(self.rules.growth_least_minutes, self._grown(last.longest)))
        (_, longer), *after = last.runs[places[-1] :]
        half = min(self.usual, max(self.least, longer * self.rules.easy_percent // 100))
        return self.usual if any(minutes <= half for _, minutes in after) else half

    def _grown(self, minutes: int) -> int:
        return minutes * self.percent // 100

    def _left(self, last: LastRuns, date: dt.date) -> int | None:
        """Return the minutes that the 7 days up to ``date`` leave to a run; None if they leave it any length.

        The first week of running since the onset or the last flare has nothing to grow from. A run that is alone in
        its 7 days may have any length.
        """
        counted = last.since_flare
        this_week = _in_week(last.runs, date)
        if not this_week or not counted or (date - counted[0][0]).days < _WEEK:
            return None
        most = max(_in_week(counted, end) for end, _ in counted)
        return max(0, most * self.rules.week_percent // 100 - this_week)


def _in_week(runs: Sequence[tuple[dt.date, int]], end: dt.date) -> int:
    """Return the minutes of the runs on the 7 days that end with ``end``."""
    return sum(minutes for date, minutes in runs if 0 <= (end - date).days < _WEEK)
