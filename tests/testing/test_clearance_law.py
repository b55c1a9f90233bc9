"""The law J-09: after a clearance no run comes within the floor's hours, whatever was cleared."""

import datetime as dt

import attrs
import pytest

from soleus_recovery import Clearance, Finding, Runner, SymptomReport
from soleus_recovery.clock import MINUTES_PER_HOUR
from soleus_recovery.laws.law import ahead, runs_of
from soleus_recovery.testing import JOURNEY_LAWS, Facts
from soleus_recovery.testing.journey import CheckedTraveller, Traveller
from tests.export.stories import checkin
from tests.laws.breaking import edited, keyed, moved

ONSET = dt.date(2026, 11, 22)


def cleared(finding: Finding) -> CheckedTraveller:
    """Sore at 2 for a week, on day 7 with this finding; all of it cleared on day 8."""
    report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=4)
    traveller = CheckedTraveller(
        Facts(runner=Runner(zone="Europe/Berlin"), report=report, now=dt.datetime(2026, 11, 22, 19, 30, tzinfo=dt.UTC))
    )
    for day in range(1, 8):
        traveller.wait(24 * MINUTES_PER_HOUR)
        findings = [finding] if day == 7 and finding is not Finding.RECURRING else []
        traveller.tell(checkin(ONSET + dt.timedelta(days=day), 0, 2, findings=findings))
    traveller.wait(12 * MINUTES_PER_HOUR)
    for each in dict.fromkeys((finding, Finding.RECURRING)):
        traveller.tell(Clearance(date=ONSET + dt.timedelta(days=8), by="Dr. Weber", finding=each))
    return traveller


@pytest.mark.parametrize(("finding", "hours"), [(Finding.RECURRING, 72), (Finding.BRUISING, 168)])
def test_a_run_before_the_floor_breaks_it(finding: Finding, hours: int) -> None:
    (law,) = [each for each in JOURNEY_LAWS if each.id == "J-09"]
    traveller = cleared(finding)
    assert list(law.broken(traveller)) == []
    _, first, _ = runs_of(ahead(traveller.plan))[0]
    assert first.span is not None
    for minutes, where in ((0, []), (-1, [f"{first.key}: 1 minutes before the floor after a clearance"])):
        start = traveller.now + hours * MINUTES_PER_HOUR + minutes
        plan = edited(traveller.plan, keyed(first.key), moved(start - first.span.start))
        early = Traveller.__new__(Traveller)
        early.__dict__ |= traveller.__dict__ | {"issued": attrs.evolve(traveller.issued, plan=plan)}
        assert list(law.broken(early)) == where
