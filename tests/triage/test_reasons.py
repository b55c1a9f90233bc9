"""The reasons that a runner reads: all of them, the most serious first, word for word."""

import copy
import datetime as dt
from typing import Any

import pytest

from soleus_recovery import Emergency, Finding, Runner, SeeClinician, SelfCare, Severity, SymptomReport, assess, builtin
from soleus_recovery.clock import minute_of
from soleus_recovery.triage.answers import Assessment

RUNNER = Runner(zone="Europe/Berlin")
NOW = dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)
STRAIN = "A strain cannot be ruled out, since soleus strains creep in: the plan is the careful one."
PLAIN = "It came on hours after the run, is spread out and does not hurt at rest: plain muscle soreness."
PLAIN_FINDINGS = [Finding.STARTED_HOURS_AFTER, Finding.DIFFUSE_SORENESS]


def answer(**facts_given: Any) -> Assessment:
    facts: dict[str, Any] = {"onset": "2026-11-22T18:30", "pain_at_rest": 0, "pain_walking": 2} | facts_given
    return assess(SymptomReport(**facts), RUNNER, now=NOW)


def expected(days: str) -> str:
    return f"The soreness may last {days} days. Every calf differs, so pain decides and not the date."


@pytest.mark.parametrize(
    ("facts_given", "reasons"),
    [
        ({"pain_at_rest": 3}, ["Worst pain 3 of 10: mild.", STRAIN, expected("2 to 3")]),
        ({"findings": PLAIN_FINDINGS}, ["Worst pain 2 of 10: mild.", PLAIN, expected("2 to 3")]),
        (
            {"pain_at_rest": None, "pain_walking": None, "severity": Severity.MODERATE},
            ["You judged it moderate.", STRAIN, expected("3 to 7")],
        ),
        (
            {"pain_at_rest": None, "severity": Severity.MODERATE},
            ["Worst pain 2 of 10: mild.", "You judged it moderate.", STRAIN, expected("3 to 7")],
        ),
        (
            {"pain_at_rest": 5, "pain_walking": None, "severity": Severity.MILD},
            ["Worst pain 5 of 10: moderate.", "You judged it mild.", STRAIN, expected("3 to 7")],
        ),
        (
            {"onset": "2026-11-19T10:00", "findings": [Finding.WEAKNESS]},
            [
                "Worst pain 2 of 10: mild.",
                "Weakness: severe.",
                "First reported more than 72 hours after it began: at least moderate.",
                STRAIN,
                "The soreness may last a week or longer. Every calf differs, so pain decides and not the date.",
            ],
        ),
    ],
)
def test_self_care(facts_given: dict[str, Any], reasons: list[str]) -> None:
    care = answer(**facts_given)
    assert isinstance(care, SelfCare)
    assert [reason.text for reason in care.reasons] == reasons


def test_the_most_serious_reason_of_a_referral_comes_first() -> None:
    referral = answer(findings=[Finding.BRUISING, Finding.CLOT_RISK])
    assert isinstance(referral, SeeClinician)
    clot, bruise = (reason.text for reason in referral.reasons)
    assert "a blood clot has to be ruled out today" in clot
    assert bruise == "Bruising or discoloration can mean a tear in the muscle."


def test_an_emergency_gives_no_other_reason() -> None:
    emergency = answer(findings=[Finding.BRUISING, Finding.COLD_PALE_LEG])
    assert isinstance(emergency, Emergency)
    (reason,) = emergency.reasons
    assert reason.text.startswith("A cold or pale leg")
    assert (emergency.runner, emergency.made_at) == (RUNNER, minute_of("now", NOW))
    assert emergency.report.findings == {Finding.BRUISING, Finding.COLD_PALE_LEG}


def test_a_copy_of_a_loaded_protocol_is_accepted() -> None:
    standard = builtin("soleus-standard")
    twin = copy.deepcopy(standard)
    report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=0, pain_walking=2)
    assert isinstance(assess(report, RUNNER, now=NOW, protocol=twin), SelfCare)
