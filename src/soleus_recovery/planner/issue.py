"""The plan of a case at a moment: the first plan, then one revision for each entry and each day without a check-in.

The revision for a silent day is stamped with the bedtime of that day, so a case gives the same plan whenever somebody
asks for it. After a number of silent days the plan holds a single card, which asks for a check-in. From then on, and
after an emergency, a silent day changes nothing. A plan that goes on from an earlier issued plan is the same as a plan
made from the start of the case.
"""

import datetime as dt
from collections import deque
from collections.abc import Iterator, Mapping

from soleus_recovery.clock import Minute, as_minute, local
from soleus_recovery.course.progress import Progress
from soleus_recovery.course.reasons import dormant_reason
from soleus_recovery.course.replay import CaseReplay
from soleus_recovery.errors import FactError
from soleus_recovery.facts.case import Case, Entry, check_silence, done_at
from soleus_recovery.facts.checkin import Amendment
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.laws.asking import give_out
from soleus_recovery.plan.issued import PLANNER, Issued
from soleus_recovery.plan.plan import Plan
from soleus_recovery.planner.compose import first_plan
from soleus_recovery.planner.kept.standing import first_base
from soleus_recovery.planner.reasons import entry_reasons, planned_anew_reason, silence_reasons
from soleus_recovery.planner.revise import revise

__all__ = ["issue"]


def issue(case: Case, as_of: Minute | dt.datetime, *, after: Issued | None = None) -> Issued:
    """Return the plan of a case at ``as_of`` (an aware datetime); it continues ``after``, a plan issued earlier.

    A moment before the start of the case gives the first plan. If another version of the planner (``PLANNER``) issued
    ``after``, the past of that plan and the sequences of its sessions stand, and its days ahead are planned anew once.
    Raises ``FactError`` if ``as_of`` is before the moment of ``after``, or long after the last entry.

    >>> import datetime as dt
    >>> from soleus_recovery import Runner, SymptomReport, assess
    >>> from soleus_recovery.planner.first import open_case
    >>> report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    >>> care = assess(report, Runner(zone="Europe/Berlin"), now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC))
    >>> case = open_case(care)
    >>> issue(case, dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)).plan.revision
    0
    """
    at = as_minute("as_of", as_of)
    check_silence(case.last_recorded_at, at)
    if after is not None and at < after.as_of:
        issued_at = local(after.as_of, case.runner.zone).isoformat()
        given = f"{local(at, case.runner.zone).isoformat()} is before the plan that was issued"
        raise FactError(field="now", given=given, allowed=f"from {issued_at} on")
    issued = _replayed(case, at, after)
    give_out(issued.plan, case.protocol)
    return issued


def _replayed(case: Case, at: Minute, after: Issued | None) -> Issued:
    """Go through a case in the order of time, and revise the plan at each event that the plan does not contain yet."""
    protocol, replay = case.protocol, CaseReplay(case)
    since, included = (case.started_at, 0) if after is None else (after.as_of, after.entries)
    plan = first_plan(case) if after is None else after.plan
    replayed = included  # the number of entries replayed so far
    done: dict[str, Minute | None] = {}
    for known in case.entries[:included]:
        done |= done_at(case, known)
    if after is not None and after.planner != PLANNER:
        current = replay.advance_to(since, entries=replayed)
        plan = _revised(plan, case, current, [planned_anew_reason(protocol)], done=done, done_now={})
    for moment, entry in _events(case, at, included):
        if entry is None:
            if moment < since:
                continue
            before = replay.advance_to(Minute(moment - 1), entries=replayed)
            if before.stands_still:
                continue
            progress = replay.advance_to(moment, entries=replayed)
            verdict = progress.state.verdict
            if verdict is None or not verdict.is_silent:
                continue
            done_now: Mapping[str, Minute | None] = {}
            reasons = [*silence_reasons(protocol, before, progress)]
        else:
            before = replay.advance_to(moment, entries=replayed)
            replayed += 1
            done_now = done_at(case, entry)
            done |= done_now
            progress = replay.advance_to(moment, entries=replayed)
            reasons = [*entry_reasons(protocol, entry, plan, before, progress)]
        plan = _revised(plan, case, progress, reasons, done=done, done_now=done_now)
    return Issued(as_of=max(at, since), entries=max(len(case.entries_until(at)), included), plan=plan)


def _revised(
    plan: Plan,
    case: Case,
    progress: Progress,
    reasons: list[Reason],
    *,
    done: Mapping[str, Minute | None],
    done_now: Mapping[str, Minute | None],
) -> Plan:
    if progress.is_dormant:
        reasons = [*reasons, dormant_reason(case.protocol)]
    return revise(plan, case, progress, done=done, done_now=done_now, reasons=reasons)


def _events(case: Case, until: Minute, included: int) -> Iterator[tuple[Minute, Entry | None]]:
    """Yield, in order, each entry after the first ``included`` with its moment, and each day's bedtime with None.

    An entry in the minute of bedtime still belongs to the day that ends. A bedtime is left out if the last entry came
    at that bedtime or later, and in a case that is dormant.
    """
    date = first_base(case.runner, case.started_at).first_date
    entries = deque(enumerate(case.entries_until(until)))
    runner, quiet, last_entry_at = case.runner, 0, case.started_at
    while True:
        bedtime = runner.window(date).end
        quiet += 1
        while entries and entries[0][1].recorded_at <= bedtime:
            index, entry = entries.popleft()
            if index >= included:
                yield entry.recorded_at, entry
            quiet, last_entry_at = 0, entry.recorded_at
            if isinstance(entry.fact, Amendment):
                runner = entry.fact.runner
                bedtime = runner.window(date).end
        # In the minute of bedtime a check-in for the day may still come.
        if bedtime >= until:
            break
        dormant = quiet > case.protocol.progression.dormant_days
        if dormant and not entries:
            break
        # After an entry at bedtime, or after a bedtime that the entry itself has moved, the day is planned as silent
        # already.
        if bedtime > last_entry_at and not dormant:
            yield bedtime, None
        date += dt.timedelta(days=1)
