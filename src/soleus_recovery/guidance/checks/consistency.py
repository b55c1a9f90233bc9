"""Check that a protocol is complete and free of contradictions, and call the checks of the safety limits."""

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from itertools import chain, pairwise
from typing import Any, Final, cast, get_args, get_origin, get_type_hints

import attrs

from soleus_recovery.errors import ProtocolError
from soleus_recovery.guidance.checks import bounds, limits
from soleus_recovery.guidance.checks.walk import walk
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.referrals import MOVING, Clue, Referral
from soleus_recovery.guidance.sessions import ASKING, CHECK_IN, MADE_BY_PLANNER, REVIEW, STRENGTHEN, SessionRule
from soleus_recovery.guidance.words.labels import Labels
from soleus_recovery.vocabulary import Activity, PhaseKind, Severity, Urgency

__all__ = ["label_problems", "problems"]

_PAIN_MARKS = range(1, 11)  # a referral row with a mark of 0 would fire without pain


def problems(protocol: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Yield an error for everything that is missing or contradictory, and then for what is looser than the limits."""
    incomplete = tuple(_complete(protocol, ""))
    yield from incomplete
    if incomplete:
        return  # the checks below look up members of closed words in the tables
    yield from bounds.sizes(protocol)
    yield from _needed_places(protocol)
    yield from _calendar_names(protocol.labels)
    yield from _levels(protocol)
    yield from _ladders(protocol)
    yield from _sessions(protocol)
    yield from _training(protocol)
    yield from _referrals(protocol)
    yield from limits.problems(protocol)
    yield from bounds.numbers(protocol)


def label_problems(labels: Labels) -> Iterator[ProtocolError]:
    """Yield an error for everything that is missing in the labels that a plan carries."""
    yield from _complete(labels, "labels")
    yield from _calendar_names(labels)


def _complete(whole: object, of: str) -> Iterator[ProtocolError]:
    """Yield an error for every member of a closed word that is missing in a table with these members as keys."""
    for path, value in walk(whole, of, wholes=True):
        for name, members in _closed(cast(Any, type(value))).items():
            for member in members:
                if member not in getattr(value, name):
                    yield ProtocolError(path=f"{path}.{name}.{member}".removeprefix("."), problem="is missing")


@cache
def _closed(kind: Any) -> Mapping[str, type[Enum]]:
    """Return the fields of a type that are tables with a closed word as key, each with the enumeration of that word."""
    hints = get_type_hints(kind) if attrs.has(kind) else {}
    keys = {name: get_args(hint)[0] for name, hint in hints.items() if get_origin(hint) is Mapping}
    return {name: key for name, key in keys.items() if isinstance(key, type) and issubclass(key, Enum)}


_NEEDED_PLACES: Final = (
    ("runs", "instructions", ("only_if", "main")),
    ("gate", "before_text", ("floor", "tests", "painkiller_hours")),
    ("gate", "tests_note", ("start", "tests")),
    ("hold", "appointment_instructions", ("message",)),
    ("bad_day", "instructions", ("ice", "date", "eve")),
)


def _needed_places(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Yield an error for each text that lacks a placeholder for a condition of a run, or for whom to see."""
    for table, name, places in _NEEDED_PLACES:
        if (part := getattr(p, table)) is None:
            continue
        text = getattr(part, name)
        for place in places:
            if f"{{{place}}}" not in text:
                yield ProtocolError(path=f"{table}.{name}", problem=f"must say {{{place}}}")


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
    yield from _bands(p)
    yield from _above(p)


def _bands(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    levels = [p.severity[severity] for severity in Severity]
    if levels[0].pain.minimum != 0:
        yield ProtocolError(path=f"severity.{Severity.MILD}.pain", problem="must start at 0")
    for severity, (lower, upper) in zip(list(Severity)[1:], pairwise(levels), strict=False):
        if upper.pain.minimum != lower.pain.maximum + 1:
            problem = f"must start at {lower.pain.maximum + 1}, after the level below"
            yield ProtocolError(path=f"severity.{severity}.pain", problem=problem)


def _above(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Yield an error for a finding that two severities list, and a severity with a shorter wait than a milder one."""
    counted = Counter(finding for level in p.severity.values() for finding in level.findings)
    for severity in Severity:
        twice = (finding for finding in p.severity[severity].findings if counted[finding] > 1)
        for finding in sorted(twice, key=lambda each: each.rank):
            problem = f"{finding} is of another level too; allowed: one level for each finding"
            yield ProtocolError(path=f"severity.{severity}.findings", problem=problem)
    for lower, severity in pairwise(Severity):
        for name in ("floor_hours", "first_run_day", "tests_from_day"):
            least, given = getattr(p.severity[lower], name), getattr(p.severity[severity], name)
            if given < least:
                problem = f"{given} is under {least}, that of the level below"
                yield ProtocolError(path=f"severity.{severity}.{name}", problem=problem)


def _ladders(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    for name, ladder in p.ladders.items():
        runs = [*(rung.run_minutes for rung in ladder.rungs), ladder.continuous_minutes]
        if runs != sorted(runs):
            problem = f"the longest stretch of running falls: {', '.join(map(str, runs))}"
            yield ProtocolError(path=f"ladders.{name}", problem=problem)
        walks = [*(rung.walk_minutes for rung in ladder.rungs), 0]
        if any(after >= before for before, after in pairwise(walks)):
            problem = f"each rung must walk less than the one before: {', '.join(map(str, walks[:-1]))}"
            yield ProtocolError(path=f"ladders.{name}", problem=problem)


def _referrals(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Yield the errors of the protocol's own rows of the referral table."""
    said = {row.text for row in p.triage.referrals.values()}
    for name, row in p.referrals.items():
        if name in p.triage.referrals:
            problem = "is the name of a built-in referral; choose another"
            yield ProtocolError(path=f"referrals.{name}", problem=problem)
        if row.text in said:
            problem = "is that of a built-in referral; allowed: words of its own"
            yield ProtocolError(path=f"referrals.{name}.text", problem=problem)
        for step, problem in chain(_clue_problems(row), _row_problems(row)):
            yield ProtocolError(path=f"referrals.{name}.{step}", problem=problem)


def _clue_problems(row: Referral) -> Iterator[tuple[str, str]]:
    """Yield the errors of a row's clues, each with its path in the row."""
    if not row.any_of:
        yield "any_of", "must have a clue"
    for column, clues in (("any_of", row.any_of), ("and_any_of", row.and_any_of)):
        for index, clue in enumerate(clues):
            if problem := _clue_problem(clue, alone=not row.and_any_of):
                yield f"{column}[{index}]", problem


def _row_problems(row: Referral) -> Iterator[tuple[str, str]]:
    """Yield the errors of a row's texts and of its clearance, each with its path in the row."""
    by_number = any(clue.finding is None for clue in row.any_of)
    if by_number and row.cleared_as is None and row.urgency is not Urgency.EMERGENCY:
        yield "cleared_as", "is missing: a row that fires by a number is cleared under the name of a finding"
    if row.keeps_off and row.switches_off & MOVING:
        yield "keeps_off", "cannot last after a clearance: what it switches off is what the plan then leads back to"
    if not row.text.strip():
        yield "text", "must say why, in words for the runner"
    if "referral" not in row.rules:
        yield "rules.referral", "is missing: the rule that asks for the referral"


def _clue_problem(clue: Clue, *, alone: bool) -> str | None:
    """Return the problem of a clue, or None; a clue about days since onset must be the only one in its referral row."""
    given = {field.name: getattr(clue, field.name) for field in attrs.fields(Clue)}
    named = {name: value for name, value in given.items() if value is not None}
    if len(named) != 1:
        return f"must name exactly one of {', '.join(given)}"
    [(name, value)] = named.items()
    if name == "day_at_least" and not alone:
        return "day_at_least goes with nothing else: leave and_any_of out"
    if name == "day_at_least" and value < 1:
        return f"day_at_least {value} is no day of soreness; allowed: 1 or more"
    if name in ("severe_signs_at_least", "not_plain_on_both_sides"):
        return f"{name} is for the built-in rows alone"
    if name not in ("finding", "caution", "day_at_least") and value not in _PAIN_MARKS:
        return f"{name} {value} is no mark; allowed: {_PAIN_MARKS[0]} to {_PAIN_MARKS[-1]}"
    return None


def _sessions(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    for key in (CHECK_IN, REVIEW):
        if key not in p.sessions:
            yield ProtocolError(path=f"sessions.{key}", problem="is missing")
    for key, session in p.sessions.items():
        for step, problem in chain(
            _kind_problems(p, key, session), _time_problems(p, session), _asking_problems(key, session)
        ):
            yield ProtocolError(path=f"sessions.{key}.{step}", problem=problem)
    asked = frozenset[PhaseKind]().union(
        *(rule.phases for rule in p.sessions.values() if rule.activity is Activity.CHECK_IN)
    )
    # In the last phase the planner asks once a week.
    if missing := [str(phase) for phase in PhaseKind if phase not in asked and phase is not PhaseKind.KEEP]:
        yield ProtocolError(path=f"sessions.{CHECK_IN}.phases", problem=f"no check-in in {', '.join(missing)}")


def _kind_problems(p: RecoveryProtocol, key: str, session: SessionRule) -> Iterator[tuple[str, str]]:
    """Yield an error for an activity that only the planner makes, or that the session's name or phases exclude."""
    activity, free = session.activity, [each for each in Activity if each not in {*MADE_BY_PLANNER, *ASKING.values()}]
    if key in ASKING and activity is not ASKING[key]:
        yield "activity", f"{activity} is not what this name stands for; allowed: {ASKING[key]}"
    elif key not in ASKING and activity not in free:
        yield "activity", f"{activity} is made by the planner alone; allowed: {', '.join(map(str, free))}"
    if PhaseKind.KEEP in session.phases:
        yield "phases", "keep holds the reminders of [keep] and no session; allowed: every other phase"
    if PhaseKind.HOLD in session.phases and activity not in p.limits.while_held:
        allowed = ", ".join(sorted(map(str, p.limits.while_held)))
        yield "phases", f"{activity} is no part of a holding plan; in hold allowed: {allowed}"
    if session.kept_instructions and (activity not in p.limits.kept_while_held or PhaseKind.HOLD in session.phases):
        allowed = ", ".join(sorted(map(str, p.limits.kept_while_held)))
        yield "kept_instructions", f"{activity} is no easy movement of a holding plan; allowed: {allowed}"
    if session.kept_instructions and activity is Activity.STRENGTHEN and key != STRENGTHEN:
        yield "kept_instructions", f"a holding plan keeps no training but {STRENGTHEN}"
    if activity is Activity.STRENGTHEN and not session.is_training and not session.off_run_days:
        yield "off_run_days", "must be true: only training that check-ins steer comes on the day of a run"
    if session.is_training:
        yield from _training_problems(session)


_TRAINED: Final = frozenset({PhaseKind.RELIEVE, PhaseKind.RESTORE, PhaseKind.RETURN, PhaseKind.PREVENT})


def _training_problems(session: SessionRule) -> Iterator[tuple[str, str]]:
    """Yield an error for training that a day could lack although the check-ins count it."""
    if session.activity is not Activity.STRENGTHEN:
        yield "activity", f"{session.activity} has no named steps; allowed: {Activity.STRENGTHEN}"
    if not all(step.name for step in session.steps):
        yield "steps", "must all have a name, or none"
    if session.phases != _TRAINED:
        allowed = ", ".join(str(phase) for phase in PhaseKind if phase in _TRAINED)
        yield "phases", f"must be {allowed}: training goes on from one to the next"
    if len(session.at) != 1:
        yield "at", "must be one time of day"
    usual = {field.name: field.default for field in attrs.fields(SessionRule)}
    for name in ("kit", "extra", "finding", "off_run_days", "after_run", "until_day"):
        if getattr(session, name) != usual[name]:
            yield name, "keeps training from a day that needs it; allowed: to leave it out"


def _training(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Yield an error for a missing or doubled step of training, and a ladder that asks for a step without a name."""
    if not p.sessions[STRENGTHEN].is_training if STRENGTHEN in p.sessions else True:
        yield ProtocolError(path=f"sessions.{STRENGTHEN}.steps", problem="must be training: each step with a name")
    named = Counter(step.name for steps in p.training.values() for step in steps)
    for name, times in named.items():
        if times > 1:
            yield ProtocolError(path="sessions", problem=f"the step {name!r} is there {times} times")
    for key, ladder in p.ladders.items():
        days = [each.day for each in ladder.training]
        if any(after <= before for before, after in pairwise(days)):
            yield ProtocolError(path=f"ladders.{key}.training", problem="each day must be later than the one before")
        for name in dict.fromkeys(name for each in ladder.training for name in each.steps):
            if name not in named:
                problem = f"no step is called {name!r}; allowed: {', '.join(named)}"
                yield ProtocolError(path=f"ladders.{key}.training", problem=problem)


def _time_problems(p: RecoveryProtocol, session: SessionRule) -> Iterator[tuple[str, str]]:
    if (session.at or session.after_run) and not session.steps:
        yield "steps", "is missing: a timed session needs its minutes"
    if not session.at and (session.after_run or session.activity not in p.limits.all_day):
        allowed = ", ".join(sorted(map(str, p.limits.all_day)))
        yield "at", f"is missing: {session.activity} needs a time; all day allowed: {allowed}"
    for index, anchor in enumerate(session.at):
        if (anchor.after_waking_minutes is None) is (anchor.before_bed_minutes is None):
            yield f"at[{index}]", "must say exactly one of after_waking_minutes, before_bed_minutes"


_KEEPS_AWAY: Final = (
    *("kit", "extra", "finding", "every_days", "most_per_week", "off_run_days", "until_day", "provisional"),
    *("plain_from_hours", "strain_from_hours"),
)


def _asking_problems(key: str, session: SessionRule) -> Iterator[tuple[str, str]]:
    """Yield an error if a session that asks a question could be missing on a day, or come before the day's run."""
    if key not in ASKING:
        return
    usual = {field.name: field.default for field in attrs.fields(SessionRule)}
    for name in _KEEPS_AWAY:
        if getattr(session, name) != usual[name]:
            yield name, "keeps the question from a day that needs it; allowed: to leave it out"
    if not session.after_run and session.phases != {PhaseKind.HOLD}:
        yield "after_run", "must be true: it asks about the day's run"
