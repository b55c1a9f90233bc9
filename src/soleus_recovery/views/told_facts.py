"""Facts as the log tells them: who the runner is, and what a clinician said beside a clearance."""

from collections.abc import Iterator

from soleus_recovery.clock import local
from soleus_recovery.facts.checkin import Clearance
from soleus_recovery.facts.report import SymptomReport
from soleus_recovery.facts.runner import Runner
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.views.plan import date_text, moment_text

__all__ = ["about_report", "about_runner", "said_beside"]


def about_report(report: SymptomReport, protocol: RecoveryProtocol, zone: str) -> Iterator[str]:
    """Yield a line each for the onset, the side, the pains and the findings of a report."""
    texts, words = protocol.log, protocol.labels.words
    onset = report.onset_in(zone)
    moment = f"{moment_text(onset, zone, protocol.labels)} {local(onset, zone).year}"
    yield fill(texts.onset, moment=moment)
    yield f"{texts.side}: {texts.unknown if report.side is None else texts.sides[report.side]}"
    at_rest, walking = (
        texts.unknown if pain is None else str(pain) for pain in (report.pain_at_rest, report.pain_walking)
    )
    pains = fill(texts.pains, at_rest=at_rest, walking=walking)
    if report.severity is not None:
        pains += f", {fill(texts.by_hand, severity=words.severities[report.severity])}"
    if report.painkiller and texts.masked:
        pains += f", {texts.masked}"
    yield pains
    named = (words.findings[each] for each in sorted(report.findings, key=lambda each: each.rank))
    yield f"{texts.findings}: {', '.join(named) or texts.none}"


def about_runner(runner: Runner, protocol: RecoveryProtocol) -> Iterator[str]:
    """Yield a line for each fact about the runner that decides something: age, runs, causes and cautions."""
    texts, words = protocol.log, protocol.labels.words
    if runner.age is not None:
        yield fill(texts.age, age=runner.age)
    yield fill(texts.usual, minutes=runner.usual_run_minutes, count=runner.runs_per_week)
    if runner.long_run_minutes is not None:
        yield fill(texts.long_run, minutes=runner.long_run_minutes)
    if runner.causes:
        causes = sorted(runner.causes, key=lambda cause: cause.rank)
        yield f"{texts.causes}: {', '.join(texts.cause_names[cause] for cause in causes)}"
    if runner.cautions:
        cautions = sorted(runner.cautions, key=lambda caution: caution.rank)
        yield f"{texts.cautions}: {', '.join(words.cautions[caution] for caution in cautions)}"


def said_beside(clearance: Clearance, protocol: RecoveryProtocol) -> Iterator[str]:
    """Yield what a clinician said beside a clearance: a level, a date for runs, and what stays off."""
    texts, labels = protocol.log, protocol.labels
    if clearance.level is not None:
        yield fill(texts.cleared_level, severity=labels.words.severities[clearance.level])
    if clearance.not_before is not None:
        yield fill(texts.cleared_not_before, date=date_text(clearance.not_before, labels))
    if clearance.keep_off:
        measures = sorted(clearance.keep_off, key=lambda measure: measure.rank)
        yield fill(texts.cleared_keep_off, measures=", ".join(map(str, measures)))
