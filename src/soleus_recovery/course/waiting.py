"""Which red flags have fired, and what a clinician still has to clear of them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import final

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.reasons import referral_reason
from soleus_recovery.guidance.referrals import Referral
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Finding, Measure, Urgency

__all__ = ["Referrals", "Waiting"]


@final
@attrs.frozen(kw_only=True)
class Waiting(Value):
    """Who has to be seen, how soon, since when, why, and which findings a clinician still has to clear.

    ``rest_text`` says how to rest until then, where it is not as usual.
    """

    urgency: Urgency
    since: Minute
    findings: frozenset[Finding]
    switched_off: frozenset[Measure]
    reasons: tuple[Reason, ...]
    rest_text: str = ""
    named: frozenset[Finding] = frozenset()
    """What was told of all this, and not only stands for it."""
    flagged_at: Mapping[Finding, Minute] = attrs.field(factory=dict[Finding, Minute])
    """Of each finding that has to be cleared, the moment of the last flag that waits for it."""


@final
class Referrals:
    """Rows of the triage table that have fired, each with the findings that it waits for; none is ever forgotten."""

    def __init__(self, protocol: RecoveryProtocol) -> None:
        self._protocol = protocol
        self._fired: dict[str, tuple[Referral, frozenset[Finding]]] = {}
        self._flagged_at: dict[Finding, Minute] = {}
        self._cleared_on = dt.date.min
        self._since = Minute(0)
        self._named: dict[str, frozenset[Finding]] = {}
        self._told: frozenset[Finding] = frozenset()
        self.kept_off: dict[Measure, frozenset[Finding]] = {}
        """What stays switched off after a clearance, and for which findings."""

    def fire(
        self, rows: Mapping[str, Referral], told: Iterable[Finding], at: Minute, *, is_counted: bool = False
    ) -> None:
        """Take what has fired; the wait counts from the moment of the gravest so far.

        What a clinician has to clear are the findings that were told of a row, or the one that stands for it. A flag
        that is told again is a new one; one that days alone fire (``is_counted``) stays that of its first day.
        """
        urgency, named = self._urgency(), frozenset(told)
        for name, row in rows.items():
            column = [clue.finding for clue in row.any_of if clue.finding is not None]
            alone = column[:1] if row.cleared_as is None else [row.cleared_as]
            found = named.intersection(column) or frozenset(alone)
            self._told |= named.intersection(column)
            self._named[name] = found | self._named.get(name, frozenset())
            waits = frozenset[Finding]() if row.urgency is Urgency.EMERGENCY else found
            self._fired[name] = (row, waits | (self._fired[name][1] if name in self._fired else frozenset()))
            for finding in found:
                self._flagged_at[finding] = self._flagged_at.get(finding, at) if is_counted else at
        now = self._urgency()
        if now is not None and (urgency is None or now.rank > urgency.rank):
            self._since = at

    def clear(self, finding: Finding, on: dt.date) -> dt.date | None:
        """Take a finding from all that wait for it.

        Gives the day on which everything starts anew, or None where something still waits: of all that was cleared, the
        latest date counts, whichever was told last.
        """
        self._fired = {name: (row, left - {finding}) for name, (row, left) in self._fired.items()}
        self._cleared_on = max(self._cleared_on, on)
        if self._still():
            return None
        for name, (row, _) in self._fired.items():
            for measure in row.switches_off if row.keeps_off else ():
                self.kept_off[measure] = self.kept_off.get(measure, frozenset()) | self._named[name]
        cleared_on = self._cleared_on
        self._fired, self._told, self._flagged_at, self._cleared_on = {}, frozenset(), {}, dt.date.min
        return cleared_on

    def waiting(self) -> Waiting | None:
        """Who has to be seen now; None in self-care."""
        urgency = self._urgency()
        if urgency is None:
            return None
        return Waiting(
            urgency=urgency,
            since=self._since,
            findings=frozenset[Finding]().union(*(left for _, left in self._fired.values())),
            # Also of what has been cleared, as long as something else waits.
            switched_off=frozenset[Measure]().union(*(row.switches_off for row, _ in self._fired.values())),
            reasons=tuple(referral_reason(self._protocol, row_id) for row_id in self._still()),
            named=self._told,
            flagged_at={**self._flagged_at},
            rest_text=" ".join(dict.fromkeys(row.rest_text for row, _ in self._fired.values() if row.rest_text)),
        )

    def _still(self) -> dict[str, Referral]:
        """The rows that still wait, the gravest first."""
        rows = {name: row for name, (row, left) in self._fired.items() if left or row.urgency is Urgency.EMERGENCY}
        return {name: rows[name] for name in sorted(rows, key=lambda each: -rows[each].urgency.rank)}

    def _urgency(self) -> Urgency | None:
        return next((row.urgency for row in self._still().values()), None)
