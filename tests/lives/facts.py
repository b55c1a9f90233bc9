"""The facts entered so far, as the driver remembers them: nothing here is read from a plan."""

import datetime as dt
from typing import final

from attrs import Factory, define, frozen

from tests.lives.wall import MINUTES_A_DAY, instant, local


@final
@frozen(kw_only=True)
class Who:
    """The runner."""

    zone: str
    wake: int = 7 * 60
    bed: int = 22 * 60
    usual_run: int = 45
    runs_per_week: int = 3
    cautions: frozenset[str] = frozenset()
    extras: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()

    @property
    def bed_after_midnight(self) -> bool:
        """Say whether the waking hours end on the next date."""
        return self.bed <= self.wake

    @property
    def bed_minutes(self) -> int:
        """Bedtime in minutes from the midnight that began the day."""
        return self.bed + MINUTES_A_DAY * self.bed_after_midnight

    def wakes(self, day: dt.date) -> dt.datetime:
        """When the waking hours of a day begin."""
        return instant(self.zone, day, self.wake)

    def sleeps(self, day: dt.date) -> dt.datetime:
        """When the waking hours of a day end."""
        return instant(self.zone, day, self.bed_minutes)

    def at(self, day: dt.date, minutes: int) -> dt.datetime:
        """Give the moment of a time of day within the waking hours of a day."""
        return instant(self.zone, day, minutes + MINUTES_A_DAY * (self.bed_after_midnight and minutes < self.wake))


@final
@frozen(kw_only=True)
class Report:
    """The report: what hurts, and since when."""

    onset: dt.datetime
    rest: int | None = None
    walking: int | None = None
    severity: str | None = None
    findings: frozenset[str] = frozenset()
    side: str | None = None


@final
@frozen(kw_only=True)
class Done:
    """A session that was done; ``start`` is None if the driver does not know when."""

    key: str
    start: dt.datetime | None


@final
@frozen(kw_only=True)
class CheckIn:
    """A check-in for a day."""

    entered_at: dt.datetime
    day: dt.date
    rest: int | None = None
    walking: int | None = None
    running: int | None = None
    training: int | None = None
    morning: str | None = None
    findings: frozenset[str] = frozenset()
    gates: frozenset[str] = frozenset()
    painkiller: bool = False
    done: tuple[Done, ...] = ()
    missed: tuple[str, ...] = ()

    @property
    def worst(self) -> int:
        """The worst pain in it, 0 if it has none."""
        return max(self.rest or 0, self.walking or 0, self.running or 0, self.training or 0)

    @property
    def exerting(self) -> int:
        """The worse of the pains in the run and in training, 0 without both."""
        return max(self.running or 0, self.training or 0)

    @property
    def is_sore(self) -> bool:
        """Say whether the evening hurt."""
        return bool(self.rest) or bool(self.walking)

    @property
    def has_run(self) -> bool:
        """Say whether it has a run of that day."""
        return self.running is not None or any(done.key.startswith("run-") for done in self.done)


@final
@frozen(kw_only=True)
class Clearance:
    """A clinician ruled out what a finding stood for."""

    entered_at: dt.datetime
    date: dt.date
    finding: str


@final
@frozen(kw_only=True)
class Amendment:
    """Runner and report as they are from now on."""

    entered_at: dt.datetime
    who: Who
    report: Report


Fact = CheckIn | Clearance | Amendment


@final
@define(kw_only=True)
class Story:
    """All facts of a case, in the order in which they were entered."""

    first_who: Who
    first_report: Report
    started_at: dt.datetime
    facts: list[Fact] = Factory(list[Fact])
    emergency: bool = False  # a command has answered with an emergency

    @property
    def who(self) -> Who:
        """The runner by the latest fact."""
        return next((fact.who for fact in reversed(self.facts) if isinstance(fact, Amendment)), self.first_who)

    @property
    def report(self) -> Report:
        """The report by the latest fact."""
        return next((fact.report for fact in reversed(self.facts) if isinstance(fact, Amendment)), self.first_report)

    @property
    def reports(self) -> list[Report]:
        """Every report, the first one and each corrected one."""
        return [self.first_report, *(fact.report for fact in self.facts if isinstance(fact, Amendment))]

    @property
    def last_entry_at(self) -> dt.datetime:
        """When the last fact was entered."""
        return self.facts[-1].entered_at if self.facts else self.started_at

    @property
    def check_ins(self) -> list[CheckIn]:
        """The check-ins that count, by day: a second one for a day replaces the first."""
        by_day = {fact.day: fact for fact in self.facts if isinstance(fact, CheckIn)}
        return [by_day[day] for day in sorted(by_day)]

    @property
    def clearances(self) -> list[Clearance]:
        """Every clearance that was accepted."""
        return [fact for fact in self.facts if isinstance(fact, Clearance)]

    @property
    def restart(self) -> dt.date | None:
        """The date of the latest clearance, whatever the order of entry."""
        return max((clearance.date for clearance in self.clearances), default=None)

    @property
    def base(self) -> dt.datetime:
        """The moment that floors and days count from, at the earliest."""
        if self.restart is None:
            return self.report.onset
        return max(self.report.onset, instant(self.who.zone, self.restart, 0))

    @property
    def hours_are_steady(self) -> bool:
        """Say whether the waking hours never changed, or changed in a way that keeps each moment's day."""
        hours = {(self.first_who.wake, self.first_who.bed)}
        hours |= {(fact.who.wake, fact.who.bed) for fact in self.facts if isinstance(fact, Amendment)}
        return len(hours) == 1 or not any(bed <= wake for wake, bed in hours)

    def date(self, moment: dt.datetime) -> dt.date:
        """The date of a moment where the runner is."""
        return local(self.who.zone, moment).date()

    def before(self, count: int) -> "Story":
        """The story with only the first ``count`` facts."""
        return Story(
            first_who=self.first_who,
            first_report=self.first_report,
            started_at=self.started_at,
            facts=self.facts[:count],
        )
