"""The age in years, where it is told: under 16 is `under-16`, and under 18 painkillers are asked about early."""

import datetime as dt

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery import Amendment, Clearance, FactError, Finding, Runner, SeeClinician, SelfCare, SymptomReport
from soleus_recovery.triage.assess import assess
from soleus_recovery.vocabulary import Measure, Occasion
from tests.export.stories import Story, checkin

ZONE = "Europe/Berlin"
REPORT = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
NOW = dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)


@given(age=st.integers(1, 120))
def test_under_16_is_the_finding_and_any_other_age_changes_no_answer(age: int) -> None:
    answer = assess(REPORT, Runner(zone=ZONE, age=age), now=NOW)
    named = assess(attrs.evolve(REPORT, findings=[Finding.UNDER_16]), Runner(zone=ZONE), now=NOW)
    if age < 16:
        assert isinstance(answer, SeeClinician)
        assert isinstance(named, SeeClinician)
        assert (answer.urgency, answer.reasons, answer.switched_off) == (
            named.urgency,
            named.reasons,
            named.switched_off,
        )
    else:
        assert isinstance(answer, SelfCare)


@pytest.mark.parametrize("age", [0, 121, 15.5])
def test_an_impossible_age_is_refused(age: int) -> None:
    with pytest.raises(FactError, match="age"):
        Runner(zone=ZONE, age=age)


def test_an_age_told_later_refers_and_is_cleared_like_the_finding() -> None:
    story = Story()
    story.tell(Amendment(runner=attrs.evolve(story.case.runner, age=15), report=REPORT), "2026-11-23T12:00")
    assert story.progress.waiting is not None
    assert story.progress.waiting.findings == {Finding.UNDER_16}
    story.tell(Clearance(date=dt.date(2026, 11, 24), by="Dr. Weber", finding=Finding.UNDER_16), "2026-11-24T12:00")
    assert story.progress.waiting is None
    assert Measure.NSAID_TEXT in story.progress.switched_off
    # A correction of something else does not flag a cleared age again.
    again = attrs.evolve(story.case.runner, age=15, usual_run_minutes=30)
    story.tell(Amendment(runner=again, report=REPORT), "2026-11-24T13:00")
    assert story.progress.waiting is None


@pytest.mark.parametrize(("age", "days"), [(None, 10), (18, 10), (17, 3)])
def test_days_in_a_row_with_a_painkiller(age: int | None, days: int) -> None:
    story = Story(runner=Runner(zone=ZONE, age=age))
    said: list[int] = []
    for number in range(1, 7):
        date = dt.date(2026, 11, 22) + dt.timedelta(days=number)
        story.tell(checkin(date, 0, 1, painkiller=True), f"{date}T21:30")
        if Occasion.PAINKILLERS_WHEN_YOUNG in story.progress.verdicts[-1].beside:
            said.append(number)
    assert said == ([] if days == 10 else [3, 4, 5, 6])


def test_an_age_that_was_told_is_not_asked_about() -> None:
    for age in (None, 35):
        story = Story(runner=Runner(zone=ZONE, age=age))
        (asked,) = [note for note in story.plan.days[0].notes if "made on your word" in note]
        assert ("under 16" in asked) is (age is None)
