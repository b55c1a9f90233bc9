"""The safety limits, which no protocol can loosen, and the measures that cautions switch off."""

import re
from collections.abc import Mapping
from typing import final

import attrs

from soleus_recovery.guidance.running import TrainingDay
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, Caution, Finding, Measure, Severity

__all__ = ["CautionRule", "FastestLadder", "FastestLadders", "Limits", "SafetyLimit", "pattern_of", "without_places"]

_PLACES = re.compile(r"\[\d+\]")
_NAMES = re.compile(r"^(severity|sessions|ladders|referrals|gate\.tests)\.[^.]+")


def without_places(path: str) -> str:
    """Return a path without the indexes of lists, which is how the limits name a single number.

    >>> without_places("sessions.review.at[0].before_bed_minutes")
    'sessions.review.at.before_bed_minutes'
    """
    return _PLACES.sub("", path)


def pattern_of(path: str) -> str:
    """Return a path without indexes and with a star for each name, which is how the limits name a group of numbers.

    >>> pattern_of("sessions.walk.steps[0].minutes")
    'sessions.*.steps.minutes'
    """
    return _NAMES.sub(r"\1.*", without_places(path))


@final
@attrs.frozen(kw_only=True)
class SafetyLimit(Value):
    """The least value, the greatest value, or both, of a number of a protocol, with the rule that sets this limit."""

    at_least: int | None = None
    at_most: int | None = None
    rule: str


@final
@attrs.frozen(kw_only=True)
class CautionRule(Value):
    """The measures that a long-standing condition switches off in every plan."""

    switches_off: frozenset[Measure]
    rule: str


@final
@attrs.frozen(kw_only=True)
class FastestLadder(Value):
    """The fastest ladder allowed: its stretches in minutes, how often each is run at least, and the growth after.

    Each run without a break comes at least ``growth_times_each`` times before a longer one.

    ``training`` holds the least training before the tests, by day from onset.
    """

    stretches: tuple[int, ...]
    times_each: int
    growth_times_each: int
    long_run_percent: int
    growth_percent: int
    training: tuple[TrainingDay, ...] = ()

    def after(self, minutes: int) -> int:
        """Return the longest stretch that may follow a stretch of ``minutes``, without growth; 0 asks for the first.

        >>> ladder = FastestLadder(
        ...     stretches=(1, 2, 20), times_each=1, growth_times_each=2, long_run_percent=10, growth_percent=10
        ... )
        >>> ladder.after(1)
        2
        """
        return next((stretch for stretch in self.stretches if stretch > minutes), self.stretches[-1])


@final
@attrs.frozen(kw_only=True)
class FastestLadders(Value):
    """The fastest ladders allowed for one severity: after plain soreness, and after a possible strain."""

    plain: FastestLadder
    strain: FastestLadder


@final
@attrs.frozen(kw_only=True)
class Limits(Value):
    """The limits that no protocol can loosen, in the units that the names say; pain is 0 to 10, growth in percent.

    The keys of ``safety``, ``bounds`` and ``sizes`` are paths in a protocol, such as ``ice.minutes``; a star in a path
    stands for any name (``pattern_of``). ``safety`` holds the limits that keep a runner safe: only some numbers have
    one. ``bounds`` holds the least and the greatest value of every number, and ``sizes`` the least and the greatest
    length of lists and tables: both keep a plan short enough to read.

    ``raising`` maps a severity to the findings that raise soreness to that severity or higher; ``not_plain`` holds
    the findings that rule out plain soreness. ``waits`` are the activities that no plan holds in the first hours,
    ``strain_waits`` the activities that a possible strain excludes for ``strain_floor_hours_minimum`` hours.
    ``measures`` holds the measures of each activity: if one of these measures is switched off, no plan holds the
    activity. Only ``all_day`` activities need no time of day, and only ``while_held`` activities may be in a holding
    plan's session rules, and only ``kept_while_held`` activities in one that keeps easy movement.
    """

    ice_spacing_minutes_maximum: int
    first_report_at_least: Severity
    strengthen_every_days_minimum: int
    keep_fit_walking_pain_maximum: int
    keep_fit_worse_morning_hours_minimum: int
    keep_fit_per_week_maximum: int
    plain_from_hours_minimum: int
    strain_from_hours_minimum: int
    rung_repeats_maximum: int
    rung_run_minutes_maximum: int
    fastest: Mapping[Severity, FastestLadders]
    walking_pain_assumed: Mapping[Severity, int]
    plain_started: Finding
    plain_spread: Finding
    text_characters_maximum: int
    not_before_days_maximum: int
    safety: Mapping[str, SafetyLimit]
    sizes: Mapping[str, tuple[int, ...]]
    bounds: Mapping[str, tuple[int, ...]]
    all_day: frozenset[Activity]
    while_held: frozenset[Activity]
    kept_while_held: frozenset[Activity]
    waits: frozenset[Activity]
    strain_waits: frozenset[Activity]
    raising: Mapping[Severity, frozenset[Finding]]
    not_plain: frozenset[Finding]
    measures: Mapping[Activity, frozenset[Measure]]
    cautions: Mapping[Caution, CautionRule]
    texts: Mapping[Caution, str]
    raised_instead: str
    rules: Mapping[str, str]

    def fastest_for(self, severity: Severity, *, possible_strain: bool) -> FastestLadder:
        """Return the fastest ladder allowed for a severity."""
        ladders = self.fastest[severity]
        return ladders.strain if possible_strain else ladders.plain

    def least(self, path: str) -> int:
        """Return the least that the number at a path may be; raise ``LookupError`` if the path has no such limit."""
        return _given(self.safety[path].at_least, path)

    def most(self, path: str) -> int:
        """Return the most that the number at a path may be; raise ``LookupError`` if the path has no such limit."""
        return _given(self.safety[path].at_most, path)

    # Names for the limits that the planner and the laws ask for.

    @property
    def ice_minutes_maximum(self) -> int:
        """The longest icing, in minutes."""
        return self.most("ice.minutes")

    @property
    def ice_spacing_minutes_minimum(self) -> int:
        """The least time from the start of one icing to the start of the next, in minutes."""
        return self.least("ice.then_every_minutes")

    @property
    def relieve_hours_maximum(self) -> int:
        """The hours from onset after which there is no timed ice."""
        return self.most("hold.relieve_hours")

    @property
    def ice_again_hours_maximum(self) -> int:
        """The hours after strong pain in which there is timed ice again."""
        return self.most("progression.ice_again_hours")

    @property
    def strain_floor_hours_minimum(self) -> int:
        """The hours from onset before which a possible strain has no run."""
        return self.least("possible_strain.floor_hours")

    @property
    def days_off_between_minimum(self) -> int:
        """The least number of days between two days with a run."""
        return self.least("runs.days_off_between")

    @property
    def runs_per_week_maximum(self) -> int:
        """The most runs in 7 days."""
        return self.most("runs.most_per_week")

    @property
    def floor_hours_minimum(self) -> Mapping[Severity, int]:
        """The hours from onset before which there is no run, for each severity."""
        return {severity: self.least(f"severity.{severity}.floor_hours") for severity in Severity}

    @property
    def first_run_day_minimum(self) -> Mapping[Severity, int]:
        """The earliest day of a run, for each severity; the date of onset is day 0."""
        return {severity: self.least(f"severity.{severity}.first_run_day") for severity in Severity}

    def first_run_day_for(self, severity: Severity, *, possible_strain: bool) -> int:
        """Return the earliest day of a run for plain soreness or for a possible strain."""
        day = self.first_run_day_minimum[severity]
        return max(day, self.least("possible_strain.first_run_day")) if possible_strain else day

    @property
    def own_rules(self) -> frozenset[str]:
        """The ids of the rules behind limits and cautions, which no part of a protocol may name."""
        tables = (self.safety.values(), self.cautions.values())
        return frozenset([*self.rules.values(), *(each.rule for table in tables for each in table)])


def _given(limit: int | None, path: str) -> int:
    if limit is None:
        raise LookupError(f"no safety limit of this kind at {path}")
    return limit
