"""When to ice: as soon as possible, then every 2 hours, later every 3, only while awake.

The distance is counted in elapsed minutes from start to start, so it holds across a clock change; the night
between two waking windows is part of it. On a day with appointments icings move, and come nearer to one another where
that saves one, but never nearer than the shortest distance of the protocol.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import final

import attrs

from soleus_recovery.clock import Minute
from soleus_recovery.guidance.sessions import IceRules
from soleus_recovery.planner.ice.fitting import fit_icings
from soleus_recovery.spans import Span, subtract
from soleus_recovery.values import Value

__all__ = ["DayOfIce", "Icing", "place_icings"]


@final
@attrs.frozen(kw_only=True)
class Icing(Value):
    """When ice is due, from ``not_before`` to ``until``; the first day's distance holds up to ``first_day_ends``.

    ``previous`` is the start of the last one that has been, if any. Of the day that is open, ``begun`` have been since
    ``since``, when they became due.
    """

    until: Minute
    first_day_ends: Minute
    not_before: Minute
    since: Minute
    previous: Minute | None = None
    begun: int = 0


@final
@attrs.frozen(kw_only=True)
class DayOfIce(Value):
    """The icings of a day that are still to come, how many more it would hold if it were free, and how many in all."""

    spans: tuple[Span, ...] = ()
    missing: int = 0
    of: int = 0


def place_icings(
    windows: Iterable[Span], ice: IceRules, icing: Icing, *, busy_in: Callable[[Span], Sequence[Span]]
) -> Iterator[DayOfIce]:
    """The icings of each waking window, in order; ``busy_in`` says when there is no time in one."""
    previous, begun = icing.previous, icing.begun
    for window in windows:
        left = _part(window, icing.not_before, icing.until)
        spans = _on_a_free_day(left, ice, icing, previous)
        busy, most = busy_in(left), len(spans)
        if busy_in(window):
            whole = _on_a_free_day(_part(window, icing.since, icing.until), ice, icing, None)
            most = max(most, len(whole) - begun)
        if most > len(spans) or any(span.overlaps(taken) for span in spans for taken in busy):
            spans = _between(busy, left, ice, icing, previous, most=most)
        yield DayOfIce(spans=spans, missing=most - len(spans), of=most + begun)
        previous, begun = spans[-1].start if spans else previous, 0


def _part(window: Span, start: Minute, end: Minute) -> Span:
    end = min(window.end, end)
    return Span(start=min(max(window.start, start), end), end=end)


def _on_a_free_day(left: Span, ice: IceRules, icing: Icing, previous: int | None) -> tuple[Span, ...]:
    """Each as soon as it is due."""
    spans: list[Span] = []
    at = left.start if previous is None else _next_start(previous, left.start, ice, icing)
    while at + ice.minutes <= left.end:
        spans.append(Span(start=Minute(at), end=Minute(at + ice.minutes)))
        at = _next_start(at, at, ice, icing)
    return tuple(spans)


def _between(
    busy: Sequence[Span], left: Span, ice: IceRules, icing: Icing, previous: int | None, *, most: int
) -> tuple[Span, ...]:
    """As many of ``most`` as fit between the busy times, as near to their distance as can be."""
    least_gap = ice.first_day_every_minutes
    earliest, first = left.start, int(left.start)
    if previous is not None:
        earliest, first = Minute(max(earliest, previous + least_gap)), _next_start(previous, first, ice, icing)
    return fit_icings(
        subtract(_part(left, earliest, left.end), busy),
        most=most,
        minutes=ice.minutes,
        first=Minute(first),
        least_gap=least_gap,
        due_after=lambda last: _next_start(last, last, ice, icing),
    )


def _next_start(last: int, at: int, ice: IceRules, icing: Icing) -> int:
    """The first minute from ``at`` on that is far enough from the last start, by the distance in force then."""
    at = max(at, last + ice.first_day_every_minutes)
    if at >= icing.first_day_ends:
        # The longer distance holds from the end of the first day on, not from the last icing in it.
        at = max(at, last + ice.then_every_minutes)
    return at
