"""Today's card as values: who has to be seen, what is left of the day, and what the next run waits for.

The card of a case says where the runner stands. A plan without a case has no check-ins,
so its card lists everything that the first run waits for.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import final

import attrs

from soleus_recovery.clock import Minute, calendar_date, local
from soleus_recovery.course.gate import shown_tests
from soleus_recovery.course.progress import Progress
from soleus_recovery.facts.case import day_at
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.plan.begun import last_begun
from soleus_recovery.plan.plan import Day, Plan, Session
from soleus_recovery.triage.signs import rows_for_days
from soleus_recovery.values import Value
from soleus_recovery.views.next_run import NextRun, read_next_run
from soleus_recovery.views.plan import Entry, date_text, moment_text, read
from soleus_recovery.views.seen_first import SeenFirst, seen_first
from soleus_recovery.vocabulary import Activity, PhaseKind, UnplacedWhy, Urgency

__all__ = ["Card", "DayCard", "read_card"]


@final
@attrs.frozen(kw_only=True)
class DayCard(Value):
    """The part of the card that says what is left of a day.

    ``silence`` asks for the check-ins that are missing up to yesterday. ``check_in`` says when to check in today, or
    that today's check-in is done. ``earlier`` sums up the sessions that are over. Each of these texts is empty if there
    is nothing to say.
    """

    date: dt.date
    heading: str
    silence: str
    earlier: str
    nothing_left: str
    entries: tuple[Entry, ...]
    check_in: str
    notes: tuple[str, ...]
    left_out: tuple[str, ...]


@final
@attrs.frozen(kw_only=True)
class Card(Value):
    """The card for the runner; if the plan has no days left, ``day`` is None and ``no_day`` says why.

    After an emergency ``before_stop`` says what the plan held until then; at all other times it is empty.
    """

    seen_first: SeenFirst | None
    before_stop: tuple[str, ...]
    day: DayCard | None
    no_day: str
    next_run: NextRun | None
    notes_heading: str
    stop: str
    warning: str

    @property
    def is_emergency(self) -> bool:
        """Whether the card says what to do in an emergency; then nothing ahead is shown."""
        return self.seen_first is not None and bool(self.seen_first.do_now)


def read_card(plan: Plan, protocol: RecoveryProtocol, progress: Progress | None, at: Minute) -> Card:
    """Make the card of the day in progress at ``at`` or, between two days, of the next day.

    ``progress`` is None if there is a plan but no case.
    """
    return _Reader(plan, protocol, progress, at).card()


class _Reader:
    """The maker of one card."""

    def __init__(self, plan: Plan, protocol: RecoveryProtocol, progress: Progress | None, at: Minute) -> None:
        self._plan, self._protocol, self._progress, self._at = plan, protocol, progress, at
        self._labels, self._texts, self._zone = plan.labels, protocol.today, plan.zone
        self._verdicts = {} if progress is None else {each.date: each for each in progress.verdicts}
        self._holds = plan.urgency is not None if progress is None else progress.waiting is not None

    def card(self) -> Card:
        """Return the whole card."""
        runner = self._plan.runner
        days = [day for day in self._plan.days if runner.window(day.date).end > self._at]
        day = last_begun(days, self._at) or next(iter(days), None)
        between = self._between(day)
        day = None if between else day
        return Card(
            seen_first=seen_first(self._plan, self._protocol, self._progress),
            before_stop=tuple(self._before_stop()),
            day=None if day is None else self._day(day),
            no_day=between or (self._no_day() if day is None else ""),
            next_run=None if self._holds else read_next_run(self._plan, self._protocol, self._progress, self._at, day),
            notes_heading=self._texts.notes,
            stop=self._labels.when_to_stop,
            warning=self._labels.not_advice,
        )

    # ------------------------------------------------------------------ what was before

    def _before_stop(self) -> Iterator[str]:
        """Yield what the plan held on the last day with a session that began before an emergency."""
        waiting = None if self._progress is None else self._progress.waiting
        if waiting is None or waiting.urgency is not Urgency.EMERGENCY:
            return
        for day in reversed(self._plan.days):
            begun = [
                each
                for each in day.sessions
                if each is not day.standstill and each.span is not None and each.span.start <= waiting.since
            ]
            if begun:
                date = date_text(day.date, self._labels)
                yield fill(self._texts.before_stop, date=date, sessions=self._counted(begun))
                break
        yield self._texts.log_has_all

    # ------------------------------------------------------------------ the day

    def _between(self, day: Day | None) -> str:
        """Return what is said on a day that holds nothing, between two days after prevention; else an empty text."""
        if day is None or day.phase is not PhaseKind.KEEP or day.date <= day_at(self._plan.runner, self._at):
            return ""
        titles = ", ".join(each.title for each in day.sessions)
        return fill(self._texts.between, date=date_text(day.date, self._labels), titles=titles)

    def _no_day(self) -> str:
        last = self._plan.days[-1].date if self._plan.days else None
        is_closed = self._progress is None or self._progress.is_closed
        if last is None or not (is_closed or self._holds):
            return self._texts.no_day
        text = self._texts.hold_over if self._holds else self._texts.over
        return fill(text, date=date_text(last, self._labels))

    def _day(self, day: Day) -> DayCard:
        over = [each for each in day.sessions if each.span is not None and each.span.end <= self._at]
        is_done, stands_still = self._has_check_in(day.date), day.standstill is not None
        left = [each for each in day.sessions if each not in over and not (is_done and _asks(each))]
        ahead = attrs.evolve(day, sessions=tuple(sorted(left, key=lambda each: each.all_day)))
        # A session that was left out because its time had passed is no news on the card. Of exercise that is held back
        # the day's rest says all.
        no_news = {UnplacedWhy.PASSED} if self._protocol.bad_day is None else {UnplacedWhy.PASSED, UnplacedWhy.HELD}
        unplaced = tuple(item for item in self._plan.unplaced if item.why not in no_news)
        read_day = read(attrs.evolve(self._plan, days=(ahead,), unplaced=unplaced)).days[0]
        is_kept = day.phase is PhaseKind.KEEP
        tell = "" if is_kept or any(map(_asks, left)) else fill(self._texts.tell, time=self._bedtime(day))
        tests = self._tests_note()
        return DayCard(
            date=day.date,
            heading=read_day.heading,
            silence="" if is_done or stands_still else self._silence(day),
            earlier=self._earlier(over),
            nothing_left=self._texts.nothing_left
            if all(each.all_day for each in left) and not (stands_still or is_kept)
            else "",
            entries=read_day.entries,
            check_in=self._texts.told if is_done else tell,
            notes=tuple(note for note in read_day.notes if note != tests),
            left_out=read_day.left_out,
        )

    def _earlier(self, over: list[Session]) -> str:
        return f"{self._texts.earlier}: {self._counted(over)}" if over else ""

    def _counted(self, sessions: list[Session]) -> str:
        counts = Counter(self._labels.words.activities[each.activity] for each in sessions)
        return ", ".join(name if number == 1 else f"{name} × {number}" for name, number in counts.items())

    def _tests_note(self) -> str | None:
        """Return the day's note on the tests of the gate, which the card leaves out because the next run lists them."""
        if self._progress is None:
            return None
        gate, state = self._protocol.gate, self._progress.state
        tests = shown_tests(self._protocol, state).values()
        start = moment_text(self._progress.tests_from, self._zone, self._labels)
        return fill(gate.tests_note, start=start, tests=", ".join(tests), lapses_after_days=gate.lapses_after_days)

    def _bedtime(self, day: Day) -> str:
        return f"{local(self._plan.runner.window(day.date).end, self._zone):%H:%M}"

    def _has_check_in(self, date: dt.date) -> bool:
        return date in self._verdicts and not self._verdicts[date].is_silent

    def _silence(self, day: Day) -> str:
        """Return a sentence that asks for the check-ins of the silent days up to yesterday; empty if there are none."""
        silent, date = 0, day.date - dt.timedelta(days=1)
        while (verdict := self._verdicts.get(date - dt.timedelta(days=silent))) is not None and verdict.is_silent:
            silent += 1
        if not silent:
            return ""
        name = date_text(date, self._labels)
        if date < calendar_date(self._at, self._zone):
            name = fill(self._texts.yesterday, date=name)
        text = self._texts.no_word_day if silent == 1 else self._texts.no_word_days
        sentence = fill(self._texts.no_word_held if self._holds else text, days=silent, day=name)
        return f"{sentence} {self._texts.no_word_week}".strip() if self._is_over_a_week(day) else sentence

    def _is_over_a_week(self, day: Day) -> bool:
        """Return whether the episode is so long that a sore check-in today would send the runner to a clinician."""
        since = None if self._progress is None or self._holds else self._progress.state.episode_from
        return since is not None and bool(rows_for_days(self._protocol, (day.date - since).days))


def _asks(session: Session) -> bool:
    return session.activity is Activity.CHECK_IN
