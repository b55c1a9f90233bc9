"""Makes a first plan or a case from an assessment, and refuses an assessment that triage did not make."""

from collections.abc import Iterable
from typing import TypeVar

from soleus_recovery.errors import NotPlannable
from soleus_recovery.facts.case import Case
from soleus_recovery.laws.asking import give_out
from soleus_recovery.plan.identity import derive_plan_id
from soleus_recovery.plan.plan import Plan
from soleus_recovery.planner.compose import first_plan
from soleus_recovery.spans import Span
from soleus_recovery.triage.answers import SeeClinician, SelfCare
from soleus_recovery.triage.assess import assess_at

__all__ = ["build_plan", "hold", "open_case"]

A = TypeVar("A", SelfCare, SeeClinician)


def build_plan(care: SelfCare, *, plan_id: str | None = None, busy: Iterable[Span] = ()) -> Plan:
    """Make a plan for every day from now to the end of prevention, around ``busy`` times.

    The same facts give the same plan. If no ``plan_id`` is given, the id of the plan is derived from the facts. Raises
    ``NotPlannable`` unless ``care`` is the ``SelfCare`` that ``assess`` gives for its facts: a referral, an emergency,
    and a ``SelfCare`` that was made or altered by hand are refused. Raises ``BrokenPlan`` if a protocol that does not
    ship leads to a plan that breaks a law.

    >>> import datetime as dt
    >>> from soleus_recovery import Runner, SymptomReport, assess
    >>> runner = Runner(zone="Europe/Berlin", usual_run_minutes=45)
    >>> report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    >>> care = assess(report, runner, now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC))
    >>> build_plan(care).days[0].number
    0
    """
    return give_out(first_plan(_case(_released(care, SelfCare), case_id=plan_id, busy=busy)), care.protocol)


def hold(referral: SeeClinician, *, plan_id: str | None = None, busy: Iterable[Span] = ()) -> Plan:
    """Make the holding plan of a referral, without runs or exercise; ``busy`` times do not put off its appointment.

    Raises ``NotPlannable`` unless ``referral`` is the ``SeeClinician`` that ``assess`` gives for its facts. Raises
    ``BrokenPlan`` if a protocol that does not ship leads to a plan that breaks a law.

    >>> import datetime as dt
    >>> from soleus_recovery import Finding, Runner, SymptomReport, assess
    >>> report = SymptomReport(
    ...     onset="2026-11-22T18:30", pain_at_rest=2, pain_walking=3, findings=frozenset({Finding.BRUISING})
    ... )
    >>> referral = assess(report, Runner(zone="Europe/Berlin"), now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC))
    >>> len(hold(referral).days)
    7
    """
    return give_out(first_plan(_case(_released(referral, SeeClinician), case_id=plan_id, busy=busy)), referral.protocol)


def open_case(assessment: SelfCare | SeeClinician, *, case_id: str | None = None, busy: Iterable[Span] = ()) -> Case:
    """Open a case from an assessment; check-ins are added to the case later.

    If no ``case_id`` is given, the id of the case is derived from the facts. Raises ``NotPlannable`` for an emergency,
    and for an assessment that ``assess`` does not give for its facts.
    """
    if type(assessment) is SeeClinician:
        return _case(_released(assessment, SeeClinician), case_id=case_id, busy=busy)
    return _case(_released(assessment, SelfCare), case_id=case_id, busy=busy)


def _case(released: SelfCare | SeeClinician, *, case_id: str | None, busy: Iterable[Span]) -> Case:
    facts = (released.report, released.runner)
    return Case(
        id=case_id or derive_plan_id(*facts, released.protocol.id),
        protocol=released.protocol,
        started_at=released.made_at,
        runner=released.runner,
        report=released.report,
        busy=tuple(busy),
    )


def _released(assessment: object, kind: type[A]) -> A:
    """Assess the facts of an assessment once more, so that no plan gets past triage; return the new assessment.

    Raises ``NotPlannable`` if the new assessment differs from the one that is given.
    """
    # The types are compared without isinstance, because a subclass could override the fields.
    if type(assessment) is not kind:
        problem = f"a {type(assessment).__name__} cannot be planned here; only what assess answers as {kind.__name__}"
        raise NotPlannable(problem=problem)
    facts = (assessment.report, assessment.runner)
    again = assess_at(*facts, made_at=assessment.made_at, protocol=assessment.protocol)
    if not isinstance(again, kind) or again != assessment:
        raise NotPlannable(problem=f"this {kind.__name__} is not what assess answers for its facts; call assess again")
    return again
