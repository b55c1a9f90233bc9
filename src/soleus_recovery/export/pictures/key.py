"""The words of a plan's picture: the key beside the picture, and the description that a screen reader reads out."""

import datetime as dt
from collections.abc import Callable, Iterator

from soleus_recovery.export.pictures.layout import stretches
from soleus_recovery.export.pictures.marks import PHASE_FILLS, flag, outline, run_bar, session_mark, written
from soleus_recovery.export.pictures.shapes import Shape, shape
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.plan.plan import Plan, Session
from soleus_recovery.views.guidance import picture_labels
from soleus_recovery.views.plan import date_text, moment_text, read
from soleus_recovery.vocabulary import Activity, PhaseKind, Status

__all__ = ["Key"]

Symbol = Callable[[float, float], Iterator[Shape]]
"""A function that draws a mark of the key, given the mark's left edge and the middle of its height."""
_DRAWN = (Activity.RUN, Activity.ICE, Activity.ELEVATE, Activity.REVIEW, Activity.APPOINTMENT)
_WIDE, _HIGH = 20.0, 16.0


class Key:
    """The key and the description of one plan's picture."""

    def __init__(
        self, plan: Plan, protocol: RecoveryProtocol, *, floor: str | None, today: dt.date | None, name: str
    ) -> None:
        self._plan, self._protocol, self._labels = plan, protocol, plan.labels
        self._texts, self._today, self._name = picture_labels(protocol), today, name
        self._floor = None if floor is None else fill(self._texts.floor, moment=floor)
        self._timed = [(each.span, each) for _, each in plan.sessions() if each.span is not None]
        self._sessions = [session for _, session in self._timed]
        self._phases = list(dict.fromkeys(day.phase for day in plan.days))

    def number(self, phase: PhaseKind) -> int:
        """Return the phase's number, from 1, which stands for the phase's name in a band too narrow for the name."""
        return self._phases.index(phase) + 1

    def lines(self) -> Iterator[tuple[Symbol, str]]:
        """Yield the lines of the key: each mark that the picture has, and what the mark means."""
        for phase in self._phases:
            yield _phase(phase, self.number(phase)), self._dates(phase)
        names = self._labels.words.activities
        for activity in (Activity.ICE, Activity.ELEVATE):
            if self._has(activity):
                yield _mark(activity, 8), names[activity]
        for run in self._runs():
            yield _run(run, self._name), fill(self._texts.runs, run=names[Activity.RUN], status=self._status(run))
        for activity in (Activity.REVIEW, Activity.APPOINTMENT):
            if self._has(activity):
                yield _mark(activity, 5.5), names[activity]
        if any(session.activity not in _DRAWN for session in self._sessions):
            yield _mark(Activity.CHECK_IN, 5), self._texts.others
        if self._floor is not None:
            yield _flag, self._floor
        if self._today is not None:
            yield _outline, f"{self._texts.today}: {date_text(self._today, self._labels)}"

    def says(self) -> Iterator[str]:
        """Yield what a screen reader reads out: phases, outlook, earliest run hour, runs, reviews, appointments."""
        for phase in self._phases:
            yield f"{self._dates(phase)}."
        yield from (f"{text}." for text in read(self._plan).outlook)
        if self._floor is not None:
            yield f"{self._floor}."
        for span, session in self._timed:
            if session.activity in (Activity.RUN, Activity.REVIEW, Activity.APPOINTMENT):
                start = moment_text(span.start, session.zone, self._labels)
                yield fill(self._texts.run, moment=start, title=session.title, status=self._status(session))

    def _dates(self, phase: PhaseKind) -> str:
        """Return a phase's name with its dates, in several stretches if the phase comes back after a setback."""
        spans: list[str] = []
        for first, last in stretches(self._plan.days):
            if first.phase is phase:
                ends = [date_text(day.date, self._labels) for day in (first, last)]
                spans.append(ends[0] if first is last else fill(self._protocol.log.until, first=ends[0], last=ends[1]))
        return fill(self._texts.phase, name=self._labels.words.phases[phase], dates=", ".join(spans))

    def _runs(self) -> Iterator[Session]:
        """Yield the first provisional run and the first confirmed run: the key explains the marks of both."""
        for status in (Status.PROVISIONAL, Status.CONFIRMED):
            runs = (each for each in self._sessions if each.activity is Activity.RUN and each.status is status)
            yield from list(runs)[:1]

    def _has(self, activity: Activity) -> bool:
        return any(session.activity is activity for session in self._sessions)

    def _status(self, session: Session) -> str:
        return self._labels.confirmed if session.status is Status.CONFIRMED else self._labels.provisional


def _phase(phase: PhaseKind, number: int) -> Symbol:
    def symbol(x: float, y: float) -> Iterator[Shape]:
        yield shape("rect", x=x, y=y - 9, width=_WIDE, height=18, rx=4, fill=PHASE_FILLS[phase], stroke="accent")
        yield written(str(number), x + _WIDE / 2, y + 5.5, anchor="middle")

    return symbol


def _mark(activity: Activity, half: float) -> Symbol:
    def symbol(x: float, y: float) -> Iterator[Shape]:
        top = y - 17 if activity is Activity.ELEVATE else y - half
        yield session_mark(activity, x + _WIDE / 2, top, 2.5)

    return symbol


def _run(session: Session, name: str) -> Symbol:
    def symbol(x: float, y: float) -> Iterator[Shape]:
        yield run_bar(session, x + 1, y - _HIGH / 2, _WIDE - 2, _HIGH, name=name)

    return symbol


def _flag(x: float, y: float) -> Iterator[Shape]:
    yield from flag(x + 6, y - 8, y + 8)


def _outline(x: float, y: float) -> Iterator[Shape]:
    yield outline(x, y - _HIGH / 2, _HIGH, width=_WIDE)
