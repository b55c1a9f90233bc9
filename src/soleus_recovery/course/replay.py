"""Replays a case: its entries in the order in which they were recorded, and the days between them.

A red flag stays until a clinician has cleared it, whatever is recorded later. A check-in for an earlier day has all
days from that day on replayed; a correction of the facts has all days of the course replayed.
"""

import datetime as dt
from collections.abc import Sequence
from typing import final

import attrs

from soleus_recovery.clock import MINUTES_PER_DAY, Minute, as_minute, calendar_date, wall_minute
from soleus_recovery.course.bounds import Effort
from soleus_recovery.course.days import CourseDays
from soleus_recovery.course.gate import tests_from_of
from soleus_recovery.course.keep import is_sore_again, phase_of
from soleus_recovery.course.progress import Progress
from soleus_recovery.course.reasons import cleared_reasons, reasons_now
from soleus_recovery.course.state import CourseStart, floor_of, record_of
from soleus_recovery.course.told.keeping import keeps_moving, off_while_waiting
from soleus_recovery.course.told.last_told import LastTold, last_told
from soleus_recovery.course.told.new_signs import Known, rows_of_check_in
from soleus_recovery.course.waiting import Referrals, Waiting
from soleus_recovery.facts.case import Case, Entry, check_silence, day_at
from soleus_recovery.facts.checkin import Amendment, BusyTimes, CheckIn, Clearance
from soleus_recovery.facts.runner import Runner
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.triage.answers import cautioned, watch_reasons
from soleus_recovery.triage.severity import judge_pains, rate
from soleus_recovery.triage.signs import Signs, rows_of, told_by
from soleus_recovery.vocabulary import Finding, Severity, Side

__all__ = ["CaseReplay", "Progress", "Waiting", "progress"]

_A_DAY = dt.timedelta(days=1)


def progress(case: Case, as_of: Minute | dt.datetime) -> Progress:
    """Compute where the runner stands at ``as_of`` (an aware datetime) from the facts recorded by that moment.

    Raises ``FactError`` if ``as_of`` is long after the last fact, and if the case has more days than anybody needs.

    >>> from soleus_recovery import Runner, SymptomReport, assess, open_case
    >>> report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    >>> now = dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)
    >>> progress(open_case(assess(report, Runner(zone="Europe/Berlin"), now=now)), now).phase
    <PhaseKind.RELIEVE: 'relieve'>
    """
    at = as_minute("as_of", as_of)
    check_silence(case.last_recorded_at, at)
    return CaseReplay(case).advance_to(at, entries=len(case.entries_until(at)))


@final
class CaseReplay:
    """The replay of a case; each call of ``advance_to`` goes on from where the call before has stopped."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._entries = 0
        self._runner, self._report, self._busy = case.runner, case.report, case.busy
        self._referrals = Referrals(protocol=case.protocol)
        self._is_cleared = False
        # Severity and possible strain never fall below what any version of the report has given.
        self._severity, self._possible_strain = Severity.MILD, False
        self._reasons: tuple[Reason, ...] = ()
        self._signs: list[Signs] = []
        self._lasting, self._findings = frozenset[Finding](), frozenset[Finding]()
        self._check_ins: dict[dt.date, CheckIn] = {}
        start = self._rated_start()
        self._days = CourseDays(
            start,
            first=self._first_date(start),
            silent_from=_date_not_over(case.runner, case.started_at),
            effort=Effort(),
            records={},
            nightless=frozenset(),
            fired=frozenset(),
        )
        self._fire_report(case.started_at, known=())
        self._hold(case.started_at)

    def advance_to(self, as_of: Minute, *, entries: int) -> Progress:
        """Replay the first ``entries`` entries and the days that are over at ``as_of``; return where the runner stands.

        A day that is over and has no check-in is a silent day. Each call goes on from the call before. Raises
        ``ValueError`` if ``entries`` is less than in an earlier call, because no entry can be taken back. Days that an
        earlier call has replayed stay replayed, even if ``as_of`` is an earlier moment.
        """
        if entries < self._entries:
            raise ValueError(f"{self._entries} entries are replayed; {entries} would go back")
        for entry in self.case.entries[self._entries : entries]:
            self._take(entry)
        self._entries = entries
        date = day_at(self._runner, as_of)
        if self._runner.window(date).end > as_of:
            date -= _A_DAY
        # A check-in may be for the day in progress. Silent days fire no referral rows, so no row is lost here.
        self._days.replay_until(max([date, *self._days.records]))
        return self._progress(as_of)

    # ------------------------------------------------------------------ entries

    def _take(self, entry: Entry) -> None:
        at, fact = entry.recorded_at, entry.fact
        match fact:
            case CheckIn():
                self._check_in(at, fact)
            case Amendment():
                self._amend(at, fact)
            case Clearance():
                self._clear(at, fact)
            case BusyTimes():
                self._busy = fact.spans
        self._hold(at)

    def _hold(self, at: Minute) -> None:
        if self._referrals.urgency is not None:
            self._days.hold(day_at(self._runner, at))

    def _amend(self, at: Minute, amendment: Amendment) -> None:
        """Take over the corrected facts of an amendment as if they had been reported at the start.

        Referral rows that an earlier report has fired stay fired, and the severity that an earlier report has given
        stays.
        """
        known, before = [*self._signs, self._signs_named()], self._told
        self._take_hours(amendment.runner, at)
        self._report = amendment.report
        self._restart(self._days.start if self._is_cleared else self._rated_start(), at)
        self._fire_report(at, known=known, before=before)

    def _take_hours(self, runner: Runner, at: Minute) -> None:
        """Take over changed waking hours; today gets no night of its own if the next day would begin before today ends.

        Reading `other-waking-hours`: days are named by their waking hours, so a change of waking hours can give one
        morning two dates.
        """
        today = day_at(self._runner, at)
        if self._runner.window(today).end > runner.window(today + _A_DAY).start:
            self._days.nightless |= {today}
        self._runner = runner

    def _fire_report(self, at: Minute, *, known: Sequence[Signs], before: frozenset[Finding] = frozenset()) -> None:
        """Fire the referral rows that the report fires by itself, or with findings of check-ins in the open episode.

        ``known`` holds the signs of earlier versions of the report. A referral row that one of them fired by the same
        findings or the same kind of pain does not fire again.
        ``before`` holds the findings of the report that is corrected.
        """
        protocol, report = self.case.protocol, self._report
        # What a clinician has cleared of a clot watch does not come back with a correction of something else.
        cleared = before & {protocol.triage.watch.finding} if self._is_cleared else frozenset[Finding]()
        told = self._told
        self._lasting |= (told & protocol.triage.lasting) - cleared
        self._findings |= told
        zone = self._runner.zone
        day = (calendar_date(self.case.started_at, zone) - calendar_date(report.onset_in(zone), zone)).days
        signs = Signs(
            findings=told,
            cautions=self._runner.cautions,
            pains=judge_pains(report, protocol),
            plain_on_both_sides=self._is_plain_on_both_sides(possible_strain=self._days.start.possible_strain),
            day=day,
        )
        self._signs.append(signs)
        named = self._signs_named()
        fired = rows_of(protocol, signs, named, before=known)
        self._referrals = self._referrals.fire(fired, told | named.findings, at)

    def _signs_named(self) -> Signs:
        """Return the findings and worst pains of the open episode, the lasting findings and the cautions as signs."""
        state = self._days.state
        return Signs(
            findings=state.findings | self._lasting,
            cautions=self._runner.cautions,
            worst=state.worst,
            plain_on_both_sides=self._is_plain_on_both_sides(possible_strain=state.possible_strain),
        )

    def _is_plain_on_both_sides(self, *, possible_strain: bool) -> bool:
        """Return whether the soreness is plain and in both calves; nothing is plain while the case waits."""
        return self._report.side is Side.BOTH and not possible_strain and self._referrals.urgency is None

    @property
    def _told(self) -> frozenset[Finding]:
        """The findings of the report, and the one that the runner's age stands for."""
        return told_by(self._report.findings, self._runner.age, self.case.protocol)

    @property
    def _is_watched(self) -> bool:
        """Whether a clot watch goes on: from its finding until the episode closes (reading `clot-watch`)."""
        state, watch = self._days.state, self.case.protocol.triage.watch
        return state.sore_from is not None and watch.finding in state.findings | self._lasting

    def _rated_start(self) -> CourseStart:
        """Return the course start that the report gives, at least as severe as every earlier report made it."""
        case, report = self.case, self._report
        rating = rate(report, self._runner, case.protocol, at=case.started_at)
        self._reasons = (*rating.reasons, *watch_reasons(report, case.protocol))
        self._severity = max(self._severity, rating.severity, key=lambda each: each.rank)
        self._possible_strain |= rating.possible_strain or self._severity is not Severity.MILD
        return CourseStart(
            protocol=case.protocol,
            runner=self._runner,
            counted_from=report.onset_in(self._runner.zone),
            severity=self._severity,
            growth_severity=self._severity,
            possible_strain=self._possible_strain,
            planned_from=case.started_at,
            findings=report.findings,
            pains=judge_pains(report, case.protocol),
            are_both_sore=report.side is Side.BOTH,
        )

    def _first_date(self, start: CourseStart) -> dt.date:
        """Return the first day of a course: the date of a clearance, or else the day that is not over at the onset."""
        return start.date if self._is_cleared else _date_not_over(self._runner, start.counted_from)

    def _restart(self, start: CourseStart, at: Minute) -> None:
        """Replay the course from another start.

        A change of waking hours can move the first day of the course past the day of a check-in. The severity, the
        possible strain and the run of a check-in before the first day count all the same.
        """
        days, first = self._days, self._first_date(start)
        days.forget_from(dt.date.min)
        early = [record for date, record in days.records.items() if date < first]
        severities = (start.severity, *(record.least_severity for record in early))
        growth = (start.growth_severity, *(record.least_growth_severity for record in early))
        start = attrs.evolve(
            start,
            runner=self._runner,
            are_both_sore=self._report.side is Side.BOTH,
            severity=max(severities, key=lambda each: each.rank),
            growth_severity=max(growth, key=lambda each: each.rank),
            possible_strain=start.possible_strain or any(record.possible_strain for record in early),
            earlier_runs=tuple(
                sorted(record.check_in.day for record in early if record.check_in.pain_running is not None)
            ),
        )
        self._days = days.restarted(start, first=first)
        self._replay_records(at)

    def _replay_records(self, at: Minute) -> None:
        """Replay the days up to the last check-in, and fire the referral rows that count days or setbacks."""
        rows = self._days.replay_until(self._days.last_recorded)
        self._referrals = self._referrals.fire(rows, (), at, is_counted=True)

    def _check_in(self, at: Minute, check_in: CheckIn) -> None:
        date, days, protocol = check_in.day, self._days, self.case.protocol
        days.forget_from(date)
        days.replay_until(date - _A_DAY)
        before = days.state_before(date)
        # The findings of the open episode count together with the new ones. A check-in for a day before the episode, as
        # after a clearance, counts together with all check-ins since its day.
        opened = min(before.sore_from or date, date)
        told_until = days.start.date + protocol.progression.swelling_told_day * _A_DAY
        since = [record for day, record in days.records.items() if day >= opened]
        known = Known(
            named=before.findings.union(*(record.named for record in since)),
            lasting=self._lasting,
            worst=before.worst.or_worse(*(record.worst for record in since)),
            cautions=self._runner.cautions,
            plain_on_both_sides=self._is_plain_on_both_sides(possible_strain=before.possible_strain),
            day=days.start.number(date),
            sore_days=(date - (before.sore_from or date)).days,
            is_at_the_start=not self._is_cleared and at <= self._runner.window(told_until).end,
            is_sore_again=is_sore_again(days.start, before, check_in, days.records),
        )
        fired, named = rows_of_check_in(protocol, check_in, known)
        days.records[date] = record_of(at, check_in, days.records.get(date), red_flag=bool(fired))
        self._referrals = self._referrals.fire(fired, named, at)
        self._lasting |= check_in.findings & protocol.triage.lasting
        self._findings |= check_in.findings
        self._check_ins[date] = check_in
        self._replay_records(at)

    def _clear(self, at: Minute, clearance: Clearance) -> None:
        """Clear a finding; go on, or begin a new course, once no finding is left to clear (reading `clearance`)."""
        cleared = self._referrals.clear(clearance)
        if cleared.urgency is not None:
            self._referrals = cleared
            return
        self._referrals, date = cleared.closed(), cleared.cleared_on
        end_of_date = Minute(wall_minute(date, MINUTES_PER_DAY, self._runner.zone) - 1)
        if cleared.is_for_duration:
            level, not_before = clearance.level, cleared.not_before
            self._days.resume(date, floor_from=min(at, end_of_date), level=level, not_before=not_before)
            self._replay_records(at)
            return
        self._is_cleared = True
        self._lasting -= {self.case.protocol.triage.watch.finding}
        severity, not_before = cleared.cleared_level or Severity.SEVERE, cleared.not_before
        self._reasons = cleared_reasons(self.case.protocol, clearance, level=severity, not_before=not_before)
        self._days.begin_anew(date)
        start = CourseStart(
            protocol=self.case.protocol,
            runner=self._runner,
            counted_from=min(at, end_of_date),
            severity=severity,
            growth_severity=severity,
            possible_strain=True,
            planned_from=at,
            not_before=not_before,
        )
        self._restart(start, at)

    # ------------------------------------------------------------------ where it stands

    def _progress(self, as_of: Minute) -> Progress:
        state, start, waiting = self._days.state, self._days.start, self._referrals.waiting()
        off = cautioned(self._runner, self.case.protocol).union(self._referrals.kept_off)
        off |= self.case.protocol.triage.watch.switches_off if self._is_watched else frozenset()
        keeps = keeps_moving(self.case.protocol, waiting, self._days.records)
        off |= frozenset() if waiting is None else off_while_waiting(self.case.protocol, waiting, keeps=keeps)
        return Progress(
            as_of=as_of,
            runner=self._runner,
            report=self._report,
            phase=phase_of(start, state, as_of, waiting, is_cleared=self._is_cleared),
            waiting=waiting,
            switched_off=off,
            keeps_moving=keeps,
            start=start,
            state=state,
            floor=floor_of(start, state),
            tests_from=max(tests_from_of(start, state), self.case.started_at),
            is_cleared=self._is_cleared,
            last_date=self._days.last_date,
            reasons=reasons_now(start, state, self._reasons) if waiting is None else waiting.reasons,
            busy=self._busy,
            kept_off=dict(self._referrals.kept_off),
            findings=self._findings,
            has_run=any(each.pain_running is not None for each in self._check_ins.values()),
            last_told=last_told(self._check_ins, self._reported()),
            is_watched=self._is_watched,
            verdicts=self._days.verdicts,
        )

    def _reported(self) -> LastTold:
        walking = judge_pains(self._report, self.case.protocol).walking
        return LastTold(walking=walking, walking_on=calendar_date(self.case.started_at, self._runner.zone))


def _date_not_over(runner: Runner, at: Minute) -> dt.date:
    """Return the day of a moment or, if the waking hours of that day are over by then, the next day."""
    date = day_at(runner, at)
    return date + _A_DAY if runner.window(date).end <= at else date
