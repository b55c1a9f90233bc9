"""Whether a protocol stays within the safety limits: a number may be stricter, and never looser."""

from collections.abc import Iterable, Iterator

from soleus_recovery.errors import ProtocolError
from soleus_recovery.guidance.limits import FastestLadder
from soleus_recovery.guidance.protocol import RecoveryProtocol, SeverityLevel
from soleus_recovery.guidance.running import Ladder
from soleus_recovery.guidance.sessions import REVIEW, SessionRule
from soleus_recovery.vocabulary import Activity, Finding, Gate, PhaseKind, Severity

__all__ = ["problems"]

_EARLY = frozenset({PhaseKind.RELIEVE, PhaseKind.RESTORE})  # later phases begin after every floor


def problems(protocol: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Every number that is looser than its limit, and every finding that is taken more lightly."""
    yield from _limits(protocol)
    yield from _check_ins(protocol)
    yield from _levels(protocol)
    yield from _ladders(protocol)


def _limits(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    limits, gate = p.limits, p.gate.tests
    at_most: list[tuple[str, int, int]] = [
        ("ice.minutes", p.ice.minutes, limits.ice_minutes_maximum),
        ("gate.lapses_after_days", p.gate.lapses_after_days, limits.gate_lapse_days_maximum),
        ("gate.pain_at_rest_maximum", p.gate.pain_at_rest_maximum, limits.brisk_walk_pain_maximum),
        ("runs.growth_least_minutes", p.runs.growth_least_minutes, limits.growth_least_minutes_maximum),
        ("hold.relieve_hours", p.hold.relieve_hours, limits.relieve_hours_maximum),
        ("progression.ice_again_hours", p.progression.ice_again_hours, limits.ice_again_hours_maximum),
    ]
    at_least: list[tuple[str, int, int]] = [
        ("ice.first_day_every_minutes", p.ice.first_day_every_minutes, limits.ice_spacing_minutes_minimum),
        ("ice.then_every_minutes", p.ice.then_every_minutes, limits.ice_spacing_minutes_minimum),
        ("possible_strain.floor_hours", p.possible_strain.floor_hours, limits.strain_floor_hours_minimum),
        (
            "possible_strain.tests_from_hours",
            p.possible_strain.tests_from_hours,
            limits.strain_tests_from_hours_minimum,
        ),
        ("plain_soreness.tests_from_hours", p.plain_soreness.tests_from_hours, limits.plain_tests_from_hours_minimum),
        ("gate.painkiller_hours", p.gate.painkiller_hours, limits.painkiller_hours_minimum),
        ("gate.run_after_days", p.gate.run_after_days, limits.run_after_days_minimum),
        ("runs.days_off_between", p.runs.days_off_between, limits.days_off_between_minimum),
    ]
    for key, session in p.sessions.items():
        at_least += _session_limits(p, f"sessions.{key}", session)
    # What is told first after the review is late.
    at_least += [
        (f"sessions.{REVIEW}.at[{place}].before_bed_minutes", at, limits.review_before_bed_minutes_minimum)
        for place, anchor in enumerate(p.sessions[REVIEW].at)
        if (at := anchor.before_bed_minutes) is not None
    ]
    for severity, level in p.severity.items():
        at_least += _level_limits(p, severity, level)
        at_most.append((f"severity.{severity}.relieve_hours", level.relieve_hours, limits.relieve_hours_maximum))
    if set(gate) == set(Gate):
        walk, hops, raises = gate[Gate.BRISK_WALK], gate[Gate.HOPS], gate[Gate.HEEL_RAISES]
        at_most += [
            ("gate.tests.brisk-walk.pain_maximum", walk.pain_maximum, limits.brisk_walk_pain_maximum),
            ("gate.tests.hops.pain_maximum", hops.pain_maximum, limits.hops_pain_maximum),
        ]
        at_least += [
            ("gate.tests.brisk-walk.minutes", walk.minutes, limits.brisk_walk_minutes_minimum),
            ("gate.tests.hops.count", hops.count, limits.hops_minimum),
            ("gate.tests.heel-raises.count", raises.count, limits.heel_raises_minimum),
            (
                "gate.tests.heel-raises.percent_of_other_side",
                raises.percent_of_other_side,
                limits.heel_raises_percent_minimum,
            ),
        ]
        for name in (Gate.BRISK_WALK, Gate.HOPS):
            if not gate[name].plain:
                yield ProtocolError(
                    path=f"gate.tests.{name}.plain", problem="must be true: the limits ask for it always"
                )
    yield from _over(at_most)
    yield from _under(at_least)


def _session_limits(p: RecoveryProtocol, path: str, session: SessionRule) -> Iterator[tuple[str, int, int]]:
    limits = p.limits
    if session.activity is Activity.STRENGTHEN:
        yield f"{path}.every_days", session.every_days, limits.strengthen_every_days_minimum
    if session.activity in limits.waits and session.phases & _EARLY:
        strained = session.activity in limits.strain_waits
        strain = limits.strain_floor_hours_minimum if strained else limits.strain_from_hours_minimum
        yield f"{path}.plain_from_hours", session.plain_from_hours, limits.plain_from_hours_minimum
        yield f"{path}.strain_from_hours", session.strain_from_hours, strain


def _level_limits(p: RecoveryProtocol, severity: Severity, level: SeverityLevel) -> list[tuple[str, int, int]]:
    path = f"severity.{severity}"
    return [
        (f"{path}.floor_hours", level.floor_hours, p.limits.floor_hours_minimum[severity]),
        (f"{path}.first_run_day", level.first_run_day, p.limits.first_run_day_minimum[severity]),
        (f"{path}.tests_from_day", level.tests_from_day, p.limits.tests_from_day_minimum[severity]),
    ]


def _check_ins(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    """The check-in table is read no milder than by the limits."""
    numbers = p.progression

    def each(edges: Iterable[tuple[str, int]]) -> list[tuple[str, int, int]]:
        return [(f"progression.{name}", int(getattr(numbers, name)), edge) for name, edge in edges]

    yield from _over(each(p.limits.progression_maximum.items()))
    yield from _under(each(p.limits.progression_minimum.items()))


def _levels(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    """No pain and no finding belongs to a milder level than by the limits."""
    limits, plain = p.limits, p.plain_soreness
    yield from _over(
        [
            *(
                (f"severity.{s}.pain.maximum", p.severity[s].pain.maximum, edge)
                for s, edge in limits.pain_maximum.items()
            ),
            ("plain_soreness.pain_at_rest_maximum", plain.pain_at_rest_maximum, limits.plain_pain_at_rest_maximum),
            ("first_report.after_hours", p.first_report.after_hours, limits.first_report_hours_maximum),
            (
                "first_report.from_review_of_day",
                p.first_report.from_review_of_day or 0,
                limits.first_report_review_day_maximum,
            ),
        ]
    )
    for severity, findings in limits.raising.items():
        named = frozenset[Finding]().union(*(p.severity[s].findings for s in Severity if s.rank >= severity.rank))
        yield from _missing(f"severity.{severity}.findings", findings - named)
    yield from _missing("plain_soreness.excluded", limits.not_plain - plain.excluded)
    telling = {"started": (plain.started, limits.plain_started), "spread": (plain.spread, limits.plain_spread)}
    for name, (told, known) in telling.items():
        if told is not known:
            problem = f"{told} is looser than the safety limit; allowed: {known}"
            yield ProtocolError(path=f"plain_soreness.{name}", problem=problem)
    if plain.severity is not Severity.MILD:
        yield ProtocolError(path="plain_soreness.severity", problem="must be mild: the limits know no other")
    if p.first_report.at_least.rank < limits.first_report_at_least.rank:
        problem = f"{p.first_report.at_least} is looser than the safety limit; allowed: {limits.first_report_at_least}"
        yield ProtocolError(path="first_report.at_least", problem=problem)


def _ladders(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    """No ladder is faster than the fastest of any level that climbs it."""
    for severity, level in p.severity.items():
        for name, possible_strain in ((level.ladder.plain, False), (level.ladder.strain, True)):
            fastest = p.limits.fastest_for(severity, possible_strain=possible_strain)
            yield from _ladder(p, f"ladders.{name}", p.ladders[name], fastest)


def _ladder(p: RecoveryProtocol, path: str, ladder: Ladder, fastest: FastestLadder) -> Iterator[ProtocolError]:
    before, at_most = 0, list[tuple[str, int, int]]()
    for index, rung in enumerate(ladder.rungs):
        allowed, place = fastest.after(before), f"{path}.rungs[{index}]"
        in_all = min(allowed * p.limits.rung_repeats_maximum, p.limits.rung_run_minutes_maximum)
        at_most.append((f"{place}.run_minutes", rung.run_minutes, allowed))
        at_most.append((f"{place}.repeats", rung.repeats, in_all // max(1, rung.run_minutes)))
        before = rung.run_minutes
    at_most.append((f"{path}.continuous_minutes", ladder.continuous_minutes, fastest.after(before)))
    at_most.append((f"{path}.growth_percent", ladder.growth_percent, fastest.growth_percent))
    yield from _over(at_most)
    yield from _under([(f"{path}.times_each", ladder.times_each, fastest.times_each)])


def _missing(path: str, findings: Iterable[Finding]) -> Iterator[ProtocolError]:
    for finding in sorted(findings, key=lambda each: each.rank):
        yield ProtocolError(path=path, problem=f"must name {finding}: without it this is looser than the safety limit")


def _over(numbers: Iterable[tuple[str, int, int]]) -> Iterator[ProtocolError]:
    for path, value, edge in numbers:
        if value > edge:
            yield ProtocolError(path=path, problem=f"{value} is looser than the safety limit; allowed: at most {edge}")


def _under(numbers: Iterable[tuple[str, int, int]]) -> Iterator[ProtocolError]:
    for path, value, edge in numbers:
        if value < edge:
            yield ProtocolError(path=path, problem=f"{value} is looser than the safety limit; allowed: at least {edge}")
