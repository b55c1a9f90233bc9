"""What triage answers: one of three types, of which only one can be planned with movement."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, final

import attrs

from soleus_recovery.clock import Minute, to_wall
from soleus_recovery.facts.report import SymptomReport
from soleus_recovery.facts.runner import Runner
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.referrals import Referral
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Measure, Severity, Urgency

if TYPE_CHECKING:
    from soleus_recovery.clock import DateTime

__all__ = [
    "Assessment",
    "Emergency",
    "SeeClinician",
    "SelfCare",
    "cautioned",
    "message_of",
    "reasons_of",
    "texts_of",
]


@final
@attrs.frozen(kw_only=True)
class SelfCare(Value):
    """No red flag was reported: a plan can be built. It carries the facts, the level, and every reason."""

    report: SymptomReport
    runner: Runner
    protocol: RecoveryProtocol = attrs.field(repr=False)
    made_at: Minute
    severity: Severity
    possible_strain: bool
    reasons: tuple[Reason, ...]

    @property
    def switched_off(self) -> frozenset[Measure]:
        """What the runner's cautions keep out."""
        return cautioned(self.runner, self.protocol)

    @property
    def made_at_local(self) -> "DateTime":
        """``made_at`` in the runner's zone."""
        return to_wall(self.made_at, self.runner.zone)


@final
@attrs.frozen(kw_only=True)
class SeeClinician(Value):
    """Somebody has to look at it: only a holding plan can be made."""

    report: SymptomReport
    runner: Runner
    protocol: RecoveryProtocol = attrs.field(repr=False)
    made_at: Minute
    urgency: Urgency
    switched_off: frozenset[Measure]
    possible_strain: bool
    reasons: tuple[Reason, ...]

    @property
    def message(self) -> str:
        """Whom to see, and how soon."""
        return message_of(self.protocol, self.urgency, (reason.text for reason in self.reasons))

    @property
    def made_at_local(self) -> "DateTime":
        """``made_at`` in the runner's zone."""
        return to_wall(self.made_at, self.runner.zone)


@final
@attrs.frozen(kw_only=True)
class Emergency(Value):
    """Nothing is planned. ``message`` says what to do now."""

    report: SymptomReport
    runner: Runner
    protocol: RecoveryProtocol = attrs.field(repr=False)
    made_at: Minute
    switched_off: frozenset[Measure]
    reasons: tuple[Reason, ...]

    @property
    def message(self) -> str:
        """Whom to call, why, and what to do now, a line each."""
        triage = self.protocol.triage
        urgent = [reason.text for reason in self.reasons]
        return "\n".join([triage.messages[Urgency.EMERGENCY], *urgent, triage.do_now])

    @property
    def made_at_local(self) -> "DateTime":
        """``made_at`` in the runner's zone."""
        return to_wall(self.made_at, self.runner.zone)


Assessment = SelfCare | SeeClinician | Emergency


def cautioned(runner: Runner, protocol: RecoveryProtocol) -> frozenset[Measure]:
    """All that the runner's cautions switch off, whatever the plan."""
    return frozenset[Measure]().union(*(protocol.limits.cautions[caution].switches_off for caution in runner.cautions))


def message_of(protocol: RecoveryProtocol, urgency: Urgency, texts: Iterable[str]) -> str:
    """Whom to see, and how soon, for the rows of these texts: in words of their own where the gravest has some.

    A protocol's own row has none to say beside one that is built in.
    """
    told = frozenset(texts)
    fired = [row for row in protocol.all_referrals.values() if row.urgency is urgency and row.text in told]
    built_in = [row for row in fired if row.text in {each.text for each in protocol.triage.referrals.values()}]
    return next((row.message for row in built_in or fired if row.message), protocol.triage.messages[urgency])


def texts_of(protocol: RecoveryProtocol, urgency: Urgency) -> frozenset[str]:
    """What the rows of this urgency tell the runner: an emergency leaves no time for what is less."""
    return frozenset(row.text for row in protocol.all_referrals.values() if row.urgency is urgency)


def reasons_of(rows: Iterable[Referral], protocol: RecoveryProtocol) -> tuple[Reason, ...]:
    """What each row tells the runner, in the rows' order."""
    return tuple(Reason(text=row.text, because=protocol.rules[row.rules["referral"]].because) for row in rows)
