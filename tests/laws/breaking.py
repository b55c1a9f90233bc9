"""Breaking one thing in a good plan, for the tests that every law bites."""

from collections.abc import Callable

import attrs

from soleus_recovery import Plan, Session
from soleus_recovery.clock import MINUTES_PER_DAY, Minute
from soleus_recovery.plan.plan import RunDose
from soleus_recovery.spans import Span
from soleus_recovery.vocabulary import Activity

__all__ = ["dosed", "edited", "keyed", "longer", "moved", "of", "run_as", "to_day", "with_rest", "without"]


def edited(plan: Plan, which: Callable[[Session], bool], change: Callable[[Session], Session]) -> Plan:
    """The plan with the first such session changed."""
    done = False
    days = list(plan.days)
    for index, day in enumerate(days):
        sessions = list(day.sessions)
        for place, session in enumerate(sessions):
            if not done and which(session):
                sessions[place], done = change(session), True
        days[index] = attrs.evolve(day, sessions=tuple(sessions))
    assert done
    return attrs.evolve(plan, days=tuple(days))


def of(activity: Activity) -> Callable[[Session], bool]:
    return lambda session: session.activity is activity


def keyed(key: str) -> Callable[[Session], bool]:
    return lambda session: session.key == key


def moved(minutes: int) -> Callable[[Session], Session]:
    def change(session: Session) -> Session:
        assert session.span is not None
        start, end = session.span.start + minutes, session.span.end + minutes
        return attrs.evolve(session, span=Span(start=Minute(start), end=Minute(end)))

    return change


def longer(minutes: int) -> Callable[[Session], Session]:
    def change(session: Session) -> Session:
        assert session.span is not None
        span = Span(start=session.span.start, end=Minute(session.span.end + minutes))
        return attrs.evolve(session, span=span)

    return change


def dosed(dose: RunDose) -> Callable[[Session], Session]:
    return lambda session: attrs.evolve(session, dose=dose)


def without(plan: Plan, which: Callable[[Session], bool]) -> Plan:
    return attrs.evolve(
        plan,
        days=tuple(
            attrs.evolve(day, sessions=tuple(session for session in day.sessions if not which(session)))
            for day in plan.days
        ),
    )


def to_day(plan: Plan, key: str, number: int) -> Plan:
    """The plan with a session moved to another day, at the same time of day."""
    (before, session) = next((day, each) for day, each in plan.sessions() if each.key == key)
    shifted = moved((number - before.number) * MINUTES_PER_DAY)(session)
    rest = without(plan, keyed(key))
    return attrs.evolve(
        rest,
        days=tuple(
            attrs.evolve(day, sessions=(*day.sessions, shifted)) if day.number == number else day for day in rest.days
        ),
    )


def with_rest(plan: Plan) -> Plan:
    """The plan with one more thing to do on its last day, which no other law forbids."""
    rest = next(each for _, each in plan.sessions() if each.activity is Activity.REST)
    last = plan.days[-1]
    more = attrs.evolve(rest, key=f"{last.date}-rest-9")
    return attrs.evolve(plan, days=(*plan.days[:-1], attrs.evolve(last, sessions=(*last.sessions, more))))


def run_as(kind: Activity) -> Callable[[Session], Session]:
    return lambda session: attrs.evolve(session, activity=kind)
