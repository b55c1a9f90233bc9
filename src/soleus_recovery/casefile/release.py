"""A case file, released: its facts could be told when they were, and its plan is what they lead to."""

from soleus_recovery.casefile.agreement import departure
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
    """Read a case back; raises ``CaseFileError`` with the path of the first thing that is wrong.

    >>> case_from_json('{"schema": "soleus-recovery/case", "version": 2}')
    Traceback (most recent call last):
    soleus_recovery.errors.CaseFileError: version: 2 cannot be read by this version; allowed: 4, or a new case by start
    """
    unchecked = read_unchecked(text)
    _check_told(unchecked.case)
    return CaseFile(case=unchecked.case, issued=_issued(unchecked.case, unchecked.issued))


def _check_told(case: Case) -> None:
    """Each fact could be told when it was: the questions are those of `record`."""
    replay = CaseReplay(case)
    for index, entry in enumerate(case.entries):
        path = f"entries[{index}].fact"
        try:
            admit(replay, case, entry)
        except FactError as error:
            raise CaseFileError(
                path=f"{path}.{error.field}", problem=f"{error.given}; allowed: {error.allowed}"
            ) from error
        except CaseClosed as error:
            raise CaseFileError(path=path, problem=str(error)) from error


def _issued(case: Case, wire: WireIssued) -> Issued:
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
    told = len(case.entries_until(as_of))
    if not 0 <= wire.entries <= told:
        raise CaseFileError(path="issued.entries", problem=f"must be 0 to {told}, the entries told by issued.as_of")
    issued = Issued(as_of=as_of, entries=wire.entries, planner=wire.planner, plan=plan)
    check_unplanned(case, issued)
    if (field := departure(case, issued)) is not None:
        says = (
            "is not what the facts of the case lead to: one of the two was changed; allowed: a case as it was written"
        )
        raise CaseFileError(path=f"issued.plan.{field}", problem=says)
    if broken := violations(plan, case.protocol):
        law = broken[0]
        problem = f"breaks {law.id}, {law.says}: {law.where}; allowed: a case as it was written"
        raise CaseFileError(path="issued.plan", problem=problem)
    return issued
