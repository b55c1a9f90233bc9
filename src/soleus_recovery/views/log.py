"""The log that a clinician reads, as values: where the case stands, the course of pain, and what was decided."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate, islice
from typing import final

import attrs

from soleus_recovery.clock import Minute, calendar_date, local
from soleus_recovery.course.doses import doses_of
from soleus_recovery.course.gate import missing_tests
from soleus_recovery.course.progress import Progress
from soleus_recovery.course.reasons import day_reasons, silence_reason
from soleus_recovery.course.waiting import Waiting
from soleus_recovery.facts.case import Case, day_at
from soleus_recovery.facts.checkin import Amendment, CheckIn, Clearance
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.guidance.reasons import decision_reason
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.plan.plan import Plan, RunDose
from soleus_recovery.values import Value
from soleus_recovery.views.pain import PainDay, named_painkiller, pain_days, spread
from soleus_recovery.views.plan import date_text, moment_text
from soleus_recovery.views.told_facts import about_report, about_runner, said_beside
from soleus_recovery.vocabulary import Activity, Finding

__all__ = ["Log", "Part", "read_log"]

# The most of each that fits on a page.
_MOST_DATES = 6
_MOST_RUNS = 12
_MOST_DECISIONS = 16
_MOST_LETTERS = 1_600  # the letters of all decisions together


@final
@attrs.frozen(kw_only=True)
class Part(Value):
    """A heading, and the lines under it."""

    heading: str
    items: tuple[str, ...]


@final
@attrs.frozen(kw_only=True)
class Log(Value):
    """The log of a case; a part without lines is left out, and the oldest days of a long case are summed up."""

    title: str
    made: str
    not_a_diagnosis: str
    now: Part
    start: Part
    course: str
    days: tuple[PainDay, ...]
    findings: tuple[Part, ...]
    doings: tuple[Part, ...]
    decisions: tuple[Part, ...]

    @property
    def after(self) -> tuple[Part, ...]:
        """The parts that follow the course of pain, in order."""
        return (*self.findings, *self.doings, *self.decisions)


def read_log(case: Case, plan: Plan, progress: Progress) -> Log:
    """Make the log of a case, from the case, its plan and the runner's progress."""
    return _Reader(case, plan, progress).log()


class _Reader:
    """The maker of the log of one case."""

    def __init__(self, case: Case, plan: Plan, progress: Progress) -> None:
        self._case, self._plan, self._progress = case, plan, progress
        self._labels, self._texts = case.protocol.labels, case.protocol.log
        self._zone = case.runner.zone
        self._entries = case.entries_until(progress.as_of)
        # A later check-in for a day replaces the earlier one.
        self._check_ins = {entry.fact.day: entry.fact for entry in self._entries if isinstance(entry.fact, CheckIn)}

    def log(self) -> Log:
        """Return the whole log."""
        texts, protocol = self._texts, self._case.protocol
        made = self._moment(self._progress.as_of)
        return Log(
            title=texts.title,
            made=fill(texts.made, moment=made, zone=self._zone, protocol=f"{protocol.id} {protocol.version}"),
            not_a_diagnosis=texts.not_a_diagnosis,
            now=Part(heading=texts.now, items=tuple(self._now())),
            start=Part(heading=texts.start, items=tuple(self._start())),
            course=texts.course,
            days=tuple(pain_days(self._check_ins, first=self._first_day(), last=self._last_charted())),
            findings=_parts((texts.found, self._found()), (texts.painkillers, self._painkillers())),
            doings=_parts(
                (texts.runs, self._runs()),
                (texts.training, self._training()),
                (texts.raises, self._raises()),
                (texts.done, self._done()),
                (texts.tests, self._tests()),
            ),
            decisions=_parts((texts.decided, self._decided()), (texts.cleared, self._cleared())),
        )

    # ------------------------------------------------------------------ where it stands, where it began

    def _now(self) -> Iterator[str]:
        progress, texts, words = self._progress, self._texts, self._labels.words
        state = progress.state
        if progress.waiting is not None:
            yield from self._waiting(progress.waiting)
        kind = texts.strain if state.possible_strain else texts.plain
        yield fill(texts.level, severity=words.severities[state.severity], kind=kind)
        day = progress.start.number(self._last_day())
        yield fill(texts.phase, phase=words.phases[progress.phase], number=day)
        if state.ache_from is not None:
            yield fill(texts.ache or texts.sore_since, date=self._date(state.ache_from))
        elif state.episode_from is None:
            yield texts.not_sore
        else:
            yield fill(texts.sore_since, date=self._date(state.episode_from))
        if progress.waiting is None:
            yield from self._next_run()
        yield fill(texts.setbacks, count=state.setbacks)
        yield fill(
            texts.longest if state.longest_minutes else texts.no_run_yet or texts.longest, minutes=state.longest_minutes
        )

    def _waiting(self, waiting: Waiting) -> Iterator[str]:
        texts, words = self._texts, self._labels.words
        since = self._date(calendar_date(waiting.since, self._zone))
        yield fill(texts.to_be_seen, urgency=words.urgencies[waiting.urgency], date=since)
        yield from (reason.text for reason in waiting.reasons)
        if waiting.findings:
            yield fill(texts.waits_for, findings=self._names(waiting.findings))

    def _next_run(self) -> Iterator[str]:
        state, texts, protocol = self._progress.state, self._texts, self._case.protocol
        run = self._plan.next(local(self._progress.as_of, self._zone), Activity.RUN)
        if run is not None:
            doses = doses_of(self._progress.start, state)
            yield fill(texts.rung, number=state.rung + 1, count=len(doses), title=run.title)
        left = missing_tests(protocol, state).values()
        if not state.gate_needed:
            yield texts.gate_behind
        elif state.gate_passed:
            yield texts.gate_passed
        else:
            yield fill(texts.gate_open, tests=", ".join(left)) if left else texts.gate_tested

    def _start(self) -> Iterator[str]:
        texts = self._texts
        yield from about_report(self._case.report, self._case.protocol, self._zone)
        yield from about_runner(self._case.runner, self._case.protocol)
        before = (self._case.runner, self._case.report)
        for entry in self._entries:
            if isinstance(entry.fact, Amendment):
                date = self._date(calendar_date(entry.recorded_at, self._zone))
                facts = entry.fact.report if entry.fact.report != before[1] else None
                corrected = "; ".join(about_report(facts, self._case.protocol, self._zone)) if facts is not None else ""
                yield f"{fill(texts.corrected, date=date)}{': ' if corrected else ''}{corrected}"
                before = (entry.fact.runner, entry.fact.report)

    # ------------------------------------------------------------------ what the runner has said

    def _first_day(self) -> dt.date:
        return min([day_at(self._case.runner, self._case.started_at), *self._check_ins])

    def _last_day(self) -> dt.date:
        return max([day_at(self._progress.runner, self._progress.as_of), *self._check_ins])

    def _last_charted(self) -> dt.date:
        """Return the last day of the chart; a day in progress without a check-in is left out: it is no gap yet."""
        last = self._last_day()
        is_open = self._progress.runner.window(last).end > self._progress.as_of
        return last - dt.timedelta(days=1) if is_open and last not in self._check_ins else last

    def _found(self) -> Iterator[str]:
        """Yield every finding with the days that named it; check-ins that were replaced count as well."""
        days: dict[Finding, list[str]] = {}
        for finding in self._case.report.findings:
            days[finding] = [self._texts.at_the_start]
        known = self._case.report.findings
        for entry in self._entries:
            if isinstance(entry.fact, CheckIn):
                for finding in entry.fact.findings:
                    days.setdefault(finding, []).append(self._date(entry.fact.day))
            elif isinstance(entry.fact, Amendment):
                for finding in entry.fact.report.findings - known:
                    date = calendar_date(entry.recorded_at, self._zone)
                    days.setdefault(finding, []).append(self._date(date))
                known = entry.fact.report.findings
        for finding in sorted(days, key=lambda each: each.rank):
            yield f"{self._labels.words.findings[finding]}: {self._listed(days[finding])}"

    def _painkillers(self) -> Iterator[str]:
        told = [self._check_ins[day] for day in sorted(self._check_ins) if self._check_ins[day].painkiller]
        if not told:
            yield self._texts.no_painkillers
        listed = dict[str, list[str]]()
        for each in told:
            listed.setdefault(named_painkiller(self._texts, each), []).append(self._date(each.day))
        is_one_kind = [*listed] == [self._texts.painkiller]
        for name, days in listed.items():
            yield self._listed(days) if is_one_kind else f"{name}: {self._listed(days)}"

    def _runs(self) -> Iterator[str]:
        texts = self._texts
        ran = [self._check_ins[day] for day in sorted(self._check_ins) if self._check_ins[day].pain_running is not None]
        early, late = ran[:-_MOST_RUNS], ran[-_MOST_RUNS:]
        if early:
            yield fill(texts.runs_before, count=len(early), pain=spread(each.pain_running for each in early))
        for each in late:
            day = self._plan.on(each.day)
            runs = [] if day is None else [one for one in day.sessions if one.activity is Activity.RUN]
            dose = runs[0].dose if runs else None
            if runs and isinstance(dose, RunDose):
                minutes, title = dose.total_run_minutes, runs[0].title
                text = fill(texts.run, title=title, minutes=minutes, pain=each.pain_running)
            else:
                text = fill(texts.run_unplanned, pain=each.pain_running)
            yield f"{self._date(each.day)}: {text}"

    def _training(self) -> Iterator[str]:
        told = [
            (day, pain) for day in sorted(self._check_ins) if (pain := self._check_ins[day].pain_training) is not None
        ]
        early, late = told[:-_MOST_RUNS], told[-_MOST_RUNS:]
        if early:
            yield fill(self._texts.training_before, count=len(early), pain=spread(pain for _, pain in early))
        if late:
            yield ", ".join(fill(self._texts.training_day, date=self._date(day), pain=pain) for day, pain in late)

    def _raises(self) -> Iterator[str]:
        texts = self._texts
        told = [(day, raises) for day in sorted(self._check_ins) if (raises := self._check_ins[day].raises) is not None]
        if told:
            # The first count stays: the others are to be seen beside it.
            shown = told if len(told) <= _MOST_RUNS else [told[0], *told[1 - _MOST_RUNS :]]
            yield ", ".join(
                fill(texts.raises_day, date=self._date(day), sore=raises.sore, other=raises.other)
                for day, raises in shown
            )

    def _done(self) -> Iterator[str]:
        known = {each.key: each.activity for _, each in self._plan.sessions()}
        known |= {each.key: each.activity for each in self._plan.withdrawn}
        names, texts = self._labels.words.activities, self._texts
        check_ins = self._check_ins.values()
        done = Counter(known.get(each.session) for check_in in check_ins for each in check_in.done)
        missed = Counter(known.get(key) for check_in in check_ins for key in check_in.missed)
        for activity in (*Activity, None):
            counts = ((texts.done_count, done[activity]), (texts.missed_count, missed[activity]))
            parts = [fill(text, count=count) for text, count in counts if count]
            if parts:
                yield f"{texts.other if activity is None else names[activity]}: {', '.join(parts)}"

    def _tests(self) -> Iterator[str]:
        tests = self._case.protocol.gate.tests
        for verdict in self._progress.verdicts:
            names = [tests[gate].name for gate in sorted(verdict.passed, key=lambda gate: gate.rank)]
            if names:
                yield f"{self._date(verdict.date)}: {', '.join(names)}"

    # ------------------------------------------------------------------ what was decided

    def _decided(self) -> Iterator[str]:
        by_date = self._reasons()
        rows: list[tuple[dt.date, dt.date, str]] = []
        for date in sorted(by_date):
            text = " ".join(dict.fromkeys(reason.text for reason in by_date[date]))
            last = rows[-1] if rows else None
            # Neighbouring days that would print the same sentences share a line.
            if last is not None and last[2] == text and (date - last[1]).days == 1:
                rows[-1] = (last[0], date, text)
            else:
                rows.append((date, date, text))
        lines = [f"{self._dates(first, last_date)}: {text}" for first, last_date, text in rows]
        letters = accumulate(map(len, reversed(lines)))
        shown = max(1, sum(count <= _MOST_LETTERS for count in islice(letters, _MOST_DECISIONS)))
        if early := len(lines[:-shown]):
            yield fill(self._texts.decided_before, count=early)
        yield from lines[-shown:]

    def _reasons(self) -> dict[dt.date, list[Reason]]:
        """Return the reasons of each day: those of its decision as it is now judged, then those of other changes."""
        protocol, verdicts = self._case.protocol, self._progress.verdicts
        by_date = {verdict.date: [*day_reasons(protocol, verdict)] for verdict in verdicts}
        # The verdicts begin anew with a clearance: for the days before a clearance only the plan's revisions say what
        # was decided. For later days a revision repeats what the verdicts say, or what a later check-in has overtaken.
        first_verdict = min(by_date, default=dt.date.max)
        known = {
            silence_reason(protocol, verdicts[: end + 1]) for end, verdict in enumerate(verdicts) if verdict.is_silent
        }
        known |= {decision_reason(protocol, decision) for decision in protocol.decisions}
        known |= {reason for reasons in by_date.values() for reason in reasons}
        for revision in self._plan.revisions:
            date = day_at(self._plan.runner, revision.at)
            if self._plan.runner.window(date).end == revision.at:
                date = day_at(self._plan.runner, Minute(revision.at - 1))
            for reason in revision.reasons:
                if date < first_verdict or reason not in known:
                    by_date.setdefault(date, []).append(reason)
        return by_date

    def _cleared(self) -> Iterator[str]:
        for entry in self._entries:
            if isinstance(entry.fact, Clearance):
                finding = self._labels.words.findings[entry.fact.finding]
                date = self._date(entry.fact.date)
                text = fill(self._texts.clearance, by=entry.fact.by, finding=finding, date=date)
                yield "; ".join([text, *filter(None, said_beside(entry.fact, self._case.protocol))])

    # ------------------------------------------------------------------ small things

    def _date(self, date: dt.date) -> str:
        return date_text(date, self._labels)

    def _dates(self, first: dt.date, last: dt.date) -> str:
        if first == last:
            return self._date(first)
        return fill(self._texts.until, first=self._date(first), last=self._date(last))

    def _moment(self, minute: Minute) -> str:
        return f"{moment_text(minute, self._zone, self._labels)} {local(minute, self._zone).year}"

    def _pain(self, pain: int | None) -> str:
        return self._texts.unknown if pain is None else str(pain)

    def _names(self, findings: Iterable[Finding]) -> str:
        return ", ".join(self._labels.words.findings[each] for each in sorted(findings, key=lambda each: each.rank))

    def _listed(self, days: list[str]) -> str:
        """Return all dates or, if there are many, the first and the last date with the number of dates."""
        once = list(dict.fromkeys(days))
        if len(once) <= _MOST_DATES:
            return ", ".join(once)
        ends = fill(self._texts.until, first=once[0], last=once[-1])
        return f"{ends} ({fill(self._texts.days, count=len(once))})"


def _parts(*parts: tuple[str, Iterable[str]]) -> tuple[Part, ...]:
    """Return the parts that have lines."""
    listed = (Part(heading=heading, items=tuple(items)) for heading, items in parts)
    return tuple(part for part in listed if part.items)
