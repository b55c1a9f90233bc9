"""A discreet calendar reveals no facts, not even through its UIDs."""

import datetime as dt
import itertools
import re
import tempfile
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soleus_recovery import (
    Amendment,
    FactError,
    Plan,
    Runner,
    SelfCare,
    SymptomReport,
    assess,
    build_plan,
    case_from_json,
    case_to_json,
    from_json,
    issue,
    open_case,
    record,
    to_ics,
    to_json,
)
from soleus_recovery.calendars.events import uid
from soleus_recovery.calendars.resources import to_resources
from soleus_recovery.export.json.case import CaseFile
from soleus_recovery.plan.identity import derive_plan_id, is_derived
from soleus_recovery.testing import plans
from tests.calendars.reading import values
from tests.cli.cases import CASE, open_case_in
from tests.cli.running import FACTS, run

DISCREET = (*FACTS, "--discreet")
NOW = dt.datetime(2026, 11, 22, 18, 30, tzinfo=dt.UTC)


def care() -> SelfCare:
    report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    answer = assess(report, Runner(zone="Europe/Berlin"), now=NOW)
    assert isinstance(answer, SelfCare)
    return answer


def recovered(data: bytes) -> list[tuple[str, int, int]]:
    """The onset and pains of every report of that evening whose id gives the UIDs of a calendar: an attack."""
    uids, runner = set(values(data, "UID")), Runner(zone="Europe/Berlin")
    found: list[tuple[str, int, int]] = []
    for minute, rest, walking in itertools.product(range(60), range(3), range(5)):
        report = SymptomReport(onset=f"2026-11-22T18:{minute:02}", pain_at_rest=rest, pain_walking=walking)
        if uid(derive_plan_id(report, runner, "soleus-standard"), "card-2026-11-22") in uids:
            found.append((report.onset, rest, walking))
    return found


def test_the_attack_works_on_a_calendar_that_is_not_discreet(tmp_path: Path) -> None:
    run(*FACTS, "-o", "plan.ics", cwd=tmp_path)
    assert recovered((tmp_path / "plan.ics").read_bytes()) == [("2026-11-22T18:30", 1, 3)]


def test_onset_and_pains_cannot_be_recovered_from_a_discreet_one(tmp_path: Path) -> None:
    ran = run(*DISCREET, "-o", "plan.ics", cwd=tmp_path)
    assert ran.code == 0
    assert recovered((tmp_path / "plan.ics").read_bytes()) == []


@settings(max_examples=max(5, settings().max_examples // 2))
@given(minute=st.integers(0, 59), rest=st.integers(0, 2), walking=st.integers(0, 4), is_case=st.booleans())
def test_nothing_can_be_recovered_whatever_the_facts_and_whichever_command(
    minute: int, rest: int, walking: int, is_case: bool
) -> None:
    """The ids that the facts give are in no discreet calendar, of a plan or of a case."""
    onset = f"2026-11-22T18:{minute:02}"
    facts = ("--onset", onset, "--tz", "Europe/Berlin", "--now", "2026-11-22T19:30")
    pains = ("--pain-rest", str(rest), "--pain-walking", str(walking))
    report = SymptomReport(onset=onset, pain_at_rest=rest, pain_walking=walking)
    derived = derive_plan_id(report, Runner(zone="Europe/Berlin"), "soleus-standard")
    with tempfile.TemporaryDirectory() as name:
        command = ("start", CASE) if is_case else ("plan",)
        assert run(*command, *facts, *pains, "--discreet", "-o", "plan.ics", cwd=Path(name)).code == 0
        uids = values((Path(name) / "plan.ics").read_bytes(), "UID")
    assert uids
    assert not {uid(derived, key) for key in ("card-2026-11-22", "run-1", "2026-11-22-check-in-1")} & set(uids)


class TestPlan:
    def test_an_id_is_drawn_and_printed_and_every_file_has_it(self, tmp_path: Path) -> None:
        ran = run(*DISCREET, "-o", "plan.ics", "-o", "plan.json", "-o", "plan.html", cwd=tmp_path)
        plan = from_json((tmp_path / "plan.json").read_bytes())
        assert re.fullmatch("[0-9a-f]{16}", plan.id)
        assert uid(plan.id, "run-1") in values((tmp_path / "plan.ics").read_bytes(), "UID")
        assert ran.err == (
            f"soleus-recovery: the discreet calendar has the id {plan.id}: give it as --id to write this plan again\n"
        )

    def test_another_each_time_and_with_it_given_the_same_bytes(self, tmp_path: Path) -> None:
        for name in ("one", "two"):
            assert run(*DISCREET, "-o", f"{name}.ics", "-o", f"{name}.json", cwd=tmp_path).code == 0
        assert (tmp_path / "one.ics").read_bytes() != (tmp_path / "two.ics").read_bytes()
        again = run(*DISCREET, "--id", from_json((tmp_path / "one.json").read_bytes()).id, "-o", "3.ics", cwd=tmp_path)
        assert (again.code, again.err) == (0, "")
        assert (tmp_path / "3.ics").read_bytes() == (tmp_path / "one.ics").read_bytes()

    @pytest.mark.parametrize("outputs", [("-o", "-", "--format", "ics"), ("-o", "hold.ics")])
    def test_also_on_standard_output_and_for_a_holding_plan(self, tmp_path: Path, outputs: tuple[str, ...]) -> None:
        first, second = (run(*DISCREET, "--finding", "bruising", *outputs, cwd=tmp_path) for _ in range(2))
        assert (first.code, second.code) == (3, 3)
        assert first.err != second.err

    def test_without_a_calendar_nothing_is_drawn(self, tmp_path: Path) -> None:
        ran = run(*DISCREET, "-o", "plan.json", cwd=tmp_path)
        assert (ran.code, ran.err) == (0, "")
        assert is_derived(from_json((tmp_path / "plan.json").read_bytes()).id)

    def test_a_derived_id_that_is_given_is_refused(self, tmp_path: Path) -> None:
        run(*FACTS, "-o", "plan.json", cwd=tmp_path)
        derived = from_json((tmp_path / "plan.json").read_bytes()).id
        ran = run(*DISCREET, "--id", derived, "-o", "plan.ics", cwd=tmp_path)
        assert ran.code == 2
        assert ran.err.startswith(f"soleus-recovery: --id: '{derived}' is derived from the facts")
        assert not (tmp_path / "plan.ics").exists()


class TestCase:
    def test_one_that_start_opened_has_a_drawn_id(self, tmp_path: Path) -> None:
        case = open_case_in(tmp_path, "--discreet", "-o", "start.ics")
        assert case.command("export", "--discreet", "-o", "plan.ics").code == 0
        for name in ("start.ics", "plan.ics"):
            assert uid(case.file.case.id, "run-1") in values((tmp_path / name).read_bytes(), "UID")

    def test_one_with_a_derived_id_is_refused_by_export_and_sync(self, tmp_path: Path) -> None:
        case = open_case(care())
        file = CaseFile(case=case, issued=issue(case, case.started_at))
        (tmp_path / CASE).write_text(case_to_json(file), "utf-8")
        for command in (("export", CASE, "-o", "plan.ics"), ("sync", CASE, "--url", "http://localhost:1/x")):
            ran = run(*command, "--discreet", cwd=tmp_path)
            assert ran.code == 2
            assert ran.err.startswith("soleus-recovery: --id: 'plan-")
        assert not (tmp_path / "plan.ics").exists()
        assert run("export", CASE, "-o", "plan.ics", cwd=tmp_path).code == 0


class TestLibrary:
    def refused(self, plan: Plan) -> None:
        for write in (to_ics, to_resources):
            with pytest.raises(FactError, match=r"^id: 'plan-.* plan_id of build_plan or hold, case_id of open_case"):
                write(plan, discreet=True)
            assert write(plan)

    def test_a_derived_id_is_refused_with_the_way_on(self) -> None:
        self.refused(build_plan(care()))
        given = build_plan(care(), plan_id="given")
        assert to_ics(given, discreet=True) == to_ics(given, discreet=True)
        assert to_resources(given, discreet=True)

    @settings(max_examples=max(5, settings().max_examples // 2))
    @given(plan=plans(revised=False))
    def test_a_derived_id_is_refused_whatever_the_plan(self, plan: Plan) -> None:
        self.refused(attrs.evolve(plan, id=derive_plan_id(plan.report, plan.runner, plan.protocol.id)))

    def test_also_after_the_facts_were_amended_and_from_a_file(self) -> None:
        """What the id was derived from stands nowhere in the plan any more."""
        case = open_case(care())
        report = attrs.evolve(case.report, pain_walking=2)
        runner = attrs.evolve(case.runner, usual_run_minutes=40)
        case = record(case, Amendment(runner=runner, report=report), now=NOW + dt.timedelta(hours=1))
        plan = issue(case, case.last_recorded_at).plan
        assert plan.id != derive_plan_id(plan.report, plan.runner, plan.protocol.id)
        self.refused(plan)
        self.refused(from_json(to_json(plan)))
        file = case_from_json(case_to_json(CaseFile(case=case, issued=issue(case, case.last_recorded_at))))
        self.refused(file.issued.plan)

    def test_every_derived_id_is_known_by_its_form(self) -> None:
        for pain in range(4):
            report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=0, pain_walking=pain)
            assert is_derived(derive_plan_id(report, Runner(zone="UTC"), "soleus-standard"))
        for other in ("plan-1", "calf", "plan-0123456789abcdef012", "plan-0123456789ABCDEF0123", "x" * 25):
            assert not is_derived(other)
