"""Why a plan is revised, in sentences for the runner: one revision follows each entry and each silent day."""

from collections.abc import Iterator

from soleus_recovery.clock import MINUTES_PER_HOUR
from soleus_recovery.course.gate import missing_tests
from soleus_recovery.course.progress import Progress
from soleus_recovery.course.reasons import cleared_reason, day_reasons, silence_reason, waiting_reasons
from soleus_recovery.facts.case import Entry
from soleus_recovery.facts.checkin import Amendment, BusyTimes, CheckIn, Clearance
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.reasons import occasion_reason
from soleus_recovery.guidance.sentences import date_text
from soleus_recovery.plan.plan import Plan
from soleus_recovery.vocabulary import Activity, Finding, Occasion, Signal, Status

__all__ = ["entry_reasons", "planned_anew_reason", "silence_reasons"]


def planned_anew_reason(protocol: RecoveryProtocol) -> Reason:
    """Return the reason for planning the days ahead once more: another version of the planner made the plan."""
    return occasion_reason(protocol, Occasion.PLANNED_ANEW)


def silence_reasons(protocol: RecoveryProtocol, before: Progress, progress: Progress) -> Iterator[Reason]:
    """Yield the reasons that a day without a check-in gives, from the progress before and at its bedtime."""
    yield silence_reason(protocol, progress.verdicts)
    if progress.state.gate_needed and not before.state.gate_needed:
        tests = ", ".join(missing_tests(protocol, progress.state).values())
        yield occasion_reason(protocol, Occasion.SILENT_WEEK, days=progress.state.silent_days, tests=tests)


def entry_reasons(
    protocol: RecoveryProtocol, entry: Entry, plan: Plan, before: Progress, progress: Progress
) -> Iterator[Reason]:
    """Yield the reasons that an entry gives, from plan and progress before the entry and the progress after it."""
    fact = entry.fact
    match fact:
        case CheckIn():
            yield from _check_in_reasons(protocol, fact, plan, before, progress)
            return
        case Amendment():
            yield occasion_reason(protocol, Occasion.AMENDED)
        case BusyTimes():
            yield occasion_reason(
                protocol, Occasion.BUSY if protocol.occasions.has_text(Occasion.BUSY) else Occasion.AMENDED
            )
        case Clearance():
            yield _clearance_reason(protocol, fact, progress)
    if progress.waiting is not None and progress.waiting != before.waiting:
        yield from progress.waiting.reasons


def _clearance_reason(protocol: RecoveryProtocol, clearance: Clearance, progress: Progress) -> Reason:
    if progress.waiting is None:
        since = progress.state.floor_from
        hours = None if since is None else (progress.floor - since) // MINUTES_PER_HOUR
        return cleared_reason(protocol, clearance, floor_hours=hours)
    names = protocol.labels.words.findings
    rest = ", ".join(names[each] for each in _in_order(progress.waiting.findings))
    return occasion_reason(
        protocol, Occasion.STILL_WAITING, by=clearance.by, finding=names[clearance.finding], rest=rest
    )


def _check_in_reasons(
    protocol: RecoveryProtocol, check_in: CheckIn, plan: Plan, before: Progress, progress: Progress
) -> Iterator[Reason]:
    if any(verdict.date == check_in.day and not verdict.is_silent for verdict in before.verdicts):
        yield occasion_reason(protocol, Occasion.REPLACED, day=date_text(check_in.day, protocol.labels))
    if progress.waiting is not None:
        # While the case waits for a clinician, only the referral gives reasons, however good the day was.
        yield from progress.waiting.reasons
        yield from waiting_reasons(protocol, check_in, before=before, after=progress)
        return
    if all(verdict.date != check_in.day for verdict in progress.verdicts):
        # A check-in for a day before a clearance changes no day, but it can name a lasting fact.
        yield occasion_reason(protocol, Occasion.AMENDED)
    for verdict in progress.verdicts:
        if verdict.date == check_in.day:
            yield from day_reasons(protocol, verdict)
            if verdict.signal is Signal.ALL_WELL and _misses_a_run(protocol, check_in, plan):
                yield occasion_reason(protocol, Occasion.RUN_NOT_TOLD)
    if progress.state.gate_passed and not before.state.gate_passed:
        yield occasion_reason(protocol, Occasion.GATE_PASSED)


def _misses_a_run(protocol: RecoveryProtocol, check_in: CheckIn, plan: Plan) -> bool:
    """Return whether the plan had a confirmed run on that day, and the check-in names no pain while running."""
    if not protocol.occasions.has_text(Occasion.RUN_NOT_TOLD) or check_in.pain_running is not None:
        return False
    day = plan.on(check_in.day)
    runs = [] if day is None else [each for each in day.sessions if each.activity is Activity.RUN]
    return any(each.status is Status.CONFIRMED for each in runs)


def _in_order(findings: frozenset[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: finding.rank)
