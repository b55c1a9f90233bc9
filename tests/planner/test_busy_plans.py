"""A plan between appointments: nothing in a busy time, as many icings as may be, and without any just the same plan."""

import datetime as dt
from itertools import pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery import (
    Activity,
    BusyTimes,
    Finding,
    Plan,
    Runner,
    SelfCare,
    SymptomReport,
    build_plan,
    builtin,
    transition_violations,
    violations,
)
from soleus_recovery.clock import MINUTES_PER_DAY, MINUTES_PER_HOUR, Minute
from soleus_recovery.plan.plan import Session, Unplaced
from soleus_recovery.planner.ice.times import Icing, place_icings
from soleus_recovery.spans import Span, merge
from soleus_recovery.testing import Facts, self_care
from soleus_recovery.vocabulary import UnplacedWhy
from tests.export.stories import Story, checkin
from tests.planner.oracle_fitting import LEAST_GAP, best_row
from tests.wall_clock import instant

STANDARD = builtin("soleus-standard")
GRID = 5
DAY = MINUTES_PER_DAY
MONDAY = dt.date(2026, 11, 23)


def planned(facts: Facts, busy: tuple[Span, ...] = ()) -> Plan:
    care = facts.assess()
    assert isinstance(care, SelfCare)
    return build_plan(care, busy=busy)


def icings(plan: Plan) -> dict[dt.date, list[int]]:
    """The starts of each day."""
    return {
        day.date: [each.span.start for each in day.sessions if each.activity is Activity.ICE and each.span is not None]
        for day in plan.days
    }


@st.composite
def appointments(draw: st.DrawFn, *, start: int) -> tuple[Span, ...]:
    """Busy times of the first four days, in steps of five minutes from ``start``."""
    times = st.tuples(st.integers(0, 4 * DAY // GRID), st.one_of(st.integers(1, 36), st.integers(36, 200)))
    drawn = draw(st.lists(times, min_size=1, max_size=10))
    return merge(
        Span(start=Minute(start + at * GRID), end=Minute(start + (at + length) * GRID)) for at, length in drawn
    )


@given(data=st.data(), facts=self_care())
def test_every_law_holds_between_appointments(data: st.DataObject, facts: Facts) -> None:
    made_at = planned(facts).made_at
    plan = planned(facts, data.draw(appointments(start=made_at)))
    assert violations(plan, STANDARD) == ()


@given(facts=self_care())
def test_an_empty_calendar_changes_nothing(facts: Facts) -> None:
    free = planned(facts)
    assert planned(facts, ()) == free
    # Nor does one that is busy only at night, or after it all.
    night = Span(start=free.runner.window(free.days[-1].date).end, end=Minute(free.made_at + 400 * DAY))
    assert attrs.evolve(planned(facts, (night,)), busy=()) == free


@st.composite
def facts_on_the_grid(draw: st.DrawFn) -> Facts:
    """A runner, an onset and a moment in steps of five minutes, so that nothing better lies between them."""
    wake, length = draw(st.integers(0, 287)) * GRID, draw(st.integers(72, 240)) * GRID
    now = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC) + dt.timedelta(minutes=draw(st.integers(0, 287)) * GRID)
    onset = now - dt.timedelta(minutes=draw(st.integers(0, 48 * 12)) * GRID)
    bed = (wake + length) % DAY
    runner = Runner(zone="UTC", wake=f"{wake // 60:02}:{wake % 60:02}", bed=f"{bed // 60:02}:{bed % 60:02}")
    pain = draw(st.sampled_from((2, 5, 7)))
    report = SymptomReport(onset=f"{onset:%Y-%m-%dT%H:%M}", pain_at_rest=1, pain_walking=pain)
    return Facts(runner=runner, report=report, now=now)


@given(data=st.data(), facts=facts_on_the_grid())
def test_no_day_could_hold_more_icings(data: st.DataObject, facts: Facts) -> None:
    """The exhaustive oracle on a grid of five minutes, day by day: the count, and then the distance."""
    free = planned(facts)
    plan = planned(facts, data.draw(appointments(start=free.made_at)))
    onset = plan.onset
    first_day_ends = onset + DAY
    until = onset + STANDARD.severity[free.severity].relieve_hours * MINUTES_PER_HOUR if free.severity else 0
    previous: int | None = None
    theirs = icings(free)
    for date, ours in icings(plan).items():
        window = plan.runner.window(date)
        start = max(window.start, plan.made_at, window.start if previous is None else previous + LEAST_GAP)
        due = start
        if previous is not None:
            due = max(window.start, previous + LEAST_GAP)
            due = max(due, previous + 180) if due >= first_day_ends else due
        count, cost = best_row(
            (start, min(window.end, until)),
            [(each.start, each.end) for each in plan.busy],
            first=due,
            first_day_ends=first_day_ends,
            most=len(theirs.get(date, ())),
            grid=GRID,
        )
        assert len(ours) == count
        gaps = [_due(before, first_day_ends) - after for before, after in pairwise(ours)]
        assert sum(map(abs, gaps)) + (abs(ours[0] - due) if ours else 0) == cost
        said = [each for each in plan.unplaced if (each.date, each.activity) == (date, Activity.ICE)]
        missing = len(theirs.get(date, ())) - count
        expected = f"no room between your appointments for {missing} of {count + missing}"
        assert [each.reason for each in said] == ([expected] if missing else [])
        previous = ours[-1] if ours else previous


def _due(start: int, first_day_ends: int) -> int:
    return start + 120 if start + 120 < first_day_ends else start + 180


# ------------------------------------------------------------------ one runner's days

BERLIN = "Europe/Berlin"


def at(wall: str) -> Minute:
    return Minute(instant(dt.datetime.fromisoformat(wall), BERLIN))


def shift(day: int, start: str, end: str) -> Span:
    date = MONDAY + dt.timedelta(days=day)
    return Span(start=at(f"{date}T{start}"), end=at(f"{date}T{end}"))


def mild(*busy: Span, runner: Runner | None = None) -> Plan:
    now = dt.datetime(2026, 11, 22, 18, 30, tzinfo=dt.UTC)
    report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    return planned(Facts(runner=runner or Runner(zone=BERLIN), report=report, now=now), busy)


def clock(sessions: list[Session]) -> list[str]:
    return [f"{each.start:%d %H:%M}" for each in sessions]


def of(plan: Plan, activity: Activity) -> list[Session]:
    return [each for _, each in plan.sessions() if each.activity is activity]


class TestARun:
    def test_it_moves_by_up_to_two_hours(self) -> None:
        assert clock(of(mild(), Activity.RUN))[:2] == ["28 18:00", "30 18:00"]
        assert clock(of(mild(shift(5, "17:00", "18:30")), Activity.RUN))[0] == "28 18:30"
        assert clock(of(mild(shift(5, "18:30", "21:00")), Activity.RUN))[0] == "28 17:40"

    def test_a_day_without_room_is_skipped_and_says_so(self) -> None:
        plan = mild(shift(5, "15:30", "21:00"))
        assert clock(of(plan, Activity.RUN))[0] == "29 18:00"
        assert (
            Unplaced(
                date=dt.date(2026, 11, 28),
                activity=Activity.RUN,
                reason="no room between your appointments",
                why=UnplacedWhy.BUSY,
            )
            in plan.unplaced
        )

    def test_never_before_its_floor(self) -> None:
        """72 hours after 18:30 it is 18:30 again: the run moves on, not forward."""
        runner = Runner(zone=BERLIN, run_time="18:30")
        plan = mild(shift(3, "18:30", "20:00"), runner=runner)
        for run in of(plan, Activity.RUN):
            assert run.span is not None
            assert run.span.start >= plan.counted_from + 72 * MINUTES_PER_HOUR


class TestOthers:
    def test_an_exercise_moves_and_a_day_without_room_says_so(self) -> None:
        (walk, *_) = of(mild(), Activity.WALK)
        assert clock([walk]) == ["25 10:00"]
        assert clock(of(mild(shift(2, "09:00", "10:40")), Activity.WALK))[0] == "25 10:40"
        plan = mild(shift(2, "07:30", "13:00"))
        assert clock(of(plan, Activity.WALK))[0] == "26 10:00"
        reasons = {(each.date.day, each.activity): each.reason for each in plan.unplaced}
        assert reasons[25, Activity.WALK] == "no room between your appointments"

    def test_no_calendar_puts_off_being_seen(self) -> None:
        held = Story(
            report=SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3, findings=[Finding.BRUISING])
        )
        free = of(held.plan, Activity.APPOINTMENT)
        held.tell(BusyTimes(spans=(Span(start=held.at, end=Minute(held.at + 30 * DAY)),)), held.at)
        assert [each.span for each in of(held.plan, Activity.APPOINTMENT)] == [each.span for each in free]
        assert of(held.plan, Activity.ICE) == []


class TestALaterImport:
    def test_only_what_is_ahead_moves_and_says_why(self) -> None:
        story = Story()
        story.tell(BusyTimes(spans=(shift(0, "10:00", "16:00"), shift(1, "07:00", "12:00"))), "2026-11-23T10:10")
        before, after = icings(story.before), icings(story.plan)
        assert before[MONDAY][:2] == after[MONDAY][:2]
        assert before[MONDAY] != after[MONDAY]
        assert story.plan.revisions[-1].reasons[0].text == "Your appointments have changed."
        assert transition_violations(story.before, story.plan, STANDARD) == ()
        assert violations(story.plan, STANDARD) == ()

    def test_an_empty_one_brings_the_plan_back(self) -> None:
        story = Story()
        first = icings(story.plan)
        story.tell(BusyTimes(spans=(shift(0, "10:00", "16:00"),)), "2026-11-22T20:00")
        assert icings(story.plan) != first
        story.tell(BusyTimes(spans=()), "2026-11-22T20:01")
        assert icings(story.plan) == first

    @pytest.mark.parametrize("hour", [12, 15, 18])
    def test_a_word_in_the_middle_of_a_busy_day_leaves_the_rest_of_it(self, hour: int) -> None:
        story = Story()
        story.tell(BusyTimes(spans=(shift(0, "07:20", "14:00"),)), "2026-11-22T20:00")
        planned_for, left_out = icings(story.plan)[MONDAY], story.plan.unplaced
        story.tell(checkin("2026-11-23", 1, 3), f"2026-11-23T{hour}:30")
        assert icings(story.plan)[MONDAY] == planned_for
        assert story.plan.unplaced == left_out


def test_the_night_is_part_of_the_distance() -> None:
    """With twelve hours between icings the last one of an evening keeps the first one of the morning off."""
    seldom = attrs.evolve(STANDARD.ice, first_day_every_minutes=720, then_every_minutes=720)
    windows = [Span(start=Minute(at), end=Minute(at + 900)) for at in (0, DAY)]
    icing = Icing(until=Minute(3 * DAY), first_day_ends=Minute(DAY), not_before=Minute(500), since=Minute(500))
    days = place_icings(windows, seldom, icing, busy_in=lambda _: ())
    assert [[each.start for each in day.spans] for day in days] == [[500], [DAY, DAY + 720]]
    late = attrs.evolve(icing, not_before=Minute(880))
    days = place_icings(windows, seldom, late, busy_in=lambda _: ())
    assert [[each.start for each in day.spans] for day in days] == [[880], [DAY + 160, DAY + 880]]
