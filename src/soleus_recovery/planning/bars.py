"""What keeps an activity out of a plan, for how long, and why, in the runner's words."""

import math
from typing import final

from soleus_recovery.clock import Minute
from soleus_recovery.guidance.texts import fill
from soleus_recovery.planning.frame import Frame
from soleus_recovery.vocabulary import Activity, Finding, Measure

__all__ = ["Bars"]


@final
class Bars:
    """What is off in one plan; the words are found once for each activity."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._of: dict[Activity, tuple[tuple[float, str], ...]] = {}

    def against(self, activity: Activity, opens: Minute) -> str | None:
        """Why a day that opens at this instant has none of it; None where it may."""
        known = self._of.get(activity)
        if known is None:
            known = self._of[activity] = self._read(activity)
        for until, reason in known:
            if opens < until:
                return reason
        return None

    def _read(self, activity: Activity) -> tuple[tuple[float, str], ...]:
        """Each reason with the instant until which it holds; what is off for good needs no other."""
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
