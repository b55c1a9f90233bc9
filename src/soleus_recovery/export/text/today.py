"""Today's card as plain text: 80 columns, no colour."""

import datetime as dt
from collections.abc import Iterator

from soleus_recovery.clock import Minute, as_minute
from soleus_recovery.course.progress import Progress
from soleus_recovery.export.text.plan import entry_lines, page, wrap
from soleus_recovery.plan.plan import Plan
from soleus_recovery.views.card import Card, DayCard, read_card
from soleus_recovery.views.next_run import NextRun
from soleus_recovery.views.seen_first import SeenFirst

__all__ = ["stopped_text", "today_text"]

_MARKS = {True: "[x] ", False: "[ ] "}


def today_text(plan: Plan, progress: Progress, at: Minute | dt.datetime) -> str:
    """Write the card of the day in progress at the moment ``at``, or of the next day if no day is in progress.

    ``progress`` is the runner's progress at the same moment. If a clinician must be seen, the card says so first; after
    an emergency it goes on with what was, and shows nothing ahead. Raises ``FactError`` for a naive ``at``.

    >>> import datetime as dt
    >>> from soleus_recovery import Runner, SymptomReport, assess, issue, open_case, progress
    >>> report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    >>> case = open_case(assess(report, Runner(zone="UTC"), now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)))
    >>> plan, then = issue(case, case.started_at).plan, progress(case, case.started_at)
    >>> print(today_text(plan, then, case.started_at).splitlines()[0])
    Day 0 · Sun 22 Nov · Relieve
    """
    card = read_card(plan, progress.start.protocol, progress, as_minute("at", at))
    return page(_lines(card))


def stopped_text(plan: Plan, progress: Progress, at: Minute) -> str:
    """Write the part of the card after an emergency that says what was, without the message of the emergency."""
    return page(_before_stop(read_card(plan, progress.start.protocol, progress, at)))


def _lines(card: Card) -> Iterator[str]:
    if card.seen_first is not None:
        yield from _seen_first(card.seen_first)
        yield ""
        if card.is_emergency:
            yield from _before_stop(card)
            return
    yield from wrap(card.no_day) if card.day is None else _day(card.day, card.notes_heading)
    yield ""
    if card.next_run is not None:
        yield from _next_run(card.next_run)
        yield ""
    yield from wrap(card.stop, bullet="! ")
    yield from wrap(card.warning)


def _before_stop(card: Card) -> Iterator[str]:
    for text in card.before_stop:
        yield from wrap(text)


def _seen_first(seen: SeenFirst) -> Iterator[str]:
    yield from wrap(seen.message, bullet="! ")
    for reason in seen.reasons:
        yield from wrap(reason, indent=2, bullet="- ")
    if seen.do_now:
        yield from wrap(seen.do_now, bullet="! ")
    for text in seen.until:
        yield from wrap(text)


def _day(day: DayCard, notes_heading: str) -> Iterator[str]:
    yield day.heading
    if day.silence:
        yield ""
        yield from wrap(day.silence, bullet="> ")
    yield ""
    for text in filter(None, (day.earlier, day.nothing_left)):
        yield from wrap(text)
    for entry in day.entries:
        yield from entry_lines(entry)
    if day.check_in:
        yield from wrap(day.check_in)
    if day.notes or day.left_out:
        yield ""
        yield notes_heading
    for note in day.notes:
        yield from wrap(note, indent=2, bullet="* ")
    for text in day.left_out:
        yield from wrap(text, indent=2, bullet="x ")


def _next_run(run: NextRun) -> Iterator[str]:
    yield from wrap(run.headline)
    if run.says:
        yield from wrap(run.says, indent=2)
    for need in run.needs:
        yield from wrap(need.text, indent=2, bullet="- ")
        for test in need.tests:
            yield from wrap(test.text, indent=4, bullet=_MARKS[test.passed])
