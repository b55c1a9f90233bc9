"""A plan, and a case with its history, as one page that needs nothing else: on a phone, on a screen and on paper."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import final

import attrs

from soleus_recovery.clock import Minute, as_minute
from soleus_recovery.course.progress import Progress
from soleus_recovery.course.replay import progress
from soleus_recovery.errors import FactError, shown
from soleus_recovery.export.pages.html_writer import drawn, render
from soleus_recovery.export.pictures.svg import Setting, draw_plan
from soleus_recovery.export.pictures.svg_ladder import draw_step, ladder
from soleus_recovery.export.pictures.svg_pain import draw_pain
from soleus_recovery.facts.case import Case
from soleus_recovery.guidance.citation import Because, Source
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.plan.plan import Day, Plan
from soleus_recovery.values import Value
from soleus_recovery.views.card import read_card
from soleus_recovery.views.guidance import page_labels, protocol_of
from soleus_recovery.views.log import Log, read_log
from soleus_recovery.views.pain import UNKNOWN, PainDay, in_short
from soleus_recovery.views.plan import ReadDay, date_text, moment_text, read
from soleus_recovery.vocabulary import Origin

__all__ = ["to_html", "to_log_html"]

_MOST_PAIN_ROWS = 20  # that a side of paper has room for, beside all else


def to_html(
    plan: Plan,
    *,
    protocol: RecoveryProtocol | None = None,
    case: Case | None = None,
    at: Minute | dt.datetime | None = None,
) -> str:
    """The page of a plan as of a moment (that of its last revision, if none is named).

    With the ``case`` that the plan was issued for it tells what was told and what changed; else ``protocol`` is what
    the plan was made from, needed where that does not ship. Raises ``FactError`` where one belongs to another plan.

    >>> from soleus_recovery import Runner, SymptomReport, assess, build_plan
    >>> report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    >>> plan = build_plan(assess(report, Runner(zone="UTC"), now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)))
    >>> print(to_html(plan).splitlines()[1])
    <html lang="en">
    """
    moment = plan.made_at if at is None else as_minute("at", at)
    if case is not None and case.id != plan.id:
        raise FactError(field="case", given=f"{shown(case.id)} is not that of this plan", allowed=shown(plan.id))
    guidance = protocol_of(plan, protocol if case is None else case.protocol)
    current = None if case is None else progress(case, max(moment, case.started_at))
    return _Page(plan, guidance, current, moment).text(case)


def to_log_html(case: Case, plan: Plan, progress: Progress) -> str:
    """The clinician's page, one side of paper; long cases tell their oldest days in short.

    >>> from soleus_recovery import Runner, SymptomReport, assess, issue, open_case
    >>> report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    >>> case = open_case(assess(report, Runner(zone="UTC"), now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)))
    >>> page = to_log_html(case, issue(case, case.started_at).plan, progress(case, case.started_at))
    >>> "<h1>Symptom log of a sore calf</h1>" in page
    True
    """
    log, protocol = read_log(case, plan, progress), case.protocol
    early, late = in_short(log.days, most=_MOST_PAIN_ROWS, protocol=protocol)
    return render(
        "log.html",
        lang=protocol.language,
        log=log,
        texts=protocol.log,
        course=_course(log, protocol),
        early=early,
        rows=[_pain_row(day, protocol) for day in late],
    )


@final
@attrs.frozen(kw_only=True)
class PainRow(Value):
    """A day of the course of pain in words; ``silent`` where there was none."""

    date: str
    pains: tuple[str, ...]
    morning: str
    painkiller: str
    silent: str


def _pain_row(day: PainDay, protocol: RecoveryProtocol) -> PainRow:
    texts, word = protocol.log, day.check_in
    pains = (None,) * 3 if word is None else (word.pain_at_rest, word.pain_walking, word.pain_running)
    return PainRow(
        date=date_text(day.first, protocol.labels),
        pains=tuple(UNKNOWN if pain is None else str(pain) for pain in pains),
        morning=UNKNOWN if word is None or word.morning is None else texts.mornings[word.morning],
        painkiller=texts.painkiller if word is not None and word.painkiller else "",
        silent=fill(texts.no_word, count=day.days) if word is None else "",
    )


def _course(log: Log, protocol: RecoveryProtocol) -> object:
    """The picture, where anything was told."""
    return drawn(draw_pain(log.days, protocol)) if any(day.check_in is not None for day in log.days) else None


class _Page:
    """What stands on the page of a plan."""

    def __init__(self, plan: Plan, protocol: RecoveryProtocol, progress: Progress | None, at: Minute) -> None:
        self._plan, self._protocol, self._standing, self._at = plan, protocol, progress, at
        self._labels, self._page = plan.labels, page_labels(protocol)

    def text(self, case: Case | None) -> str:
        """All of it."""
        plan, protocol, at = self._plan, self._protocol, self._at
        card = read_card(plan, protocol, self._standing, at)
        today = None if card.day is None else card.day.date
        log = None if case is None or self._standing is None else read_log(case, plan, self._standing)
        days = self._read([day for day in plan.days if day.date != today and not self._is_over(day)])
        steps = ladder(plan, at)
        longest = max((step.dose.total_minutes for step in steps), default=0)
        return render(
            "plan.html",
            lang=protocol.language,
            page=self._page,
            labels=self._labels,
            reading=read(plan),
            made=fill(self._page.made, moment=moment_text(at, plan.zone, self._labels), zone=plan.zone),
            card=card,
            number=protocol.triage.number,
            do_now=protocol.triage.do_now,
            pictures=[
                (setting.value, drawn(draw_plan(plan, protocol, setting, at=at)))
                for setting in (Setting.SCREEN, Setting.PAPER)
                if plan.days
            ],
            steps=[
                {
                    "title": step.title,
                    "first": fill(self._page.ladder_from, date=date_text(step.first, self._labels)),
                    "times": fill(self._page.ladder_times, count=step.count) if step.count > 1 else "",
                    "bar": drawn(draw_step(step, longest=longest)),
                }
                for step in steps
            ],
            days=days,
            gone=self._read([day for day in plan.days if day.date != today and self._is_over(day)]),
            how_to=[how for day in days for entry in day.entries for how in entry.hows],
            log=log,
            course=None if log is None else _course(log, protocol),
            rules=[(self._page.origins[origin], list(self._rules(origin))) for origin in Origin],
            sources=self._sources(),
            revision=fill(
                self._page.revision, number=plan.revision, protocol=f"{plan.protocol.id} {plan.protocol.version}"
            ),
        )

    def _is_over(self, day: Day) -> bool:
        return self._plan.runner.window(day.date).end <= self._at

    def _read(self, days: Iterable[Day]) -> tuple[ReadDay, ...]:
        """Some of the days as they are read, each instruction where it first comes up among them."""
        return read(attrs.evolve(self._plan, days=tuple(days))).days

    # ------------------------------------------------------------------ where it comes from

    def _because(self) -> dict[str, Because]:
        named = [reason.because for reason in self._plan.reasons]
        named += [because for _, session in self._plan.sessions() for because in session.because]
        return {because.rule: because for because in named}

    def _rules(self, origin: Origin) -> Iterator[tuple[str, str]]:
        """What each rule says, where the protocol still has it, and what it cites."""
        for rule, because in sorted(self._because().items()):
            if because.origin is origin:
                known = self._protocol.rules.get(rule)
                yield rule if known is None else known.says, because.cite

    def _sources(self) -> list[Source]:
        cited = {because.cite for because in self._because().values() if because.origin is Origin.EVIDENCE}
        return [source for key, source in self._protocol.sources.items() if key in cited]
