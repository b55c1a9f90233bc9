"""Reads a case file, and releases the case and its plan once both have passed every check.

The checks run in this order, and the first that fails gives the path of the error:

1. The file is a case of this version, with every field of the right type and in order (``export.json.case``).
2. Each fact could have been recorded when the file says it was: ``admit`` checks it in the way it checks a new fact.
3. The plan belongs to this case, was issued from entries in the file, and follows from the facts (``agreement``).
4. The plan keeps the laws (``laws``).

A plan that fails a check is never shown: somebody may have changed the file, and the runner would follow that plan.
"""

from soleus_recovery.casefile.agreement import first_mismatch
from soleus_recovery.course.admit import admit
from soleus_recovery.course.replay import CaseReplay
from soleus_recovery.errors import CaseClosed, CaseFileError, FactError, PathError, shown
from soleus_recovery.export.json.case import CaseFile, WireIssued, check_gap, check_unplanned, read_unchecked
from soleus_recovery.export.json.kept_plan import plan_of_kept
from soleus_recovery.facts.case import Case
from soleus_recovery.laws.asking import violations
from soleus_recovery.plan.issued import Issued

__all__ = ["case_from_json"]


def case_from_json(text: str | bytes) -> CaseFile:
    """Read a case that ``case_to_json`` wrote; raise ``CaseFileError`` with the path of the first problem in the file.

    >>> case_from_json('{"schema": "soleus-recovery/case", "version": 2}')
    Traceback (most recent call last):
    soleus_recovery.errors.CaseFileError: version: 2 cannot be read by this version; allowed: 5, or start a case again
    """
    unchecked = read_unchecked(text)
    _check_entries(unchecked.case)
    return CaseFile(case=unchecked.case, issued=_checked_plan(unchecked.case, unchecked.issued))


def _check_entries(case: Case) -> None:
    replay = CaseReplay(case)
    for index in range(len(case.entries)):
        path = f"entries[{index}].fact"
        try:
            admit(replay, index)
        except FactError as error:
            raise CaseFileError(
                path=f"{path}.{error.field}", problem=f"{error.given}; allowed: {error.allowed}"
            ) from error
        except CaseClosed as error:
            raise CaseFileError(path=path, problem=str(error)) from error


def _checked_plan(case: Case, wire: WireIssued) -> Issued:
    try:
        plan = plan_of_kept(wire.plan)
    except PathError as error:
        raise CaseFileError(path=f"issued.plan.{error.path}", problem=error.problem) from error
    if plan.id != case.id:
        raise CaseFileError(path="issued.plan.id", problem=f"is not that of the case, {shown(case.id)}")
    as_of = wire.as_of
    if as_of < case.started_at:
        raise CaseFileError(path="issued.as_of", problem="is before started_at")
    check_gap("issued.as_of", case.last_recorded_at, as_of)
    recorded = len(case.entries_until(as_of))
    if not 0 <= wire.entries <= recorded:
        problem = f"must be 0 to {recorded}, the number of entries recorded by issued.as_of"
        raise CaseFileError(path="issued.entries", problem=problem)
    issued = Issued(as_of=as_of, entries=wire.entries, planner=wire.planner, plan=plan)
    check_unplanned(case, issued)
    if (field := first_mismatch(case, issued)) is not None:
        problem = (
            "does not follow from the facts of the case: one of the two was changed; allowed: a case as it was written"
        )
        raise CaseFileError(path=f"issued.plan.{field}", problem=problem)
    if broken := violations(plan, case.protocol):
        law = broken[0]
        problem = f"breaks {law.id}, {law.says}: {law.where}; allowed: a case as it was written"
        raise CaseFileError(path="issued.plan", problem=problem)
    return issued
