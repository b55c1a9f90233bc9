"""What keeps an activity out of a plan, for how long, and why, in the runner's words."""

import math
from typing import final

from soleus_recovery.guidance.sentences import fill
from soleus_recovery.planner.plan_facts import PlanFacts
from soleus_recovery.vocabulary import Activity, Finding, Measure

__all__ = ["Exclusion", "Exclusions"]

Exclusion = tuple[float, str]
"""The instant up to which something is kept out, and why."""


@final
class Exclusions:
    """What is off in one plan; the words are found once for each activity."""

    def __init__(self, facts: PlanFacts) -> None:
        self._facts = facts
        self._of: dict[Activity, tuple[Exclusion, ...]] = {}

    def of(self, activity: Activity) -> tuple[Exclusion, ...]:
        """What keeps it out, if anything; what is off for good needs no other reason."""
        if activity not in self._of:
            self._of[activity] = self._read(activity)
        return self._of[activity]

    def _read(self, activity: Activity) -> tuple[Exclusion, ...]:
        facts = self._facts
        measures = facts.protocol.limits.measures[activity]
        if off := measures & facts.switched_off:
            return ((math.inf, self._why_off(off)),)
        return tuple(
            (math.inf if each.until_hours is None else facts.hours_in(each.until_hours), each.text)
            for each in facts.protocol.left_out
            if each.measure in measures
        )

    def _why_off(self, off: frozenset[Measure]) -> str:
        protocol, texts = self._facts.protocol, self._facts.protocol.unplaced_texts
        cautions = [
            protocol.labels.words.cautions[caution]
            for caution in sorted(self._facts.runner.cautions, key=lambda word: word.rank)
            if protocol.limits.cautions[caution].switches_off & off
        ]
        if cautions and texts.drink and off <= {Measure.DRINK_MORE}:
            return texts.drink
        if cautions:
            return fill(texts.caution, caution=", ".join(cautions))
        kept = frozenset[Finding]().union(*(self._facts.kept_off.get(measure, ()) for measure in off))
        if kept and texts.kept_off:
            names = protocol.labels.words.findings
            return fill(texts.kept_off, finding=", ".join(names[each] for each in sorted(kept, key=lambda f: f.rank)))
        return texts.referral
