"""The laws of runs, each a function that takes a case and its plan; the tests name the sentence it stands for."""

import datetime as dt
from collections import Counter
from itertools import pairwise
from typing import final

import attrs

from soleus_recovery import Plan
from soleus_recovery.plan.plan import RunDose, Session
from soleus_recovery.spans import Span
from soleus_recovery.vocabulary import Activity, PhaseKind, Status
from tests.course.oracle_ladder import GROWTH_PERCENT, LONG_RUN_PERCENT, Dose, ladder
from tests.course.oracle_weeks import Runs, run_of_the_day
from tests.examples import Case, Kind
from tests.wall_clock import instant, usual_run_start, waking_window

FLOOR_HOURS = {Kind.PLAIN: 48, Kind.MILD: 72, Kind.MODERATE: 72, Kind.SEVERE: 168}
FIRST_RUN_DAY = {Kind.PLAIN: 4, Kind.MILD: 6, Kind.MODERATE: 10, Kind.SEVERE: 14}
LOADING_HOURS = {Kind.PLAIN: 48, Kind.MILD: 72, Kind.MODERATE: 72, Kind.SEVERE: 72}
BEFORE_BED_MINUTES = 120
WARM_UP_MINUTES = 5
PREVENT_DAYS = 14
KEEP_DAYS = 15 * 7  # from the first usual run, after a possible strain


@final
@attrs.frozen(kw_only=True)
class Planned:
    """A run of a plan, with the date of its day."""

    date: dt.date
    phase: PhaseKind
    session: Session
    span: Span
    dose: RunDose

    @property
    def triple(self) -> Dose:
        return (self.dose.walk_minutes, self.dose.run_minutes, self.dose.repeats)


def runs_of(plan: Plan) -> list[Planned]:
    """All runs in order; each has to have a time and a dose."""
    runs: list[Planned] = []
    for day, session in plan.sessions():
        if session.activity is Activity.RUN:
            assert session.span is not None
            assert isinstance(session.dose, RunDose)
            runs.append(Planned(date=day.date, phase=day.phase, session=session, span=session.span, dose=session.dose))
    return runs


def first_run_day(kind: Kind, case: Case) -> int:
    """The planned day: a row of training, or the tests of plain soreness, shifts by a day where its hour is too late.

    A case that is opened late starts its row then.
    """
    hour = max(case.onset + LOADING_HOURS[kind] * 60, instant_of(case))
    first = begins = LOADING_HOURS[kind] // 24
    while waking_window(case.runner, case.onset_date + dt.timedelta(days=begins))[1] - BEFORE_BED_MINUTES < hour:
        begins += 1
    return FIRST_RUN_DAY[kind] + begins - first


def instant_of(case: Case) -> int:
    """The moment of the first plan."""
    return int(case.now.timestamp()) // 60


def complete(plan: Plan) -> bool:
    """Whether every run found its place; a window too short for the usual run may leave some out, with a reason."""
    return not any(one.activity is Activity.RUN for one in plan.unplaced)


def not_before_the_floor(kind: Kind, case: Case, plan: Plan) -> None:
    """No run starts before the floor of its level, in elapsed hours from onset."""
    for run in runs_of(plan):
        assert run.span.start >= case.onset + FLOOR_HOURS[kind] * 60


def not_before_the_planned_day(kind: Kind, case: Case, plan: Plan) -> None:
    """No run is earlier than the planned day; the date of onset, in the runner's zone, is day 0."""
    for run in runs_of(plan):
        assert (run.date - case.onset_date).days >= first_run_day(kind, case)


def a_day_off_between(plan: Plan) -> None:
    """No two runs are on neighbouring days."""
    for first, second in pairwise(runs_of(plan)):
        assert (second.date - first.date).days >= 2


def never_more_than_usual_in_any_7_days(case: Case, plan: Plan) -> None:
    """No seven days hold more runs than the runner usually does in a week, nor more than three."""
    dates, most = [run.date for run in runs_of(plan)], min(3, case.runner.runs_per_week)
    for date in dates:
        assert sum(date <= other < date + dt.timedelta(days=7) for other in dates) <= most


def only_on_run_days(case: Case, plan: Plan) -> None:
    """Runs are only on the run days, where the runner named some."""
    allowed = {day.rank for day in case.runner.run_days} or set(range(7))
    assert {run.date.weekday() for run in runs_of(plan)} <= allowed


def rungs_in_order_then_usual_and_long_runs(kind: Kind, case: Case, plan: Plan) -> None:
    """The rungs come in order, each as often as its level asks, then the usual run and the long run; weeks may cut."""
    usual, runs = case.runner.usual_run_minutes, runs_of(plan)
    long = case.runner.long_run_minutes or usual
    expected, place, longest = ladder(kind, usual), 0, 0
    so_far: Runs = []
    for run in runs:
        due = expected[min(place, len(expected) - 1)]
        asked = run_of_the_day(kind, due, run.date, so_far, usual=usual, long=long, longest=longest, flare=None)
        assert run.triple == asked
        so_far.append((run.date, run.dose.total_run_minutes))
        longest = max(longest, 0 if run.dose.walk_minutes else run.dose.run_minutes)
        place += run.dose.run_minutes >= due[1]
    if complete(plan):
        assert place >= len(expected)
        assert longest == long


def growth_from_the_longest_continuous_run(kind: Kind, case: Case, plan: Plan) -> None:
    """After the first continuous run, the next is at most the greater of one minute and the percentage longer."""
    longest: int | None = None
    for run in runs_of(plan):
        if run.dose.walk_minutes:
            continue
        if longest is not None:
            is_long = run.dose.run_minutes > case.runner.usual_run_minutes
            percent = (LONG_RUN_PERCENT if is_long else GROWTH_PERCENT)[kind]
            assert run.dose.run_minutes - longest <= max(1, longest * percent / 100)
        longest = max(longest or 0, run.dose.run_minutes)


def no_week_grows_by_a_third(plan: Plan) -> None:
    """After the first week of running, no 7 days hold over 1.3 times any 7 days before, but for a run alone."""
    runs = [(run.date, run.dose.total_run_minutes, run.dose.continuous) for run in runs_of(plan)]
    weeks = {end: [(date, minutes) for date, minutes, _ in runs if 0 <= (end - date).days < 7] for end, _, _ in runs}
    for end, _, continuous in runs:
        if continuous and len(weeks[end]) > 1 and (end - runs[0][0]).days >= 7:
            earlier = [sum(minutes for _, minutes in weeks[date]) for date in weeks if date < end]
            assert sum(minutes for _, minutes in weeks[end]) <= 1.3 * max(earlier)


def never_longer_than_usual(case: Case, plan: Plan) -> None:
    """No session of several stretches holds more running than the usual run, and no stretch is over the long run."""
    for run in runs_of(plan):
        assert run.dose.total_run_minutes <= case.runner.usual_run_minutes or run.dose.repeats == 1
        assert run.dose.run_minutes <= (case.runner.long_run_minutes or case.runner.usual_run_minutes)


def all_provisional(plan: Plan) -> None:
    """Every run of a first plan waits for its gate."""
    assert {run.session.status for run in runs_of(plan)} <= {Status.PROVISIONAL}


def room_for_all_of_it(case: Case, plan: Plan) -> None:
    """The session holds the warm-up walk and every minute of the dose, inside the waking window of its day."""
    for run in runs_of(plan):
        opens, closes = waking_window(case.runner, run.date)
        assert opens <= run.span.start
        assert run.span.end <= closes
        assert run.span.minutes >= WARM_UP_MINUTES + run.dose.total_minutes


def at_the_usual_time(case: Case, plan: Plan) -> None:
    """A run starts at the usual run time wherever it, and the evening's questions after it, then end before bed."""
    asked: Counter[dt.date] = Counter()
    for day, session in plan.sessions():
        if session.activity in {Activity.CHECK_IN, Activity.REVIEW} and session.span is not None:
            asked[day.date] += session.span.minutes
    for run in runs_of(plan):
        usual = usual_run_start(case.runner, run.date)
        closes = waking_window(case.runner, run.date)[1]
        if usual is not None and usual + run.span.minutes + asked[run.date] <= closes:
            assert run.span.start == usual


def asked_about_the_same_evening(plan: Plan) -> None:
    """The check-in comes after the run, since it says how the run went."""
    ends = {run.date: run.span.end for run in runs_of(plan)}
    for day, session in plan.sessions():
        if session.activity is Activity.CHECK_IN and day.date in ends:
            assert session.span is not None
            assert session.span.start >= ends[day.date]


def first_run_on_the_first_day_that_meets_both(kind: Kind, case: Case, plan: Plan) -> None:
    """The first run is at the first usual run time that meets the floor and the planned day."""
    runs = runs_of(plan)
    if case.runner.run_time is None or not complete(plan):
        return
    floor = case.onset + FLOOR_HOURS[kind] * 60
    allowed = {day.rank for day in case.runner.run_days} or set(range(7))
    date = case.onset_date + dt.timedelta(days=first_run_day(kind, case))
    while True:
        usual = usual_run_start(case.runner, date)
        assert usual is not None
        if usual + runs[0].span.minutes > waking_window(case.runner, date)[1]:
            return  # moved earlier to fit: the other laws hold it
        if date.weekday() in allowed and usual >= floor:
            break
        date += dt.timedelta(days=1)
    assert runs[0].date == date


def no_week_without_a_run(plan: Plan) -> None:
    """From the first run on, a week never passes without one: the same weekday is always free again."""
    if complete(plan):
        for first, second in pairwise(runs_of(plan)):
            assert (second.date - first.date).days <= 7


def fourteen_days_of_prevention(case: Case, plan: Plan) -> None:
    """PREVENT is 14 days from the first run at the usual length, or up to the morning after the long run."""
    if not complete(plan):
        return
    usual = case.runner.usual_run_minutes
    long = case.runner.long_run_minutes or usual
    first, first_long = (
        next(run.date for run in runs_of(plan) if run.dose.continuous and run.dose.run_minutes >= minutes)
        for minutes in (usual, long)
    )
    until_long = (first_long - first).days + 2 if long > usual else 0
    expected = [first + dt.timedelta(days=n) for n in range(max(PREVENT_DAYS, until_long))]
    assert [day.date for day in plan.days if day.phase is PhaseKind.PREVENT] == expected
    kept_until = first + dt.timedelta(days=KEEP_DAYS) if plan.possible_strain else expected[-1]
    assert plan.days[-1].date == max(kept_until, expected[-1])


def the_usual_number_at_the_end(case: Case, plan: Plan) -> None:
    """In PREVENT the runner runs the usual number again, as far as a day off between and the weeks allow."""
    if not complete(plan) or case.runner.run_days:
        return
    runs = [run for run in runs_of(plan) if run.phase is PhaseKind.PREVENT]
    assert len(runs) >= 2 * min(case.runner.runs_per_week, 2)


def all_laws(kind: Kind, case: Case, plan: Plan) -> None:
    """Every law above."""
    not_before_the_floor(kind, case, plan)
    not_before_the_planned_day(kind, case, plan)
    a_day_off_between(plan)
    never_more_than_usual_in_any_7_days(case, plan)
    only_on_run_days(case, plan)
    rungs_in_order_then_usual_and_long_runs(kind, case, plan)
    growth_from_the_longest_continuous_run(kind, case, plan)
    no_week_grows_by_a_third(plan)
    never_longer_than_usual(case, plan)
    all_provisional(plan)
    room_for_all_of_it(case, plan)
    at_the_usual_time(case, plan)
    asked_about_the_same_evening(plan)
    first_run_on_the_first_day_that_meets_both(kind, case, plan)
    no_week_without_a_run(plan)
    fourteen_days_of_prevention(case, plan)
    the_usual_number_at_the_end(case, plan)


def at(text: str, zone: str) -> int:
    """The instant of a wall time written out."""
    return instant(dt.datetime.fromisoformat(text), zone)
