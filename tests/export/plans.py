"""A plan for the tests of exports."""

import datetime as dt
from collections.abc import Iterable

from soleus_recovery import Finding, Plan, Runner, SeeClinician, SelfCare, SymptomReport, assess, build_plan, hold

__all__ = ["plan_of"]


def plan_of(
    *,
    runner: Runner | None = None,
    onset: str = "2026-11-22T18:30",
    now: str = "2026-11-22T19:30+01:00",
    findings: Iterable[Finding] = (),
) -> Plan:
    """The plan of a mild case in Berlin, unless the arguments say otherwise."""
    runner = runner or Runner(zone="Europe/Berlin")
    report = SymptomReport(onset=onset, pain_at_rest=1, pain_walking=3, findings=frozenset(findings))
    match assess(report, runner, now=dt.datetime.fromisoformat(now)):
        case SelfCare() as care:
            return build_plan(care)
        case SeeClinician() as referral:
            return hold(referral)
        case _:
            raise AssertionError("an emergency has no plan")
