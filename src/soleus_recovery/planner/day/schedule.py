"""A kind of session as one plan reads its rule: what no day changes is settled once, what came before is counted."""

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from itertools import islice
from typing import final

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.guidance.citation import Because
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.guidance.sessions import REVIEW, SessionRule, Step
from soleus_recovery.plan.content import SessionContent
from soleus_recovery.plan.plan import Dose, SetsDose, TimeDose
from soleus_recovery.planner.day.exclusions import Exclusion
from soleus_recovery.planner.plan_facts import PlanFacts
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, Measure, PhaseKind, Status

__all__ = ["Restraint", "SessionSchedule", "is_asked_for"]

_WEEK = 7  # days
_A_DAY = dt.timedelta(days=1)


@final
@attrs.frozen(kw_only=True)
class Restraint(Value):
    """What check-ins keep back: loading before a date, and steps up in dose around the days in ``held``."""

    loading_from: dt.date | None = None
    held: frozenset[dt.date] = frozenset()

    def lets_step_up(self, date: dt.date) -> bool:
        """Whether a session of this day counts as a step: that day and the next were well, or are still to come."""
        return not self.held or (date not in self.held and date + _A_DAY not in self.held)


def is_asked_for(rule: SessionRule, facts: PlanFacts) -> bool:
    """Whether the runner, or what was reported, asks for it."""
    return (rule.extra is None or rule.extra in facts.runner.extras) and (
        rule.finding is None or rule.finding in facts.report.findings
    )


@final
class SessionSchedule:
    """One rule within one plan, and the days that have held it so far."""

    def __init__(
        self,
        name: str,
        rule: SessionRule,
        facts: PlanFacts,
        restraint: Restraint,
        *,
        exclusions: Sequence[Exclusion],
        held_on: Sequence[dt.date],
        review_text: str,
    ) -> None:
        self.rule, self.is_review, self.exclusions = rule, name == REVIEW, exclusions
        self._facts, self._restraint, self._review_text = facts, restraint, review_text
        hours = rule.strain_from_hours if facts.possible_strain else rule.plain_from_hours
        # What does not wait has always been due: it must not vanish because its usual time was before the onset.
        self.due_from = facts.hours_in(hours) if hours else Minute(0)
        protocol = facts.protocol
        measures = protocol.limits.measures[rule.activity]
        self.is_loading = Measure.EXERCISE in measures
        self.from_ice_minutes = protocol.placement.warmth_from_ice_minutes if Measure.HEAT in measures else 0
        self.missing_kit: str | None = None
        if rule.kit is not None and rule.kit in facts.runner.without:
            self.missing_kit = fill(protocol.unplaced_texts.kit, kit=protocol.labels.words.kit[rule.kit])
        self._held_on = [*held_on]
        most = max(0, len(rule.steps) - 1)
        self._take_step(len([*islice(filter(restraint.lets_step_up, held_on), most)]) if most else 0)

    def is_of(self, phase: PhaseKind) -> bool:
        """Whether a day of this phase can hold it; a review has a day of its own."""
        return self.is_review or phase in self.rule.phases

    def note(self, date: dt.date) -> None:
        """Count a day that holds it; each that was well is a step up in dose, as far as there are steps."""
        self._held_on.append(date)
        if self._step < len(self.rule.steps) - 1 and self._restraint.lets_step_up(date):
            self._take_step(self._step + 1)

    def _take_step(self, number: int) -> None:
        self._step = number
        self.minutes = self.rule.steps[number].minutes if self.rule.steps else 0
        """How long it takes at the step that is due; 0 all day."""
        self._as_usual: SessionContent | None = None

    def is_due(self, date: dt.date, last: dt.date | None) -> bool:
        """Whether it is time for it again; ``last`` is the last day that held its activity, by whichever rule."""
        rule = self.rule
        if last is not None and (date - last).days < rule.every_days:
            return False
        # How often is a matter of the rule itself: heel raises do not take the place of what comes after them.
        most, held_on = rule.most_per_week, self._held_on
        return most >= _WEEK or len(held_on) < most or (date - held_on[-most]).days >= _WEEK

    def content(self, *, reviewed: bool) -> SessionContent:
        """What it says at the step that is due, on a day with a review or without."""
        if reviewed:
            return self._made(review_text=self._review_text)
        if self._as_usual is None:
            self._as_usual = self._made()
        return self._as_usual

    def _made(self, review_text: str = "") -> SessionContent:
        rule = self.rule
        step = rule.steps[self._step] if rule.steps else None
        parts = {
            "minutes": step.minutes if step else "",
            "dose": self._words(step),
            "review": review_text,
        }
        return SessionContent(
            activity=rule.activity,
            title=fill(rule.title, **parts),
            instructions=fill(self._instructions(step), **parts),
            dose=_dose(step),
            because=self._because,
            status=Status.PROVISIONAL if rule.provisional else Status.CONFIRMED,
        )

    @cached_property
    def _because(self) -> tuple[Because, ...]:
        return self._facts.protocol.because(self.rule.rules["session"], *self.rule.rules.values())

    def _instructions(self, step: Step | None) -> str:
        if self.rule.activity is Activity.REST and self._facts.rest_text:
            return self._facts.rest_text
        return (step is not None and step.hold_seconds and self.rule.hold_instructions) or self.rule.instructions

    def _words(self, step: Step | None) -> str:
        """A step of a dose as a runner reads it."""
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
