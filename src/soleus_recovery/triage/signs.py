"""The signs that triage looks at, and the rows of the referral table that they fire."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, final

import attrs

from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.referrals import Clue, Referral
from soleus_recovery.triage.severity import NO_PAIN, Pains
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Finding

__all__ = ["Signs", "fired_rows", "rows_for_days"]


_BY_FINDING: Final = (-1,)
"""The number of the way in which a clue is present by its finding; the ways by a clue's marks are numbered from 0."""


@final
@attrs.frozen(kw_only=True)
class Signs(Value):
    """The signs that triage looks at: findings, pains, and the number of days since onset."""

    findings: frozenset[Finding] = frozenset()
    pains: Pains = NO_PAIN
    day: int = 0

    def has(self, clue: Clue) -> bool:
        """Return whether a clue is present."""
        return bool(self.ways(clue))

    def ways(self, clue: Clue) -> Sequence[int]:
        """Return the numbers of the ways in which a clue is present; pain at rest and pain walking are two ways."""
        # A clue has either a finding or one mark. Most clues have a finding, so the finding is tested first.
        if clue.finding is not None:
            return _BY_FINDING if clue.finding in self.findings else ()
        pains = self.pains
        marks = (
            (clue.worst_pain_at_least, pains.at_rest),
            (clue.worst_pain_at_least, pains.walking),
            (clue.worst_pain_at_least, pains.running),
            (clue.pain_at_rest_at_least, pains.at_rest),
            (clue.pain_walking_at_least, pains.walking),
            (clue.day_at_least, self.day),
        )
        return [way for way, (mark, value) in enumerate(marks) if mark is not None and value >= mark]


_Way = tuple[Clue, int]
# Mild swelling fires the row of notable swelling, but only from a certain day on. The clues of a row cannot say so,
# because each clue of a column counts for itself.
_SWELLING: Final = Clue(finding=Finding.SWELLING)


def fired_rows(protocol: RecoveryProtocol, *signs: Signs, before: Iterable[Signs] = ()) -> dict[str, Referral]:
    """Return the referral rows that ``signs`` fire, under their ids, without those that ``before`` fired the same way.

    Two sets of signs fire a row in the same way if the same clues of the row are present, by the same finding or by
    the same kind of pain.
    """
    ways = {way for each in signs for way in _fired_ways(protocol, each)}
    if not ways:
        # The usual case: no row fires, so the earlier signs do not matter.
        return {}
    fired = {name for name, _ in ways.difference(*(_fired_ways(protocol, each) for each in before))}
    return {name: row for name, row in protocol.all_referrals.items() if name in fired}


def _fired_ways(protocol: RecoveryProtocol, signs: Signs) -> Iterator[tuple[str, tuple[_Way, ...]]]:
    """Yield each way in which a row fires: a clue of ``any_of``, with a clue of ``and_any_of`` if the row has any."""
    for name, row in protocol.all_referrals.items():
        for first in _ways(signs, row.any_of):
            if not row.and_any_of:
                yield name, (first,)
            for second in _ways(signs, row.and_any_of):
                yield name, (first, second)
    if signs.has(_SWELLING) and signs.day >= protocol.progression.swelling_day:
        yield protocol.triage.swelling_row, ((_SWELLING, 0),)


def _ways(signs: Signs, clues: Iterable[Clue]) -> Iterator[_Way]:
    return ((clue, way) for clue in clues for way in signs.ways(clue))


def rows_for_days(protocol: RecoveryProtocol, sore_days: int) -> dict[str, Referral]:
    """Return the referral rows that ``sore_days`` days of soreness fire without any other sign, under their ids."""
    if not sore_days:
        return {}
    # Only clues about days can be present without a finding or pain.
    return {
        name: row
        for name, row in protocol.all_referrals.items()
        if any(clue.day_at_least is not None and clue.day_at_least <= sore_days for clue in row.any_of)
    }
