"""The days of one course, replayed in order: each check-in and each silent day moves the state by one step."""

import datetime as dt
from collections.abc import Mapping
from typing import final

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.course.bounds import Effort
from soleus_recovery.course.keep import last_date
from soleus_recovery.course.state import (
    CourseStart,
    DayRecord,
    DayState,
    DayVerdict,
    first_state,
)
from soleus_recovery.course.step import step
from soleus_recovery.course.training import training_without_night
from soleus_recovery.guidance.referrals import Referral
from soleus_recovery.triage.severity import NO_PAIN, pains_of
from soleus_recovery.triage.signs import rows_for_days
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Severity, Signal

__all__ = ["CourseDays"]

_A_DAY = dt.timedelta(days=1)


@final
class CourseDays:
    """The states of a course's days, up to the last replayed day.

    ``records`` maps the dates of days with a check-in to their records. When the check-in of a date changes,
    ``forget_from`` drops the states of that date and of all later dates, and ``replay_until`` makes them anew. A day
    before ``silent_from`` has a state only if it has a check-in. ``nightless`` holds the days that a change of waking
    hours has joined to the next day.
    ``fired`` holds the referral rows that days have fired already, each as the row's id and a date.
    """

    def __init__(
        self,
        start: CourseStart,
        *,
        first: dt.date,
        silent_from: dt.date,
        effort: Effort,
        records: Mapping[dt.date, DayRecord],
        nightless: frozenset[dt.date],
        fired: frozenset[tuple[str, dt.date]],
    ) -> None:
        self.start = start
        self.records = dict(records)
        self.silent_from = silent_from
        self.nightless = nightless
        self._first, self._effort = first, effort
        self._states: list[tuple[dt.date, DayState]] = []
        self._fired = set(fired)
        self._held: list[tuple[dt.date, dt.date]] = []
        self._resumed: dict[dt.date, _Resumption] = {}

    @property
    def state(self) -> DayState:
        """The state after the last replayed day, and after every clearance of duration alone since then."""
        return self.state_before(dt.date.max)

    def state_before(self, date: dt.date) -> DayState:
        """Return the state before ``date``, up to which the days are replayed."""
        state = self._states[-1][1] if self._states else first_state(self.start)
        if self._resumed:
            last = self._states[-1][0] if self._states else dt.date.min
            for day in sorted(self._resumed):
                if last < day <= date:
                    state = _resumed_from(state, day, self._resumed[day])
        return state

    @property
    def verdicts(self) -> tuple[DayVerdict, ...]:
        """The verdicts of the replayed days, in order; a silent day after prevention has none."""
        return tuple(state.verdict for _, state in self._states if state.verdict is not None)

    @property
    def last_recorded(self) -> dt.date:
        """The last day with a check-in; if there is no check-in, the day before the first day of the course."""
        return max(self.records, default=self._first - _A_DAY)

    @property
    def last_date(self) -> dt.date | None:
        """The last day of the plan, or None before prevention; no day after it is replayed (reading `end`)."""
        return last_date(self.start, self.state)

    def restarted(self, start: CourseStart, *, first: dt.date) -> "CourseDays":
        """Return a course from another start with the same records and silent days; none of its days is replayed."""
        days = CourseDays(
            start,
            first=first,
            silent_from=self.silent_from,
            effort=self._effort,
            records=self.records,
            nightless=self.nightless,
            fired=frozenset(self._fired),
        )
        days._held, days._resumed = [*self._held], dict(self._resumed)
        return days

    def hold(self, date: dt.date) -> None:
        """Plan no training after ``date``, the day on which the case began to wait for a clinician."""
        if all(until < dt.date.max for _, until in self._held):
            self._held.append((date, dt.date.max))

    def resume(self, date: dt.date, *, floor_from: Minute, level: Severity | None, not_before: dt.date | None) -> None:
        """Go on from a clearance of duration alone, dated ``date``; no day from then on is a red flag any more.

        The clinician may have named a ``level``, which can only raise the present one, and a date for the next run.
        """
        self.forget_from(date)
        self._held = [(after, min(until, date)) for after, until in self._held]
        self._resumed[date] = _Resumption(floor_from=floor_from, level=level, not_before=not_before)
        self.records = {
            day: attrs.evolve(record, red_flag=False) if day >= date else record for day, record in self.records.items()
        }

    def begin_anew(self, date: dt.date) -> None:
        """Drop the records of days before ``date`` (the date of a clearance), and reset the records of all other days.

        A reset record holds only its check-in, without what earlier check-ins for the day have named or raised. Every
        referral row that counts days or setbacks can fire again.
        """
        self.records = {
            day: DayRecord(
                recorded_at=record.recorded_at,
                check_in=record.check_in,
                named=record.check_in.findings,
                worst=pains_of(record.check_in),
            )
            for day, record in self.records.items()
            if day >= date
        }
        self.silent_from = max(self.silent_from, date)
        self._fired.clear()
        self._held.clear()
        self._resumed.clear()

    def forget_from(self, date: dt.date) -> None:
        """Drop the states of ``date`` and of all days after it."""
        before = len(self._states)
        while self._states and self._states[-1][0] >= date:
            self._states.pop()
        self._effort.count_replayed(before - len(self._states))

    def replay_until(self, last: dt.date) -> Mapping[str, Referral]:
        """Replay days up to ``last`` that have no state; return the referral rows that they fire, under their ids."""
        rows: dict[str, Referral] = {}
        date = self._states[-1][0] + _A_DAY if self._states else self._first
        while date <= last and not (self._is_over(date) and date > max(self._resumed, default=dt.date.min)):
            record = self.records.get(date)
            if (record is not None or date >= self.silent_from) and not self._is_over(date):
                rows |= self._replay(date, record)
            date += _A_DAY
        return rows

    def _is_over(self, date: dt.date) -> bool:
        last = last_date(self.start, self.state_before(date))
        return last is not None and date > last

    def _replay(self, date: dt.date, record: DayRecord | None) -> Mapping[str, Referral]:
        is_held = any(after < date < until for after, until in self._held)
        state = step(self.start, self.state_before(date), date, record, is_held=is_held)
        self._effort.check_days(len(self._states) + 1)
        if record is not None:
            self.records[date] = _with_verdict(record, state)
        self._states.append((date, _without_night(state) if date in self.nightless else state))
        return self._rows_of(date, state)

    def _rows_of(self, date: dt.date, state: DayState) -> Mapping[str, Referral]:
        """Return the referral rows that the state of a day fires for the first time, under their ids.

        The row for a soreness that lasts too long fires on each day that is sore for too long, and the row for pain in
        runs on each day that brings more of it. The row for repeated setbacks fires once in a course, and once after
        each clearance of duration alone.
        """
        protocol = self.start.protocol
        is_set_back = state.setbacks >= protocol.progression.setbacks_refer
        fired = [(row_id, date) for row_id in rows_for_days(protocol, state.sore_days)]
        since = max((day for day in self._resumed if day <= date), default=self.start.date)
        fired += [(protocol.triage.setback_row, since)] if is_set_back else []
        fired += [(protocol.triage.pain_row, date)] if state.trend.must_be_seen else []
        new = [each for each in fired if each not in self._fired]
        self._fired.update(new)
        return {row_id: protocol.all_referrals[row_id] for row_id, _ in new}


def _with_verdict(record: DayRecord, state: DayState) -> DayRecord:
    """Return the record with all that the state of its day has given: red flag, level, and the training planned."""
    is_red_flag = state.verdict is not None and state.verdict.signal is Signal.RED_FLAG
    last = state.training.last
    return attrs.evolve(
        record,
        red_flag=is_red_flag,
        least_severity=state.asked_severity,
        least_growth_severity=state.asked_growth_severity,
        possible_strain=state.asked_possible_strain,
        training=last.steps if last is not None and last.date == record.check_in.day else (),
    )


def _without_night(state: DayState) -> DayState:
    """Return the state after a day that no night parts from the next day; every wait for a day lasts one day more.

    The next day begins in the same morning. So the tests of the gate lapse, and the next day's check-in does not judge
    a run of this day (reading `other-waking-hours`).
    """
    return attrs.evolve(
        state,
        tests={},
        gate_passed=False,
        pending_run=None,
        ready=False,
        last_run=_a_day_later(state.last_run),
        flared_on=_a_day_later(state.flared_on),
        runs=tuple(date + _A_DAY for date in state.runs),
        not_before=_a_day_later(state.not_before),
        tests_again_from=_a_day_later(state.tests_again_from),
        loading_from=_a_day_later(state.loading_from),
        trend=state.trend.shifted(_A_DAY),
        training=training_without_night(state.training),
    )


def _a_day_later(date: dt.date | None) -> dt.date | None:
    return None if date is None else date + _A_DAY


@final
@attrs.frozen(kw_only=True)
class _Resumption(Value):
    """How a course goes on after a clearance of duration alone: from when its floor counts, and what was said."""

    floor_from: Minute
    level: Severity | None
    not_before: dt.date | None


def _resumed_from(state: DayState, date: dt.date, resumption: _Resumption) -> DayState:
    """Return the state after a clearance of duration alone, dated ``date`` (reading `clearance`).

    Level and training stay. Loading goes on the next day. Before the next run, the first of its ladder, the tests and
    the floor come again, and a new episode begins. A level that the clinician named can only raise the present one.
    """
    loading_from, level = date + _A_DAY, resumption.level
    if level is not None and level.rank > state.severity.rank:
        state = attrs.evolve(state, severity=level, growth_severity=level, possible_strain=True)
    return attrs.evolve(
        state,
        episode_from=date,
        findings=frozenset(),
        worst=NO_PAIN,
        rung=0,
        rungs_before=0,
        longest_since_flare=0,
        grows_from=None,
        is_short_gate=False,
        setbacks=0,
        rung_at_flare=None,
        flared_in_growth=False,
        gate_needed=True,
        tests={},
        gate_passed=False,
        pending_run=None,
        ready=False,
        loading_from=max(state.loading_from or loading_from, loading_from),
        silent_days=0,
        prevent_from=None,
        long_run_on=None,
        flared_on=date,
        floor_from=resumption.floor_from,
        no_run_before=resumption.not_before,
    )
