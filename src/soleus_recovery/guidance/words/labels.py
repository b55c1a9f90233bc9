"""The texts of a protocol that are neither titles nor instructions: names, headings, reasons."""

from collections.abc import Mapping
from typing import final

import attrs

from soleus_recovery.guidance.words.case_labels import ChangeLabels
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, Caution, Finding, Kit, PhaseKind, Severity, Urgency

__all__ = ["Labels", "ReasonTexts", "UnplacedTexts", "Words"]


@final
@attrs.frozen(kw_only=True)
class Words(Value):
    """The names of the closed words, as a runner reads them."""

    phases: Mapping[PhaseKind, str]
    activities: Mapping[Activity, str]
    severities: Mapping[Severity, str]
    urgencies: Mapping[Urgency, str]
    kit: Mapping[Kit, str]
    cautions: Mapping[Caution, str]
    findings: Mapping[Finding, str]


@final
@attrs.frozen(kw_only=True)
class Labels(Value):
    """Headings and short phrases of every export; a plan carries them, so that it reads the same anywhere.

    ``discreet_*`` say nothing about health. The exporter fills in the names in braces.
    """

    calendar_name: str
    plan_title: str
    hold_title: str
    not_advice: str
    when_to_stop: str
    why: str
    reasons: str
    day: str
    all_day: str
    provisional: str
    confirmed: str
    not_placed: str
    sources: str
    first_run: str
    ends: str
    both_legs: str
    each_leg: str
    sets_of_repetitions: str
    sets_of_holds: str
    minutes: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    discreet_calendar_name: str
    discreet_card: str
    discreet_title: str
    words: Words
    changes: ChangeLabels


@final
@attrs.frozen(kw_only=True)
class ReasonTexts(Value):
    """The reasons that an assessment gives for its severity."""

    pain_band: str
    finding: str
    by_hand: str
    late: str
    plain: str
    strain: str
    expected: str
    late_review: str = ""
    """Without it ``late`` is said."""
    raised: str = ""
    """Without it the text of the decision is said."""


@final
@attrs.frozen(kw_only=True)
class UnplacedTexts(Value):
    """The reasons why something is not in the plan."""

    caution: str
    referral: str
    kit: str
    no_room: str
    passed: str
    held: str
    busy: str = ""
    busy_some: str = ""
    """Without these two ``no_room`` is said."""
    kept_off: str = ""
    """For a measure that stays switched off after a clearance; without it ``referral`` is said."""
    drink: str = ""
    """For drinking more, where a caution switches it off; without it ``caution`` is said."""
