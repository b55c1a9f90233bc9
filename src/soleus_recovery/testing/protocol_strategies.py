"""A strategy that draws protocols: built-in protocols with numbers, ladders or referral rows changed within limits."""

from collections.abc import Callable
from typing import Any, Final

from hypothesis import strategies as st

from soleus_recovery.guidance.limits import FastestLadder
from soleus_recovery.guidance.loader import builtin, builtin_ids, protocol_of_table, protocol_table
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sessions import ASKING
from soleus_recovery.vocabulary import Finding, Measure, Severity, Urgency

__all__ = ["protocols"]

_RULE: Final = "drawn"
Change = Callable[[st.DrawFn, dict[str, Any], RecoveryProtocol], None]
"""A function that changes one part of the table made from a protocol, and takes that table and that protocol."""


@st.composite
def protocols(draw: st.DrawFn) -> RecoveryProtocol:
    """Draw protocols that the loader accepts: a built-in one, unchanged or changed in some parts.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=10)
    ... @given(protocols())
    ... def within_the_limits(protocol):
    ...     assert protocol.ice.minutes <= protocol.limits.ice_minutes_maximum
    >>> within_the_limits()
    """
    base = builtin(draw(st.sampled_from(builtin_ids())))
    changes = draw(st.lists(st.sampled_from(_CHANGES), unique=True))
    if not changes:
        return base
    table = protocol_table(base)
    table |= {"id": "drawn", "version": "1"}
    table["rules"][_RULE] = {"says": "A number drawn for a test.", "origin": "default", "cite": "nobody", "items": []}
    for change in changes:
        change(draw, table, base)
    return protocol_of_table(table)


def _ice(draw: st.DrawFn, table: dict[str, Any], base: RecoveryProtocol) -> None:
    limits, ice = base.limits, table["ice"]
    ice["minutes"] = base.ice.minutes - draw(st.integers(0, base.ice.minutes - 1))
    apart = st.integers(limits.ice_spacing_minutes_minimum, limits.ice_spacing_minutes_maximum)
    ice |= {"first_day_every_minutes": draw(apart), "then_every_minutes": draw(apart)}
    ice["first_day_hours"] = draw(st.integers(0, base.severity[Severity.MILD].relieve_hours))


def _levels(draw: st.DrawFn, table: dict[str, Any], base: RecoveryProtocol) -> None:
    # No severity may have an earlier time than the severity below it.
    least: dict[str, int] = dict.fromkeys(("floor_hours", "first_run_day", "tests_from_day"), 0)
    for severity, level in base.severity.items():
        own = table["severity"][severity.value]
        for name, most in (("floor_hours", 72), ("first_run_day", 5), ("tests_from_day", 3)):
            least[name] = own[name] = max(least[name], getattr(level, name) + draw(st.integers(0, most)))
        own["review_day"] = level.review_day + draw(st.integers(-2, 2))
        own["relieve_hours"] = level.relieve_hours + draw(st.integers(0, 48))


def _bands(draw: st.DrawFn, table: dict[str, Any], base: RecoveryProtocol) -> None:
    mild, moderate = (base.severity[severity].pain.maximum for severity in (Severity.MILD, Severity.MODERATE))
    mild -= draw(st.integers(0, mild))
    moderate -= draw(st.integers(0, moderate - mild - 1))
    severe = base.severity[Severity.SEVERE].pain.maximum
    for name, least, most in (("mild", 0, mild), ("moderate", mild + 1, moderate), ("severe", moderate + 1, severe)):
        table["severity"][name]["pain"] = {"minimum": least, "maximum": most}


def _floors(draw: st.DrawFn, table: dict[str, Any], base: RecoveryProtocol) -> None:
    table["possible_strain"]["floor_hours"] = base.possible_strain.floor_hours + draw(st.integers(0, 72))
    table["possible_strain"]["tests_from_hours"] = base.possible_strain.tests_from_hours + draw(st.integers(0, 48))
    table["plain_soreness"]["tests_from_hours"] = base.plain_soreness.tests_from_hours + draw(st.integers(0, 48))
    table["first_report"]["after_hours"] = base.first_report.after_hours - draw(st.integers(0, 48))


def _gate(draw: st.DrawFn, table: dict[str, Any], base: RecoveryProtocol) -> None:
    gate = table["gate"]
    gate["run_after_days"] = base.gate.run_after_days + draw(st.integers(0, 2))
    gate["lapses_after_days"] = base.gate.lapses_after_days - draw(st.integers(0, 2))
    gate["painkiller_hours"] = base.gate.painkiller_hours + draw(st.integers(0, 24))
    for name in ("minutes", "count"):
        for test in gate["tests"].values():
            test[name] += draw(st.integers(0, 20)) if test[name] else 0
    gate["tests"]["heel-raises"]["plain"] = draw(st.booleans())


def _ladders(draw: st.DrawFn, table: dict[str, Any], base: RecoveryProtocol) -> None:
    """Draw ladders that are at most as fast as the limits allow for the severity that climbs them."""
    for severity, level in base.severity.items():
        for name, possible_strain in ((level.ladder.plain, False), (level.ladder.strain, True)):
            fastest = base.limits.fastest_for(severity, possible_strain=possible_strain)
            ladder = table["ladders"][name]
            ladder["rungs"], last = _rungs(draw, base, fastest)
            ladder["continuous_minutes"] = draw(st.integers(10, fastest.after(last)))
            ladder["growth_percent"] = draw(st.integers(5, fastest.growth_percent))
            ladder["times_each"] = draw(st.integers(fastest.times_each, 3))
            ladder["rules"] |= {"rungs": _RULE}


def _rungs(draw: st.DrawFn, base: RecoveryProtocol, fastest: FastestLadder) -> tuple[list[dict[str, int]], int]:
    """Draw walk-runs with longer and longer stretches until a continuous run may follow, and the last stretch."""
    doses: list[tuple[int, int]] = []
    last = 0
    while fastest.after(last) < fastest.stretches[-1]:
        allowed = fastest.after(last)
        last = draw(st.integers(min(last + 1, allowed), allowed))
        in_all = min(allowed * base.limits.rung_repeats_maximum, base.limits.rung_run_minutes_maximum)
        doses.append((last, draw(st.integers(1, min(12, in_all // last)))))
    more = draw(st.integers(1, 3))
    return [
        {"walk_minutes": len(doses) - index + more, "run_minutes": run, "repeats": repeats}
        for index, (run, repeats) in enumerate(doses)
    ], last


def _runs(draw: st.DrawFn, table: dict[str, Any], base: RecoveryProtocol) -> None:
    table["runs"]["days_off_between"] = base.runs.days_off_between + draw(st.integers(0, 3))
    table["runs"]["warm_up_minutes"] = draw(st.integers(5, 30))
    table["runs"]["cool_down_minutes"] = draw(st.integers(5, 30))
    table["prevent"]["days"] = draw(st.integers(1, 28))
    table["hold"]["days"] = draw(st.integers(3, 14))
    table["hold"]["relieve_hours"] = draw(st.integers(0, 96))


def _check_ins(draw: st.DrawFn, table: dict[str, Any], base: RecoveryProtocol) -> None:
    for path, limit in base.limits.safety.items():
        part, _, name = path.partition(".")
        if part != "progression":
            continue
        if (least := limit.at_least) is not None:
            table[part][name] = least + draw(st.integers(0, 2))
        elif (most := limit.at_most) is not None:
            table[part][name] = most - draw(st.integers(0, min(2, most - 1))) if most > 1 else most


def _referrals(draw: st.DrawFn, table: dict[str, Any], base: RecoveryProtocol) -> None:
    clue = {"finding": draw(st.sampled_from(Finding)).value}
    if draw(st.booleans()):
        clue = {draw(st.sampled_from(["worst_pain_at_least", "pain_walking_at_least"])): draw(st.integers(1, 10))}
    elif draw(st.booleans()):
        clue = {"day_at_least": draw(st.integers(1, base.limits.first_run_day_minimum[Severity.MODERATE]))}
    off = draw(st.frozensets(st.sampled_from(Measure)))
    table["referrals"]["drawn"] = {
        "urgency": draw(st.sampled_from([Urgency.WITHIN_DAYS, Urgency.TODAY, Urgency.EMERGENCY])).value,
        "any_of": [clue],
        "switches_off": sorted(measure.value for measure in off),
        "text": "Our own referral.",
        "rules": {"referral": _RULE, "any_of": _RULE},
        "cleared_as": Finding.RECURRING.value,
        "keeps_off": not off & {Measure.RUNS, Measure.EXERCISE, Measure.HOP_TEST} and draw(st.booleans()),
    }


def _doses(draw: st.DrawFn, table: dict[str, Any], _base: RecoveryProtocol) -> None:
    for name, session in table["sessions"].items():
        for step in session["steps"]:
            step["minutes"] = draw(st.integers(1, 45))
        session["rules"] |= {"steps": _RULE, "every_days": _RULE, "most_per_week": _RULE}
        if name not in ASKING:  # a session that asks the runner for an answer does so every day
            session["every_days"] = draw(st.integers(session["every_days"], 4))
            session["most_per_week"] = draw(st.integers(1, session["most_per_week"]))


_CHANGES: Final[tuple[Change, ...]] = (
    _ice,
    _levels,
    _bands,
    _floors,
    _gate,
    _ladders,
    _runs,
    _check_ins,
    _referrals,
    _doses,
)
