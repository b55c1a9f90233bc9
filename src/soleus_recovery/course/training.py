"""Training before and after the tests: the steps that a day holds, and the steps that count.

The steps of heel raises and bounces stand in the protocol's sessions; the ladder of a level names those that come
before the tests of the gate. A step counts once the morning after it is told and no worse (reading `training`).
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import final

import attrs

from soleus_recovery.clock import MINUTES_PER_HOUR, Minute
from soleus_recovery.facts.checkin import CheckIn
from soleus_recovery.facts.runner import Runner
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.running import Ladder
from soleus_recovery.guidance.sessions import STRENGTHEN, Step
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, Morning

__all__ = [
    "DayTraining",
    "Training",
    "TrainingCourse",
    "daily_on_both_legs",
    "is_first_training",
    "steps_ahead",
    "tests_after_training",
    "training_judged",
    "training_on",
    "training_told",
    "training_without_night",
]

_A_DAY = dt.timedelta(days=1)
_WEEK = 7  # days
_FARTHEST = 400  # days; a hold or a row of training never lasts as long


@final
@attrs.frozen(kw_only=True)
class DayTraining(Value):
    """The training of a day, by the names of its steps; ``counts`` says that its evening was well.

    ``is_done`` says that a check-in was given for the day, and that it names no training as missed.
    """

    date: dt.date
    steps: tuple[str, ...]
    counts: bool
    is_done: bool = True
    is_judged: bool = False


@final
@attrs.frozen(kw_only=True)
class Training(Value):
    """The training so far.

    ``done`` counts, by the name of a step, how often a morning has confirmed this step or a harder one of its session.
    ``advanced_on`` is the last day on which a step of the level's row was done. ``again`` holds the steps that a worse
    morning asks for before all others. ``one_leg`` holds the days of the last week with a step on one leg, done or
    not. ``last`` is the last day with training.
    """

    done: Mapping[str, int] = attrs.field(factory=dict[str, int])
    advanced_on: dt.date | None = None
    again: tuple[str, ...] = ()
    one_leg: tuple[dt.date, ...] = ()
    last: DayTraining | None = None
    told_until: dt.date | None = None
    """The last day that has been replayed."""


@final
@attrs.frozen(kw_only=True)
class TrainingCourse(Value):
    """What training depends on besides its own past: protocol, ladder, times, and where the runner is.

    ``is_returning`` says that running has begun. No training is planned before ``planned_from``, the start of the
    case or a clearance, nor before ``loading_from``.
    """

    protocol: RecoveryProtocol
    ladder: Ladder
    runner: Runner
    counted_from: Minute
    planned_from: Minute
    day_zero: dt.date
    possible_strain: bool
    is_returning: bool
    loading_from: dt.date | None

    @property
    def main(self) -> tuple[Step, ...]:
        """The steps of heel raises, from both legs to one leg with load."""
        return self.protocol.sessions[STRENGTHEN].steps

    @property
    def both_legs(self) -> tuple[Step, ...]:
        """The steps of heel raises on both legs."""
        return tuple(step for step in self.main if step.both_legs)

    def place(self, training: Training) -> int:
        """Return the place in the row of the next training day, counted from 0."""
        done = training.done
        for index, asked in enumerate(self.ladder.asked):
            for name, times in asked.items():
                if done.get(name, 0) < times:
                    return index
        return len(self.ladder.asked)

    def is_complete(self, training: Training) -> bool:
        """Return whether everything that comes before the tests was done."""
        return not training.again and self.place(training) == len(self.ladder.training)

    def opens_on(self, date: dt.date) -> bool:
        """Return whether loading may begin early enough on a day: its hour comes some time before bed."""
        rule, window = self.protocol.sessions[STRENGTHEN], self.runner.window(date)
        hours = rule.strain_from_hours if self.possible_strain else rule.plain_from_hours
        hour = max(self.counted_from + hours * MINUTES_PER_HOUR, self.planned_from)
        if hour > window.end - self.protocol.gate.before_bed_minutes:
            return False
        measures = self.protocol.limits.measures[Activity.STRENGTHEN]
        return not any(
            each.measure in measures
            and (each.until_hours is None or window.start < self.counted_from + each.until_hours * MINUTES_PER_HOUR)
            for each in self.protocol.left_out
        )


def training_on(course: TrainingCourse, training: Training, date: dt.date) -> tuple[str, ...]:
    """Return the names of the steps that a day holds, if all days since the last check-in are well."""
    if not course.opens_on(date) or (course.loading_from is not None and date < course.loading_from):
        return ()
    if training.last is not None and training.last.date == date:
        return training.last.steps
    training = _expected(course, training)
    if training.again:
        return training.again if _may(course, training, date, training.again) else daily_on_both_legs(course, training)
    if course.is_returning:
        return _after_first_run(course, training, date)
    row, place = course.ladder.training, course.place(training)
    if place < len(row) and date >= _row_date(course, training, place):
        steps = row[place].steps
        if _may(course, training, date, steps):
            has_raises = any(step.name in steps for step in course.main)
            return steps if has_raises else (*daily_on_both_legs(course, training), *steps)
    return daily_on_both_legs(course, training)


def training_judged(course: TrainingCourse, training: Training, date: dt.date, check_in: CheckIn | None) -> Training:
    """Return the training after the morning of a day, which confirms or voids the day before.

    A worse morning asks for the step below the last one or, while tests come before the next run, for one on both legs.
    Without a word about the morning, or with a painkiller, the day before does not count.
    """
    last, morning = training.last, None if check_in is None else check_in.morning
    if last is None:
        return training
    if not last.is_judged:
        is_fine = morning in (Morning.BETTER, Morning.SAME) and check_in is not None and not check_in.painkiller
        if is_fine and last.counts and last.date + _A_DAY == date:
            training = _added(course, training, last)
        training = attrs.evolve(training, last=attrs.evolve(last, is_judged=True))
    if morning is Morning.WORSE:
        again = _below(course, last.steps)
        if (
            _is_on_one_leg(course, again)
            and not course.is_returning
            and course.place(training) == len(course.ladder.asked)
        ):
            # Between the tests and the run nothing is trained on one leg, so a worse morning asks for no such step.
            again = tuple(step.name for step in course.both_legs[-1:])
        return attrs.evolve(training, again=again)
    return training


def training_told(
    course: TrainingCourse,
    training: Training,
    date: dt.date,
    steps: tuple[str, ...],
    *,
    is_well: bool,
    is_done: bool = True,
) -> Training:
    """Return the training after a day on which the plan had these steps; ``is_well`` says that they count so far."""
    one_leg = [each for each in training.one_leg if (date - each).days < _WEEK]
    if _is_on_one_leg(course, steps):
        one_leg.append(date)
    last = DayTraining(date=date, steps=steps, counts=is_well, is_done=is_done) if steps else training.last
    return attrs.evolve(training, one_leg=tuple(one_leg), last=last, told_until=date)


def training_without_night(training: Training) -> Training:
    """Return the training after a day that no night parts from the next: each wait lasts a day longer."""
    advanced = training.advanced_on
    return attrs.evolve(
        training,
        advanced_on=None if advanced is None else advanced + _A_DAY,
        one_leg=tuple(each + _A_DAY for each in training.one_leg),
        last=None if training.last is None else attrs.evolve(training.last, is_judged=True),
    )


def steps_ahead(
    course: TrainingCourse, training: Training, first: dt.date
) -> Iterator[tuple[dt.date, tuple[str, ...], Training]]:
    """Yield each day from ``first`` on with its steps and the training before it, as if each day were well."""
    date = first
    while True:
        known = _expected(course, training)
        steps = training_on(course, known, date)
        yield date, steps, training
        if training.told_until is None or date > training.told_until:
            training = training_told(course, known, date, steps, is_well=True)
        date += _A_DAY


def is_first_training(course: TrainingCourse, training: Training, date: dt.date) -> bool:
    """Return whether no step was done before a day, if the days before it that are still to be judged were well."""
    is_today = training.last is not None and training.last.date == date
    return not (training if is_today else _expected(course, training)).done


def tests_after_training(course: TrainingCourse, training: Training) -> dt.date | None:
    """Return the first day that the training leaves to the tests, if each day is well; None if it leaves every day."""
    first = course.day_zero if training.told_until is None else training.told_until + _A_DAY
    for date, _, before in steps_ahead(course, training, first):
        known = _expected(course, before)
        if course.is_complete(known):
            if date > first:
                return date
            return None if known.advanced_on is None else known.advanced_on + _A_DAY
        if (date - first).days > _FARTHEST:
            return date
    raise AssertionError("the days go on without an end")


def daily_on_both_legs(course: TrainingCourse, training: Training) -> tuple[str, ...]:
    """Return the daily raises on both legs between the days of a row, and before the first run."""
    steps = course.both_legs
    done = sum(step.name in training.done for step in steps)
    if done == 0:
        return () if course.ladder.training else (steps[0].name,)
    if done == 1 and course.ladder.training:
        return (steps[0].name,)
    return (steps[min(done, len(steps) - 1)].name,)


def _expected(course: TrainingCourse, training: Training) -> Training:
    """Return the training as if the morning after its last day were no worse."""
    last = training.last
    if last is None or last.is_judged or not last.counts:
        return training
    return attrs.evolve(_added(course, training, last), last=attrs.evolve(last, is_judged=True))


def _added(course: TrainingCourse, training: Training, day: DayTraining) -> Training:
    done = Counter(training.done)
    for name in day.steps:
        done.update(course.protocol.counts_for[name])
    after = attrs.evolve(training, done=dict(done), again=() if {*training.again} <= {*day.steps} else training.again)
    place = course.place(training)
    has_advanced = course.place(after) > place
    return attrs.evolve(after, advanced_on=day.date) if has_advanced else after


def _below(course: TrainingCourse, steps: tuple[str, ...]) -> tuple[str, ...]:
    """Return the steps below these ones: of the first raises on one leg, the last ones on both legs."""
    below: list[str] = []
    for name, session in course.protocol.training.items():
        places = [place for place, step in enumerate(session) if step.name in steps]
        if not places:
            continue
        if max(places) > 0:
            below.append(session[max(places) - 1].name)
        elif name == STRENGTHEN:
            below.append(session[0].name)
    both_legs = [step.name for step in course.both_legs]
    if _is_on_one_leg(course, steps) and not any(step.name in steps for step in course.main if not step.both_legs):
        # Single raises or hops of a day that had only raises on both legs in its row: back to the last of these.
        below = [*(name for name in below if name not in both_legs), *both_legs[-1:]]
    return tuple(below)


def _row_date(course: TrainingCourse, training: Training, place: int) -> dt.date:
    """Return the first date for a place in the row: its day, and its distance from the place before."""
    row = course.ladder.training
    date = course.day_zero + row[place].day * _A_DAY
    if place == 0 or training.advanced_on is None:
        return date
    return max(date, training.advanced_on + (row[place].day - row[place - 1].day) * _A_DAY)


def _is_on_one_leg(course: TrainingCourse, steps: tuple[str, ...]) -> bool:
    return not course.protocol.one_leg_steps.isdisjoint(steps)


def _may(course: TrainingCourse, training: Training, date: dt.date, steps: tuple[str, ...]) -> bool:
    """Return whether steps on one leg are far enough from the last ones, and few enough in a week."""
    rule, days = course.protocol.sessions[STRENGTHEN], [each for each in training.one_leg if (date - each).days < _WEEK]
    is_rested = len(days) < rule.most_per_week and all((date - each).days >= rule.every_days for each in days)
    return is_rested or not _is_on_one_leg(course, steps)


def _after_first_run(course: TrainingCourse, training: Training, date: dt.date) -> tuple[str, ...]:
    """Return the next step of heel raises; none on a day of rest from raises on one leg."""
    steps = course.main
    done = sum(step.name in training.done for step in steps)
    step = steps[min(done, len(steps) - 1)]
    return (step.name,) if _may(course, training, date, (step.name,)) else ()
