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
    """Headings and short phrases of every export; a plan carries them, so that the plan reads the same anywhere.

    The labels ``discreet_*`` say nothing about health. The exporter fills in the placeholders of each label.
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
    if_each_day_is_well: str
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
    masked: str
    """The reason if the pains of the report were told within some hours of a painkiller."""
    plain: str
    strain: str
    expected: str
    late_review: str = ""
    """The reason if a report is late because of a review's day; if this text is empty, ``late`` is said."""
    raised: str = ""
    """The reason if a check-in raises the severity; if this text is empty, the text of the decision is said."""
    raised_by_days: str = ""
    """The reason why runs grow as before if only days have raised the severity; if it is empty, nothing is said."""
    cleared_anew: str = ""
    """What follows a clearance from which the days count; ``cleared_goes_on``: what follows one of duration alone."""
    cleared_goes_on: str = ""
    usual_run: str = ""
    """The two dates of the first usual run: the earliest, and the more usual one; if it is empty, nothing is said."""
    usual_run_later: str = ""
    """The one date of the first usual run where the plan's own date is the later one."""
    cleared_level: str = ""
    """The level that a clinician gave with a clearance; if it is empty, nothing is said."""
    cleared_not_before: str = ""
    """The date before which a clinician wants no run; if it is empty, nothing is said."""
    fewer_runs: str = ""
    """Told to a runner who usually runs more often than the plan allows; if it is empty, nothing is said."""


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
    """If ``busy`` or ``busy_some`` is empty, ``no_room`` is said instead."""
    kept_off: str = ""
    """The reason if a measure stays switched off after a clearance; if this text is empty, ``referral`` is said."""
    drink: str = ""
    """The reason if a caution switches off drinking more; if this text is empty, ``caution`` is said."""
    walking_pain: str = ""
    worse_morning: str = ""
    """The reasons if the walking pain told last, or a worse morning, is too much; if empty, ``held`` is said."""
