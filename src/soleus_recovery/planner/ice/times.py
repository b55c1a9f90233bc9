"""When to ice: as soon as possible, then at the first day's spacing, later at the longer spacing, only while awake.

The spacing of icings is counted in elapsed minutes from start to start, so it holds across a clock change and over the
night. On a day with busy times icings move. Icings come closer together if that saves an icing, but never closer than
the spacing of the first day.
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
    """The time in which ice is due, from ``not_before`` to ``until``.

    Until ``first_day_ends`` the first day's spacing holds, and then the longer one.

    ``previous`` is the start of the last icing so far, or None. ``since`` is the moment at which ice became due; on the
    day in progress ``begun`` icings have begun since that moment.
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
    """The icings of a day that are still to come.

    Busy times leave no room for ``missing`` of the ``of`` icings that the day would have if it were free.
    """

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
    """Return the icings of a day without busy times, each as soon as it is due."""
    spans: list[Span] = []
    at = left.start if previous is None else _next_start(previous, left.start, ice, icing)
    while at + ice.minutes <= left.end:
        spans.append(Span(start=Minute(at), end=Minute(at + ice.minutes)))
        at = _next_start(at, at, ice, icing)
    return tuple(spans)


def _between(
    busy: Sequence[Span], left: Span, ice: IceRules, icing: Icing, previous: int | None, *, most: int
) -> tuple[Span, ...]:
    """Return up to ``most`` icings that fit between the busy times, as near as possible to when they are due."""
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
    """Return the first minute from ``at`` on that is far enough from ``last``, the start of the icing before.

    How far is enough depends on the spacing that holds at that minute.
    """
    at = max(at, last + ice.first_day_every_minutes)
    if at >= icing.first_day_ends:
        # The longer spacing holds from the end of the first day on, not from the last icing in it.
        at = max(at, last + ice.then_every_minutes)
    return at
