"""What a plan says to somebody with mild swelling: a sleeve in the first days, and from day 3 none."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery import Finding, Plan, Urgency
from tests.examples import Kind, case_of, plan_of
from tests.export.stories import Story, checkin

BE_SEEN = "Still swollen today? Take the sleeve off and be seen today"


def swollen(onset: str) -> Plan:
    """Reported in the first hour."""
    return plan_of(case_of(Kind.MILD, onset=onset, findings=[Finding.SWELLING]))


def test_from_day_3_its_card_says_sleeve_off_and_be_seen() -> None:
    days = swollen("2026-11-22T18:30").days
    numbers = [day.number for day in days if any(note.startswith(BE_SEEN) for note in day.notes)]
    assert numbers == [3, 4, 5]
    assert not [day for day in plan_of(case_of(Kind.MILD)).days if any(BE_SEEN in note for note in day.notes)]


def test_no_sleeve_is_asked_for_while_swollen_from_day_3_on() -> None:
    """It began at 02:00, so day 2 is past relief."""
    days = swollen("2026-11-22T02:00").days
    while_swollen = [
        day.number for day in days for each in day.sessions if each.title == "Sleeve on while it is still swollen"
    ]
    assert while_swollen == [2]
    text = next(
        each.instructions for _, each in swollen("2026-11-22T02:00").sessions() if "still swollen" in each.title
    )
    assert "half an hour later, call the emergency number" in text


@given(day=st.integers(0, 4), hours_late=st.integers(0, 30), known=st.booleans())
def test_told_by_the_evening_of_day_1_it_counts_as_told_at_the_start(day: int, hours_late: int, known: bool) -> None:
    """``hours_late`` after 21:00 of its day; the waking hours of day 1 end at 22:00."""
    story = Story()
    if known:
        story.tell(checkin("2026-11-22", 1, 3, findings=[Finding.SWELLING]), "2026-11-22T20:00")
    date = dt.date(2026, 11, 22) + dt.timedelta(days=day)
    told_at = dt.datetime.combine(date, dt.time(21)) + dt.timedelta(hours=hours_late)
    story.tell(checkin(date, 1, 3, findings=[Finding.SWELLING]), told_at.isoformat())
    by_day_1 = told_at.isoformat() <= "2026-11-23T22:00:00"
    waiting = story.progress.waiting
    assert (waiting is None) is (day < 3 and (known or by_day_1))
    if waiting is not None:
        assert (waiting.urgency, waiting.findings) == (Urgency.TODAY, frozenset({Finding.SWELLING}))
        assert "notable" not in " ".join(each.text.lower() for each in waiting.reasons)


def test_told_on_day_1_the_cards_say_what_they_say_when_it_is_reported() -> None:
    story = Story().tell(checkin("2026-11-23", 1, 3, findings=[Finding.SWELLING]), "2026-11-23T21:00")
    numbers = [day.number for day in story.plan.days if any(note.startswith(BE_SEEN) for note in day.notes)]
    assert numbers == [3, 4, 5]
