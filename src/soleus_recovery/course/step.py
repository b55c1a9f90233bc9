"""Makes one step of a course: the state before a day and the day's check-in or silence give the state after it.

The state after a day depends on nothing else. The readings that docstrings name, such as reading `gate`, are sections
of docs/explanation/progression.md.
"""

import datetime as dt
from typing import Any

import attrs

from soleus_recovery.clock import MINUTES_PER_HOUR, Minute
from soleus_recovery.course.doses import dose_on, doses_of, due_dose
from soleus_recovery.course.gate import run_after_tests_from, tests_passed
from soleus_recovery.course.keep import is_kept, kept_day
from soleus_recovery.course.running.ladder import rungs_back
from soleus_recovery.course.running.trend import trend_after
from soleus_recovery.course.setback import after_pain_in_runs, after_setback
from soleus_recovery.course.state import (
    CourseStart,
    DayRecord,
    DayState,
    PendingRun,
    StepDay,
    floor_of,
    has_run,
    training_course,
)
from soleus_recovery.course.table import (
    is_free_of_pain,
    is_no_worse,
    is_sore,
    is_strong,
    is_well_trained,
    signal_of,
)
from soleus_recovery.course.told.ache import is_ache, is_missed
from soleus_recovery.course.training import training_judged, training_on, training_told
from soleus_recovery.course.verdict import verdict_of
from soleus_recovery.facts.checkin import CheckIn
from soleus_recovery.triage.severity import NO_PAIN, Pains, level_for
from soleus_recovery.triage.signs import rows_for_days
from soleus_recovery.vocabulary import Severity, Signal, Stage

__all__ = ["step"]


def step(
    start: CourseStart, state: DayState, date: dt.date, record: DayRecord | None, *, is_held: bool = False
) -> DayState:
    """Return the state after one more day; ``record`` is None for a silent day.

    ``is_held`` says that the case has waited for a clinician since an earlier day: no training of the day counts.
    """
    if is_kept(start, state, date):
        return kept_day(state, date, record)
    day = StepDay(date=date, record=record, stage=_stage(state, date, record), sore=_is_sore(start, record))
    before = state
    steps = () if is_held else None if record is None else record.training
    if steps is None:
        steps = training_on(training_course(start, before), before.training, date)
    state = _episode(start, state, day, aches=is_ache(start.protocol, before, day, steps))
    state = _level(start, state, day)
    minutes = (dose_on(start, before, date) or due_dose(start, before)).total_run_minutes if day.ran else 0
    state = _with(state, trend=trend_after(state.trend, start.protocol, date, day.check_in, minutes=minutes))
    must_be_seen = bool(rows_for_days(start.protocol, state.sore_days)) or state.trend.must_be_seen
    # A red flag hides the signal that the day would have without it; the effects of the hidden signal count as well.
    below, signal = (
        signal_of(
            day.check_in,
            start.protocol,
            stage=day.stage,
            red_flag=red_flag,
            level_rises=state.severity is not before.severity,
            trend=state.trend,
        )
        for red_flag in (False, must_be_seen or (record is not None and record.red_flag))
    )
    day = attrs.evolve(day, signal=signal, below=below)
    judged = training_judged(training_course(start, before), before.training, date, day.check_in)
    state = _with(state, training=judged)
    state = _judge_run(start, state, day)
    state = _gate(start, state, day)
    state = after_setback(start, before, state, day)
    state = after_pain_in_runs(start, before, state, day)
    state = _hold(start, state, day)
    state = _silence(start, state, day)
    state = _run(start, before, state, day)
    if state.grows_from is not None and not due_dose(start, state).continuous:
        # A way back into the walk-runs leads on from there as the ladder does.
        state = attrs.evolve(state, grows_from=None)
    is_well = not day.is_bad and is_well_trained(day.check_in, start.protocol)
    is_done = record is not None and not is_missed(record)
    training = training_told(
        training_course(start, state), state.training, date, steps, is_well=is_well, is_done=is_done
    )
    state = _with(state, training=training)
    ready = signal is Signal.ALL_WELL if record is not None else state.ready
    return attrs.evolve(
        state,
        ready=ready and state.pending_run is None,
        verdict=verdict_of(start, before, state, date, day.check_in, signal=signal, stage=day.stage),
    )


def _with(state: DayState, **changes: Any) -> DayState:
    """Return the state with these changes, or the state itself if nothing changes, as on most days."""
    if all(getattr(state, name) == value for name, value in changes.items()):
        return state
    return attrs.evolve(state, **changes)


def _is_sore(start: CourseStart, record: DayRecord | None) -> bool:
    return record is not None and is_sore(record.check_in, start.protocol)


def _stage(state: DayState, date: dt.date, record: DayRecord | None) -> Stage:
    """Return ``RETURNING`` if the gate is no longer needed, and on the day of any run and the day after it.

    On every other day the stage is ``BEFORE_FIRST_RUN``.
    """
    ran_yesterday = state.pending_run is not None and (date - state.pending_run.date).days == 1
    returning = has_run(record) or ran_yesterday or not state.gate_needed
    return Stage.RETURNING if returning else Stage.BEFORE_FIRST_RUN


def _episode(start: CourseStart, state: DayState, day: StepDay, *, aches: bool) -> DayState:
    """Return the state with its episode of soreness (reading `episode`).

    An episode stays open until a check-in is free of pain; a sore check-in after that opens another episode. An ache
    after a load opens one only on the last of several days running, and from the first of them (reading `ache`).
    """
    state = _with(state, sore_days=0)
    if day.record is None:
        return state
    if is_free_of_pain(day.record.check_in, start.protocol):
        return _with(state, episode_from=None, findings=frozenset(), worst=NO_PAIN, ache_from=None, ache_days=0)
    opened = state.episode_from
    if opened is None and day.sore:
        opened = state.ache_from or day.date
        if aches and state.ache_days + 1 < start.protocol.trend.ache_days_running:
            return _with(state, ache_from=opened, ache_days=state.ache_days + 1)
    if opened is None:
        return state
    days = (day.date - opened).days
    return _with(
        state,
        episode_from=opened,
        ache_from=None,
        ache_days=0,
        findings=state.findings | day.record.named,
        worst=state.worst.or_worse(day.record.worst),
        sore_days=days,
    )


def _level(start: CourseStart, state: DayState, day: StepDay) -> DayState:
    """Return the state with its severity, which may rise and never falls (reading `level`).

    If the severity is above ``MILD``, a strain is always possible.
    """
    if day.record is None:
        return state
    protocol, record, check_in = start.protocol, day.record, day.record.check_in
    evening = max(check_in.pain_at_rest or 0, check_in.pain_walking or 0)
    by_itself = level_for(protocol, check_in.findings, worst_pain=evening)
    growth = _highest(record.least_growth_severity, by_itself)
    rule = protocol.plain_soreness
    plain = (
        not record.possible_strain
        and _highest(growth, record.least_severity) is rule.severity
        and (check_in.pain_at_rest or 0) <= rule.pain_at_rest_maximum
        and not check_in.findings & rule.excluded
    )
    is_steady = plain and not state.possible_strain and is_no_worse(check_in, state.last_pains)
    numbers, opened = protocol.progression, state.episode_from
    last_day = numbers.plain_sore_day if is_steady else numbers.sore_day
    lasts = opened is not None and day.sore and (day.date - opened).days >= last_day
    asked = _highest(growth, record.least_severity, *([protocol.first_report.at_least] if lasts else []))
    plain = plain and asked is rule.severity
    severity = _highest(asked, state.severity)
    # A higher severity has a ladder of its own, and the runner begins at the first rung of that ladder.
    rises = severity is not state.severity
    return _with(
        state,
        severity=severity,
        growth_severity=_highest(growth, state.growth_severity),
        last_pains=_told(check_in, state.last_pains),
        possible_strain=state.possible_strain or not plain,
        rung=0 if rises else state.rung,
        rungs_before=0 if rises else state.rungs_before,
        asked_severity=asked,
        asked_growth_severity=growth,
        asked_possible_strain=not plain,
    )


def _highest(*levels: Severity) -> Severity:
    return max(levels, key=lambda level: level.rank)


def _told(check_in: CheckIn, before: Pains) -> Pains:
    """Return the pains at rest and walking that are told last; a pain that was left out stays as it was told before."""
    at_rest, walking = check_in.pain_at_rest, check_in.pain_walking
    return Pains(
        at_rest=before.at_rest if at_rest is None else at_rest, walking=before.walking if walking is None else walking
    )


def _judge_run(start: CourseStart, state: DayState, day: StepDay) -> DayState:
    """Return the state after the check-in that judges yesterday's run (reading `run-counts`).

    Yesterday's run counts if it was allowed, and if both yesterday and today are all well.
    """
    run = state.pending_run
    if run is None:
        return state
    counts = (
        run.may_count
        and state.trend.is_clean_on(run.date)
        and day.signal is Signal.ALL_WELL
        and (day.date - run.date).days == 1
    )
    # The next run is not ready until a check-in, today's or a later one, is all well.
    state = _with(state, pending_run=None, ready=False)
    if not counts:
        return state
    doses, due, done = doses_of(start, state), due_dose(start, state), run.dose
    minutes = done.run_minutes if done.continuous else 0
    # A run that the week has cut leads no rung on.
    is_whole = done.run_minutes >= due.run_minutes
    return _with(
        state,
        gate_needed=False,
        tests={},
        gate_passed=False,
        rung=min(state.rung + is_whole, len(doses) - 1),
        is_short_gate=False,
        longest_minutes=max(state.longest_minutes, minutes),
        longest_since_flare=max(state.longest_since_flare, minutes),
        tests_again_from=None,
        prevent_from=state.prevent_from or (run.date if minutes >= start.runner.usual_run_minutes else None),
        long_run_on=state.long_run_on or (run.date if minutes >= start.runner.longest_run_minutes else None),
    )


def _gate(start: CourseStart, state: DayState, day: StepDay) -> DayState:
    """Return the state with the tests of the gate (reading `gate`).

    A test counts on a day free of pain. Once all tests are passed, the gate is passed too if the next day's check-in is
    all well. Tests lapse after some days.
    """
    if not state.gate_needed:
        return state
    gate, tests, passed = start.protocol.gate, dict(state.tests), state.gate_passed
    required = start.protocol.gate_tests(possible_strain=state.tests_as_strain).keys()
    last = state.last_test
    if required <= tests.keys() and last is not None and not passed:
        # The check-in of the day after the last test has to be all well; without it all tests have to be done again.
        passed = day.signal is Signal.ALL_WELL and (day.date - last).days == 1
        tests = tests if passed else {}
    if day.sore or day.signal not in (Signal.ALL_WELL, Signal.NO_FULL_CHECK_IN):
        tests, passed = {}, False
    if not passed and day.record is not None and day.signal is Signal.ALL_WELL:
        tests |= dict.fromkeys(tests_passed(start, state, day.date, day.record, tests), day.date)
    if tests and (day.date - min(tests.values())).days >= gate.lapses_after_days:
        tests, passed = {}, False
    return _with(state, tests=tests, gate_passed=passed)


def _hold(start: CourseStart, state: DayState, day: StepDay) -> DayState:
    """Return the state with what a bad day holds back (readings `loading` and `first-run`).

    A bad day holds back loading and the next run. Strong pain before the first run brings back the ice. A silent or
    incomplete day extends a hold on loading by one day.
    """
    protocol, numbers = start.protocol, start.protocol.progression
    unknown = day.below is Signal.NO_FULL_CHECK_IN and state.loading_from is not None and day.date < state.loading_from
    if day.is_bad or unknown:
        state = _with(state, loading_from=day.date + dt.timedelta(days=1 + numbers.hold_loading_days))
    tests = protocol.gate_tests(possible_strain=state.tests_as_strain).keys()
    if day.record is not None and state.gate_needed and not state.gate_passed and not tests <= state.tests.keys():
        # Tests that are still to be done can be done tomorrow at the earliest, and the run waits some days after them.
        tomorrow = day.date + dt.timedelta(days=1)
        state = _with(state, tests_again_from=_latest(state.tests_again_from, tomorrow))
    if day.record is None or not is_strong(day.record.check_in, protocol):
        return state
    end = start.runner.window(day.date).end
    if day.stage is Stage.BEFORE_FIRST_RUN:
        return _with(state, ice_from=min(day.record.recorded_at, end))
    until = Minute(end + numbers.hard_setback_hours * MINUTES_PER_HOUR)
    return _with(state, no_run_until=max(state.no_run_until or until, until))


def _silence(start: CourseStart, state: DayState, day: StepDay) -> DayState:
    """Return the state with its count of silent days.

    After ``silence_days`` silent days in a row the gate is needed again, and the runner goes back on the ladder.
    """
    numbers = start.protocol.progression
    if day.record is not None:
        return _with(state, silent_days=0)
    silent = state.silent_days + 1
    if silent != numbers.silence_days or state.gate_needed:
        return _with(state, silent_days=silent)
    rung, _ = rungs_back(doses_of(start, state), state.rung, numbers.silence_rungs)
    return _with(
        state,
        silent_days=silent,
        gate_needed=True,
        is_short_gate=False,
        tests={},
        gate_passed=False,
        rung=rung,
        ready=False,
        prevent_from=None,
        long_run_on=None,
    )


def _run(start: CourseStart, before: DayState, state: DayState, day: StepDay) -> DayState:
    """Return the state with a run of this day, which the next day's check-in judges (reading `run-counts`).

    The run may count only if it was allowed and its own day is all well.
    """
    if not day.ran:
        return state
    date = day.date
    lapse = start.protocol.gate.lapses_after_days
    passed = before.gate_passed and (date - min(before.tests.values())).days <= lapse if before.tests else False
    usual, dose = start.runner.usual_run_start(date), dose_on(start, before, date)
    allowed = (
        dose is not None
        and (passed or not before.gate_needed)
        and usual >= floor_of(start, before)
        and (before.last_run is None or (date - before.last_run).days > start.protocol.runs.days_off_between)
        and all(
            bound is None or date >= bound
            for bound in (before.not_before, before.loading_from, run_after_tests_from(start, before))
        )
        and (before.no_run_until is None or usual >= before.no_run_until)
    )
    may_count = allowed and day.signal is Signal.ALL_WELL
    run = PendingRun(date=date, dose=dose or due_dose(start, before), may_count=may_count, allowed=allowed)
    return _with(state, pending_run=run, last_run=date, runs=(*state.runs, date))


def _latest(*dates: dt.date | None) -> dt.date:
    return max(date for date in dates if date is not None)
