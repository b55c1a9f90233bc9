"""The three answers of triage: self-care, a clinician or an emergency; only a plan for self-care holds movement."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, final

import attrs

from soleus_recovery.clock import Minute, to_wall
from soleus_recovery.facts.report import SymptomReport
from soleus_recovery.facts.runner import Runner
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.reasons import referral_key, referrals_behind
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
    "reasons_at",
    "still_waiting_text",
    "watch_reasons",
    "watched",
]


@final
@attrs.frozen(kw_only=True)
class SelfCare(Value):
    """The answer that no red flag was reported, so a plan can be built: the severity, and every reason for it."""

    report: SymptomReport
    runner: Runner
    protocol: RecoveryProtocol = attrs.field(repr=False)
    made_at: Minute
    severity: Severity
    possible_strain: bool
    reasons: tuple[Reason, ...]

    @property
    def switched_off(self) -> frozenset[Measure]:
        """The measures that the runner's cautions and a clot watch rule out."""
        return cautioned(self.runner, self.protocol) | watched(self.report, self.protocol)

    @property
    def made_at_local(self) -> "DateTime":
        """``made_at`` in the runner's zone."""
        return to_wall(self.made_at, self.runner.zone)


@final
@attrs.frozen(kw_only=True)
class SeeClinician(Value):
    """The answer that a clinician has to see the calf: only a holding plan can be made; ``urgency`` says how soon."""

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
        """The text that says whom to see, and how soon."""
        return message_of(self.protocol, self.urgency, self.reasons)

    @property
    def made_at_local(self) -> "DateTime":
        """``made_at`` in the runner's zone."""
        return to_wall(self.made_at, self.runner.zone)


@final
@attrs.frozen(kw_only=True)
class Emergency(Value):
    """The answer that the facts are an emergency: nothing is planned, and ``message`` says what to do now."""

    report: SymptomReport
    runner: Runner
    protocol: RecoveryProtocol = attrs.field(repr=False)
    made_at: Minute
    switched_off: frozenset[Measure]
    reasons: tuple[Reason, ...]

    @property
    def message(self) -> str:
        """The text that says whom to call, each reason, and what to do now, with a line for each of them."""
        triage = self.protocol.triage
        reasons = [reason.text for reason in self.reasons]
        return "\n".join([triage.messages[Urgency.EMERGENCY], *reasons, triage.do_now])

    @property
    def made_at_local(self) -> "DateTime":
        """``made_at`` in the runner's zone."""
        return to_wall(self.made_at, self.runner.zone)


Assessment = SelfCare | SeeClinician | Emergency


def cautioned(runner: Runner, protocol: RecoveryProtocol) -> frozenset[Measure]:
    """Return the measures that the runner's cautions switch off in every plan."""
    return frozenset[Measure]().union(*(protocol.limits.cautions[caution].switches_off for caution in runner.cautions))


def watched(report: SymptomReport, protocol: RecoveryProtocol) -> frozenset[Measure]:
    """Return the measures that a clot watch switches off; none without the finding that asks for the watch."""
    watch = protocol.triage.watch
    return watch.switches_off if watch.finding in report.findings else frozenset()


def watch_reasons(report: SymptomReport, protocol: RecoveryProtocol) -> tuple[Reason, ...]:
    """Return the reason of a clot watch, if the report has the finding that asks for the watch."""
    watch = protocol.triage.watch
    if watch.finding not in report.findings:
        return ()
    return (Reason(text=watch.reason, because=protocol.rules[watch.rules["switches_off"]].because),)


def message_of(protocol: RecoveryProtocol, urgency: Urgency, reasons: Iterable[Reason]) -> str:
    """Return the message that says whom to see and how soon, from the referral rows behind ``reasons``.

    The message is that of the first referral row of this urgency that has its own message. If every row of this urgency
    has a message for when it fires alone, the message is all of these. Or else it is the usual message for the urgency.
    The protocol's own rows count only if no built-in row of this urgency is behind the reasons, so
    that no protocol delays a runner whom a built-in row sends to a clinician.
    """
    rows = {row_id: row for row_id, row in referrals_behind(protocol, reasons).items() if row.urgency is urgency}
    built_in = [row for row_id, row in rows.items() if row_id in protocol.triage.referrals]
    counted = built_in or [*rows.values()]
    own = next((row.message for row in counted if row.message), "")
    alone = dict.fromkeys(row.message_if_alone for row in counted)
    return own or (" ".join(alone) if all(alone) else "") or protocol.triage.messages[urgency]


def still_waiting_text(protocol: RecoveryProtocol, urgency: Urgency, reasons: Iterable[Reason]) -> str:
    """Return what is said on later days if nobody was asked yet: for a call, or else where somebody is."""
    rows = [row for row in referrals_behind(protocol, reasons).values() if row.urgency is urgency]
    alone = dict.fromkeys(row.still_if_alone for row in rows)
    return " ".join(alone) if alone and all(alone) else protocol.hold.still_today


def reasons_at(protocol: RecoveryProtocol, urgency: Urgency, reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return the reasons that come from referral rows of this urgency; an emergency leaves no time for other reasons.

    All reasons are returned if none comes from a row of this urgency, as in a plan file from before reasons had keys.
    """
    given = tuple(reasons)
    rows = {row_id for row_id, row in referrals_behind(protocol, given).items() if row.urgency is urgency}
    keys = {referral_key(row_id) for row_id in rows}
    return tuple(reason for reason in given if reason.key in keys) or given
