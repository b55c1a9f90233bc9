"""Laws of re-planning that hold for any case, beside those that test_journeys checks at every step of a life."""

import copy
import datetime as dt

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from soleus_recovery import CheckIn, Finding, Gate, Morning, Plan, issue
from soleus_recovery.facts.case import day_at
from soleus_recovery.vocabulary import Activity
from tests.export.stories import ALL_TESTS, Story, checkin, stories
from tests.wall_clock import aware

MORNINGS = (Morning.BETTER, Morning.SAME, Morning.WORSE)


@st.composite
def pairs(draw: st.DrawFn, day: dt.date) -> tuple[CheckIn, CheckIn]:
    """Two check-ins of a day, the second worse in at least one way and better in none."""
    low, gates = st.integers(0, 4), st.frozensets(st.sampled_from(Gate))
    ran, morning = draw(st.booleans()), draw(st.integers(0, 2))
    passed = draw(st.one_of(st.just(ALL_TESTS), gates))
    milder = checkin(
        day,
        draw(low),
        draw(low),
        run=draw(low) if ran else None,
        morning=MORNINGS[morning],
        gates=passed,
    )
    more = st.one_of(st.just(0), st.integers(0, 6))
    worse = attrs.evolve(
        milder,
        pain_at_rest=min(10, (milder.pain_at_rest or 0) + draw(more)),
        pain_walking=min(10, (milder.pain_walking or 0) + draw(more)),
        pain_running=min(10, (milder.pain_running or 0) + draw(more)) if ran else None,
        morning=MORNINGS[draw(st.integers(morning, 2))],
        findings=draw(st.one_of(st.just(frozenset[Finding]()), st.frozensets(st.sampled_from(Finding), max_size=2))),
        gates=passed & draw(st.one_of(st.just(passed), gates)),
        painkiller=draw(st.booleans()),
    )
    assume(worse != milder)
    return milder, worse


def next_run_date(plan: Plan, at: int) -> dt.date | None:
    run = plan.next(aware(at), Activity.RUN)
    return None if run is None else next(day.date for day, each in plan.sessions() if each is run)


@given(data=st.data(), story=stories())
def test_a_worse_word_never_gives_an_earlier_next_run(data: st.DataObject, story: Story) -> None:
    assume(not story.progress.is_closed)
    day = day_at(story.progress.runner, story.at)
    assume(story.progress.runner.window(day).end > story.progress.report.onset_in(story.zone))
    pair = data.draw(pairs(day))
    runs: list[dt.date | None] = []
    for fact in pair:
        later = copy.copy(story).tell(fact, story.at)
        runs.append(next_run_date(later.plan, story.at))
    milder, worse = runs
    assert worse is None or (milder is not None and worse >= milder)


@given(story=stories())
def test_revising_with_nothing_new_gives_the_same_plan(story: Story) -> None:
    assert issue(story.case, story.at, after=story.issued) == story.issued
