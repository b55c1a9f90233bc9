"""The referral table as values: which findings refer the runner, how urgently, and what they switch off.

A clue is only ever about something present: no clue fires by a missing finding or by low pain. So reporting one more
finding can make the outcome more urgent and switch more off, and never less.
"""

from collections.abc import Mapping
from typing import final

import attrs

from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Finding, Measure, Urgency

__all__ = ["Asked", "Clue", "Referral", "Triage", "Windows"]


@final
@attrs.frozen(kw_only=True)
class Clue(Value):
    """Exactly one of a finding, or the least value of a number that counts (pain 0 to 10; whole days since onset)."""

    finding: Finding | None = None
    worst_pain_at_least: int | None = None
    pain_at_rest_at_least: int | None = None
    pain_walking_at_least: int | None = None
    day_at_least: int | None = None


@final
@attrs.frozen(kw_only=True)
class Referral(Value):
    """A row of the referral table: it fires by any clue of ``any_of``, with any of ``and_any_of`` if that has clues.

    ``cleared_as`` is the finding under which a clinician clears a row that fired by a number alone. If ``keeps_off``,
    what the row switches off stays off after a clearance. ``rest_text`` says how to rest until seen, and ``message``
    whom to see, where that differs from the usual text. ``rules`` names the rules behind the referral itself
    (``"referral"``), its clues, its numbers (``"marks"``) and what it switches off.
    """

    urgency: Urgency
    any_of: tuple[Clue, ...]
    and_any_of: tuple[Clue, ...] = ()
    switches_off: frozenset[Measure]
    text: str
    rules: Mapping[str, str]
    cleared_as: Finding | None = None
    keeps_off: bool = False
    rest_text: str = ""
    message: str = ""


@final
@attrs.frozen(kw_only=True)
class Windows(Value):
    """The numbers in the descriptions of findings, in the units of their names."""

    operation_weeks: int
    bed_rest_days: int
    journey_hours: int
    journey_weeks: int
    birth_weeks: int
    recurring_months: int
    numb_minutes: int
    rules: Mapping[str, str]


@final
@attrs.frozen(kw_only=True)
class Asked(Value):
    """A finding that rules out self-care, in the words of the first card."""

    finding: Finding
    text: str


@final
@attrs.frozen(kw_only=True)
class Triage(Value):
    """The built-in part of the referral table, with its texts.

    ``referrals`` are the rows by id, ``messages`` says for each urgency whom to see, and ``meanings`` describes each
    finding. ``asked`` are the findings that a self-care plan assumes to be absent, and ``asked_text`` says so.
    ``lasting`` findings are lasting facts about the runner: once reported they count on every later day.
    ``setback_row`` and ``swelling_row`` are the rows that repeated setbacks, and swelling that lasts, fire. ``number``
    is the emergency number where a plan goes on, ``do_now`` says what to do until help comes.
    """

    referrals: Mapping[str, Referral]
    lasting: frozenset[Finding]
    setback_row: str
    swelling_row: str
    messages: Mapping[Urgency, str]
    number: str
    do_now: str
    meanings: Mapping[Finding, str]
    windows: Windows
    asked: tuple[Asked, ...]
    asked_text: str

    @property
    def own_rules(self) -> frozenset[str]:
        """The ids of the rules behind its rows and windows."""
        tables = (self.windows.rules, *(row.rules for row in self.referrals.values()))
        return frozenset(rule for table in tables for rule in table.values())
