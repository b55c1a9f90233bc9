"""The course of pain as a small chart in text: one row a day, days without a word as a gap."""

from collections.abc import Iterator, Sequence

from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.views.pain import UNKNOWN, PainDay, in_short
from soleus_recovery.views.plan import date_text

__all__ = ["pain_chart"]

_MOST_ROWS = 35
_BAR = "#"
_DATE = 10  # columns of the date, of a pain with its bar, and of the word on the morning
_PAIN = 13
_MORNING = 7


def pain_chart(days: Sequence[PainDay], protocol: RecoveryProtocol) -> Iterator[str]:
    """The lines of the chart; of more than a page the oldest days are told in short."""
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
    date, word = f"{date_text(row.first, labels):{_DATE}}", row.check_in
    if word is None:
        return f"{date}  {fill(log.no_word, count=row.days)}"
    pains = (word.pain_at_rest, word.pain_walking, word.pain_running)
    morning = UNKNOWN if word.morning is None else log.mornings[word.morning]
    cells = [f"{_bar(pain):{_PAIN}}" for pain in pains] + [f"{morning:{_MORNING}}"]
    return "  ".join([date, *cells, log.painkiller if word.painkiller else ""])


def _bar(pain: int | None) -> str:
    return f"{UNKNOWN:>2}" if pain is None else f"{pain:2} {_BAR * pain}"
