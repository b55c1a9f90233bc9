"""What must hold in a protocol for its words and numbers to make sense."""

from collections.abc import Iterator, Mapping
from enum import Enum
from itertools import chain, pairwise
from typing import Any, Final, get_args, get_origin, get_type_hints

import attrs

from soleus_recovery.errors import ProtocolError
from soleus_recovery.guidance import safety
from soleus_recovery.guidance.labels import Labels
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.provenance import sourced_numbers
from soleus_recovery.guidance.sessions import CHECK_IN, REVIEW
from soleus_recovery.guidance.triage import Clue, Referral
from soleus_recovery.guidance.walk import walk
from soleus_recovery.vocabulary import Measure, Severity, Urgency

__all__ = ["label_problems", "problems"]

_PAIN_MARKS = range(1, 11)  # a mark of 0 would fire without any pain
# By the unit in a number's name.
_MOST: Final = {"minutes": 1_440, "hours": 2_160, "days": 365, "day": 365, "seconds": 3_600}
_MOST_OF_ANY: Final = 100
# The shortest waking day, of six hours, holds the longest run and what stands around it.
_LONGEST_RUN, _MOST_AROUND = 300, 60  # minutes
_MOVING = frozenset({Measure.RUNS, Measure.EXERCISE, Measure.HOP_TEST})


def problems(protocol: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Everything incomplete or contradictory, and then what is looser than the limits, each with its path."""
    incomplete = tuple(_complete(protocol, ""))
    yield from incomplete
    if incomplete:
        return  # the checks below look words up
    yield from _numbers(protocol)
    yield from _calendar_names(protocol.labels)
    yield from _levels(protocol)
    yield from _ladders(protocol)
    yield from _sessions(protocol)
    yield from _referrals(protocol)
    yield from safety.problems(protocol)


def label_problems(labels: Labels) -> Iterator[ProtocolError]:
    """Everything incomplete in labels alone, as a plan carries them."""
    yield from _complete(labels, "labels")
    yield from _calendar_names(labels)


def _complete(whole: object, of: str) -> Iterator[ProtocolError]:
    """A table keyed by a closed word has every word in it."""
    for path, value in walk(whole, of):
        kind: Any = type(value)
        for name, hint in get_type_hints(kind).items() if attrs.has(kind) else ():
            words: Any = get_args(hint)[0] if get_origin(hint) is Mapping else None
            if isinstance(words, type) and issubclass(words, Enum):
                for member in words:
                    if member not in getattr(value, name):
                        yield ProtocolError(path=f"{path}.{name}.{member}".removeprefix("."), problem="is missing")


def _numbers(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    """No number is below nothing, or beyond what anybody means: a plan of it would never end."""
    for path, value, _ in sourced_numbers(p):
        words = path.rpartition(".")[2].split("_")
        most = next((_MOST[word] for word in words if word in _MOST), _MOST_OF_ANY)
        if not 0 <= value <= most and not path.startswith(("limits.", "triage.")):
            yield ProtocolError(path=path, problem=f"{value} is not a number anybody means; allowed: 0 to {most}")


def _calendar_names(labels: Labels) -> Iterator[ProtocolError]:
    for name, names, length in (("weekdays", labels.weekdays, 7), ("months", labels.months, 12)):
        if len(names) != length:
            yield ProtocolError(path=f"labels.{name}", problem=f"must be {length} names, the first day or month first")


def _levels(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    for severity, level in p.severity.items():
        path = f"severity.{severity}"
        for name in ("pain", "expected_days"):
            span = getattr(level, name)
            if span.minimum > span.maximum:
                problem = f"minimum {span.minimum} is over maximum {span.maximum}"
                yield ProtocolError(path=f"{path}.{name}", problem=problem)
        for kind in ("plain", "strain"):
            ladder = getattr(level.ladder, kind)
            if ladder not in p.ladders:
                problem = f"no ladder is called {ladder!r}; allowed: {', '.join(p.ladders)}"
                yield ProtocolError(path=f"{path}.ladder.{kind}", problem=problem)
        if level.relieve_hours < p.ice.first_day_hours:
            problem = f"{level.relieve_hours} is under ice.first_day_hours, {p.ice.first_day_hours}"
            yield ProtocolError(path=f"{path}.relieve_hours", problem=problem)
    levels = [p.severity[severity] for severity in Severity]
    if levels[0].pain.minimum != 0:
        yield ProtocolError(path=f"severity.{Severity.MILD}.pain", problem="must start at 0")
    for severity, (lower, upper) in zip(list(Severity)[1:], pairwise(levels), strict=False):
        if upper.pain.minimum != lower.pain.maximum + 1:
            problem = f"must start at {lower.pain.maximum + 1}, after the level below"
            yield ProtocolError(path=f"severity.{severity}.pain", problem=problem)


def _ladders(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    around = p.runs.warm_up_minutes + p.runs.cool_down_minutes
    if around > _MOST_AROUND:
        problem = f"{around} minutes around a run; allowed: {_MOST_AROUND} with runs.cool_down_minutes"
        yield ProtocolError(path="runs.warm_up_minutes", problem=problem)
    for name, ladder in p.ladders.items():
        for index, rung in enumerate(ladder.rungs):
            if min(rung.walk_minutes, rung.run_minutes, rung.repeats) < 1:
                yield ProtocolError(path=f"ladders.{name}.rungs[{index}]", problem="every number must be 1 or more")
            if (rung.walk_minutes + rung.run_minutes) * rung.repeats > _LONGEST_RUN:
                problem = f"is longer than the longest run; allowed: {_LONGEST_RUN} minutes in all"
                yield ProtocolError(path=f"ladders.{name}.rungs[{index}]", problem=problem)
        runs = [*(rung.run_minutes for rung in ladder.rungs), ladder.continuous_minutes]
        if runs != sorted(runs):
            problem = f"the longest stretch of running falls: {', '.join(map(str, runs))}"
            yield ProtocolError(path=f"ladders.{name}", problem=problem)
        if min(ladder.times_each, ladder.continuous_minutes) < 1:
            yield ProtocolError(path=f"ladders.{name}", problem="every number must be 1 or more")


def _referrals(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    """The rows of the protocol's own beside those of triage."""
    for name, row in p.referrals.items():
        if name in p.triage.referrals:
            problem = "is the name of a built-in referral; choose another"
            yield ProtocolError(path=f"referrals.{name}", problem=problem)
        for step, problem in chain(_clue_problems(row), _row_problems(row)):
            yield ProtocolError(path=f"referrals.{name}.{step}", problem=problem)


def _clue_problems(row: Referral) -> Iterator[tuple[str, str]]:
    """A row fires by what is there."""
    if not row.any_of:
        yield "any_of", "must have a clue"
    for column, clues in (("any_of", row.any_of), ("and_any_of", row.and_any_of)):
        for index, clue in enumerate(clues):
            if problem := _clue_problem(clue, alone=not row.and_any_of):
                yield f"{column}[{index}]", problem


def _row_problems(row: Referral) -> Iterator[tuple[str, str]]:
    """A row says why, and a clinician can clear it."""
    by_number = any(clue.finding is None for clue in row.any_of)
    if by_number and row.cleared_as is None and row.urgency is not Urgency.EMERGENCY:
        yield "cleared_as", "is missing: a row that fires by a number is cleared under the name of a finding"
    if row.keeps_off and row.switches_off & _MOVING:
        yield "keeps_off", "cannot last after a clearance: what it switches off is what the plan then leads back to"
    if not row.text.strip():
        yield "text", "must say why, in words for the runner"
    if "referral" not in row.rules:
        yield "rules.referral", "is missing: the rule that asks for the referral"


def _clue_problem(clue: Clue, *, alone: bool) -> str | None:
    """What is wrong with a clue; days of soreness have to stand ``alone``, since they are counted day by day."""
    given = {field.name: getattr(clue, field.name) for field in attrs.fields(Clue)}
    named = {name: value for name, value in given.items() if value is not None}
    if len(named) != 1:
        return f"must name exactly one of {', '.join(given)}"
    [(name, value)] = named.items()
    if name == "day_at_least" and not alone:
        return "day_at_least goes with nothing else: leave and_any_of out"
    if name == "day_at_least" and value < 1:
        return f"day_at_least {value} is no day of soreness; allowed: 1 or more"
    if name not in ("finding", "day_at_least") and value not in _PAIN_MARKS:
        return f"{name} {value} is no mark; allowed: {_PAIN_MARKS[0]} to {_PAIN_MARKS[-1]}"
    return None


def _sessions(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    for key in (CHECK_IN, REVIEW):
        if key not in p.sessions:
            yield ProtocolError(path=f"sessions.{key}", problem="is missing")
    for key, session in p.sessions.items():
        if session.at and not session.steps:
            yield ProtocolError(path=f"sessions.{key}.steps", problem="is missing: a timed session needs its minutes")
        if any(step.minutes < 1 for step in session.steps):
            yield ProtocolError(path=f"sessions.{key}.steps", problem="minutes must be 1 or more")
        if min(session.every_days, session.most_per_week) < 1:
            yield ProtocolError(path=f"sessions.{key}", problem="every_days and most_per_week must be 1 or more")
    if p.hold.days > p.progression.dormant_days:
        problem = f"{p.hold.days} is over progression.dormant_days, {p.progression.dormant_days}: nobody has told since"
        yield ProtocolError(path="hold.days", problem=problem)
    if min(p.prevent.days, p.hold.days, p.runs.growth_least_minutes) < 1:
        yield ProtocolError(path="prevent.days", problem="prevent.days, hold.days and growth must be 1 or more")
