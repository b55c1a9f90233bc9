"""Acts: the things that can happen to a runner after the first plan, such as silence, a check-in or a red flag.

Each act draws what it needs and moves a ``Traveller`` on by some steps.
"""

import contextlib
import datetime as dt
from collections.abc import Callable
from typing import Final, Protocol, TypeVar

import attrs
from hypothesis import strategies as st

from soleus_recovery.clock import MINUTES_PER_DAY, MINUTES_PER_HOUR, calendar_date
from soleus_recovery.errors import FactError
from soleus_recovery.facts.case import day_at
from soleus_recovery.facts.checkin import Amendment, BusyTimes, CheckIn, Clearance, Done, Raises
from soleus_recovery.facts.closed_words import PAIN_SCALE
from soleus_recovery.testing.fact_strategies import busy_times, findings
from soleus_recovery.testing.journey import Traveller
from soleus_recovery.vocabulary import Activity, Finding, Gate, Measure, Morning, Severity, Urgency

__all__ = ["ACTS", "Act", "Draw", "check_ins", "is_on_the_way", "may_tell"]

T = TypeVar("T")
_LONGEST = 70  # days of a journey: enough for a long silence and the time after it
_MINOR: Final = (Finding.TIGHTNESS, Finding.TENDERNESS, Finding.SWELLING, Finding.SPASMS)
# What a clinician says beside a clearance: the level, the days to wait for a run, and what stays off.
_CONDITIONS: Final[tuple[tuple[Severity | None, int | None, tuple[Measure, ...]], ...]] = (
    (None, None, ()),
    (Severity.MODERATE, None, (Measure.MASSAGE,)),
    (Severity.MILD, 3, ()),
    (Severity.MILD, 12, (Measure.ICE, Measure.STRETCHING)),
    (None, 40, (Measure.COMPRESSION,)),
)
_EVENING = 10  # minutes before bedtime, when the check-in of a good day is made
# Waking hours: by day, two night shifts, and a day that begins in the middle of the second night shift.
_HOURS: Final = (("06:00", "23:00"), ("15:00", "07:00"), ("20:00", "12:00"), ("04:00", "20:00"))


class Draw(Protocol):
    """The function that draws a value from a strategy: ``draw`` in ``st.composite``, or ``draw`` of ``st.data()``."""

    def __call__(self, strategy: st.SearchStrategy[T], /) -> T:
        """Draw one value."""
        ...


Act = Callable[[Draw, Traveller], None]


def _pains() -> st.SearchStrategy[int | None]:
    return st.one_of(st.integers(0, 3), st.sampled_from(PAIN_SCALE), st.none())


def check_ins(day: dt.date | None = None) -> st.SearchStrategy[CheckIn]:
    """Draw check-ins for a day (None: 23 November 2026): full or not, good or bad, with at most one minor finding.

    >>> from hypothesis import find
    >>> find(check_ins(), lambda check_in: check_in.painkiller).day
    datetime.date(2026, 11, 23)
    """
    drawn = st.builds(
        CheckIn,
        day=st.just(day or dt.date(2026, 11, 23)),
        pain_at_rest=_pains(),
        pain_walking=_pains(),
        pain_running=st.one_of(st.none(), _pains()),
        pain_training=st.one_of(st.none(), st.none(), _pains()),
        morning=st.one_of(st.none(), st.sampled_from(Morning)),
        findings=st.one_of(st.just(frozenset[Finding]()), findings(_MINOR, at_most=1)),
        gates=st.frozensets(st.sampled_from(Gate)),
        raises=st.one_of(st.none(), st.none(), st.builds(Raises, sore=st.integers(0, 30), other=st.integers(0, 30))),
        painkiller=st.sampled_from([False, False, False, True]),
        missed=st.sampled_from([(), (), ("2026-01-01-walk-1",)]),
    )
    return st.tuples(drawn, st.booleans()).map(lambda each: attrs.evolve(each[0], gel=each[0].painkiller and each[1]))


def is_on_the_way(traveller: Traveller) -> bool:
    """Return whether anything can still happen to the runner: nothing can after an emergency or after seventy days."""
    waiting = traveller.progress.waiting
    is_over = waiting is not None and waiting.urgency is Urgency.EMERGENCY
    return not is_over and traveller.now < traveller.case.started_at + _LONGEST * MINUTES_PER_DAY


def may_tell(traveller: Traveller, check_in: CheckIn) -> bool:
    """Return whether the case can take a check-in for this day.

    The case takes no check-in for a day that ended before the onset, and none for a day after the end of the plan
    unless the check-in has a finding.
    """
    progress = traveller.progress
    if progress.runner.window(check_in.day).end <= progress.report.onset_in(progress.runner.zone):
        return False
    after = progress.is_closed and progress.last_date is not None and check_in.day > progress.last_date
    return not after or bool(check_in.findings)


def _today(traveller: Traveller) -> dt.date:
    return day_at(traveller.progress.runner, traveller.now)


def _tell(traveller: Traveller, check_in: CheckIn) -> None:
    if may_tell(traveller, check_in):
        traveller.tell(check_in)


def silence(draw: Draw, traveller: Traveller) -> None:
    """Hours or days pass without an entry."""
    hours = draw(st.one_of(st.integers(1, 26), st.sampled_from([24, 48, 24 * 5, 24 * 9])))
    traveller.wait(hours * MINUTES_PER_HOUR)


def long_silence(draw: Draw, traveller: Traveller) -> None:
    """About as many days pass without an entry as make the plan dormant, or a few more."""
    days = traveller.case.protocol.progression.dormant_days + draw(st.integers(-1, 3))
    traveller.wait(days * MINUTES_PER_DAY)


def good_days(draw: Draw, traveller: Traveller) -> None:
    """Some days pass with a good check-in each evening, which may also report the gate tests or the planned runs."""
    gates, runs = draw(st.booleans()), draw(st.booleans())
    for _ in range(draw(st.integers(1, 6))):
        if not is_on_the_way(traveller):
            return
        _until_evening(traveller)
        today = _today(traveller)
        planned = traveller.plan.on(today)
        ran = runs and planned is not None and any(each.activity is Activity.RUN for each in planned.sessions)
        check_in = CheckIn(
            day=today,
            pain_at_rest=0,
            pain_walking=0,
            pain_running=0 if ran else None,
            morning=Morning.SAME,
            gates=frozenset(Gate) if gates else frozenset(),
        )
        _tell(traveller, check_in)


def _until_evening(traveller: Traveller) -> None:
    runner, date = traveller.progress.runner, _today(traveller)
    while runner.window(date).end - _EVENING <= traveller.now:
        date += dt.timedelta(days=1)
    traveller.wait(runner.window(date).end - _EVENING - traveller.now)


def any_check_in(draw: Draw, traveller: Traveller) -> None:
    """The runner checks in for today or one of the last days: perhaps again, out of order, or incompletely."""
    back = draw(st.sampled_from([0, 0, 0, 1, 2, 5]))
    _tell(traveller, draw(check_ins(_today(traveller) - dt.timedelta(days=back))))


def done(draw: Draw, traveller: Traveller) -> None:
    """The runner checks in with one or two sessions of today done, at any time or at none, perhaps with a finding."""
    day = traveller.plan.on(_today(traveller))
    if day is None or not day.sessions:
        return
    sessions = draw(st.lists(st.sampled_from(day.sessions), min_size=1, max_size=2, unique_by=lambda each: each.key))
    times = st.one_of(st.none(), st.times().map(lambda time: f"{time:%H:%M}"))
    check_in = CheckIn(
        day=day.date,
        pain_at_rest=draw(st.integers(0, 7)),
        pain_walking=0,
        findings=draw(st.one_of(st.just(frozenset[Finding]()), findings(at_most=1))),
        done=tuple(Done(session=each.key, at=draw(times)) for each in sessions),
    )
    # A time that has not come yet, or that the plan could not hold, is refused.
    with contextlib.suppress(FactError):
        _tell(traveller, check_in)


def red_flag(draw: Draw, traveller: Traveller) -> None:
    """The runner checks in today with any one finding, harmless or not."""
    flag, rest = draw(st.sampled_from(Finding)), draw(st.integers(0, 5))
    _tell(traveller, CheckIn(day=_today(traveller), pain_at_rest=rest, findings=frozenset({flag})))


def clearance(draw: Draw, traveller: Traveller) -> None:
    """A clinician clears one of the findings that the case waits for, perhaps with a level and with conditions."""
    waiting = traveller.progress.waiting
    if waiting is None or not waiting.findings:
        return
    finding = draw(st.sampled_from(sorted(waiting.findings, key=lambda each: each.rank)))
    zone = traveller.progress.runner.zone
    since, today = (calendar_date(at, zone) for at in (waiting.flagged_at[finding], traveller.now))
    back = draw(st.integers(0, min(2, (today - since).days)))
    date = today - dt.timedelta(days=back)
    level, wait, keep_off = draw(st.sampled_from(_CONDITIONS))
    traveller.tell(
        Clearance(
            date=date,
            by="Dr Who",
            finding=finding,
            level=level,
            not_before=None if wait is None else date + dt.timedelta(days=wait),
            keep_off=frozenset(keep_off),
        )
    )


def amendment(draw: Draw, traveller: Traveller) -> None:
    """The runner corrects the waking hours or the usual and the long run, or adds a finding or a pain to the report."""
    runner, report = traveller.progress.runner, traveller.progress.report
    match draw(st.sampled_from(["window", "usual", "finding", "pain"])):
        case "window":
            wake, bed = draw(st.sampled_from(_HOURS))
            runner = attrs.evolve(runner, wake=wake, bed=bed, run_time=None)
        case "usual":
            usual = draw(st.integers(5, max(5, runner.usual_run_minutes)))
            longer = draw(st.one_of(st.none(), st.just(usual + 2)))
            runner = attrs.evolve(runner, usual_run_minutes=usual, long_run_minutes=longer)
        case "finding":
            report = attrs.evolve(report, findings=report.findings | draw(findings(at_most=1)))
        case _:
            report = attrs.evolve(report, pain_at_rest=draw(st.integers(0, 7)), pain_walking=3)
    traveller.tell(Amendment(runner=runner, report=report))


def appointments(draw: Draw, traveller: Traveller) -> None:
    """New busy times replace the old ones."""
    traveller.tell(BusyTimes(spans=draw(busy_times(start=traveller.now))))


ACTS: Final[tuple[Act, ...]] = (
    silence,
    good_days,
    any_check_in,
    done,
    red_flag,
    clearance,
    amendment,
    appointments,
    long_silence,
)
"""All acts, the plainest first, because a failing example shrinks towards the first act."""
