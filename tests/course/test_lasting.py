"""Soreness that lasts: plain soreness that is no worse stays mild until day 5, and days alone do not slow growth."""

import datetime as dt
from dataclasses import dataclass

import attrs
from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery import CheckIn, Morning, SymptomReport
from soleus_recovery.laws.law import runs_of
from soleus_recovery.vocabulary import Finding, Occasion, Severity, Side
from tests.course.oracle_ladder import ladder
from tests.examples import Kind
from tests.export.stories import Story, checkin

DAYS = [dt.date(2026, 11, 22) + dt.timedelta(days=number) for number in range(10)]
PLAIN = SymptomReport(
    onset="2026-11-22T18:30",
    pain_at_rest=0,
    pain_walking=2,
    findings=frozenset({Finding.STARTED_HOURS_AFTER}),
    side=Side.BOTH,
)
STRAIN = attrs.evolve(PLAIN, findings=frozenset(), side=None)


def evening(story: Story, day: int, fact: CheckIn) -> Story:
    return story.tell(attrs.evolve(fact, day=DAYS[day]), f"{DAYS[day]}T21:30")


@dataclass(frozen=True)
class Told:
    """The evening of a day with plain soreness."""

    walking: int | None
    morning: Morning | None
    painkiller: bool

    @property
    def check_in(self) -> CheckIn:
        return checkin(DAYS[0], 0, self.walking, morning=self.morning, painkiller=self.painkiller)


evenings = st.builds(
    Told,
    walking=st.sampled_from([1, 1, 1, 2, 3, None]),
    morning=st.sampled_from([Morning.SAME, Morning.SAME, Morning.BETTER, Morning.WORSE, None]),
    painkiller=st.sampled_from([False, False, False, True]),
)


@given(told=st.lists(evenings, min_size=5, max_size=5))
def test_plain_soreness_stays_mild_while_it_is_known_to_be_no_worse(told: list[Told]) -> None:
    story, last, is_raised = Story(report=PLAIN), 2, False
    for day, each in enumerate(told, start=1):
        evening(story, day, each.check_in)
        known = each.walking is not None and each.morning is not None and not each.painkiller
        no_worse = known and (each.walking or 0) <= last and each.morning is not Morning.WORSE
        is_raised = is_raised or (each.walking is not None and day >= (5 if no_worse else 3))
        last = last if each.walking is None else each.walking
        level = Severity.MODERATE if is_raised else Severity.MILD
        assert (story.progress.severity, story.progress.state.possible_strain) == (level, is_raised), day


def test_still_sore_on_day_5_asks_for_a_pharmacist_and_day_7_refers() -> None:
    story = Story(report=PLAIN)
    for day in range(1, 5):
        evening(story, day, checkin(DAYS[day], 0, 1))
    assert "pharmacist" in " ".join(story.plan.days[5].notes)
    evening(story, 5, checkin(DAYS[5], 0, 1))
    assert Occasion.STILL_SORE in story.progress.verdicts[-1].beside
    assert story.progress.waiting is None
    evening(story, 6, checkin(DAYS[6], 0, 1))
    assert Occasion.STILL_SORE not in story.progress.verdicts[-1].beside
    assert story.progress.waiting is None
    evening(story, 7, checkin(DAYS[7], 0, 1))
    assert story.progress.waiting is not None


@given(plain=st.booleans(), pain=st.integers(1, 5), usual=st.integers(20, 90))
def test_a_level_that_only_the_days_have_raised_keeps_the_growth_of_mild(plain: bool, pain: int, usual: int) -> None:
    report = PLAIN if plain else STRAIN
    story = Story(report=report)
    runner = attrs.evolve(story.case.runner, usual_run_minutes=usual)
    story, day = Story(report=report, runner=runner), 5 if plain else 3
    evening(story, day, checkin(DAYS[day], 0, pain))
    by_days = pain <= 3
    assert story.plan.severity is Severity.MODERATE
    assert story.plan.growth_severity is (Severity.MILD if by_days else Severity.MODERATE)
    lengths = [dose.run_minutes for _, _, dose in runs_of(story.plan.sessions()) if dose.continuous]
    grown = ladder(Kind.MODERATE, usual, grows=Kind.MILD if by_days else Kind.MODERATE)
    assert list(dict.fromkeys(lengths)) == list(dict.fromkeys(run for walk, run, _ in grown if walk == 0))


def test_more_pain_later_ends_the_growth_of_mild() -> None:
    story = Story(report=STRAIN)
    evening(story, 3, checkin(DAYS[3], 0, 1))
    assert story.plan.growth_severity is Severity.MILD
    for again in (checkin(DAYS[4], 0, 4), checkin(DAYS[4])):  # what a replaced check-in has raised stays
        evening(story, 4, again)
        assert story.progress.state.growth_severity is Severity.MODERATE


def test_a_late_first_report_never_had_the_growth_of_mild() -> None:
    late = Story(report=STRAIN, now="2026-11-26T12:00")
    assert (late.plan.severity, late.plan.growth_severity) == (Severity.MODERATE, Severity.MODERATE)
