"""What the runner is told of a course in their own words: of a day, of a silence, of a clearance, of a raised level."""

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from soleus_recovery.course.state import CourseStart, DayState, DayVerdict
from soleus_recovery.facts.checkin import Clearance
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.guidance.loader import STANDARD, builtin
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sentences import date_text, fill
from soleus_recovery.guidance.words.case_labels import StandstillTexts
from soleus_recovery.triage.severity import outlook
from soleus_recovery.vocabulary import Decision

__all__ = ["cleared_reason", "day_reasons", "dormant_reason", "reasons_now", "silence_text", "standstill_texts"]


def silence_text(protocol: RecoveryProtocol, verdicts: Sequence[DayVerdict]) -> str:
    """What the last of these days, which went by without a word, says: since when nobody has told."""
    told = [verdict.date for verdict in verdicts if not verdict.is_silent]
    day, since = verdicts[-1].date, told[-1] if told else verdicts[0].date
    return fill(
        protocol.occasions.no_word, day=date_text(day, protocol.labels), since=date_text(since, protocol.labels)
    )


def day_reasons(protocol: RecoveryProtocol, verdict: DayVerdict) -> Iterator[Reason]:
    """The reasons that a day gives, in the runner's words; a protocol without words for one leaves it out."""
    occasions, rules = protocol.occasions, protocol.rules
    beside = [name for name in verdict.beside if getattr(occasions, name)]
    if verdict.says is not None or not beside:
        decision = protocol.decisions[verdict.says or verdict.decision]
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


def cleared_reason(protocol: RecoveryProtocol, clearance: Clearance) -> Reason:
    """Who has cleared what, as the reason for which planning begins anew."""
    finding = protocol.labels.words.findings[clearance.finding]
    text = fill(protocol.occasions.cleared, by=clearance.by, finding=finding)
    return Reason(text=text, because=protocol.rules[protocol.occasions.rules["cleared"]].because)


def reasons_now(start: CourseStart, state: DayState, begun: Iterable[Reason]) -> tuple[Reason, ...]:
    """The reasons with which a course has ``begun``; where a word has raised the level since, what is expected now."""
    protocol = start.protocol
    if state.severity is start.severity and state.possible_strain is start.possible_strain:
        return tuple(begun)
    before = outlook(protocol, start.severity, strain=start.possible_strain)
    raised = protocol.decisions[Decision.HOLD_AT_NEW_LEVEL]
    words = fill(protocol.reason_texts.raised, severity=protocol.labels.words.severities[state.severity])
    said = [] if state.severity is start.severity else [words or raised.text]
    return (
        *(reason for reason in begun if reason not in before),
        *(Reason(text=text, because=protocol.rules[raised.rule].because) for text in said),
        *outlook(protocol, state.severity, strain=state.possible_strain),
    )
