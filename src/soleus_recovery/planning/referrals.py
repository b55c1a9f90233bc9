"""Which red flags have fired, and what a clinician still has to clear of them."""

from collections.abc import Iterable, Mapping
from typing import final

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.triage import Referral
from soleus_recovery.intake.triage import reasons_of
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
    told: frozenset[Finding] = frozenset()
    """What was told of all this, and not only stands for it."""


@final
class Referrals:
    """Rows of the triage table that have fired, each with the findings that it waits for; none is ever forgotten."""

    def __init__(self, protocol: RecoveryProtocol) -> None:
        self._protocol = protocol
        self._fired: dict[str, tuple[Referral, frozenset[Finding]]] = {}
        self._since = Minute(0)
        self._named: dict[str, frozenset[Finding]] = {}
        self._told: frozenset[Finding] = frozenset()
        self.kept_off: dict[Measure, frozenset[Finding]] = {}
        """What stays switched off after a clearance, and for which findings."""

    def fire(self, rows: Mapping[str, Referral], told: Iterable[Finding], at: Minute) -> None:
        """Take what has fired; the wait counts from the moment of the gravest so far.

        What a clinician has to clear are the findings that were told of a row, or the one that stands for it.
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
        now = self._urgency()
        if now is not None and (urgency is None or now.rank > urgency.rank):
            self._since = at

    def clear(self, finding: Finding) -> bool:
        """Take a finding from all that wait for it; whether nothing waits any more, so that it starts anew."""
        self._fired = {name: (row, left - {finding}) for name, (row, left) in self._fired.items()}
        if self._still():
            return False
        for name, (row, _) in self._fired.items():
            for measure in row.switches_off if row.keeps_off else ():
                self.kept_off[measure] = self.kept_off.get(measure, frozenset()) | self._named[name]
        self._fired, self._told = {}, frozenset()
        return True

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
            reasons=reasons_of(self._still(), self._protocol),
            told=self._told,
            rest_text=" ".join(dict.fromkeys(row.rest_text for row, _ in self._fired.values() if row.rest_text)),
        )

    def _still(self) -> list[Referral]:
        """The rows that still wait, the gravest first."""
        rows = [row for row, left in self._fired.values() if left or row.urgency is Urgency.EMERGENCY]
        return sorted(rows, key=lambda row: -row.urgency.rank)

    def _urgency(self) -> Urgency | None:
        return next((row.urgency for row in self._still()), None)
