"""Texts with places to fill: what may stand in braces where, and the filling."""

import datetime as dt
from collections.abc import Container, Iterator, Mapping, Sequence
from string import Formatter

import attrs

from soleus_recovery.errors import ProtocolError
from soleus_recovery.guidance.labels import Labels
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.walk import walk
from soleus_recovery.vocabulary import Finding, Gate

__all__ = ["asked_text", "date_text", "fill", "gate_texts", "meaning_of", "next_run_text", "problems"]

_SESSION = "minutes dose review"
_GATE_TEST = "minutes count pain_maximum percent_of_other_side"
_NEXT_RUN = "painkiller_hours rest walking repeat repeat_rest repeat_walking setback strong hard_hours"
_PLACES = {
    "ice.title": "minutes",
    "ice.instructions": "minutes",
    "ice.elevate_title": "minutes",
    "ice.elevate_instructions": "minutes",
    "ice.after_hours_note": "minutes hours",
    "ice.after_hours_elevate_note": "minutes",
    "gate.before_text": "floor tests painkiller_hours lapses_after_days",
    "gate.next_text": _NEXT_RUN,
    "gate.told_text": _NEXT_RUN,
    "gate.pending_text": "date",
    "gate.confirmed_text": "painkiller_hours",
    "unplaced_texts.busy_some": "missing of",
    "occasions.cleared": "by finding",
    "occasions.still_waiting": "by finding rest",
    "occasions.no_word": "day since",
    "occasions.replaced": "day",
    "occasions.tests_not_counted": "tests start",
    "occasions.silent_week": "days",
    "gate.tests_note": "start tests lapses_after_days",
    "runs.walk_run_title": "repeats walk run",
    "runs.continuous_title": "run",
    "runs.walk_run_main": "repeats walk run",
    "runs.continuous_main": "run",
    "runs.instructions": "only_if main ground",
    "hold.appointment_title": "urgency",
    "hold.until_seen": "also",
    "hold.appointment_instructions": "message told reasons",
    "labels.day": "number",
    "labels.discreet_card": "number",
    "labels.minutes": "minutes",
    "labels.sets_of_repetitions": "sets repetitions legs",
    "labels.sets_of_holds": "sets hold_seconds legs",
    "reason_texts.pain_band": "pain severity",
    "reason_texts.finding": "finding severity",
    "reason_texts.by_hand": "severity",
    "reason_texts.raised": "severity",
    "reason_texts.late": "hours severity",
    "reason_texts.late_review": "day hours severity",
    "reason_texts.expected": "minimum maximum",
    "unplaced_texts.caution": "caution",
    "unplaced_texts.kit": "kit",
    "unplaced_texts.kept_off": "finding",
    "labels.changes.run": "number",
    "labels.changes.run_left_out": "when",
    "labels.changes.run_added": "when",
    "labels.changes.later": "count",
    "labels.changes.later_added": "count",
    "labels.changes.later_left_out": "count",
    "labels.changes.all_runs_left_out": "count",
    "labels.changes.now": "status",
    "labels.changes.moved": "count",
    "labels.changes.altered": "count",
    "labels.changes.added": "count",
    "labels.changes.left_out": "count",
    "labels.changes.then": "when",
    "labels.changes.alike": "reason count",
    "today.no_word_day": "day",
    "today.no_word_days": "days day",
    "today.no_word_held": "day",
    "today.yesterday": "date",
    "today.tell": "time",
    "today.to_clear": "findings",
    "today.waits_for_time": "floor",
    "today.waits_for_tests": "start lapses_after_days",
    "today.tests_done": "date",
    "today.waits_for_morning": "date",
    "today.waits_for_rest": "painkiller_hours",
    "today.in_days": "days",
    "today.over": "date",
    "today.hold_over": "date",
    "log.made": "moment zone protocol",
    "log.to_be_seen": "urgency date",
    "log.waits_for": "findings",
    "log.level": "severity kind",
    "log.phase": "phase number",
    "log.rung": "number count title",
    "log.gate_open": "tests",
    "log.setbacks": "count",
    "log.longest": "minutes",
    "log.sore_since": "date",
    "log.onset": "moment",
    "log.pains": "at_rest walking",
    "log.by_hand": "severity",
    "log.usual": "minutes count",
    "log.corrected": "date",
    "log.no_word": "count",
    "log.before": "count at_rest walking running silent",
    "log.run": "title minutes pain",
    "log.run_unplanned": "pain",
    "log.runs_before": "count pain",
    "log.done_count": "count",
    "log.missed_count": "count",
    "log.decided_before": "count",
    "log.clearance": "by finding date",
    "log.days": "count",
    "log.until": "first last",
    "picture.phase": "name dates",
    "picture.runs": "run status",
    "picture.floor": "moment",
    "picture.run": "moment title status",
    "picture.pain_day": "date at_rest walking running",
    "picture.pain_silent": "count",
    "page.ladder_times": "count",
    "page.ladder_from": "date",
    "page.made": "moment zone",
    "page.revision": "number protocol",
}


def fill(text: str, **values: object) -> str:
    """The text with its places filled in; what is filled in is never itself read as a text with places.

    >>> fill("{minutes} min", minutes="{15}")
    '{15} min'
    """
    return text.format_map(values)


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


def problems(protocol: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Every text whose braces hold what nothing fills in, or that is not closed."""
    for path, text, names in _texts(protocol):
        wrong = _wrong_places(text, names)
        if wrong:
            allowed = ", ".join(f"{{{name}}}" for name in names)
            yield ProtocolError(path=path, problem=f"{wrong}; allowed: {allowed}")


def _wrong_places(text: str, names: Sequence[str]) -> str | None:
    try:
        for _, name, spec, conversion in Formatter().parse(text):
            if name is not None and (name not in names or spec or conversion):
                return f"nothing fills in {{{name}}}"
    except ValueError as error:
        return f"a brace is not closed ({error})"
    return None


def _texts(protocol: RecoveryProtocol) -> Iterator[tuple[str, str, Sequence[str]]]:
    for key, session in protocol.sessions.items():
        yield f"sessions.{key}.title", session.title, _SESSION.split()
        yield f"sessions.{key}.instructions", session.instructions, _SESSION.split()
        yield f"sessions.{key}.hold_instructions", session.hold_instructions, _SESSION.split()
    for gate, test in protocol.gate.tests.items():
        yield f"gate.tests.{gate}.text", test.text, _GATE_TEST.split()
    values = dict(walk(protocol))
    for path, names in _PLACES.items():
        if path in values:  # a protocol need not have every table
            yield path, str(values[path]), names.split()
