"""Check a protocol against the safety limits: a number may be stricter, and never looser."""

from collections.abc import Iterable, Iterator, Mapping

from soleus_recovery.errors import ProtocolError
from soleus_recovery.guidance.checks.walk import walk
from soleus_recovery.guidance.limits import FastestLadder, SafetyLimit, pattern_of, without_places
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.running import Ladder
from soleus_recovery.guidance.sessions import SessionRule
from soleus_recovery.vocabulary import Activity, Finding, Gate, PhaseKind, Severity

__all__ = ["problems"]

_EARLY = frozenset({PhaseKind.RELIEVE, PhaseKind.RESTORE})  # the later phases begin after the earliest hour of a run


def problems(protocol: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Yield an error for every number looser than its limit, and every finding that raises the severity too little."""
    yield from _numbers(protocol)
    yield from _gate(protocol)
    yield from _sessions(protocol)
    yield from _levels(protocol)
    yield from _ladders(protocol)


def _numbers(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Yield an error for every number that is looser than its entry in the table of safety limits."""
    for path, value in walk(p):
        if type(value) is int and (limit := _limit_at(path, p.limits.safety)) is not None:
            yield from _over([(path, value, limit.at_most)])
            yield from _under([(path, value, limit.at_least)])


def _limit_at(path: str, safety: Mapping[str, SafetyLimit]) -> SafetyLimit | None:
    return safety.get(without_places(path)) or safety.get(pattern_of(path))


def _gate(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    for name in (Gate.BRISK_WALK, Gate.HOPS):
        if not p.gate.tests[name].plain:
            yield ProtocolError(path=f"gate.tests.{name}.plain", problem="must be true: the limits ask for it always")


def _sessions(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    limits = p.limits
    for key, session in p.sessions.items():
        path = f"sessions.{key}"
        if session.activity is Activity.STRENGTHEN:
            yield from _under([(f"{path}.every_days", session.every_days, limits.strengthen_every_days_minimum)])
        if session.activity is Activity.KEEP_FIT:
            yield from _keep_fit(p, path, session)
        if session.activity in limits.waits and session.phases & _EARLY:
            strained = session.activity in limits.strain_waits
            strain = limits.strain_floor_hours_minimum if strained else limits.strain_from_hours_minimum
            yield from _under([(f"{path}.plain_from_hours", session.plain_from_hours, limits.plain_from_hours_minimum)])
            yield from _under([(f"{path}.strain_from_hours", session.strain_from_hours, strain)])


def _keep_fit(p: RecoveryProtocol, path: str, session: SessionRule) -> Iterator[ProtocolError]:
    limits, hours = p.limits, session.worse_morning_hours
    yield from _over(
        [
            (f"{path}.walking_pain_maximum", session.walking_pain_maximum, limits.keep_fit_walking_pain_maximum),
            (f"{path}.most_per_week", session.most_per_week, limits.keep_fit_per_week_maximum),
        ]
    )
    yield from _under([(f"{path}.worse_morning_hours", hours, limits.keep_fit_worse_morning_hours_minimum)])
    for name in ("off_run_days", "off_test_days"):
        if not getattr(session, name):
            yield ProtocolError(path=f"{path}.{name}", problem="must be true: the limits ask for it always")
    if sum(each.activity is Activity.KEEP_FIT for each in p.sessions.values()) > 1:
        problem = f"{Activity.KEEP_FIT} is there twice; allowed: one session, with its ways"
        yield ProtocolError(path=path, problem=problem)


def _levels(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Yield an error for each finding at a milder severity than in the limits, and looser rules on mild soreness."""
    limits, plain = p.limits, p.plain_soreness
    for severity, findings in limits.raising.items():
        named = frozenset[Finding]().union(*(p.severity[s].findings for s in Severity if s.rank >= severity.rank))
        yield from _missing(f"severity.{severity}.findings", findings - named)
    yield from _missing("plain_soreness.excluded", limits.not_plain - plain.excluded)
    needed = {"started": (plain.started, limits.plain_started), "spread": (plain.spread, limits.plain_spread)}
    for name, (given, allowed) in needed.items():
        if given is not allowed:
            problem = f"{given} is looser than the safety limit; allowed: {allowed}"
            yield ProtocolError(path=f"plain_soreness.{name}", problem=problem)
    if plain.severity is not Severity.MILD:
        yield ProtocolError(path="plain_soreness.severity", problem="must be mild: the limits know no other")
    for name, least in (("at_least", p.first_report.at_least), ("with_painkiller", p.first_report.with_painkiller)):
        if least.rank < limits.first_report_at_least.rank:
            problem = f"{least} is looser than the safety limit; allowed: {limits.first_report_at_least}"
            yield ProtocolError(path=f"first_report.{name}", problem=problem)


def _ladders(p: RecoveryProtocol) -> Iterator[ProtocolError]:
    """Yield an error for each ladder that is faster than the limits allow for a severity that uses the ladder."""
    for severity, level in p.severity.items():
        for name, possible_strain in ((level.ladder.plain, False), (level.ladder.strain, True)):
            fastest = p.limits.fastest_for(severity, possible_strain=possible_strain)
            yield from _ladder(p, f"ladders.{name}", p.ladders[name], fastest)


def _ladder(p: RecoveryProtocol, path: str, ladder: Ladder, fastest: FastestLadder) -> Iterator[ProtocolError]:
    before, at_most = 0, list[tuple[str, int, int | None]]()
    for index, rung in enumerate(ladder.rungs):
        allowed, place = fastest.after(before), f"{path}.rungs[{index}]"
        in_all = min(allowed * p.limits.rung_repeats_maximum, p.limits.rung_run_minutes_maximum)
        at_most.append((f"{place}.run_minutes", rung.run_minutes, allowed))
        at_most.append((f"{place}.repeats", rung.repeats, in_all // max(1, rung.run_minutes)))
        before = rung.run_minutes
    at_most.append((f"{path}.continuous_minutes", ladder.continuous_minutes, fastest.after(before)))
    at_most.append((f"{path}.growth_percent", ladder.growth_percent, fastest.growth_percent))
    at_most.append((f"{path}.long_run_percent", ladder.long_run_percent, fastest.long_run_percent))
    yield from _over(at_most)
    # Each day of the least training must be there, in order, no earlier and with all of its steps.
    days = iter(ladder.training)
    for least in fastest.training:
        if not any(day.day >= least.day and {*least.steps} <= {*day.steps} for day in days):
            problem = f"lacks {', '.join(least.steps)} on day {least.day} or later, which the safety limit asks for"
            yield ProtocolError(path=f"{path}.training", problem=problem)
            break
    yield from _under(
        [
            (f"{path}.times_each", ladder.times_each, fastest.times_each),
            (f"{path}.growth_times_each", ladder.growth_times_each, fastest.growth_times_each),
        ]
    )


def _missing(path: str, findings: Iterable[Finding]) -> Iterator[ProtocolError]:
    for finding in sorted(findings, key=lambda each: each.rank):
        yield ProtocolError(path=path, problem=f"must name {finding}: without it this is looser than the safety limit")


def _over(numbers: Iterable[tuple[str, int, int | None]]) -> Iterator[ProtocolError]:
    for path, value, edge in numbers:
        if edge is not None and value > edge:
            yield ProtocolError(path=path, problem=f"{value} is looser than the safety limit; allowed: at most {edge}")


def _under(numbers: Iterable[tuple[str, int, int | None]]) -> Iterator[ProtocolError]:
    for path, value, edge in numbers:
        if edge is not None and value < edge:
            yield ProtocolError(path=path, problem=f"{value} is looser than the safety limit; allowed: at least {edge}")
