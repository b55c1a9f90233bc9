"""The tests of the gate: when they may be tried, which of them a check-in passes, and when a run may follow."""

import datetime as dt
from collections.abc import Mapping

from soleus_recovery.clock import MINUTES_PER_HOUR, Minute
from soleus_recovery.course.state import CourseStart, DayRecord, DayState, no_run_before, training_course
from soleus_recovery.course.table import is_free_of_pain
from soleus_recovery.course.training import tests_after_training
from soleus_recovery.facts.checkin import CheckIn
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sentences import date_text, fill, gate_texts
from soleus_recovery.vocabulary import Gate

__all__ = ["has_few_raises", "missing_tests", "run_after_tests_from", "shown_tests", "tests_from_of", "tests_passed"]

_A_DAY = dt.timedelta(days=1)


def has_few_raises(start: CourseStart, check_in: CheckIn) -> bool:
    """Return whether a check-in tells counts of heel raises that do not pass their test (reading `raises`).

    The sore side needs enough of them, and nearly as many as the other side; if both are sore, each needs enough.
    """
    raises, test = check_in.raises, start.protocol.gate.tests[Gate.HEEL_RAISES]
    if raises is None:
        return False
    if start.are_both_sore:
        return min(raises.sore, raises.other) < test.count
    is_near = raises.other - raises.sore <= test.gap_maximum
    is_part = raises.sore * 100 >= raises.other * test.percent_of_other_side
    return raises.sore < test.count or not (is_near or is_part)


def tests_passed(
    start: CourseStart, state: DayState, date: dt.date, record: DayRecord, passed: Mapping[Gate, dt.date]
) -> frozenset[Gate]:
    """Return the tests of a day that count.

    A test counts if the day is free of pain, the test is not too early, and the brisk walk has been passed by then.
    """
    gates = record.check_in.gates
    if has_few_raises(start, record.check_in):
        gates -= {Gate.HEEL_RAISES}
    if not gates:
        return gates
    tested_by = min(record.recorded_at, start.runner.window(date).end)
    too_early = tested_by < tests_from_of(start, state)
    if too_early or not is_free_of_pain(record.check_in, start.protocol):
        return frozenset()
    return gates if Gate.BRISK_WALK in gates or Gate.BRISK_WALK in passed else frozenset()


def missing_tests(protocol: RecoveryProtocol, state: DayState, *, run_on: dt.date | None = None) -> Mapping[Gate, str]:
    """Return the names of the tests that are asked for and still missing.

    If all are passed and lapse before the day of the run, ``run_on``, these are the tests that have to be done again.
    """
    needed = protocol.gate_tests(possible_strain=state.tests_as_strain)
    missing = {gate: test.name for gate, test in needed.items() if gate not in state.tests}
    if missing or run_on is None:
        return missing
    lapse = protocol.gate.lapses_after_days * _A_DAY
    return {gate: test.name for gate, test in needed.items() if state.tests[gate] + lapse < run_on}


def shown_tests(protocol: RecoveryProtocol, state: DayState) -> Mapping[Gate, str]:
    """Return the texts of the tests that are asked for; a test that counts says until which day it does."""
    texts, gate = gate_texts(protocol, possible_strain=state.tests_as_strain), protocol.gate
    if not state.tests or not gate.counted_text:
        return texts
    # All tests lapse with the oldest of them.
    until = date_text(min(state.tests.values()) + gate.lapses_after_days * _A_DAY, protocol.labels)
    return {
        test: fill(gate.counted_text, test=text, date=until) if test in state.tests else text
        for test, text in texts.items()
    }


def tests_from_of(start: CourseStart, state: DayState) -> Minute:
    """Return the instant from which the tests of the gate may be tried."""
    return max(_tests_hour(start, state), start.runner.window(_tests_date(start, state)).start)


def _tests_hour(start: CourseStart, state: DayState) -> Minute:
    protocol = start.protocol
    kind = protocol.possible_strain if state.possible_strain else protocol.plain_soreness
    return Minute(start.counted_from + kind.tests_from_hours * MINUTES_PER_HOUR)


def _tests_date(start: CourseStart, state: DayState) -> dt.date:
    """Return the first day for the tests that are still to be done, if each day until then is well.

    The day is not before that of the level, nor before the training that comes first. If the hour of the tests comes
    too late in the evening, the tests wait for the next day.
    """
    protocol, hour = start.protocol, max(_tests_hour(start, state), start.planned_from)
    date = start.date + dt.timedelta(
        days=protocol.tests_from_day(state.severity, possible_strain=state.possible_strain)
    )
    while start.runner.window(date).end - protocol.gate.before_bed_minutes < hour:
        date += _A_DAY
    if not state.gate_needed:
        return date
    trained = tests_after_training(training_course(start, state), state.training)
    # The tests load the calf, so they wait for as long as loading is held back. Tests that come long before the day
    # from which a clinician allows runs would lapse.
    waits = no_run_before(start, state)
    last = None if waits is None else waits - protocol.gate.run_after_days * _A_DAY
    bounds = (trained, state.tests_again_from, state.loading_from, last)
    return max((date, *(bound for bound in bounds if bound is not None)))


def run_after_tests_from(start: CourseStart, state: DayState) -> dt.date | None:
    """Return the first day for a run after the tests that are still to be done; None if no tests are to be done."""
    tests = start.protocol.gate_tests(possible_strain=state.tests_as_strain).keys()
    after = dt.timedelta(days=start.protocol.gate.run_after_days)
    if not state.gate_needed:
        return None
    if tests <= state.tests.keys():
        return None if state.last_test is None else state.last_test + after
    return _tests_date(start, state) + after
