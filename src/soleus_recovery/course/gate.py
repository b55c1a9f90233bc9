"""Which tests of the gate a check-in passes (reading `gate`)."""

import datetime as dt
from collections.abc import Mapping

from soleus_recovery.course.state import CourseStart, DayRecord, DayState, tests_from_of
from soleus_recovery.course.table import is_free_of_pain
from soleus_recovery.vocabulary import Gate

__all__ = ["tests_passed"]


def tests_passed(
    start: CourseStart, state: DayState, date: dt.date, record: DayRecord, passed: Mapping[Gate, dt.date]
) -> frozenset[Gate]:
    """Return the tests of a day that count.

    A test counts if the day is free of pain, the test is not too early, and the brisk walk has been passed by then.
    """
    gates = record.check_in.gates
    if not gates:
        return gates
    tested_by = min(record.recorded_at, start.runner.window(date).end)
    too_early = tested_by < tests_from_of(start, state)
    if too_early or not is_free_of_pain(record.check_in, start.protocol):
        return frozenset()
    return gates if Gate.BRISK_WALK in gates or Gate.BRISK_WALK in passed else frozenset()
