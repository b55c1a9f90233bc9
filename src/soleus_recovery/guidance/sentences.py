"""Texts with places to fill, and what fills them."""

import datetime as dt
import re
from collections.abc import Container, Mapping
from typing import Final

import attrs

from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.words.labels import Labels
from soleus_recovery.vocabulary import Finding, Gate

__all__ = ["PLACE", "asked_text", "date_text", "fill", "gate_texts", "meaning_of", "next_run_text"]

PLACE: Final = re.compile(r"\{(\w+)\}")
"""A name in braces, and nothing else: what is filled in is never reached into, converted or widened."""


def fill(text: str, **values: object) -> str:
    """The text with its places filled in; what is filled in is never itself read as a text with places.

    >>> fill("{minutes} min", minutes="{15}")
    '{15} min'
    """
    return PLACE.sub(lambda place: str(values[place[1]]), text)


def date_text(date: dt.date, labels: Labels) -> str:
    """A date as a runner reads it: ``Tue 24 Nov``."""
    return f"{labels.weekdays[date.weekday()]} {date.day} {labels.months[date.month - 1]}"


def gate_texts(protocol: RecoveryProtocol, *, possible_strain: bool) -> Mapping[Gate, str]:
    """The gate's tests that apply, in words."""
    return {
        gate: fill(
            test.text,
            minutes=test.minutes,
            count=test.count,
            pain_maximum=test.pain_maximum,
            percent_of_other_side=test.percent_of_other_side,
        )
        for gate, test in protocol.gate_tests(possible_strain=possible_strain).items()
    }


def next_run_text(protocol: RecoveryProtocol, *, told: bool) -> str:
    """What a run after the first waits for: by the words that were ``told``, or by what the runner finds."""
    gate, numbers = protocol.gate, protocol.progression
    return fill(
        (told and gate.told_text) or gate.next_text,
        painkiller_hours=gate.painkiller_hours,
        rest=numbers.good_rest,
        walking=numbers.good_others,
        repeat=numbers.repeat_any,
        repeat_rest=numbers.repeat_rest,
        repeat_walking=numbers.repeat_walking,
        setback=numbers.setback_any,
        strong=min(numbers.stop_loading_in_run, numbers.stop_loading_walking),
        hard_hours=numbers.hard_setback_hours,
    )


def meaning_of(protocol: RecoveryProtocol, finding: Finding) -> str:
    """What a finding is, in a sentence."""
    triage = protocol.triage
    return fill(triage.meanings[finding], **attrs.asdict(triage.windows))


def asked_text(protocol: RecoveryProtocol, *, told: Container[Finding]) -> str:
    """What a plan of self-care takes for granted; what was ``told`` has been cleared, and is left out."""
    triage, windows = protocol.triage, attrs.asdict(protocol.triage.windows)
    parts = [fill(each.text, **windows) for each in triage.asked if each.finding not in told]
    return fill(triage.asked_text, parts="; ".join(parts)) if parts else ""
