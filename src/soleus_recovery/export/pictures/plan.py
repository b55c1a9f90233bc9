"""A plan as one picture: rows of weeks, with phases as bands, icings as ticks at their time, and runs as bars."""

import datetime as dt
from collections.abc import Iterator
from enum import Enum, unique

from soleus_recovery.clock import Minute, as_minute, calendar_date
from soleus_recovery.course.state import first_state, floor_of
from soleus_recovery.export.pictures.key import Key
from soleus_recovery.export.pictures.layout import (
    BAND,
    CELL,
    FONT_SIZE,
    MARGIN,
    WIDTH,
    Band,
    Cell,
    Week,
    lay_out,
    running_minutes,
)
from soleus_recovery.export.pictures.marks import PHASE_FILLS, flag, hatch, outline, run_bar, session_mark, written
from soleus_recovery.export.pictures.shapes import Shape, dark_css, picture, shape, text_width, to_markup, wrapped
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.plan.plan import Plan, Session
from soleus_recovery.views.guidance import protocol_of, start_of
from soleus_recovery.views.plan import moment_text, read
from soleus_recovery.vocabulary import Activity

__all__ = ["Setting", "draw_plan", "to_svg"]

_BAR_INSET = 7.0
_LINE = 22.0
_KEY_INDENT = 30.0
_TITLE_SIZE = 18.0
_MONTH_LETTERS = 4  # as many letters of a month's name as fit over a day


def to_svg(plan: Plan, *, protocol: RecoveryProtocol | None = None, at: Minute | dt.datetime | None = None) -> str:
    """Draw a plan and return the text of an SVG file; the day of the moment ``at`` gets a frame.

    Give the ``protocol`` that the plan was made from, unless that protocol is built in. Raises ``FactError`` if the
    protocol is missing or is not that of the plan, or if ``at`` is naive.

    >>> from soleus_recovery import Runner, SymptomReport, assess, build_plan
    >>> report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    >>> plan = build_plan(assess(report, Runner(zone="UTC"), now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)))
    >>> print(to_svg(plan).splitlines()[1])
     <title id="plan-title">Calf recovery plan · mild</title>
    """
    moment = None if at is None else as_minute("at", at)
    return to_markup(draw_plan(plan, protocol_of(plan, protocol), Setting.ALONE, at=moment))


@unique
class Setting(Enum):
    """The place where a picture is shown; the picture's ids begin with the value, so two pictures can share a page."""

    ALONE = "plan"
    """The picture is a file of its own, with a background, a visible title, and colours for dark mode."""
    SCREEN = "seen"
    """The picture is on a page, as wide as a phone."""
    PAPER = "printed"
    """The picture is on a printed page, as wide as a sheet: weeks are in two columns, and the key is in a third."""


def draw_plan(plan: Plan, protocol: RecoveryProtocol, setting: Setting, *, at: Minute | None) -> Shape:
    """Draw a plan for a setting; the day of the moment ``at`` gets a frame."""
    return _Drawing(plan, protocol, setting, at).picture()


def _floor_of_plan(plan: Plan, protocol: RecoveryProtocol) -> Minute | None:
    """Return the instant before which the plan has no run; None for a plan without runs."""
    start = start_of(plan, protocol)
    return None if start is None else floor_of(start, first_state(start))


class _Drawing:
    """The drawing of one picture; ``picture`` returns the picture."""

    def __init__(self, plan: Plan, protocol: RecoveryProtocol, setting: Setting, at: Minute | None) -> None:
        self._plan, self._labels, self._setting = plan, plan.labels, setting
        self._alone, columns = setting is Setting.ALONE, 2 if setting is Setting.PAPER else 1
        self._name = read(plan).title
        self._title = wrapped(self._name, width=WIDTH - 2 * MARGIN, size=_TITLE_SIZE) if self._alone else []
        self._heads = FONT_SIZE + (_LINE * len(self._title) + MARGIN + 6 if self._alone else 0)
        self._layout = lay_out(plan, top=self._heads + 8, columns=columns)
        self._today = None if at is None else self._open_at(at)
        self._floor = _floor_of_plan(plan, protocol)
        self._flagged = None if self._floor is None else self._layout.at(self._floor)
        floor = moment_text(self._floor, plan.zone, plan.labels) if self._floor and self._flagged else None
        today = self._today[1].day.date if self._today else None
        self._key = Key(plan, protocol, floor=floor, today=today, name=setting.value)

    def picture(self) -> Shape:
        """Return the whole picture."""
        shapes = [*self._ground(), *self._weekdays()]
        shapes += [shape("g", *self._week(week), class_="week") for week in self._layout.weeks]
        right, bottom = self._columns()[-1] + WIDTH, self._layout.bottom
        if self._setting is Setting.PAPER:
            key, key_bottom = self._keyed(right + MARGIN, self._heads)
            right, bottom = right + WIDTH, max(bottom, key_bottom)
        else:
            key, bottom = self._keyed(MARGIN, bottom + FONT_SIZE)
        return picture(
            [*shapes, *key],
            name=self._setting.value,
            title=self._name,
            says=" ".join(self._key.says()),
            size=(right, bottom),
            css=dark_css() if self._alone else "",
        )

    def _open_at(self, at: Minute) -> tuple[Week, Cell] | None:
        """Return the day whose waking window holds the moment ``at``, or begins later on the same date."""
        for week, cell in self._layout.places.values():
            begun = cell.window.start <= at or cell.day.date == calendar_date(at, self._plan.zone)
            if begun and at < cell.window.end:
                return week, cell
        return None

    def _ground(self) -> Iterator[Shape]:
        yield hatch(self._setting.value)
        if self._alone:
            yield shape("rect", width="100%", height="100%", fill="ground")
        for index, line in enumerate(self._title):
            y = MARGIN + FONT_SIZE + index * _LINE
            yield written(line, MARGIN, y, size=_TITLE_SIZE, font_weight="600")

    def _weekdays(self) -> Iterator[Shape]:
        for left in self._columns():
            for index, name in enumerate(self._labels.weekdays):
                x = left + MARGIN + (index + 0.5) * CELL
                yield written(name, x, self._heads, fill="quiet", anchor="middle")

    def _columns(self) -> list[float]:
        """Return the left edge of each column of weeks."""
        lefts = {cell.x - MARGIN - cell.day.date.weekday() * CELL for week in self._layout.weeks for cell in week.cells}
        return sorted(lefts) or [0.0]

    def _week(self, week: Week) -> Iterator[Shape]:
        for band in week.bands():
            yield from self._band(band, week)
        for cell in week.cells:
            yield written(self._date(cell), cell.x + CELL / 2, week.date_line, anchor="middle")
            for session in cell.day.sessions:
                yield from self._session(session, week, cell)
        if week.has_runs:
            right = week.cells[-1].x + CELL
            yield shape("path", d=f"M{week.cells[0].x:g} {week.ground:g}H{right:g}", stroke="line")
        if self._floor is not None and self._flagged is not None and self._flagged[0] is week:
            yield from flag(self._flagged[1].x_of(self._floor), week.band + BAND, week.bottom)
        if self._today is not None and self._today[0] is week:
            yield outline(self._today[1].x, week.band - 3, week.bottom - week.band + 5)

    def _band(self, band: Band, week: Week) -> Iterator[Shape]:
        x, width = band.first.x + 1, band.width - 2
        yield shape(
            "rect",
            x=x,
            y=week.band,
            width=width,
            height=BAND,
            rx=4,
            fill=PHASE_FILLS[band.phase],
            stroke="accent",
            class_="phase",
        )
        number = str(self._key.number(band.phase))
        full = f"{number} {self._labels.words.phases[band.phase]}"
        text = full if text_width(full, FONT_SIZE) <= width - 2 * _BAR_INSET else number
        yield written(text, x + _BAR_INSET, week.band + BAND / 2 + 5.5)

    def _date(self, cell: Cell) -> str:
        date = cell.day.date
        named = date.day == 1 or date == self._plan.days[0].date
        return f"{date.day} {self._labels.months[date.month - 1][:_MONTH_LETTERS]}" if named else str(date.day)

    def _session(self, session: Session, week: Week, cell: Cell) -> Iterator[Shape]:
        span = session.span
        if span is None:
            return
        if session.activity is Activity.RUN:
            height, x, width = self._layout.height_of(session), cell.x + _BAR_INSET, CELL - 2 * _BAR_INSET
            top = week.ground - height
            yield run_bar(session, x, top, width, height, name=self._setting.value, data_key=session.key)
            yield written(str(running_minutes(session)), cell.x + CELL / 2, top - 4, anchor="middle")
            return
        lane = week.ice if session.activity in (Activity.ICE, Activity.ELEVATE) else week.others
        yield session_mark(session.activity, cell.x_of(span.start), lane, cell.width_of(span), data_key=session.key)

    def _keyed(self, left: float, top: float) -> tuple[list[Shape], float]:
        """Return the shapes of the key, and the height at which the key ends."""
        shapes: list[Shape] = []
        middle = top
        for symbol, text in self._key.lines():
            lines = wrapped(text, width=WIDTH - 2 * MARGIN - _KEY_INDENT, size=FONT_SIZE)
            shapes += symbol(left, middle)
            for line in lines:
                shapes.append(written(line, left + _KEY_INDENT, middle + 5.5))
                middle += _LINE
            middle += 2
        return shapes, middle
