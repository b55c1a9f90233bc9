"""Where a runner stands, from the facts of the case alone: phase, rung, gate, setbacks, and who has to be seen.

Facts are read in the order in which they were recorded. What fires a red flag stays until a clinician has cleared it,
whatever is told later; days are read again whenever a word for an earlier day comes in.
"""

import datetime as dt

import attrs

from soleus_recovery.clock import MINUTES_PER_DAY, MINUTES_PER_HOUR, Minute, as_minute, calendar_date, wall_minute
from soleus_recovery.course.bounds import Effort
from soleus_recovery.course.progress import Progress
from soleus_recovery.course.reasons import cleared_reason, reasons_now
from soleus_recovery.course.state import (
    CourseStart,
    DayRecord,
    DayState,
    DayVerdict,
    first_state,
    floor_of,
    tests_from_of,
    without_night,
)
from soleus_recovery.course.step import step
from soleus_recovery.course.waiting import Referrals, Waiting
from soleus_recovery.facts.case import Case, Entry, check_silence, day_at
from soleus_recovery.facts.checkin import Amendment, BusyTimes, CheckIn, Clearance
from soleus_recovery.facts.runner import Runner
from soleus_recovery.triage.answers import cautioned
from soleus_recovery.triage.severity import Pains, judge_pains, rate
from soleus_recovery.triage.signs import Signs, fired_rows, rows_for_days
from soleus_recovery.vocabulary import Finding, PhaseKind, Severity, Signal

__all__ = ["CaseReplay", "Progress", "Waiting", "progress"]


def progress(case: Case, as_of: Minute | dt.datetime) -> Progress:
    """Where the runner stands at a moment (an aware datetime), from the facts recorded by then.

    >>> from soleus_recovery import Runner, SymptomReport, assess, open_case
    >>> report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    >>> now = dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)
    >>> progress(open_case(assess(report, Runner(zone="Europe/Berlin"), now=now)), now).phase
    <PhaseKind.RELIEVE: 'relieve'>
    """
    replay, at = CaseReplay(case), as_minute("as_of", as_of)
    check_silence(case.last_recorded_at, at)
    for entry in case.entries_until(at):
        replay.tell(entry)
    return replay.at(at)


class CaseReplay:
    """Reads a case entry by entry, and answers for moments in between; both go forward in time only.

    What is told is read when somebody asks: a card of a case with nothing new asks for no plan, and saves a reading.
    """

    def __init__(self, case: Case) -> None:
        self._queued: list[Entry] = []
        self._case = case
        self._runner, self._report, self._busy = case.runner, case.report, case.busy
        self._reports: list[Signs] = []
        self._referrals = Referrals(case.protocol)
        self._events: set[tuple[str, dt.date]] = set()
        self._states: list[tuple[dt.date, DayState]] = []
        self._verdicts: list[DayVerdict] = []  # of these states
        self._effort = Effort()
        self._is_cleared = False
        self._lasting: frozenset[Finding] = frozenset()
        self._ever: frozenset[Finding] = frozenset()
        self._records: dict[dt.date, DayRecord] = {}
        self._severity, self._strain = Severity.MILD, False
        self._without_night: set[dt.date] = set()
        self._first_silent = day_at(case.runner, case.started_at)
        if case.runner.window(self._first_silent).end <= case.started_at:
            self._first_silent += dt.timedelta(days=1)
        self._take_report(case.started_at)

    # ------------------------------------------------------------------ facts

    def tell(self, entry: Entry) -> None:
        """Take the next entry."""
        self._queued.append(entry)

    def _take(self, entry: Entry) -> None:
        match entry.fact:
            case CheckIn():
                self._check_in(entry.recorded_at, entry.fact)
            case Amendment():
                self._take_hours(entry.fact.runner, entry.recorded_at)
                self._report = entry.fact.report
                self._take_report(entry.recorded_at)
            case Clearance():
                self._clear(entry.recorded_at, entry.fact)
            case BusyTimes():
                self._busy = entry.fact.spans

    def _take_hours(self, runner: Runner, at: Minute) -> None:
        """The waking hours from now on; where the next day would begin in the midst of this one, no night parts them.

        Reading 18: days are named by their waking hours, so other hours can name the same morning twice.
        """
        today = day_at(self._runner, at)
        if self._runner.window(today).end > runner.window(today + dt.timedelta(days=1)).start:
            self._without_night.add(today)
        self._runner = runner

    def _take_report(self, at: Minute) -> None:
        """The report as if told at the start; what an earlier one fired or raised stays.

        It fires what no earlier version did, by itself or beside what words have named since the episode opened.
        """
        protocol, report = self._case.protocol, self._report
        earlier = [*self._reports, Signs(findings=self._named())] if self._reports else []
        self._reports.append(self._signs_of_report())
        self._lasting |= report.findings & protocol.triage.lasting
        self._ever |= report.findings
        self._restart(self._start if self._is_cleared else self._start_of_report(), at)
        now = (self._reports[-1], Signs(findings=self._named()))
        told = report.findings | self._named()
        self._referrals.fire(fired_rows(protocol, *now, before=earlier), told, at)

    def _named(self) -> frozenset[Finding]:
        return self._state().findings | self._lasting

    def _signs_of_report(self) -> Signs:
        case, report = self._case, self._report
        zone = self._runner.zone
        days = (calendar_date(case.started_at, zone) - calendar_date(report.onset_in(zone), zone)).days
        return Signs(findings=report.findings, pains=judge_pains(report, case.protocol), day=days)

    def _start_of_report(self) -> CourseStart:
        case, report = self._case, self._report
        onset = report.onset_in(self._runner.zone)
        rating = rate(report, self._runner, case.protocol, at=case.started_at)
        self._reasons = rating.reasons
        self._severity = max(self._severity, rating.severity, key=lambda level: level.rank)
        self._strain = self._strain or rating.possible_strain or self._severity is not Severity.MILD
        return CourseStart(
            protocol=case.protocol,
            runner=self._runner,
            counted_from=onset,
            severity=self._severity,
            possible_strain=self._strain,
            findings=report.findings,
        )

    def _restart(self, start: CourseStart, at: Minute) -> None:
        self._forget(dt.date.min)
        self._first = day_at(self._runner, start.counted_from)
        if self._is_cleared:
            self._first = start.date
        elif self._runner.window(self._first).end <= start.counted_from:
            self._first += dt.timedelta(days=1)
        # Other waking hours can leave a day out: what its word has raised stays, and its run.
        early = [record for date, record in self._records.items() if date < self._first]
        severity = (
            max(start.severity, *(record.least for record in early), key=lambda level: level.rank) if early else None
        )
        self._start = attrs.evolve(
            start,
            runner=self._runner,
            severity=severity or start.severity,
            possible_strain=start.possible_strain or any(record.strain for record in early),
            ran=tuple(sorted(record.check_in.day for record in early if record.check_in.pain_running is not None)),
        )
        self._replay_until(max(self._records, default=self._first - dt.timedelta(days=1)), at=at)

    def _check_in(self, at: Minute, check_in: CheckIn) -> None:
        date, protocol = check_in.day, self._case.protocol
        old = self._records.get(date)
        self._forget(date)
        self._replay_until(date - dt.timedelta(days=1))
        before = self._state()
        pains = Pains(
            at_rest=check_in.pain_at_rest or 0, walking=check_in.pain_walking or 0, running=check_in.pain_running or 0
        )
        # What this word names is told anew, save what lasts; what was named before counts beside it.
        # A word for a day before the episode, as after a clearance, counts with what is told of that day and since.
        opened = min(before.episode_from or date, date)
        named = before.findings.union(*(record.named for day, record in self._records.items() if day >= opened))
        told = Signs(findings=named | self._lasting | check_in.findings, pains=pains)
        known = Signs(findings=(named - check_in.findings) | self._lasting)
        fired = fired_rows(protocol, told, before=[known])
        if self._is_wrong_swelling(check_in, named):
            fired[protocol.triage.swelling_row] = protocol.triage.referrals[protocol.triage.swelling_row]
        self._records[date] = DayRecord(
            recorded_at=at,
            check_in=check_in,
            named=check_in.findings | (frozenset[Finding]() if old is None else old.named),
            red_flag=bool(fired) or (old is not None and old.red_flag),
            least=Severity.MILD if old is None else old.least,
            strain=old is not None and old.strain,
        )
        self._referrals.fire(fired, told.findings, at)
        self._lasting |= check_in.findings & protocol.triage.lasting
        self._ever |= check_in.findings
        self._replay_until(max(self._records), at=at)

    def _is_wrong_swelling(self, check_in: CheckIn, named: frozenset[Finding]) -> bool:
        numbers = self._case.protocol.progression
        stays = self._start.number(check_in.day) >= numbers.swelling_day
        return Finding.SWELLING in check_in.findings and (stays or Finding.SWELLING not in named)

    def _clear(self, at: Minute, clearance: Clearance) -> None:
        cleared_on = self._referrals.clear(clearance.finding, clearance.date)
        if cleared_on is None:
            return
        self._events = set()
        self._is_cleared = True
        self._reasons = (cleared_reason(self._case.protocol, clearance),)
        zone = self._runner.zone
        end_of_date = Minute(wall_minute(cleared_on, MINUTES_PER_DAY, zone) - 1)
        self._records = {
            date: attrs.evolve(
                record, named=record.check_in.findings, red_flag=False, least=Severity.MILD, strain=False
            )
            for date, record in self._records.items()
            if date >= cleared_on
        }
        self._first_silent = max(self._first_silent, cleared_on)
        self._restart(
            CourseStart(
                protocol=self._case.protocol,
                runner=self._runner,
                counted_from=min(at, end_of_date),
                severity=Severity.SEVERE,
                possible_strain=True,
            ),
            at,
        )

    # ------------------------------------------------------------------ days

    def _state(self) -> DayState:
        return self._states[-1][1] if self._states else first_state(self._start)

    def _forget(self, date: dt.date) -> None:
        """Days from this one on have to be read again."""
        before = len(self._states)
        while self._states and self._states[-1][0] >= date:
            self._states.pop()
            self._verdicts.pop()
        self._effort.forget(before - len(self._states))

    def _replay_until(self, last: dt.date, *, at: Minute | None = None) -> None:
        """Read on, day by day, and keep what a word raises, and what the state of a day fires."""
        protocol = self._case.protocol
        date = self._states[-1][0] + dt.timedelta(days=1) if self._states else self._first
        while date <= last:
            record = self._records.get(date)
            if self._is_over(date):
                break
            if record is not None or date >= self._first_silent:
                state = step(self._start, self._state(), date, record)
                self._states.append((date, state))
                self._effort.read(len(self._states))
                self._verdicts += [state.verdict] if state.verdict is not None else []
                if record is not None:
                    self._records[date] = _with_verdict(record, state)
                rows = self._rows_of(date, state)
                if rows and at is not None:
                    counted = {name: protocol.all_referrals[name] for name in rows}
                    self._referrals.fire(counted, (), at, is_counted=True)
            if date in self._without_night and self._states and self._states[-1][0] == date:
                self._states[-1] = (date, without_night(self._states[-1][1]))
            date += dt.timedelta(days=1)

    def _is_over(self, date: dt.date) -> bool:
        """Reading 16: after the last day of the plan nothing moves any more."""
        last = self._last_date(self._state())
        return last is not None and date > last

    def _last_date(self, state: DayState) -> dt.date | None:
        days = dt.timedelta(days=self._case.protocol.prevent.days - 1)
        return None if state.prevent_from is None else state.prevent_from + days

    def _rows_of(self, date: dt.date, state: DayState) -> list[str]:
        """What a day's state fires: too many days of soreness on each day that says so, a second setback once."""
        protocol = self._case.protocol
        twice = state.setbacks >= protocol.progression.setbacks_refer
        events = [(name, date) for name in rows_for_days(protocol, state.sore_days)]
        events += [(protocol.triage.setback_row, self._start.date)] if twice else []
        new = [event for event in events if event not in self._events]
        self._events.update(new)
        return [name for name, _ in new]

    # ------------------------------------------------------------------ answers

    def at(self, as_of: Minute) -> Progress:
        """Where the runner stands; days that have ended by now without a word count as silent."""
        for entry in self._queued:
            self._take(entry)
        self._queued = []
        date = day_at(self._runner, as_of)
        if self._runner.window(date).end > as_of:
            date -= dt.timedelta(days=1)
        self._replay_until(max(date, max(self._records, default=date)))
        state, start = self._state(), self._start
        waiting = self._referrals.waiting()
        off = cautioned(self._runner, self._case.protocol).union(self._referrals.kept_off)
        return Progress(
            as_of=as_of,
            runner=self._runner,
            report=self._report,
            phase=self._phase(state, as_of, waiting),
            waiting=waiting,
            switched_off=off if waiting is None else off | waiting.switched_off,
            start=start,
            state=state,
            floor=floor_of(start, state),
            tests_from=max(tests_from_of(start, state), self._case.started_at),
            is_cleared=self._is_cleared,
            last_date=self._last_date(state),
            reasons=reasons_now(start, state, self._reasons) if waiting is None else waiting.reasons,
            busy=self._busy,
            kept_off=dict(self._referrals.kept_off),
            findings=self._ever,
            verdicts=tuple(self._verdicts),
        )

    def _phase(self, state: DayState, as_of: Minute, waiting: Waiting | None) -> PhaseKind:
        if waiting is not None:
            return PhaseKind.HOLD
        if not state.gate_needed or state.gate_passed:
            return PhaseKind.RETURN if state.prevent_from is None else PhaseKind.PREVENT
        hours = self._case.protocol.severity[state.severity].relieve_hours * MINUTES_PER_HOUR
        relieved = self._is_cleared or as_of >= self._start.counted_from + hours
        return PhaseKind.RESTORE if relieved else PhaseKind.RELIEVE


def _with_verdict(record: DayRecord, state: DayState) -> DayRecord:
    """A word with what its day has come to."""
    flag = state.verdict is not None and state.verdict.signal is Signal.RED_FLAG
    if (record.red_flag, record.least, record.strain) == (flag, state.asked_level, state.asked_strain):
        return record
    return attrs.evolve(record, red_flag=flag, least=state.asked_level, strain=state.asked_strain)
