"""What stands of a plan when it is revised: days that are over, sessions that have begun or were told as done."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import final

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.intake.case import day_at
from soleus_recovery.intake.runner import Runner
from soleus_recovery.planning.history import History
from soleus_recovery.planning.plan import Day, Plan, Session, Unplaced
from soleus_recovery.spans import Span
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, PhaseKind

__all__ = ["Past", "no_past", "past_of"]

_RELIEF = (Activity.ICE, Activity.ELEVATE)
# Whatever the waking hours, what such a day holds has begun, and its icing is further away than any distance: a day is
# looked at for as many days as it can change, and a revision late in a case costs no more than an early one.
_SETTLED_DAYS = 4


@final
@attrs.frozen(kw_only=True)
class Past(Value):
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
    """What ``days`` leave behind."""
    open_days: tuple[Day, ...] = ()
    """The days of the plan that can still change, as they stood."""
    withdrawn: tuple[Session, ...] = ()
    withdrawn_days: tuple[Day, ...] = ()
    """What fell away from the plan, and may come back."""
    left_out: tuple[Unplaced, ...] = ()
    """What the plan left out, on any day."""

    @property
    def run_dates(self) -> tuple[dt.date, ...]:
        """The days of the runs that stand, done or not."""
        whole = self.history.held_on(Activity.RUN, PhaseKind, since=dt.date.min)
        return (*whole, *(self.first_date for each in self.today if each.activity is Activity.RUN))

    def icings_since(self, at: Minute) -> int:
        """How many icings (or times with the leg up) of the day that is open began at this moment or later."""
        begun = {each.span.start for each in self.today if each.activity in _RELIEF and each.span is not None}
        return sum(start >= at for start in begun)


def _open_date(runner: Runner, at: Minute) -> dt.date:
    """The day whose window is open, or opens next."""
    date = day_at(runner, at)
    while runner.window(date).end <= at:
        date += dt.timedelta(days=1)
    return date


def no_past(runner: Runner, at: Minute) -> Past:
    """Before the first plan nothing stands."""
    return Past(at=at, first_date=_open_date(runner, at))


def past_of(
    plan: Plan, runner: Runner, at: Minute, done: Mapping[str, Minute | None], *, history: History | None = None
) -> Past:
    """What stands at a moment; ``done`` tells when sessions were really begun, by key.

    ``history`` of an earlier moment of this plan goes on from there.
    """
    first = _open_date(runner, at)
    ended, settled = _place_of(plan.days, first), _place_of(plan.days, first - dt.timedelta(days=_SETTLED_DAYS))
    opened = plan.days[ended] if ended < len(plan.days) and plan.days[ended].date == first else None
    recent = [_as_begun(day, at, done) for day in plan.days[settled:ended]]
    today = [_stood(each, at, done) for each in opened.sessions] if opened is not None else []
    stands = tuple(each for each in today if each is not None)
    begun = [
        # Told as done later, it counts from then; told as earlier, the careful reading is the planned time.
        max(done.get(each.key) or each.span.start, each.span.start)
        for each in (*(session for day in recent for session in day.sessions), *stands)
        if each.span is not None and each.activity in _RELIEF
    ]
    if history is None or history.days > settled:
        history = History()
    history.take(plan.days[history.days : settled])
    return Past(
        at=at,
        first_date=first,
        days=(*plan.days[:settled], *recent),
        today=stands,
        unplaced=tuple(item for item in plan.unplaced if item.date < first),
        last_icing=max(begun, default=None),
        history=history.followed_by(recent),
        open_days=plan.days[settled:],
        withdrawn=plan.withdrawn,
        withdrawn_days=plan.withdrawn_days,
        left_out=plan.unplaced,
    )


def _place_of(days: Sequence[Day], date: dt.date) -> int:
    """How many of the days, which are in order, are before this date."""
    return bisect_left(days, date, key=lambda day: day.date)


def _as_begun(day: Day, at: Minute, done: Mapping[str, Minute | None]) -> Day:
    """A day that is over; one that other waking hours have ended early keeps what has begun."""
    begun = tuple(each for each in day.sessions if each.all_day or _stood(each, at, done) is not None)
    return day if len(begun) == len(day.sessions) else attrs.evolve(day, sessions=begun, whole=day.whole.risen(at))


def _stood(session: Session, at: Minute, done: Mapping[str, Minute | None]) -> Session | None:
    """The session as it stands, or None where it is still to come; done early, it stands where it was done."""
    if session.span is None:
        return None
    if session.span.start < at:
        return session
    if session.key not in done:
        return None
    begun = done[session.key] or session.span.start
    if begun == session.span.start:
        return session
    span = Span(start=begun, end=Minute(begun + session.span.minutes))
    return attrs.evolve(session, span=span, sequence=session.sequence + 1, revised_at=at)
