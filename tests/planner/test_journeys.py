"""Runners living thirty days: whatever is recorded, the plan keeps its laws and agrees with the oracle."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from soleus_recovery import Amendment, CaseClosed, CheckIn, Clearance, FactError, Finding, Urgency, builtin
from soleus_recovery.clock import Minute, calendar_date
from soleus_recovery.facts.case import Entry, day_at
from soleus_recovery.testing import Journey, RecoveryMachine, Traveller, check_ins, journeys
from soleus_recovery.testing.acts import is_on_the_way, may_tell
from soleus_recovery.testing.journey_strategies import travellers
from soleus_recovery.testing.machine import A_LIFE
from soleus_recovery.triage.severity import Pains
from soleus_recovery.triage.signs import Signs
from tests.planner.journeys import WatchedTraveller, next_run

# What counts, pain or a day of the episode can flag again without its being named.
COUNTED = (Finding.SEVERAL_SEVERE_SIGNS, Finding.CLOT_RISK_MINOR, Finding.REST_OR_NIGHT_FOOT_PAIN)


def _named_by(entry: Entry) -> frozenset[Finding]:
    """The findings that a check-in names, or a corrected report."""
    match entry.fact:
        case CheckIn():
            return entry.fact.findings
        case Amendment():
            return entry.fact.report.findings
        case _:
            return frozenset()


def _adds(entry: Entry, finding: Finding) -> bool:
    """Whether the pain of a check-in makes a red flag of a lasting finding that nobody has to name again."""
    fact, triage = entry.fact, builtin("soleus-standard").triage
    if not isinstance(fact, CheckIn) or finding not in triage.lasting:
        return False
    rest, walking, running = (pain or 0 for pain in (fact.pain_at_rest, fact.pain_walking, fact.pain_running))
    return any(
        clue.finding is None and Signs(pains=Pains(at_rest=rest, walking=walking, running=running)).has(clue)
        for row in triage.referrals.values()
        if finding in [first.finding for first in row.any_of]
        for clue in row.and_any_of
    )


class Watched(RecoveryMachine):
    """The public machine, with the oracle beside it, and check-ins that are refused."""

    travels_as = WatchedTraveller

    @rule(back=st.integers(0, 20), data=st.data())
    def word_at_any_time(self, back: int, data: st.DataObject) -> None:
        """A check-in is refused exactly where it is for no day of the plan, and then nothing has happened."""
        traveller: Traveller = self.traveller
        if not is_on_the_way(traveller):
            return
        today = day_at(traveller.progress.runner, Minute(traveller.now))
        check_in = data.draw(check_ins(today - dt.timedelta(days=back)))
        if may_tell(traveller, check_in):
            traveller.tell(check_in)
            return
        before = traveller.issued
        with pytest.raises((FactError, CaseClosed)):
            traveller.tell(check_in)
        assert traveller.issued == before

    @rule(back=st.integers(-3, 6), data=st.data())
    def clearance_of_any_date(self, back: int, data: st.DataObject) -> None:
        """It is refused exactly where it is dated after today, or before its finding was named for the last time."""
        traveller: Traveller = self.traveller
        waiting = traveller.progress.waiting
        if not is_on_the_way(traveller) or waiting is None or not waiting.findings:
            return
        finding = data.draw(st.sampled_from(sorted(waiting.findings, key=lambda each: each.rank)))
        if finding in COUNTED:
            return
        zone, case = traveller.progress.runner.zone, traveller.case
        today = calendar_date(traveller.now, zone)
        named_at = [case.started_at] if finding in case.report.findings else []
        named_at += [each.recorded_at for each in case.entries if finding in _named_by(each) or _adds(each, finding)]
        date = today - dt.timedelta(days=back)
        fact = Clearance(date=date, by="Dr Weber", finding=finding)
        if date > today or (named_at and date < calendar_date(named_at[-1], zone)):
            before = traveller.issued
            with pytest.raises(FactError):
                traveller.tell(fact)
            assert traveller.issued == before
        elif named_at:
            traveller.tell(fact)

    @invariant()
    def emergency_stops_all(self) -> None:
        waiting = self.traveller.progress.waiting
        if waiting is not None and waiting.urgency is Urgency.EMERGENCY:
            assert next_run(self.traveller.plan, self.traveller.now) is None


TestWatched = Watched.TestCase
TestWatched.settings = settings(**A_LIFE, max_examples=max(5, settings().max_examples // 5))


# The oracle below walks as many as the profile says.
@settings(max_examples=max(5, settings().max_examples // 5))
@given(journey=journeys())
def test_a_journey_can_be_walked_again(journey: Journey) -> None:
    """It is a value: walked twice it leads to the same plan, past every law."""
    there, again = journey.travel(), journey.travel()
    assert (there.case, there.plan) == (again.case, again.plan)
    assert there.journey == journey


@settings(suppress_health_check=A_LIFE["suppress_health_check"])
@given(traveller=travellers(travels_as=WatchedTraveller))
def test_phase_rung_and_gate_are_what_the_oracle_says(traveller: WatchedTraveller) -> None:
    """After every step; the oracle was written from the guidance alone, and shares no code with the planner."""
    traveller.arrive()
