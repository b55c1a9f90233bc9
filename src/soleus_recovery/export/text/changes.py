"""The answer to a check-in, on one screen for a tired person: what was decided, what changed, and what is next."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from soleus_recovery.clock import Minute, as_minute, local
from soleus_recovery.export.text.plan import page, wrap
from soleus_recovery.facts.case import day_at
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.guidance.reasons import DORMANT, occasion_key
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.plan.changes import Change, ChangeKind, diff
from soleus_recovery.plan.plan import Plan, Session
from soleus_recovery.views.plan import date_text, moment_text
from soleus_recovery.vocabulary import Activity, Occasion, PhaseKind, Status, Urgency

__all__ = ["changes_text"]

_NEAR = 3  # the number of next runs that get lines of their own; later runs are only counted
_ARROW = " -> "
_DATED = frozenset({*map(occasion_key, (Occasion.NO_CHECK_IN, Occasion.REPLACED, Occasion.SILENT_WEEK)), DORMANT})
"""The keys of reasons that differ from other reasons with the same key only by a date or a number."""


def changes_text(old: Plan, new: Plan, *, at: Minute | dt.datetime, said: Iterable[str] = ()) -> str:
    """Describe what changed from one plan of a case to the next, and what comes after the moment ``at``.

    The text has 80 columns and no colour. ``said`` are the sentences to show if the new plan has no revision that the
    old plan lacks. Raises ``FactError`` if the two plans belong to different cases, or if ``at`` is naive.

    >>> import datetime as dt
    >>> from soleus_recovery import Runner, SymptomReport, assess, build_plan
    >>> report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    >>> plan = build_plan(assess(report, Runner(zone="UTC"), now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)))
    >>> print(changes_text(plan, plan, at=plan.made_at).splitlines()[0])
    It is on record, and the plan ahead stays as it is.
    """
    return page(_Page(old, new, as_minute("at", at)).lines(said))


class _Page:
    """The writer of the page; ``lines`` yields the lines of the page from top to bottom."""

    def __init__(self, old: Plan, new: Plan, at: Minute) -> None:
        self._old, self._new, self._at = old, new, at
        self._labels, self._texts = new.labels, new.labels.changes
        # Sessions that are over were described when they changed.
        self._changes = [change for change in diff(old, new) if self._is_to_come(change)]
        runs = [list(dict.fromkeys(each.key for each in _runs(plan))) for plan in (new, old)]
        self._numbers = {key: index + 1 for keys in reversed(runs) for index, key in enumerate(keys)}
        self._near = {each.key for plan in (old, new) for each in self._ahead(plan)[:_NEAR]}

    def lines(self, said: Iterable[str]) -> Iterator[str]:
        urgency = self._new.urgency
        if urgency is Urgency.EMERGENCY:
            yield from wrap(self._texts.emergency, bullet="! ")
        elif urgency is not None:
            yield from wrap(f"{self._labels.hold_title}: {self._labels.words.urgencies[urgency]}", bullet="! ")
        yield from self._decided(said)
        if urgency is not Urgency.EMERGENCY:
            changed = [*self._runs_changed(), *self._others_changed(), *self._end_changed()]
            if changed:
                yield from ("", self._texts.changed, *changed)
            yield ""
            yield from self._next()
        if urgency is not None:
            yield ""
            yield from wrap(self._labels.when_to_stop, bullet="! ")

    # ------------------------------------------------------------------ why

    def _decided(self, said: Iterable[str]) -> Iterator[str]:
        reasons = [reason for each in self._new.revisions[self._old.revision :] for reason in each.reasons]
        if not reasons:
            yield from (line for text in said for line in wrap(text))
            yield from wrap(self._texts.nothing_changed)
            return
        yield self._texts.decided
        # Each sentence is printed once, the newest last. Of sentences that differ only by a date or a number, the
        # newest stands for all.
        newest = {reason.text: _sentence(reason) for reason in reversed(reasons)}
        alike = Counter(newest.values())
        texts: dict[str, str] = {}
        for text, sentence in newest.items():
            texts.setdefault(sentence, text)
        for sentence, text in reversed(texts.items()):
            more = alike[sentence] - 1
            yield from wrap(fill(self._texts.alike, reason=text, count=more) if more else text, indent=2, bullet="- ")

    # ------------------------------------------------------------------ what

    def _runs_changed(self) -> Iterator[str]:
        runs = [change for change in self._changes if change.after.activity is Activity.RUN]
        left_out = [change for change in runs if change.kind is ChangeKind.WITHDRAWN]
        if len(left_out) > 1 and not self._ahead(self._new):
            yield from wrap(fill(self._texts.all_runs_left_out, count=len(left_out)), indent=2)
            runs = [change for change in runs if change not in left_out]
        for change in runs:
            if change.after.key in self._near:
                yield from self._run(change)
        later = [change.kind for change in runs if change.after.key not in self._near]
        if later:
            yield from wrap(self._later(Counter(later)), indent=2)

    def _later(self, counts: Counter[ChangeKind]) -> str:
        parts = (
            (self._texts.later, counts[ChangeKind.MOVED]),
            (self._texts.altered, counts[ChangeKind.ALTERED]),
            (self._texts.later_added, counts[ChangeKind.ADDED]),
            (self._texts.later_left_out, counts[ChangeKind.WITHDRAWN]),
        )
        return f"{self._texts.later_runs}: {', '.join(fill(text, count=count) for text, count in parts if count)}"

    def _run(self, change: Change) -> Iterator[str]:
        before, after = change.before, change.after
        name = fill(self._texts.run, number=self._numbers[after.key])
        if change.kind is ChangeKind.WITHDRAWN:
            text = fill(self._texts.run_left_out, when=self._when(before or after))
        elif before is None:
            text = f"{fill(self._texts.run_added, when=self._when(after))}, {self._status(after)}"
        else:
            times = [self._when(each) for each in (before, after)]
            text = _ARROW.join(dict.fromkeys(times))
            if before.status is not after.status:
                text += f", {fill(self._texts.now, status=self._status(after))}"
        yield from wrap(f"{name}: {text}", indent=2)
        if change.kind is ChangeKind.WITHDRAWN:
            return
        if before is not None and before.title != after.title:
            yield from wrap(before.title, indent=4)
            yield from wrap(after.title, indent=4, bullet=_ARROW.lstrip())
        else:
            yield from wrap(after.title, indent=4)
        if before is not None and self._says_the_same(before, after):
            yield from wrap(self._texts.waits_anew, indent=4)

    def _says_the_same(self, before: Session, after: Session) -> bool:
        """Return whether time, title and status are unchanged, so that only the instructions are new."""
        return (before.span, before.title, before.status) == (after.span, after.title, after.status)

    def _others_changed(self) -> Iterator[str]:
        """Yield one line for each activity except runs, about the days that both plans have."""
        dates = {day.date for day in self._old.days} & {day.date for day in self._new.days}
        changes = [each for each in self._changes if each.date in dates and each.after.activity is not Activity.RUN]
        for activity in Activity:
            counts = Counter(change.kind for change in changes if change.after.activity is activity)
            if not counts:
                continue
            # The key of a session that is no run numbers it within its day. So a session that moves to another day is
            # withdrawn under one key and added under another; here it is counted as moved.
            shifted = min(counts[ChangeKind.ADDED], counts[ChangeKind.WITHDRAWN])
            counted = (
                (self._texts.moved, counts[ChangeKind.MOVED] + shifted),
                (self._texts.altered, counts[ChangeKind.ALTERED]),
                (self._texts.added, counts[ChangeKind.ADDED] - shifted),
                (self._texts.left_out, counts[ChangeKind.WITHDRAWN] - shifted),
            )
            parts = [fill(text, count=count) for text, count in counted if count]
            coming = self._new.next(local(self._at, self._new.zone), activity)
            if coming is not None:
                parts.append(fill(self._texts.then, when=self._when(coming)))
            yield from wrap(f"{self._labels.words.activities[activity]}: {', '.join(parts)}", indent=2)

    def _end_changed(self) -> Iterator[str]:
        ends = [date_text(plan.days[-1].date, self._labels) for plan in (self._old, self._new) if plan.days]
        if len(set(ends)) > 1:
            yield from wrap(f"{self._labels.ends}: {_ARROW.join(ends)}", indent=2)

    # ------------------------------------------------------------------ what is next

    def _next(self) -> Iterator[str]:
        at = local(self._at, self._new.zone)
        # A check-in comes every evening, so a session of another kind is named first if there is one.
        ahead = [each for _, each in self._new.sessions() if each.span is not None and each.span.start >= self._at]
        coming = next((each for each in ahead if each.activity is not Activity.CHECK_IN), next(iter(ahead), None))
        run = self._new.next(at, Activity.RUN)
        if coming is None:
            reminder = self._reminder()
            yield from wrap(f"{self._texts.next}: {reminder}" if reminder else self._texts.nothing_planned)
            return
        if coming != run:
            yield from wrap(f"{self._texts.next}: {self._when(coming)}, {coming.title}")
        if run is None:
            yield from wrap(self._texts.no_run)
        else:
            yield from wrap(f"{self._texts.next_run}: {self._when(run)}, {run.title} ({self._status(run)})")

    def _reminder(self) -> str:
        """Return the day and the titles of the next reminders after prevention; an empty text if there are none."""
        today = day_at(self._new.runner, self._at)
        days = (day for day in self._new.days if day.phase is PhaseKind.KEEP and day.date > today)
        return "".join(
            f"{date_text(day.date, self._labels)}, {', '.join(each.title for each in day.sessions)}"
            for day in islice(days, 1)
        )

    # ------------------------------------------------------------------ small things

    def _is_to_come(self, change: Change) -> bool:
        held = [each for each in (change.before, change.after) if each is not None]
        if change.kind is ChangeKind.WITHDRAWN:
            held = held[:1]
        starts = [each.span.start for each in held if each.span is not None]
        return max(starts, default=self._new.runner.window(change.date).end) >= self._at

    def _ahead(self, plan: Plan) -> list[Session]:
        return [each for each in _runs(plan) if each.span is not None and each.span.start >= self._at]

    def _when(self, session: Session) -> str:
        if session.span is None:
            return self._labels.all_day
        return moment_text(session.span.start, session.zone, self._labels)

    def _status(self, session: Session) -> str:
        return self._labels.confirmed if session.status is Status.CONFIRMED else self._labels.provisional


def _runs(plan: Plan) -> list[Session]:
    return [each for _, each in plan.sessions() if each.activity is Activity.RUN]


def _sentence(reason: Reason) -> str:
    """Return what reasons share if one line can stand for all of them: a key in ``_DATED``, or else the whole text."""
    return reason.key if reason.key in _DATED else reason.text
