"""What a holding plan says on each of its days: what is forbidden, and how to rest."""

import pytest

from soleus_recovery import Finding, Plan, Runner, SymptomReport, hold
from soleus_recovery.vocabulary import Activity, Measure
from tests.examples import BERLIN, ONSET, Case, referral_of
from tests.wall_clock import aware, instant, onset_wall

NAMED = {
    Measure.ICE: "no ice",
    Measure.COMPRESSION: "no sleeve",
    Measure.RAISING: "no raising it above the heart",
    Measure.NSAID_TEXT: "no anti-inflammatory painkillers",
}


def held(*findings: Finding, runner: Runner = BERLIN) -> Plan:
    report = SymptomReport(onset=ONSET, pain_at_rest=0, pain_walking=3, findings=frozenset(findings))
    return hold(referral_of(Case(runner=runner, report=report, now=aware(instant(onset_wall(ONSET), "Europe/Berlin")))))


@pytest.mark.parametrize(
    "findings",
    [
        (Finding.BRUISING,),
        (Finding.POP_OR_KICK,),
        (Finding.UNDER_16,),
        (Finding.ARTERIAL_DISEASE,),
        (Finding.BONE_OR_NIGHT_PAIN,),
        (Finding.NUMBNESS_OR_TINGLING, Finding.BRUISING),
    ],
    ids=str,
)
def test_every_day_names_all_that_is_switched_off(findings: tuple[Finding, ...]) -> None:
    plan = held(*findings)
    for day in plan.days:
        (text,) = [note for note in day.notes if note.startswith("Until you are seen: no running, exercise or stret")]
        assert "no massage, rolling or heat" in text
        assert {each for each, words in NAMED.items() if words in text} == plan.switched_off & set(NAMED)


def test_what_a_doctor_has_prescribed_is_not_forbidden() -> None:
    """Aspirin with disease of the arteries."""
    assert "but those a doctor has prescribed" in " ".join(held(Finding.ARTERIAL_DISEASE).days[0].notes)


def rest(plan: Plan) -> set[str]:
    return {each.instructions for _, each in plan.sessions() if each.activity is Activity.REST}


@pytest.mark.parametrize("finding", [Finding.POP_OR_KICK, Finding.CANNOT_PUSH_OFF, Finding.CANNOT_BEAR_WEIGHT])
def test_with_a_possible_rupture_or_fracture_the_weight_stays_off(finding: Finding) -> None:
    (text,) = rest(held(finding, Finding.BRUISING))
    assert text.startswith("Keep your weight off it as far as you can, do not rise onto your toes and do not stretch")
    assert "move about" not in text


def test_otherwise_rest_is_as_usual() -> None:
    (text,) = rest(held(Finding.BRUISING))
    assert "Rest does not mean lying still all day" in text


@pytest.mark.parametrize(
    ("findings", "raised", "iced"),
    [
        ((Finding.BRUISING,), True, True),
        ((Finding.NUMBNESS_OR_TINGLING,), True, False),
        ((Finding.PAIN_NOT_EASED_BY_REST,), False, True),
        ((Finding.ARTERIAL_DISEASE,), False, False),
    ],
    ids=str,
)
def test_past_the_timed_icings_its_card_still_says_what_relieves(
    findings: tuple[Finding, ...], raised: bool, iced: bool
) -> None:
    """N2 and N3 hold until it has been seen."""
    later = [day for day in held(*findings).days if day.number >= 4]
    assert later
    for day in later:
        assert any(note.startswith("Leg up above your heart, 15 minutes") for note in day.notes) is raised
        assert any(note.startswith("Ice, if it still helps") for note in day.notes) is iced
