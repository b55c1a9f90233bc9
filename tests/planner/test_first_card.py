"""Red flags that no evening shows are asked for first: the first card of self-care says what it takes for granted."""

from soleus_recovery import Clearance, Finding, Plan, Runner, SymptomReport
from tests.examples import Kind, case_of, plan_of
from tests.export.stories import Story, checkin

HEAD = "This plan is made on your word that none of this is so: "


def asked_notes(plan: Plan) -> list[tuple[int, str]]:
    """The numbers of the days that say so, with what they say."""
    return [(day.number, note) for day in plan.days for note in day.notes if note.startswith(HEAD)]


def test_it_stands_on_the_first_card_and_on_no_other() -> None:
    for kind in Kind:
        ((number, text),) = asked_notes(plan_of(case_of(kind)))
        assert number == 0
        for part in (
            *("under 16", "a blood thinner", "artery disease", "in 12 weeks an operation, plaster or 3 days in bed"),
            *(
                "a journey over 3 hours",
                "a birth in 6 weeks",
                "within 15 weeks of being back",
                "on the bone, or that wakes you",
            ),
        ):
            assert part in text


def test_a_word_of_the_first_evening_leaves_it_there_and_later_days_do_not_repeat_it() -> None:
    story = (
        Story()
        .tell(checkin("2026-11-22", 1, 3), "2026-11-22T21:30")
        .tell(checkin("2026-11-23", 0, 1), "2026-11-23T21:30")
    )
    assert [number for number, _ in asked_notes(story.plan)] == [0]


def test_what_was_cleared_is_not_asked_again() -> None:
    report = SymptomReport(
        onset="2026-11-22T18:30", pain_at_rest=0, pain_walking=2, findings=frozenset({Finding.UNDER_16})
    )
    story = Story(runner=Runner(zone="Europe/Berlin"), report=report)
    ((number, text),) = asked_notes(story.plan)
    assert number == 0
    assert "under 16" not in text
    story.tell(checkin("2026-11-23", 0, 1), "2026-11-23T21:30")
    cleared = Clearance(date=story.plan.days[1].date, by="Dr. Weber", finding=Finding.UNDER_16)
    _, (_, text) = asked_notes(story.tell(cleared, "2026-11-24T12:00").plan)
    assert "under 16" not in text
    assert "a blood thinner" in text


def test_a_lasting_fact_of_a_day_before_a_clearance_leaves_the_card_with_a_reason() -> None:
    report = SymptomReport(
        onset="2026-11-22T18:30", pain_at_rest=0, pain_walking=2, findings=frozenset({Finding.BRUISING})
    )
    story = Story(report=report)
    cleared = Clearance(date=story.plan.days[1].date, by="Dr. Weber", finding=Finding.BRUISING)
    _, (_, text) = asked_notes(story.tell(cleared, "2026-11-23T08:00").plan)
    assert "a statin" in text
    earlier = checkin("2026-11-22", 0, 1, findings=[Finding.MUSCLE_MEDICINE])
    _, (_, text) = asked_notes(story.tell(earlier, "2026-11-23T15:00").plan)
    assert "a statin" not in text
    assert story.plan.revisions[-1].reasons
