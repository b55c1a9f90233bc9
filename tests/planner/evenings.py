"""Lives told evening by evening: good and sore days, tests, runs that were planned or not, painkillers, silence."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import attrs
from hypothesis import strategies as st

from soleus_recovery import CheckIn, Gate, Morning, Runner, SymptomReport
from soleus_recovery.facts.case import day_at
from soleus_recovery.testing import Facts, Traveller
from soleus_recovery.testing.acts import is_on_the_way, may_tell
from soleus_recovery.vocabulary import Activity, Finding

__all__ = ["EVENINGS", "REPORTS", "begun", "evening", "lived", "next_evening"]

T = TypeVar("T", bound=Traveller)
Evening = Callable[[Traveller, dt.date], CheckIn | None]

_BEFORE_BED = 10  # minutes
ONSET = "2026-11-22T18:30"
PLAIN = frozenset({Finding.STARTED_HOURS_AFTER, Finding.DIFFUSE_SORENESS})
REPORTS = (
    SymptomReport(onset=ONSET, pain_at_rest=0, pain_walking=2, findings=PLAIN),
    SymptomReport(onset=ONSET, pain_at_rest=1, pain_walking=3),
    SymptomReport(onset=ONSET, pain_at_rest=1, pain_walking=4),
    SymptomReport(onset=ONSET, pain_at_rest=2, pain_walking=6),
)
"""Plain soreness, then possible strains: mild, moderate and severe."""


def _told(**changes: Any) -> Evening:
    def tell(_: Traveller, day: dt.date) -> CheckIn:
        return attrs.evolve(CheckIn(day=day, pain_at_rest=0, pain_walking=0, morning=Morning.SAME), **changes)

    return tell


def _as_planned(traveller: Traveller, day: dt.date) -> CheckIn:
    """All well, with the day's run if there is one, and with all tests otherwise."""
    planned = traveller.plan.on(day)
    runs = planned is not None and any(each.activity is Activity.RUN for each in planned.sessions)
    well = CheckIn(day=day, pain_at_rest=0, pain_walking=0, morning=Morning.SAME)
    return attrs.evolve(well, pain_running=0) if runs else attrs.evolve(well, gates=frozenset(Gate))


def _missed_strength(traveller: Traveller, day: dt.date) -> CheckIn:
    planned = traveller.plan.on(day)
    sessions = () if planned is None else planned.sessions
    keys = tuple(each.key for each in sessions if each.activity is Activity.STRENGTHEN)
    return CheckIn(day=day, pain_at_rest=0, pain_walking=0, morning=Morning.SAME, missed=keys)


EVENINGS: dict[str, Evening] = {
    "as planned": _as_planned,
    "well": _told(),
    "well, the walk alone": _told(gates=frozenset({Gate.BRISK_WALK})),
    "well, no strength": _missed_strength,
    "sore": _told(pain_walking=1),
    "some pain": _told(pain_walking=3),
    "more pain": _told(pain_walking=4),
    "worse morning": _told(pain_walking=1, morning=Morning.WORSE),
    "painkiller": _told(painkiller=True),
    "gel": _told(painkiller=True, gel=True),
    "ran well": _told(pain_running=0),
    "ran, some pain": _told(pain_running=3),
    "ran, more pain": _told(pain_running=4),
    "ran, strong pain": _told(pain_running=6),
    "incomplete": _told(morning=None),
    "silent": lambda _traveller, _day: None,
}
"""What a runner tells of a day, by name; None for a silent day."""


def begun(travels_as: Callable[[Facts], T], report: int) -> T:
    """Return a traveller an hour after the onset of one of ``REPORTS``."""
    now = dt.datetime.fromisoformat("2026-11-22T19:30+01:00")
    return travels_as(Facts(runner=Runner(zone="Europe/Berlin"), report=REPORTS[report], now=now))


def next_evening(traveller: Traveller) -> dt.date:
    """Return the day of the next evening, ten minutes before bed."""
    runner = traveller.progress.runner
    day = day_at(runner, traveller.now)
    while runner.window(day).end - _BEFORE_BED <= traveller.now:
        day += dt.timedelta(days=1)
    return day


def evening(traveller: Traveller, name: str) -> None:
    """Wait for the next evening, ten minutes before bed, and tell what the name says."""
    day = next_evening(traveller)
    traveller.wait(traveller.progress.runner.window(day).end - _BEFORE_BED - traveller.now)
    check_in = EVENINGS[name](traveller, day)
    if check_in is not None and is_on_the_way(traveller) and may_tell(traveller, check_in):
        traveller.tell(check_in)


def lived(
    travels_as: Callable[[Facts], T], names: Sequence[str] = tuple(EVENINGS), *, most: int = 25
) -> st.SearchStrategy[T]:
    """Draw travellers at the end of lives of some weeks; half of the evenings go as planned, up to the first run."""

    @st.composite
    def live(draw: st.DrawFn) -> T:
        traveller = begun(travels_as, draw(st.integers(0, len(REPORTS) - 1)))
        told: list[str] = []
        names_drawn = draw(
            st.lists(st.one_of(st.just("as planned"), st.sampled_from(names)), min_size=3, max_size=most)
        )
        try:
            for _ in range(draw(st.integers(0, 14))):
                told.append("as planned")
                evening(traveller, "as planned")
            for name in names_drawn:
                if traveller.progress.waiting is not None:
                    break
                told.append(name)
                evening(traveller, name)
        except AssertionError as error:
            error.add_note(f"{traveller.facts.report}: {told}")
            raise
        return traveller

    return live()
