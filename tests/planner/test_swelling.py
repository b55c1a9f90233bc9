"""What a plan says to somebody with mild swelling: a sleeve in the first days, and from day 3 none."""

from soleus_recovery import Finding, Plan
from tests.examples import Kind, case_of, plan_of

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
