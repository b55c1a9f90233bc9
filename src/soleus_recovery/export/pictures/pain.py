"""The course of pain as a picture: a line for pain at rest, a line for pain walking, and a mark for each run.

Days without a check-in leave gaps in the lines.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from soleus_recovery.export.pictures.marks import written
from soleus_recovery.export.pictures.shapes import Shape, picture, shape
from soleus_recovery.facts.checkin import CheckIn
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.views.guidance import picture_labels
from soleus_recovery.views.pain import UNKNOWN, PainDay
from soleus_recovery.views.plan import date_text

__all__ = ["draw_pain"]

_WIDTH, _LEFT, _RIGHT, _TOP = 360.0, 36.0, 342.0, 14.0
_HEIGHT = 130.0  # from pain 0 up to pain 10
_WORST = 10
_STEPS = (0, 5, 10)
_MARK = 3.5
_FEW_DAYS = 40  # the longest course in which the lines have a mark for each day
_KEY = 22.0

Value = Callable[[CheckIn], int | None]
Mark = Callable[[float, float], Shape]


def draw_pain(days: Sequence[PainDay], protocol: RecoveryProtocol) -> Shape:
    """Draw the pain of each check-in; the description that a screen reader reads out names each day."""
    return _Chart(days, protocol).picture()


class _Chart:
    """The drawing of one picture; ``picture`` returns the picture."""

    def __init__(self, days: Sequence[PainDay], protocol: RecoveryProtocol) -> None:
        self._days, self._labels, self._log = days, protocol.labels, protocol.log
        self._texts = picture_labels(protocol)
        self._first, self._last = days[0].first, days[-1].last
        self._span = max(1, (self._last - self._first).days)

    def picture(self) -> Shape:
        """Return the whole picture."""
        series: tuple[tuple[str, Value, Mark, bool], ...] = (
            (self._log.at_rest, lambda check_in: check_in.pain_at_rest, _disc, True),
            (self._log.walking, lambda check_in: check_in.pain_walking, _square, True),
            (self._log.running, lambda check_in: check_in.pain_running, _wedge, False),
        )
        shapes = list(self._axes())
        for _, value, mark, joined in series:
            shapes += self._line(value, mark, joined=joined)
        bottom = _TOP + _HEIGHT + 44
        width = (_RIGHT - _LEFT) / len(series)
        for index, (name, _, mark, _) in enumerate(series):
            x = _LEFT + index * width
            shapes += [mark(x, bottom), written(name, x + 12, bottom + 5.5)]
        says = " ".join(self._says())
        return picture(shapes, name="pain", title=self._texts.pain, says=says, size=(_WIDTH, bottom + _KEY / 2 + 4))

    def _axes(self) -> Iterator[Shape]:
        for pain in _STEPS:
            y = self._y(pain)
            yield shape("path", d=f"M{_LEFT:g} {y:g}H{_RIGHT:g}", stroke="line")
            yield written(str(pain), _LEFT - 8, y + 5.5, fill="quiet", anchor="end")
        bottom = _TOP + _HEIGHT + 22
        yield written(date_text(self._first, self._labels), _LEFT - 8, bottom, fill="quiet")
        if self._last > self._first:
            yield written(date_text(self._last, self._labels), _RIGHT + 8, bottom, fill="quiet", anchor="end")

    def _line(self, value: Value, mark: Mark, *, joined: bool) -> Iterator[Shape]:
        for is_known, days in groupby(
            self._days, key=lambda day: day.check_in is not None and value(day.check_in) is not None
        ):
            if not is_known:
                continue
            points = [
                (self._x(day.first), self._y(pain))
                for day in days
                if day.check_in is not None and (pain := value(day.check_in)) is not None
            ]
            if joined and len(points) > 1:
                path = "L".join(f"{x:.2f} {y:.2f}" for x, y in points)
                dashes = {"stroke_dasharray": "5 3"} if mark is _square else {}
                yield shape("path", d=f"M{path}", fill="none", stroke="ink", stroke_width=1.5, **dashes)
            if self._span <= _FEW_DAYS or not joined or len(points) == 1:
                yield from (mark(x, y) for x, y in points)

    def _x(self, date: dt.date) -> float:
        return _LEFT + (date - self._first).days / self._span * (_RIGHT - _LEFT)

    def _y(self, pain: int) -> float:
        return _TOP + _HEIGHT * (1 - pain / _WORST)

    def _says(self) -> Iterator[str]:
        for day in self._days:
            date = date_text(day.first, self._labels)
            if day.check_in is None:
                yield f"{date}: {fill(self._texts.pain_silent, count=day.days)}"
                continue
            check_in = day.check_in
            pains = (check_in.pain_at_rest, check_in.pain_walking, check_in.pain_running)
            at_rest, walking, running = (UNKNOWN if pain is None else str(pain) for pain in pains)
            yield fill(self._texts.pain_day, date=date, at_rest=at_rest, walking=walking, running=running)


def _disc(x: float, y: float) -> Shape:
    return shape("circle", cx=x, cy=y, r=_MARK, fill="ink")


def _square(x: float, y: float) -> Shape:
    side = 2 * _MARK
    return shape(
        "rect", x=x - _MARK, y=y - _MARK, width=side, height=side, fill="ground", stroke="ink", stroke_width=1.5
    )


def _wedge(x: float, y: float) -> Shape:
    return shape("path", d=f"M{x:.2f} {y - 5:.2f}l5 9h-10Z", fill="accent")
