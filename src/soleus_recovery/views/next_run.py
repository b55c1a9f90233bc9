"""The next run as values: when it is, what to know of it, and what it waits for."""

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar, final

import attrs

from soleus_recovery.clock import Minute, calendar_date, local
from soleus_recovery.course.gate import missing_tests, shown_tests, tests_from_of
from soleus_recovery.course.progress import Progress
from soleus_recovery.course.state import DayState, first_state, floor_of
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sentences import fill, next_run_text
from soleus_recovery.plan.plan import Day, Plan, Session
from soleus_recovery.values import Value
from soleus_recovery.views.guidance import start_of
from soleus_recovery.views.plan import date_text, moment_text
from soleus_recovery.vocabulary import Activity, PhaseKind, Status

__all__ = ["Need", "NextRun", "Test", "read_next_run"]


@final
@attrs.frozen(kw_only=True)
class Test(Value):
    """One test of the gate, and whether it is passed."""

    text: str
    passed: bool


@final
@attrs.frozen(kw_only=True)
class Need(Value):
    """One thing that a run waits for; ``tests`` lists the tests of the gate if the run waits for tests."""

    text: str
    tests: tuple[Test, ...] = ()


@final
@attrs.frozen(kw_only=True)
class NextRun(Value):
    """The next run: a headline (which may say that there is none), what to know of it, and what the run waits for."""

    headline: str
    says: str = ""
    needs: tuple[Need, ...] = ()


def read_next_run(
    plan: Plan, protocol: RecoveryProtocol, progress: Progress | None, at: Minute, day: Day | None
) -> NextRun:
    """Return the next run after the moment ``at``, for the card of a day.

    ``progress`` is None if there is a plan but no case, and ``day`` is None if the plan has no days left.
    """
    return _Reader(plan, protocol, progress, at).next_run(day)


class _Reader:
    """The reader of the next run of one card."""

    def __init__(self, plan: Plan, protocol: RecoveryProtocol, progress: Progress | None, at: Minute) -> None:
        self._plan, self._protocol, self._progress, self._at = plan, protocol, progress, at
        self._labels, self._texts, self._zone = plan.labels, protocol.today, plan.zone

    def next_run(self, day: Day | None) -> NextRun:
        """Return the next run, seen from a day; None stands for no day at all."""
        run = self._plan.next(local(self._at, self._zone), Activity.RUN)
        if run is None or run.span is None:
            is_kept = self._progress is not None and self._progress.phase is PhaseKind.KEEP
            return NextRun(headline=self._texts.run_as_usual if is_kept else self._texts.no_run)
        labels, texts = self._labels, self._texts
        status = labels.confirmed if run.status is Status.CONFIRMED else labels.provisional
        days = (calendar_date(run.span.start, self._zone) - calendar_date(self._at, self._zone)).days
        far = texts.today if days == 0 else texts.tomorrow if days == 1 else fill(texts.in_days, days=days)
        when = moment_text(run.span.start, self._zone, labels)
        headline = f"{texts.next_run}: {when} ({far}), {run.title} ({status})"
        if self._progress is None:
            return attrs.evolve(self._at_first(run), headline=headline)
        waits = self._progress.state.gate_needed and run.status is Status.PROVISIONAL
        # On the day of the run the run's own instructions, which are on the card, say what else the run waits for.
        if waits or day is None or run not in day.sessions:
            return attrs.evolve(self._waits(run, self._progress), headline=headline)
        return NextRun(headline=headline)

    def _at_first(self, run: Session) -> NextRun:
        """Return what the first run waits for before any check-in.

        If the plan has been revised, only the run's own instructions say what the run waits for.
        """
        start = start_of(self._plan, self._protocol)
        if start is None or self._plan.revision:
            return NextRun(headline="", says=run.instructions)
        state = first_state(start)
        tests_from = max(tests_from_of(start, state), self._plan.started_at)
        gate = _Gate(state=state, floor=floor_of(start, state), tests_from=tests_from)
        return self._waits(run, gate)

    def _waits(self, run: Session, progress: "Progress | _Gate") -> NextRun:
        state, gate, texts = progress.state, self._protocol.gate, self._texts
        if run.status is Status.CONFIRMED:
            says = fill(gate.confirmed_text, painkiller_hours=gate.painkiller_hours)
            return NextRun(headline="", says=says, needs=self._counted(state))
        if progress.judged_on is not None and gate.pending_text:
            judged_on = date_text(progress.judged_on, self._labels)
            return NextRun(headline="", says=fill(gate.pending_text, date=judged_on))
        if not state.gate_needed:
            return NextRun(headline="", says=next_run_text(self._protocol, has_check_ins=progress.has_check_in))
        needs: list[Need] = []
        floor = max(progress.floor, state.no_run_until or progress.floor)
        if floor > self._at:
            when = moment_text(floor, self._zone, self._labels)
            needs.append(Need(text=fill(texts.waits_for_time, floor=when)))
        date = next(each.date for each, session in self._plan.sessions() if session is run)
        needs += self._tests(date, state, progress.tests_from)
        needs.append(Need(text=fill(texts.waits_for_rest, painkiller_hours=gate.painkiller_hours)))
        return NextRun(headline="", says=texts.waits_for, needs=tuple(needs))

    def _tests(self, run_date: dt.date, state: DayState, first: Minute) -> Iterator[Need]:
        """Yield the tests of the gate, passed or still to do; once all are passed, the check-in still to come."""
        texts = self._texts
        shown = shown_tests(self._protocol, state).items()
        tests = tuple(Test(text=words, passed=test in state.tests) for test, words in shown)
        to_tell, last = missing_tests(self._protocol, state, run_on=run_date), state.last_test
        if not to_tell and last is not None:
            done, morning = (date_text(each, self._labels) for each in (last, last + dt.timedelta(days=1)))
            yield Need(text=fill(texts.tests_done, date=done), tests=tests)
            is_passed = state.gate_passed
            yield Need(text=texts.waits_for_word if is_passed else fill(texts.waits_for_morning, date=morning))
            return
        start = texts.now if first <= self._at else moment_text(first, self._zone, self._labels)
        days = self._protocol.gate.lapses_after_days
        text = fill(texts.waits_for_tests, start=start, lapses_after_days=days, tests=", ".join(to_tell.values()))
        yield Need(text=text, tests=tests)

    def _counted(self, state: DayState) -> tuple[Need, ...]:
        """Return the tests that count before a run that waits for no more tests; none once a run has counted."""
        last = state.last_test if state.gate_needed else None
        if last is None:
            return ()
        tests = tuple(
            Test(text=text, passed=test in state.tests) for test, text in shown_tests(self._protocol, state).items()
        )
        return (Need(text=fill(self._texts.tests_done, date=date_text(last, self._labels)), tests=tests),)


@final
@attrs.frozen(kw_only=True)
class _Gate(Value):
    """The part of ``Progress`` that says what a run waits for, as it is at the start of a plan."""

    state: DayState
    floor: Minute
    tests_from: Minute
    has_check_in: ClassVar[bool] = False
    judged_on: ClassVar[None] = None
