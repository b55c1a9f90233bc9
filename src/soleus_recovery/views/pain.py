"""The course of pain, day by day; days without a word are a gap."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import final

import attrs

from soleus_recovery.facts.checkin import CheckIn
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.values import Value
from soleus_recovery.views.plan import date_text

__all__ = ["UNKNOWN", "PainDay", "in_short", "pain_days", "spread"]

UNKNOWN = "-"


@final
@attrs.frozen(kw_only=True)
class PainDay(Value):
    """A day with its word, or a run of days without one."""

    first: dt.date
    last: dt.date
    word: CheckIn | None

    @property
    def days(self) -> int:
        """How many days it is."""
        return (self.last - self.first).days + 1


def pain_days(words: Mapping[dt.date, CheckIn], *, first: dt.date, last: dt.date) -> Iterator[PainDay]:
    """From one day to another; a row for each with a word, and for all days in between."""
    date, gap_from = first, first
    while date <= last:
        if date in words:
            if gap_from < date:
                yield PainDay(first=gap_from, last=date - dt.timedelta(days=1), word=None)
            yield PainDay(first=date, last=date, word=words[date])
            gap_from = date + dt.timedelta(days=1)
        date += dt.timedelta(days=1)
    if gap_from <= last:
        yield PainDay(first=gap_from, last=last, word=None)


def spread(pains: Iterable[int | None]) -> str:
    """The least and the most of what was told.

    >>> spread([2, None, 0]), spread([3]), spread([None])
    ('0-2', '3', '-')
    """
    told = [pain for pain in pains if pain is not None]
    if not told:
        return UNKNOWN
    return "-".join(dict.fromkeys(map(str, (min(told), max(told)))))


def in_short(days: Sequence[PainDay], *, most: int, protocol: RecoveryProtocol) -> tuple[str, Sequence[PainDay]]:
    """The oldest days in a line and the others, where there are more rows than ``most``; else no line and all."""
    if len(days) <= most:
        return "", days
    log, labels = protocol.log, protocol.labels
    # One row is for the line.
    early, late = days[: 1 - most], days[1 - most :]
    told = [each.word for each in early if each.word is not None]
    text = fill(
        log.before,
        count=sum(each.days for each in early),
        at_rest=spread(word.pain_at_rest for word in told),
        walking=spread(word.pain_walking for word in told),
        running=spread(word.pain_running for word in told),
        silent=sum(each.days for each in early if each.word is None),
    )
    ends = fill(log.until, first=date_text(early[0].first, labels), last=date_text(early[-1].last, labels))
    return f"{ends}: {text}", late
