"""The texts of calendar entries, made from the plan and its labels."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final, final

import attrs

from soleus_recovery.clock import MINUTES_PER_HOUR, Minute, local
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.plan.plan import Day, Plan, Session
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, Status

__all__ = ["Wording", "time_on_card"]

_PARAGRAPH: Final = "\n\n"
_UNTIL: Final = "\N{EN DASH}"
# Clock changes of present-day zones are at most this long.
_LONGEST_CHANGE: Final = 3 * MINUTES_PER_HOUR
_OFFSET_LENGTH: Final = len("+00:00")


def time_on_card(minute: Minute, zone: str, date: dt.date) -> str:
    """Write a wall time, with its date if the card has another, and with the offset from UTC near a clock change.

    >>> time_on_card(Minute(0), "Europe/Berlin", dt.date(1969, 12, 31))
    '1970-01-01 01:00'
    """
    wall = local(minute, zone)
    text = f"{wall:%H:%M}" if wall.date() == date else f"{wall:%Y-%m-%d %H:%M}"
    # Near a clock change a wall time may come twice in one night; the offset tells the two apart.
    before, after = (local(Minute(minute + far), zone).utcoffset() for far in (-_LONGEST_CHANGE, _LONGEST_CHANGE))
    return text if before == after else f"{text} ({wall.isoformat()[-_OFFSET_LENGTH:]})"


@final
@attrs.frozen(kw_only=True)
class Wording(Value):
    """The texts of one plan's calendar entries; an empty text is left out of the calendar."""

    plan: Plan

    def session_text(self, session: Session, *, alone: bool) -> str:
        """Return a session's instructions and reasons, and when to stop if the calendar has no cards (``alone``)."""
        stop = self._when_to_stop(session) if alone else ""
        return _join((session.instructions, stop, self._why(session)), _PARAGRAPH)

    def category(self, session: Session) -> str:
        """Return the name of a session's activity."""
        return self.plan.labels.words.activities[session.activity]

    def card_title(self, day: Day) -> str:
        """Return the day's number and phase or, in an emergency or after a long silence, the title of the only card."""
        if day.standstill is not None:
            return day.standstill.title
        labels = self.plan.labels
        return _join((fill(labels.day, number=day.number), labels.words.phases[day.phase]), " \N{MIDDLE DOT} ")

    def card_text(self, day: Day, *, with_times: bool) -> str:
        """Return a day's all-day sessions, notes, and when to stop; ``with_times`` adds the timed sessions in order."""
        labels, standstill = self.plan.labels, day.standstill
        if standstill is not None:
            times = _join(self._times(day), "\n") if with_times else ""
            return _join((self.session_text(standstill, alone=True), times), _PARAGRAPH)
        shown = [session for session in day.sessions if with_times or session.all_day]
        parts = [
            _join(self._times(day), "\n") if with_times else "",
            *(self._block(session) for session in shown),
            *day.notes,
            _join(self._unplaced(day), "\n"),
            labels.when_to_stop,
            labels.not_advice if self.plan.days and day.date == self.plan.days[0].date else "",
        ]
        return _join(parts, _PARAGRAPH)

    def _when_to_stop(self, session: Session) -> str:
        """Return when to stop; the text is empty for an emergency's appointment card, which says nothing milder."""
        has_stopped = session.all_day and session.activity is Activity.APPOINTMENT
        return "" if has_stopped else self.plan.labels.when_to_stop

    def _times(self, day: Day) -> Iterator[str]:
        timed = [(session.span, session) for session in day.sessions if session.span is not None]
        for span, session in sorted(timed, key=lambda pair: pair[0]):
            start, end = (time_on_card(minute, session.zone, day.date) for minute in (span.start, span.end))
            open_end = self.plan.labels.provisional if session.status is Status.PROVISIONAL else ""
            condition = f" ({open_end} \N{HORIZONTAL ELLIPSIS})" if open_end else ""
            yield f"{start}{_UNTIL}{end} {session.title}{condition}"

    def _block(self, session: Session) -> str:
        body = _join((session.instructions, self._why(session)), "\n")
        return _join((session.title, body), "\n") if body else ""

    def _why(self, session: Session) -> str:
        reasons = "; ".join(f"{each.rule} ({each.origin}: {each.cite})" for each in session.because)
        return f"{self.plan.labels.why}: {reasons}" if reasons else ""

    def _unplaced(self, day: Day) -> Iterator[str]:
        labels = self.plan.labels
        for each in self.plan.left_out.get(day.date, ()):
            yield f"{labels.not_placed}: {labels.words.activities[each.activity]}. {each.reason}"


def _join(parts: Iterable[str], between: str) -> str:
    # Each part is written once: six icings on a card share one instruction.
    return between.join(part for part in dict.fromkeys(parts) if part)
