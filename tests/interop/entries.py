"""The entries that a calendar program should show of a plan, and those that each program reads from our file."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final, final

import attrs
import icalendar
import vobject
from ical.calendar_stream import IcsCalendarStream

from soleus_recovery import Plan, Session
from soleus_recovery.calendars import Detail
from soleus_recovery.calendars.discreet import without_words
from soleus_recovery.calendars.events import uid
from soleus_recovery.vocabulary import Activity, Status
from tests.calendars.reading import minute_of

__all__ = ["READERS", "Entry", "expected", "read_by_icalendar"]

_VOBJECT: Any = vobject  # untyped
_ICALENDAR: Any = icalendar


@final
@attrs.frozen
class Entry:
    """An entry: two instants in minutes, or two dates (the second exclusive), a title and a status."""

    start: int | dt.date
    end: int | dt.date
    title: str
    status: str


def expected(plan: Plan, detail: Detail, *, discreet: bool = False) -> dict[str, Entry]:
    """Return every entry by its UID: the plan's sessions, and a card a day."""
    shown = without_words(plan) if discreet else plan
    runs = (Activity.RUN, Activity.REVIEW, Activity.APPOINTMENT)
    entries: dict[str, Entry] = {}
    living = [(day.date, each, "") for day, each in shown.sessions()]
    for date, session, gone in [*living, *((None, each, "CANCELLED") for each in shown.withdrawn)]:
        is_training = session.activity is Activity.STRENGTHEN  # without room it has an event for the whole day
        is_shown = detail is Detail.SESSIONS and (session.span is not None or is_training)
        if is_shown or (detail is Detail.RUNS and session.activity in runs and (session.span or date)):
            entries[uid(plan.id, session.key)] = _of(session, date, gone or _status(session))
    if detail is not Detail.RUNS:
        for day, status in [(day, "CONFIRMED") for day in shown.days] + [
            (day, "CANCELLED") for day in shown.withdrawn_days
        ]:
            named = (shown.labels.day.format(number=day.number), shown.labels.words.phases[day.phase])
            title = " \N{MIDDLE DOT} ".join(filter(None, named))
            key = uid(plan.id, f"card-{day.date}")
            entries[key] = Entry(day.date, day.date + dt.timedelta(days=1), title, status)
    return entries


def _status(session: Session) -> str:
    return "TENTATIVE" if session.status is Status.PROVISIONAL else "CONFIRMED"


def _of(session: Session, date: dt.date | None, status: str) -> Entry:
    if session.span is None:
        date = date or dt.date.fromisoformat(session.key[:10])
        return Entry(date, date + dt.timedelta(days=1), session.title, status)
    return Entry(session.span.start, session.span.end, session.title, status)


# ------------------------------------------------------------------ readers


def _when(value: Any) -> int | dt.date:
    return minute_of(value) if isinstance(value, dt.datetime) else value


def _by_ical(data: bytes) -> dict[str, Entry]:
    events: list[Any] = IcsCalendarStream.calendar_from_ics(data.decode()).events
    read = [
        (each.uid, Entry(_when(each.dtstart), _when(each.dtend), each.summary, each.status.value)) for each in events
    ]
    assert len(read) == len(dict(read))
    return dict(read)


def _by_vobject(data: bytes) -> dict[str, Entry]:
    read: list[tuple[str, Entry]] = []
    for each in getattr(_VOBJECT.readOne(data.decode()), "vevent_list", []):
        start, end = _when(each.dtstart.value), _when(each.dtend.value)
        read.append((each.uid.value, Entry(start, end, each.summary.value, each.status.value)))
    assert len(read) == len(dict(read))
    return dict(read)


def read_by_icalendar(data: bytes) -> dict[str, Entry]:
    """Read with icalendar, and check required, single and exclusive properties, which its parser does not."""
    calendar = _ICALENDAR.Calendar.from_ical(data)
    for component in calendar.walk():
        missing = [name for name in component.required if name not in component]
        doubled = [name for name in component.singletons if isinstance(component.get(name), list)]
        both = [name for name in component.exclusive if name in component]
        faults = [*missing, *doubled, *component.errors, *(both if len(both) > 1 else ())]
        assert faults == [], component.name
    read: list[tuple[str, Entry]] = []
    for each in calendar.walk("VEVENT"):
        start, end = _when(each["DTSTART"].dt), _when(each["DTEND"].dt)
        read.append((str(each["UID"]), Entry(start, end, str(each["SUMMARY"]), str(each["STATUS"]))))
    assert len(read) == len(dict(read))
    return dict(read)


READERS: Final[Mapping[str, Callable[[bytes], dict[str, Entry]]]] = {
    "ical": _by_ical,
    "vobject": _by_vobject,
    "icalendar": read_by_icalendar,
}
"""The readers that run in this process."""
