"""The referral rows that a check-in fires, beside what its case knew before."""

from collections.abc import Mapping
from typing import final

import attrs

from soleus_recovery.course.table import is_free_of_pain
from soleus_recovery.facts.checkin import CheckIn
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.referrals import Referral
from soleus_recovery.triage.severity import Pains, is_plain_day, pains_of
from soleus_recovery.triage.signs import Signs, rows_of
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Caution, Finding

__all__ = ["Known", "rows_of_check_in"]


@final
@attrs.frozen(kw_only=True)
class Known(Value):
    """What a case knew when a check-in was told, counted for the day of that check-in.

    ``named`` and ``worst`` hold the findings and the worst pains of the open episode, ``lasting`` the lasting facts.
    ``plain_on_both_sides`` says that the soreness has been plain, and in both calves. ``day`` counts from day 0 of the
    course, ``sore_days`` from the day on which the episode opened. ``is_at_the_start`` says that mild swelling in this
    check-in counts as told at the start: it is told by the evening of one of the first days after the onset.
    ``is_sore_again`` says that the check-in comes after prevention and is heard as `recurring` (reading `keep`).
    """

    named: frozenset[Finding]
    lasting: frozenset[Finding]
    worst: Pains
    cautions: frozenset[Caution]
    plain_on_both_sides: bool
    day: int
    sore_days: int
    is_at_the_start: bool
    is_sore_again: bool = False


def rows_of_check_in(
    protocol: RecoveryProtocol, check_in: CheckIn, known: Known
) -> tuple[Mapping[str, Referral], frozenset[Finding]]:
    """Return the referral rows that a check-in fires, under their ids, and all findings that count for them.

    Every finding of the check-in counts as new, except for lasting facts (reading `triage-again`).
    """
    triage, again = protocol.triage, frozenset({Finding.RECURRING}) if known.is_sore_again else frozenset[Finding]()
    named = known.named | known.lasting | check_in.findings | again
    signs = Signs(
        findings=named,
        cautions=known.cautions,
        pains=pains_of(check_in),
        worst=known.worst,
        plain_on_both_sides=known.plain_on_both_sides and is_plain_day(check_in, protocol),
    )
    before = Signs(
        findings=(known.named - check_in.findings - again) | known.lasting,
        cautions=known.cautions,
        worst=known.worst,
        plain_on_both_sides=known.plain_on_both_sides,
    )
    fired = rows_of(protocol, signs, before=[before])
    if _is_wrong_swelling(protocol, check_in, known):
        fired[triage.swelling_row] = triage.referrals[triage.swelling_row]
    watch = triage.watch
    lasts = known.sore_days >= watch.day and not is_free_of_pain(check_in, protocol)
    if lasts and watch.finding in named:
        fired[watch.row] = triage.referrals[watch.row]
    return fired, named


def _is_wrong_swelling(protocol: RecoveryProtocol, check_in: CheckIn, known: Known) -> bool:
    """Return whether swelling is new, or still there on a day by which it should be gone (reading `swelling`)."""
    stays = known.day >= protocol.progression.swelling_day
    is_new = Finding.SWELLING not in known.named and not known.is_at_the_start
    return Finding.SWELLING in check_in.findings and (stays or is_new)
