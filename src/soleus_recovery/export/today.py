"""Today's card: what a runner in pain reads at six in the morning, the gravest first."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import attrs

from soleus_recovery.clock import Minute, calendar_date, to_wall
from soleus_recovery.export.reading import date_text, moment_text, printable, read
from soleus_recovery.export.text import entry_lines, wrap
from soleus_recovery.guidance.texts import fill, gate_texts
from soleus_recovery.planning.plan import Day, Plan, Session
from soleus_recovery.planning.referrals import Waiting
from soleus_recovery.planning.standing import Progress
from soleus_recovery.vocabulary import Activity, Gate, Status, Urgency

__all__ = ["today_text"]

_MARKS = {True: "[x] ", False: "[ ] "}


def today_text(plan: Plan, standing: Progress, at: Minute) -> str:
    """The card of the day that is open at a moment, or opens next; ``standing`` is where the runner stands then.

    Who has to be seen comes first; in an emergency nothing else is said.

    >>> import datetime as dt
    >>> from soleus_recovery import Runner, SymptomReport, assess, issue, open_case, progress
    >>> report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    >>> case = open_case(assess(report, Runner(zone="UTC"), now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)))
    >>> plan, standing = issue(case, case.started_at).plan, progress(case, case.started_at)
    >>> print(today_text(plan, standing, case.started_at).splitlines()[0])
    Day 0 · Sun 22 Nov · Relieve
    """
    return printable("\n".join(_Card(plan, standing, at).lines()) + "\n")


class _Card:
    """One card while it is written."""

    def __init__(self, plan: Plan, standing: Progress, at: Minute) -> None:
        self._plan, self._standing, self._at = plan, standing, at
        self._labels, self._protocol = plan.labels, standing.basis.protocol
        self._texts = self._protocol.today
        self._zone = plan.zone

    def lines(self) -> Iterator[str]:
        waiting = self._standing.waiting
        if waiting is not None:
            yield from self._seen_first(waiting)
            if waiting.urgency is Urgency.EMERGENCY:
                return
            yield ""
        runner = self._plan.runner
        day = next((day for day in self._plan.days if runner.window(day.date).end > self._at), None)
        if day is None:
            yield from wrap(self._no_day())
        else:
            yield from self._day(day)
        yield ""
        if waiting is None:
            yield from self._next_run(day)
            yield ""
        yield from wrap(self._labels.when_to_stop, bullet="! ")
        yield from wrap(self._labels.not_advice)

    def _seen_first(self, waiting: Waiting) -> Iterator[str]:
        triage, words = self._protocol.triage, self._labels.words
        yield from wrap(triage.messages[waiting.urgency], bullet="! ")
        told = {row.text for row in self._protocol.all_referrals.values() if row.urgency is waiting.urgency}
        for reason in waiting.reasons:
            # An emergency leaves no time for what is less.
            if waiting.urgency is not Urgency.EMERGENCY or reason.text in told:
                yield from wrap(reason.text, indent=2, bullet="- ")
        if waiting.urgency is Urgency.EMERGENCY:
            yield from wrap(triage.do_now, bullet="! ")
            return
        named = sorted(waiting.findings, key=lambda finding: finding.rank)
        yield from wrap(self._texts.no_run_until_cleared)
        yield from wrap(fill(self._texts.to_clear, findings=", ".join(words.findings[each] for each in named)))

    def _no_day(self) -> str:
        last = self._plan.days[-1].date if self._plan.days else None
        if last is None or not (self._standing.is_closed or self._standing.waiting):
            return self._texts.no_day
        text = self._texts.over if self._standing.waiting is None else self._texts.hold_over
        return fill(text, date=date_text(last, self._labels))

    # ------------------------------------------------------------------ the day

    def _day(self, day: Day) -> Iterator[str]:
        over = [each for each in day.sessions if each.span is not None and each.span.end <= self._at]
        told = self._has_word(day.date)
        left = [each for each in day.sessions if each not in over and not (told and _asks(each))]
        ahead = attrs.evolve(day, sessions=tuple(sorted(left, key=lambda each: each.all_day)))
        card = read(attrs.evolve(self._plan, days=(ahead,))).days[0]
        yield card.heading
        if not told:
            yield from self._silence(day)
        yield ""
        if over:
            counts = Counter(self._labels.words.activities[each.activity] for each in over)
            done = ", ".join(name if number == 1 else f"{name} × {number}" for name, number in counts.items())
            yield from wrap(f"{self._texts.earlier}: {done}")
        if all(each.all_day for each in left):
            yield from wrap(self._texts.nothing_left)
        for entry in card.entries:
            yield from entry_lines(entry)
        if told:
            yield from wrap(self._texts.told)
        elif not any(_asks(each) for each in left):
            yield from wrap(fill(self._texts.tell, time=self._bedtime(day)))
        passed = self._protocol.unplaced_texts.passed
        left_out = [text for text in card.left_out if not text.endswith(f": {passed}")]
        notes = [note for note in card.notes if note != self._tests_note()]
        if notes or left_out:
            yield ""
            yield self._texts.notes
        for note in notes:
            yield from wrap(note, indent=2, bullet="* ")
        for text in left_out:
            yield from wrap(text, indent=2, bullet="x ")

    def _tests_note(self) -> str:
        """The line on the tests, which stand with the next run already."""
        gate = self._protocol.gate
        tests = gate_texts(self._protocol, possible_strain=self._standing.state.possible_strain).values()
        start = moment_text(self._standing.tests_from, self._zone, self._labels)
        return fill(gate.tests_note, start=start, tests=", ".join(tests), lapses_after_days=gate.lapses_after_days)

    def _bedtime(self, day: Day) -> str:
        return f"{to_wall(self._plan.runner.window(day.date).end, self._zone):%H:%M}"

    def _has_word(self, date: dt.date) -> bool:
        return any(each.date == date and not each.is_silent for each in self._standing.reads)

    def _silence(self, day: Day) -> Iterator[str]:
        """The days up to yesterday that nobody told of."""
        silent, date = 0, day.date - dt.timedelta(days=1)
        by_date = {each.date: each for each in self._standing.reads}
        while (read_day := by_date.get(date - dt.timedelta(days=silent))) is not None and read_day.is_silent:
            silent += 1
        if silent:
            name = date_text(date, self._labels)
            if date < calendar_date(self._at, self._zone):
                name = fill(self._texts.yesterday, date=name)
            text = self._texts.no_word_day if silent == 1 else self._texts.no_word_days
            if self._standing.waiting is not None:
                text = self._texts.no_word_held
            yield ""
            yield from wrap(fill(text, days=silent, day=name), bullet="> ")

    # ------------------------------------------------------------------ the next run

    def _next_run(self, day: Day | None) -> Iterator[str]:
        at = to_wall(self._at, self._zone)
        run = self._plan.next(at, Activity.RUN)
        if run is None or run.span is None:
            yield from wrap(self._texts.no_run)
            return
        labels, texts = self._labels, self._texts
        status = labels.confirmed if run.status is Status.CONFIRMED else labels.provisional
        days = (calendar_date(run.span.start, self._zone) - calendar_date(self._at, self._zone)).days
        far = texts.today if days == 0 else texts.tomorrow if days == 1 else fill(texts.in_days, days=days)
        when = moment_text(run.span.start, self._zone, labels)
        yield from wrap(f"{texts.next_run}: {when} ({far}), {run.title} ({status})")
        waits = self._standing.state.gate_needed and run.status is Status.PROVISIONAL
        # What else it waits for stands in its instructions, on the card of its day.
        if waits or day is None or run not in day.sessions:
            date = next(each.date for each, session in self._plan.sessions() if session is run)
            yield from self._waits_for(run, date)

    def _waits_for(self, run: Session, date: dt.date) -> Iterator[str]:
        state, gate, texts = self._standing.state, self._protocol.gate, self._texts
        if run.status is Status.CONFIRMED:
            yield from wrap(fill(gate.confirmed_text, painkiller_hours=gate.painkiller_hours), indent=2)
            return
        if not state.gate_needed:
            yield from wrap(fill(gate.next_text, painkiller_hours=gate.painkiller_hours), indent=2)
            return
        yield from wrap(texts.waits_for, indent=2)
        floor = max(self._standing.floor, state.no_run_until or self._standing.floor)
        if floor > self._at:
            when = moment_text(floor, self._zone, self._labels)
            yield from wrap(fill(texts.waits_for_time, floor=when), indent=2, bullet="- ")
        yield from self._tests(date)
        yield from wrap(fill(texts.waits_for_rest, painkiller_hours=gate.painkiller_hours), indent=2, bullet="- ")

    def _tests(self, run_date: dt.date) -> Iterator[str]:
        """The tests that stand and those to come; once they stand, the word that is still to be told."""
        state, gate, texts = self._standing.state, self._protocol.gate, self._texts
        needed = gate_texts(self._protocol, possible_strain=state.possible_strain)
        lapse = dt.timedelta(days=gate.lapses_after_days)
        lapsing = bool(state.tests) and run_date > min(state.tests.values()) + lapse
        if state.gate_passed and not lapsing:
            yield from wrap(texts.waits_for_word, indent=2, bullet="- ")
            return
        passed: frozenset[Gate] = frozenset() if lapsing else frozenset(state.tests)
        last = state.last_test
        if needed.keys() <= passed and last is not None:
            done, morning = (date_text(each, self._labels) for each in (last, last + dt.timedelta(days=1)))
            yield from wrap(fill(texts.tests_done, date=done), indent=2, bullet="- ")
            yield from wrap(fill(texts.waits_for_morning, date=morning), indent=2, bullet="- ")
            return
        first = self._standing.tests_from
        start = texts.now if first <= self._at else moment_text(first, self._zone, self._labels)
        text = fill(texts.waits_for_tests, start=start, lapses_after_days=gate.lapses_after_days)
        yield from wrap(text, indent=2, bullet="- ")
        for test, words in needed.items():
            yield from wrap(words, indent=4, bullet=_MARKS[test in passed])


def _asks(session: Session) -> bool:
    return session.activity is Activity.CHECK_IN
