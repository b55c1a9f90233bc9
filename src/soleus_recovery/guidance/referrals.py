"""Triage as values: which findings refer, how soon, and what they switch off.

A clue can only ever be *present*: there is none for a missing finding or a low pain. So adding a finding can make
an outcome more urgent and switch more off, never less. That law is the shape of these types.
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
    """Exactly one of: a finding, or a number at or over a mark (pain 0 to 10; whole days since onset)."""

    finding: Finding | None = None
    worst_pain_at_least: int | None = None
    pain_at_rest_at_least: int | None = None
    pain_walking_at_least: int | None = None
    day_at_least: int | None = None


@final
@attrs.frozen(kw_only=True)
class Referral(Value):
    """A row of the triage table: any clue of ``any_of`` and, if there are some, any of ``and_any_of``.

    ``cleared_as`` is the finding under which a clinician clears a row that fired by a number alone; ``keeps_off``: its
    off-list outlives a clearance; ``rest_text``: how to rest until seen, where not as usual; ``message``: whom to
    see, where not as usual for its urgency. ``rules`` names the rule behind the ``referral``
    itself, and those behind its clues, ``marks`` and off-list.
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
    """How long ago counts, and how long is long, in the units of the names."""

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
    """A finding that comes before any plan, as the first card names it."""

    finding: Finding
    text: str


@final
@attrs.frozen(kw_only=True)
class Triage(Value):
    """The whole table by row id, with the words for each urgency.

    ``meanings`` says of each finding what it is; ``asked_text`` what a plan of self-care takes for granted.

    ``lasting`` findings are facts of the runner rather than signs of the day: they stay told. ``setback_row`` and
    ``swelling_row`` are the rows that a second setback, and swelling that should not be there, fire. ``number`` is the
    emergency number where a plan goes on, ``do_now`` what to do until help comes.
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
        """The rules that stand for its rows and windows."""
        tables = (self.windows.rules, *(row.rules for row in self.referrals.values()))
        return frozenset(rule for table in tables for rule in table.values())
