"""A plan, with or without its case, as one HTML page for a phone, a screen and paper."""

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs

from soleus_recovery.clock import Minute, as_minute
from soleus_recovery.course.progress import Progress
from soleus_recovery.course.replay import progress
from soleus_recovery.errors import FactError, shown
from soleus_recovery.export.pages.log import pain_picture
from soleus_recovery.export.pages.render import drawn, render
from soleus_recovery.export.pictures.ladder import draw_step, ladder
from soleus_recovery.export.pictures.plan import Setting, draw_plan
from soleus_recovery.facts.case import Case
from soleus_recovery.guidance.citation import Because, Source
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.plan.plan import Day, Plan
from soleus_recovery.views.card import read_card
from soleus_recovery.views.guidance import page_labels, protocol_of
from soleus_recovery.views.log import read_log
from soleus_recovery.views.plan import ReadDay, date_text, moment_text, read
from soleus_recovery.vocabulary import Origin

__all__ = ["to_html"]


def to_html(
    plan: Plan,
    *,
    protocol: RecoveryProtocol | None = None,
    case: Case | None = None,
    at: Minute | dt.datetime | None = None,
) -> str:
    """Write the page of a plan as of the moment ``at``, or as of the plan's last revision if no moment is given.

    With the ``case`` that the plan was issued from, the page also shows the check-ins and what they changed. Without a
    case, give the ``protocol`` that the plan was made from, unless that protocol is built in. Raises ``FactError`` if
    the case or the protocol is not that of the plan, or if ``at`` is naive.

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


class _Page:
    """The collector of everything that the template of a plan's page shows."""

    def __init__(self, plan: Plan, protocol: RecoveryProtocol, progress: Progress | None, at: Minute) -> None:
        self._plan, self._protocol, self._progress, self._at = plan, protocol, progress, at
        self._labels, self._page = plan.labels, page_labels(protocol)

    def text(self, case: Case | None) -> str:
        """Return the whole page as HTML."""
        plan, protocol, at = self._plan, self._protocol, self._at
        card = read_card(plan, protocol, self._progress, at)
        today = None if card.day is None else card.day.date
        log = None if case is None or self._progress is None else read_log(case, plan, self._progress)
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
            course=None if log is None else pain_picture(log, protocol),
            rules=[(self._page.origins[origin], list(self._rules(origin))) for origin in Origin],
            sources=self._sources(),
            revision=fill(
                self._page.revision, number=plan.revision, protocol=f"{plan.protocol.id} {plan.protocol.version}"
            ),
        )

    def _is_over(self, day: Day) -> bool:
        return self._plan.runner.window(day.date).end <= self._at

    def _read(self, days: Iterable[Day]) -> tuple[ReadDay, ...]:
        """Put some days of the plan into reading order; each instruction is given once, where it first occurs."""
        return read(attrs.evolve(self._plan, days=tuple(days))).days

    # ------------------------------------------------------------------ where it comes from

    def _because(self) -> dict[str, Because]:
        named = [reason.because for reason in self._plan.reasons]
        named += [because for _, session in self._plan.sessions() for because in session.because]
        return {because.rule: because for because in named}

    def _rules(self, origin: Origin) -> Iterator[tuple[str, str]]:
        """Yield the sentence (or the name, if the protocol lacks the rule) and the source of each rule of an origin."""
        for rule, because in sorted(self._because().items()):
            if because.origin is origin:
                known = self._protocol.rules.get(rule)
                yield rule if known is None else known.says, because.cite

    def _sources(self) -> list[Source]:
        cited = {because.cite for because in self._because().values() if because.origin is Origin.EVIDENCE}
        return [source for key, source in self._protocol.sources.items() if key in cited]
