"""The facts of one plan in the shape that placing sessions needs: instants, waking windows, day numbers, measures."""

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import final

import attrs

from soleus_recovery.clock import MINUTES_PER_HOUR, Minute, calendar_date, local
from soleus_recovery.course.told.last_told import LastTold
from soleus_recovery.facts.report import SymptomReport
from soleus_recovery.facts.runner import Runner
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sentences import date_text
from soleus_recovery.guidance.sessions import LeftOut
from soleus_recovery.spans import Span, sharing
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Finding, Measure, Severity, Urgency

__all__ = ["PlanFacts"]


@final
@attrs.frozen(kw_only=True, slots=False)
class PlanFacts(Value):
    """The facts that one plan is made from; each day is a waking window, named by the date on which the window opens.

    Nothing is planned before ``begins_at``: the start of the case or, in a holding plan, the referral.
    """

    report: SymptomReport
    findings: frozenset[Finding]
    """What the report names, and what check-ins have named since the present soreness began."""
    runner: Runner
    protocol: RecoveryProtocol
    begins_at: Minute
    counted_from: Minute
    """The instant that hours and days count from: the onset, or a clearance."""
    possible_strain: bool
    switched_off: frozenset[Measure]
    busy: tuple[Span, ...] = ()
    sore_from: dt.date | None = None
    """The day on which the present soreness began; None once a check-in has ended it."""
    kept_off: Mapping[Measure, frozenset[Finding]] = attrs.field(factory=dict[Measure, frozenset[Finding]])
    """The measures that stay switched off after a clearance, each with the findings that are the reason."""
    severity: Severity | None = None
    """In self-care: the level of soreness."""
    urgency: Urgency | None = None
    """In a holding plan: how soon a clinician has to be seen."""
    last_told: LastTold | None = None
    is_watched: bool = False
    """Whether a clot watch goes on."""
    keeps_moving: bool = False
    """In a holding plan: whether easy movement goes on."""
    rest_text: str = ""
    """How to rest, if a referral asks for more than the usual rest."""

    @cached_property
    def day_zero(self) -> dt.date:
        """The date of day 0."""
        return calendar_date(self.counted_from, self.runner.zone)

    @cached_property
    def first_date(self) -> dt.date:
        """The day whose waking window holds ``begins_at`` or, if no window holds it, the next day."""
        date = calendar_date(self.begins_at, self.runner.zone) - dt.timedelta(days=1)
        while self.runner.window(date).end <= self.begins_at:
            date += dt.timedelta(days=1)
        return date

    def left_out(self, date: dt.date) -> tuple[LeftOut, ...]:
        """Return the measures that the protocol itself leaves out on a day."""
        return tuple(
            each
            for each in self.protocol.left_out
            if each.until_hours is None or self.window(date).start < self.hours_in(each.until_hours)
        )

    def off(self, date: dt.date) -> frozenset[Measure]:
        """Return every measure that is not used on a day.

        Triage or a caution switches the measure off, or the protocol leaves it out.
        """
        return self.switched_off.union(each.measure for each in self.left_out(date))

    def number(self, date: dt.date) -> int:
        """Return the number of a day, counted from day 0.

        If the onset is after midnight, in a window that opened on the date before, the day of that window is day 0 too.
        """
        return max(0, (date - self.day_zero).days)

    def sore_day(self, date: dt.date) -> int | None:
        """Return the number of a day in the present soreness, counted from 0; None if no soreness is present."""
        return None if self.sore_from is None else max(0, (date - self.sore_from).days)

    def window(self, date: dt.date) -> Span:
        """Return the part of a day's waking window from ``begins_at`` on."""
        return self.left_of(self.runner.window(date))

    def left_of(self, whole: Span) -> Span:
        """Return the part of a waking window from ``begins_at`` on."""
        if whole.start >= self.begins_at:
            return whole
        return Span(start=min(self.begins_at, whole.end), end=whole.end)

    def busy_in(self, span: Span) -> list[Span]:
        """Return the busy times that share a minute with this span."""
        return sharing(self.busy, span) if self.busy else []

    def hours_in(self, hours: int) -> Minute:
        """Return the instant that is ``hours`` elapsed hours after ``counted_from``."""
        return Minute(self.counted_from + hours * MINUTES_PER_HOUR)

    def date_of_day(self, number: int) -> dt.date:
        """Return the date of day ``number``."""
        return self.day_zero + dt.timedelta(days=number)

    def moment(self, minute: Minute) -> str:
        """Return an instant as a runner reads it: weekday, day, month and time in the runner's zone."""
        wall = local(minute, self.runner.zone)
        return f"{self.day(wall.date())} {wall.hour:02}:{wall.minute:02}"

    def day(self, date: dt.date) -> str:
        """Return a date as a runner reads it: weekday, day and month."""
        return date_text(date, self.protocol.labels)
