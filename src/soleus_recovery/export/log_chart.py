"""The course of pain as a small chart in text: one row a day, days without a word as a gap."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import final

import attrs

from soleus_recovery.export.reading import date_text
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.texts import fill
from soleus_recovery.intake.checkin import CheckIn

__all__ = ["pain_chart", "spread"]

_MOST_ROWS = 35
_BAR = "#"
_UNKNOWN = "-"
_DATE = 10  # columns of the date, of a pain with its bar, and of the word on the morning
_PAIN = 13
_MORNING = 7


@final
@attrs.frozen(kw_only=True)
class _Row:
    """A day with its word, or a run of days without one."""

    first: dt.date
    last: dt.date
    word: CheckIn | None


def pain_chart(
    words: Mapping[dt.date, CheckIn], *, first: dt.date, last: dt.date, protocol: RecoveryProtocol
) -> Iterator[str]:
    """The chart from one day to another as a fenced block; of more than a page the oldest days are told in short."""
    rows, log = list(_rows(words, first, last)), protocol.log
    # One row is for what is told in short.
    early, late = (rows[: 1 - _MOST_ROWS], rows[1 - _MOST_ROWS :]) if len(rows) > _MOST_ROWS else ([], rows)
    yield "```text"
    if early:
        yield _fenced(_in_short(early, protocol))
    heads = f"{log.at_rest:{_PAIN}}  {log.walking:{_PAIN}}  {log.running:{_PAIN}}  {log.morning}"
    yield _fenced(f"{'':{_DATE}}  {heads}".rstrip())
    for row in late:
        yield _fenced(_row(row, protocol).rstrip())
    yield "```"


def spread(pains: Iterable[int | None]) -> str:
    """The least and the most of what was told.

    >>> spread([2, None, 0]), spread([3]), spread([None])
    ('0-2', '3', '-')
    """
    told = [pain for pain in pains if pain is not None]
    if not told:
        return _UNKNOWN
    return "-".join(dict.fromkeys(map(str, (min(told), max(told)))))


def _rows(words: Mapping[dt.date, CheckIn], first: dt.date, last: dt.date) -> Iterator[_Row]:
    date, gap_from = first, first
    while date <= last:
        if date in words:
            if gap_from < date:
                yield _Row(first=gap_from, last=date - dt.timedelta(days=1), word=None)
            yield _Row(first=date, last=date, word=words[date])
            gap_from = date + dt.timedelta(days=1)
        date += dt.timedelta(days=1)
    if gap_from <= last:
        yield _Row(first=gap_from, last=last, word=None)


def _row(row: _Row, protocol: RecoveryProtocol) -> str:
    log, labels = protocol.log, protocol.labels
    date, word = f"{date_text(row.first, labels):{_DATE}}", row.word
    if word is None:
        return f"{date}  {fill(log.no_word, count=_days(row))}"
    pains = (word.pain_at_rest, word.pain_walking, word.pain_running)
    morning = _UNKNOWN if word.morning is None else log.mornings[word.morning]
    cells = [f"{_bar(pain):{_PAIN}}" for pain in pains] + [f"{morning:{_MORNING}}"]
    return "  ".join([date, *cells, log.painkiller if word.painkiller else ""])


def _bar(pain: int | None) -> str:
    return f"{_UNKNOWN:>2}" if pain is None else f"{pain:2} {_BAR * pain}"


def _in_short(rows: list[_Row], protocol: RecoveryProtocol) -> str:
    log, labels = protocol.log, protocol.labels
    told = [row.word for row in rows if row.word is not None]
    text = fill(
        log.before,
        count=sum(map(_days, rows)),
        at_rest=spread(word.pain_at_rest for word in told),
        walking=spread(word.pain_walking for word in told),
        running=spread(word.pain_running for word in told),
        silent=sum(_days(row) for row in rows if row.word is None),
    )
    ends = fill(log.until, first=date_text(rows[0].first, labels), last=date_text(rows[-1].last, labels))
    return f"{ends}: {text}"


def _days(row: _Row) -> int:
    return (row.last - row.first).days + 1


def _fenced(line: str) -> str:
    """A line that cannot end its block."""
    return line.replace("`", "'")
