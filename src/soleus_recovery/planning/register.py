"""Sessions as they enter a plan: each has a key, and a stamp that follows on what stood under that key before."""

from collections import Counter
from operator import attrgetter
from typing import final

import attrs

from soleus_recovery.planning.content import Content, Fixed
from soleus_recovery.planning.history import KEYED_IN_PLAN
from soleus_recovery.planning.past import Past
from soleus_recovery.planning.plan import Session
from soleus_recovery.spans import Span
from soleus_recovery.vocabulary import Activity

__all__ = ["Register"]

_SAYS = attrgetter(*(field.name for field in attrs.fields(Content)))


@final
class Register:
    """Makes the sessions of one plan; where one says what it said before, that very session stands.

    To make all anew and to stamp them afterwards takes a tenth of a revision that moves them.
    """

    def __init__(self, past: Past, zone: str) -> None:
        self._zone, self._at = zone, past.at
        self._gone = {each.key: each for each in past.withdrawn}
        self._known = self._gone | {each.key: each for day in past.open_days for each in day.sessions}
        self._keyed = past.history.keyed + Counter(each.activity for each in past.today)

    @property
    def mark(self) -> dict[Activity, int]:
        """What the sessions so far leave behind: how many have a key that counts in the plan."""
        return {activity: self._keyed[activity] for activity in KEYED_IN_PLAN}

    def enter(self, day: str, item: Fixed, counts: dict[Activity, int]) -> Session:
        """The session of this day (its date, as ISO) and time; ``counts`` says what the day holds so far."""
        content, span = item.content, item.span
        activity = content.activity
        if activity in KEYED_IN_PLAN:
            ordinal = self._keyed[activity] = self._keyed[activity] + 1
            key = f"{activity!s}-{ordinal}"
        else:
            ordinal = counts[activity] = counts.get(activity, 0) + 1
            key = f"{day}-{activity!s}-{ordinal}"
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

    def _stands(self, known: Session, content: Content, span: Span | None) -> bool:
        """Whether it has not fallen away, and is the same but for its stamp."""
        is_there = known.key not in self._gone
        return is_there and known.span == span and known.zone == self._zone and _SAYS(known) == _SAYS(content)
