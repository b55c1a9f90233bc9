"""Triage: always first. The answer is one of three types, and only one of them can be planned with movement.

Urgency is the highest of all rows that fire; what is switched off is the union of theirs and the cautions'.
"""

import datetime as dt

from soleus_recovery.clock import Minute, calendar_date, minute_of
from soleus_recovery.errors import FactError, shown
from soleus_recovery.facts.report import SymptomReport
from soleus_recovery.facts.runner import Runner
from soleus_recovery.guidance.protocol import RecoveryProtocol, check_released
from soleus_recovery.guidance.reasons import referral_reason
from soleus_recovery.triage.answers import Assessment, Emergency, SeeClinician, SelfCare, cautioned
from soleus_recovery.triage.severity import judge_pains, rate
from soleus_recovery.triage.signs import Signs, fired_rows
from soleus_recovery.vocabulary import Urgency

__all__ = ["assess", "assess_at"]


def assess(
    report: SymptomReport, runner: Runner, *, now: dt.datetime, protocol: RecoveryProtocol | None = None
) -> Assessment:
    """Decide whether self-care is safe, and how sore it is; ``now`` is an aware datetime.

    Without a protocol the standard one is used. Raises ``FactError`` for a naive ``now`` or an onset after it.

    >>> runner = Runner(zone="Europe/Berlin")
    >>> report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    >>> assess(report, runner, now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)).severity
    <Severity.MILD: 'mild'>
    """
    if protocol is None:
        # At first use, not at import: reading the data is what costs.
        from soleus_recovery.guidance.loader import STANDARD, builtin

        protocol = builtin(STANDARD)
    return assess_at(report, runner, made_at=minute_of("now", now), protocol=protocol)


def assess_at(report: SymptomReport, runner: Runner, *, made_at: Minute, protocol: RecoveryProtocol) -> Assessment:
    """As ``assess``, at an instant; the facts have their exact types, and the protocol is one that a loader gave."""
    _check_types(report, runner, made_at)
    check_released(protocol)
    onset = report.onset_in(runner.zone)
    if onset > made_at:
        raise FactError(field="onset", given=f"{shown(report.onset)} is in the future", allowed="a time up to now")
    pains = judge_pains(report, protocol)
    day = (calendar_date(made_at, runner.zone) - calendar_date(onset, runner.zone)).days
    fired = fired_rows(protocol, Signs(findings=report.findings, pains=pains, day=day))
    rating = rate(report, runner, protocol, at=made_at)
    if not fired:
        return SelfCare(
            report=report,
            runner=runner,
            protocol=protocol,
            made_at=made_at,
            severity=rating.severity,
            possible_strain=rating.possible_strain,
            reasons=rating.reasons,
        )
    urgency = max((row.urgency for row in fired.values()), key=lambda urgency: urgency.rank)
    off = cautioned(runner, protocol).union(*(row.switches_off for row in fired.values()))
    if urgency is Urgency.EMERGENCY:
        return Emergency(
            report=report,
            runner=runner,
            protocol=protocol,
            made_at=made_at,
            switched_off=off,
            reasons=tuple(referral_reason(protocol, row_id) for row_id, row in fired.items() if row.urgency is urgency),
        )
    return SeeClinician(
        report=report,
        runner=runner,
        protocol=protocol,
        made_at=made_at,
        urgency=urgency,
        switched_off=off,
        possible_strain=rating.possible_strain,
        reasons=tuple(
            referral_reason(protocol, row_id) for row_id in sorted(fired, key=lambda each: -fired[each].urgency.rank)
        ),
    )


def _check_types(report: SymptomReport, runner: Runner, made_at: Minute) -> None:
    """`type is`: a subclass of a fact could say one thing to triage and another to the plan."""
    for field, value, kind in (("report", report, SymptomReport), ("runner", runner, Runner), ("now", made_at, int)):
        if type(value) is not kind:
            raise FactError(field=field, given=f"a {type(value).__name__}", allowed=f"a {kind.__name__}, no subclass")
