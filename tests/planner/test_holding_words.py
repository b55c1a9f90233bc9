"""What a holding plan says on each of its days: what is forbidden, and how to rest."""

import attrs
import pytest

from soleus_recovery import Finding, Plan, SymptomReport, hold
from soleus_recovery.vocabulary import Activity, Measure
from tests.examples import BERLIN, ONSET, Case, referral_of
from tests.wall_clock import aware, instant, onset_wall

NAMED = {
    Measure.STRETCHING: "no stretching",
    Measure.MASSAGE: "no massage",
    Measure.ROLLING: "no rolling",
    Measure.HEAT: "no heat",
    Measure.ICE: "no ice",
    Measure.COMPRESSION: "no sleeve",
    Measure.RAISING: "no raising it above the heart",
    Measure.NSAID_TEXT: "no anti-inflammatory painkillers",
}


SORE = SymptomReport(onset=ONSET, pain_at_rest=0, pain_walking=3)
NOW = aware(instant(onset_wall(ONSET), "Europe/Berlin"))


def held(*findings: Finding) -> Plan:
    return hold(referral_of(Case(runner=BERLIN, report=attrs.evolve(SORE, findings=frozenset(findings)), now=NOW)))


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
        (text,) = [note for note in day.notes if note.startswith("Until you are seen: no running, and no exercise but")]
        assert {each for each, phrase in NAMED.items() if phrase in text} == plan.switched_off & set(NAMED)


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
        ((Finding.NUMBNESS_OR_TINGLING,), False, False),
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


LATER = "Not seen yet? Do not wait any longer: go to an urgent care centre or an emergency department today."


def test_who_was_to_be_seen_today_and_was_not_is_sent_to_where_somebody_is() -> None:
    for finding, is_urgent in ((Finding.POP_OR_KICK, True), (Finding.BRUISING, False)):
        days = held(finding).days
        assert [LATER in day.notes for day in days] == [False, *[is_urgent] * 6]
        assert any(note.startswith("No appointment yet? Call today.") for note in days[3].notes) is not is_urgent


def test_the_clinician_is_told_first_what_the_runner_told() -> None:
    plan = held(Finding.CANNOT_PUSH_OFF, Finding.BRUISING)
    appointment = next(each for _, each in plan.sessions() if each.activity is Activity.APPOINTMENT)
    assert "Tell them: Cannot push off; Bruising. Not being able to rise onto your toes" in appointment.instructions
    # Pain alone names no finding.
    by_number = hold(referral_of(Case(runner=BERLIN, report=attrs.evolve(SORE, pain_walking=8), now=NOW)))
    appointment = next(each for _, each in by_number.sessions() if each.activity is Activity.APPOINTMENT)
    assert "Tell them: Pain of 8 or more is too much for self-care" in appointment.instructions


def test_its_check_in_asks_for_no_run() -> None:
    check_ins = [each for _, each in held(Finding.BRUISING).sessions() if each.activity is Activity.CHECK_IN]
    assert len(check_ins) == 7
    assert not [each for each in check_ins if "run" in each.instructions]


@pytest.mark.parametrize(
    ("findings", "says"),
    [
        ((Finding.FLUOROQUINOLONE,), "Not called yet? Call today, before the next dose"),
        ((Finding.CLOT_RISK_MINOR,), "Not called yet? Call your GP or an urgent line today"),
        ((Finding.UNEXPLAINED_SORENESS, Finding.MUSCLE_MEDICINE), "Not asked yet? Speak to a pharmacist"),
        ((Finding.FLUOROQUINOLONE, Finding.POP_OR_KICK), LATER),
    ],
    ids=str,
)
def test_where_a_call_is_enough_the_next_day_asks_for_the_call(findings: tuple[Finding, ...], says: str) -> None:
    for day in held(*findings).days[1:]:
        (still,) = [note for note in day.notes if note.startswith("Not ") and "yet?" in note]
        assert still.startswith(says)


def test_its_first_card_says_on_whose_word_it_is_made() -> None:
    first, *later = held(Finding.BRUISING).days
    assert any("made on your word" in note for note in first.notes)
    assert not any("made on your word" in note for day in later for note in day.notes)


def test_the_box_names_every_sign_that_is_no_time_to_wait() -> None:
    text = held(Finding.BRUISING).labels.when_to_stop
    for sign in ("rise onto the toes", "darker", "another colour", "throbbing", "between the legs", "hard tight calf"):
        assert sign in text
