"""What triage looks at, and the rows of the referral table that it fires."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, final

import attrs

from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.referrals import Clue, Referral
from soleus_recovery.triage.severity import NO_PAIN, Pains
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Finding

__all__ = ["Signs", "fired_rows", "rows_for_days"]


_NAMED: Final = (-1,)
"""The place of a finding, beside those of the marks."""


@final
@attrs.frozen(kw_only=True)
class Signs(Value):
    """What triage looks at: findings, pains, and for how many days it has been sore."""

    findings: frozenset[Finding] = frozenset()
    pains: Pains = NO_PAIN
    day: int = 0

    def has(self, clue: Clue) -> bool:
        """Whether a clue is there."""
        return bool(self.ways(clue))

    def ways(self, clue: Clue) -> Sequence[int]:
        """Each way in which a clue is there, by its place; pain at a mark at rest is another than pain walking."""
        # A clue names a finding or has one mark. Most name a finding: a check-in asks triage of sixty clues.
        if clue.finding is not None:
            return _NAMED if clue.finding in self.findings else ()
        pains = self.pains
        marks = (
            (clue.worst_pain_at_least, pains.at_rest),
            (clue.worst_pain_at_least, pains.walking),
            (clue.worst_pain_at_least, pains.running),
            (clue.pain_at_rest_at_least, pains.at_rest),
            (clue.pain_walking_at_least, pains.walking),
            (clue.day_at_least, self.day),
        )
        return [place for place, (mark, told) in enumerate(marks) if mark is not None and told >= mark]


_Way = tuple[Clue, int]
# Mild swelling is a clue only late, and then in a row of its graver kind: the clues of a row say nothing together.
_SWELLING: Final = Clue(finding=Finding.SWELLING)


def fired_rows(protocol: RecoveryProtocol, *told: Signs, before: Iterable[Signs] = ()) -> dict[str, Referral]:
    """Every row of the triage table that any of these fires, by id, in a way that none before had fired it."""
    ways = {way for each in told for way in _fired_ways(protocol, each)}
    if not ways:
        # As most words are: nothing before them has to be asked.
        return {}
    fired = {name for name, _ in ways.difference(*(_fired_ways(protocol, each) for each in before))}
    return {name: row for name, row in protocol.all_referrals.items() if name in fired}


def _fired_ways(protocol: RecoveryProtocol, told: Signs) -> Iterator[tuple[str, tuple[_Way, ...]]]:
    """Each way into a row: a clue of its first column, with one of its second where it has one."""
    for name, row in protocol.all_referrals.items():
        for first in _ways(told, row.any_of):
            if not row.and_any_of:
                yield name, (first,)
            for second in _ways(told, row.and_any_of):
                yield name, (first, second)
    if told.has(_SWELLING) and told.day >= protocol.progression.swelling_day:
        yield protocol.triage.swelling_row, ((_SWELLING, 0),)


def _ways(told: Signs, clues: Iterable[Clue]) -> Iterator[_Way]:
    return ((clue, way) for clue in clues for way in told.ways(clue))


def rows_for_days(protocol: RecoveryProtocol, sore_days: int) -> dict[str, Referral]:
    """Every row that so many days of soreness fire by themselves."""
    if not sore_days:
        return {}
    # Of all clues only these are there without a finding or pain; to ask all was a third of reading a day.
    return {
        name: row
        for name, row in protocol.all_referrals.items()
        if any(clue.day_at_least is not None and clue.day_at_least <= sore_days for clue in row.any_of)
    }
