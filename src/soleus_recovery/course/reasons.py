"""The reasons of a course as sentences for the runner: for a day, a silence, a clearance, a severity that has risen."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from soleus_recovery.course.progress import Progress
from soleus_recovery.course.state import CourseStart, DayState, DayVerdict
from soleus_recovery.facts.checkin import CheckIn, Clearance
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.guidance.loader import STANDARD, builtin
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.reasons import DORMANT, decision_reason, occasion_reason
from soleus_recovery.guidance.sentences import date_text, fill
from soleus_recovery.guidance.words.case_labels import StandstillTexts
from soleus_recovery.triage.severity import outlook
from soleus_recovery.vocabulary import Decision, Gate, Occasion, Severity

__all__ = [
    "cleared_reason",
    "cleared_reasons",
    "day_reasons",
    "dormant_reason",
    "reasons_now",
    "silence_reason",
    "standstill_texts",
    "waiting_reasons",
]


def silence_reason(protocol: RecoveryProtocol, verdicts: Sequence[DayVerdict]) -> Reason:
    """Return why the plan changes after a day without a check-in; that day is the last of ``verdicts``.

    The reason names the date of the last check-in or, if there is no check-in, the date of the first day.
    """
    checked_in = [verdict.date for verdict in verdicts if not verdict.is_silent]
    day, since = verdicts[-1].date, checked_in[-1] if checked_in else verdicts[0].date
    dates = {"day": date_text(day, protocol.labels), "since": date_text(since, protocol.labels)}
    return occasion_reason(protocol, Occasion.NO_CHECK_IN, **dates)


def day_reasons(protocol: RecoveryProtocol, verdict: DayVerdict) -> Iterator[Reason]:
    """Yield the reasons of a day: the decision, and the occasions beside it for which the protocol has a text.

    If the verdict has no decision to be read (``says`` is None), only the occasions are given.
    """
    numbers = protocol.trend
    days = {
        Occasion.PAINKILLERS_FOR_LONG: numbers.tablet_days,
        Occasion.GEL_FOR_LONG: numbers.painkiller_days,
    }
    beside = [occasion for occasion in verdict.beside if protocol.occasions.has_text(occasion)]
    if verdict.says is not None or not beside:
        yield decision_reason(protocol, verdict.says or verdict.decision)
    raises = protocol.gate.tests[Gate.HEEL_RAISES]
    counts = {"count": raises.count, "percent": raises.percent_of_other_side, "gap": raises.gap_maximum}
    for occasion in beside:
        said = {"tests": ", ".join(verdict.tests), "days": days.get(occasion, "")}
        yield occasion_reason(protocol, occasion, **said, **counts)


def waiting_reasons(
    protocol: RecoveryProtocol, check_in: CheckIn, *, before: Progress, after: Progress
) -> Iterator[Reason]:
    """Yield what is said of a run, or of much pain, in a check-in of a case that waited for a clinician before it."""
    if before.waiting is None or after.waiting is None or after.is_emergency:
        return
    is_bad = max(check_in.pains, default=0) >= protocol.progression.setback_any
    for occasion, is_so in (
        (Occasion.RAN_WHILE_WAITING, check_in.pain_running is not None),
        (Occasion.SORE_WHILE_WAITING, is_bad),
    ):
        if is_so and protocol.occasions.has_text(occasion):
            yield occasion_reason(protocol, occasion)


def standstill_texts(protocol: RecoveryProtocol) -> StandstillTexts:
    """Return the texts of the only card that a plan holds in an emergency or after a long silence.

    A protocol that has no such texts takes them from the standard protocol.
    """
    return protocol.standstill or cast(StandstillTexts, builtin(STANDARD).standstill)


def dormant_reason(protocol: RecoveryProtocol) -> Reason:
    """Return the reason why nothing more is planned: no check-in has come for ``dormant_days`` days."""
    numbers = protocol.progression
    text = fill(standstill_texts(protocol).dormant_reason, days=numbers.dormant_days)
    return Reason(text=text, because=protocol.rules[numbers.rules["dormant_days"]].because, key=DORMANT)


def cleared_reason(protocol: RecoveryProtocol, clearance: Clearance, *, floor_hours: int | None = None) -> Reason:
    """Return the reason why a wait is over: a sentence that says who has cleared which finding, and what follows.

    ``floor_hours`` are the hours without a run after a clearance of duration alone; None if days count anew.
    """
    finding, texts = protocol.labels.words.findings[clearance.finding], protocol.reason_texts
    then = texts.cleared_anew if floor_hours is None else fill(texts.cleared_goes_on, hours=floor_hours)
    return occasion_reason(protocol, Occasion.CLEARED, by=clearance.by, finding=finding, then=then)


def cleared_reasons(
    protocol: RecoveryProtocol, clearance: Clearance, *, level: Severity, not_before: dt.date | None
) -> tuple[Reason, ...]:
    """Return the reasons of a plan after the last clearance of a wait: who cleared what, and what the clinician said.

    ``level`` and ``not_before`` are those of all clearances together.
    """
    texts, first = protocol.reason_texts, cleared_reason(protocol, clearance)
    said: list[str] = []
    if clearance.level is not None:
        said.append(fill(texts.cleared_level, severity=protocol.labels.words.severities[level]))
    if not_before is not None:
        said.append(fill(texts.cleared_not_before, date=date_text(not_before, protocol.labels)))
    return (first, *(Reason(text=text, because=first.because) for text in said if text))


def reasons_now(start: CourseStart, state: DayState, at_start: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return the reasons for the present severity.

    The reasons ``at_start`` are brought up to date if the severity, or whether a strain is possible, has changed since
    the start.
    """
    protocol = start.protocol
    if state.severity is start.severity and state.possible_strain is start.possible_strain:
        return tuple(at_start)
    before = outlook(protocol, start.severity, strain=start.possible_strain)
    raised = protocol.decisions[Decision.HOLD_AT_NEW_LEVEL]
    filled = fill(protocol.reason_texts.raised, severity=protocol.labels.words.severities[state.severity])
    texts = [] if state.severity is start.severity else [filled or raised.text]
    return (
        *(reason for reason in at_start if reason not in before),
        *(Reason(text=text, because=protocol.rules[raised.rule].because) for text in texts),
        *_growth_reason(protocol, state),
        *outlook(protocol, state.severity, strain=state.possible_strain),
    )


def _growth_reason(protocol: RecoveryProtocol, state: DayState) -> Iterator[Reason]:
    """Yield why runs grow as at a lower severity, if only lasting soreness has raised the severity."""
    text, names = protocol.reason_texts.raised_by_days, protocol.labels.words.severities
    if text and state.growth_severity is not state.severity:
        filled = fill(text, severity=names[state.severity], before=names[state.growth_severity])
        yield Reason(text=filled, because=protocol.rules[protocol.progression.rules["growth"]].because)
