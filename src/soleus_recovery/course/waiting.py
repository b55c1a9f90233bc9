"""The referral rows that have fired in a case, and the findings that a clinician still has to clear."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, final

import attrs

from soleus_recovery.clock import Minute, to_wall
from soleus_recovery.facts.checkin import Clearance
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.reasons import referral_reason
from soleus_recovery.guidance.referrals import Referral
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Finding, Measure, Severity, Urgency

if TYPE_CHECKING:
    from soleus_recovery.clock import DateTime

__all__ = ["Referrals", "Waiting"]

_LONG_AGO: Final = Minute(0)


@final
@attrs.frozen(kw_only=True)
class Waiting(Value):
    """The wait of a case for a clinician: how soon, since when, why, and which findings are still to be cleared.

    ``rest_text`` says how to rest until a clinician has been seen; ``rest_text`` is empty if the usual rest is enough.
    """

    urgency: Urgency
    since: Minute
    findings: frozenset[Finding]
    switched_off: frozenset[Measure]
    reasons: tuple[Reason, ...]
    rest_text: str = ""
    named: frozenset[Finding] = frozenset()
    """The findings that the runner named.

    ``findings`` can also hold a finding that the runner never named: it stands for a row that a count has fired.
    """
    flagged_at: Mapping[Finding, Minute] = attrs.field(factory=dict[Finding, Minute])
    """The moment at which each finding that has to be cleared was last flagged."""
    is_for_duration: bool = False
    """Whether nothing has fired but that it has lasted too long or come back (rule `duration-hold`)."""

    @property
    def since_utc(self) -> "DateTime":
        """``since`` in UTC, because a ``Waiting`` does not know the runner's zone."""
        return to_wall(self.since, "UTC")

    @property
    def flagged_at_utc(self) -> "Mapping[Finding, DateTime]":
        """``flagged_at`` in UTC."""
        return {finding: to_wall(at, "UTC") for finding, at in self.flagged_at.items()}


@final
@attrs.frozen(kw_only=True)
class _FiredRow(Value):
    """A referral row that has fired, with the ``findings`` that stand for it and those still ``left`` to clear."""

    row: Referral
    findings: frozenset[Finding]
    left: frozenset[Finding]

    @property
    def is_waiting(self) -> bool:
        """Whether the row still waits for a clinician; a row for an emergency always does."""
        return bool(self.left) or self.row.urgency is Urgency.EMERGENCY


@final
@attrs.frozen(kw_only=True)
class Referrals(Value):
    """The referral rows that have fired; each row waits until a clinician has cleared its findings.

    The methods change nothing: ``fire``, ``clear`` and ``closed`` return the ``Referrals`` that follow.
    """

    protocol: RecoveryProtocol = attrs.field(repr=False)
    fired: Mapping[str, _FiredRow] = attrs.field(factory=dict[str, _FiredRow])
    named: frozenset[Finding] = frozenset()
    flagged_at: Mapping[Finding, Minute] = attrs.field(factory=dict[Finding, Minute])
    since: Minute = _LONG_AGO
    """The moment at which the highest urgency so far was reached; it means nothing before a row has fired."""
    cleared_on: dt.date = dt.date.min
    """The latest date of the clearances since the wait began, in whichever order they were recorded."""
    cleared_level: Severity | None = None
    """The highest level of the clearances since the wait began; None before the first of them."""
    not_before: dt.date | None = None
    """The latest date before which a clinician wants no run, of all clearances of the case."""
    kept_off: Mapping[Measure, frozenset[Finding]] = attrs.field(factory=dict[Measure, frozenset[Finding]])
    """The measures that stay switched off after a clearance, each with the findings that are the reason."""

    @property
    def urgency(self) -> Urgency | None:
        """The highest urgency among the rows that still wait; None in self-care."""
        return max((each.row.urgency for each in self._waiting().values()), key=lambda each: each.rank, default=None)

    @property
    def is_for_duration(self) -> bool:
        """Whether every row that has fired is one of duration; a row that has been cleared counts too."""
        return self.fired.keys() <= self.protocol.triage.duration.rows

    def fire(
        self, rows: Mapping[str, Referral], findings: Iterable[Finding], at: Minute, *, is_counted: bool = False
    ) -> "Referrals":
        """Return the referrals with ``rows`` that fire at ``at``; ``findings`` holds all that the runner has named.

        A clinician has to clear the named findings that are in a row or, if the row holds none of them, the finding
        that stands for the row. A finding that is named again is flagged anew. But if a count of days or setbacks fires
        a row (``is_counted``), a finding that is flagged already keeps its moment. The wait counts from the moment at
        which the highest urgency so far was reached.
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
        in_rows = {clue.finding for row in rows.values() for clue in row.any_of if clue.finding is not None}
        in_rows |= {row.cleared_as for row in rows.values() if row.cleared_as is not None}
        if any(row.counts_signs for row in rows.values()):
            in_rows |= self.protocol.triage.severe_signs.findings
        after = attrs.evolve(self, fired=fired, flagged_at=flagged_at, named=self.named | named.intersection(in_rows))
        before, now = self.urgency, after.urgency
        is_graver = now is not None and (before is None or now.rank > before.rank)
        return attrs.evolve(after, since=at) if is_graver else after

    def clear(self, clearance: Clearance) -> "Referrals":
        """Return the referrals after a clearance: no row waits for its finding any more.

        Of several clearances the most careful one counts: the highest level (severe if none is given), the latest date
        for a run, and all measures that stay off.
        """
        finding = clearance.finding
        fired = {row_id: attrs.evolve(each, left=each.left - {finding}) for row_id, each in self.fired.items()}
        levels = [clearance.level or Severity.SEVERE, *([] if self.cleared_level is None else [self.cleared_level])]
        dates = [date for date in (clearance.not_before, self.not_before) if date is not None]
        kept_off = dict(self.kept_off)
        for measure in clearance.keep_off:
            kept_off[measure] = kept_off.get(measure, frozenset()) | {finding}
        return attrs.evolve(
            self,
            fired=fired,
            cleared_on=max(self.cleared_on, clearance.date),
            cleared_level=max(levels, key=lambda level: level.rank),
            not_before=max(dates, default=None),
            kept_off=kept_off,
        )

    def closed(self) -> "Referrals":
        """Return the referrals after the last clearance: no rows, but what clinicians have forbidden for good."""
        kept_off = dict(self.kept_off)
        for each in self.fired.values():
            for measure in each.row.kept_off:
                kept_off[measure] = kept_off.get(measure, frozenset()) | each.findings
        return Referrals(protocol=self.protocol, kept_off=kept_off, not_before=self.not_before)

    def waiting(self) -> Waiting | None:
        """Return the wait for a clinician; None in self-care."""
        urgency = self.urgency
        if urgency is None:
            return None
        fired = self.fired.values()
        return Waiting(
            urgency=urgency,
            since=self.since,
            findings=frozenset[Finding]().union(*(each.left for each in fired)),
            # A row that has been cleared keeps its measures off for as long as another row waits.
            switched_off=frozenset[Measure]().union(*(each.row.switches_off for each in fired)),
            reasons=tuple(referral_reason(self.protocol, row_id) for row_id in self._waiting()),
            named=self.named,
            flagged_at=dict(self.flagged_at),
            is_for_duration=self.is_for_duration,
            rest_text=" ".join(dict.fromkeys(each.row.rest_text for each in fired if each.row.rest_text)),
        )

    def _waiting(self) -> Mapping[str, _FiredRow]:
        """Return the rows that still wait, under their ids, the most urgent row first."""
        waiting = {row_id: each for row_id, each in self.fired.items() if each.is_waiting}
        return dict(sorted(waiting.items(), key=lambda item: -item[1].row.urgency.rank))
