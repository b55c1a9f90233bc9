"""The referral table as values: which findings send the runner to a clinician, how urgently, and what they rule out.

A clue is only ever about something present: no clue fires by a missing finding or by low pain. So one more reported
finding can only make the outcome more urgent, never less, and can only switch off more measures, never fewer.
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
    """A condition of a referral row: a finding, or the least pain (0 to 10) or number of days since onset that counts.

    Exactly one of the fields is given.
    """

    finding: Finding | None = None
    worst_pain_at_least: int | None = None
    pain_at_rest_at_least: int | None = None
    pain_walking_at_least: int | None = None
    day_at_least: int | None = None


@final
@attrs.frozen(kw_only=True)
class Referral(Value):
    """A row of the referral table, which sends the runner to a clinician when its clues are present.

    The row fires if a clue of ``any_of`` is present and, unless ``and_any_of`` is empty, also a clue of ``and_any_of``.
    ``cleared_as`` is the finding under which a clinician clears a row that fired by a number alone. If ``keeps_off`` is
    true, the measures that the row switches off stay off after a clearance. ``rest_text`` says how to rest until a
    clinician has seen the calf, and ``message`` says whom to see; if one of them is empty, the usual text is shown.
    ``rules`` names the rules behind the referral itself (``"referral"``), its clues, its numbers (``"marks"``) and the
    measures that it switches off.
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
    """The numbers in the descriptions of findings, in the units that the field names say."""

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
    """A finding that rules out self-care, and the words for this finding on the first card of a plan."""

    finding: Finding
    text: str


@final
@attrs.frozen(kw_only=True)
class Triage(Value):
    """The built-in part of the referral table, with its texts.

    ``referrals`` are the rows by id, ``messages`` says for each urgency whom to see, and ``meanings`` describes each
    finding. ``asked`` are the findings that a self-care plan assumes to be absent, and ``asked_text`` says so.
    ``lasting`` findings are lasting facts about the runner: once reported they count on every later day. Repeated
    setbacks fire the row ``setback_row``, runs that go on hurting fire ``pain_row``, and swelling that lasts fires
    ``swelling_row``. ``number`` is the sentence with the emergency numbers for a plan that goes on, and ``do_now`` says
    what to do until help comes.
    """

    referrals: Mapping[str, Referral]
    lasting: frozenset[Finding]
    setback_row: str
    pain_row: str
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
        """The ids of the rules behind the built-in rows and windows."""
        tables = (self.windows.rules, *(row.rules for row in self.referrals.values()))
        return frozenset(rule for table in tables for rule in table.values())
