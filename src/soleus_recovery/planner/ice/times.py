"""When to ice: as soon as possible, then at the spacing of the first day, later at the longer one, only while awake.

The spacing is counted in elapsed minutes from start to start, so it holds across a clock change and over the night. On
a day with busy times icings move, and come closer together where that saves one, but never closer than the spacing of
the first day.
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
    """The time in which ice is due: from ``not_before`` to ``until``, at the first day's spacing to ``first_day_ends``.

    ``previous`` is the start of the last icing so far, if any. On the open day ``begun`` icings have begun since
    ``since``, when ice became due.
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
    """The icings of a day still to come, how many are ``missing`` for busy times, and how many a free day has."""

    spans: tuple[Span, ...] = ()
    missing: int = 0
    of: int = 0


def place_icings(
    windows: Iterable[Span], ice: IceRules, icing: Icing, *, busy_in: Callable[[Span], Sequence[Span]]
) -> Iterator[DayOfIce]:
    """Yield the icings of each waking window, in order; ``busy_in`` gives the busy times in a span."""
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
    """Every icing as soon as it is due."""
    spans: list[Span] = []
    at = left.start if previous is None else _next_start(previous, left.start, ice, icing)
    while at + ice.minutes <= left.end:
        spans.append(Span(start=Minute(at), end=Minute(at + ice.minutes)))
        at = _next_start(at, at, ice, icing)
    return tuple(spans)


def _between(
    busy: Sequence[Span], left: Span, ice: IceRules, icing: Icing, previous: int | None, *, most: int
) -> tuple[Span, ...]:
    """As many of ``most`` as fit between the busy times, as near as possible to the times at which they are due."""
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
    """The first minute from ``at`` on that is far enough from the last start, by the spacing that holds then."""
    at = max(at, last + ice.first_day_every_minutes)
    if at >= icing.first_day_ends:
        # The longer spacing holds from the end of the first day on, not from the last icing in it.
        at = max(at, last + ice.then_every_minutes)
    return at
