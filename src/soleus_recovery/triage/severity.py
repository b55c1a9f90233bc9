"""Judges how severe soreness is, and whether a strain is possible, by pain, findings and the time since onset."""

import datetime as dt
from collections.abc import Iterable
from typing import Final, final

import attrs

from soleus_recovery.clock import MINUTES_PER_HOUR, Minute, calendar_date
from soleus_recovery.facts.checkin import CheckIn
from soleus_recovery.facts.report import SymptomReport
from soleus_recovery.facts.runner import Runner
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.guidance.sessions import REVIEW
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Finding, Severity, Side

__all__ = [
    "NO_PAIN",
    "Pains",
    "Rating",
    "is_late",
    "is_plain_day",
    "judge_pains",
    "level_for",
    "outlook",
    "pains_of",
    "rate",
]

# Unknown pain at rest counts as 1, the least pain above none.
_ASSUMED_AT_REST = 1


@final
@attrs.frozen(kw_only=True)
class Pains(Value):
    """The pain at rest, walking and running, each 0 to 10; callers replace unknown pain first.

    The pain running is that in a run or in training, whichever is worse; without either it is 0.
    """

    at_rest: int
    walking: int
    running: int = 0

    @property
    def worst(self) -> int:
        """The highest of the three pains."""
        return max(self.at_rest, self.walking, self.running)

    def or_worse(self, *others: "Pains") -> "Pains":
        """Return the worst of each pain in these and the other pains."""
        every = (self, *others)
        return Pains(
            at_rest=max(each.at_rest for each in every),
            walking=max(each.walking for each in every),
            running=max(each.running for each in every),
        )


NO_PAIN: Final = Pains(at_rest=0, walking=0)


@final
@attrs.frozen(kw_only=True)
class Rating(Value):
    """The severity of soreness, whether a strain is possible, and every reason for this rating."""

    severity: Severity
    possible_strain: bool
    reasons: tuple[Reason, ...]


def pains_of(check_in: CheckIn) -> Pains:
    """Return the pains of a check-in; a pain that was left out counts as no pain."""
    return Pains(
        at_rest=check_in.pain_at_rest or 0,
        walking=check_in.pain_walking or 0,
        running=max(check_in.pain_running or 0, check_in.pain_training or 0),
    )


def judge_pains(report: SymptomReport, protocol: RecoveryProtocol) -> Pains:
    """Return the pains of a report by which triage decides, with a cautious number for each unknown pain.

    Pain at rest that a painkiller may have hidden counts as unknown if it would be good. Unknown walking pain counts as
    the highest pain of the severity that the runner gave, and never as less than the limits say: a protocol with lower
    pain ranges cannot lower this number.
    """
    walking = report.pain_walking
    if walking is None:
        # SymptomReport requires a severity if a pain is unknown.
        severity = report.severity or Severity.SEVERE
        walking = max(protocol.severity[severity].pain.maximum, protocol.limits.walking_pain_assumed[severity])
    at_rest = _ASSUMED_AT_REST if report.pain_at_rest is None else report.pain_at_rest
    return Pains(at_rest=max(at_rest, _ASSUMED_AT_REST) if report.painkiller else at_rest, walking=walking)


def rate(report: SymptomReport, runner: Runner, protocol: RecoveryProtocol, *, at: Minute) -> Rating:
    """Return the rating of a report at an instant; no plan uses the rating of a runner who must see a clinician."""
    severity, reasons = _level(report, runner, protocol, at=at)
    strain = not _is_plain(report, protocol, severity)
    return Rating(
        severity=severity, possible_strain=strain, reasons=(*reasons, *outlook(protocol, severity, strain=strain))
    )


def outlook(protocol: RecoveryProtocol, severity: Severity, *, strain: bool) -> tuple[Reason, Reason]:
    """Return two reasons: plain soreness or a possible strain, and how many days the soreness is expected to last."""
    texts, level = protocol.reason_texts, protocol.severity[severity]
    rule, text = ("possible-strain", texts.strain) if strain else ("plain-soreness", texts.plain)
    days = level.expected_days
    expected = level.expected_text or fill(texts.expected, minimum=days.minimum, maximum=days.maximum)
    return _reason(protocol, rule, text), _reason(protocol, level.rules["expected_days"], expected)


def is_late(report: SymptomReport, runner: Runner, protocol: RecoveryProtocol, *, at: Minute) -> bool:
    """Return whether a report comes too late for mild soreness: by its hours since onset, or from a review on."""
    onset, late = report.onset_in(runner.zone), protocol.first_report
    return at - onset > late.after_hours * MINUTES_PER_HOUR or _is_reviewed(onset, runner, protocol, at=at)


def _is_reviewed(onset: Minute, runner: Runner, protocol: RecoveryProtocol, *, at: Minute) -> bool:
    window = runner.window(calendar_date(onset, runner.zone) + dt.timedelta(days=_review_day(protocol)))
    return at >= min((anchor.start_in(window) for anchor in protocol.sessions[REVIEW].at), default=window.end)


def _review_day(protocol: RecoveryProtocol) -> int:
    # If the protocol names no day, the latest day that the limits allow counts.
    day = protocol.first_report.from_review_of_day
    return protocol.limits.most("first_report.from_review_of_day") if day is None else day


def _level(
    report: SymptomReport, runner: Runner, protocol: RecoveryProtocol, *, at: Minute
) -> tuple[Severity, tuple[Reason, ...]]:
    texts, names = protocol.reason_texts, protocol.labels.words
    worst = judge_pains(report, protocol).worst
    levels: list[tuple[Severity, Reason]] = []

    def add(severity: Severity, rule: str, text: str, **values: object) -> None:
        filled = fill(text, severity=names.severities[severity], **values)
        levels.append((severity, _reason(protocol, rule, filled)))

    by_pain = _band(protocol, worst)
    if report.pain_at_rest is not None or report.pain_walking is not None:
        add(by_pain, protocol.severity[by_pain].rules["pain"], texts.pain_band, pain=worst)
    for finding in sorted(report.findings, key=lambda each: each.rank):
        by_finding = _finding_level(protocol, finding)
        if by_finding is not None and by_finding is not Severity.MILD:
            rule = protocol.severity[by_finding].rules["findings"]
            add(by_finding, rule, texts.finding, finding=names.findings[finding])
    late = protocol.first_report
    if is_late(report, runner, protocol, at=at):
        # If both rules apply, the text about hours is shown.
        by_hours = at - report.onset_in(runner.zone) > late.after_hours * MINUTES_PER_HOUR
        text = texts.late if by_hours else texts.late_review or texts.late
        add(late.at_least, late.rules["after_hours"], text, hours=late.after_hours, day=_review_day(protocol))
    if report.painkiller:
        hours = protocol.gate.painkiller_hours
        add(late.with_painkiller, late.rules["with_painkiller"], texts.masked, hours=hours)
    if report.severity is not None:
        add(report.severity, "by-hand", texts.by_hand)
    highest = max((severity for severity, _ in levels), key=lambda severity: severity.rank)
    return highest, tuple(reason for _, reason in levels)


def level_for(protocol: RecoveryProtocol, findings: Iterable[Finding], *, worst_pain: int) -> Severity:
    """Return the severity that one day's worst pain (at rest or walking) and findings amount to."""
    levels = [_band(protocol, worst_pain), *(_finding_level(protocol, finding) for finding in findings)]
    return max((level for level in levels if level is not None), key=lambda level: level.rank)


def _band(protocol: RecoveryProtocol, worst: int) -> Severity:
    for severity in Severity:
        if worst <= protocol.severity[severity].pain.maximum:
            return severity
    return Severity.SEVERE


def _finding_level(protocol: RecoveryProtocol, finding: Finding) -> Severity | None:
    return next((severity for severity in Severity if finding in protocol.severity[severity].findings), None)


def _is_plain(report: SymptomReport, protocol: RecoveryProtocol, severity: Severity) -> bool:
    """Return whether the report shows plain soreness; a pain that is unknown or hidden makes a strain possible."""
    rule = protocol.plain_soreness
    return (
        rule.started in report.findings
        and (report.side is Side.BOTH or rule.spread in report.findings)
        and report.pain_walking is not None
        and report.pain_at_rest is not None
        and report.pain_at_rest <= rule.pain_at_rest_maximum
        and not report.painkiller
        and severity is rule.severity
        and not report.findings & rule.excluded
    )


def is_plain_day(check_in: CheckIn, protocol: RecoveryProtocol) -> bool:
    """Return whether a check-in says nothing that makes a strain possible."""
    rule, pains = protocol.plain_soreness, pains_of(check_in)
    evening = max(pains.at_rest, pains.walking)
    return (
        pains.at_rest <= rule.pain_at_rest_maximum
        and level_for(protocol, check_in.findings, worst_pain=evening) is rule.severity
        and not check_in.findings & rule.excluded
    )


def _reason(protocol: RecoveryProtocol, rule: str, text: str) -> Reason:
    return Reason(text=text, because=protocol.rules[rule].because)
