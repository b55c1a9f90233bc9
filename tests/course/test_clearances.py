"""Clearances are dated: each clears what was told by its date, and the latest of them counts."""

import datetime as dt

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soleus_recovery import Clearance, FactError, Finding, Severity, SymptomReport
from soleus_recovery.vocabulary import Activity, Measure
from tests.export.stories import Story, checkin
from tests.wall_clock import aware

FEVERISH = SymptomReport(
    onset="2026-11-22T18:30",
    pain_at_rest=0,
    pain_walking=1,
    findings=frozenset({Finding.FEVER_OR_SPREADING_REDNESS}),
)


NEEDED = (Measure.EXERCISE, Measure.RUNS, Measure.HOP_TEST)


def cleared(day: int, finding: Finding) -> Clearance:
    return Clearance(date=dt.date(2026, 11, day), by="Dr Weber", finding=finding)


def first_run(story: Story) -> dt.datetime | None:
    run = story.plan.next(aware(story.at), Activity.RUN)
    return None if run is None else run.start


def test_the_latest_date_counts_whichever_clearance_was_told_last() -> None:
    """The way in: fever cleared "on the 22nd", told after the limp of the 28th, gave a run on the 30th."""
    story = Story(report=FEVERISH).tell(
        checkin("2026-11-27", 1, 6, findings=[Finding.ALTERED_GAIT]), "2026-11-27T21:00"
    )
    assert story.progress.waiting is not None
    limp = min(story.progress.waiting.findings - {Finding.FEVER_OR_SPREADING_REDNESS}, key=lambda each: each.rank)
    story.tell(cleared(28, limp), "2026-11-28T12:00")
    story.tell(cleared(22, Finding.FEVER_OR_SPREADING_REDNESS), "2026-11-28T12:05")
    assert story.progress.waiting is None
    assert story.plan.counted_from == story.at
    run = first_run(story)
    assert run is not None
    # The floor of a severe calf, 168 hours, counts from the 28th.
    assert run.date() > dt.date(2026, 12, 4)


FLAGS: tuple[Finding, ...] = (Finding.FEVER_OR_SPREADING_REDNESS, Finding.BRUISING, Finding.CLOT_RISK)


@settings(max_examples=40)
@given(st.permutations(FLAGS), st.tuples(*[st.integers(24, 27)] * len(FLAGS)))
def test_the_order_in_which_clearances_are_told_changes_nothing(told: list[Finding], days: tuple[int, ...]) -> None:
    """All flags are of the 24th; each has its date; day 0 is the latest of them."""
    dated = dict(zip(FLAGS, days, strict=True))
    story = Story(report=FEVERISH).tell(checkin("2026-11-24", findings=FLAGS[1:]), "2026-11-24T21:00")
    for finding in told:
        assert story.progress.waiting is not None
        story.tell(cleared(dated[finding], finding), "2026-11-28T12:00")
    assert story.progress.waiting is None
    assert story.progress.start.date == dt.date(2026, 11, max(days))


def test_one_is_not_dated_before_the_flag_that_it_clears() -> None:
    """The way in: a wait had one date, that of its gravest flag; a later, lesser flag could be cleared before it."""
    story = Story().tell(checkin("2026-11-23", findings=[Finding.CLOT_RISK]), "2026-11-23T21:00")
    story.tell(checkin("2026-11-25", findings=[Finding.BRUISING]), "2026-11-25T21:00")
    with pytest.raises(FactError, match=r"cleared: 2026-11-24 .*allowed: a date from 2026-11-25 to 2026-11-26"):
        story.tell(cleared(24, Finding.BRUISING), "2026-11-26T12:00")
    story.tell(cleared(24, Finding.CLOT_RISK), "2026-11-26T12:00")
    story.tell(cleared(25, Finding.BRUISING), "2026-11-26T12:00")
    assert story.progress.waiting is None


@given(
    named=st.lists(st.integers(23, 27), min_size=1, max_size=3, unique=True).map(sorted),
    finding=st.sampled_from([Finding.BRUISING, Finding.BRUISING, Finding.BRUISING, Finding.CLOT_RISK]),
    date=st.integers(22, 30),
)
def test_one_is_accepted_from_the_last_report_of_its_finding_up_to_now(
    named: list[int], finding: Finding, date: int
) -> None:
    """A clearance that is dated earlier or later is refused, and so is one of a finding that nobody has named."""
    story = Story()
    for day in named:
        story.tell(checkin(f"2026-11-{day}", findings=[Finding.BRUISING]), f"2026-11-{day}T21:00")
    is_accepted = True
    try:
        story.tell(cleared(date, finding), "2026-11-28T12:00")
    except FactError:
        is_accepted = False
    assert is_accepted is (finding is Finding.BRUISING and named[-1] <= date <= 28)


def test_a_flag_that_is_reported_again_is_a_new_one() -> None:
    """Seen on the 24th, bruised again on the 25th: the clinician has not seen that bruise."""
    story = Story().tell(checkin("2026-11-23", findings=[Finding.BRUISING]), "2026-11-23T21:00")
    story.tell(checkin("2026-11-25", findings=[Finding.BRUISING]), "2026-11-25T21:00")
    with pytest.raises(FactError, match="allowed: a date from 2026-11-25 to 2026-11-26"):
        story.tell(cleared(24, Finding.BRUISING), "2026-11-26T12:00")


def test_a_week_of_soreness_is_one_flag_however_many_days_say_so() -> None:
    """Its days go on while nobody has typed in what the clinician said."""
    story = Story()
    for day in range(23, 30):
        story.tell(checkin(f"2026-11-{day}", 1, 1), f"2026-11-{day}T21:00")
    assert story.progress.waiting is not None
    story.tell(checkin("2026-11-30", 1, 1), "2026-11-30T21:00")
    story.tell(cleared(29, Finding.RECURRING), "2026-12-01T12:00")
    assert story.progress.waiting is None


def test_a_calf_that_is_named_recurring_after_a_clearance_is_referred_again() -> None:
    """It may have come back once more: the clinician of the 24th could not know."""
    report = SymptomReport(
        onset="2026-11-22T18:30", pain_at_rest=0, pain_walking=1, findings=frozenset({Finding.RECURRING})
    )
    story = Story(report=report).tell(cleared(24, Finding.RECURRING), "2026-11-24T20:00")
    assert story.progress.waiting is None
    story.tell(checkin("2026-11-26", 0, 0, findings=frozenset({Finding.RECURRING})), "2026-11-26T21:00")
    assert story.progress.waiting is not None
    assert story.progress.waiting.findings == {Finding.RECURRING}


def test_pain_at_rest_flags_arterial_disease_anew_though_nobody_names_it_again() -> None:
    """The clinician of the 25th could not know of the pain of the 26th."""
    report = SymptomReport(
        onset="2026-11-22T18:30", pain_at_rest=0, pain_walking=1, findings=frozenset({Finding.ARTERIAL_DISEASE})
    )
    story = Story(report=report).tell(checkin("2026-11-26", 2, 1), "2026-11-26T21:00")
    with pytest.raises(FactError, match="a date from 2026-11-26"):
        story.tell(cleared(25, Finding.ARTERIAL_DISEASE), "2026-11-27T09:00")
    story.tell(cleared(26, Finding.ARTERIAL_DISEASE), "2026-11-27T09:00")
    assert story.progress.waiting is None


class TestConditions:
    """Section 6: a clearance may carry the level, a date before which no run comes, and measures that stay off."""

    def waiting(self) -> Story:
        """A bruise told on the second evening: it waits for a clinician."""
        return Story().tell(checkin("2026-11-24", 1, 2, findings=[Finding.BRUISING]), "2026-11-24T21:00")

    @pytest.mark.parametrize(
        ("level", "run"),
        [
            (None, "2026-12-09"),
            (Severity.SEVERE, "2026-12-09"),
            (Severity.MODERATE, "2026-12-05"),
            (Severity.MILD, "2026-12-01"),
        ],
    )
    def test_the_level_is_the_clinicians_and_severe_without_one(self, level: Severity | None, run: str) -> None:
        """Where each day is well: day 14, 10 or 6 from the clearance; a strain stays possible."""
        story = self.waiting().tell(attrs.evolve(cleared(25, Finding.BRUISING), level=level), "2026-11-25T12:00")
        assert story.progress.severity is (level or Severity.SEVERE)
        assert story.progress.state.possible_strain
        assert str(first_run(story))[:10] == run

    def test_the_level_still_rises_with_pain(self) -> None:
        story = self.waiting().tell(
            attrs.evolve(cleared(25, Finding.BRUISING), level=Severity.MILD), "2026-11-25T12:00"
        )
        story.tell(checkin("2026-11-26", 1, 5), "2026-11-26T21:00")
        assert story.progress.severity is Severity.MODERATE

    @settings(max_examples=20)
    @given(wait=st.integers(0, 60), level=st.sampled_from(Severity))
    def test_no_run_comes_before_the_date_and_none_told_before_it_counts(self, wait: int, level: Severity) -> None:
        date = dt.date(2026, 11, 25)
        fact = Clearance(
            date=date, by="Dr Weber", finding=Finding.BRUISING, level=level, not_before=date + dt.timedelta(days=wait)
        )
        story = self.waiting().tell(fact, "2026-11-25T12:00")
        run = first_run(story)
        assert run is not None
        free = self.waiting().tell(attrs.evolve(fact, not_before=None), "2026-11-25T12:00")
        assert run == max(each for each in (first_run(free), run) if each is not None)
        assert run.date() >= date + dt.timedelta(days=wait)
        # The tests come two days before the first run, so that they do not lapse.
        assert (run.date() - story.progress.tests_from_local.date()).days == 2

    def test_of_several_clearances_the_most_careful_counts(self) -> None:
        story = Story(report=FEVERISH).tell(checkin("2026-11-24", findings=[Finding.BRUISING]), "2026-11-24T21:00")
        careful = attrs.evolve(
            cleared(25, Finding.BRUISING),
            level=Severity.MODERATE,
            not_before=dt.date(2026, 12, 20),
            keep_off=frozenset({Measure.MASSAGE}),
        )
        story.tell(careful, "2026-11-25T12:00")
        mild = attrs.evolve(cleared(25, Finding.FEVER_OR_SPREADING_REDNESS), level=Severity.MILD)
        story.tell(mild, "2026-11-25T12:05")
        assert story.progress.severity is Severity.MODERATE
        assert Measure.MASSAGE in story.progress.switched_off
        run = first_run(story)
        assert run is not None
        assert run.date() >= dt.date(2026, 12, 20)

    @settings(max_examples=20)
    @given(off=st.frozensets(st.sampled_from([each for each in Measure if each not in NEEDED])))
    def test_nothing_that_is_kept_off_is_planned(self, off: frozenset[Measure]) -> None:
        story = self.waiting().tell(attrs.evolve(cleared(25, Finding.BRUISING), keep_off=off), "2026-11-25T12:00")
        measures = story.case.protocol.limits.measures
        planned = {
            measure for day in story.plan.days[4:] for each in day.sessions for measure in measures[each.activity]
        }
        assert not planned & off
        assert off <= story.progress.switched_off

    @pytest.mark.parametrize("measure", NEEDED)
    def test_what_the_way_back_needs_cannot_stay_off(self, measure: Measure) -> None:
        fact = attrs.evolve(cleared(25, Finding.BRUISING), keep_off=frozenset({measure}))
        with pytest.raises(FactError, match=r"^keep_off: '.*' cannot stay off in a plan that leads back to running"):
            self.waiting().tell(fact, "2026-11-25T12:00")

    def test_a_date_years_ahead_is_refused(self) -> None:
        fact = attrs.evolve(cleared(25, Finding.BRUISING), not_before=dt.date(2028, 1, 1))
        with pytest.raises(
            FactError, match=r"^not_before: 2028-01-01 is too far ahead; allowed: a date up to 2027-11-25"
        ):
            self.waiting().tell(fact, "2026-11-25T12:00")
