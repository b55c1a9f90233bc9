"""The symptom report: what hurts, how much and since when, as the runner gives it."""

import datetime as dt
from collections.abc import Iterable
from typing import final

import attrs

from soleus_recovery.clock import Minute, parse_wall, to_minute
from soleus_recovery.errors import FactError, shown
from soleus_recovery.facts.closed_words import check_answer, member_or_none, members_of, valid_pain
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Finding, Severity, Side

__all__ = ["SymptomReport", "findings_of"]


def findings_of(values: Iterable[Finding]) -> frozenset[Finding]:
    """Return the findings as a frozen set; raise ``FactError`` for a value that is not a ``Finding``."""
    return members_of(Finding, "findings", values)


@final
@attrs.frozen(kw_only=True)
class SymptomReport(Value):
    """A report of one sore calf: when the soreness began, how much it hurts (0 to 10), and what else was noticed.

    ``onset`` is a wall time in the runner's zone. The report must have a severity or both pains. A severity that the
    runner gives can raise the level of soreness, but never lower it. An unknown pain, side or finding counts as the
    more serious possibility. Raises ``FactError`` for a value that is not allowed.

    >>> SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3).wall.day
    22
    """

    onset: str
    pain_at_rest: int | None = attrs.field(default=None, validator=valid_pain)
    pain_walking: int | None = attrs.field(default=None, validator=valid_pain)
    severity: Severity | None = attrs.field(default=None, validator=member_or_none(Severity))
    findings: frozenset[Finding] = attrs.field(default=frozenset(), converter=findings_of)
    side: Side | None = attrs.field(default=None, validator=member_or_none(Side))
    painkiller: bool = False
    """Whether the pains were told within 24 hours of a painkiller, which hides pain."""

    def __attrs_post_init__(self) -> None:
        parse_wall("onset", self.onset)
        check_answer("painkiller", self.painkiller)
        if self.severity is None and (self.pain_at_rest is None or self.pain_walking is None):
            raise FactError(
                field="severity",
                given=f"none, with pain at rest {shown(self.pain_at_rest)} and walking {shown(self.pain_walking)}",
                allowed="a severity (mild, moderate or severe), or both pains, 0 to 10",
            )

    @property
    def wall(self) -> dt.datetime:
        """The onset as a naive datetime, in the runner's zone."""
        return parse_wall("onset", self.onset)

    def onset_in(self, zone: str) -> Minute:
        """Return the instant of onset for a runner in this zone."""
        return to_minute(self.wall, zone)
