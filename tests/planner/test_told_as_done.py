"""What a check-in names as done was done before now, at a time that the rules allow; or the check-in is refused."""

import copy
import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery import CheckIn, Done, FactError, Finding, Gate, Morning, Runner, Session, SymptomReport, builtin
from soleus_recovery.casefile.release import case_from_json
from soleus_recovery.clock import MINUTES_PER_HOUR
from soleus_recovery.export.json.case import CaseFile, case_to_json
from soleus_recovery.facts.case import day_at
from soleus_recovery.guidance.loader import STANDARD, protocol_of_table, protocol_table
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.testing import CheckedTraveller, Facts
from soleus_recovery.vocabulary import Activity
from tests.wall_clock import instant, minute_of, waking_window, wall

REPORT = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=0, pain_walking=1)
BY_DAY = Runner(zone="Europe/Berlin")
# The waking hours of a night worker, of which some come after midnight.
BY_NIGHT = Runner(zone="Europe/Berlin", wake="15:00", bed="07:00")
ONSET = minute_of(dt.datetime.fromisoformat("2026-11-22T18:30+01:00"))
FLAGS = (frozenset[Finding](), frozenset({Finding.WEAKNESS}), frozenset({Finding.BRUISING}))


def late_floor() -> RecoveryProtocol:
    """The standard protocol, with a floor that comes in the early afternoon of the first run's day."""
    table: dict[str, Any] = protocol_table(builtin(STANDARD)) | {"id": "late-floor"}
    for severity in ("mild", "moderate"):
        table["severity"][severity]["floor_hours"] = 5 * 24 + 20
    return protocol_of_table(table)


def opened(runner: Runner, protocol: RecoveryProtocol | None = None) -> CheckedTraveller:
    """A case that was opened an hour after the onset."""
    now = dt.datetime.fromisoformat("2026-11-22T19:30+01:00")
    return CheckedTraveller(Facts(runner=runner, report=REPORT, now=now), protocol)


def after_tests(runner: Runner, protocol: RecoveryProtocol | None = None) -> CheckedTraveller:
    """A case with good check-ins and all tests passed on the 26th, so that the first run is due on the 28th."""
    traveller = opened(runner, protocol)
    for day in range(23, 28):
        date = dt.date(2026, 11, day)
        traveller.wait(waking_window(runner, date)[1] - 30 - traveller.now)
        gates = frozenset(Gate) if day == 26 else frozenset[Gate]()
        traveller.tell(CheckIn(day=date, pain_at_rest=0, pain_walking=0, morning=Morning.SAME, gates=gates))
    date = dt.date(2026, 11, 28)
    traveller.wait(waking_window(runner, date)[0] - traveller.now)
    planned = traveller.plan.on(date)
    assert planned is not None
    assert Activity.RUN in [each.activity for each in planned.sessions]
    return traveller


def later(before: CheckedTraveller, minutes: int) -> CheckedTraveller:
    """The same case some minutes later; the traveller before stays where it is."""
    traveller = copy.copy(before)
    traveller.steps = list(before.steps)
    traveller.wait(minutes)
    return traveller


BEFORE = (
    opened(BY_DAY),
    later(opened(BY_DAY), 12 * MINUTES_PER_HOUR),
    opened(BY_NIGHT),
    after_tests(BY_DAY),
    after_tests(BY_NIGHT),
    after_tests(BY_DAY, late_floor()),
)


def timed_on(traveller: CheckedTraveller, date: dt.date) -> list[Session]:
    """The sessions of a day that have a time; none of a day that the plan does not have."""
    day = traveller.plan.on(date)
    return [] if day is None else [each for each in day.sessions if each.span is not None]


def judge(traveller: CheckedTraveller, day: dt.date, done: dict[str, str | None], flags: frozenset[Finding]) -> None:
    """Record sessions as done: they are refused, or they were done before now, no law is broken, and the case opens."""
    runner, floor = traveller.progress.runner, traveller.progress.floor
    planned = {each.key: each for each in timed_on(traveller, day)}
    told = tuple(Done(session=key, at=at) for key, at in done.items())
    try:
        traveller.tell(CheckIn(day=day, pain_at_rest=0, findings=flags, done=told))
    except FactError:
        return
    wakes, sleeps = waking_window(runner, day)
    assert wakes <= traveller.now
    assert sleeps > ONSET
    for key, at in done.items():
        session = planned[key]
        assert session.span is not None
        begun = session.span.start if at is None else started(day, at, runner)
        assert begun < traveller.now
        assert wakes <= begun < sleeps
        if session.activity is Activity.RUN:
            assert begun >= floor
    file = CaseFile(case=traveller.case, issued=traveller.issued)
    assert case_from_json(case_to_json(file)) == file


def started(date: dt.date, time: str, runner: Runner) -> int:
    """The moment of a time of day; before the waking time it is that of the next date."""
    at = dt.datetime.combine(date, dt.time.fromisoformat(time))
    return instant(at + dt.timedelta(days=time < runner.wake), runner.zone)


@given(before=st.sampled_from(BEFORE), minutes=st.integers(0, 900), flags=st.sampled_from(FLAGS), data=st.data())
def test_what_is_still_to_come_is_done_at_a_time_that_the_rules_allow_or_refused(
    before: CheckedTraveller, minutes: int, flags: frozenset[Finding], data: st.DataObject
) -> None:
    """Sessions ahead, above all runs and icings, that were done in the last five hours or at no time at all."""
    traveller = later(before, minutes)
    day = day_at(traveller.progress.runner, traveller.now)
    ahead = [each for each in timed_on(traveller, day) if each.span is not None and each.span.start >= traveller.now]
    spaced = [each.key for each in ahead if each.activity in (Activity.RUN, Activity.ICE)]
    keys = st.one_of(st.sampled_from(spaced or ["run-1"]), st.sampled_from([each.key for each in ahead] or ["run-1"]))
    now = wall(traveller.now, traveller.plan.zone)
    times = st.integers(0, 300).map(lambda ago: f"{now - dt.timedelta(minutes=ago):%H:%M}")
    judge(
        traveller,
        day,
        data.draw(st.dictionaries(keys, st.one_of(times, times, st.none()), min_size=1, max_size=2)),
        flags,
    )


@given(before=st.sampled_from(BEFORE), minutes=st.integers(0, 2400), flags=st.sampled_from(FLAGS), data=st.data())
def test_what_was_due_was_done_before_now_and_in_the_waking_hours_or_is_refused(
    before: CheckedTraveller, minutes: int, flags: frozenset[Finding], data: st.DataObject
) -> None:
    """Sessions of today or yesterday that were due, with any time of day; and days that have not begun."""
    traveller = later(before, minutes)
    day = day_at(traveller.progress.runner, traveller.now) + dt.timedelta(
        days=data.draw(st.sampled_from([0, 0, -1, 1]))
    )
    due = [each.key for each in timed_on(traveller, day) if each.span is not None and each.span.start < traveller.now]
    times = st.one_of(st.none(), st.times().map(lambda time: f"{time:%H:%M}"))
    judge(traveller, day, data.draw(st.dictionaries(st.sampled_from(due), times, max_size=1)) if due else {}, flags)
