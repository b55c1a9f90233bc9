"""What a day that was read says to the runner: its decision, and what the decision alone would not tell."""

from collections.abc import Iterator, Sequence
from typing import cast

from soleus_recovery.guidance.case_labels import StandstillTexts
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.guidance.loader import STANDARD, builtin
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.texts import date_text, fill
from soleus_recovery.planning.state import Read

__all__ = ["day_reasons", "dormant_reason", "silence_text", "standstill_texts"]


def silence_text(protocol: RecoveryProtocol, reads: Sequence[Read]) -> str:
    """What the last of these days, which went by without a word, says: since when nobody has told."""
    told = [read.date for read in reads if not read.is_silent]
    day, since = reads[-1].date, told[-1] if told else reads[0].date
    return fill(
        protocol.occasions.no_word, day=date_text(day, protocol.labels), since=date_text(since, protocol.labels)
    )


def day_reasons(protocol: RecoveryProtocol, read: Read) -> Iterator[Reason]:
    """The reasons that a day gives, in the runner's words; a protocol without words for one leaves it out."""
    occasions, rules = protocol.occasions, protocol.rules
    beside = [name for name in read.beside if getattr(occasions, name)]
    if read.says is not None or not beside:
        decision = protocol.decisions[read.says or read.decision]
        yield Reason(text=decision.text, because=rules[decision.rule].because)
    for name in beside:
        yield Reason(text=getattr(occasions, name), because=rules[occasions.rules[name]].because)


def standstill_texts(protocol: RecoveryProtocol) -> StandstillTexts:
    """The words of a plan that stands still; those of the standard protocol where it has none."""
    return protocol.standstill or cast(StandstillTexts, builtin(STANDARD).standstill)


def dormant_reason(protocol: RecoveryProtocol) -> Reason:
    """Why nothing is planned any more when nobody has told how it is for so long."""
    numbers = protocol.progression
    text = fill(standstill_texts(protocol).dormant_reason, days=numbers.dormant_days)
    return Reason(text=text, because=protocol.rules[numbers.rules["dormant_days"]].because)
