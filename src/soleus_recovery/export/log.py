"""A case on one page for a clinician, as Markdown."""

from collections.abc import Iterator

from soleus_recovery.export.log_chart import pain_chart
from soleus_recovery.export.log_reading import Log, Part, read_log
from soleus_recovery.export.markdown import plain
from soleus_recovery.export.reading import printable
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.intake.case import Case
from soleus_recovery.planning.plan import Plan
from soleus_recovery.planning.standing import Progress

__all__ = ["to_log"]


def to_log(case: Case, plan: Plan, standing: Progress) -> str:
    """The page, ending with a newline; long cases tell their oldest days in short.

    >>> import datetime as dt
    >>> from soleus_recovery import Runner, SymptomReport, assess, issue, open_case, progress
    >>> report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    >>> case = open_case(assess(report, Runner(zone="UTC"), now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)))
    >>> print(to_log(case, issue(case, case.started_at).plan, progress(case, case.started_at)).splitlines()[0])
    # Symptom log of a sore calf
    """
    return printable("\n".join(_lines(read_log(case, plan, standing), case.protocol)) + "\n")


def _lines(log: Log, protocol: RecoveryProtocol) -> Iterator[str]:
    """Every text goes through ``plain``, or stands in the chart's block."""
    yield f"# {plain(log.title)}"
    yield ""
    yield plain(log.made)
    yield ""
    yield f"**{plain(log.not_a_diagnosis)}**"
    yield from _part(log.now)
    yield from _part(log.start)
    yield from ("", f"## {plain(log.course)}", "")
    yield from pain_chart(log.days, protocol)
    for part in log.after:
        yield from _part(part)


def _part(part: Part) -> Iterator[str]:
    yield from ("", f"## {plain(part.heading)}", "", *(f"- {plain(item)}" for item in part.items))
