"""The laws of a case: each is kept by the planner's plan, and broken by a plan or a case that breaks exactly it."""

import datetime as dt

import attrs
import pytest

from soleus_recovery import CheckIn, Clearance, Extra, Finding, Morning, Plan, Runner, SymptomReport
from soleus_recovery.clock import MINUTES_PER_DAY
from soleus_recovery.laws.asking import case_violations, violations
from soleus_recovery.laws.of_a_case import CASE_LAWS
from soleus_recovery.plan.plan import RunDose
from soleus_recovery.vocabulary import Activity, Measure, Severity
from tests.export.stories import ALL_TESTS, Story, checkin
from tests.laws.breaking import dosed, edited, keyed, moved, of, without

DAYS = [dt.date(2026, 11, 22) + dt.timedelta(days=number) for number in range(40)]


def evening(story: Story, day: int, fact: CheckIn) -> None:
    story.tell(attrs.evolve(fact, day=DAYS[day]), f"{DAYS[day]}T21:30")


def sore() -> Story:
    """Mild since the day before `DAYS`, so that tests may come on `DAYS[3]` and the first run on `DAYS[5]`."""
    return Story(report=SymptomReport(onset="2026-11-21T18:30", pain_at_rest=1, pain_walking=3))


def first_run(pain: int = 0) -> Story:
    """Tests on `DAYS[3]`, the first run on `DAYS[5]` with this pain, and the day after it well."""
    story = sore()
    for day in (1, 2, 3, 4):
        evening(story, day, checkin(DAYS[day], gates=ALL_TESTS if day == 3 else ()))
    evening(story, 5, checkin(DAYS[5], run=pain))
    evening(story, 6, checkin(DAYS[6]))
    return story


def broken(story: Story, plan: Plan | None = None) -> set[str]:
    return {each.id for each in case_violations(story.case, plan or story.plan, story.at)}


def next_key(story: Story) -> str:
    return next(
        each.key for _, each in story.plan.sessions() if each.activity is Activity.RUN and _is_ahead(each, story)
    )


def _is_ahead(session: object, story: Story) -> bool:
    span = getattr(session, "span", None)
    return span is not None and span.start >= story.at


def told_milder(story: Story, *days: int) -> Plan:
    """The plan of the same case if these runs had been free of pain."""
    milder = sore()
    for entry in story.case.entries:
        assert isinstance(entry.fact, CheckIn)
        fact = entry.fact
        if (fact.day - DAYS[0]).days in days:
            fact = attrs.evolve(fact, pain_running=0, pain_walking=0, morning=Morning.SAME, painkiller=False)
        milder.tell(fact, entry.recorded_at)
    return milder.plan


class TestCleanRunsLeadOn:
    def test_a_longer_stretch_than_the_clean_runs_allow(self) -> None:
        """One clean run: 1/5 is the second rung of a mild strain, and 20 minutes are the third."""
        story = first_run()
        fits, too_long = (RunDose(walk_minutes=0, run_minutes=minutes, repeats=1) for minutes in (5, 6))
        assert broken(story) == set()
        # The weeks after so short a run grow from it (C-10).
        assert "C-01" not in broken(story, edited(story.plan, keyed(next_key(story)), dosed(fits)))
        assert "C-01" in broken(story, edited(story.plan, keyed(next_key(story)), dosed(too_long)))

    def test_a_run_that_was_not_clean_leads_nowhere(self) -> None:
        """The plan of a clean run stands on 1/5; with walking pain of 2 that evening it may not."""
        story = sore()
        for day in (1, 2, 3, 4):
            evening(story, day, checkin(DAYS[day], gates=ALL_TESTS if day == 3 else ()))
        evening(story, 5, checkin(DAYS[5], 0, 2, run=0))
        evening(story, 6, checkin(DAYS[6]))
        assert broken(story) == set()
        assert broken(story, told_milder(story, 5)) == {"C-01"}


class TestPainRests:
    def twice(self) -> Story:
        story = first_run()
        for day, pain in ((7, 3), (9, 3)):
            evening(story, day, checkin(DAYS[day], run=pain))
            if day == 7:
                evening(story, 8, checkin(DAYS[8]))
        return story

    def test_a_day_off_too_few(self) -> None:
        story = self.twice()
        assert broken(story) == set()
        run = story.plan.next(story.issued.plan.made_at_local, Activity.RUN)
        assert run is not None
        assert next(day.date for day, each in story.plan.sessions() if each is run) == DAYS[12]
        day = next(day for day, each in story.plan.sessions() if each is run)
        early = attrs.evolve(
            story.plan,
            days=tuple(
                attrs.evolve(each, sessions=(*each.sessions, moved(-MINUTES_PER_DAY)(run)))
                if each.date == DAYS[11]
                else attrs.evolve(each, sessions=tuple(one for one in each.sessions if one is not run))
                if each is day
                else each
                for each in story.plan.days
            ),
        )
        assert broken(story, early) == {"C-02"}


class TestPainRefers:
    def again(self) -> Story:
        story = first_run()
        for day, pain in ((7, 3), (9, 3), (12, 3)):
            evening(story, day, checkin(DAYS[day], run=pain))
            evening(story, day + 1, checkin(DAYS[day + 1]))
        return story

    def test_self_care_goes_on(self) -> None:
        story = self.again()
        assert story.progress.waiting is not None
        assert broken(story) == set()
        assert broken(story, without(told_milder(story, 12), of(Activity.RUN))) == {"C-03"}

    def test_two_clean_runs_in_a_row_end_the_watch(self) -> None:
        story = first_run()
        for day, pain in ((7, 3), (9, 3), (12, 0), (14, 0), (16, 3)):
            evening(story, day, checkin(DAYS[day], run=pain))
            evening(story, day + 1, checkin(DAYS[day + 1]))
        assert story.progress.waiting is None
        assert broken(story) == set()


class TestUncleanRefers:
    @pytest.mark.parametrize(("last", "refers"), [(18, True), (19, False)])
    def test_self_care_goes_on(self, last: int, refers: bool) -> None:
        """Four runs, the evening after each with walking pain of 2: 14 days are from day 5 to day 18."""
        story = sore()
        for day in (1, 2, 3, 4):
            evening(story, day, checkin(DAYS[day], gates=ALL_TESTS if day == 3 else ()))
        for day in (5, 8, 11, last):
            evening(story, day, checkin(DAYS[day], 0, 0, run=0, painkiller=True))
        assert (story.progress.waiting is not None) is refers
        assert broken(story) == set()
        milder = without(told_milder(story, 5, 8, 11, last), of(Activity.RUN))
        assert broken(story, milder) == ({"C-04"} if refers else set())


class TestFlareShortens:
    def test_a_run_over_two_thirds(self) -> None:
        """Runs of 20 and 26 minutes were clean, and so was one of 33; two thirds of it are 22."""
        story = first_run()
        for day in (7, 9, 12, 14):
            evening(story, day, checkin(DAYS[day], run=0))
            evening(story, day + 1, checkin(DAYS[day + 1]))
        evening(story, 16, checkin(DAYS[16], run=4))
        assert broken(story) == set()
        fits, too_long = (RunDose(walk_minutes=0, run_minutes=minutes, repeats=1) for minutes in (22, 23))
        assert broken(story, edited(story.plan, keyed(next_key(story)), dosed(fits))) == set()
        assert broken(story, edited(story.plan, keyed(next_key(story)), dosed(too_long))) == {"C-05"}


def test_each_law_has_an_id_of_its_own() -> None:
    ids = [law.id for law in CASE_LAWS]
    assert ids == sorted(set(ids))


class TestWeeksGrow:
    def test_a_week_over_what_the_told_weeks_allow(self) -> None:
        """Runs of 15, 25 and 20 minutes on `DAYS[5, 7, 9]`: the 7 days up to `DAYS[12]` hold at most 78 minutes."""
        story = first_run()
        for day in (7, 8, 9, 10):
            evening(story, day, checkin(DAYS[day], run=0 if day % 2 else None))
        ahead = [(day.date, each.key) for day, each in story.plan.sessions() if each.activity is Activity.RUN][3:]
        assert [date for date, _ in ahead][:2] == [DAYS[12], DAYS[14]]
        second = ahead[1][1]
        fits, over = (RunDose(walk_minutes=0, run_minutes=minutes, repeats=1) for minutes in (33, 49))
        assert broken(story) == set()
        assert broken(story, edited(story.plan, keyed(second), dosed(fits))) == set()
        assert broken(story, edited(story.plan, keyed(second), dosed(over))) == {"C-10"}


class TestOnlyDaysRaise:
    def test_growth_of_a_lower_level_after_more_pain(self) -> None:
        """Soreness of 1 on day 3 raises by its days alone; 4 is moderate by itself."""
        story, stronger = sore(), sore()
        evening(story, 3, checkin(DAYS[3], 0, 1))
        evening(stronger, 3, checkin(DAYS[3], 0, 4))
        assert story.plan.growth_severity is Severity.MILD
        assert broken(story) == broken(stronger) == set()
        assert broken(stronger, attrs.evolve(stronger.plan, growth_severity=Severity.MILD)) == {"C-07"}

    def test_growth_of_a_lower_level_in_a_plan_that_is_no_longer_by_days(self) -> None:
        story = sore()
        evening(story, 3, checkin(DAYS[3], 0, 1))
        severe = attrs.evolve(story.plan, severity=Severity.SEVERE)
        found = [each.where for each in violations(severe, story.case.protocol) if each.id == "I-11"]
        assert found[0] == "runs grow as mild allows, in a plan that is severe and not by its days alone"


class TestKeepsFitInComfort:
    """The plan of the same case with the last evening milder holds exercise that the worse evening forbids."""

    def cyclist(self) -> Story:
        report = SymptomReport(onset="2026-11-21T18:30", pain_at_rest=0, pain_walking=2)
        return Story(runner=Runner(zone="Europe/Berlin", extras=frozenset({Extra.BIKE})), report=report)

    def test_more_walking_pain(self) -> None:
        well, sore = self.cyclist(), self.cyclist()
        evening(well, 1, checkin(DAYS[1], walking=2))
        evening(sore, 1, checkin(DAYS[1], walking=3))
        assert broken(well) == broken(sore) == set()
        assert broken(sore, well.plan) == {"C-06"}

    def test_a_worse_morning(self) -> None:
        well, worse = self.cyclist(), self.cyclist()
        evening(well, 1, checkin(DAYS[1], walking=1))
        evening(worse, 1, checkin(DAYS[1], walking=1, morning=Morning.WORSE))
        assert broken(worse) == set()
        assert broken(worse, well.plan) == {"C-06"}

    def test_more_walking_pain_in_the_report_alone(self) -> None:
        well, sore = self.cyclist(), self.cyclist()
        sore.case = attrs.evolve(sore.case, report=attrs.evolve(sore.case.report, pain_walking=3))
        assert broken(well) == set()
        assert broken(sore, attrs.evolve(well.plan, report=sore.case.report)) == {"C-06"}


class TestClearances:
    """C-08 and C-09: a plan that forgets what a clinician said beside the clearance."""

    def story(self, clearance: Clearance) -> Story:
        story = Story().tell(checkin("2026-11-24", 1, 2, findings=[Finding.BRUISING]), "2026-11-24T21:00")
        return story.tell(clearance, "2026-11-25T12:00")

    def test_a_run_before_the_date_is_named(self) -> None:
        free = Clearance(date=dt.date(2026, 11, 25), by="Dr Weber", finding=Finding.BRUISING)
        story = self.story(attrs.evolve(free, not_before=dt.date(2026, 12, 24)))
        assert broken(story) == set()
        assert broken(story, self.story(free).plan) == {"C-08"}

    def test_what_is_kept_off_is_named(self) -> None:
        free = Clearance(date=dt.date(2026, 11, 25), by="Dr Weber", finding=Finding.BRUISING)
        story = self.story(attrs.evolve(free, keep_off=frozenset({Measure.STRETCHING})))
        assert broken(story) == set()
        assert broken(story, self.story(free).plan) == {"C-09"}
