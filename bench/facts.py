"""The inputs of the measurements: the largest plan, plans of other lengths, and a case with many check-ins."""

import datetime as dt
from collections.abc import Iterator
from itertools import chain, count
from typing import Final

import attrs

from soleus_recovery import (
    Case,
    Cause,
    CheckIn,
    Day,
    Extra,
    Gate,
    Plan,
    Runner,
    SelfCare,
    Session,
    SymptomReport,
    assess,
    build_plan,
    open_case,
)
from soleus_recovery.clock import MINUTES_PER_DAY, Minute, to_wall
from soleus_recovery.facts.case import Entry
from soleus_recovery.spans import Span

__all__ = [
    "NOW",
    "OPTIONS",
    "README_OPTIONS",
    "ZONE",
    "care",
    "case_after",
    "largest_plan",
    "readme_care",
    "sized",
    "timed",
]

ZONE: Final = "Europe/Berlin"
NOW: Final = dt.datetime(2026, 11, 22, 18, 30, tzinfo=dt.UTC)
_ONSET: Final = "2026-11-22T18:30"
_NEAR: Final = 120  # minutes
_LATE: Final = 5  # minutes before bed at which a day's check-in is recorded

_MOMENT: Final = {"onset": _ONSET, "tz": ZONE, "now": "2026-11-22T19:30"}
_FACTS: Final = {
    **_MOMENT,
    "pain-rest": "3",
    "pain-walking": "7",
    "usual-run": "300",
    "runs-per-week": "1",
    "wake": "06:00",
    "bed": "02:00",
}
README_OPTIONS: Final = tuple(
    f"--{name}={value}" for name, value in {**_MOMENT, "pain-rest": "1", "pain-walking": "3", "usual-run": "45"}.items()
)
"""The facts of the README's plan as options of the command ``plan``."""
OPTIONS: Final = (
    *(f"--{name}={value}" for name, value in _FACTS.items()),
    *(f"--extra={extra}" for extra in Extra),
    *(f"--cause={cause}" for cause in Cause),
)
"""The facts of the largest plan as options of the command ``plan``."""


def care() -> SelfCare:
    """Return the facts of the largest plan: a severe strain, the longest days and the longest way back to running."""
    runner = Runner(
        zone=ZONE,
        usual_run_minutes=300,
        runs_per_week=1,
        wake="06:00",
        bed="02:00",
        extras=frozenset(Extra),
        causes=frozenset(Cause),
    )
    return _care(SymptomReport(onset=_ONSET, pain_at_rest=3, pain_walking=7), runner)


def readme_care(later: dt.timedelta = dt.timedelta(0)) -> SelfCare:
    """Return the facts of the README's plan, moved ``later`` in time."""
    onset = f"{dt.datetime.fromisoformat(_ONSET) + later:%Y-%m-%dT%H:%M}"
    report = SymptomReport(onset=onset, pain_at_rest=1, pain_walking=3)
    return _care(report, Runner(zone=ZONE, usual_run_minutes=45), now=NOW + later)


def _care(report: SymptomReport, runner: Runner, now: dt.datetime = NOW) -> SelfCare:
    answer = assess(report, runner, now=now)
    if not isinstance(answer, SelfCare):
        raise TypeError(f"triage refers these facts instead of planning them: {answer}")
    return answer


def largest_plan() -> Plan:
    """Return the largest plan that the product makes."""
    return build_plan(care())


def timed(plan: Plan) -> int:
    """Count the sessions with a time of their own, each an event in the calendar."""
    return sum(not session.all_day for _, session in plan.sessions())


def sized(plan: Plan, sessions: int, *, distinct: bool) -> Plan:
    """Repeat the days of a plan until it holds so many timed sessions; ``distinct`` makes every text unique."""
    left, days = sessions, list[Day]()
    for at, (later, day) in enumerate(chain.from_iterable(_rounds(plan))):
        if not left:
            break
        kept = list[Session]()
        for session in day.sessions:
            moved = _moved(session, later, mark=f"{at}.{len(kept)}", distinct=distinct)
            if session.all_day or (left and not _at_a_change(moved)):
                kept.append(moved)
                left -= not session.all_day
        notes = tuple(f"{at}: {note}" for note in day.notes) if distinct else day.notes
        date = day.date + dt.timedelta(days=later)
        days.append(attrs.evolve(day, date=date, number=at, sessions=tuple(kept), notes=notes))
    return attrs.evolve(plan, days=tuple(days))


def _at_a_change(session: Session) -> bool:
    """Whether the clocks change near the session: not all libraries can write an hour that comes twice."""
    if session.span is None:
        return False
    before, after = Minute(session.span.start - _NEAR), Minute(session.span.end + _NEAR)
    return to_wall(before, session.zone).utcoffset() != to_wall(after, session.zone).utcoffset()


def _rounds(plan: Plan) -> Iterator[list[tuple[int, Day]]]:
    for lap in count():
        yield [(lap * len(plan.days), day) for day in plan.days]


def _moved(session: Session, days: int, *, mark: str, distinct: bool) -> Session:
    span = session.span
    if span is not None:
        later = days * MINUTES_PER_DAY
        span = Span(start=Minute(span.start + later), end=Minute(span.end + later))
    moved = attrs.evolve(session, key=f"{session.key}-{mark}", span=span)
    if not distinct:
        return moved
    return attrs.evolve(moved, title=f"{session.title} ({mark})", instructions=f"{mark}: {session.instructions}")


def case_after(check_ins: int) -> Case:
    """Return the case of the largest plan after days with a check-in each: mostly good, gate passed, runs done."""
    case = open_case(care())
    entries = list[Entry]()
    for day in range(check_ins):
        date = NOW.date() + dt.timedelta(days=day)
        check_in = CheckIn(
            day=date,
            pain_at_rest=0,
            pain_walking=int(day % 3 == 0),
            pain_running=1 if day % 9 == 4 else None,  # noqa: PLR2004
            gates=frozenset(Gate) if day % 5 == 1 else frozenset(),
        )
        entries.append(Entry(recorded_at=Minute(case.runner.window(date).end - _LATE), fact=check_in))
    return attrs.evolve(case, entries=tuple(entries))
