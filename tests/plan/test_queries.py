"""What apps ask a plan: the day of a date, what is next, what lies between two moments, how far it has come."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soleus_recovery import Activity, FactError, Plan
from soleus_recovery.clock import Minute
from soleus_recovery.testing import plans
from tests.export.plans import plan_of
from tests.wall_clock import DAY, aware

PLAN = plan_of()
quarter = settings(max_examples=max(5, settings().max_examples // 4))
steps = st.integers(-3 * DAY, 60 * DAY)


def starts(plan: Plan) -> list[tuple[int, str]]:
    """Every timed session by its start."""
    return sorted((each.span.start, each.key) for _, each in plan.sessions() if each.span is not None)


@quarter
@given(plan=plans(), after=steps, activity=st.one_of(st.none(), st.sampled_from(Activity)))
def test_next_is_the_first_that_begins_from_then_on(plan: Plan, after: int, activity: Activity | None) -> None:
    at = plan.made_at + after
    found = plan.next(aware(at), activity)
    wanted = [
        each.span.start
        for _, each in plan.sessions()
        if each.span is not None and each.span.start >= at and activity in (None, each.activity)
    ]
    assert (found is None) == (not wanted)
    if found is not None:
        assert found.span is not None
        assert found.span.start == min(wanted)
        assert activity in (None, found.activity)


@quarter
@given(plan=plans(), first=steps, length=st.integers(0, 10 * DAY))
def test_between_takes_the_first_moment_and_not_the_last(plan: Plan, first: int, length: int) -> None:
    at = plan.made_at + first
    found = plan.between(aware(at), aware(at + length))
    keys = [each.key for each in found]
    assert sorted(keys) == sorted(key for start, key in starts(plan) if at <= start < at + length)
    # Two halves are the whole, and share nothing.
    middle = at + length // 2
    halves = plan.between(aware(at), aware(middle)), plan.between(aware(middle), aware(at + length))
    assert [each.key for half in halves for each in half] == keys


@quarter
@given(plan=plans(), after=steps)
def test_progress_counts_what_has_begun_and_knows_the_open_day(plan: Plan, after: int) -> None:
    at = plan.made_at + after
    come = plan.progress(aware(at))
    all_starts = starts(plan)
    assert come.sessions_in_all == len(all_starts)
    assert come.sessions_begun == sum(start < at for start, _ in all_starts)
    assert come.next_run == plan.next(aware(at), Activity.RUN)
    if come.day is not None:
        window = plan.runner.window(come.day.date)
        assert window.start <= at < window.end
    else:
        assert not any(plan.runner.window(day.date).start <= at < plan.runner.window(day.date).end for day in plan.days)


def test_on_a_date() -> None:
    for day in PLAN.days:
        assert PLAN.on(day.date) is day
    assert PLAN.on(PLAN.days[0].date - dt.timedelta(days=1)) is None


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = dt.datetime(2026, 11, 23, 12)  # noqa: DTZ001  # that is the point
    for ask in (
        lambda: PLAN.next(naive),
        lambda: PLAN.progress(naive),
        lambda: PLAN.between(naive, aware(PLAN.made_at)),
        lambda: PLAN.between(aware(PLAN.made_at), naive),
    ):
        with pytest.raises(FactError, match="does not say its time zone"):
            ask()


def test_at_the_very_minute_of_its_start_a_session_is_next() -> None:
    start, key = starts(PLAN)[3]
    found = PLAN.next(aware(start))
    assert found is not None
    assert found.span is not None
    assert found.span.start == Minute(start)
    assert key in [each.key for each in PLAN.between(aware(start), aware(start + 1))]
