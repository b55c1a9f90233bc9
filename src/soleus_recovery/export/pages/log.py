"""A case on one side of paper for a clinician, as an HTML page."""

from typing import final

import attrs
from markupsafe import Markup

from soleus_recovery.course.progress import Progress
from soleus_recovery.export.pages.render import drawn, render
from soleus_recovery.export.pictures.pain import draw_pain
from soleus_recovery.facts.case import Case
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.plan.plan import Plan
from soleus_recovery.values import Value
from soleus_recovery.views.log import Log, read_log
from soleus_recovery.views.pain import UNKNOWN, PainDay, in_short, named_painkiller
from soleus_recovery.views.plan import date_text

__all__ = ["pain_picture", "to_log_html"]

_MOST_PAIN_ROWS = 20  # as many rows as fit on one side of paper beside everything else


def to_log_html(case: Case, plan: Plan, progress: Progress) -> str:
    """Write the page of a case, which fits on one side of paper; one line sums up the oldest days of a long case.

    >>> import datetime as dt
    >>> from soleus_recovery import Runner, SymptomReport, assess, issue, open_case, progress
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
        course=pain_picture(log, protocol),
        early=early,
        rows=[_pain_row(day, protocol) for day in late],
    )


@final
@attrs.frozen(kw_only=True)
class PainRow(Value):
    """A row of the table of pain: a check-in in words, or a text in ``silent`` that says that there was no check-in."""

    date: str
    pains: tuple[str, ...]
    morning: str
    painkiller: str
    silent: str


def _pain_row(day: PainDay, protocol: RecoveryProtocol) -> PainRow:
    texts, check_in = protocol.log, day.check_in
    pains = (None,) * 3 if check_in is None else (check_in.pain_at_rest, check_in.pain_walking, check_in.pain_running)
    return PainRow(
        date=date_text(day.first, protocol.labels),
        pains=tuple(UNKNOWN if pain is None else str(pain) for pain in pains),
        morning=UNKNOWN if check_in is None or check_in.morning is None else texts.mornings[check_in.morning],
        painkiller=named_painkiller(texts, check_in),
        silent=fill(texts.no_word, count=day.days) if check_in is None else "",
    )


def pain_picture(log: Log, protocol: RecoveryProtocol) -> Markup | None:
    """Draw the course of pain; return None if there was no check-in."""
    return drawn(draw_pain(log.days, protocol)) if any(day.check_in is not None for day in log.days) else None
