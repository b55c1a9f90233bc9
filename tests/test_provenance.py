"""Provenance: every session names its rules, every rule its origin and citation, every item of the article a rule."""

import re

import attrs
import pytest
from hypothesis import given

from soleus_recovery import Plan, SelfCare, hold
from soleus_recovery.guidance.citation import Because
from soleus_recovery.guidance.loader import builtin, builtin_ids
from soleus_recovery.vocabulary import Extra, Finding, Origin
from tests.examples import BERLIN, Case, Kind, case_of, plan_of, referral_of
from tests.strategies import self_care

GROUPS = {"C": 7, "S": 10, "D": 6, "N": 5, "T": 14, "R": 11, "P": 4}
ITEMS = [f"{group}{number}" for group, last in GROUPS.items() for number in range(1, last + 1)]
SOURCES = [
    "semc-rtr",
    "spiering-2021",
    "eyestone-1993",
    "article",
    "nhs-sprain",
    "nhs-48h",
    "nhs-nsaid",
    "nhs-ibu",
    "cuh",
    "nhs-inform-price",
    "nhs-dvt",
    "orthop-acs",
    "bmj-achilles",
    "dubois",
    "green-t1",
    "eyestone-1993",
    "hebert-2017",
    "green-t2",
    "nhsinform-doms",
    "hey-calf",
    "nbt-calf",
    "swansea-rtr",
    "green-t3",
    "green-t4",
    "green-t5",
    "prakash",
    "doms",
    "dupuy",
    "heat-doms",
    "foam",
    "cochrane-stretch",
    "loadit",
    "trial-rtr",
    "army-ladder",
    "nhs-pain",
    "arc-running",
    "bjsm-2025",
    "buist",
    "southtees-fq",
    "glos-fq",
    "mhra-2023",
    "nhs-pad",
    "bnssg-pad",
    "boast-10",
    "mayo-cecs",
    "paes-2017",
    "nhs-back",
    "nhs-baker",
    "nhs-statin",
    "cuh-travel",
    "kuipers-2007",
    "orchard-2020",
]
AN_ITEM = re.compile(r"\b[CSDNTRP]\d{1,2}\b")

PROTOCOL = builtin("soleus-standard")


def check(because: tuple[Because, ...]) -> None:
    assert because
    for each in because:
        rule = PROTOCOL.rules[each.rule]
        assert (each.origin, each.cite) == (rule.origin, rule.cite)


def check_plan(plan: Plan) -> None:
    for _, session in plan.sessions():
        check(session.because)
    for reason in plan.reasons:
        check((reason.because,))


class TestSessions:
    """Every session names at least one rule."""

    @given(self_care(cautions=True))
    def test_any_plan(self, drawn: tuple[Kind, Case]) -> None:
        _, case = drawn
        check_plan(plan_of(case))

    @pytest.mark.parametrize("kind", Kind)
    def test_with_all_extras(self, kind: Kind) -> None:
        check_plan(plan_of(case_of(kind, runner=attrs.evolve(BERLIN, extras=frozenset(Extra)))))

    @pytest.mark.parametrize("finding", [Finding.BRUISING, Finding.POP_OR_KICK, Finding.UNDER_16])
    def test_holding_plans(self, finding: Finding) -> None:
        check_plan(hold(referral_of(case_of(Kind.MILD, findings={finding}))))


class TestReasons:
    """Every reason names its rule, whatever the outcome."""

    @pytest.mark.parametrize("finding", Finding)
    def test_reasons(self, finding: Finding) -> None:
        result = case_of(Kind.MILD, findings={finding}).assess()
        assert result.reasons or isinstance(result, SelfCare)
        for reason in result.reasons:
            check((reason.because,))


class TestRules:
    """Every rule has an origin and a citation."""

    @pytest.mark.parametrize("rule_id", PROTOCOL.rules)
    def test_each(self, rule_id: str) -> None:
        rule = PROTOCOL.rules[rule_id]
        assert rule.id == rule_id
        assert rule.says.strip()
        assert rule.cite.strip()
        assert set(rule.items) <= set(ITEMS)
        match rule.origin:
            case Origin.ARTICLE:
                assert AN_ITEM.findall(rule.cite), "the article is cited by section and item"
                assert set(AN_ITEM.findall(rule.cite)) <= set(ITEMS)
            case Origin.EVIDENCE:
                assert any(source in rule.cite for source in SOURCES)
            case Origin.DEFAULT:
                assert len(rule.cite.split()) >= 3, "a default says why, in a line"
                assert "\n" not in rule.cite

    def test_every_source_is_there(self) -> None:
        assert set(PROTOCOL.sources) >= set(SOURCES)

    def test_every_source_that_a_rule_cites_exists(self) -> None:
        cited = {rule.cite for rule in PROTOCOL.rules.values() if rule.origin is Origin.EVIDENCE}
        assert cited
        for cite in cited:
            keys = re.findall(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", cite)
            assert set(keys) & set(PROTOCOL.sources)


class TestItems:
    """Every item of the article (C1-C7, S1-S10, D1-D6, N1-N5, T1-T14, R1-R11, P1-P4) is named by a rule."""

    @pytest.mark.parametrize("item", ITEMS)
    def test_each(self, item: str) -> None:
        assert item in PROTOCOL.items
        assert [rule.id for rule in PROTOCOL.rules.values() if item in rule.items]

    def test_no_other_items(self) -> None:
        assert sorted(PROTOCOL.items) == sorted(ITEMS)
        assert len(ITEMS) == 57


class TestOriginsAreHonest:
    """A source is cited only for what it says (sections 4 and 9 of the guidance)."""

    @pytest.mark.parametrize("protocol_id", builtin_ids())
    def test_the_counts_of_the_gate_are_ours(self, protocol_id: str) -> None:
        protocol = builtin(protocol_id)
        for test in protocol.gate.tests.values():
            numbers = {name: rule for name, rule in test.rules.items() if name != "test"}
            assert {protocol.rules[rule].origin for rule in numbers.values()} == {Origin.DEFAULT}

    def test_nhs_sprain_names_heat_and_massage_and_neither_stretching_nor_rolling(self) -> None:
        protocol = builtin("soleus-standard")
        cited = {
            name: protocol.rules[session.rules["strain_from_hours"]].cite
            for name, session in protocol.sessions.items()
            if name in ("warm-bath", "massage", "foam-roll", "stretch")
        }
        assert {name for name, cite in cited.items() if cite == "nhs-sprain"} == {"warm-bath", "massage"}
