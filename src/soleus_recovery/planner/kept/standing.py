"""What stands of a plan when it is revised: days that are over, and sessions that have begun.

A session begins at its planned time, or earlier where it was told as done earlier. What is still to come never stands,
whatever was told.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import final

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.facts.case import day_at
from soleus_recovery.facts.runner import Runner
from soleus_recovery.plan.begun import begun_early, has_begun
from soleus_recovery.plan.plan import Day, Plan, Session, Unplaced
from soleus_recovery.planner.kept.history import History, history_of
from soleus_recovery.spans import Span
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity

__all__ = ["RevisionBase", "first_base", "open_date", "revision_base"]

_RELIEF = (Activity.ICE, Activity.ELEVATE)
# Whatever the waking hours, what such a day holds has begun, and its icing is further away than any distance: a day is
# looked at for as many days as it can change, and a revision late in a case costs no more than an early one.
_SETTLED_DAYS = 4
# A week, and the day by which other waking hours can name a run another way.
_RUN_DAYS = 8


@final
@attrs.frozen(kw_only=True)
class RevisionBase(Value):
    """Nothing new starts before ``at``; ``first_date`` is the first day that is planned anew.

    ``today`` holds the sessions of that day which stand, ``last_icing`` the start of the last one that has been, if
    that was in the days before.
    """

    at: Minute
    first_date: dt.date
    days: tuple[Day, ...] = ()
    today: tuple[Session, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    last_icing: Minute | None = None
    history: History = attrs.field(factory=History)
    """What ``days`` leave behind, by the waking hours of now."""
    run_dates: tuple[dt.date, ...] = ()
    """The days of the runs that stand and are near enough to matter, done or not, by the waking hours of now."""
    open_days: tuple[Day, ...] = ()
    """The days of the plan that can still change, as they stood."""
    withdrawn: tuple[Session, ...] = ()
    withdrawn_days: tuple[Day, ...] = ()
    """What fell away from the plan, and may come back."""
    left_out: tuple[Unplaced, ...] = ()
    """What the plan left out, on any day."""

    def icings_since(self, at: Minute) -> int:
        """How many icings (or times with the leg up) of the day that is open began at this moment or later."""
        begun = {each.span.start for each in self.today if each.activity in _RELIEF and each.span is not None}
        return sum(start >= at for start in begun)


def open_date(runner: Runner, at: Minute) -> dt.date:
    """The day whose window is open, or opens next."""
    date = day_at(runner, at)
    while runner.window(date).end <= at:
        date += dt.timedelta(days=1)
    return date


def first_base(runner: Runner, at: Minute) -> RevisionBase:
    """Before the first plan nothing stands."""
    return RevisionBase(at=at, first_date=open_date(runner, at))


def revision_base(
    plan: Plan,
    runner: Runner,
    at: Minute,
    done: Mapping[str, Minute | None],
    *,
    least_gap: int,
) -> RevisionBase:
    """What stands at a moment; ``done`` tells when sessions were really begun, by key.

    ``least_gap`` is the least distance of two icings in minutes.
    """
    first = _first_date(plan, runner, at)
    ended, settled = _place_of(plan.days, first), _place_of(plan.days, first - dt.timedelta(days=_SETTLED_DAYS))
    opened = plan.days[ended] if ended < len(plan.days) and plan.days[ended].date == first else None
    recent = [_as_begun(day, at) for day in plan.days[settled:ended]]
    stands: tuple[Session, ...] = ()
    if opened is not None:
        since = max(runner.window(first).start, plan.started_at)
        early = begun_early(opened, done, since=since, at=at, least_gap=least_gap, before=recent)
        stands = tuple(_moved(each, early, at) for each in opened.sessions if has_begun(each, at) or each.key in early)
    begun = [
        # Told as done later, it counts from then; told as earlier, the careful reading is the planned time.
        max(done.get(each.key) or each.span.start, each.span.start)
        for each in (*(session for day in recent for session in day.sessions), *stands)
        if each.span is not None and each.activity in _RELIEF
    ]
    history = history_of((*plan.days[:settled], *recent))
    last_on = dict(history.last_on)
    for day, each in _timed(recent):
        # Of what needs a day between; a question is asked on every day, however days are named.
        if each.activity is Activity.STRENGTHEN:
            last_on[each.activity] = max(last_on[each.activity], _date_now(day, each, runner))
    near = _place_of(plan.days, first - dt.timedelta(days=_RUN_DAYS))
    return RevisionBase(
        at=at,
        first_date=first,
        days=(*plan.days[:settled], *recent),
        today=stands,
        unplaced=tuple(item for item in plan.unplaced if item.date < first),
        last_icing=max(begun, default=None),
        history=attrs.evolve(history, last_on=last_on),
        run_dates=(
            *(
                _date_now(day, each, runner)
                for day, each in _timed((*plan.days[near:settled], *recent))
                if each.activity is Activity.RUN
            ),
            *(first for each in stands if each.activity is Activity.RUN),
        ),
        open_days=plan.days[settled:],
        withdrawn=plan.withdrawn,
        withdrawn_days=plan.withdrawn_days,
        left_out=plan.unplaced,
    )


def _first_date(plan: Plan, runner: Runner, at: Minute) -> dt.date:
    """The first day that can still change: the open one, or a later one that has begun.

    Other waking hours can put this moment into the day before: what has begun of today stands all the same.
    """
    first = open_date(runner, at)
    begun = (
        day.date for day in plan.days[_place_of(plan.days, first) :] if any(has_begun(s, at) for s in day.sessions)
    )
    return max(begun, default=first)


def _timed(days: Iterable[Day]) -> Iterator[tuple[Day, Session]]:
    return ((day, each) for day in days for each in day.sessions if each.span is not None)


def _date_now(day: Day, session: Session, runner: Runner) -> dt.date:
    """The day of a session that has been, by the waking hours of now where they name it later than those of then."""
    return day.date if session.span is None else max(day.date, open_date(runner, session.span.start))


def _place_of(days: Sequence[Day], date: dt.date) -> int:
    """How many of the days, which are in order, are before this date."""
    return bisect_left(days, date, key=lambda day: day.date)


def _as_begun(day: Day, at: Minute) -> Day:
    """A day that is over; one that other waking hours have ended early keeps what has begun."""
    begun = tuple(each for each in day.sessions if each.all_day or has_begun(each, at))
    return day if len(begun) == len(day.sessions) else attrs.evolve(day, sessions=begun, whole=day.whole.risen(at))


def _moved(session: Session, early: Mapping[str, Minute], at: Minute) -> Session:
    """The session as it stands: where it was planned, or earlier, where it was done."""
    begun = early.get(session.key)
    if begun is None or session.span is None:
        return session
    span = Span(start=begun, end=Minute(begun + session.span.minutes))
    return attrs.evolve(session, span=span, sequence=session.sequence + 1, revised_at=at)
