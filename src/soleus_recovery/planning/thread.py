"""What planning keeps from one revision of a case to the next, so that the days which stand are not made again.

A day depends on the facts of its plan (the outlook) and on what the days before it leave behind (a mark). Where both
are what they were when the last plan was made, so is every day from there on, and the very same days are taken: a
revision that leaves the future as it is takes a third of the time of a new plan.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, final

import attrs

from soleus_recovery.planning.frame import Frame
from soleus_recovery.planning.history import History
from soleus_recovery.planning.plan import Day, Plan, Unplaced
from soleus_recovery.planning.running import Running
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Severity

__all__ = ["MARKED_ON", "Made", "Mark", "Outlook", "Rest", "Thread"]

MARKED_ON: Final = 0
"""Days are marked on Mondays: often enough to go on soon, and seldom enough to cost nothing."""

Mark = tuple[object, ...]
"""What the days before a day leave behind for it and for those after it."""

_OF_FRAME = tuple(field.name for field in attrs.fields(Frame) if field.name != "protocol")


@final
@attrs.frozen(kw_only=True)
class Outlook(Value):
    """What decides about the days ahead; from ``alone_from`` on nothing else does, but the days before."""

    frame: Frame
    severity: Severity
    running: Running
    alone_from: dt.date

    def is_as(self, other: "Outlook", date: dt.date) -> bool:
        """Whether it decides alone from this day on, and decides as another that did."""
        mine, theirs = self.running, other.running
        return (
            date >= max(self.alone_from, other.alone_from)
            and self.severity is other.severity
            and self.frame.protocol is other.frame.protocol
            and all(getattr(self.frame, name) == getattr(other.frame, name) for name in _OF_FRAME)
            and (mine.prevent_from, mine.last_date) == (theirs.prevent_from, theirs.last_date)
            and [run for run in mine.runs if run.date >= date] == [run for run in theirs.runs if run.date >= date]
            and [day for day in mine.skipped if day >= date] == [day for day in theirs.skipped if day >= date]
        )


@final
@attrs.frozen(kw_only=True)
class Rest(Value):
    """The days of the last plan from a day on, and what they leave out."""

    days: Sequence[Day]
    unplaced: Sequence[Unplaced]


@final
@attrs.frozen(kw_only=True)
class Made(Value):
    """A plan, and how its days ahead were made: each mark with how much is left out from that day on."""

    plan: Plan
    outlook: Outlook | None
    marks: dict[dt.date, tuple[Mark, int]]


@final
class Thread:
    """Of one case, from revision to revision: ``history`` of its days, and how those ahead were made.

    Each plan is made between ``begin`` and ``end``; one for which nobody began (a holding plan) leaves no marks.
    ``last`` is the last plan that was made; with it another thread goes on from there.
    """

    def __init__(self, last: Made | None = None) -> None:
        self.history, self.last = History(), last
        self._outlook: Outlook | None = None
        self._noted: dict[dt.date, tuple[Mark, int]] = {}
        self._kept_from: dt.date | None = None

    def follow(self, plan: Plan) -> None:
        """A revision of this plan comes next; of what another plan has left nothing is used."""
        if self.last is None or self.last.plan is not plan:
            self.history, self.last = History(), None

    def begin(self, outlook: Outlook) -> None:
        """The days ahead are about to be made."""
        self._outlook = outlook

    def rest_from(self, date: dt.date, mark: Mark, left_out: int) -> Rest | None:
        """The days from this one on where they are as in the last plan; else the mark is kept for the next.

        ``left_out`` counts what is left out so far.
        """
        last, outlook = self.last, self._outlook
        if last is None or last.outlook is None or outlook is None or date not in last.marks:
            self._noted[date] = (mark, left_out)
            return None
        before, left_out_after = last.marks[date]
        if before != mark or not outlook.is_as(last.outlook, date):
            self._noted[date] = (mark, left_out)
            return None
        self._kept_from = date
        days, unplaced = last.plan.days, last.plan.unplaced
        start = bisect_left(days, date, key=lambda day: day.date)
        return Rest(days=days[start:], unplaced=unplaced[len(unplaced) - left_out_after :])

    def end(self, plan: Plan) -> None:
        """This is the plan that has become of the days."""
        marks = {date: (mark, len(plan.unplaced) - left_out) for date, (mark, left_out) in self._noted.items()}
        if self.last is not None and self._kept_from is not None:
            marks |= {date: each for date, each in self.last.marks.items() if date >= self._kept_from}
        self.last = Made(plan=plan, outlook=self._outlook, marks=marks)
        self._outlook, self._noted, self._kept_from = None, {}, None
