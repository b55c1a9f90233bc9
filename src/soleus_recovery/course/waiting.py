"""The red flags that have fired in a case, and which findings a clinician still has to clear."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, final

import attrs

from soleus_recovery.clock import Minute, to_wall
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.reasons import referral_reason
from soleus_recovery.guidance.referrals import Referral
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Finding, Measure, Urgency

if TYPE_CHECKING:
    from soleus_recovery.clock import DateTime

__all__ = ["Referrals", "Waiting"]

_LONG_AGO: Final = Minute(0)


@final
@attrs.frozen(kw_only=True)
class Waiting(Value):
    """A case that waits for a clinician: how soon, since when, why, and which findings are still to be cleared.

    ``rest_text`` says how to rest until then, where that is not the usual way.
    """

    urgency: Urgency
    since: Minute
    findings: frozenset[Finding]
    switched_off: frozenset[Measure]
    reasons: tuple[Reason, ...]
    rest_text: str = ""
    named: frozenset[Finding] = frozenset()
    """The findings that the runner named; ``findings`` can also hold one that stands for a row fired by a number."""
    flagged_at: Mapping[Finding, Minute] = attrs.field(factory=dict[Finding, Minute])
    """The moment of the last flag for each finding that has to be cleared."""

    @property
    def since_utc(self) -> "DateTime":
        """``since`` in UTC: the value does not know the runner's zone."""
        return to_wall(self.since, "UTC")

    @property
    def flagged_at_utc(self) -> "Mapping[Finding, DateTime]":
        """``flagged_at`` in UTC."""
        return {finding: to_wall(at, "UTC") for finding, at in self.flagged_at.items()}


@final
@attrs.frozen(kw_only=True)
class _FiredRow(Value):
    """A row of the triage table that has fired: the findings that stand for it, and those not yet cleared."""

    row: Referral
    findings: frozenset[Finding]
    left: frozenset[Finding]

    @property
    def is_waiting(self) -> bool:
        """Whether a clinician is still awaited; no clearance ends an emergency."""
        return bool(self.left) or self.row.urgency is Urgency.EMERGENCY


@final
@attrs.frozen(kw_only=True)
class Referrals(Value):
    """The rows of the triage table that have fired; each waits until a clinician has cleared its findings.

    Every method returns a new value.
    """

    protocol: RecoveryProtocol = attrs.field(repr=False)
    fired: Mapping[str, _FiredRow] = attrs.field(factory=dict[str, _FiredRow])
    named: frozenset[Finding] = frozenset()
    flagged_at: Mapping[Finding, Minute] = attrs.field(factory=dict[Finding, Minute])
    since: Minute = _LONG_AGO
    """The moment of the highest urgency so far; without meaning before any row has fired."""
    cleared_on: dt.date = dt.date.min
    """The latest date of the clearances of what still waits, in whichever order they were recorded."""
    kept_off: Mapping[Measure, frozenset[Finding]] = attrs.field(factory=dict[Measure, frozenset[Finding]])
    """The measures that stay switched off after a clearance, each with the findings that it stays off for."""

    @property
    def urgency(self) -> Urgency | None:
        """The highest urgency among the rows that still wait; None in self-care."""
        return max((each.row.urgency for each in self._waiting().values()), key=lambda each: each.rank, default=None)

    def fire(
        self, rows: Mapping[str, Referral], findings: Iterable[Finding], at: Minute, *, is_counted: bool = False
    ) -> "Referrals":
        """Add rows that have fired at a moment, with the findings that the runner has named by then.

        A clinician has to clear those of the findings that are in the row, or the one that stands for it. A finding
        that is named again is flagged anew; rows that a count of days fires (``is_counted``) keep their first moment.
        The wait counts from the moment of the highest urgency so far.
        """
        if not rows:
            return self
        fired, flagged_at, named = dict(self.fired), dict(self.flagged_at), frozenset(findings)
        for row_id, row in rows.items():
            column = [clue.finding for clue in row.any_of if clue.finding is not None]
            alone = column[:1] if row.cleared_as is None else [row.cleared_as]
            found = named.intersection(column) or frozenset(alone)
            left = frozenset[Finding]() if row.urgency is Urgency.EMERGENCY else found
            if row_id in fired:
                fired[row_id] = _FiredRow(
                    row=row, findings=found | fired[row_id].findings, left=left | fired[row_id].left
                )
            else:
                fired[row_id] = _FiredRow(row=row, findings=found, left=left)
            for finding in found:
                flagged_at[finding] = flagged_at.get(finding, at) if is_counted else at
        in_rows = (clue.finding for row in rows.values() for clue in row.any_of if clue.finding is not None)
        after = attrs.evolve(self, fired=fired, flagged_at=flagged_at, named=self.named | named.intersection(in_rows))
        before, now = self.urgency, after.urgency
        is_graver = now is not None and (before is None or now.rank > before.rank)
        return attrs.evolve(after, since=at) if is_graver else after

    def clear(self, finding: Finding, on: dt.date) -> "Referrals":
        """Take a finding from all rows that wait for it."""
        fired = {row_id: attrs.evolve(each, left=each.left - {finding}) for row_id, each in self.fired.items()}
        return attrs.evolve(self, fired=fired, cleared_on=max(self.cleared_on, on))

    def closed(self) -> "Referrals":
        """The referrals after the last clearance: none, but for the measures that stay switched off."""
        kept_off = dict(self.kept_off)
        for each in self.fired.values():
            for measure in each.row.switches_off if each.row.keeps_off else ():
                kept_off[measure] = kept_off.get(measure, frozenset()) | each.findings
        return Referrals(protocol=self.protocol, kept_off=kept_off)

    def waiting(self) -> Waiting | None:
        """Who has to be seen, and for what; None in self-care."""
        urgency = self.urgency
        if urgency is None:
            return None
        fired = self.fired.values()
        return Waiting(
            urgency=urgency,
            since=self.since,
            findings=frozenset[Finding]().union(*(each.left for each in fired)),
            # A row that has been cleared keeps its measures off for as long as another one waits.
            switched_off=frozenset[Measure]().union(*(each.row.switches_off for each in fired)),
            reasons=tuple(referral_reason(self.protocol, row_id) for row_id in self._waiting()),
            named=self.named,
            flagged_at=dict(self.flagged_at),
            rest_text=" ".join(dict.fromkeys(each.row.rest_text for each in fired if each.row.rest_text)),
        )

    def _waiting(self) -> Mapping[str, _FiredRow]:
        """The rows that still wait, the gravest first."""
        waiting = {row_id: each for row_id, each in self.fired.items() if each.is_waiting}
        return dict(sorted(waiting.items(), key=lambda item: -item[1].row.urgency.rank))
