"""Why a plan is revised, in sentences for the runner: one revision follows each entry and each silent day."""

from collections.abc import Iterator

from soleus_recovery.course.progress import Progress
from soleus_recovery.course.reasons import cleared_reason, day_reasons, silence_text
from soleus_recovery.facts.case import Entry
from soleus_recovery.facts.checkin import Amendment, BusyTimes, CheckIn, Clearance
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sentences import date_text, fill
from soleus_recovery.plan.plan import Plan
from soleus_recovery.vocabulary import Activity, Finding, Signal, Status

__all__ = ["entry_reasons", "planned_anew_reason", "silence_reasons"]


def planned_anew_reason(protocol: RecoveryProtocol) -> Reason:
    """The reason for planning the days ahead once more: another planner made the plan."""
    return _occasion(protocol, "planned_anew")


def silence_reasons(protocol: RecoveryProtocol, before: Progress, progress: Progress) -> Iterator[Reason]:
    """The reasons that a day without a check-in gives, from the progress before its bedtime and at it."""
    occasions = protocol.occasions
    because = protocol.rules[occasions.rules["no_word"]].because
    yield Reason(text=silence_text(protocol, progress.verdicts), because=because)
    if progress.state.gate_needed and not before.state.gate_needed:
        yield _occasion(protocol, "silent_week", days=progress.state.silent)


def entry_reasons(
    protocol: RecoveryProtocol, entry: Entry, plan: Plan, before: Progress, progress: Progress
) -> Iterator[Reason]:
    """The reasons that an entry gives, from the plan and the progress before it and the progress after it."""
    fact = entry.fact
    match fact:
        case CheckIn():
            yield from _check_in_reasons(protocol, fact, plan, before, progress)
            return
        case Amendment():
            yield _occasion(protocol, "amended")
        case BusyTimes():
            yield _occasion(protocol, "busy" if protocol.occasions.busy else "amended")
        case Clearance():
            yield _clearance_reason(protocol, fact, progress)
    if progress.waiting is not None and progress.waiting != before.waiting:
        yield from progress.waiting.reasons


def _clearance_reason(protocol: RecoveryProtocol, clearance: Clearance, progress: Progress) -> Reason:
    if progress.waiting is None:
        return cleared_reason(protocol, clearance)
    names = protocol.labels.words.findings
    rest = ", ".join(names[each] for each in _in_order(progress.waiting.findings))
    return _occasion(protocol, "still_waiting", by=clearance.by, finding=names[clearance.finding], rest=rest)


def _check_in_reasons(
    protocol: RecoveryProtocol, check_in: CheckIn, plan: Plan, before: Progress, progress: Progress
) -> Iterator[Reason]:
    if any(verdict.date == check_in.day and not verdict.is_silent for verdict in before.verdicts):
        yield _occasion(protocol, "replaced", day=date_text(check_in.day, protocol.labels))
    if progress.waiting is not None:
        # A referral decides alone, however good the day was.
        yield from progress.waiting.reasons
        return
    for verdict in progress.verdicts:
        if verdict.date == check_in.day:
            yield from day_reasons(protocol, verdict)
            if verdict.signal is Signal.ALL_WELL and _misses_a_run(protocol, check_in, plan):
                yield _occasion(protocol, "run_not_told")
    if progress.state.gate_passed and not before.state.gate_passed:
        yield _occasion(protocol, "gate_passed")


def _misses_a_run(protocol: RecoveryProtocol, check_in: CheckIn, plan: Plan) -> bool:
    """Whether the plan had a confirmed run on that day, and the check-in names no pain while running."""
    if not protocol.occasions.run_not_told or check_in.pain_running is not None:
        return False
    day = plan.on(check_in.day)
    runs = [] if day is None else [each for each in day.sessions if each.activity is Activity.RUN]
    return any(each.status is Status.CONFIRMED for each in runs)


def _occasion(protocol: RecoveryProtocol, name: str, **values: object) -> Reason:
    occasions = protocol.occasions
    text = fill(getattr(occasions, name), **values)
    return Reason(text=text, because=protocol.rules[occasions.rules[name]].because)


def _in_order(findings: frozenset[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: finding.rank)
