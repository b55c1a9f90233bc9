"""A case recorded step by step, for the tests of what is written about it."""

import datetime as dt
from collections.abc import Iterable

from hypothesis import strategies as st

from soleus_recovery import (
    Case,
    CheckIn,
    Emergency,
    Finding,
    Gate,
    Issued,
    Morning,
    Plan,
    Progress,
    Runner,
    SymptomReport,
    assess,
    issue,
    open_case,
    progress,
    record,
)
from soleus_recovery.clock import Minute, to_wall
from soleus_recovery.facts.case import Fact
from soleus_recovery.testing import Traveller
from soleus_recovery.testing.journey_strategies import travellers
from tests.wall_clock import instant

__all__ = ["ALL_TESTS", "Story", "checkin", "stories", "trained", "trained_moderate"]

ALL_TESTS = frozenset(Gate)
ONSET = "2026-11-22T18:30"


def checkin(
    day: str | dt.date,
    at_rest: int | None = 0,
    walking: int | None = 0,
    *,
    run: int | None = None,
    morning: Morning | None = Morning.SAME,
    findings: Iterable[Finding] = (),
    gates: Iterable[Gate] = (),
    painkiller: bool = False,
) -> CheckIn:
    """A day's check-in; all well unless the arguments say otherwise."""
    return CheckIn(
        day=dt.date.fromisoformat(day) if isinstance(day, str) else day,
        pain_at_rest=at_rest,
        pain_walking=walking,
        pain_running=run,
        morning=morning,
        findings=frozenset(findings),
        gates=frozenset(gates),
        painkiller=painkiller,
    )


class Story:
    """A case, its last plan, the plan before the last step, and the moment; mild and in Berlin by default."""

    def __init__(
        self,
        *,
        runner: Runner | None = None,
        report: SymptomReport | None = None,
        now: str | Minute = "2026-11-22T19:30",
    ) -> None:
        runner = runner or Runner(zone="Europe/Berlin")
        report = report or SymptomReport(onset=ONSET, pain_at_rest=1, pain_walking=3)
        self.zone = runner.zone
        self.at: Minute = self._minute(now) if isinstance(now, str) else now
        answer = assess(report, runner, now=to_wall(self.at, self.zone))
        assert not isinstance(answer, Emergency)
        self.case: Case = open_case(answer, case_id="told")
        self.issued: Issued = issue(self.case, self.at)
        self.case_start: Plan = self.issued.plan
        self.before: Plan = self.issued.plan

    def _minute(self, wall: str) -> Minute:
        return Minute(instant(dt.datetime.fromisoformat(wall), self.zone))

    @property
    def plan(self) -> Plan:
        return self.issued.plan

    @property
    def progress(self) -> Progress:
        return progress(self.case, self.at)

    def wait(self, now: str) -> "Story":
        """Let time pass up to a wall time."""
        return self.wait_until(self._minute(now))

    def wait_until(self, at: Minute) -> "Story":
        self.before, self.at = self.plan, at
        self.issued = issue(self.case, at, after=self.issued)
        return self

    def tell(self, fact: Fact, now: str | Minute) -> "Story":
        """Record a fact; ``before`` is then the plan as it stood after the step before."""
        self.before, self.at = self.plan, self._minute(now) if isinstance(now, str) else now
        self.case = record(self.case, fact, now=to_wall(self.at, self.zone))
        self.issued = issue(self.case, self.at, after=self.issued)
        return self


class _Remembering(Traveller):
    """A traveller that remembers the first plan."""

    first: Plan

    def check(self) -> None:
        if self.before is None:
            self.first = self.plan


def stories() -> st.SearchStrategy[Story]:
    """The public journeys, recorded step by step."""
    return travellers(travels_as=_Remembering).map(_story_of)


def _story_of(traveller: _Remembering) -> Story:
    story = Story.__new__(Story)
    story.zone, story.at = traveller.facts.runner.zone, traveller.now
    story.case, story.issued, story.case_start = traveller.case, traveller.issued, traveller.first
    story.before = traveller.first if traveller.before is None else traveller.before.plan
    return story


def trained(runner: Runner | None = None) -> Story:
    """A mild calf, sore since the 21st, that was trained on the 24th: on the 25th its tests may be tried."""
    report = SymptomReport(onset="2026-11-21T18:30", pain_at_rest=1, pain_walking=3)
    return Story(runner=runner, report=report).tell(checkin("2026-11-24"), "2026-11-24T21:00")


def trained_moderate() -> Story:
    """A moderate calf, sore since the 17th, that was trained up to the 24th: on the 25th its tests may be tried."""
    report = SymptomReport(onset="2026-11-17T18:30", pain_at_rest=1, pain_walking=4)
    story = Story(report=report, now="2026-11-17T19:30")
    for day in range(20, 25):
        story.tell(checkin(f"2026-11-{day}"), f"2026-11-{day}T21:00")
    return story
