"""Check plans and revisions against the laws, without pytest or Hypothesis."""

from soleus_recovery.clock import Minute
from soleus_recovery.errors import BrokenInvariant, BrokenPlan
from soleus_recovery.facts.case import Case
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.laws.law import Invariant, Transition, Violation
from soleus_recovery.laws.of_a_case import CASE_LAWS
from soleus_recovery.laws.of_a_plan import INVARIANTS
from soleus_recovery.laws.of_a_revision import TRANSITIONS
from soleus_recovery.plan.plan import Plan

__all__ = [
    "INVARIANTS",
    "TRANSITIONS",
    "Invariant",
    "Transition",
    "Violation",
    "case_violations",
    "check_plan",
    "give_out",
    "transition_violations",
    "violations",
]


def violations(plan: Plan, protocol: RecoveryProtocol) -> tuple[Violation, ...]:
    """Return every place at which a plan breaks an invariant, in the order of ``INVARIANTS``.

    >>> import datetime as dt
    >>> from soleus_recovery import Runner, SymptomReport, assess, build_plan, builtin
    >>> report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    >>> plan = build_plan(assess(report, Runner(zone="UTC"), now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)))
    >>> violations(plan, builtin("soleus-standard"))
    ()
    """
    return tuple(
        Violation(id=law.id, says=law.says, where=where) for law in INVARIANTS for where in law.broken(plan, protocol)
    )


def transition_violations(before: Plan, after: Plan, protocol: RecoveryProtocol) -> tuple[Violation, ...]:
    """Return every place at which two plans of one case break a law of revisions, in the order of ``TRANSITIONS``."""
    return tuple(
        Violation(id=law.id, says=law.says, where=where)
        for law in TRANSITIONS
        for where in law.broken(before, after, protocol)
    )


def case_violations(case: Case, plan: Plan, as_of: Minute) -> tuple[Violation, ...]:
    """Return every place at which the plan of a case breaks a law of cases at a moment, in the order of ``CASE_LAWS``.

    ``as_of`` is the moment in minutes since 1970 (UTC) at which the plan was issued; later entries do not count.
    """
    return tuple(
        Violation(id=law.id, says=law.says, where=where) for law in CASE_LAWS for where in law.broken(case, plan, as_of)
    )


def check_plan(plan: Plan, protocol: RecoveryProtocol) -> None:
    """Raise an ``ExceptionGroup`` with a ``BrokenInvariant`` for each place at which the plan breaks an invariant."""
    if broken := _broken(plan, protocol):
        raise ExceptionGroup(f"{len(broken)} broken in plan {plan.id}", broken)


def give_out(plan: Plan, protocol: RecoveryProtocol) -> Plan:
    """Return the plan if it breaks no invariant, or raise ``BrokenPlan``; every plan leaves the library this way.

    A plan made with a protocol that ships is not checked here, because the tests check the plans of these protocols.
    """
    if not protocol.ships and (broken := _broken(plan, protocol)):
        raise BrokenPlan(protocol=protocol.id, broken=broken)
    return plan


def _broken(plan: Plan, protocol: RecoveryProtocol) -> tuple[BrokenInvariant, ...]:
    return tuple(BrokenInvariant(id=each.id, says=each.says, where=each.where) for each in violations(plan, protocol))
