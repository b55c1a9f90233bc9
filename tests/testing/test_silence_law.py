"""The law of the long silence counts silent days as the course does, whatever the waking hours."""

import datetime as dt

import attrs

from soleus_recovery import Amendment, Runner, SymptomReport
from soleus_recovery.clock import MINUTES_PER_DAY
from soleus_recovery.testing import Facts
from soleus_recovery.testing.journey import CheckedTraveller
from tests.export.stories import checkin


def test_a_change_of_waking_hours_can_make_29_days_hold_27_silent_ones() -> None:
    """Found by a drawn journey: an amendment to nights, and a silence of 29 days from that moment on."""
    runner = Runner(zone="UTC", wake="00:00", bed="10:34")
    report = SymptomReport(onset="2026-11-22T01:10", pain_at_rest=0, pain_walking=1)
    traveller = CheckedTraveller(
        Facts(runner=runner, report=report, now=dt.datetime(2026, 11, 24, 2, 4, tzinfo=dt.UTC))
    )
    traveller.wait(6 * MINUTES_PER_DAY + 500)
    traveller.tell(checkin("2026-11-30"))
    traveller.tell(Amendment(runner=attrs.evolve(runner, wake="20:00", bed="12:00"), report=report))
    traveller.wait(29 * MINUTES_PER_DAY)
    assert not traveller.progress.is_dormant
    traveller.wait(MINUTES_PER_DAY)
    assert traveller.progress.is_dormant
