"""What hurts: the symptom report, as the runner gives it."""

import datetime as dt
from collections.abc import Iterable
from typing import final

import attrs

from soleus_recovery.clock import Minute, parse_wall, to_minute
from soleus_recovery.errors import FactError, shown
from soleus_recovery.facts.closed_words import one_of, whole_number, words
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Finding, Severity, Side

__all__ = ["PAIN_SCALE", "SymptomReport"]

PAIN_SCALE = range(11)
"""The numeric pain scale: whole numbers from 0, none, to 10, the worst imaginable."""


def _findings(values: Iterable[Finding]) -> frozenset[Finding]:
    return words(Finding, "findings", values)


def _pain(_instance: object, attribute: "attrs.Attribute[int | None]", value: int | None) -> None:
    if value is not None:
        whole_number(attribute.name, value, PAIN_SCALE)


@final
@attrs.frozen(kw_only=True)
class SymptomReport(Value):
    """One calf's story: when it began, how much it hurts (0 to 10), and what else was noticed.

    ``onset`` is wall time in the runner's zone. A severity, or both pains, must be given; a severity given by hand
    can raise the level, never lower it. What is left unknown counts as the careful side. Raises ``FactError``.

    >>> SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3).wall.day
    22
    """

    onset: str
    pain_at_rest: int | None = attrs.field(default=None, validator=_pain)
    pain_walking: int | None = attrs.field(default=None, validator=_pain)
    severity: Severity | None = attrs.field(default=None, validator=one_of(Severity))
    findings: frozenset[Finding] = attrs.field(default=frozenset(), converter=_findings)
    side: Side | None = attrs.field(default=None, validator=one_of(Side))

    def __attrs_post_init__(self) -> None:
        parse_wall("onset", self.onset)
        if self.severity is None and (self.pain_at_rest is None or self.pain_walking is None):
            raise FactError(
                field="severity",
                given=f"none, with pain at rest {shown(self.pain_at_rest)} and walking {shown(self.pain_walking)}",
                allowed="a severity (mild, moderate or severe), or both pains, 0 to 10",
            )

    @property
    def wall(self) -> dt.datetime:
        """The onset as a naive wall time."""
        return parse_wall("onset", self.onset)

    def onset_in(self, zone: str) -> Minute:
        """The instant of onset for a runner in this zone."""
        return to_minute(self.wall, zone)
