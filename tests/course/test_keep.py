"""After prevention: silence changes nothing, less is noted, and a calf that is sore again is heard as `recurring`."""

import datetime as dt
from copy import copy
from functools import cache
from itertools import pairwise

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soleus_recovery import CheckIn, Clearance, Finding, PhaseKind, Runner, Side, SymptomReport, Urgency
from soleus_recovery.clock import MINUTES_PER_DAY
from soleus_recovery.testing import Facts
from soleus_recovery.vocabulary import Activity, Caution
from tests.export.stories import ALL_TESTS, checkin
from tests.planner.journeys import WatchedTraveller

DAYS = [dt.date(2026, 11, 22) + dt.timedelta(days=number) for number in range(220)]
MILD = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
FIRST_USUAL, PREVENTED, LAST = 10, 23, 10 + 15 * 7  # days, where each day is well


def well_until(day: int, *, report: SymptomReport = MILD, long: int | None = None) -> WatchedTraveller:
    """A runner of 20 minutes for whom each day up to this one is well, told in the evening; the runs as planned."""
    traveller = copy(_well_until(day, report, long))
    traveller.steps, traveller.owners = [*traveller.steps], {**traveller.owners}
    return traveller


# Many tests begin with the same weeks, and living them takes a second or two.
@cache
def _well_until(day: int, report: SymptomReport, long: int | None) -> WatchedTraveller:
    runner = Runner(zone="Europe/Berlin", usual_run_minutes=20, long_run_minutes=long)
    now = dt.datetime(2026, 11, 22, 20, 30, tzinfo=dt.UTC)
    traveller = WatchedTraveller(Facts(runner=runner, report=report, now=now))
    for number in range(1, day + 1):
        traveller.wait(MINUTES_PER_DAY)
        planned, state = traveller.plan.on(DAYS[number]), traveller.progress.state
        is_run = planned is not None and any(each.activity is Activity.RUN for each in planned.sessions)
        may_run = is_run and (state.gate_passed or not state.gate_needed)
        traveller.tell(checkin(DAYS[number], run=0 if may_run else None, gates=() if may_run else ALL_TESTS))
    return traveller


def told(traveller: WatchedTraveller, day: int, fact: CheckIn) -> WatchedTraveller:
    today = (dt.datetime.fromtimestamp(traveller.now * 60, dt.UTC).date() - DAYS[0]).days
    traveller.wait((day - today) * MINUTES_PER_DAY)
    traveller.tell(attrs.evolve(fact, day=DAYS[day]))
    return traveller


class TestPlan:
    def test_two_reminders_a_week_then_one_and_a_last_page(self) -> None:
        plan = well_until(1).plan
        kept = [
            ((day.date - DAYS[0]).days, [each.title for each in day.sessions]) for day in plan.days[PREVENTED + 1 :]
        ]
        raises, asks = "Heel raises with load", "Check-in of the week"
        assert [day.phase for day in plan.days[PREVENTED : PREVENTED + 2]] == [PhaseKind.PREVENT, PhaseKind.KEEP]
        assert kept[:4] == [(27, [raises]), (30, [raises, asks]), (34, [raises]), (37, [raises, asks])]
        assert [day for day, _ in kept[14:18]] == [76, 79, 86, 93]
        assert kept[-1] == (LAST, ["What to keep doing"])
        assert all(first + 3 <= second for (first, _), (second, _) in pairwise(kept[:-1]))

    def test_from_60_on_it_is_twice_a_week_all_the_time(self) -> None:
        now = dt.datetime(2026, 11, 22, 20, 30, tzinfo=dt.UTC)
        counted = {
            age: sum(
                each.title == "Heel raises with load"
                for _, each in WatchedTraveller(
                    Facts(runner=Runner(zone="Europe/Berlin", usual_run_minutes=20, age=age), report=MILD, now=now)
                ).plan.sessions()
            )
            for age in (None, 59, 60)
        }
        assert counted == {None: 21, 59: 21, 60: 26}

    def test_plain_soreness_ends_with_the_last_page(self) -> None:
        plain = SymptomReport(
            onset="2026-11-22T18:30",
            pain_at_rest=0,
            pain_walking=1,
            side=Side.BOTH,
            findings={Finding.STARTED_HOURS_AFTER},
        )
        plan = well_until(0, report=plain).plan
        assert {day.phase for day in plan.days} == set(PhaseKind) - {PhaseKind.KEEP, PhaseKind.HOLD}
        assert [each.title for each in plan.days[-1].sessions if each.activity is Activity.PREVENT][-1:] == [
            "What to keep doing"
        ]

    def test_a_caution_that_switches_exercise_off_is_reminded_of_nothing(self) -> None:
        """No caution of those that plan at all switches exercise off, so all of them keep the reminders."""
        for caution in (Caution.DIABETES, Caution.COLD_SENSITIVITY):
            runner = Runner(zone="Europe/Berlin", usual_run_minutes=20, cautions=frozenset({caution}))
            traveller = WatchedTraveller(
                Facts(runner=runner, report=MILD, now=dt.datetime(2026, 11, 22, 20, 30, tzinfo=dt.UTC))
            )
            assert any(each.activity is Activity.KEEP for _, each in traveller.plan.sessions())


class TestListening:
    def test_silence_changes_nothing(self) -> None:
        traveller = well_until(PREVENTED)
        before = traveller.plan
        traveller.wait(60 * MINUTES_PER_DAY)
        assert traveller.plan == before
        assert traveller.progress.phase is PhaseKind.KEEP
        assert not traveller.progress.is_dormant

    @pytest.mark.parametrize(
        ("facts", "refers"),
        [
            ([checkin(DAYS[0], 0, 1)], False),
            ([checkin(DAYS[0], 0, 3)], False),
            ([checkin(DAYS[0], 0, 2), checkin(DAYS[0], 0, 1)], False),
            ([checkin(DAYS[0], 0, 2), checkin(DAYS[0], run=2)], True),
            ([checkin(DAYS[0], 0, 4)], True),
            ([checkin(DAYS[0], run=4)], True),
            ([checkin(DAYS[0], findings=[Finding.SPASMS])], True),
        ],
    )
    def test_what_counts_as_sore_again(self, facts: list[CheckIn], *, refers: bool) -> None:
        traveller = well_until(PREVENTED)
        for number, fact in enumerate(facts):
            told(traveller, 40 + 9 * number, fact)
        waiting = traveller.progress.waiting
        assert (waiting is not None) is refers
        if waiting is not None:
            assert waiting.urgency is Urgency.WITHIN_DAYS
            assert Finding.RECURRING in waiting.findings
            ahead = [day for day in traveller.plan.days if day.date > DAYS[50]]
            assert not any(each.activity is Activity.KEEP for day in ahead for each in day.sessions)

    def test_a_clearance_of_it_begins_a_new_course(self) -> None:
        traveller = told(well_until(PREVENTED), 50, checkin(DAYS[0], 0, 5))
        traveller.wait(MINUTES_PER_DAY)
        traveller.tell(Clearance(date=DAYS[51], by="Dr Weber", finding=Finding.RECURRING))
        assert traveller.progress.waiting is None
        assert traveller.progress.phase is PhaseKind.RESTORE

    def test_after_the_last_page_the_case_is_closed(self) -> None:
        traveller = well_until(PREVENTED)
        traveller.wait((LAST - PREVENTED + 1) * MINUTES_PER_DAY)
        assert traveller.progress.is_closed


@settings(deadline=None, max_examples=max(5, settings().max_examples // 5))
@given(
    until=st.integers(PREVENTED - 3, PREVENTED + 1),
    long=st.sampled_from([None, 22]),
    facts=st.lists(
        st.tuples(
            st.integers(1, 25),
            st.sampled_from([0, 0, 1, 2, 4]),
            st.sampled_from([None, 0, 0, 1, 2, 3]),
            st.sampled_from([None, None, 0, 2, 3, 4]),
            st.sampled_from([frozenset(), frozenset(), frozenset({Finding.SWELLING}), frozenset({Finding.BRUISING})]),
        ),
        max_size=5,
    ),
)
def test_a_life_after_prevention_is_what_the_oracle_says(
    until: int,
    long: int | None,
    facts: list[tuple[int, int, int | None, int | None, frozenset[Finding]]],
) -> None:
    """After each word and each wait; some days before the end of prevention the runner begins to tell less."""
    traveller = well_until(until, long=long)
    for days, at_rest, walking, running, findings in facts:
        traveller.wait(days * MINUTES_PER_DAY)
        if traveller.progress.is_closed:
            break
        today = dt.datetime.fromtimestamp(traveller.now * 60, dt.UTC).date()
        traveller.tell(checkin(today, at_rest, walking, run=running, findings=findings))
    traveller.wait(MINUTES_PER_DAY)
    traveller.arrive()
