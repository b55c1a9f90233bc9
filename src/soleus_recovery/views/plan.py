"""A plan in reading order, for text, Markdown and pages.

A line says when a session is due, and what it is. How to do an exercise is said once, where the exercise first comes
up, and not again for another dose.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Final, final

import attrs

from soleus_recovery.clock import Minute, calendar_date, is_repeated, local
from soleus_recovery.guidance.sentences import date_text, fill
from soleus_recovery.guidance.words.labels import Labels
from soleus_recovery.plan.plan import Day, Dose, Plan, RunDose, Session, SetsDose
from soleus_recovery.spans import Span
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, Status, Urgency

__all__ = ["Entry", "How", "ReadDay", "Reading", "date_text", "moment_text", "read"]

_NUMBER: Final = re.compile(r"\d+")


@final
@attrs.frozen(kw_only=True)
class How(Value):
    """How an exercise is done: its title, and its instructions."""

    title: str
    text: str


@final
@attrs.frozen(kw_only=True)
class Entry(Value):
    """One line of a day: when, what (several sessions can be at the same time), and the instructions that are new."""

    when: str
    what: tuple[str, ...]
    hows: tuple[How, ...]

    @property
    def how(self) -> tuple[str, ...]:
        """The instructions alone, without their titles."""
        return tuple(each.text for each in self.hows)


@final
@attrs.frozen(kw_only=True)
class ReadDay(Value):
    """A day in reading order: its heading and lines, the notes that the day before did not have, and what was left out.

    A ``quiet`` day holds nothing but the check-in.
    """

    heading: str
    entries: tuple[Entry, ...]
    notes: tuple[str, ...]
    left_out: tuple[str, ...]
    quiet: bool


@final
@attrs.frozen(kw_only=True)
class Reading(Value):
    """A whole plan in reading order."""

    title: str
    made: str
    warning: str
    reasons: tuple[str, ...]
    outlook: tuple[str, ...]
    stop: str
    days: tuple[ReadDay, ...]


def read(plan: Plan) -> Reading:
    """Put a plan into reading order; no instruction that a reader needs is left out."""
    labels = plan.labels
    made = local(plan.made_at, plan.zone)
    return Reading(
        title=_title(plan),
        made=f"{date_text(made.date(), labels)} {made:%Y %H:%M} {plan.zone}",
        warning=labels.not_advice,
        reasons=tuple(reason.text for reason in plan.reasons),
        outlook=tuple(_outlook(plan)),
        stop=_stop(plan),
        days=tuple(_Reader(plan).days()),
    )


def _title(plan: Plan) -> str:
    """Return the kind of plan with its severity or urgency; after an emergency or a long silence, its card's title."""
    labels, words = plan.labels, plan.labels.words
    if plan.standstill is not None:
        return plan.standstill.title
    if plan.urgency is not None:
        return f"{labels.hold_title} · {words.urgencies[plan.urgency]}"
    return f"{labels.plan_title} · {'' if plan.severity is None else words.severities[plan.severity]}"


def _stop(plan: Plan) -> str:
    """Return the text on when to stop; in an emergency the text says what to do now, and nothing milder."""
    if plan.urgency is Urgency.EMERGENCY and plan.standstill is not None:
        return plan.standstill.instructions
    return plan.labels.when_to_stop


def _outlook(plan: Plan) -> Iterator[str]:
    labels, standstill = plan.labels, plan.standstill
    if standstill is not None:
        yield f"{date_text(plan.days[-1].date, labels)}: {standstill.title}"
        return
    runs = [
        (day, run, run.span.start)
        for day, run in plan.sessions()
        if run.activity is Activity.RUN and run.span is not None
    ]
    ahead = [(day, run, start) for day, run, start in runs if start >= plan.made_at]
    if ahead:
        day, run, start = ahead[0]
        is_first, is_confirmed = not plan.has_run, run.status is Status.CONFIRMED
        label = labels.first_run if is_first else labels.changes.next_run
        status = f"{fill(labels.day, number=day.number)}, {labels.confirmed if is_confirmed else labels.provisional}"
        if is_first and not is_confirmed:
            status = fill(labels.if_each_day_is_well, number=day.number)
        yield f"{label}: {moment_text(start, plan.zone, labels)} ({status})"
    if plan.days:
        last = plan.days[-1]
        yield f"{labels.ends}: {date_text(last.date, labels)} ({fill(labels.day, number=last.number)})"


def moment_text(minute: Minute, zone: str, labels: Labels) -> str:
    """Return an instant as a runner's calendar and clock show it: ``Tue 24 Nov 18:00``."""
    wall = local(minute, zone)
    return f"{date_text(wall.date(), labels)} {wall:%H:%M}"


class _Reader:
    """A reader of a plan's days, which goes through them once and remembers the instructions and notes given so far."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._given: set[str] = set()
        self._doses: dict[object, set[Dose | None]] = {}
        self._notes_before: frozenset[str] = frozenset()

    def days(self) -> Iterator[ReadDay]:
        """Yield the days in order."""
        for day in self.plan.days:
            labels = self.plan.labels
            left_out = [
                f"{labels.words.activities[item.activity]}: {item.reason}"
                for item in self.plan.left_out.get(day.date, ())
            ]
            notes = tuple(note for note in day.notes if note not in self._notes_before)
            self._notes_before = frozenset(day.notes)
            number = fill(labels.day, number=day.number)
            is_quiet = not notes and not left_out and day.standstill is None
            yield ReadDay(
                heading=f"{number} · {date_text(day.date, labels)} · {labels.words.phases[day.phase]}",
                entries=tuple(self._entries(day)),
                notes=notes,
                left_out=tuple(dict.fromkeys(left_out)),
                quiet=is_quiet and {s.activity for s in day.sessions} == {Activity.CHECK_IN},
            )

    def _entries(self, day: Day) -> Iterator[Entry]:
        groups: dict[Span | None, list[Session]] = {}
        for session in day.sessions:
            groups.setdefault(session.span, []).append(session)
        for span, sessions in groups.items():
            yield Entry(
                when=self.plan.labels.all_day if span is None else self._when(span, day.date),
                what=tuple(map(self._what, sessions)),
                hows=tuple(self._hows(sessions)),
            )

    def _what(self, session: Session) -> str:
        waits = session.status is Status.PROVISIONAL
        return f"{session.title} ({self.plan.labels.provisional})" if waits else session.title

    def _hows(self, sessions: Iterable[Session]) -> Iterator[How]:
        for session in sessions:
            doses = self._doses.setdefault(_exercise(session), set())
            # The title says the dose; so of one exercise only the instructions for the first dose are given.
            is_new = session.instructions not in self._given and (not doses or session.dose in doses)
            self._given.add(session.instructions)
            doses.add(session.dose)
            if is_new and session.instructions:
                yield How(title=session.title, text=session.instructions)

    def _when(self, span: Span, date: dt.date) -> str:
        """Return the wall times of a span.

        The weekday is added if it is not the day's own, and the UTC offset if the hour comes twice.
        """
        start, end = (local(minute, self.plan.zone) for minute in (span.start, span.end))
        twice = start.utcoffset() != end.utcoffset() or is_repeated(start)
        text = f"{start:%H:%M}–{end:%H:%M}" + (f" UTC{start:%z}" if twice else "")
        if calendar_date(span.start, self.plan.zone) != date:
            text = f"{self.plan.labels.weekdays[start.weekday()]} {text}"
        return text


def _exercise(session: Session) -> object:
    """Return what a session has whatever its dose: the kind of exercise, its rules, status and form, and its text.

    Only the text of a run says what the run waits for, so a run is known by its text without the numbers alone. One
    step of an exercise can have a text of its own, such as the step with a load.
    """
    dose, text = session.dose, _NUMBER.sub("", session.instructions)
    if isinstance(dose, RunDose):
        return text
    form = (dose.hold_seconds > 0, dose.both_legs) if isinstance(dose, SetsDose) else ()
    rules = tuple(because.rule for because in session.because)
    return session.activity, rules, session.status, type(dose), form, text
