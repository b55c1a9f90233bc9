"""The safety floor: numbers that no protocol can loosen, and what a caution switches off."""

from collections.abc import Mapping
from typing import final

import attrs

from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, Caution, Finding, Measure, Severity

__all__ = ["CautionRule", "Limits"]


@final
@attrs.frozen(kw_only=True)
class CautionRule(Value):
    """What a long-known condition takes out of every plan."""

    switches_off: frozenset[Measure]
    rule: str


@final
@attrs.frozen(kw_only=True)
class Limits(Value):
    """The edges: minutes, hours and days as their names say, pain 0 to 10, growth in percent.

    ``raising`` names the findings that are of this level at least, ``not_plain`` those of no plain soreness;
    ``strain_waits`` is what a possible strain has not before its floor; ``measures`` says which switched-off measures
    take an activity out of every plan.
    """

    ice_minutes_maximum: int
    ice_spacing_minutes_minimum: int
    ice_spacing_minutes_maximum: int
    floor_hours_minimum: Mapping[Severity, int]
    strain_floor_hours_minimum: int
    first_run_day_minimum: Mapping[Severity, int]
    days_off_between_minimum: int
    growth_percent_maximum: int
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
    first_report_at_least: Severity
    progression_maximum: Mapping[str, int]
    progression_minimum: Mapping[str, int]
    strain_waits: frozenset[Activity]
    raising: Mapping[Severity, frozenset[Finding]]
    not_plain: frozenset[Finding]
    measures: Mapping[Activity, frozenset[Measure]]
    cautions: Mapping[Caution, CautionRule]
    texts: Mapping[Caution, str]
    raised_instead: str
    rules: Mapping[str, str]
