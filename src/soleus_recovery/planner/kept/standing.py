"""What stands of a plan when it is revised: days that are over, and sessions that have begun.

A session begins at its planned time, or earlier if a check-in says that the session was done earlier. A session that is
still to come is always planned anew.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import final

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.facts.case import day_at
from soleus_recovery.facts.runner import Runner
from soleus_recovery.plan.begun import begun_early, has_begun, last_begun
from soleus_recovery.plan.plan import Day, Plan, Session, Unplaced
from soleus_recovery.planner.kept.history import History, history_of
from soleus_recovery.spans import Span
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity

__all__ = ["RevisionBase", "first_base", "open_date", "revision_base"]

_RELIEF = (Activity.ICE, Activity.ELEVATE)
# Whatever the waking hours, a day that is this many days old is over, and its icing is further away than any spacing.
# Only later days are looked at again, so a revision late in a case costs no more than an early revision.
_SETTLED_DAYS = 4
# A week, and one day by which a change of waking hours can shift the date of a run.
_RUN_DAYS = 8


@final
@attrs.frozen(kw_only=True)
class RevisionBase(Value):
    """The part of a plan that stands when the plan is revised at the moment ``at``.

    No new session starts before ``at``. ``first_date`` is the first day that is made anew, and ``today`` holds the
    sessions of that day that have begun. ``days`` holds the days before ``first_date``, and ``unplaced`` the sessions
    that those days left out. ``last_icing`` is the last start of ice or of raising the leg, or None if there was none.
    """

    at: Minute
    first_date: dt.date
    days: tuple[Day, ...] = ()
    today: tuple[Session, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    last_icing: Minute | None = None
    history: History = attrs.field(factory=History)
    """The history of ``days``, with dates by the present waking hours."""
    run_dates: tuple[dt.date, ...] = ()
    """The dates of the last week's runs that stand, done or not, by the present waking hours."""
    open_days: tuple[Day, ...] = ()
    """The days of the earlier plan that can still change, as the earlier plan has them."""
    withdrawn: tuple[Session, ...] = ()
    withdrawn_days: tuple[Day, ...] = ()
    """The sessions and days that earlier revisions took out of the plan, and that may come back."""
    left_out: tuple[Unplaced, ...] = ()
    """All sessions that the earlier plan left out."""

    def icings_since(self, at: Minute) -> int:
        """Return how many times of icing or raising the leg in ``today`` began at this moment or later."""
        begun = {each.span.start for each in self.today if each.activity in _RELIEF and each.span is not None}
        return sum(start >= at for start in begun)


def open_date(runner: Runner, at: Minute) -> dt.date:
    """Return the day whose waking window holds a moment or, if no window holds it, the next day."""
    date = day_at(runner, at)
    while runner.window(date).end <= at:
        date += dt.timedelta(days=1)
    return date


def first_base(runner: Runner, at: Minute) -> RevisionBase:
    """Return the base of a first plan, in which nothing stands yet."""
    return RevisionBase(at=at, first_date=open_date(runner, at))


def revision_base(
    plan: Plan,
    runner: Runner,
    at: Minute,
    done: Mapping[str, Minute | None],
    done_now: Mapping[str, Minute | None],
    *,
    least_gap: int,
) -> RevisionBase:
    """Return the base of a revision of ``plan`` at the moment ``at``.

    ``done`` maps the key of each session that was done to the moment at which it really began; ``done_now`` maps the
    keys of those that are named for the first time, which can have begun before their planned time.
    ``least_gap`` is the least distance between the starts of two icings, in minutes.
    """
    first = _first_date(plan, runner, at)
    ended, settled = _place_of(plan.days, first), _place_of(plan.days, first - dt.timedelta(days=_SETTLED_DAYS))
    opened = plan.days[ended] if ended < len(plan.days) and plan.days[ended].date == first else None
    recent = [_as_begun(day, at) for day in plan.days[settled:ended]]
    stands: tuple[Session, ...] = ()
    if opened is not None:
        since = max(runner.window(first).start, plan.started_at)
        early = begun_early(opened, done_now, since=since, at=at, least_gap=least_gap, before=recent)
        stands = tuple(_moved(each, early, at) for each in opened.sessions if has_begun(each, at) or each.key in early)
    begun = [
        # An icing that was done later than planned counts from the time at which it was done. An icing that was done
        # earlier counts from its planned time, which keeps the next icing further away.
        max(done.get(each.key) or each.span.start, each.span.start)
        for each in (*(session for day in recent for session in day.sessions), *stands)
        if each.span is not None and each.activity in _RELIEF
    ]
    history = history_of((*plan.days[:settled], *recent))
    last_on = dict(history.last_on)
    for day, each in _timed(recent):
        # Only strengthening is kept days apart by its dates; a check-in is due on each day, whatever the date.
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
    """Return the first day that can still change: the day in progress or next, or a later day that has begun.

    After a change of waking hours the moment ``at`` can belong to the day before today; the sessions of today that have
    begun stand all the same.
    """
    first = open_date(runner, at)
    begun = last_begun(plan.days[_place_of(plan.days, first) :], at)
    return first if begun is None else begun.date


def _timed(days: Iterable[Day]) -> Iterator[tuple[Day, Session]]:
    return ((day, each) for day in days for each in day.sessions if each.span is not None)


def _date_now(day: Day, session: Session, runner: Runner) -> dt.date:
    """Return the date of a past session, or the date that the present waking hours give it if that is later."""
    return day.date if session.span is None else max(day.date, open_date(runner, session.span.start))


def _place_of(days: Sequence[Day], date: dt.date) -> int:
    """Return how many of the days, which are in order, are before this date."""
    return bisect_left(days, date, key=lambda day: day.date)


def _as_begun(day: Day, at: Minute) -> Day:
    """Return a day that is over.

    If new waking hours ended the day early, its timed sessions that had not begun are left out.
    """
    begun = tuple(each for each in day.sessions if each.all_day or has_begun(each, at))
    return day if len(begun) == len(day.sessions) else attrs.evolve(day, sessions=begun, whole=day.whole.risen(at))


def _moved(session: Session, early: Mapping[str, Minute], at: Minute) -> Session:
    """Return the session at its planned time, or at the earlier time at which the session was done."""
    begun = early.get(session.key)
    if begun is None or session.span is None:
        return session
    span = Span(start=begun, end=Minute(begun + session.span.minutes))
    return attrs.evolve(session, span=span, sequence=session.sequence + 1, revised_at=at)
