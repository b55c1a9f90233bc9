"""Which sessions have begun: at the planned time, or earlier if a check-in says that a session was done earlier."""

from collections.abc import Iterable, Mapping
from operator import itemgetter

from soleus_recovery.clock import Minute
from soleus_recovery.plan.plan import Day, Session
from soleus_recovery.vocabulary import Activity

__all__ = ["begun_early", "has_begun", "last_begun"]

_RELIEF = (Activity.ICE, Activity.ELEVATE)


def has_begun(session: Session, at: Minute) -> bool:
    """Return whether the planned start of a session is before an instant."""
    return session.span is not None and session.span.start < at


def last_begun(days: Iterable[Day], at: Minute) -> Day | None:
    """Return the last of ``days`` (in order) with a session that began before ``at``, or None if there is no such day.

    After a change of waking hours ``at`` can belong to the day before today, though today has begun.
    """
    begun = [day for day in days if any(has_begun(each, at) for each in day.sessions)]
    return begun[-1] if begun else None


def begun_early(
    day: Day,
    done: Mapping[str, Minute | None],
    *,
    since: Minute,
    at: Minute,
    least_gap: int,
    before: Iterable[Day],
) -> Mapping[str, Minute]:
    """Map the key of each session of the day in progress that was done before its planned time to its real start.

    ``done`` maps the keys of sessions to the starts that check-ins give. A session is returned only if the plan could
    have held it at that start: between ``since`` (the day's waking, or the first plan) and ``at``. An icing must also
    start at least ``least_gap`` minutes from every other icing that has begun on this day or on the days ``before``;
    raising the leg keeps the same distance from other times of raising the leg.
    """
    known = [each for one in (*before, day) for each in one.sessions if has_begun(each, at)]
    starts = {activity: _starts(known, activity) for activity in _RELIEF}
    ahead = [each for each in day.sessions if each.span is not None and not has_begun(each, at)]
    claimed = [(begun, each) for each in ahead if (begun := done.get(each.key))]
    early: dict[str, Minute] = {}
    for begun, each in sorted(claimed, key=itemgetter(0)):
        others = starts.get(each.activity, [])
        if since <= begun < at and all(abs(begun - other) >= least_gap for other in others):
            early[each.key] = begun
            others.append(begun)
    return early


def _starts(sessions: Iterable[Session], activity: Activity) -> list[Minute]:
    return [each.span.start for each in sessions if each.activity is activity and each.span is not None]
