"""A case: the facts of one sore calf in the order in which they were recorded, each with its instant.

Facts are only appended, never changed or removed. The case holds a copy of its protocol, so that neither an
edited file nor a newer release changes a case that is under way.
"""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, final

import attrs

from soleus_recovery.clock import LONGEST_GAP_DAYS, MINUTES_PER_DAY, Minute, calendar_date, to_wall
from soleus_recovery.errors import FactError
from soleus_recovery.facts.checkin import Amendment, BusyTimes, CheckIn, Clearance, begun_at
from soleus_recovery.facts.closed_words import valid_name
from soleus_recovery.facts.report import SymptomReport
from soleus_recovery.facts.runner import Runner
from soleus_recovery.guidance.protocol import RecoveryProtocol, check_released
from soleus_recovery.spans import Span, merge
from soleus_recovery.values import Value

if TYPE_CHECKING:
    from soleus_recovery.clock import DateTime

__all__ = ["Case", "Entry", "Fact", "check_silence", "day_at", "done_at"]

Fact = CheckIn | Clearance | Amendment | BusyTimes


@final
@attrs.frozen(kw_only=True)
class Entry(Value):
    """A fact and the instant at which it was recorded."""

    recorded_at: Minute
    fact: Fact

    @property
    def recorded_at_utc(self) -> "DateTime":
        """``recorded_at`` in UTC: an entry does not know the runner's zone."""
        return to_wall(self.recorded_at, "UTC")


@final
@attrs.frozen(kw_only=True)
class Case(Value):
    """All facts of one sore calf; ``runner``, ``report`` and ``busy`` are what was known at ``started_at``."""

    id: str = attrs.field(validator=valid_name)
    protocol: RecoveryProtocol = attrs.field(repr=False)
    started_at: Minute
    runner: Runner
    report: SymptomReport
    entries: tuple[Entry, ...] = ()
    busy: tuple[Span, ...] = attrs.field(default=(), converter=merge)

    def __attrs_post_init__(self) -> None:
        check_released(self.protocol)

    @property
    def last_recorded_at(self) -> Minute:
        """The instant at which the last fact was recorded, or the case was opened."""
        return self.entries[-1].recorded_at if self.entries else self.started_at

    def facts_until(self, as_of: Minute) -> tuple[Runner, SymptomReport]:
        """Return the runner and the report as they were known at an instant."""
        runner, report = self.runner, self.report
        for entry in self.entries:
            if entry.recorded_at <= as_of and isinstance(entry.fact, Amendment):
                runner, report = entry.fact.runner, entry.fact.report
        return runner, report

    def entries_until(self, as_of: Minute) -> tuple[Entry, ...]:
        """Return the entries that were recorded up to and including an instant, in order."""
        return tuple(entry for entry in self.entries if entry.recorded_at <= as_of)

    @property
    def started_at_local(self) -> "DateTime":
        """``started_at`` in the runner's zone."""
        return to_wall(self.started_at, self.runner.zone)

    @property
    def last_recorded_at_local(self) -> "DateTime":
        """``last_recorded_at`` in the runner's zone."""
        return to_wall(self.last_recorded_at, self.runner.zone)


def check_silence(before: Minute, at: Minute) -> None:
    """Raise ``FactError`` if ``at`` is more than two years after ``before``: such a gap needs a new case."""
    if at - before > LONGEST_GAP_DAYS * MINUTES_PER_DAY:
        given = f"it is more than {LONGEST_GAP_DAYS} days after the last entry"
        raise FactError(field="now", given=given, allowed="a new case")


def day_at(runner: Runner, at: Minute) -> dt.date:
    """Return the date whose waking window is open at an instant or, if none is open, whose window ended last.

    >>> day_at(Runner(zone="UTC"), Minute(0))
    datetime.date(1969, 12, 31)
    """
    date = calendar_date(at, runner.zone)
    while runner.window(date).start > at or not runner.window(date).minutes:
        date -= dt.timedelta(days=1)
    return date


def done_at(case: Case, entry: Entry) -> Mapping[str, Minute | None]:
    """Map the key of each session that an entry records as done to its start; to None if the runner gave no start."""
    if not isinstance(entry.fact, CheckIn):
        return {}
    runner, _ = case.facts_until(entry.recorded_at)
    return {done.session: begun_at(runner, entry.fact, done) for done in entry.fact.done}
