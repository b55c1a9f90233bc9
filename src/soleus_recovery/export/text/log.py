"""A case on one page for a clinician, as Markdown."""

from soleus_recovery.course.progress import Progress
from soleus_recovery.export.text.markdown_page import MarkdownPage
from soleus_recovery.export.text.pain_chart import pain_chart
from soleus_recovery.facts.case import Case
from soleus_recovery.plan.plan import Plan
from soleus_recovery.views.log import Part, read_log

__all__ = ["to_log"]


def to_log(case: Case, plan: Plan, progress: Progress) -> str:
    """Write the page of a case as Markdown; one line sums up the oldest days of a long case.

    >>> import datetime as dt
    >>> from soleus_recovery import Runner, SymptomReport, assess, issue, open_case, progress
    >>> report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    >>> case = open_case(assess(report, Runner(zone="UTC"), now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)))
    >>> print(to_log(case, issue(case, case.started_at).plan, progress(case, case.started_at)).splitlines()[0])
    # Symptom log of a sore calf
    """
    log, page = read_log(case, plan, progress), MarkdownPage()
    page.heading(log.title, level=1)
    page.paragraph(log.made)
    page.paragraph(log.not_a_diagnosis, strong=True)
    _part(page, log.now)
    _part(page, log.start)
    page.heading(log.course)
    page.block(pain_chart(log.days, case.protocol))
    for part in log.after:
        _part(page, part)
    return page.text()


def _part(page: MarkdownPage, part: Part) -> None:
    page.heading(part.heading)
    for item in part.items:
        page.item(item)
