"""The events of a file: one for a session, one for a day's card."""

import datetime as dt
import uuid
from enum import Enum, unique
from typing import Final, final

import attrs
from icalendar import Alarm, Event

from soleus_recovery.calendars.properties import Text, add_text, clean, put
from soleus_recovery.calendars.times import Times, utc
from soleus_recovery.calendars.wording import Wording
from soleus_recovery.clock import Minute
from soleus_recovery.planning.plan import Day, Plan, Session
from soleus_recovery.vocabulary import Status

__all__ = ["EventStatus", "Events", "card_key", "uid"]

_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_OID, "soleus-recovery")


@unique
class EventStatus(Enum):
    """STATUS of an event (RFC 5545, 3.8.1.11)."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


_STATUS: Final = {Status.CONFIRMED: EventStatus.CONFIRMED, Status.PROVISIONAL: EventStatus.TENTATIVE}


def uid(plan_id: str, key: str) -> str:
    """Return the UID of what has this key in this plan: the same in every file, whatever the file shows.

    It is a bare UUID (RFC 7986, 5.3), so that it names nobody and nothing. Raises ``FactError`` for half a character.

    >>> uid("plan-1", "card-2026-11-22") == uid("plan-1", "card-2026-11-23")
    False
    """
    clean("id", plan_id)
    clean("key", key)
    return str(uuid.uuid5(uuid.uuid5(_NAMESPACE, plan_id), key))


def card_key(day: Day) -> str:
    """The key of a day's card, beside those of its sessions."""
    return f"card-{day.date.isoformat()}"


@final
@attrs.frozen(kw_only=True)
class Events:
    """Makes the events of one file; ``discreet`` marks them private, ``cards`` says whether the file has cards."""

    plan: Plan
    wording: Wording
    times: Times
    cards: bool
    alarms: bool
    discreet: bool

    def event_for(self, session: Session, date: dt.date, *, status: EventStatus | None = None) -> Event:
        """The event of a session of the day that opened on ``date``; the status is the session's own unless given."""
        event = self._event(
            key=session.key,
            sequence=session.sequence,
            revised_at=session.revised_at,
            status=status or _STATUS[session.status],
            title=session.title,
            text=self.wording.session_text(session, alone=not self.cards),
        )
        add_text(event, "CATEGORIES", self.wording.category(session))
        if session.span is None:
            _add_date(event, date)
        else:
            self.times.add(event, session.span)
            if self.alarms and status is not EventStatus.CANCELLED:
                _add_alarm(event, session.title)
        return event

    def card_for(self, day: Day, *, with_times: bool, status: EventStatus = EventStatus.CONFIRMED) -> Event:
        """The all-day event of a day, with or without the sessions that have a time of their own."""
        stamp = day.whole if with_times else day.card
        event = self._event(
            key=card_key(day),
            sequence=stamp.sequence,
            revised_at=stamp.revised_at,
            status=status,
            title=self.wording.card_title(day),
            text=self.wording.card_text(day, with_times=with_times),
        )
        _add_date(event, day.date)
        return event

    def _event(
        self, *, key: str, sequence: int, revised_at: Minute, status: EventStatus, title: str, text: str
    ) -> Event:
        event = Event()
        put(event, "UID", Text(uid(self.plan.id, key)))
        put(event, "DTSTAMP", utc(revised_at))
        put(event, "LAST-MODIFIED", utc(revised_at))
        put(event, "SEQUENCE", sequence)
        put(event, "STATUS", Text(status.value))
        # Advice takes no time from anybody: free, in the words of the RFC and in Outlook's.
        put(event, "TRANSP", Text("TRANSPARENT"))
        put(event, "X-MICROSOFT-CDO-BUSYSTATUS", Text("FREE"))
        if self.discreet:
            put(event, "CLASS", Text("PRIVATE"))
        add_text(event, "SUMMARY", title)
        add_text(event, "DESCRIPTION", text)
        return event


def _add_date(event: Event, date: dt.date) -> None:
    put(event, "DTSTART", date)
    put(event, "DTEND", date + dt.timedelta(days=1))  # exclusive (RFC 5545, 3.6.1)


def _add_alarm(event: Event, title: str) -> None:
    alarm = Alarm()
    put(alarm, "ACTION", Text("DISPLAY"))
    put(alarm, "TRIGGER", dt.timedelta(0))
    # RFC 5545, 3.6.6: a DISPLAY alarm must have a DESCRIPTION, so a title that is empty gives none.
    add_text(alarm, "DESCRIPTION", title)
    if "DESCRIPTION" in alarm:
        event.add_component(alarm)
