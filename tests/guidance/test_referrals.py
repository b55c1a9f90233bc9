"""A protocol's own referrals: heard everywhere beside those of triage, cleared like them, and never milder."""

import datetime as dt
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery import (
    CheckIn,
    Clearance,
    Finding,
    ProtocolError,
    SeeClinician,
    SelfCare,
    SymptomReport,
    Urgency,
    assess,
    builtin,
    open_case,
    parse_protocol,
    progress,
    record,
)
from soleus_recovery.clock import minute_of
from soleus_recovery.guidance.loader import builtin_ids
from soleus_recovery.guidance.protocol import RecoveryProtocol
from tests.cli.running import FACTS, run
from tests.examples import BERLIN, ONSET, Case
from tests.protocols import as_if_released, loaded
from tests.strategies import cases

CLINIC = """
extends = "soleus-standard"
id = "our-clinic"

[referrals.spasms]
urgency = "today"
any_of = [{ finding = "spasms" }]
switches_off = ["massage"]
text = "Spasms: our physiotherapist wants to feel the calf first."
rules = { referral = "our-spasms" }

[referrals.five-days]
urgency = "within-days"
any_of = [{ day_at_least = 5 }]
switches_off = []
text = "Five days are long enough to be looked at."
cleared_as = "recurring"
rules = { referral = "our-days", any_of = "our-days" }

[referrals.tight-and-sore]
urgency = "within-days"
any_of = [{ pain_walking_at_least = 5 }]
and_any_of = [{ finding = "tightness" }]
switches_off = ["stretching"]
text = "Tight, and sore to walk on."
cleared_as = "tightness"
rules = { referral = "our-spasms", any_of = "our-days" }

[rules.our-spasms]
says = "Spasms are felt before anything is planned."
origin = "default"
cite = "our clinic, 2026"

[rules.our-days]
says = "Soreness of five days is looked at."
origin = "default"
cite = "our clinic, 2026"
"""
MINE = parse_protocol(CLINIC)
NOW = dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)


def answer(*, now: dt.datetime = NOW, walking: int = 3, findings: frozenset[Finding] = frozenset()) -> object:
    report = SymptomReport(onset=ONSET, pain_at_rest=1, pain_walking=walking, findings=findings)
    return assess(report, BERLIN, now=now, protocol=MINE)


def test_only_the_findings_of_the_row_are_referred() -> None:
    assert isinstance(answer(), SelfCare)
    referral = answer(findings=frozenset({Finding.SPASMS}))
    assert isinstance(referral, SeeClinician)
    assert referral.urgency is Urgency.TODAY
    assert [reason.text for reason in referral.reasons] == ["Spasms: our physiotherapist wants to feel the calf first."]
    assert referral.reasons[0].because.cite == "our clinic, 2026"
    assert isinstance(answer(findings=frozenset({Finding.TIGHTNESS})), SelfCare)
    assert isinstance(answer(walking=5), SelfCare)
    assert isinstance(answer(walking=5, findings=frozenset({Finding.TIGHTNESS})), SeeClinician)


@pytest.mark.parametrize(("days", "refers"), [(4, False), (5, True)])
def test_days_of_soreness_count_in_the_first_report(days: int, refers: bool) -> None:
    assert isinstance(answer(now=NOW + dt.timedelta(days=days)), SeeClinician) is refers


@pytest.mark.parametrize(("days", "refers"), [(4, False), (5, True)])
def test_days_of_soreness_count_in_check_ins(days: int, refers: bool) -> None:
    first = answer()
    assert isinstance(first, SelfCare)
    case = open_case(first, case_id="mine")
    now = NOW + dt.timedelta(days=days)
    case = record(case, CheckIn(day=now.date(), pain_at_rest=1, pain_walking=2), now=now)
    waiting = progress(case, now).waiting
    assert (waiting is not None) is refers
    if waiting is not None:
        assert waiting.findings == {Finding.RECURRING}
        cleared = Clearance(date=now.date(), by="Dr Who", finding=Finding.RECURRING)
        assert progress(record(case, cleared, now=now), now).waiting is None


def test_a_later_check_in_can_fire_the_row() -> None:
    first = answer()
    assert isinstance(first, SelfCare)
    check_in = CheckIn(day=NOW.date(), pain_at_rest=0, pain_walking=0, findings=frozenset({Finding.SPASMS}))
    waiting = progress(record(open_case(first, case_id="mine"), check_in, now=NOW), minute_of("now", NOW)).waiting
    assert waiting is not None
    assert (waiting.urgency, waiting.findings) == (Urgency.TODAY, frozenset({Finding.SPASMS}))


WITHOUT = {
    dropped: loaded(
        attrs.evolve(MINE, referrals={name: row for name, row in MINE.referrals.items() if name != dropped})
    )
    for dropped in ("", "spasms", "five-days")
}


@given(case=cases(), dropped=st.sampled_from(list(WITHOUT)))
def test_own_rows_never_make_an_answer_milder(case: Case, dropped: str) -> None:
    """For any report the answer is at least as urgent, and switches off as much, as with built-in rows alone."""
    ours, theirs = (_outcome(case, each) for each in (WITHOUT[dropped], builtin("soleus-standard")))
    assert ours[0] >= theirs[0]
    assert ours[1] >= theirs[1]


def _outcome(case: Case, protocol: RecoveryProtocol) -> tuple[int, frozenset[object]]:
    result = assess(case.report, case.runner, now=case.now, protocol=protocol)
    if isinstance(result, SelfCare):
        return 0, frozenset(result.switched_off)
    rank = result.urgency.rank if isinstance(result, SeeClinician) else Urgency.EMERGENCY.rank
    return 1 + rank, frozenset(result.switched_off)


def test_a_row_with_a_built_in_name_cannot_replace_the_built_in_row() -> None:
    """This holds even for a row that the loader did not see."""
    empty = attrs.evolve(MINE.referrals["spasms"], any_of=())
    protocol = as_if_released(attrs.evolve(builtin("soleus-standard"), referrals={"pop-or-kick": empty}))
    report = SymptomReport(onset=ONSET, pain_at_rest=1, pain_walking=3, findings=frozenset({Finding.POP_OR_KICK}))
    assert isinstance(assess(report, BERLIN, now=NOW, protocol=protocol), SeeClinician)


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("[referrals.spasms]", "[referrals.bruising]", "referrals.bruising"),
        ('[{ finding = "spasms" }]', "[]", "referrals.spasms.any_of"),
        ('[{ finding = "spasms" }]', "[{}]", "referrals.spasms.any_of[0]"),
        ('{ finding = "spasms" }', '{ finding = "spasms", day_at_least = 3 }', "referrals.spasms.any_of[0]"),
        ('finding = "spasms"', 'finding = "cramp"', "referrals.spasms.any_of[0].finding"),
        ("day_at_least = 5", "day_at_least = 0", "referrals.five-days.any_of[0]"),
        ("pain_walking_at_least = 5", "pain_walking_at_least = 0", "referrals.tight-and-sore.any_of[0]"),
        ("pain_walking_at_least = 5", "pain_walking_at_least = 11", "referrals.tight-and-sore.any_of[0]"),
        ("pain_walking_at_least = 5", "day_at_least = 5", "referrals.tight-and-sore.any_of[0]"),
        ('cleared_as = "recurring"', "", "referrals.five-days.cleared_as"),
        ('text = "Tight, and sore to walk on."', 'text = " "', "referrals.tight-and-sore.text"),
        ('rules = { referral = "our-spasms" }', "rules = {}", "referrals.spasms.rules.referral"),
        (', any_of = "our-days" }', " }", "referrals.five-days.any_of[0].day_at_least"),
        ('referral = "our-spasms" }', 'referral = "nobody" }', "referrals.spasms.rules.referral"),
    ],
)
def test_an_error_in_a_row_is_refused_by_its_path(old: str, new: str, path: str) -> None:
    assert old in CLINIC
    with pytest.raises(ProtocolError) as refused:
        parse_protocol(CLINIC.replace(old, new, 1))
    assert refused.value.path == path


def test_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(CLINIC, "utf-8")
    page = run("protocol", "show", "mine.toml", cwd=tmp_path)
    assert (
        "  today: Spasms: our physiotherapist wants to feel the calf first. (our-spasms, of this protocol)" in page.out
    )
    mine = ("--protocol", "mine.toml", "--finding", "spasms")
    referred = run(*FACTS, *mine, cwd=tmp_path)
    assert (referred.code, "our physiotherapist wants to feel" in referred.out) == (3, True)
    # Whatever else is mistyped, also of these nothing is kept back.
    mistyped = run(*FACTS, *mine, "-o", "plan.doc", cwd=tmp_path)
    assert (mistyped.code, mistyped.out.startswith("See a clinician today")) == (2, True)
    assert run("start", "calf.json", *FACTS[1:], "--protocol", "mine.toml", cwd=tmp_path).code == 0
    options = ("--pain-rest", "0", "--pain-walking", "0", "--morning", "same")
    ran = run("checkin", "calf.json", "--now", "2026-11-23T21:05", *options, "--finding", "spasms", cwd=tmp_path)
    assert (ran.code, "our physiotherapist wants to feel" in ran.out) == (3, True)


@pytest.mark.parametrize("protocol_id", builtin_ids())
def test_every_shipped_clue_has_exactly_one_condition(protocol_id: str) -> None:
    """Triage ignores the marks of a clue that has a finding."""
    rows = builtin(protocol_id).all_referrals.values()
    clues = [clue for row in rows for clue in (*row.any_of, *row.and_any_of)]
    assert len(clues) > 20
    for clue in clues:
        assert sum(said is not None for said in attrs.asdict(clue).values()) == 1, clue
