"""Runs: when they start, how they grow, where they end, and what has to be true before each."""

import re

import attrs
import pytest
from hypothesis import given, settings

from soleus_recovery import Runner
from soleus_recovery.vocabulary import Finding, Weekday
from tests.course.oracle_ladder import ladder
from tests.examples import BERLIN, Case, Kind, case_of, plan_of
from tests.laws import run_laws as law
from tests.laws.run_laws import FIRST_RUN_DAY, Planned, runs_of
from tests.strategies import self_care
from tests.wall_clock import waking_window

Drawn = tuple[Kind, Case]
ALL_FIVE = pytest.mark.parametrize("usual", [5, 20, 45, 90, 240])


def texts(run: Planned) -> str:
    return f"{run.session.title} {run.session.instructions}".lower()


# Each law is asked of twice as many plans as the profile draws for other tests.
@settings(max_examples=2 * settings().max_examples)
@given(self_care())
def test_a_drawn_plan_keeps_every_law(drawn: Drawn) -> None:
    """Every law of tests/laws/run_laws.py holds in the plan of any facts that triage accepts."""
    kind, case = drawn
    law.all_laws(kind, case, plan_of(case))


class TestFloor:
    """None before the floor: 48 h, possible strain 72 h; 72 h; 168 h from onset, in elapsed hours."""

    @pytest.mark.parametrize(
        ("onset", "first_run"),
        [("2026-03-26T16:30", "2026-04-02T00:00"), ("2026-03-25T16:30", "2026-04-01T00:00")],
        ids=["three nights that lose an hour", "three whole nights"],
    )
    def test_elapsed_hours_also_across_a_clock_change(self, onset: str, first_run: str) -> None:
        """72 h end at 17:30 where the clocks went forward, else at 16:30; both are under two hours before bed at 18:00.

        So training begins on day 4 and the run is on day 7.
        """
        runner = Runner(zone="Europe/Berlin", wake="00:00", bed="18:00", run_time="00:00")
        plan = plan_of(case_of(Kind.MILD, runner=runner, onset=onset, minutes_later=10))
        assert runs_of(plan)[0].span.start == law.at(first_run, "Europe/Berlin")


class TestPlannedDay:
    """None earlier than the planned day; the date of onset, in the runner's zone, is day 0."""

    @pytest.mark.parametrize("kind", Kind)
    @pytest.mark.parametrize("onset", ["2026-11-22T00:00", "2026-11-22T18:30", "2026-11-22T23:59"])
    def test_the_hour_of_onset_does_not_move_it(self, kind: Kind, onset: str) -> None:
        first = runs_of(plan_of(case_of(kind, onset=onset)))[0]
        case = case_of(kind, onset=onset)
        assert (first.date - case.onset_date).days == law.first_run_day(kind, case)
        # An onset of 23:59 is too late for training three days later, or for the tests of plain soreness after two.
        assert law.first_run_day(kind, case) == FIRST_RUN_DAY[kind] + onset.endswith("23:59")
        assert first.span.start == law.at(f"{first.date}T18:00", BERLIN.zone)

    @pytest.mark.parametrize("kind", Kind)
    def test_counted_from_onset_and_not_from_the_day_the_plan_is_made(self, kind: Kind) -> None:
        hours = 48  # no row of training has begun by then
        late = case_of(kind, minutes_later=hours * 60)
        assert [run.span for run in runs_of(plan_of(late))] == [run.span for run in runs_of(plan_of(case_of(kind)))]


class TestRunDays:
    """Only on the run days, where the runner named some, and at the usual time."""

    @pytest.mark.parametrize("run_time", ["07:00", "12:00", "19:00", "20:00", "20:45", "21:00", "21:05"])
    def test_the_evening_gives_way_to_the_run(self, run_time: str) -> None:
        """A first run of 50 minutes, warm-up and cool-down included, and a check-in of 5 end before bed at 22:00."""
        runner = attrs.evolve(BERLIN, run_time=run_time)
        case = case_of(Kind.PLAIN, runner=runner)
        first = runs_of(plan_of(case))[0]
        assert f"{first.session.start:%H:%M}" == run_time
        law.at_the_usual_time(case, plan_of(case))

    def test_two_neighbouring_run_days_are_used_in_turn(self) -> None:
        """Saturday and Sunday only: one of them a week, since no two days in a row are run days."""
        runner = attrs.evolve(BERLIN, run_days={Weekday.SATURDAY, Weekday.SUNDAY}, runs_per_week=7)
        case = case_of(Kind.PLAIN, runner=runner)
        law.all_laws(Kind.PLAIN, case, plan_of(case))


class TestLadder:
    """The rungs in order with SEVERE's twice, growth within the level's limit, ending at the usual run."""

    @pytest.mark.parametrize(
        ("kind", "doses"),
        [
            (Kind.PLAIN, ["1/5x5", "20", "30", "45"]),
            (Kind.MILD, ["3/3x5", "1/5x5", "20", "26", "33", "42", "45"]),
            (
                Kind.MODERATE,
                [
                    *["4/2x5", "3/3x5", "2/4x5", "1/5x5", "20", "20", "22", "22", "24", "24", "26", "26", "28", "28"],
                    *["30", "30", "33", "33", "36", "36", "39", "39", "42", "42", "45"],
                ],
            ),
            (
                Kind.SEVERE,
                [
                    *["5/1x5", "5/1x5", "4/2x5", "4/2x5", "3/3x5", "3/3x5", "2/4x5", "2/4x5", "1/5x5", "1/5x5"],
                    *["20", "20", "22", "22", "24", "24", "26", "26", "28", "28"],
                    *["30", "30", "33", "33", "36", "36", "39", "39", "42", "42", "45"],
                ],
            ),
        ],
    )
    def test_a_usual_run_of_45_minutes_worked_out_by_hand(self, kind: Kind, doses: list[str]) -> None:
        shown = [
            f"{walk}/{run}x{repeats}" if walk else str(run)
            for walk, run, repeats in (run.triple for run in runs_of(plan_of(case_of(kind))))
        ]
        assert shown[: len(doses)] == doses
        assert set(shown[len(doses) :]) == {"45"}

    @pytest.mark.parametrize(
        ("usual", "rungs"),
        [
            (5, [(4, 2, 2), (3, 3, 1), (2, 4, 1), (1, 5, 1), (0, 5, 1)]),
            (20, [(4, 2, 5), (3, 3, 5), (2, 4, 5), (1, 5, 4), (0, 20, 1)]),
        ],
    )
    def test_short_usual_runs_worked_out_by_hand(self, usual: int, rungs: list[tuple[int, int, int]]) -> None:
        """Run minutes ≤ usual, repeats = max(1, usual ÷ run minutes rounded down, at most the table's)."""
        runner = attrs.evolve(BERLIN, usual_run_minutes=usual)
        doses = [run.triple for run in runs_of(plan_of(case_of(Kind.MODERATE, runner=runner)))]
        assert doses[: len(rungs)] == rungs


class TestGate:
    """All provisional, each naming its gate."""

    @pytest.mark.parametrize("kind", Kind)
    def test_the_first_run_names_every_test_that_applies(self, kind: Kind) -> None:
        """Brisk 30-min walk, 10 hops, next morning not worse, no painkiller; heel raises for a possible strain."""
        text = texts(runs_of(plan_of(case_of(kind)))[0])
        assert re.search(r"brisk", text)
        assert re.search(r"\b30\b", text)
        assert re.search(r"\b10 hops|hop\w* (on .*)?10\b|\bten hops", text)
        assert "morning" in text
        assert "painkiller" in text
        assert "pain" in text.replace("painkiller", "")
        assert bool(re.search(r"heel[- ]raise", text)) is kind.possible_strain
        if kind.possible_strain:
            assert re.search(r"90\s*(%|percent|per cent)", text)

    @pytest.mark.parametrize(("kind", "hours"), [(Kind.PLAIN, 48), (Kind.MILD, 72), (Kind.MODERATE, 72)])
    def test_tests_are_not_tried_before(self, kind: Kind, hours: int) -> None:
        """Tests are not tried before 48 h (plain soreness), 72 h (possible strain), day 6 (severe)."""
        case = case_of(kind)
        days = [day for day in plan_of(case).days if any("hops" in note for note in day.notes)]
        assert waking_window(case.runner, days[0].date)[1] > case.onset + hours * 60

    def test_tests_are_not_tried_before_day_6_when_severe(self) -> None:
        days = [day for day in plan_of(case_of(Kind.SEVERE)).days if any("hops" in note for note in day.notes)]
        assert days[0].number >= 6

    @pytest.mark.parametrize("kind", Kind)
    def test_every_later_run_says_what_must_be_true_first(self, kind: Kind) -> None:
        """A run is judged by its day and the next morning, and no painkiller comes before one."""
        for run in runs_of(plan_of(case_of(kind)))[1:]:
            assert "morning" in texts(run)
            assert "painkiller" in texts(run)
            assert "only" in texts(run)

    @pytest.mark.parametrize("kind", Kind)
    def test_warm_up_and_cool_down_stand_inside_every_run(self, kind: Kind) -> None:
        for run in runs_of(plan_of(case_of(kind))):
            assert re.search(r"warm[- ]?up|\b5[ -]min", texts(run))
            assert re.search(r"cool[- ]?down", texts(run))

    @pytest.mark.parametrize("kind", Kind)
    def test_the_early_ladder_asks_for_kind_ground(self, kind: Kind) -> None:
        """Soft, flat, even, known ground and no hills."""
        text = texts(runs_of(plan_of(case_of(kind)))[0])
        assert {word for word in ("soft", "flat", "even", "hill") if word not in text} == set()


class TestEveryUsualRun:
    """Usual runs of 5, 20, 45, 90 and 240 min, and 1 to 7 runs a week, all give a sensible ladder."""

    @ALL_FIVE
    @pytest.mark.parametrize("runs_per_week", range(1, 8))
    @pytest.mark.parametrize("kind", Kind)
    def test_all_laws(self, kind: Kind, runs_per_week: int, usual: int) -> None:
        runner = attrs.evolve(BERLIN, usual_run_minutes=usual, runs_per_week=runs_per_week, run_time="17:00")
        case = case_of(kind, runner=runner)
        plan = plan_of(case)
        assert law.complete(plan)
        law.all_laws(kind, case, plan)

    @ALL_FIVE
    @pytest.mark.parametrize("kind", Kind)
    def test_the_oracle_itself_ends_at_the_usual_run(self, kind: Kind, usual: int) -> None:
        doses = ladder(kind, usual)
        assert doses[-1] == (0, usual, 1)
        assert [run for _, run, _ in doses] == sorted(run for _, run, _ in doses)

    def test_an_hour_by_the_clock_is_left_for_no_one(self) -> None:
        """A six-hour window holds a five-hour run, or the plan says why not."""
        runner = attrs.evolve(BERLIN, wake="12:00", bed="18:00", usual_run_minutes=300, run_time="17:59")
        case = case_of(Kind.PLAIN, runner=runner, minutes_later=24 * 60)
        plan = plan_of(case)
        law.all_laws(Kind.PLAIN, case, plan)
        assert law.complete(plan)


def test_what_the_report_names_does_not_change_the_dates_of_runs() -> None:
    """Dates never depend on what does not change the level."""
    plain = runs_of(plan_of(case_of(Kind.MODERATE)))
    noticed = runs_of(plan_of(case_of(Kind.MODERATE, findings={Finding.TIGHTNESS, Finding.SWELLING})))
    assert [(run.span, run.triple) for run in plain] == [(run.span, run.triple) for run in noticed]
