"""A case and a moment into a plan: the first plan, then one revision for each fact, and for each day without a word.

A day that ended without a word is stamped with its bedtime, so the same case gives the same plan whenever it is
asked. The last of so many silent days leaves one card, which asks how it is; after it, and after an emergency, silence
changes nothing any more. Going on from a plan that was issued earlier gives what a fresh start would.
"""

import datetime as dt
from collections import deque
from collections.abc import Iterator

from soleus_recovery.clock import Minute, as_minute, local
from soleus_recovery.course.progress import Progress
from soleus_recovery.course.reasons import cleared_reason, day_reasons, dormant_reason, silence_reason
from soleus_recovery.course.replay import CaseReplay
from soleus_recovery.errors import FactError
from soleus_recovery.facts.case import Case, Entry, check_silence, done_at
from soleus_recovery.facts.checkin import Amendment, BusyTimes, CheckIn, Clearance
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.guidance.reasons import occasion_reason
from soleus_recovery.guidance.sentences import date_text
from soleus_recovery.laws.asking import give_out
from soleus_recovery.plan.issued import PLANNER, Issued
from soleus_recovery.planner.compose import first_plan
from soleus_recovery.planner.kept.standing import first_base
from soleus_recovery.planner.revise import revise
from soleus_recovery.vocabulary import Activity, Finding, Occasion, Signal, Status

__all__ = ["issue"]


def issue(case: Case, as_of: Minute | dt.datetime, *, after: Issued | None = None) -> Issued:
    """The plan of a case at a moment (an aware datetime), not before its start; ``after``: issued earlier, to go on.

    What another planner issued stands for the past and for every sequence; the days ahead are planned anew once.
    Raises ``FactError`` for a moment before that plan, or long after the last fact.

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
    issued = PlanReplay(case, after).until(at)
    give_out(issued.plan, case.protocol)
    return issued


class PlanReplay:
    """Goes through a case in the order of time."""

    def __init__(self, case: Case, after: Issued | None) -> None:
        self._case, self._replay = case, CaseReplay(case)
        self._is_foreign = after is not None and after.planner != PLANNER
        self._plan = first_plan(case) if after is None else after.plan
        self._from = case.started_at if after is None else after.as_of
        self._heard, self._told = 0 if after is None else after.entries, 0
        self._done: dict[str, Minute | None] = {}

    def until(self, as_of: Minute) -> Issued:
        self._plan_anew()
        for at, entry in self._events(as_of):
            if entry is None:
                self._day_without_word(at)
            else:
                self._entry(entry)
        as_of, entries = max(as_of, self._from), max(self._told, self._heard)
        return Issued(as_of=as_of, entries=entries, plan=self._plan)

    def _events(self, as_of: Minute) -> Iterator[tuple[Minute, Entry | None]]:
        """Entries, and bedtimes between them; a word told at bedtime is still told that day."""
        date = first_base(self._case.runner, self._case.started_at).first_date
        entries = deque(self._case.entries_until(as_of))
        runner, quiet, told_at = self._case.runner, 0, self._case.started_at
        while True:
            bedtime = runner.window(date).end
            quiet += 1
            while entries and entries[0].recorded_at <= bedtime:
                entry = entries.popleft()
                yield entry.recorded_at, entry
                # The day on which something is told is not a silent one.
                quiet, told_at = 0, entry.recorded_at
                if isinstance(entry.fact, Amendment):
                    runner = entry.fact.runner
                    bedtime = runner.window(date).end
            # In the minute of bedtime a word for the day may still come.
            if bedtime >= as_of:
                break
            dormant = quiet > self._case.protocol.progression.dormant_days
            if dormant and not entries:
                break
            # What was told at bedtime, or later with other waking hours, has been planned with the day as silent.
            if bedtime > told_at and not dormant:
                yield bedtime, None
            date = date.fromordinal(date.toordinal() + 1)

    def _plan_anew(self) -> None:
        """Once all is told that another planner had heard."""
        if self._is_foreign and self._told == self._heard:
            self._is_foreign = False
            self._revise(self._progress_at(self._from), [self._said(Occasion.PLANNED_ANEW)])

    def _day_without_word(self, bedtime: Minute) -> None:
        if bedtime < self._from:
            return
        before = self._progress_at(Minute(bedtime - 1))
        if before.stands_still:
            return
        progress = self._progress_at(bedtime)
        if progress.verdicts and progress.verdicts[-1].is_silent:
            reasons = [silence_reason(self._case.protocol, progress.verdicts)]
            if progress.state.gate_needed and not before.state.gate_needed:
                reasons.append(self._said(Occasion.SILENT_WEEK, days=progress.state.silent_days))
            self._revise(progress, reasons)

    def _entry(self, entry: Entry) -> None:
        before = None if self._told < self._heard else self._progress_at(entry.recorded_at)
        self._told += 1
        self._take_done(entry)
        if before is None:
            self._plan_anew()
            return
        progress = self._progress_at(entry.recorded_at)
        self._revise(progress, [*self._reasons(entry, before, progress)])

    def _progress_at(self, at: Minute) -> Progress:
        """Where the runner stands at a moment, by the entries up to now."""
        return self._replay.advance_to(at, entries=self._told)

    def _take_done(self, entry: Entry) -> None:
        self._done |= done_at(self._case, entry)

    def _revise(self, progress: Progress, reasons: list[Reason]) -> None:
        if progress.is_dormant:
            reasons = [*reasons, dormant_reason(self._case.protocol)]
        self._plan = revise(self._plan, self._case, progress, done=self._done, reasons=reasons)

    def _reasons(self, entry: Entry, before: Progress, progress: Progress) -> Iterator[Reason]:
        """Why the plan changes with this entry, in the runner's words."""
        fact, protocol = entry.fact, self._case.protocol
        if isinstance(fact, Amendment):
            yield self._said(Occasion.AMENDED)
        elif isinstance(fact, BusyTimes):
            yield self._said(Occasion.BUSY if protocol.occasions.has_text(Occasion.BUSY) else Occasion.AMENDED)
        elif isinstance(fact, Clearance):
            if progress.waiting is None:
                yield cleared_reason(protocol, fact)
            else:
                finding = protocol.labels.words.findings[fact.finding]
                rest = ", ".join(protocol.labels.words.findings[each] for each in _in_order(progress))
                yield self._said(Occasion.STILL_WAITING, by=fact.by, finding=finding, rest=rest)
        else:
            yield from self._check_in_reasons(fact, before, progress)
            return
        if progress.waiting is not None and (before.waiting is None or progress.waiting != before.waiting):
            yield from progress.waiting.reasons

    def _check_in_reasons(self, word: CheckIn, before: Progress, progress: Progress) -> Iterator[Reason]:
        protocol = self._case.protocol
        if any(verdict.date == word.day and not verdict.is_silent for verdict in before.verdicts):
            yield self._said(Occasion.REPLACED, day=date_text(word.day, protocol.labels))
        if progress.waiting is not None:
            # However good the word was, this is what decides now.
            yield from progress.waiting.reasons
            return
        for verdict in progress.verdicts:
            if verdict.date == word.day:
                yield from day_reasons(protocol, verdict)
                if verdict.signal is Signal.ALL_WELL and self._misses_a_run(word):
                    yield self._said(Occasion.RUN_NOT_TOLD)
        if progress.state.gate_passed and not before.state.gate_passed:
            yield self._said(Occasion.GATE_PASSED)

    def _misses_a_run(self, word: CheckIn) -> bool:
        """Whether a run stood for that day, and nobody told of one."""
        if not self._case.protocol.occasions.has_text(Occasion.RUN_NOT_TOLD) or word.pain_running is not None:
            return False
        day = self._plan.on(word.day)
        stood = [] if day is None else [each for each in day.sessions if each.activity is Activity.RUN]
        return any(each.status is Status.CONFIRMED for each in stood)

    def _said(self, occasion: Occasion, **values: object) -> Reason:
        return occasion_reason(self._case.protocol, occasion, **values)


def _in_order(progress: Progress) -> list[Finding]:
    return sorted(progress.waiting.findings if progress.waiting else (), key=lambda finding: finding.rank)
