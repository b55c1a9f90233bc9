"""Training before the tests and after the first run, worked out from the second guidance page (section 4) alone.

Letters are those of the page: A hold, B both legs (B2 from the second time), C and C2 one leg, D one leg 3 x 15, E with
load; P1 bounces on two feet, P2 on one. S and H are the five single raises and small single hops of a mild calf.
"""

import datetime as dt
from dataclasses import dataclass, field

from tests.examples import Kind

A_DAY = dt.timedelta(days=1)
RAISES = ["A", "B", "B2", "C", "C2", "D", "E"]
BOUNCES = ["P1", "P2"]
BOTH_LEGS = {"A", "B", "B2", "P1"}
ROWS: dict[Kind, list[tuple[int, tuple[str, ...]]]] = {
    Kind.PLAIN: [],
    Kind.MILD: [(3, ("B", "S", "P1", "H"))],
    Kind.MODERATE: [(3, ("A",)), (4, ("B",)), (5, ("C", "P1")), (7, ("P2",))],
    Kind.SEVERE: [
        (3, ("A",)),
        (4, ("A",)),
        (5, ("B",)),
        (6, ("B2",)),
        (7, ("C",)),
        (9, ("C2", "P1")),
        (11, ("P2",)),
    ],
}
TESTS_FROM_DAY = {Kind.PLAIN: 0, Kind.MILD: 4, Kind.MODERATE: 8, Kind.SEVERE: 12}
MOST_ONE_LEG_A_WEEK = 3


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a day's training depends on besides the training before: the level, day 0, and what is allowed that day."""

    kind: Kind
    day_zero: dt.date
    running: bool
    may_load: bool


@dataclass
class Trainer:
    """The steps that a morning has confirmed, the day that waits for its morning, and what a worse one asks for."""

    confirmed: list[str] = field(default_factory=list[str])
    moved_on: dt.date | None = None
    again: list[str] = field(default_factory=list[str])
    one_leg_days: list[dt.date] = field(default_factory=list[dt.date])
    last: tuple[dt.date, tuple[str, ...]] | None = None
    waits: bool = False  # whether the last day is still to be judged by its morning
    well: bool = False

    def copy(self) -> "Trainer":
        return Trainer(
            confirmed=[*self.confirmed],
            moved_on=self.moved_on,
            again=[*self.again],
            one_leg_days=[*self.one_leg_days],
            last=self.last,
            waits=self.waits,
            well=self.well,
        )

    # -------------------------------------------------- how far

    def times(self, step: str) -> int:
        """How often a step was done; a harder one of its kind counts for an easier one."""
        kind = next(steps for steps in (RAISES, BOUNCES, ["S"], ["H"]) if step in steps)
        return sum(done in kind[kind.index(step) :] for done in self.confirmed)

    def place(self, kind: Kind) -> int:
        row = ROWS[kind]
        for index, (_, steps) in enumerate(row):
            so_far = [step for _, before in row[: index + 1] for step in before]
            if any(self.times(step) < so_far.count(step) for step in steps):
                return index
        return len(row)

    def complete(self, kind: Kind) -> bool:
        return self.place(kind) == len(ROWS[kind]) and not self.again

    # -------------------------------------------------- the day's training

    def planned(self, day: dt.date, ground: Ground) -> tuple[str, ...]:
        """What the plan has for this day, if this morning is no worse."""
        if not ground.may_load:
            return ()
        hopeful = self.copy()
        hopeful._confirm(ground.kind)
        if hopeful.again:
            return tuple(hopeful.again) if hopeful._rested(day, hopeful.again) else hopeful._daily(ground.kind)
        if ground.running:
            reached = sum(hopeful.times(step) > 0 for step in RAISES)
            step = RAISES[min(reached, len(RAISES) - 1)]
            return (step,) if hopeful._rested(day, [step]) else ()
        row, place = ROWS[ground.kind], hopeful.place(ground.kind)
        if place < len(row):
            due, steps = ground.day_zero + row[place][0] * A_DAY, row[place][1]
            if place and hopeful.moved_on is not None:
                due = max(due, hopeful.moved_on + (row[place][0] - row[place - 1][0]) * A_DAY)
            if day >= due and hopeful._rested(day, steps):
                return steps if any(step in RAISES for step in steps) else (*hopeful._daily(ground.kind), *steps)
        return hopeful._daily(ground.kind)

    def _daily(self, kind: Kind) -> tuple[str, ...]:
        """A and B are daily, from the second B on 3 x 15; before the first step of a strain's row there is nothing."""
        if self.times("B"):
            return ("B2",)
        if self.times("A"):
            return ("A",) if ROWS[kind] else ("B",)
        return () if ROWS[kind] else ("A",)

    def _rested(self, day: dt.date, steps: tuple[str, ...] | list[str]) -> bool:
        if all(step in BOTH_LEGS for step in steps):
            return True
        week = [each for each in self.one_leg_days if (day - each).days < 7]
        return len(week) < MOST_ONE_LEG_A_WEEK and all((day - each).days >= 2 for each in week)

    # -------------------------------------------------- what a check-in says of it

    def judge(self, day: dt.date, kind: Kind, *, no_worse: bool, worse: bool, running: bool) -> None:
        """The morning of this day counts or voids the day before; a worse one asks for the step below."""
        if self.last is None:
            return
        if self.waits and no_worse and self.last[0] + A_DAY == day:
            self._confirm(kind)
        self.waits = False
        if worse:
            self.again = self._step_back(self.last[1])
            # Section 4: no step on one leg between the tests and the run.
            if (
                not running
                and self.place(kind) == len(ROWS[kind])
                and not all(each in BOTH_LEGS for each in self.again)
            ):
                self.again = ["B2"]

    def _confirm(self, kind: Kind) -> None:
        if self.last is None or not (self.waits and self.well):
            return
        before = self.place(kind)
        self.confirmed += self.last[1]
        if all(step in self.last[1] for step in self.again):
            self.again = []
        if self.place(kind) > before:
            self.moved_on = self.last[0]
        self.waits = False

    def _step_back(self, steps: tuple[str, ...]) -> list[str]:
        raises = [RAISES.index(step) for step in steps if step in RAISES]
        bounces = [BOUNCES.index(step) for step in steps if step in BOUNCES]
        back: list[str] = []
        first_on_one_leg = bool({"S", "H", "P2"} & {*steps}) and all(RAISES[place] in BOTH_LEGS for place in raises)
        if first_on_one_leg:
            back.append("B2")
        elif raises:
            back.append(RAISES[max(0, max(raises) - 1)])
        if any(bounces):
            back.append(BOUNCES[max(bounces) - 1])
        return back

    def told(self, day: dt.date, steps: tuple[str, ...], *, well: bool) -> None:
        if any(step not in BOTH_LEGS for step in steps):
            self.one_leg_days.append(day)
        if steps:
            self.last, self.waits, self.well = (day, steps), True, well

    def without_night(self) -> None:
        self.one_leg_days = [day + A_DAY for day in self.one_leg_days]
        self.moved_on = None if self.moved_on is None else self.moved_on + A_DAY
        self.waits = False
