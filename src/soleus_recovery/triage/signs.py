"""The signs that triage looks at, and the rows of the referral table that they fire."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, final

import attrs

from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.referrals import Clue, Referral
from soleus_recovery.triage.severity import NO_PAIN, Pains
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Caution, Finding

__all__ = ["Signs", "fired_rows", "rows_for_days", "rows_of", "told_by"]


def told_by(findings: frozenset[Finding], age: int | None, protocol: RecoveryProtocol) -> frozenset[Finding]:
    """Return the findings, and the one that an age in years stands for; ``age`` is None if it is not told."""
    marks = protocol.triage.age
    return findings | {marks.finding} if age is not None and age < marks.child_under else findings


_BY_FINDING: Final = (-1,)
"""The way in which a clue with a finding or caution is present; the ways for a clue with a mark are numbered from 0."""


@final
@attrs.frozen(kw_only=True)
class Signs(Value):
    """The signs that triage looks at: findings, cautions, pains, and the number of days since onset.

    ``worst`` holds the worst pains that are known of the open episode. ``plain_on_both_sides`` says that the soreness
    is known to be plain, and in both calves.
    """

    findings: frozenset[Finding] = frozenset()
    cautions: frozenset[Caution] = frozenset()
    pains: Pains = NO_PAIN
    worst: Pains = NO_PAIN
    plain_on_both_sides: bool = False
    day: int = 0

    def of_the_episode(self) -> "Signs":
        """Return the signs with the worst pains of the episode in place of the present pains."""
        return attrs.evolve(self, pains=self.pains.or_worse(self.worst))

    def has(self, clue: Clue) -> bool:
        """Return whether a clue is present."""
        return bool(self.ways(clue))

    def ways(self, clue: Clue) -> Sequence[int]:
        """Return the numbers of the ways in which a clue is present; pain at rest and pain walking are two ways."""
        # A clue has either a finding or one mark. Most clues have a finding, so the finding is tested first.
        if clue.finding is not None:
            return _BY_FINDING if clue.finding in self.findings else ()
        if clue.caution is not None:
            return _BY_FINDING if clue.caution in self.cautions else ()
        if clue.not_plain_on_both_sides:
            return () if self.plain_on_both_sides else _BY_FINDING
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


def rows_of(protocol: RecoveryProtocol, *signs: Signs, before: Iterable[Signs] = ()) -> dict[str, Referral]:
    """Return the rows that ``fired_rows`` gives; plain soreness on both sides excuses nothing if any row fires."""
    known = tuple(before)
    fired = fired_rows(protocol, *signs, before=known)
    if not fired:
        return fired
    return fired_rows(protocol, *(attrs.evolve(each, plain_on_both_sides=False) for each in signs), before=known)


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
        seen = signs.of_the_episode() if row.counts_signs else signs
        for first in _ways(protocol, seen, row.any_of):
            if not row.and_any_of:
                yield name, (first,)
            for second in _ways(protocol, seen, row.and_any_of):
                yield name, (first, second)
    if signs.has(_SWELLING) and signs.day >= protocol.progression.swelling_day:
        yield protocol.triage.swelling_row, ((_SWELLING, 0),)


def _ways(protocol: RecoveryProtocol, signs: Signs, clues: Iterable[Clue]) -> Iterator[_Way]:
    for clue in clues:
        if clue.severe_signs_at_least is None:
            yield from ((clue, way) for way in signs.ways(clue))
            continue
        # Each severe sign counts once. The way is the set of signs, a bit for each: one more sign is another way.
        present = [any(signs.has(each) for each in sign) for sign in protocol.triage.severe_signs.signs]
        if sum(present) >= clue.severe_signs_at_least:
            yield clue, sum(1 << place for place, is_present in enumerate(present) if is_present)


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
