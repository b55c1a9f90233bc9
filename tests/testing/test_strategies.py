"""The public strategies: they shrink to an ordinary day, reach the nasty ones, and find what is planted."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from soleus_recovery import (
    Case,
    CheckIn,
    Emergency,
    Outcome,
    Plan,
    Runner,
    SelfCare,
    Severity,
    SymptomReport,
    builtin,
    check_plan,
)
from soleus_recovery.errors import BrokenJourney
from soleus_recovery.facts.checkin import BusyTimes
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.testing import (
    CheckedTraveller,
    Facts,
    Tell,
    Wait,
    cases,
    facts,
    journeys,
    plans,
    protocols,
    recovery_machine,
    rehearse,
    runners,
    self_care,
    story,
    zones,
)
from tests.protocols import unsafe_protocol
from tests.testing.planted import PLANTED, STRENGTH_EVERY_DAY
from tests.wall_clock import clock_changes, instant

ONCE = settings(max_examples=2_000, database=None, derandomize=True)


class TestFacts:
    def test_they_shrink_to_an_ordinary_day(self) -> None:
        drawn = find(facts(), lambda _: True, settings=ONCE)
        assert drawn.runner == Runner(zone="UTC")
        assert (drawn.report.pain_at_rest, drawn.report.pain_walking, drawn.report.findings) == (0, 0, frozenset())
        assert drawn.now == dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)

    def test_what_the_failure_needs_stays(self) -> None:
        drawn = find(facts(), lambda drawn: drawn.runner.zone == "Australia/Lord_Howe", settings=ONCE)
        assert drawn.runner == Runner(zone="Australia/Lord_Howe")

    @pytest.mark.parametrize("is_odd", [True, False], ids=["skipped", "doubled"])
    def test_nasty_onsets_are_reached(self, is_odd: bool) -> None:
        """An onset at a wall time that was skipped, or that the clocks showed twice."""

        def nasty(drawn: Facts) -> bool:
            wall = drawn.report.wall
            zone = drawn.runner.zone
            back = dt.datetime.fromtimestamp(instant(wall, zone) * 60, tz=dt.UTC)
            forward = any(abs(instant(wall, zone) - change) < 180 for change in clock_changes(zone))
            there = back.astimezone(zone_info(zone)).replace(tzinfo=None)
            return forward and (there != wall) is is_odd

        assert find(self_care(), nasty, settings=ONCE).runner.zone != "UTC"

    @pytest.mark.parametrize("severity", Severity)
    @given(data=st.data())
    def test_self_care_is_of_the_severity_that_was_asked_for(self, severity: Severity, data: st.DataObject) -> None:
        drawn = data.draw(self_care(severity=severity))
        answer = drawn.assess()
        assert isinstance(answer, SelfCare)
        assert answer.severity is severity

    def test_plain_and_more_than_mild_do_not_go_together(self) -> None:
        with pytest.raises(InvalidArgument, match="only mild soreness can be plain"):
            find(self_care(severity=Severity.SEVERE, possible_strain=False), lambda _: True)

    @given(runner=runners(zone="Asia/Tokyo", cautions=False, usual_run=(20, 30)), zone=zones())
    def test_what_is_asked_for_is_kept(self, runner: Runner, zone: str) -> None:
        assert runner.zone == "Asia/Tokyo"
        assert not runner.cautions
        assert 20 <= runner.usual_run_minutes <= 30
        assert Runner(zone=zone).zone == zone


def zone_info(zone: str) -> dt.tzinfo:
    from zoneinfo import ZoneInfo

    return ZoneInfo(zone)


class TestJourneys:
    def test_they_shrink_to_what_matters(self) -> None:
        journey = find(journeys(), lambda journey: len(journey.steps) > 0, settings=ONCE)
        # Both are one step that says nothing, and which of them is found first depends on the draws before.
        assert journey.steps in ((Wait(60),), (Tell(BusyTimes(spans=())),))
        assert journey.facts.runner == Runner(zone="UTC")

    # Protocols at their worst are walked in tests/guidance; here the public strategy, a fifth as often.
    @settings(
        max_examples=max(5, settings().max_examples // 5),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(data=st.data())
    def test_every_law_holds_under_any_protocol_that_the_loader_takes(self, data: st.DataObject) -> None:
        """Numbers, ladders, doses and referrals changed within the limits: no journey breaks a law."""
        protocol = data.draw(protocols())
        data.draw(journeys(protocol, most_acts=6)).travel()

    @settings(max_examples=10)
    @given(case=cases(builtin("soleus-active")), plan=plans(builtin("soleus-active")))
    def test_cases_and_plans_are_of_the_protocol(self, case: Case, plan: Plan) -> None:
        assert case.protocol == builtin("soleus-active")
        assert plan.protocol.id == "soleus-active"

    @given(plan=plans(revised=False))
    def test_plans_can_be_first_ones(self, plan: Plan) -> None:
        assert plan.revision == 0
        assert plan.outcome in Outcome

    def test_an_emergency_is_no_beginning(self) -> None:
        drawn = find(facts(), lambda drawn: isinstance(drawn.assess(), Emergency), settings=ONCE)
        assert drawn.report.findings
        with pytest.raises(TypeError, match="an emergency opens no case"):
            CheckedTraveller(drawn)


class TestPlanted:
    @pytest.mark.parametrize("name", PLANTED)
    def test_a_rehearsal_finds_it_and_gives_the_smallest_story(self, name: str) -> None:
        text, law = PLANTED[name]
        failure = rehearse(unsafe_protocol(text))
        assert failure is not None
        assert law in {each.id for each in failure.broken}
        with pytest.raises(BrokenJourney, match=law):
            failure.journey.travel()
        assert failure.journey.facts.runner == Runner(zone="UTC")
        lines = story(failure.journey, failure.broken).splitlines()
        assert lines[0].startswith("A runner in UTC, awake from 07:00 to 22:00")
        assert len(failure.journey.steps) <= 2
        assert any(line.startswith(f"{law} is broken") for line in lines)

    def test_the_machine_finds_it(self) -> None:
        machine = recovery_machine(unsafe_protocol(STRENGTH_EVERY_DAY))
        test = machine.TestCase("runTest")
        with pytest.raises(BrokenJourney, match="I-14") as caught:
            test.debug()
        notes = "\n".join(caught.value.__notes__)
        assert "the plan is made" in notes

    def test_what_is_shipped_is_sound(self) -> None:
        assert rehearse(builtin("soleus-standard"), walks=40) is None


def test_types_are_known_to_hypothesis_without_an_import() -> None:
    """In a process of its own, where nothing of this package's testing was imported."""
    kinds = (Plan, Case, CheckIn, Runner, SymptomReport, RecoveryProtocol)
    lines = [
        "import sys",
        "from hypothesis import Phase, given, settings, strategies as st",
        *(f"from {kind.__module__} import {kind.__name__}" for kind in kinds),
        "once = settings(max_examples=1, database=None, deadline=None, phases=[Phase.generate])",
        *(f"once(given(st.from_type({kind.__name__}))(lambda one: print(type(one).__name__)))()" for kind in kinds),
    ]
    ran = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    assert ran.stdout.split() == [kind.__name__ for kind in kinds]


def test_a_users_file_of_ten_lines_finds_a_planted_fault(tmp_path: Path) -> None:
    """The file of the docs, as somebody would keep it beside their protocol."""
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "test-your-protocol.md").read_text("utf-8")
    code = page.split("```py\n# test_our_clinic.py\n")[1].split("```")[0]
    assert len(code.splitlines()) <= 10
    (tmp_path / "test_our_clinic.py").write_text(code, "utf-8")
    # The loader refuses what is planted, so here it does not ask.
    off = "from soleus_recovery.guidance.checks import consistency\nconsistency.problems = lambda protocol: iter(())\n"
    (tmp_path / "conftest.py").write_text(off, "utf-8")
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_our_clinic.py"]
    for text, outcome in ((STRENGTH_EVERY_DAY, 1), ('extends = "soleus-standard"\nid = "our-clinic"\n', 0)):
        (tmp_path / "our-clinic.toml").write_text(text, "utf-8")
        ran = subprocess.run(run, capture_output=True, text=True, check=False, cwd=tmp_path)
        assert ran.returncode == outcome, ran.stdout
        assert ("I-14" in ran.stdout) is bool(outcome)


@given(plan=plans())
def test_the_public_plans_are_what_the_laws_are_about(plan: Plan) -> None:
    check_plan(plan, builtin("soleus-standard"))
