"""soleus-active consists of data only, and differs in the advice for the first days but not in safety."""

import datetime as dt
import tomllib
from collections.abc import Iterable
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings

import soleus_recovery.guidance
from soleus_recovery import (
    Activity,
    Caution,
    Emergency,
    Finding,
    ProtocolError,
    SelfCare,
    SymptomReport,
    assess,
    build_plan,
    builtin,
    hold,
    parse_protocol,
)
from soleus_recovery.clock import MINUTES_PER_HOUR
from soleus_recovery.guidance.loader import ACTIVE, STANDARD
from soleus_recovery.laws.asking import violations
from soleus_recovery.plan.plan import Plan
from soleus_recovery.triage.answers import SeeClinician
from tests.examples import BERLIN, ONSET, Case, Kind, case_of
from tests.strategies import cases, self_care

STANDARD_ONE, ACTIVE_ONE = builtin(STANDARD), builtin(ACTIVE)
SOURCE = Path(soleus_recovery.guidance.__file__).with_name("soleus-active.toml")
LOADING = (Activity.WALK, Activity.MOBILISE, Activity.STRENGTHEN)
half = settings(max_examples=max(5, settings().max_examples // 2))


def planned(case: Case, protocol_id: str) -> Plan:
    answer = assess(case.report, case.runner, now=case.now, protocol=builtin(protocol_id))
    assert isinstance(answer, SelfCare)
    return build_plan(answer)


def hours(plan: Plan, *activities: Activity) -> list[float]:
    """Hours from onset at which sessions of these activities begin."""
    return [
        (each.span.start - plan.onset) / MINUTES_PER_HOUR
        for _, each in plan.sessions()
        if each.activity in activities and each.span is not None
    ]


@half
@given(drawn=self_care(cautions=True))
def test_every_plan_keeps_every_invariant(drawn: tuple[Kind, Case]) -> None:
    assert violations(planned(drawn[1], ACTIVE), ACTIVE_ONE) == ()


@half
@given(case=cases())
def test_every_holding_plan_keeps_every_invariant(case: Case) -> None:
    answer = assess(case.report, case.runner, now=case.now, protocol=ACTIVE_ONE)
    if isinstance(answer, SeeClinician):
        assert violations(hold(answer), ACTIVE_ONE) == ()


@half
@given(drawn=self_care())
def test_no_routine_ice_and_no_advice_on_painkillers_in_the_first_72_hours(drawn: tuple[Kind, Case]) -> None:
    plan, usual = (planned(drawn[1], each) for each in (ACTIVE, STANDARD))
    assert not [each for each in hours(plan, Activity.ICE) if each < 72]
    if hours(usual, Activity.ICE):
        reasons = [item.reason for item in plan.unplaced if item.activity is Activity.ICE]
        assert reasons[0].startswith("left out, because")
    for day in plan.days:
        if plan.runner.window(day.date).start < plan.onset + 72 * MINUTES_PER_HOUR:
            assert not any("paracetamol" in note for note in day.notes)
    # The leg is raised and the sleeve worn as ever.
    for activity in (Activity.ELEVATE, Activity.COMPRESS):
        assert _dates(plan, activity) == _dates(usual, activity)


@half
@given(drawn=self_care())
def test_a_possible_strain_is_loaded_no_later_than_by_the_standard_protocol(drawn: tuple[Kind, Case]) -> None:
    plan, usual = (planned(drawn[1], each) for each in (ACTIVE, STANDARD))
    if plan.possible_strain:
        for activity, from_hours in ((Activity.WALK, 48), (Activity.MOBILISE, 48), (Activity.STRENGTHEN, 72)):
            assert from_hours <= min(hours(plan, activity)) <= min(hours(usual, activity))
    assert hours(plan, Activity.STRETCH) == []


def test_plain_soreness_is_loaded_from_day_2() -> None:
    active, usual = (planned(case_of(Kind.PLAIN), each) for each in (ACTIVE, STANDARD))
    assert 24 <= min(hours(active, *LOADING)) < 48 <= min(hours(usual, *LOADING))
    assert next(day.number for day, each in active.sessions() if each.activity in LOADING) == 2


@half
@given(case=cases())
def test_triage_is_the_same(case: Case) -> None:
    answers = [assess(case.report, case.runner, now=case.now, protocol=each) for each in (STANDARD_ONE, ACTIVE_ONE)]
    assert type(answers[0]) is type(answers[1])
    assert answers[0].switched_off == answers[1].switched_off
    assert [each.text for each in answers[0].reasons] == [each.text for each in answers[1].reasons]


def test_gates_ladders_floors_and_check_ins_are_the_same() -> None:
    for name in ("gate", "ladders", "runs", "severity", "possible_strain", "progression", "triage", "limits"):
        assert getattr(ACTIVE_ONE, name) == getattr(STANDARD_ONE, name)


def test_it_is_data_only_and_contains_only_differences() -> None:
    assert not any("active" in path.read_text("utf-8") for path in SOURCE.parent.parent.rglob("*.py") if _decides(path))
    own = tomllib.loads(SOURCE.read_text("utf-8"))
    assert own["extends"] == STANDARD
    assert len(SOURCE.read_text("utf-8").splitlines()) < 90


def _decides(path: Path) -> bool:
    return path.relative_to(SOURCE.parent.parent).parts[0] in ("facts", "triage", "laws", "course", "planner")


class TestExtends:
    def test_tables_are_merged_and_the_rest_replaced(self) -> None:
        own = 'id = "mine"\nversion = "1"\n[ice]\nminutes = 10\n[sessions.rest]\ntitle = "Rest"\n'
        mine = parse_protocol(f'extends = "soleus-standard"\n{own}')
        assert (mine.id, mine.ice.minutes, mine.sessions["rest"].title) == ("mine", 10, "Rest")
        assert mine.ice.then_every_minutes == STANDARD_ONE.ice.then_every_minutes
        assert mine.sessions["rest"].instructions == STANDARD_ONE.sessions["rest"].instructions
        assert mine.ladders == STANDARD_ONE.ladders

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ('extends = "nothing"', "extends: 'nothing' is unknown; allowed: soleus-standard, soleus-active"),
            ("extends = 3", "extends: 3 is unknown"),
            ('extends = "soleus-standard"\n[ice]\nminutes = 45', "ice.minutes: 45 is looser than the safety limit"),
            ('extends = "soleus-standard"\n[triage]\nlasting = []', "triage: is built in"),
            ('extends = "soleus-standard"\nice = 3', "ice: 3 is not a table"),
            ('extends = "soleus-standard"\n[ice]\nminuts = 10', "ice: unknown 'minuts'; allowed: "),
            ('extends = "soleus-standard"\n[rules.ice-minutes]\norigin = "hearsay"', "rules.ice-minutes.origin: "),
        ],
    )
    def test_the_problem_is_named(self, text: str, problem: str) -> None:
        with pytest.raises(ProtocolError) as refused:
            parse_protocol(text)
        assert str(refused.value).startswith(problem), str(refused.value)


def _dates(plan: Plan, activity: Activity) -> list[dt.date]:
    return sorted({day.date for day, each in plan.sessions() if each.activity is activity})


def test_a_holding_plan_has_no_routine_ice_either() -> None:
    case = case_of(Kind.MILD, findings=[Finding.BRUISING])
    answer = assess(case.report, case.runner, now=case.now, protocol=ACTIVE_ONE)
    assert isinstance(answer, SeeClinician)
    assert hours(hold(answer), Activity.ICE) == []


class TestPainkillers:
    """There is no advice on painkillers in the first 72 hours, and none at all for runners who must avoid them."""

    def _notes(self, *cautions: Caution, findings: Iterable[Finding] = ()) -> str:
        report = SymptomReport(onset=ONSET, pain_at_rest=1, pain_walking=3, findings=frozenset(findings))
        runner = attrs.evolve(BERLIN, cautions=cautions)
        answer = assess(report, runner, now=case_of(Kind.MILD).now, protocol=ACTIVE_ONE)
        assert not isinstance(answer, Emergency)
        plan = build_plan(answer) if isinstance(answer, SelfCare) else hold(answer)
        return " ".join(note for day in plan.days for note in day.notes)

    def test_pain_that_keeps_the_runner_awake_is_for_a_clinician(self) -> None:
        """It may come from the bone: section 2."""
        assert "Pain that wakes you or keeps you awake: be seen within days." in self._notes()
        assert "pharmacist if the pain" not in self._notes()

    def test_runners_who_must_avoid_them_read_nothing_about_72_hours(self) -> None:
        assert "Painkillers against inflammation are left out" in self._notes()
        assert "Painkillers against inflammation are left out" not in self._notes(Caution.NSAID_RISK)
        assert "Painkillers against inflammation are left out" not in self._notes(findings=[Finding.BRUISING])
