"""The course of pain as a chart in text: a row for each check-in, and a row for each stretch of days without one."""

from collections.abc import Iterator, Sequence

from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.views.pain import UNKNOWN, PainDay, in_short, named_painkiller
from soleus_recovery.views.plan import date_text

__all__ = ["pain_chart"]

_MOST_ROWS = 35
_BAR = "#"
# Columns: the date, a pain with its bar, and the morning.
_DATE = 10
_PAIN = 13
_MORNING = 7


def pain_chart(days: Sequence[PainDay], protocol: RecoveryProtocol) -> Iterator[str]:
    """Yield the lines of the chart; if the chart needs more than a page, one line sums up the oldest days."""
    log = protocol.log
    early, late = in_short(days, most=_MOST_ROWS, protocol=protocol)
    if early:
        yield early
    heads = f"{log.at_rest:{_PAIN}}  {log.walking:{_PAIN}}  {log.running:{_PAIN}}  {log.morning}"
    yield f"{'':{_DATE}}  {heads}"
    for row in late:
        yield _row(row, protocol)


def _row(row: PainDay, protocol: RecoveryProtocol) -> str:
    log, labels = protocol.log, protocol.labels
    date, check_in = f"{date_text(row.first, labels):{_DATE}}", row.check_in
    if check_in is None:
        return f"{date}  {fill(log.no_word, count=row.days)}"
    pains = (check_in.pain_at_rest, check_in.pain_walking, check_in.pain_running)
    morning = UNKNOWN if check_in.morning is None else log.mornings[check_in.morning]
    cells = [f"{_bar(pain):{_PAIN}}" for pain in pains] + [f"{morning:{_MORNING}}"]
    return "  ".join([date, *cells, named_painkiller(log, check_in)])


def _bar(pain: int | None) -> str:
    return f"{UNKNOWN:>2}" if pain is None else f"{pain:2} {_BAR * pain}"
