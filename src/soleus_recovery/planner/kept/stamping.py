"""Sessions and days as they enter a plan, with stamps that follow on what stood there before."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from operator import attrgetter
from typing import final

import attrs

from soleus_recovery.plan.content import PlacedContent, SessionContent
from soleus_recovery.plan.plan import Day, Session, Stamp, Unplaced
from soleus_recovery.planner.kept.history import KEYED_IN_PLAN
from soleus_recovery.planner.kept.standing import RevisionBase
from soleus_recovery.spans import Span
from soleus_recovery.vocabulary import Activity, PhaseKind

__all__ = ["Stamper"]

_SAYS = attrgetter(*(field.name for field in attrs.fields(SessionContent)))


@final
class Stamper:
    """Makes the sessions and days of one plan; where one says what it said before, that very one stands.

    To make all anew and to stamp them afterwards takes a fifth of a revision that moves them.
    """

    def __init__(self, base: RevisionBase, zone: str) -> None:
        self._zone, self._at = zone, base.at
        self._gone = {each.key: each for each in base.withdrawn}
        self._known = self._gone | {each.key: each for day in base.open_days for each in day.sessions}
        self._keyed = Counter(base.history.counts_in_plan) + Counter(each.activity for each in base.today)
        self._days = {day.date: day for day in base.open_days}
        self._gone_days = {day.date: day for day in base.withdrawn_days}
        self._left_out_before, self._left_out = dict[dt.date, list[Unplaced]](), dict[dt.date, list[Unplaced]]()
        for item in base.left_out:
            self._left_out_before.setdefault(item.date, []).append(item)
        self._stamp = Stamp(sequence=0, revised_at=base.at)

    def leave_out(self, item: Unplaced) -> None:
        """What a day does not hold stands on its card; it is told before the day."""
        self._left_out.setdefault(item.date, []).append(item)

    def day(
        self, date: dt.date, number: int, phase: PhaseKind, notes: tuple[str, ...], sessions: tuple[Session, ...]
    ) -> Day:
        """The day of this date; ``card`` rises where its card says something else, ``whole`` where anything does."""
        before, card, whole = self._days.get(date), self._stamp, self._stamp
        if known := before or self._gone_days.get(date):
            is_card_same = (
                before is not None
                and self._left_out_before.get(date) == self._left_out.get(date)
                and (before.number, before.phase, before.notes) == (number, phase, notes)
                and _all_day(before.sessions) == _all_day(sessions)
            )
            if is_card_same and known.sessions == sessions:
                return known
            card, whole = known.card if is_card_same else known.card.risen(self._at), known.whole.risen(self._at)
        return Day(date=date, number=number, phase=phase, notes=notes, sessions=sessions, card=card, whole=whole)

    def session(
        self, day: str, item: PlacedContent, counts: dict[Activity, int], begun_keys: Collection[str]
    ) -> Session:
        """The session of this day (its date, as ISO) and time, under a key that nothing else of the plan has.

        ``counts`` holds the last ordinal of each activity of the day so far, ``begun_keys`` the keys of what has begun.
        """
        content, span = item.content, item.span
        activity = content.activity
        if activity in KEYED_IN_PLAN:
            ordinal = self._keyed[activity] = self._keyed[activity] + 1
            key = f"{activity!s}-{ordinal}"
        else:
            ordinal = counts.get(activity, 0) + 1
            # What has begun may be the fifth of its kind, told as done before the fourth.
            while (key := f"{day}-{activity!s}-{ordinal}") in begun_keys:
                ordinal += 1
            counts[activity] = ordinal
        known = self._known.get(key)
        if known is not None and self._stands(known, content, span):
            return known
        return Session(
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

    def _stands(self, known: Session, content: SessionContent, span: Span | None) -> bool:
        """Whether it has not fallen away, and is the same but for its stamp."""
        is_there = known.key not in self._gone
        return is_there and known.span == span and known.zone == self._zone and _SAYS(known) == _SAYS(content)


def _all_day(sessions: Iterable[Session]) -> Sequence[Session]:
    """What stands on the card of a day: it has no time of its own."""
    return [each for each in sessions if each.all_day]
