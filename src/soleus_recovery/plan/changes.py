"""The changes from one plan to the next, session by session with their reasons, and how to apply them.

``apply(old, diff(old, new)) == new`` for any two plans of one case.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from enum import Enum, unique
from typing import final

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.errors import FactError, shown
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.plan.plan import Day, Plan, Session
from soleus_recovery.values import Value

__all__ = ["Change", "ChangeKind", "Changes", "Outline", "apply", "diff"]


@unique
class ChangeKind(Enum):
    """The ways in which a session can change."""

    ADDED = "added"
    MOVED = "moved"
    ALTERED = "altered"
    WITHDRAWN = "withdrawn"

    def __str__(self) -> str:
        return self.value


@final
@attrs.frozen(kw_only=True)
class Change(Value):
    """One session that changed, with the date of its day and with the session before and after the change.

    ``before`` is None if the session was added. If the session was withdrawn, ``date`` is the day that held it, and
    ``after`` is its last record.
    """

    kind: ChangeKind
    date: dt.date
    before: Session | None
    after: Session
    reasons: tuple[Reason, ...]


@final
@attrs.frozen(kw_only=True)
class Outline(Value):
    """A new or changed day without its sessions, and the keys of the sessions that the day holds, in order."""

    day: Day
    keys: tuple[str, ...]


@final
@attrs.frozen(kw_only=True)
class Changes(Value):
    """Everything that leads from one plan to the next.

    ``passing`` are the sessions that were added and withdrawn again between the two plans. ``withdrawn`` are the keys
    of all withdrawn sessions of the new plan. ``head`` is the new plan without days and withdrawn sessions.
    """

    sessions: tuple[Change, ...]
    outlines: tuple[Outline, ...]
    dropped: frozenset[dt.date]
    passing: tuple[Session, ...]
    withdrawn: tuple[str, ...]
    head: Plan

    def __iter__(self) -> Iterator[Change]:
        return iter(self.sessions)

    def __len__(self) -> int:
        return len(self.sessions)

    def of(self, kind: ChangeKind) -> tuple[Change, ...]:
        """Return the changes of one kind, in order."""
        return tuple(change for change in self.sessions if change.kind is kind)


def diff(old: Plan, new: Plan) -> Changes:
    """Return the changes from one plan to another, in the order of days; raise ``FactError`` for plans of two cases."""
    if old.id != new.id:
        raise FactError(field="id", given=f"{shown(old.id)} and {shown(new.id)}", allowed="two plans of one case")
    before = {session.key: (day.date, session) for day, session in old.sessions()}
    after = {session.key: (day.date, session) for day, session in new.sessions()}
    gone, fell = ({session.key: session for session in plan.withdrawn} for plan in (new, old))
    why = _reasons_by_moment(new)
    changes = [
        _change(date, before[key][1] if key in before else None, session, why)
        for key, (date, session) in after.items()
        if key not in before or before[key][1] != session
    ]
    changes += [
        Change(
            kind=ChangeKind.WITHDRAWN,
            date=date,
            before=session,
            after=gone[key],
            reasons=why.get(gone[key].revised_at, ()),
        )
        for key, (date, session) in before.items()
        if key not in after
    ]
    days = {day.date: day for day in old.days}
    return Changes(
        sessions=tuple(sorted(changes, key=lambda change: (change.date, _start(change)))),
        outlines=tuple(
            Outline(day=attrs.evolve(day, sessions=()), keys=tuple(each.key for each in day.sessions))
            for day in new.days
            if days.get(day.date) != day
        ),
        dropped=frozenset(days) - {day.date for day in new.days},
        passing=tuple(each for key, each in gone.items() if key not in before and fell.get(key) != each),
        withdrawn=tuple(gone),
        head=attrs.evolve(new, days=(), withdrawn=()),
    )


def apply(old: Plan, changes: Changes) -> Plan:
    """Return the new plan, made from the old plan and the changes."""
    sessions = {session.key: session for _, session in old.sessions()}
    sessions |= {session.key: session for session in old.withdrawn}
    sessions |= {session.key: session for session in changes.passing}
    sessions |= {change.after.key: change.after for change in changes}
    days = {day.date: day for day in old.days if day.date not in changes.dropped}
    for outline in changes.outlines:
        held = tuple(sessions[key] for key in outline.keys)
        days[outline.day.date] = attrs.evolve(outline.day, sessions=held)
    return attrs.evolve(
        changes.head,
        days=tuple(days[date] for date in sorted(days)),
        withdrawn=tuple(sessions[key] for key in changes.withdrawn),
    )


def _change(date: dt.date, before: Session | None, after: Session, why: Mapping[Minute, tuple[Reason, ...]]) -> Change:
    kind = ChangeKind.ADDED
    if before is not None:
        kind = ChangeKind.ALTERED if before.span == after.span else ChangeKind.MOVED
    return Change(kind=kind, date=date, before=before, after=after, reasons=why.get(after.revised_at, ()))


def _reasons_by_moment(plan: Plan) -> dict[Minute, tuple[Reason, ...]]:
    """Map the moment of each revision, which is also ``revised_at`` of the sessions that it changed, to its reasons."""
    reasons: dict[Minute, list[Reason]] = {}
    for revision in plan.revisions:
        reasons.setdefault(revision.at, []).extend(revision.reasons)
    return {at: tuple(given) for at, given in reasons.items()}


def _start(change: Change) -> int:
    return -1 if change.after.span is None else change.after.span.start
