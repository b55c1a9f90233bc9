"""Gives sessions and days their keys and stamps, which follow on from the plan before."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import final

import attrs

from soleus_recovery.plan.content import PlacedContent, SessionContent
from soleus_recovery.plan.plan import Day, Session, Stamp, Unplaced
from soleus_recovery.planner.kept.history import KEYED_IN_PLAN
from soleus_recovery.planner.kept.standing import RevisionBase
from soleus_recovery.spans import Span
from soleus_recovery.vocabulary import Activity

__all__ = ["Stamper"]

_CONTENT_OF = attrgetter(*(field.name for field in attrs.fields(SessionContent)))


@final
class Stamper:
    """The maker of keys and stamps for one plan; a session or day that is the same as before is returned unchanged.

    Keys such as ``run-3`` are numbered through the whole plan (``KEYED_IN_PLAN``). ``ordinals`` holds, for each such
    activity, the last number that a past day or a session that has begun uses; later sessions go on from there.
    """

    def __init__(self, base: RevisionBase, zone: str) -> None:
        self._zone, self._at = zone, base.at
        self._gone = {each.key: each for each in base.withdrawn}
        self._known = self._gone | {each.key: each for day in base.open_days for each in day.sessions}
        self._days = {day.date: day for day in base.open_days}
        self._gone_days = {day.date: day for day in base.withdrawn_days}
        self._unplaced_before: dict[dt.date, tuple[Unplaced, ...]] = {}
        for item in base.left_out:
            self._unplaced_before[item.date] = (*self._unplaced_before.get(item.date, ()), item)
        self.first_stamp = Stamp(sequence=0, revised_at=base.at)
        """The stamp of a day that is in no earlier plan."""
        self.ordinals: Mapping[Activity, int] = {
            **(Counter(base.history.counts_in_plan) + Counter(each.activity for each in base.today))
        }

    def day(self, day: Day, unplaced: tuple[Unplaced, ...]) -> Day:
        """Return the day with its stamps: ``card`` rises if the day's card changes, ``whole`` if anything changes."""
        before = self._days.get(day.date)
        known = before or self._gone_days.get(day.date)
        if known is None:
            return day
        is_card_same = (
            before is not None
            and self._unplaced_before.get(day.date, ()) == unplaced
            and (before.number, before.phase, before.notes) == (day.number, day.phase, day.notes)
            and _all_day(before.sessions) == _all_day(day.sessions)
        )
        if is_card_same and known.sessions == day.sessions:
            return known
        card, whole = known.card if is_card_same else known.card.risen(self._at), known.whole.risen(self._at)
        return Day(
            date=day.date,
            number=day.number,
            phase=day.phase,
            notes=day.notes,
            sessions=day.sessions,
            card=card,
            whole=whole,
        )

    def sessions(
        self, date: dt.date, items: Iterable[PlacedContent], begun: Sequence[Session], ordinals: Mapping[Activity, int]
    ) -> tuple[tuple[Session, ...], Mapping[Activity, int]]:
        """Return the sessions of a day besides those that have ``begun``, and the ``ordinals`` after that day.

        No two sessions of the plan have the same key. The key of an activity in ``KEYED_IN_PLAN`` is the activity and a
        number that counts through the whole plan. Every other key is the date, the activity and a number that counts
        within the day.
        """
        in_day, begun_keys = dict[Activity, int](), {each.key for each in begun}
        day, sessions = date.isoformat(), list[Session]()
        for item in items:
            content, span = item.content, item.span
            activity = content.activity
            if activity in KEYED_IN_PLAN:
                ordinal = ordinals.get(activity, 0) + 1
                ordinals = {**ordinals, activity: ordinal}
                key = f"{activity!s}-{ordinal}"
            else:
                ordinal = in_day.get(activity, 0) + 1
                # The fifth session of a kind may have begun before the fourth, if a check-in named the fifth as done.
                while (key := f"{day}-{activity!s}-{ordinal}") in begun_keys:
                    ordinal += 1
                in_day[activity] = ordinal
            known = self._known.get(key)
            if known is not None and self._stands(known, content, span):
                sessions.append(known)
                continue
            session = Session(
                key=key,
                activity=activity,
                span=span,
                zone=self._zone,
                title=content.title,
                instructions=content.instructions,
                status=content.status,
                dose=content.dose,
                sequence=0 if known is None else known.sequence + 1,
                revised_at=self._at,
                because=content.because,
            )
            sessions.append(session)
        return tuple(sessions), ordinals

    def _stands(self, known: Session, content: SessionContent, span: Span | None) -> bool:
        """Return whether the plan before holds the same session, apart from its stamp."""
        is_there = known.key not in self._gone
        return (
            is_there and known.span == span and known.zone == self._zone and _CONTENT_OF(known) == _CONTENT_OF(content)
        )


def _all_day(sessions: Iterable[Session]) -> Sequence[Session]:
    """Return the sessions that stand on the card of a day, because they have no time of their own."""
    return [each for each in sessions if each.all_day]
