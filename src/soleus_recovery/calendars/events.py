"""Writes the events of a calendar file: an event for each session, and an event for each day's card."""

import datetime as dt
import uuid
from enum import Enum, unique
from functools import lru_cache
from typing import Final, final

import attrs

from soleus_recovery.calendars.lines import block, clean, line, text_line
from soleus_recovery.calendars.times import Moments, Times, stamp
from soleus_recovery.calendars.wording import Wording
from soleus_recovery.clock import Minute
from soleus_recovery.plan.plan import Day, Plan, Session
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Status

__all__ = ["Entry", "EventStatus", "Events", "card_key", "uid"]

_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_OID, "soleus-recovery")


@unique
class EventStatus(Enum):
    """The property STATUS of an event (RFC 5545, 3.8.1.11)."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


_STATUS: Final = {Status.CONFIRMED: EventStatus.CONFIRMED, Status.PROVISIONAL: EventStatus.TENTATIVE}


def uid(plan_id: str, key: str) -> str:
    """Return the UID of the event for the session, or for the day's summary (the card), with this key.

    The UID is the same in every file of the plan.

    The UID is a bare UUID (RFC 7986, 5.3), so it says nothing about the runner. Raises ``FactError`` if the plan's id
    or the key holds a lone surrogate.

    >>> uid("plan-1", "card-2026-11-22") == uid("plan-1", "card-2026-11-23")
    False
    """
    clean("key", key)
    return str(uuid.uuid5(_namespace(plan_id), key))


@lru_cache(maxsize=64)
def _namespace(plan_id: str) -> uuid.UUID:
    clean("id", plan_id)
    return uuid.uuid5(_NAMESPACE, plan_id)


def card_key(day: Day) -> str:
    """Return the key of a day's card; the day's sessions have keys of their own."""
    return f"card-{day.date.isoformat()}"


@final
@attrs.frozen(kw_only=True)
class Entry(Value):
    """An event: its key in the plan, its UID, its VEVENT as bytes, and whether the VEVENT names a time zone."""

    key: str
    uid: str
    content: bytes
    zoned: bool


@final
@attrs.frozen(kw_only=True)
class Events(Value):
    """The maker of one file's events; ``cards`` says whether the file has cards, ``discreet`` marks events private."""

    plan: Plan
    wording: Wording
    times: Times
    cards: bool
    alarms: bool
    discreet: bool

    def event_for(self, session: Session, date: dt.date, *, status: EventStatus | None = None) -> Entry:
        """Make the event of a session of the day ``date``, with the session's own status unless one is given."""
        rings = self.alarms and session.span is not None and status is not EventStatus.CANCELLED
        return self._entry(
            key=session.key,
            moments=self.times.of_date(date) if session.span is None else self.times.of(session.span),
            sequence=session.sequence,
            revised_at=session.revised_at,
            status=status or _STATUS[session.status],
            title=session.title,
            text=self.wording.session_text(session, alone=not self.cards),
            category=self.wording.category(session),
            alarm=_alarm(session.title) if rings else b"",
        )

    def card_for(self, day: Day, *, with_times: bool, status: EventStatus = EventStatus.CONFIRMED) -> Entry:
        """Make the all-day event of a day, with or without its timed sessions."""
        version = day.whole if with_times else day.card
        return self._entry(
            key=card_key(day),
            moments=self.times.of_date(day.date),
            sequence=version.sequence,
            revised_at=version.revised_at,
            status=status,
            title=self.wording.card_title(day),
            text=self.wording.card_text(day, with_times=with_times),
        )

    def _entry(
        self,
        *,
        key: str,
        moments: Moments,
        sequence: int,
        revised_at: Minute,
        status: EventStatus,
        title: str,
        text: str,
        category: str = "",
        alarm: bytes = b"",
    ) -> Entry:
        """Write an event's properties in the order of the library icalendar, which some programs need."""
        revised, own_uid = stamp(revised_at), uid(self.plan.id, key)
        lines = (
            text_line("SUMMARY", title),
            moments.lines,
            line("DTSTAMP", revised),
            line("UID", own_uid),
            line("SEQUENCE", str(sequence)),
            text_line("CATEGORIES", category),
            _PRIVATE if self.discreet else b"",
            text_line("DESCRIPTION", text),
            line("LAST-MODIFIED", revised),
            line("STATUS", status.value),
            _FREE,
            alarm,
        )
        return Entry(key=key, uid=own_uid, content=block("VEVENT", lines), zoned=moments.zoned)


_PRIVATE: Final = line("CLASS", "PRIVATE")
# The runner is free during a session: TRANSP says so by RFC 5545, and the other property says so in Outlook.
_FREE: Final = line("TRANSP", "TRANSPARENT") + line("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")


def _alarm(title: str) -> bytes:
    # RFC 5545, 3.6.6: a DISPLAY alarm must have a DESCRIPTION, so an event without a title has no alarm.
    description = text_line("DESCRIPTION", title)
    return block("VALARM", (line("ACTION", "DISPLAY"), description, line("TRIGGER", "P0D"))) if description else b""
