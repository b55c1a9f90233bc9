"""The course of pain, day by day; silent days are gaps."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import final

import attrs

from soleus_recovery.facts.checkin import CheckIn
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.guidance.words.case_labels import LogLabels
from soleus_recovery.values import Value
from soleus_recovery.views.plan import date_text

__all__ = ["UNKNOWN", "PainDay", "in_short", "named_painkiller", "pain_days", "spread"]

UNKNOWN = "-"


@final
@attrs.frozen(kw_only=True)
class PainDay(Value):
    """A row in the course of pain: a day with its check-in, or neighbouring days without a check-in."""

    first: dt.date
    last: dt.date
    check_in: CheckIn | None

    @property
    def days(self) -> int:
        """The number of days from the first to the last."""
        return (self.last - self.first).days + 1


def pain_days(check_ins: Mapping[dt.date, CheckIn], *, first: dt.date, last: dt.date) -> Iterator[PainDay]:
    """Yield a row for each day with a check-in and one for each gap, from ``first`` to ``last``."""
    date, gap_from = first, first
    while date <= last:
        if date in check_ins:
            if gap_from < date:
                yield PainDay(first=gap_from, last=date - dt.timedelta(days=1), check_in=None)
            yield PainDay(first=date, last=date, check_in=check_ins[date])
            gap_from = date + dt.timedelta(days=1)
        date += dt.timedelta(days=1)
    if gap_from <= last:
        yield PainDay(first=gap_from, last=last, check_in=None)


def spread(pains: Iterable[int | None]) -> str:
    """Return the lowest and the highest of the pains that are known, as text.

    >>> spread([2, None, 0]), spread([3]), spread([None])
    ('0-2', '3', '-')
    """
    known = [pain for pain in pains if pain is not None]
    if not known:
        return UNKNOWN
    return "-".join(dict.fromkeys(map(str, (min(known), max(known)))))


def named_painkiller(log: LogLabels, check_in: CheckIn | None) -> str:
    """Return the name of the painkiller that a check-in names: a gel has a name of its own; empty if there is none."""
    if check_in is None or not check_in.painkiller:
        return ""
    return (check_in.gel and log.gel) or log.painkiller


def in_short(days: Sequence[PainDay], *, most: int, protocol: RecoveryProtocol) -> tuple[str, Sequence[PainDay]]:
    """Sum up the oldest rows in one line, so that ``most`` rows are enough; return the line and the other rows.

    If there are no more than ``most`` rows, the line is empty and all rows are returned.
    """
    if len(days) <= most:
        return "", days
    log, labels = protocol.log, protocol.labels
    # The line takes the place of one row.
    early, late = days[: 1 - most], days[1 - most :]
    check_ins = [each.check_in for each in early if each.check_in is not None]
    text = fill(
        log.before,
        count=sum(each.days for each in early),
        at_rest=spread(each.pain_at_rest for each in check_ins),
        walking=spread(each.pain_walking for each in check_ins),
        running=spread(each.pain_running for each in check_ins),
        silent=sum(each.days for each in early if each.check_in is None),
    )
    ends = fill(log.until, first=date_text(early[0].first, labels), last=date_text(early[-1].last, labels))
    return f"{ends}: {text}", late
