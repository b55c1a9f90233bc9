"""What was told so far, as the driver remembers it: nothing here is read from a plan."""

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
    """What hurts, since when."""

    onset: dt.datetime
    rest: int | None = None
    walking: int | None = None
    severity: str | None = None
    findings: frozenset[str] = frozenset()
    side: str | None = None


@final
@frozen(kw_only=True)
class Done:
    """A session told as done; ``start`` where the driver knows when it was."""

    key: str
    start: dt.datetime | None


@final
@frozen(kw_only=True)
class Word:
    """One day's word."""

    told_at: dt.datetime
    day: dt.date
    rest: int | None = None
    walking: int | None = None
    running: int | None = None
    morning: str | None = None
    findings: frozenset[str] = frozenset()
    gates: frozenset[str] = frozenset()
    painkiller: bool = False
    done: tuple[Done, ...] = ()
    missed: tuple[str, ...] = ()

    @property
    def worst(self) -> int:
        """The worst pain that is told, 0 if none is."""
        return max(self.rest or 0, self.walking or 0, self.running or 0)

    @property
    def is_sore(self) -> bool:
        """Say whether the evening hurt."""
        return bool(self.rest) or bool(self.walking)

    @property
    def has_run(self) -> bool:
        """Say whether a run of that day is told."""
        return self.running is not None or any(done.key.startswith("run-") for done in self.done)


@final
@frozen(kw_only=True)
class Clearance:
    """A clinician ruled out what a finding stood for."""

    told_at: dt.datetime
    date: dt.date
    finding: str


@final
@frozen(kw_only=True)
class Amendment:
    """Runner and report as they are from now on."""

    told_at: dt.datetime
    who: Who
    report: Report


Fact = Word | Clearance | Amendment


@final
@define(kw_only=True)
class Story:
    """Everything told, in the order of telling."""

    first_who: Who
    first_report: Report
    started_at: dt.datetime
    facts: list[Fact] = Factory(list[Fact])
    emergency: bool = False  # a command has answered with an emergency

    @property
    def who(self) -> Who:
        """The runner as last told."""
        return next((fact.who for fact in reversed(self.facts) if isinstance(fact, Amendment)), self.first_who)

    @property
    def report(self) -> Report:
        """The report as last told."""
        return next((fact.report for fact in reversed(self.facts) if isinstance(fact, Amendment)), self.first_report)

    @property
    def reports(self) -> list[Report]:
        """Every report that was ever told."""
        return [self.first_report, *(fact.report for fact in self.facts if isinstance(fact, Amendment))]

    @property
    def last_told(self) -> dt.datetime:
        """When the last fact was told."""
        return self.facts[-1].told_at if self.facts else self.started_at

    @property
    def words(self) -> list[Word]:
        """The words in force, by day: a second word for a day takes the place of the first."""
        by_day = {fact.day: fact for fact in self.facts if isinstance(fact, Word)}
        return [by_day[day] for day in sorted(by_day)]

    @property
    def clearances(self) -> list[Clearance]:
        """Every clearance that was accepted."""
        return [fact for fact in self.facts if isinstance(fact, Clearance)]

    @property
    def restart(self) -> dt.date | None:
        """The date of the latest clearance, whatever the order of telling."""
        return max((clearance.date for clearance in self.clearances), default=None)

    @property
    def base(self) -> dt.datetime:
        """The moment that floors and days count from, at the earliest."""
        if self.restart is None:
            return self.report.onset
        return max(self.report.onset, instant(self.who.zone, self.restart, 0))

    @property
    def hours_are_steady(self) -> bool:
        """Say whether the waking hours were never amended in a way that names days anew."""
        told = {(self.first_who.wake, self.first_who.bed)}
        told |= {(fact.who.wake, fact.who.bed) for fact in self.facts if isinstance(fact, Amendment)}
        return len(told) == 1 or not any(bed <= wake for wake, bed in told)

    def date(self, moment: dt.datetime) -> dt.date:
        """The date of a moment where the runner is."""
        return local(self.who.zone, moment).date()

    def before(self, count: int) -> "Story":
        """The story as it was with only the first facts told."""
        return Story(
            first_who=self.first_who,
            first_report=self.first_report,
            started_at=self.started_at,
            facts=self.facts[:count],
        )
