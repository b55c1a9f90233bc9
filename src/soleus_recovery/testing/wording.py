"""A journey in a clinician's words: the runner, what was entered when, and which laws the plan then breaks."""

from collections.abc import Iterable, Iterator

from soleus_recovery.clock import MINUTES_PER_DAY, MINUTES_PER_HOUR, Minute, minute_of
from soleus_recovery.errors import BrokenInvariant
from soleus_recovery.facts.case import Fact
from soleus_recovery.facts.checkin import BusyTimes, CheckIn, Clearance
from soleus_recovery.facts.report import SymptomReport
from soleus_recovery.facts.runner import Runner
from soleus_recovery.guidance.loader import STANDARD, builtin
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.words.labels import Labels
from soleus_recovery.spans import Span
from soleus_recovery.testing.fact_strategies import Facts
from soleus_recovery.testing.journey import Journey, Tell
from soleus_recovery.views.plan import date_text, moment_text
from soleus_recovery.vocabulary import Finding

__all__ = ["events", "setting", "story"]


def story(journey: Journey, broken: Iterable[BrokenInvariant] = ()) -> str:
    """Return a journey in words, a line for each step, and at its end the laws that are ``broken``.

    >>> import datetime as dt
    >>> report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    >>> now = dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)
    >>> print(story(Journey(facts=Facts(runner=Runner(zone="UTC"), report=report, now=now))))
    A runner in UTC, awake from 07:00 to 22:00, who usually runs 45 min, 3 times a week.
    Sun 22 Nov 18:30  it began: pain 1 at rest, 3 walking
    Sun 22 Nov 19:00  the plan is made
    """
    lines = [*setting(journey.facts, journey.protocol), *events(journey)]
    lines += [f"{each.id} is broken: {each.says}\n  {each.where}" for each in broken]
    return "\n".join(lines)


def setting(facts: Facts, protocol: RecoveryProtocol | None = None) -> Iterator[str]:
    """Yield lines about the runner, the report and the first plan."""
    labels = (protocol or builtin(STANDARD)).labels
    runner, report = facts.runner, facts.report
    yield _runner(runner)
    began = moment_text(report.onset_in(runner.zone), runner.zone, labels)
    yield f"{began}  it began: {_report(report, labels)}"
    around = f", around busy times: {_busy(facts.busy, runner.zone, labels)}" if facts.busy else ""
    yield f"{moment_text(minute_of('now', facts.now), runner.zone, labels)}  the plan is made{around}"


def events(journey: Journey, start: int = 0) -> Iterator[str]:
    """Yield a line for each step from the ``start``-th on, with its moment on the runner's clock."""
    labels = journey.protocol.labels
    now, zone = minute_of("now", journey.facts.now), journey.facts.runner.zone
    before = journey.facts.report
    for index, step in enumerate(journey.steps):
        if isinstance(step, Tell):
            line = _fact(step.fact, before, zone, labels)
            before = getattr(step.fact, "report", before)
        else:
            now = Minute(now + step.minutes)
            line = f"no entry for {_length(step.minutes)}"
        if index >= start:
            yield f"{moment_text(now, zone, labels)}  {line}"


def _length(minutes: int) -> str:
    days, rest = divmod(minutes, MINUTES_PER_DAY)
    parts = ((days, "d"), (rest // MINUTES_PER_HOUR, "h"), (rest % MINUTES_PER_HOUR, "min"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 min"


def _runner(runner: Runner) -> str:
    line = f"A runner in {runner.zone}, awake from {runner.wake} to {runner.bed}, who usually runs"
    line += f" {runner.usual_run_minutes} min, {runner.runs_per_week} times a week"
    if runner.long_run_minutes is not None:
        line += f", up to {runner.long_run_minutes} min"
    if runner.run_time is not None:
        line += f", at {runner.run_time}"
    named = (
        ("on", runner.run_days),
        ("without", runner.without),
        ("with", runner.cautions),
        ("suspecting", runner.causes),
        ("asking for", runner.extras),
    )
    for preposition, values in named:
        if values:
            line += f", {preposition} {', '.join(sorted(map(str, values)))}"
    return f"{line}."


def _report(report: SymptomReport, labels: Labels) -> str:
    pains = _pains({"at rest": report.pain_at_rest, "walking": report.pain_walking})
    by_hand = [] if report.severity is None else [f"rated {labels.words.severities[report.severity]} by hand"]
    side = [] if report.side is None else [f"side: {report.side}"]
    by_hand += ["told under a painkiller"] if report.painkiller else []
    return "; ".join([*pains, *by_hand, *_named(report.findings, labels), *side])


def _pains(pains: dict[str, int | None]) -> list[str]:
    given = [f"{pain} {where}" for where, pain in pains.items() if pain is not None]
    return [f"pain {', '.join(given)}"] if given else []


def _named(findings: Iterable[Finding], labels: Labels) -> list[str]:
    return [labels.words.findings[each] for each in sorted(findings, key=lambda each: each.rank)]


def _fact(fact: Fact, before: SymptomReport, zone: str, labels: Labels) -> str:
    match fact:
        case CheckIn():
            return f"check-in for {date_text(fact.day, labels)}: {_check_in(fact, labels)}"
        case Clearance():
            return f"{fact.by} cleared on {date_text(fact.date, labels)}: {labels.words.findings[fact.finding]}"
        case BusyTimes():
            return f"busy: {_busy(fact.spans, zone, labels)}"
        case _ if fact.report != before:
            return f"corrected: it began as {_report(fact.report, labels)}"
        case _:
            return f"corrected: {_runner(fact.runner)}"


def _busy(spans: Iterable[Span], zone: str, labels: Labels) -> str:
    """Return each busy time as its start and length."""
    times = (f"{moment_text(span.start, zone, labels)} for {_length(span.minutes)}" for span in spans)
    return ", ".join(times) or "never"


def _check_in(check_in: CheckIn, labels: Labels) -> str:
    pains = {
        "at rest": check_in.pain_at_rest,
        "walking": check_in.pain_walking,
        "in the run": check_in.pain_running,
        "in training": check_in.pain_training,
    }
    said = [*_pains(pains), *_named(check_in.findings, labels)]
    said += [] if check_in.morning is None else [f"the morning {check_in.morning}"]
    said += [f"passed {', '.join(sorted(map(str, check_in.gates)))}"] if check_in.gates else []
    raises = check_in.raises
    said += [] if raises is None else [f"{raises.sore} heel raises on the sore side, {raises.other} on the other"]
    said += ["a painkiller gel" if check_in.gel else "a painkiller"] if check_in.painkiller else []
    said += ["something was left out"] if check_in.missed else []
    return "; ".join(said) or "nothing"
