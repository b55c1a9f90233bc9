"""A session rule of the protocol as it applies in one plan: when its session is due, and what the session says."""

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from itertools import islice
from math import inf
from typing import final

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.guidance.citation import Because
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.guidance.sessions import REVIEW, SessionRule, Step
from soleus_recovery.plan.content import SessionContent
from soleus_recovery.plan.plan import Dose, SetsDose, TimeDose
from soleus_recovery.planner.day.unplaced import Exclusion, exclusions_for_pain
from soleus_recovery.planner.plan_facts import PlanFacts
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, Measure, PhaseKind, Status, UnplacedWhy

__all__ = ["Held", "Restraint", "SessionSchedule", "is_asked_for"]

_WEEK = 7  # days
_A_DAY = dt.timedelta(days=1)


@final
@attrs.frozen(kw_only=True)
class Restraint(Value):
    """The limits that check-ins set: when loading is held back, and when a session does not count as a step up in dose.

    No loading is planned before ``loading_from``. A session on a day in ``held``, or on the day before, does not count
    as a step up, and neither does a session whose key is in ``missed``.
    """

    loading_from: dt.date | None = None
    held: frozenset[dt.date] = frozenset()
    missed: frozenset[str] = frozenset()

    def holds_back(self, date: dt.date) -> bool:
        """Return whether the day is too early for loading."""
        return self.loading_from is not None and date < self.loading_from

    def lets_step_up(self, date: dt.date, activity: Activity) -> bool:
        """Return whether a session of an activity on this day counts as a step up in dose.

        The session counts if this day and the next were well, or are still to come, and if the session was not missed.
        """
        if any(key.startswith(f"{date}-{activity}-") for key in self.missed):
            return False
        return not self.held or (date not in self.held and date + _A_DAY not in self.held)


@final
@attrs.frozen(kw_only=True)
class Held(Value):
    """The sessions of one rule so far: the ``step`` of the dose that is due next, from 0, and the last ``dates``.

    ``dates`` holds as many dates as the rule allows sessions in a week; it is empty if the rule allows a session on
    every day.
    """

    step: int
    dates: tuple[dt.date, ...] = ()


def is_asked_for(rule: SessionRule, facts: PlanFacts) -> bool:
    """Return whether the runner's extras and the findings call for the session of a rule."""
    extras = facts.runner.extras
    return (
        (rule.extra is None or rule.extra in extras)
        and (not rule.ways or any(way.extra in extras for way in rule.ways))
        and (rule.finding is None or rule.finding in facts.findings)
    )


@final
class SessionSchedule:
    """A session rule as it applies in one plan; it stays the same, and ``Held`` is what changes from day to day."""

    def __init__(
        self,
        name: str,
        rule: SessionRule,
        facts: PlanFacts,
        restraint: Restraint,
        *,
        exclusions: Sequence[Exclusion],
        review_text: str,
    ) -> None:
        self.name, self.rule, self.is_review, self.is_training = name, rule, name == REVIEW, rule.is_training
        self._facts, self._restraint, self._review_text = facts, restraint, review_text
        hours = rule.strain_from_hours if facts.possible_strain else rule.plain_from_hours
        # A session without a wait has always been due, even if its usual time was before the onset.
        self.due_from = facts.hours_in(hours) if hours else Minute(0)
        protocol = facts.protocol
        measures = protocol.limits.measures[rule.activity]
        self.is_loading = Measure.EXERCISE in measures
        self.from_ice_minutes = protocol.placement.warmth_from_ice_minutes if Measure.HEAT in measures else 0
        self.exclusions = (*exclusions, *exclusions_for_pain(facts, rule))
        if rule.kit is not None and rule.kit in facts.runner.without:
            reason = fill(protocol.unplaced_texts.kit, kit=protocol.labels.words.kit[rule.kit])
            self.exclusions = (Exclusion(until=inf, why=UnplacedWhy.KIT, reason=reason),)
        self._last_step = max(0, len(rule.steps) - 1)
        self._is_limited = rule.most_per_week < _WEEK
        self._contents: dict[tuple[int, bool], SessionContent] = {}

    def is_of(self, phase: PhaseKind) -> bool:
        """Return whether a day of this phase can hold the session; a review is on its own day, whatever the phase."""
        is_kept = phase is PhaseKind.HOLD and self._facts.keeps_moving and bool(self.rule.kept_instructions)
        return self.is_review or phase in self.rule.phases or is_kept

    def held_on(self, dates: Sequence[dt.date]) -> Held:
        """Return the sessions so far, given the days that have held a session of the rule, in order."""
        stepped = (date for date in dates if self._restraint.lets_step_up(date, self.rule.activity))
        steps = len([*islice(stepped, self._last_step)]) if self._last_step else 0
        return Held(step=steps, dates=self._last(dates))

    def held_also_on(self, date: dt.date, held: Held) -> Held:
        """Return the sessions so far and one more on this day; the new one is a step up in dose if the day was well."""
        is_growing = held.step < self._last_step and self._facts.urgency is None
        rises = is_growing and self._restraint.lets_step_up(date, self.rule.activity)
        if not rises and not self._is_limited:
            return held
        return Held(step=held.step + rises, dates=self._last((*held.dates, date)))

    def _last(self, dates: Sequence[dt.date]) -> tuple[dt.date, ...]:
        return tuple(dates[-self.rule.most_per_week :]) if self._is_limited else ()

    def is_due(self, date: dt.date, held: Held, last: dt.date | None) -> bool:
        """Return whether the session is due on this day.

        ``last`` is the last day with a session of the same activity, whichever rule asked for that session.
        """
        rule = self.rule
        if last is not None and (date - last).days < rule.every_days:
            return False
        # Each rule counts its own sessions of a week: heel raises do not use up the sessions of the exercise that
        # follows heel raises.
        most, dates = rule.most_per_week, held.dates
        return not self._is_limited or len(dates) < most or (date - dates[-most]).days >= _WEEK

    def minutes(self, step: int) -> int:
        """Return the minutes that the session takes at a step of its dose; 0 if the session is for the whole day."""
        return self.rule.steps[step].minutes if self.rule.steps else 0

    def content(self, step: int, *, has_review: bool, is_first: bool = False) -> SessionContent:
        """Return the content of the session at a step of its dose.

        ``has_review`` says that the day also has a review, of which the content then speaks, and ``is_first`` that no
        step was trained before.
        """
        if has_review:
            return self._made(step, review_text=self._review_text)
        if (step, is_first) not in self._contents:
            self._contents[step, is_first] = self._made(step, is_first=is_first)
        return self._contents[step, is_first]

    def _made(self, number: int, review_text: str = "", *, is_first: bool = False) -> SessionContent:
        rule = self.rule
        step = rule.steps[number] if rule.steps else None
        ways = [way for way in rule.ways if way.extra in self._facts.runner.extras]
        parts = {
            "minutes": step.minutes if step else "",
            "dose": self._dose_text(step),
            "review": review_text,
            "ways": " / ".join(way.name for way in ways),
            "how": " ".join(way.text for way in ways),
        }
        return SessionContent(
            activity=rule.activity,
            title=fill(rule.title, **parts),
            instructions=fill(self._instructions(step, is_first=is_first), **parts),
            dose=_dose(step),
            because=self._because,
            status=Status.PROVISIONAL if rule.provisional else Status.CONFIRMED,
        )

    @cached_property
    def _because(self) -> tuple[Because, ...]:
        return self._facts.protocol.because(self.rule.rules["session"], *self.rule.rules.values())

    def _instructions(self, step: Step | None, *, is_first: bool) -> str:
        if self.rule.activity is Activity.REST and self._facts.rest_text:
            return self._facts.rest_text
        if self._facts.keeps_moving and self.rule.kept_instructions:
            return self.rule.kept_instructions
        usual = (is_first and self.rule.first_instructions) or self.rule.instructions
        instructions = (
            step is not None and (step.instructions or (step.hold_seconds and self.rule.hold_instructions))
        ) or usual
        is_asked = self._facts.is_watched and self.rule.activity is Activity.CHECK_IN
        return f"{instructions} {self._facts.protocol.triage.watch.asks}" if is_asked else instructions

    def _dose_text(self, step: Step | None) -> str:
        """Return a step of a dose in words for the runner; the text is empty if the step does not come in sets."""
        if step is None or not step.sets:
            return ""
        labels = self._facts.protocol.labels
        legs = labels.both_legs if step.both_legs else labels.each_leg
        if step.hold_seconds:
            return fill(labels.sets_of_holds, sets=step.sets, hold_seconds=step.hold_seconds, legs=legs)
        return fill(labels.sets_of_repetitions, sets=step.sets, repetitions=step.repetitions, legs=legs)


def _dose(step: Step | None) -> Dose | None:
    if step is None:
        return None
    if not step.sets:
        return TimeDose(minutes=step.minutes)
    return SetsDose(
        sets=step.sets, repetitions=step.repetitions, hold_seconds=step.hold_seconds, both_legs=step.both_legs
    )
