"""Check the placeholders of a protocol's texts: only plain names, only those that get a value, each at most twice.

The texts of a protocol, which a stranger may have written, are filled in with facts about a runner. Each text is
checked when its file is read, so that a placeholder can neither reach into a value nor make the text grow without
bound.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from soleus_recovery.errors import ProtocolError
from soleus_recovery.guidance.checks.walk import walk
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sentences import PLACE
from soleus_recovery.guidance.words.labels import Labels

__all__ = ["PLACES", "label_problems", "problems"]

_MOST_TIMES: Final = 2
_SESSION: Final = "minutes dose review ways how"
_GATE_TEST: Final = "minutes count pain_maximum percent_of_other_side gap_maximum"
_NEXT_RUN: Final = (
    "painkiller_hours rest walking repeat repeat_rest repeat_walking setback strong hard_hours painful among"
)
PLACES: Final[Mapping[str, str]] = {
    "ice.title": "minutes",
    "ice.instructions": "minutes",
    "ice.elevate_title": "minutes",
    "ice.elevate_instructions": "minutes",
    "ice.after_hours_note": "minutes hours",
    "ice.after_hours_elevate_note": "minutes",
    "gate.before_text": "floor tests painkiller_hours lapses_after_days",
    "gate.next_text": _NEXT_RUN,
    "gate.told_text": _NEXT_RUN,
    "gate.counted_text": "test date",
    "gate.counted_note": "tests",
    "gate.pending_text": "date",
    "gate.confirmed_text": "painkiller_hours",
    "unplaced_texts.busy_some": "missing of",
    "occasions.cleared": "by finding then",
    "reason_texts.cleared_goes_on": "hours",
    "occasions.still_waiting": "by finding rest",
    "occasions.no_word": "day since",
    "occasions.replaced": "day",
    "occasions.tests_not_counted": "tests start",
    "occasions.painkillers_for_long": "days",
    "occasions.gel_for_long": "days",
    "occasions.few_raises": "count percent gap",
    "occasions.lapsed": "tests",
    "occasions.tests_due": "tests",
    "occasions.tests_again": "tests",
    "occasions.silent_week": "days tests",
    "bad_day.instructions": "ice date eve",
    "gate.tests_note": "start tests lapses_after_days",
    "runs.walk_run_title": "repeats walk run",
    "runs.continuous_title": "run",
    "runs.walk_run_main": "repeats walk run",
    "runs.continuous_main": "run",
    "runs.instructions": "only_if main strides stretch ground",
    "hold.appointment_title": "urgency",
    "hold.until_seen": "also",
    "hold.appointment_instructions": "message told reasons",
    "standstill.stopped_instructions": "message reasons do_now",
    "standstill.dormant_instructions": "days",
    "standstill.dormant_reason": "days",
    "standstill.exported_run": "case",
    "standstill.exported_runs": "count case",
    "labels.day": "number",
    "labels.if_each_day_is_well": "number",
    "labels.discreet_card": "number",
    "labels.minutes": "minutes",
    "labels.sets_of_repetitions": "sets repetitions legs",
    "labels.sets_of_holds": "sets hold_seconds legs",
    "reason_texts.pain_band": "pain severity",
    "reason_texts.finding": "finding severity",
    "reason_texts.by_hand": "severity",
    "reason_texts.raised": "severity",
    "reason_texts.raised_by_days": "before severity",
    "reason_texts.cleared_level": "severity",
    "reason_texts.cleared_not_before": "date",
    "log.cleared_level": "severity",
    "log.cleared_not_before": "date",
    "log.cleared_keep_off": "measures",
    "reason_texts.masked": "hours severity",
    "reason_texts.late": "hours severity",
    "reason_texts.late_review": "day hours severity",
    "reason_texts.expected": "minimum maximum",
    "reason_texts.usual_run": "minutes earliest usual",
    "reason_texts.usual_run_later": "minutes earliest",
    "reason_texts.fewer_runs": "count most",
    "unplaced_texts.caution": "caution",
    "unplaced_texts.kit": "kit",
    "unplaced_texts.kept_off": "finding",
    "unplaced_texts.walking_pain": "most date",
    "unplaced_texts.worse_morning": "hours date",
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
    "today.before_stop": "date sessions",
    "today.to_clear": "findings",
    "today.waits_for_time": "floor",
    "today.waits_for_tests": "start lapses_after_days tests",
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
    "log.ache": "date",
    "log.onset": "moment",
    "log.pains": "at_rest walking",
    "log.by_hand": "severity",
    "log.usual": "minutes count",
    "log.long_run": "minutes",
    "today.between": "date titles",
    "log.age": "age",
    "log.corrected": "date",
    "log.no_word": "count",
    "log.before": "count at_rest walking running silent",
    "log.run": "title minutes pain",
    "log.run_unplanned": "pain",
    "log.runs_before": "count pain",
    "log.training_day": "date pain",
    "log.raises_day": "date sore other",
    "log.training_before": "count pain",
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
"""The placeholders that each text may have, by the path of the text."""


def problems(protocol: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Yield an error for every text with an unknown placeholder, one that is repeated too often, or a stray brace."""
    for key, session in protocol.sessions.items():
        for name in ("title", "instructions", "first_instructions", "hold_instructions", "kept_instructions"):
            yield from _wrong(f"sessions.{key}.{name}", getattr(session, name), _SESSION)
    for gate, test in protocol.gate.tests.items():
        yield from _wrong(f"gate.tests.{gate}.text", test.text, _GATE_TEST)
    yield from _named_places(protocol, "")


def label_problems(labels: Labels) -> Iterator[ProtocolError]:
    """Yield an error for every text with a wrong placeholder in the labels that a plan carries."""
    yield from _named_places(labels, "labels")


def _named_places(value: object, path: str) -> Iterator[ProtocolError]:
    for place, text in walk(value, path):
        if isinstance(text, str) and place in PLACES:
            yield from _wrong(place, text, PLACES[place])


def _wrong(path: str, text: str, names: str) -> Iterator[ProtocolError]:
    allowed = ", ".join(f"{{{name}}}" for name in names.split())
    used = Counter(PLACE.findall(text))
    for name, times in used.items():
        if name not in names.split():
            yield ProtocolError(path=path, problem=f"nothing fills in {{{name}}}; allowed: {allowed}")
        elif times > _MOST_TIMES:
            problem = f"{{{name}}} stands {times} times in it; allowed: {_MOST_TIMES} times"
            yield ProtocolError(path=path, problem=problem)
    rest = PLACE.sub("", text)
    if "{" in rest or "}" in rest:
        yield ProtocolError(path=path, problem=f"a brace holds no plain name; allowed: {allowed}")
