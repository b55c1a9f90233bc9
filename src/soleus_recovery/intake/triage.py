"""Triage: always first. The answer is one of three types, and only one of them can be planned with movement.

Urgency is the highest of all rows that fire; what is switched off is the union of theirs and the cautions'.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, final

import attrs

from soleus_recovery.clock import Minute, calendar_date, minute_of
from soleus_recovery.errors import FactError, shown
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.guidance.protocol import RecoveryProtocol, check_released
from soleus_recovery.guidance.triage import Clue, Referral
from soleus_recovery.intake.report import SymptomReport
from soleus_recovery.intake.runner import Runner
from soleus_recovery.intake.severity import NO_PAIN, Pains, judge_pains, rate
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Finding, Measure, Severity, Urgency

__all__ = [
    "Assessment",
    "Emergency",
    "SeeClinician",
    "SelfCare",
    "Told",
    "assess",
    "assess_at",
    "cautioned",
    "fired_rows",
    "message_of",
    "reasons_of",
    "rows_for_days",
    "texts_of",
]


@final
@attrs.frozen(kw_only=True)
class SelfCare(Value):
    """No red flag was reported: a plan can be built. It carries the facts, the level, and every reason."""

    report: SymptomReport
    runner: Runner
    protocol: RecoveryProtocol = attrs.field(repr=False)
    made_at: Minute
    severity: Severity
    possible_strain: bool
    reasons: tuple[Reason, ...]

    @property
    def switched_off(self) -> frozenset[Measure]:
        """What the runner's cautions keep out."""
        return cautioned(self.runner, self.protocol)


@final
@attrs.frozen(kw_only=True)
class SeeClinician(Value):
    """Somebody has to look at it: only a holding plan can be made."""

    report: SymptomReport
    runner: Runner
    protocol: RecoveryProtocol = attrs.field(repr=False)
    made_at: Minute
    urgency: Urgency
    switched_off: frozenset[Measure]
    possible_strain: bool
    reasons: tuple[Reason, ...]

    @property
    def message(self) -> str:
        """Whom to see, and how soon."""
        return message_of(self.protocol, self.urgency, (reason.text for reason in self.reasons))


@final
@attrs.frozen(kw_only=True)
class Emergency(Value):
    """Nothing is planned. ``message`` says what to do now."""

    report: SymptomReport
    runner: Runner
    protocol: RecoveryProtocol = attrs.field(repr=False)
    made_at: Minute
    switched_off: frozenset[Measure]
    reasons: tuple[Reason, ...]

    @property
    def message(self) -> str:
        """Whom to call, why, and what to do now, a line each."""
        triage = self.protocol.triage
        urgent = [reason.text for reason in self.reasons]
        return "\n".join([triage.messages[Urgency.EMERGENCY], *urgent, triage.do_now])


Assessment = SelfCare | SeeClinician | Emergency


def assess(
    report: SymptomReport, runner: Runner, *, now: dt.datetime, protocol: RecoveryProtocol | None = None
) -> Assessment:
    """Decide whether self-care is safe, and how sore it is; ``now`` is an aware datetime.

    Without a protocol the standard one is used. Raises ``FactError`` for a naive ``now`` or an onset after it.

    >>> runner = Runner(zone="Europe/Berlin")
    >>> report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    >>> assess(report, runner, now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)).severity
    <Severity.MILD: 'mild'>
    """
    if protocol is None:
        # At first use, not at import: reading the data is what costs.
        from soleus_recovery.guidance.loader import STANDARD, builtin

        protocol = builtin(STANDARD)
    return assess_at(report, runner, made_at=minute_of("now", now), protocol=protocol)


def assess_at(report: SymptomReport, runner: Runner, *, made_at: Minute, protocol: RecoveryProtocol) -> Assessment:
    """As ``assess``, at an instant; the facts have their exact types, and the protocol is one that a loader gave."""
    _check_types(report, runner, made_at)
    check_released(protocol)
    onset = report.onset_in(runner.zone)
    if onset > made_at:
        raise FactError(field="onset", given=f"{shown(report.onset)} is in the future", allowed="a time up to now")
    pains = judge_pains(report, protocol)
    day = (calendar_date(made_at, runner.zone) - calendar_date(onset, runner.zone)).days
    fired = tuple(fired_rows(protocol, Told(findings=report.findings, pains=pains, day=day)).values())
    rating = rate(report, runner, protocol, at=made_at)
    if not fired:
        return SelfCare(
            report=report,
            runner=runner,
            protocol=protocol,
            made_at=made_at,
            severity=rating.severity,
            possible_strain=rating.possible_strain,
            reasons=rating.reasons,
        )
    urgency = max((row.urgency for row in fired), key=lambda urgency: urgency.rank)
    off = cautioned(runner, protocol).union(*(row.switches_off for row in fired))
    if urgency is Urgency.EMERGENCY:
        return Emergency(
            report=report,
            runner=runner,
            protocol=protocol,
            made_at=made_at,
            switched_off=off,
            reasons=reasons_of([row for row in fired if row.urgency is urgency], protocol),
        )
    return SeeClinician(
        report=report,
        runner=runner,
        protocol=protocol,
        made_at=made_at,
        urgency=urgency,
        switched_off=off,
        possible_strain=rating.possible_strain,
        reasons=reasons_of(sorted(fired, key=lambda row: -row.urgency.rank), protocol),
    )


def _check_types(report: SymptomReport, runner: Runner, made_at: Minute) -> None:
    """`type is`: a subclass of a fact could say one thing to triage and another to the plan."""
    for field, value, kind in (("report", report, SymptomReport), ("runner", runner, Runner), ("now", made_at, int)):
        if type(value) is not kind:
            raise FactError(field=field, given=f"a {type(value).__name__}", allowed=f"a {kind.__name__}, no subclass")


def cautioned(runner: Runner, protocol: RecoveryProtocol) -> frozenset[Measure]:
    """All that the runner's cautions switch off, whatever the plan."""
    return frozenset[Measure]().union(*(protocol.limits.cautions[caution].switches_off for caution in runner.cautions))


_NAMED: Final = (-1,)
"""The place of a finding, beside those of the marks."""


@final
@attrs.frozen(kw_only=True)
class Told(Value):
    """What triage looks at: findings, pains, and for how many days it has been sore."""

    findings: frozenset[Finding] = frozenset()
    pains: Pains = NO_PAIN
    day: int = 0

    def has(self, clue: Clue) -> bool:
        """Whether a clue is there."""
        return bool(self.ways(clue))

    def ways(self, clue: Clue) -> Sequence[int]:
        """Each way in which a clue is there, by its place; pain at a mark at rest is another than pain walking."""
        # A clue names a finding or has one mark. Most name a finding: a check-in asks triage of sixty clues.
        if clue.finding is not None:
            return _NAMED if clue.finding in self.findings else ()
        pains = self.pains
        marks = (
            (clue.worst_pain_at_least, pains.at_rest),
            (clue.worst_pain_at_least, pains.walking),
            (clue.worst_pain_at_least, pains.running),
            (clue.pain_at_rest_at_least, pains.at_rest),
            (clue.pain_walking_at_least, pains.walking),
            (clue.day_at_least, self.day),
        )
        return [place for place, (mark, told) in enumerate(marks) if mark is not None and told >= mark]


_Way = tuple[Clue, int]
# Mild swelling is a clue only late, and then in a row of its graver kind: the clues of a row say nothing together.
_SWELLING: Final = Clue(finding=Finding.SWELLING)


def fired_rows(protocol: RecoveryProtocol, *told: Told, before: Iterable[Told] = ()) -> dict[str, Referral]:
    """Every row of the triage table that any of these fires, by id, in a way that none before had fired it."""
    ways = {way for each in told for way in _fired_ways(protocol, each)}
    if not ways:
        # As most words are: nothing before them has to be asked.
        return {}
    fired = {name for name, _ in ways.difference(*(_fired_ways(protocol, each) for each in before))}
    return {name: row for name, row in protocol.all_referrals.items() if name in fired}


def _fired_ways(protocol: RecoveryProtocol, told: Told) -> Iterator[tuple[str, tuple[_Way, ...]]]:
    """Each way into a row: a clue of its first column, with one of its second where it has one."""
    for name, row in protocol.all_referrals.items():
        for first in _ways(told, row.any_of):
            if not row.and_any_of:
                yield name, (first,)
            for second in _ways(told, row.and_any_of):
                yield name, (first, second)
    if told.has(_SWELLING) and told.day >= protocol.progression.swelling_day:
        yield protocol.triage.swelling_row, ((_SWELLING, 0),)


def _ways(told: Told, clues: Iterable[Clue]) -> Iterator[_Way]:
    return ((clue, way) for clue in clues for way in told.ways(clue))


def message_of(protocol: RecoveryProtocol, urgency: Urgency, texts: Iterable[str]) -> str:
    """Whom to see, and how soon, for the rows of these texts: in words of their own where the gravest has some.

    A protocol's own row has none to say beside one that is built in.
    """
    told = frozenset(texts)
    fired = [row for row in protocol.all_referrals.values() if row.urgency is urgency and row.text in told]
    built_in = [row for row in fired if row.text in {each.text for each in protocol.triage.referrals.values()}]
    return next((row.message for row in built_in or fired if row.message), protocol.triage.messages[urgency])


def texts_of(protocol: RecoveryProtocol, urgency: Urgency) -> frozenset[str]:
    """What the rows of this urgency tell the runner: an emergency leaves no time for what is less."""
    return frozenset(row.text for row in protocol.all_referrals.values() if row.urgency is urgency)


def rows_for_days(protocol: RecoveryProtocol, sore_days: int) -> dict[str, Referral]:
    """Every row that so many days of soreness fire by themselves."""
    if not sore_days:
        return {}
    # Of all clues only these are there without a finding or pain; to ask all was a third of reading a day.
    return {
        name: row
        for name, row in protocol.all_referrals.items()
        if any(clue.day_at_least is not None and clue.day_at_least <= sore_days for clue in row.any_of)
    }


def reasons_of(rows: Iterable[Referral], protocol: RecoveryProtocol) -> tuple[Reason, ...]:
    """What each row tells the runner, in the rows' order."""
    return tuple(Reason(text=row.text, because=protocol.rules[row.rules["referral"]].because) for row in rows)
