"""The safety floor: numbers that no protocol can loosen, and what a caution switches off."""

from collections.abc import Mapping
from typing import final

import attrs

from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, Caution, Finding, Measure, Severity

__all__ = ["CautionRule", "FastestLadder", "FastestLadders", "Limits"]


@final
@attrs.frozen(kw_only=True)
class CautionRule(Value):
    """What a long-known condition takes out of every plan."""

    switches_off: frozenset[Measure]
    rule: str


@final
@attrs.frozen(kw_only=True)
class FastestLadder(Value):
    """The fastest way back: stretches of running in minutes, how often each at least, and growth past the last."""

    stretches: tuple[int, ...]
    times_each: int
    growth_percent: int

    def after(self, minutes: int) -> int:
        """The longest stretch that may follow one of so many minutes (0: that may come first), before growth.

        >>> FastestLadder(stretches=(1, 2, 20), times_each=1, growth_percent=10).after(1)
        2
        """
        return next((stretch for stretch in self.stretches if stretch > minutes), self.stretches[-1])


@final
@attrs.frozen(kw_only=True)
class FastestLadders(Value):
    """Those of one level: after plain soreness, and after a possible strain."""

    plain: FastestLadder
    strain: FastestLadder


@final
@attrs.frozen(kw_only=True)
class Limits(Value):
    """The edges: minutes, hours and days as their names say, pain 0 to 10, growth in percent.

    ``raising`` names the findings that are of this level at least, ``not_plain`` those of no plain soreness;
    ``strain_waits`` is what a possible strain has not before its floor, ``waits`` what nobody has in the first hours;
    ``measures`` says which switched-off measures take an activity out of every plan. ``all_day`` needs no time of its
    own, and ``while_held`` is what a session rule may ask for until a clinician has been seen. ``sizes`` and ``bounds``
    are pairs, at least and at most, by path: a star for any name, without the places in lists.
    """

    ice_minutes_maximum: int
    ice_spacing_minutes_minimum: int
    ice_spacing_minutes_maximum: int
    floor_hours_minimum: Mapping[Severity, int]
    strain_floor_hours_minimum: int
    first_run_day_minimum: Mapping[Severity, int]
    days_off_between_minimum: int
    growth_least_minutes_maximum: int
    brisk_walk_minutes_minimum: int
    brisk_walk_pain_maximum: int
    hops_minimum: int
    hops_pain_maximum: int
    heel_raises_minimum: int
    heel_raises_percent_minimum: int
    painkiller_hours_minimum: int
    gate_lapse_days_maximum: int
    plain_tests_from_hours_minimum: int
    strain_tests_from_hours_minimum: int
    run_after_days_minimum: int
    tests_from_day_minimum: Mapping[Severity, int]
    pain_maximum: Mapping[Severity, int]
    plain_pain_at_rest_maximum: int
    first_report_hours_maximum: int
    first_report_review_day_maximum: int
    review_before_bed_minutes_minimum: int
    first_report_at_least: Severity
    relieve_hours_maximum: int
    ice_again_hours_maximum: int
    strengthen_every_days_minimum: int
    plain_from_hours_minimum: int
    strain_from_hours_minimum: int
    rung_repeats_maximum: int
    rung_run_minutes_maximum: int
    fastest: Mapping[Severity, FastestLadders]
    walking_pain_assumed: Mapping[Severity, int]
    plain_started: Finding
    plain_spread: Finding
    text_characters_maximum: int
    sizes: Mapping[str, tuple[int, ...]]
    bounds: Mapping[str, tuple[int, ...]]
    progression_maximum: Mapping[str, int]
    progression_minimum: Mapping[str, int]
    all_day: frozenset[Activity]
    while_held: frozenset[Activity]
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
        """The fastest way back at this level."""
        ladders = self.fastest[severity]
        return ladders.strain if possible_strain else ladders.plain

    @property
    def own_rules(self) -> frozenset[str]:
        """The rules that stand for limits and cautions, and for nothing of a protocol."""
        return frozenset([*self.rules.values(), *(caution.rule for caution in self.cautions.values())])
