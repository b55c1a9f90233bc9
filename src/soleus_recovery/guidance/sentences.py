"""Fill in the placeholders of the guidance's texts."""

import datetime as dt
import re
from collections.abc import Container, Mapping
from typing import Final

import attrs

from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.words.labels import Labels
from soleus_recovery.vocabulary import Caution, Finding, Gate

__all__ = ["PLACE", "asked_text", "date_text", "fill", "gate_texts", "meaning_of", "next_run_text", "watch_note"]

PLACE: Final = re.compile(r"\{(\w+)\}")
"""A placeholder: a name in braces. Unlike ``str.format`` it allows no attribute, index, conversion or width."""


def fill(text: str, **values: object) -> str:
    """Return the text with its placeholders filled in; braces in a value are left as they are.

    >>> fill("{minutes} min", minutes="{15}")
    '{15} min'
    """
    return PLACE.sub(lambda place: str(values[place[1]]), text)


def date_text(date: dt.date, labels: Labels) -> str:
    """Return a date as a runner reads it, such as ``Tue 24 Nov``."""
    return f"{labels.weekdays[date.weekday()]} {date.day} {labels.months[date.month - 1]}"


def gate_texts(protocol: RecoveryProtocol, *, possible_strain: bool) -> Mapping[Gate, str]:
    """Return the texts of the gate's tests that apply to plain soreness or to a possible strain."""
    return {
        gate: fill(
            test.text,
            minutes=test.minutes,
            count=test.count,
            pain_maximum=test.pain_maximum,
            percent_of_other_side=test.percent_of_other_side,
            gap_maximum=test.gap_maximum,
        )
        for gate, test in protocol.gate_tests(possible_strain=possible_strain).items()
    }


def next_run_text(protocol: RecoveryProtocol, *, has_check_ins: bool) -> str:
    """Return the conditions of a run after the first, in words for a runner with check-ins or for one without."""
    gate, numbers, trend = protocol.gate, protocol.progression, protocol.trend
    return fill(
        (has_check_ins and gate.told_text) or gate.next_text,
        painkiller_hours=gate.painkiller_hours,
        rest=numbers.good_rest,
        walking=numbers.good_others,
        repeat=numbers.repeat_any,
        repeat_rest=numbers.repeat_rest,
        repeat_walking=numbers.repeat_walking,
        setback=numbers.setback_any,
        strong=min(numbers.stop_loading_in_run, numbers.stop_loading_walking),
        hard_hours=numbers.hard_setback_hours,
        painful=trend.painful_runs,
        among=trend.painful_among,
    )


def meaning_of(protocol: RecoveryProtocol, finding: Finding) -> str:
    """Return the sentence that describes a finding."""
    triage = protocol.triage
    return fill(triage.meanings[finding], **attrs.asdict(triage.windows))


def watch_note(protocol: RecoveryProtocol) -> str:
    """Return the note of a clot watch, which is on each day's card."""
    return fill(protocol.triage.watch.note, day=protocol.triage.watch.day)


def asked_text(
    protocol: RecoveryProtocol,
    *,
    reported: Container[Finding | None],
    cautions: Container[Caution | None] = frozenset(),
) -> str:
    """Return the text that lists the facts a self-care plan assumes to be absent, except those that are ``reported``.

    If a finding of this list was reported, a self-care plan exists because a clinician has cleared the finding, or
    because the finding refers only together with another.
    """
    triage, windows = protocol.triage, attrs.asdict(protocol.triage.windows)
    parts = [
        fill(each.text, **windows)
        for each in triage.asked
        if each.finding not in reported and each.caution not in cautions
    ]
    return fill(triage.asked_text, parts="; ".join(parts)) if parts else ""
