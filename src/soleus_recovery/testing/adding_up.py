"""The law that severe signs add up over a whole episode, with a reading of the case of its own."""

from collections.abc import Iterator

from soleus_recovery.facts.case import Case
from soleus_recovery.facts.checkin import Amendment, BusyTimes, CheckIn, Clearance
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.referrals import Clue
from soleus_recovery.vocabulary import Finding, Urgency

__all__ = ["unanswered"]


def unanswered(case: Case, urgency: Urgency | None) -> Iterator[str]:
    """Yield each row for severe signs that this case fires, if the case waits less urgently than the row asks for.

    Only a case whose first episode has never closed is read, without corrections and clearances.
    """
    facts = [entry.fact for entry in case.entries if not isinstance(entry.fact, BusyTimes)]
    check_ins = [fact for fact in facts if isinstance(fact, CheckIn)]
    may_close = any(each.pain_at_rest == 0 == each.pain_walking for each in check_ins)
    if may_close or any(isinstance(fact, Amendment | Clearance) for fact in facts):
        return
    named = case.report.findings.union(*(each.findings for each in check_ins))
    at_rest = max([case.report.pain_at_rest or 0, *(each.pain_at_rest or 0 for each in check_ins)])
    walking = max([case.report.pain_walking or 0, *(each.pain_walking or 0 for each in check_ins)])
    yield from _unanswered(case.protocol, named, at_rest, walking, urgency)


def _unanswered(
    protocol: RecoveryProtocol, named: frozenset[Finding], at_rest: int, walking: int, urgency: Urgency | None
) -> Iterator[str]:
    def is_there(clue: Clue) -> bool:
        marks = ((clue.pain_at_rest_at_least, at_rest), (clue.pain_walking_at_least, walking))
        return clue.finding in named or any(mark is not None and pain >= mark for mark, pain in marks)

    signs = sum(any(map(is_there, sign)) for sign in protocol.triage.severe_signs.signs)
    for row_id, row in protocol.triage.referrals.items():
        counts = [clue.severe_signs_at_least for clue in row.any_of if clue.severe_signs_at_least is not None]
        fires = bool(counts) and signs >= min(counts) and (not row.and_any_of or any(map(is_there, row.and_any_of)))
        if fires and (urgency is None or urgency.rank < row.urgency.rank):
            yield f"{row_id}: {signs} severe signs in one episode, and it waits for {urgency}"
