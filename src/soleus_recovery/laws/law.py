"""A law: its id, its sentence, the guidance it comes from, and a check that yields the places where it fails."""

from collections.abc import Callable, Iterable, Iterator
from typing import final

import attrs

from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.plan.plan import Day, Plan, Revision, RunDose, Session, SetsDose
from soleus_recovery.spans import Span
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, Occasion

__all__ = [
    "Check",
    "Invariant",
    "Transition",
    "TransitionCheck",
    "Violation",
    "ahead",
    "one_leg",
    "open_days",
    "runs_of",
    "tells_of_clearance",
    "timed",
]

Check = Callable[[Plan, RecoveryProtocol], Iterator[str]]
TransitionCheck = Callable[[Plan, Plan, RecoveryProtocol], Iterator[str]]


@final
@attrs.frozen(kw_only=True)
class Invariant(Value):
    """A law of a single plan; ``broken`` yields each place where the plan breaks it."""

    id: str
    says: str
    origin: str
    broken: Check = attrs.field(repr=False, eq=False)


@final
@attrs.frozen(kw_only=True)
class Transition(Value):
    """A law of a plan and a later plan of the same case; ``broken`` yields each place where the two break the law."""

    id: str
    says: str
    origin: str
    broken: TransitionCheck = attrs.field(repr=False, eq=False)


@final
@attrs.frozen(kw_only=True)
class Violation(Value):
    """A broken law, and the place in the plan where it is broken."""

    id: str
    says: str
    where: str


def tells_of_clearance(revisions: Iterable[Revision], protocol: RecoveryProtocol) -> bool:
    """Return whether one of these revisions was made because a clinician had cleared a finding."""
    rule = protocol.occasions.said[Occasion.CLEARED].rule
    return any(reason.because.rule == rule for revision in revisions for reason in revision.reasons)


def ahead(plan: Plan) -> Iterator[tuple[Day, Session]]:
    """Yield each session that the last revision could still change, with its day; earlier sessions are settled."""
    open_dates = {day.date for day in open_days(plan)}
    for day, session in plan.sessions():
        is_ahead = day.date in open_dates if session.span is None else session.span.start >= plan.made_at
        if is_ahead:
            yield day, session


def open_days(plan: Plan) -> list[Day]:
    """Return the days that the last revision could still change.

    A change of waking hours can leave two waking windows open at once. In that case the later day has begun, and the
    earlier day is over.
    """
    days = [day for day in plan.days if plan.runner.window(day.date).end > plan.made_at]
    begun = [day.date for day in days if any(each.span and each.span.start < plan.made_at for each in day.sessions)]
    return [day for day in days if not begun or day.date >= begun[-1]]


def timed(sessions: Iterable[tuple[Day, Session]], *activities: Activity) -> list[tuple[Day, Session, Span]]:
    """Return the sessions of these activities that have a time, each with its day and its time."""
    return [
        (day, session, session.span)
        for day, session in sessions
        if session.activity in activities and session.span is not None
    ]


def one_leg(sessions: Iterable[tuple[Day, Session]]) -> list[tuple[Day, Session]]:
    """Return the strengthening among these sessions that is done on one leg at a time, each session with its day."""
    return [
        (day, session)
        for day, session in sessions
        if session.activity is Activity.STRENGTHEN and isinstance(session.dose, SetsDose) and not session.dose.both_legs
    ]


def runs_of(sessions: Iterable[tuple[Day, Session]]) -> list[tuple[Day, Session, RunDose]]:
    """Return the runs among these sessions, each with its day and its dose."""
    return [(day, session, session.dose) for day, session in sessions if isinstance(session.dose, RunDose)]
