"""Triage, the first step for every report: its answer is self-care, a clinician, or an emergency.

The urgency is the highest urgency of all referral rows that fire. A measure is switched off if a referral row that
fires, or a caution of the runner, switches the measure off.
"""

import datetime as dt

from soleus_recovery.clock import Minute, calendar_date, minute_of
from soleus_recovery.errors import FactError, shown
from soleus_recovery.facts.report import SymptomReport
from soleus_recovery.facts.runner import Runner
from soleus_recovery.guidance.protocol import RecoveryProtocol, check_released
from soleus_recovery.guidance.reasons import referral_reason
from soleus_recovery.triage.answers import (
    Assessment,
    Emergency,
    SeeClinician,
    SelfCare,
    cautioned,
    watch_reasons,
    watched,
)
from soleus_recovery.triage.severity import judge_pains, rate
from soleus_recovery.triage.signs import Signs, rows_of, told_by
from soleus_recovery.vocabulary import Side, Urgency

__all__ = ["assess", "assess_at"]


def assess(
    report: SymptomReport, runner: Runner, *, now: dt.datetime, protocol: RecoveryProtocol | None = None
) -> Assessment:
    """Decide whether self-care is safe, and how sore the calf is; ``now`` is an aware datetime.

    Without ``protocol``, the standard protocol is used. Raises ``FactError`` if ``now`` is naive or before the onset.

    >>> runner = Runner(zone="Europe/Berlin")
    >>> report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    >>> assess(report, runner, now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)).severity
    <Severity.MILD: 'mild'>
    """
    if protocol is None:
        # The loader is imported at first use: callers who pass a protocol do not need it.
        from soleus_recovery.guidance.loader import STANDARD, builtin

        protocol = builtin(STANDARD)
    return assess_at(report, runner, made_at=minute_of("now", now), protocol=protocol)


def assess_at(report: SymptomReport, runner: Runner, *, made_at: Minute, protocol: RecoveryProtocol) -> Assessment:
    """Assess a report as ``assess`` does, at an instant and with a protocol from the loader.

    Raises ``FactError`` if a fact has another type or is of a subclass, or if the onset is after ``made_at``. Raises
    ``ProtocolError`` for a protocol that the loader has not checked.
    """
    _check_types(report, runner, made_at)
    check_released(protocol)
    onset = report.onset_in(runner.zone)
    if onset > made_at:
        raise FactError(field="onset", given=f"{shown(report.onset)} is in the future", allowed="a time up to now")
    pains = judge_pains(report, protocol)
    day = (calendar_date(made_at, runner.zone) - calendar_date(onset, runner.zone)).days
    rating = rate(report, runner, protocol, at=made_at)
    signs = Signs(
        findings=told_by(report.findings, runner.age, protocol),
        cautions=runner.cautions,
        pains=pains,
        plain_on_both_sides=report.side is Side.BOTH and not rating.possible_strain,
        day=day,
    )
    fired = rows_of(protocol, signs)
    if not fired:
        return SelfCare(
            report=report,
            runner=runner,
            protocol=protocol,
            made_at=made_at,
            severity=rating.severity,
            possible_strain=rating.possible_strain,
            reasons=(*rating.reasons, *watch_reasons(report, protocol)),
        )
    urgency = max((row.urgency for row in fired.values()), key=lambda urgency: urgency.rank)
    off = (cautioned(runner, protocol) | watched(report, protocol)).union(*(row.switches_off for row in fired.values()))
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
    # `type is`, not isinstance: a subclass could tell triage one thing and the plan another.
    for field, value, kind in (("report", report, SymptomReport), ("runner", runner, Runner), ("now", made_at, int)):
        if type(value) is not kind:
            raise FactError(field=field, given=f"a {type(value).__name__}", allowed=f"a {kind.__name__}, no subclass")
