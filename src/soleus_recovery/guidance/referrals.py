"""The referral table as values: which findings send the runner to a clinician, how urgently, and what they rule out.

A clue is only ever about something present: no clue fires by a missing finding or by low pain. So one more reported
finding can only make the outcome more urgent, never less, and can only switch off more measures, never fewer.
"""

from collections.abc import Mapping
from typing import Final, final

import attrs

from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Caution, Finding, Measure, Urgency

__all__ = [
    "MOVING",
    "AgeMarks",
    "Asked",
    "ClotWatch",
    "Clue",
    "DurationHold",
    "Referral",
    "SevereSigns",
    "Triage",
    "Windows",
]

MOVING: Final = frozenset({Measure.RUNS, Measure.EXERCISE, Measure.HOP_TEST})
"""The measures that the way back to running consists of."""


@final
@attrs.frozen(kw_only=True)
class Clue(Value):
    """A condition of a referral row: a finding, a caution, or the least pain, days or severe signs that count.

    Exactly one of the fields is given. Pain is 0 to 10, days count from onset, and severe signs are counted over the
    whole open episode. ``not_plain_on_both_sides`` is present unless the soreness is known to be plain and in both
    calves: how it began and on which side are facts about it, and no findings that come on top.
    """

    finding: Finding | None = None
    caution: Caution | None = None
    worst_pain_at_least: int | None = None
    pain_at_rest_at_least: int | None = None
    pain_walking_at_least: int | None = None
    day_at_least: int | None = None
    severe_signs_at_least: int | None = None
    not_plain_on_both_sides: bool | None = None


@final
@attrs.frozen(kw_only=True)
class Referral(Value):
    """A row of the referral table, which sends the runner to a clinician when its clues are present.

    The row fires if a clue of ``any_of`` is present and, unless ``and_any_of`` is empty, also a clue of ``and_any_of``.
    ``cleared_as`` is the finding under which a clinician clears a row that a number fired, without a finding. If
    ``keeps_off`` is true, the measures in ``kept_off`` stay off after a clearance. ``rest_text`` says how to rest until
    a clinician has seen the calf, and ``message`` says whom to see; if one of them is empty, the usual text is shown.
    ``message_if_alone`` says whom to see if every row of the same urgency that fires has such a text: it may name
    somebody who is enough for this row, and not for another.
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
    message_if_alone: str = ""
    still_if_alone: str = ""
    """On later days of the wait: what to do if nobody was asked yet, where ``message_if_alone`` was said."""

    @property
    def counts_signs(self) -> bool:
        """Whether the row counts the severe signs of an episode, and so looks at the worst pains of the episode."""
        return any(clue.severe_signs_at_least is not None for clue in self.any_of)

    @property
    def kept_off(self) -> frozenset[Measure]:
        """The measures that stay off after a clearance: never runs or exercise, to which the plan then leads back."""
        return self.switches_off - MOVING if self.keeps_off else frozenset()


@final
@attrs.frozen(kw_only=True)
class SevereSigns(Value):
    """The signs that add up over an episode, each as the clues of which any one is the sign."""

    signs: tuple[tuple[Clue, ...], ...]
    rules: Mapping[str, str]

    @property
    def findings(self) -> frozenset[Finding]:
        """The findings among the signs."""
        return frozenset(clue.finding for sign in self.signs for clue in sign if clue.finding is not None)


@final
@attrs.frozen(kw_only=True)
class ClotWatch(Value):
    """Self-care with an eye on the signs of a clot, from a finding until the episode closes.

    While the watch lasts, ``switches_off`` is off, ``note`` is on each day's card, each check-in asks ``asks``, and
    ``review`` stands for the review text of the level. A calf that is still sore on ``day`` of the episode fires the
    row ``row``. A clearance ends the watch.
    """

    finding: Finding
    switches_off: frozenset[Measure]
    day: int
    row: str
    reason: str
    note: str
    asks: str
    review: str
    left_out: str
    rules: Mapping[str, str]


@final
@attrs.frozen(kw_only=True)
class DurationHold(Value):
    """The hold that nothing but one of ``rows`` has begun: it has lasted too long, or has come back.

    If the last ``check_ins`` check-ins tell of no pain over ``pain_maximum``, and of none that rises, the holding plan
    keeps easy movement: then only ``switches_off`` is off, and each card says ``until_seen``.
    """

    rows: frozenset[str]
    check_ins: int
    pain_maximum: int
    switches_off: frozenset[Measure]
    until_seen: str
    rules: Mapping[str, str]


@final
@attrs.frozen(kw_only=True)
class AgeMarks(Value):
    """The ages in years that matter: under ``child_under`` is ``finding``; under ``young_under`` asks sooner."""

    child_under: int
    finding: Finding
    young_under: int
    rules: Mapping[str, str]


@final
@attrs.frozen(kw_only=True)
class Windows(Value):
    """The numbers in the descriptions of findings, in the units that the field names say."""

    operation_weeks: int
    bed_rest_days: int
    journey_hours: int
    journey_weeks: int
    birth_weeks: int
    recurring_weeks: int
    numb_minutes: int
    medicine_months: int
    settles_minutes: int
    rules: Mapping[str, str]


@final
@attrs.frozen(kw_only=True)
class Asked(Value):
    """A fact that a self-care plan takes to be absent, and its words on the first card: a finding or a caution."""

    text: str
    finding: Finding | None = None
    caution: Caution | None = None


@final
@attrs.frozen(kw_only=True)
class Triage(Value):
    """The built-in part of the referral table, with its texts.

    ``referrals`` are the rows by id, ``messages`` says for each urgency whom to see, and ``meanings`` describes each
    finding. ``asked`` are the facts that a self-care plan assumes to be absent, and ``asked_text`` says so.
    ``lasting`` findings are lasting facts about the runner: once reported they count on every later day. Repeated
    setbacks fire the row ``setback_row``, runs that go on hurting fire ``pain_row``, and swelling that lasts fires
    ``swelling_row``. ``number`` is the sentence with the emergency numbers for a plan that goes on, and ``do_now`` says
    what to do until help comes.
    """

    referrals: Mapping[str, Referral]
    lasting: frozenset[Finding]
    severe_signs: SevereSigns
    watch: ClotWatch
    duration: DurationHold
    age: AgeMarks
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
        tables = (
            self.windows.rules,
            self.severe_signs.rules,
            self.watch.rules,
            self.duration.rules,
            self.age.rules,
            *(row.rules for row in self.referrals.values()),
        )
        return frozenset(rule for table in tables for rule in table.values())
