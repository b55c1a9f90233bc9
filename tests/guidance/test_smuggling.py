"""A protocol cannot smuggle what the laws guard: each way in that was found, and the kind behind them."""

import datetime as dt
import json
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from soleus_recovery import (
    Emergency,
    Finding,
    ProtocolError,
    SeeClinician,
    SelfCare,
    Severity,
    Side,
    SymptomReport,
    Urgency,
    assess,
    builtin,
    parse_protocol,
)
from soleus_recovery.guidance.checks.provenance import sourced_numbers
from soleus_recovery.guidance.limits import pattern_of
from soleus_recovery.guidance.loader import builtin_ids
from soleus_recovery.guidance.protocol import BUILT_IN, RecoveryProtocol
from soleus_recovery.guidance.sessions import ASKING, MADE_BY_PLANNER
from soleus_recovery.testing import Facts, protocols
from soleus_recovery.testing.acts import ACTS, is_on_the_way
from soleus_recovery.testing.journey import CheckedTraveller
from soleus_recovery.testing.journey_strategies import first_facts
from soleus_recovery.triage.answers import Assessment
from soleus_recovery.vocabulary import Activity
from tests.examples import BERLIN, ONSET
from tests.guidance.hostile import hostile_protocols

HEAD = 'extends = "soleus-standard"\nid = "ours"\n'
RULE = '[rules.ours]\nsays = "Ours."\norigin = "default"\ncite = "nobody"\n'
LOOSER = "is looser than the safety limit; allowed:"


def refused(text: str) -> str:
    with pytest.raises(ProtocolError) as caught:
        parse_protocol(f"{HEAD}{text}\n{RULE}")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def session(activity: str, phases: str = '["restore"]', more: str = "", name: str = "ours") -> str:
    return (
        f'[sessions.{name}]\nactivity = "{activity}"\nphases = {phases}\ntitle = "Ours"\ninstructions = "Ours."\n'
        f"at = [{{ after_waking_minutes = 360 }}]\nsteps = [{{ minutes = 60 }}]\n{more}\n"
        'rules = { session = "ours", at = "ours", steps = "ours" }'
    )


def rung(walk: int, run: int) -> str:
    return f"{{ walk_minutes = {walk}, run_minutes = {run}, repeats = 1 }}"


def ladder(text: str) -> str:
    return f'[ladders.mild-strain]\n{text}\nrules = {{ rungs = "ours" }}'


class TestActivities:
    @pytest.mark.parametrize("activity", sorted(MADE_BY_PLANNER, key=str))
    @pytest.mark.parametrize("phase", ["relieve", "hold", "return"])
    def test_what_the_planner_makes_is_no_session_of_a_protocol(self, activity: Activity, phase: str) -> None:
        """An hour of running 13 hours after onset, runs in a holding plan, two hours of ice."""
        told = refused(session(activity.value, f'["{phase}"]'))
        assert told.startswith(f"sessions.ours.activity: {activity} is made by the planner alone; allowed: compress, ")

    @pytest.mark.parametrize("activity", sorted({each.value for each in ASKING.values()}))
    def test_what_asks_the_runner_does_so_under_its_own_name(self, activity: str) -> None:
        assert refused(session(activity)).startswith(f"sessions.ours.activity: {activity} is made by the planner alone")

    @pytest.mark.parametrize("name", ASKING)
    def test_under_the_name_of_a_question_nothing_else_is_done(self, name: str) -> None:
        told = refused(session("strengthen", name=name))
        assert told.startswith(f"sessions.{name}.activity: strengthen is not what this name stands for; allowed: ")

    @pytest.mark.parametrize(
        "more",
        [
            'kit = "sleeve"',
            'extra = "massage"',
            'finding = "swelling"',
            "every_days = 2",
            "most_per_week = 3",
            "off_run_days = true",
            "until_day = 3",
            "provisional = true",
            "strain_from_hours = 48",
        ],
    )
    def test_nothing_keeps_the_check_in_from_a_day(self, more: str) -> None:
        name = more.split(maxsplit=1)[0]
        told = refused(f'[sessions.check-in]\n{more}\nrules = {{ {name} = "ours" }}')
        assert (
            told == f"sessions.check-in.{name}: keeps the question from a day that needs it; allowed: to leave it out"
        )

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ('[sessions.check-in]\nphases = ["relieve"]', "sessions.check-in.phases: no check-in in restore, return, "),
            ("[sessions.check-in]\nat = []", "sessions.check-in.at: is missing: check-in needs a time; "),
            (
                "[sessions.review]\nat = [{ before_bed_minutes = 0 }]",
                f"sessions.review.at[0].before_bed_minutes: 0 {LOOSER} at least 50",
            ),
            ("[sessions.check-in]\nafter_run = false", "sessions.check-in.after_run: must be true"),
            ("[sessions.rest]\nafter_run = true", "sessions.rest.steps: is missing"),
            ("[sessions.walk]\nat = []", "sessions.walk.at: is missing: walk needs a time; all day allowed: "),
            ("[sessions.walk]\nat = [{}]", "sessions.walk.at[0]: must say exactly one of"),
            (
                '[sessions.walk]\nphases = ["restore", "hold"]',
                "sessions.walk.phases: walk is no part of a holding plan",
            ),
            ("[sessions.strengthen]\noff_run_days = false", "sessions.strengthen.off_run_days: must be true"),
            ("[sessions.strengthen]\nevery_days = 1", f"sessions.strengthen.every_days: 1 {LOOSER} at least 2"),
            ("[sessions.walk]\nplain_from_hours = 1", f"sessions.walk.plain_from_hours: 1 {LOOSER} at least 24"),
            ("[sessions.walk]\nstrain_from_hours = 24", f"sessions.walk.strain_from_hours: 24 {LOOSER} at least 48"),
        ],
    )
    def test_a_session_is_when_and_as_often_as_is_safe(self, text: str, told: str) -> None:
        assert refused(text).startswith(told)


class TestLevels:
    @pytest.mark.parametrize("finding", ["radiating-pain", "weakness", "altered-gait", "started-during-run", "spasms"])
    def test_a_finding_is_not_lowered_by_naming_it_twice(self, finding: str) -> None:
        told = refused(f'[severity.mild]\nfindings = ["local-pain", "{finding}"]')
        assert told == f"severity.mild.findings: {finding} is of another level too; allowed: one level for each finding"

    @pytest.mark.parametrize(("name", "known"), [("started", "started-hours-after"), ("spread", "diffuse-soreness")])
    def test_plain_soreness_is_shown_by_its_own_findings(self, name: str, known: str) -> None:
        told = refused(f'[plain_soreness]\n{name} = "local-pain"')
        assert told == f"plain_soreness.{name}: local-pain {LOOSER} {known}"

    def test_no_level_waits_less_long_than_the_one_below(self) -> None:
        told = refused('[severity.mild]\nfloor_hours = 96\nrules = { floor_hours = "ours" }')
        assert told == "severity.moderate.floor_hours: 72 is under 96, that of the level below"


class TestLadders:
    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("rungs = []", "ladders.mild-strain.rungs: has 0; allowed: 1 to 10"),
            (
                "rungs = [{ walk_minutes = 1, run_minutes = 4, repeats = 1 }]",
                f"ladders.mild-strain.rungs[0].run_minutes: 4 {LOOSER} at most 3",
            ),
            (
                "rungs = [{ walk_minutes = 1, run_minutes = 1, repeats = 1 }]\ncontinuous_minutes = 90",
                f"ladders.mild-strain.continuous_minutes: 90 {LOOSER} at most 3",
            ),
            (
                f"rungs = [{rung(2, 3)}, {rung(1, 6)}]",
                f"ladders.mild-strain.rungs[1].run_minutes: 6 {LOOSER} at most 5",
            ),
            (
                "rungs = [{ walk_minutes = 1, run_minutes = 3, repeats = 6 }]",
                f"ladders.mild-strain.rungs[0].repeats: 6 {LOOSER} at most 5",
            ),
            (
                f"rungs = [{rung(1, 2)}, {rung(1, 3)}]",
                "ladders.mild-strain: each rung must walk less than the one before: 1, 1",
            ),
            (
                "rungs = [{ walk_minutes = 1, run_minutes = 0, repeats = 1 }]",
                "ladders.mild-strain.continuous_minutes: 20 is",
            ),
            ("growth_percent = 31", f"ladders.mild-strain.growth_percent: 31 {LOOSER} at most 30"),
            (
                "growth_percent = 1",
                "ladders.mild-strain.growth_percent: 1 is no number that a plan can hold; allowed: 5 to",
            ),
            (
                "times_each = 100",
                "ladders.mild-strain.times_each: 100 is no number that a plan can hold; allowed: 1 to 3",
            ),
        ],
    )
    def test_no_way_back_is_faster_than_the_fastest(self, text: str, told: str) -> None:
        assert refused(ladder(text)).startswith(told)

    def test_a_level_cannot_climb_the_ladder_of_a_milder_one(self) -> None:
        told = refused('[severity.severe]\nladder = { plain = "mild-plain", strain = "mild-plain" }')
        assert told == f"ladders.mild-plain.rungs[0].run_minutes: 5 {LOOSER} at most 1"


class TestRules:
    @pytest.mark.parametrize(
        ("text", "path"),
        [
            ('[ice]\nrules = { minutes = "limit-ice" }', "ice.rules.minutes: limit-ice is built in"),
            ('[sessions.rest]\nrules = { session = "caution-cold" }', "sessions.rest.rules.session: caution-cold is"),
            ('[decisions.stop]\nrule = "limit-gate"', "decisions.stop.rule: limit-gate is built in"),
            ('[ice]\nrules = { minutes = "bruising-off" }', "ice.rules.minutes: bruising-off is built in"),
            ('[occasions.rules]\nopened = "clearance"', "occasions.rules.opened: clearance is the rule of a clearance"),
            ('[occasions.rules]\ncleared = "check-in"', "sessions.check-in-until-seen.rules.session: check-in is the"),
        ],
    )
    def test_nothing_poses_as_a_limit_nor_as_a_clearance(self, text: str, path: str) -> None:
        assert refused(text).startswith(path)

    @pytest.mark.parametrize(
        "name", ["limit-ice", "limit-ours", "caution-ours", "Limit-ice", "limit-ice ", "limit\u2010ice", "<script>", ""]
    )
    def test_no_rule_is_named_like_one_of_ours_nor_looks_like_it(self, name: str) -> None:
        assert refused(f'[rules."{name}"]\nsays = "Ice an hour."\norigin = "default"\ncite = "me"').startswith("rules")

    @pytest.mark.parametrize("table", ["sessions", "ladders", "referrals"])
    def test_a_name_is_a_plain_word(self, table: str) -> None:
        one = {
            "sessions": session("rest", name='"a\\nb"'),
            "ladders": ladder("times_each = 1").replace("mild-strain", '"a\\nb"')
            + "\nrungs = []\ncontinuous_minutes = 10\ngrowth_percent = 10",
            "referrals": (
                '[referrals."a\\nb"]\nurgency = "today"\nany_of = []\nswitches_off = []\ntext = "x"\nrules = {}'
            ),
        }[table]
        assert refused(one).startswith(f"{table}: 'a\\nb' is no name; allowed: ")


class TestReferrals:
    ROW = (
        '[referrals.ours]\nurgency = "today"\nany_of = [{{ finding = "dark-urine" }}]\nswitches_off = []\n'
        'text = "{}"\nmessage = "It can wait."\nrules = {{ referral = "ours" }}\n'
    )

    def test_none_says_what_a_built_in_one_says(self) -> None:
        text = builtin("soleus-standard").triage.referrals["bruising"].text
        assert refused(self.ROW.format(text)).startswith("referrals.ours.text: is that of a built-in referral")


class TestBounds:
    @pytest.mark.parametrize("protocol_id", builtin_ids())
    def test_every_number_has_a_least_and_a_most(self, protocol_id: str) -> None:
        protocol = builtin(protocol_id)
        for path, value, _ in sourced_numbers(protocol):
            if path.partition(".")[0] not in BUILT_IN:
                least, most = protocol.limits.bounds[pattern_of(path)]
                assert least <= value <= most, path

    @pytest.mark.parametrize(
        ("path", "told"),
        [
            ("severity.severe.relieve_hours = 2160", f"severity.severe.relieve_hours: 2160 {LOOSER} at most 120"),
            ("hold.relieve_hours = 2160", f"hold.relieve_hours: 2160 {LOOSER} at most 120"),
            ("progression.ice_again_hours = 2160", f"progression.ice_again_hours: 2160 {LOOSER} at most 24"),
            ("progression.stop_loading_walking = 0", "progression.stop_loading_walking: 0 is no number that"),
            ("hold.days = 365", "hold.days: 365 is no number that a plan can hold; allowed: 3 to 14"),
            ("hold.appointment_minutes = 1440", "hold.appointment_minutes: 1440 is no number that a plan can hold"),
            ("prevent.days = 365", "prevent.days: 365 is no number that a plan can hold; allowed: 1 to 42"),
            ("severity.severe.floor_hours = 2160", "severity.severe.floor_hours: 2160 is no number that a plan can"),
            ("runs.days_off_between = 365", "runs.days_off_between: 365 is no number that a plan can hold"),
            ("runs.warm_up_minutes = 0", "runs.warm_up_minutes: 0 is no number that a plan can hold; allowed: 5 to 30"),
            ("progression.dormant_days = 365", f"progression.dormant_days: 365 {LOOSER} at most 28"),
            ("gate.tests.heel-raises.pain_maximum = 10", "gate.tests.heel-raises.pain_maximum: 10 is no number"),
        ],
    )
    def test_a_number_beyond_them_is_refused_by_path(self, path: str, told: str) -> None:
        table, _, setting = path.rpartition(".")
        assert refused(f"[{table}]\n{setting}").startswith(told)

    @pytest.mark.parametrize(
        ("table", "name", "place"),
        [
            ("runs", "instructions", "only_if"),
            ("gate", "before_text", "tests"),
            ("gate", "tests_note", "start"),
            ("hold", "appointment_instructions", "message"),
        ],
    )
    def test_what_a_run_waits_for_and_whom_to_see_is_said(self, table: str, name: str, place: str) -> None:
        text = getattr(getattr(builtin("soleus-standard"), table), name).replace(f"{{{place}}}", "")
        assert refused(f"[{table}]\n{name} = {json.dumps(text)}") == f"{table}.{name}: must say {{{place}}}"

    def test_a_text_has_an_end(self) -> None:
        assert refused(f'[ice]\ntitle = "{"x" * 5_000}"') == "ice.title: has 5000 characters; allowed: up to 4000"

    def test_a_list_has_an_end(self) -> None:
        note = '[[notes]]\ntext = "Ours."\nrule = "ours"\nphases = []\n'
        assert refused(note * 81) == "notes: has 81; allowed: 0 to 80"


A_WALK = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


@A_WALK
@given(protocol=st.one_of(hostile_protocols(), protocols()), data=st.data())
def test_whatever_a_loader_takes_breaks_no_law(protocol: RecoveryProtocol, data: st.DataObject) -> None:
    """Each field at its legal worst: what is refused says so in one line, and what loads leads nobody past a law."""
    walk_under(protocol, data.draw(first_facts(protocol)), data)


def _reports() -> Iterator[SymptomReport]:
    """Every finding by itself and beside what shows plain soreness, with little pain, some, or none told."""
    pains: tuple[dict[str, Any], ...] = (
        {"pain_at_rest": 0, "pain_walking": 0},
        {"pain_at_rest": 1, "pain_walking": 4},
        *({"severity": severity} for severity in Severity),
    )
    for finding, pain in product(Finding, pains):
        yield SymptomReport(onset=ONSET, findings=frozenset({finding}), side=Side.BOTH, **pain)
        shown = frozenset({finding, Finding.STARTED_HOURS_AFTER})
        yield SymptomReport(onset=ONSET, findings=shown, side=Side.LEFT, **pain)


REPORTS = tuple(_reports())
NOW = dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)
STANDARD_ANSWERS = tuple(assess(report, BERLIN, now=NOW) for report in REPORTS)


@A_WALK
@given(protocol=hostile_protocols())
def test_no_protocol_makes_an_answer_milder(protocol: RecoveryProtocol) -> None:
    """Whatever is reported: no less urgent, no lower level, and no strain less possible than by the standard."""
    for report, ours in zip(REPORTS, STANDARD_ANSWERS, strict=True):
        theirs = assess(report, BERLIN, now=NOW, protocol=protocol)
        assert gravity(theirs) >= gravity(ours), report
        assert theirs.switched_off >= ours.switched_off, report
        if isinstance(theirs, SelfCare) and isinstance(ours, SelfCare):
            assert theirs.severity.rank >= ours.severity.rank, report
            assert theirs.possible_strain or not ours.possible_strain, report


def gravity(answer: Assessment) -> int:
    match answer:
        case SelfCare():
            return -1
        case SeeClinician():
            return answer.urgency.rank
        case Emergency():
            return Urgency.EMERGENCY.rank


def walk_under(protocol: RecoveryProtocol, facts: Facts, data: st.DataObject) -> None:
    """A short life under a protocol, every law asked after each step."""
    traveller = CheckedTraveller(facts, protocol)
    for _ in range(3):
        if is_on_the_way(traveller):
            data.draw(st.sampled_from(ACTS))(data.draw, traveller)


def test_hostile_protocols_load_and_are_hostile() -> None:
    """So that the check above cannot become empty: most differ from what ships where it counts."""
    seen: list[RecoveryProtocol] = []

    @settings(A_WALK, max_examples=20, database=None, derandomize=True)
    @given(hostile_protocols())
    def look(protocol: RecoveryProtocol) -> None:
        seen.append(protocol)

    look()
    parts = ("severity", "ice", "sessions", "gate", "ladders", "runs", "hold", "progression", "referrals", "prevent")
    shipped = [builtin(each) for each in builtin_ids()]
    other = [
        one for one in seen if all(any(getattr(one, part) != getattr(each, part) for part in parts) for each in shipped)
    ]
    assert len(other) * 2 > len(seen) > 10
