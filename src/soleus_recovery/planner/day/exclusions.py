"""What keeps an activity out of a plan, for how long, and why, in the runner's words."""

import math
from typing import final

from soleus_recovery.guidance.sentences import fill
from soleus_recovery.planner.plan_facts import Frame
from soleus_recovery.vocabulary import Activity, Finding, Measure

__all__ = ["Bar", "Bars"]

Bar = tuple[float, str]
"""The instant up to which something is kept out, and why."""


@final
class Bars:
    """What is off in one plan; the words are found once for each activity."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._of: dict[Activity, tuple[Bar, ...]] = {}

    def of(self, activity: Activity) -> tuple[Bar, ...]:
        """What keeps it out, if anything; what is off for good needs no other reason."""
        if activity not in self._of:
            self._of[activity] = self._read(activity)
        return self._of[activity]

    def _read(self, activity: Activity) -> tuple[Bar, ...]:
        frame = self._frame
        measures = frame.protocol.limits.measures[activity]
        if off := measures & frame.switched_off:
            return ((math.inf, self._why_off(off)),)
        return tuple(
            (math.inf if each.until_hours is None else frame.hours_after_onset(each.until_hours), each.text)
            for each in frame.protocol.left_out
            if each.measure in measures
        )

    def _why_off(self, off: frozenset[Measure]) -> str:
        protocol, texts = self._frame.protocol, self._frame.protocol.unplaced_texts
        cautions = [
            protocol.labels.words.cautions[caution]
            for caution in sorted(self._frame.runner.cautions, key=lambda word: word.rank)
            if protocol.limits.cautions[caution].switches_off & off
        ]
        if cautions and texts.drink and off <= {Measure.DRINK_MORE}:
            return texts.drink
        if cautions:
            return fill(texts.caution, caution=", ".join(cautions))
        kept = frozenset[Finding]().union(*(self._frame.kept_off.get(measure, ()) for measure in off))
        if kept and texts.kept_off:
            names = protocol.labels.words.findings
            return fill(texts.kept_off, finding=", ".join(names[each] for each in sorted(kept, key=lambda f: f.rank)))
        return texts.referral
