"""A protocol cannot get around the laws: each way that was once found, and all ways like it."""

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import suppress
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from soleus_recovery import (
    BrokenPlan,
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
    build_plan,
    builtin,
    hold,
    issue,
    open_case,
    parse_protocol,
    violations,
)
from soleus_recovery.guidance.checks.provenance import sourced_numbers
from soleus_recovery.guidance.limits import pattern_of
from soleus_recovery.guidance.loader import builtin_ids, protocol_of_table, protocol_table
from soleus_recovery.guidance.protocol import BUILT_IN, RecoveryProtocol
from soleus_recovery.guidance.sessions import ASKING, MADE_BY_PLANNER
from soleus_recovery.testing import Facts, protocols
from soleus_recovery.testing.acts import ACTS, is_on_the_way
from soleus_recovery.testing.journey import CheckedTraveller
from soleus_recovery.testing.journey_strategies import first_facts
from soleus_recovery.triage.answers import Assessment
from soleus_recovery.vocabulary import Activity
from tests.examples import BERLIN, ONSET
from tests.guidance.hostile import Place, hostile_protocols, path_of, places, with_value
from tests.protocols import unchecked

HEAD = 'extends = "soleus-standard"\nid = "ours"\n'
RULE = '[rules.ours]\nsays = "Ours."\norigin = "default"\ncite = "nobody"\n'
LOOSER = "is looser than the safety limit; allowed:"


STANDARD = builtin("soleus-standard")
TABLE = protocol_table(STANDARD)
PLACES = tuple(places(TABLE))
BUILT_IN_RULES = sorted(STANDARD.rules.keys() - TABLE["rules"].keys())
NAMING_A_RULE = tuple(
    place for place, value in PLACES if isinstance(value, str) and (place[-1] == "rule" or "rules" in place[1:-1])
)
TEXTS = tuple(place for place, _ in PLACES if place[-1:] in (("text",), ("title",), ("instructions",), ("says",)))
NUMBERS = tuple(
    (place, *STANDARD.limits.bounds[pattern_of(path_of(place))])
    for place, value in PLACES
    if type(value) is int and pattern_of(path_of(place)) in STANDARD.limits.bounds
)


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
    def test_a_session_rule_cannot_have_an_activity_of_the_planner(self, activity: Activity, phase: str) -> None:
        """Among them running 13 hours after onset, runs in a holding plan, and two hours of ice."""
        error = refused(session(activity.value, f'["{phase}"]'))
        assert error.startswith(f"sessions.ours.activity: {activity} is made by the planner alone; allowed: compress, ")

    @pytest.mark.parametrize("activity", sorted({each.value for each in ASKING.values()}))
    def test_a_session_that_asks_the_runner_has_its_own_name(self, activity: str) -> None:
        assert refused(session(activity)).startswith(f"sessions.ours.activity: {activity} is made by the planner alone")

    @pytest.mark.parametrize("name", ASKING)
    def test_the_name_of_an_asking_session_is_for_no_other_activity(self, name: str) -> None:
        error = refused(session("strengthen", name=name))
        assert error.startswith(f"sessions.{name}.activity: strengthen is not what this name stands for; allowed: ")

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
    def test_no_field_can_remove_the_check_in_from_a_day(self, more: str) -> None:
        name = more.split(maxsplit=1)[0]
        error = refused(f'[sessions.check-in]\n{more}\nrules = {{ {name} = "ours" }}')
        assert (
            error == f"sessions.check-in.{name}: keeps the question from a day that needs it; allowed: to leave it out"
        )

    @pytest.mark.parametrize(
        ("text", "error"),
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
            (
                '[sessions.walk]\nphases = ["restore", "keep"]',
                "sessions.walk.phases: keep holds the reminders",
            ),
            (
                "[sessions.strengthen-whole-leg]\noff_run_days = false",
                "sessions.strengthen-whole-leg.off_run_days: must be",
            ),
            ("[sessions.strengthen]\nevery_days = 1", f"sessions.strengthen.every_days: 1 {LOOSER} at least 2"),
            ("[sessions.walk]\nplain_from_hours = 1", f"sessions.walk.plain_from_hours: 1 {LOOSER} at least 24"),
            ("[sessions.walk]\nstrain_from_hours = 24", f"sessions.walk.strain_from_hours: 24 {LOOSER} at least 48"),
        ],
    )
    def test_an_unsafe_time_or_frequency_of_a_session_is_refused(self, text: str, error: str) -> None:
        assert refused(text).startswith(error)


class TestLevels:
    @pytest.mark.parametrize("finding", ["radiating-pain", "weakness", "altered-gait", "started-during-run", "spasms"])
    def test_a_finding_is_not_lowered_by_naming_it_twice(self, finding: str) -> None:
        error = refused(f'[severity.mild]\nfindings = ["local-pain", "{finding}"]')
        assert (
            error == f"severity.mild.findings: {finding} is of another level too; allowed: one level for each finding"
        )

    @pytest.mark.parametrize(("name", "known"), [("started", "started-hours-after"), ("spread", "diffuse-soreness")])
    def test_the_findings_of_plain_soreness_cannot_be_replaced(self, name: str, known: str) -> None:
        error = refused(f'[plain_soreness]\n{name} = "local-pain"')
        assert error == f"plain_soreness.{name}: local-pain {LOOSER} {known}"

    def test_no_level_waits_less_long_than_the_level_below(self) -> None:
        error = refused('[severity.mild]\nfloor_hours = 96\nrules = { floor_hours = "ours" }')
        assert error == "severity.moderate.floor_hours: 72 is under 96, that of the level below"


class TestLadders:
    @pytest.mark.parametrize(
        ("text", "error"),
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
    def test_no_ladder_is_faster_than_the_fastest_allowed(self, text: str, error: str) -> None:
        assert refused(ladder(text)).startswith(error)

    def test_a_level_cannot_use_the_ladder_of_a_milder_level(self) -> None:
        error = refused('[severity.severe]\nladder = { plain = "mild-plain", strain = "mild-plain" }')
        assert error == f"ladders.mild-plain.rungs[0].run_minutes: 5 {LOOSER} at most 1"


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
    def test_built_in_rules_and_clearances_cannot_be_named_as_other_reasons(self, text: str, path: str) -> None:
        assert refused(text).startswith(path)

    @pytest.mark.parametrize(
        "name", ["limit-ice", "limit-ours", "caution-ours", "Limit-ice", "limit-ice ", "limit\u2010ice", "<script>", ""]
    )
    def test_a_rule_cannot_have_or_resemble_a_built_in_name(self, name: str) -> None:
        assert refused(f'[rules."{name}"]\nsays = "Ice an hour."\norigin = "default"\ncite = "me"').startswith("rules")

    @given(name=st.sampled_from(BUILT_IN_RULES) | st.from_regex("(limit|caution)(-[a-z0-9]{1,8}){1,2}", fullmatch=True))
    def test_no_rule_of_its_own_takes_the_place_of_a_built_in_one(self, name: str) -> None:
        assert refused(f'[rules.{name}]\nsays = "Ice an hour."\norigin = "default"\ncite = "me"').startswith("rules.")

    @given(place=st.sampled_from(NAMING_A_RULE), name=st.sampled_from(sorted(STANDARD.limits.own_rules)))
    def test_no_number_session_or_text_names_the_rule_of_a_limit(self, place: Place, name: str) -> None:
        with pytest.raises(ProtocolError, match="is built in, and not the reason for this"):
            protocol_of_table(with_value(TABLE, place, name))

    @pytest.mark.parametrize("table", ["sessions", "ladders", "referrals"])
    def test_a_name_is_plain_ascii(self, table: str) -> None:
        one = {
            "sessions": session("rest", name='"a\\nb"'),
            "ladders": ladder("times_each = 1").replace("mild-strain", '"a\\nb"')
            + "\nrungs = []\ncontinuous_minutes = 10\ngrowth_percent = 10\ngrowth_times_each = 2\nlong_run_percent = 5",
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

    def test_a_referral_cannot_repeat_the_text_of_a_built_in_row(self) -> None:
        text = builtin("soleus-standard").triage.referrals["bruising"].text
        assert refused(self.ROW.format(text)).startswith("referrals.ours.text: is that of a built-in referral")


class TestBounds:
    @pytest.mark.parametrize("protocol_id", builtin_ids())
    def test_every_number_has_a_range(self, protocol_id: str) -> None:
        protocol = builtin(protocol_id)
        for path, value, _ in sourced_numbers(protocol):
            if path.partition(".")[0] not in BUILT_IN:
                least, most = protocol.limits.bounds[pattern_of(path)]
                assert least <= value <= most, path

    @pytest.mark.parametrize(
        ("path", "error"),
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
    def test_a_number_outside_its_range_is_refused_by_path(self, path: str, error: str) -> None:
        table, _, setting = path.rpartition(".")
        assert refused(f"[{table}]\n{setting}").startswith(error)

    @pytest.mark.parametrize(
        ("table", "name", "place"),
        [
            ("runs", "instructions", "only_if"),
            ("gate", "before_text", "tests"),
            ("gate", "tests_note", "start"),
            ("hold", "appointment_instructions", "message"),
        ],
    )
    def test_texts_must_say_what_a_run_waits_for_and_whom_to_see(self, table: str, name: str, place: str) -> None:
        text = getattr(getattr(builtin("soleus-standard"), table), name).replace(f"{{{place}}}", "")
        assert refused(f"[{table}]\n{name} = {json.dumps(text)}") == f"{table}.{name}: must say {{{place}}}"

    def test_a_text_has_a_maximum_length(self) -> None:
        assert refused(f'[ice]\ntitle = "{"x" * 5_000}"') == "ice.title: has 5000 characters; allowed: up to 4000"

    @given(number=st.sampled_from(NUMBERS), beyond=st.integers(1, 10**6), is_over=st.booleans())
    def test_any_number_beyond_its_range_is_refused(
        self, number: tuple[Place, int, int], beyond: int, is_over: bool
    ) -> None:
        place, least, most = number
        with pytest.raises(ProtocolError) as caught:
            protocol_of_table(with_value(TABLE, place, most + beyond if is_over else least - beyond))
        assert caught.value.path  # it may be that of another number, which the first one contradicts

    @given(place=st.sampled_from(TEXTS), more=st.integers(1, 10**5))
    def test_any_text_longer_than_the_longest_is_refused_by_path(self, place: Place, more: int) -> None:
        with pytest.raises(ProtocolError) as caught:
            protocol_of_table(with_value(TABLE, place, "x" * (STANDARD.limits.text_characters_maximum + more)))
        assert caught.value.path == path_of(place)

    def test_a_list_has_a_maximum_length(self) -> None:
        note = '[[notes]]\ntext = "Ours."\nrule = "ours"\nphases = []\n'
        assert refused(note * 81) == "notes: has 81; allowed: 0 to 80"


A_WALK = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


@A_WALK
@given(protocol=st.one_of(hostile_protocols(), protocols()), data=st.data())
def test_a_protocol_that_loads_breaks_no_law(protocol: RecoveryProtocol, data: st.DataObject) -> None:
    """With each field at its worst legal value, a protocol is refused in one line or leads to lawful plans."""
    walk_under(protocol, data.draw(first_facts(protocol)), data)


def _reports() -> Iterator[SymptomReport]:
    """Every finding, alone and with the findings of plain soreness, at low, moderate and unknown pain."""
    pains: tuple[dict[str, Any], ...] = (
        {"pain_at_rest": 0, "pain_walking": 0},
        {"pain_at_rest": 1, "pain_walking": 4},
        *({"severity": severity} for severity in Severity),
    )
    for finding, pain in product(Finding, pains):
        yield SymptomReport(onset=ONSET, findings=frozenset({finding}), side=Side.BOTH, **pain)
        shown = frozenset({finding, Finding.STARTED_HOURS_AFTER})
        yield SymptomReport(onset=ONSET, findings=shown, side=Side.LEFT, **pain)
    for finding in Finding:
        plain = frozenset({finding, Finding.STARTED_HOURS_AFTER, Finding.DIFFUSE_SORENESS})
        yield SymptomReport(onset=ONSET, findings=plain, side=Side.LEFT, **pains[0])


REPORTS = tuple(_reports())
NOW = dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC)
STANDARD_ANSWERS = tuple(assess(report, BERLIN, now=NOW) for report in REPORTS)


BRUISED = SymptomReport(onset=ONSET, pain_at_rest=1, pain_walking=3, findings=frozenset({Finding.BRUISING}))


@A_WALK
@given(protocol=hostile_protocols())
def test_a_holding_plan_of_a_protocol_that_loads_breaks_no_law(protocol: RecoveryProtocol) -> None:
    answer = assess(BRUISED, BERLIN, now=NOW, protocol=protocol)
    if isinstance(answer, SeeClinician):
        assert violations(hold(answer), protocol) == ()


@settings(A_WALK, max_examples=max(5, settings().max_examples // 4))
@given(data=st.data())
def test_no_plan_that_breaks_a_law_is_given_out(data: st.DataObject) -> None:
    """The last door: if no check of the loader looked at a protocol, its plans are lawful or there are none."""
    with unchecked():
        protocol = data.draw(hostile_protocols(edits=0))
    assert not protocol.ships
    for report in (REPORTS[0], BRUISED):
        answer = assess(report, BERLIN, now=NOW, protocol=protocol)
        if isinstance(answer, SelfCare):
            with suppress(BrokenPlan):
                assert violations(build_plan(answer), protocol) == ()
            with suppress(BrokenPlan):
                assert violations(issue(open_case(answer), NOW).plan, protocol) == ()
        elif isinstance(answer, SeeClinician):
            with suppress(BrokenPlan):
                assert violations(hold(answer), protocol) == ()


@A_WALK
@given(protocol=hostile_protocols())
def test_no_protocol_makes_an_answer_milder(protocol: RecoveryProtocol) -> None:
    """For every report the urgency, the level and the possible strain are at least those of the standard protocol."""
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
    """Walk a short journey under a protocol and check every law after each step."""
    traveller = CheckedTraveller(facts, protocol)
    for _ in range(3):
        if is_on_the_way(traveller):
            data.draw(st.sampled_from(ACTS))(data.draw, traveller)


def test_hostile_protocols_load_and_are_hostile() -> None:
    """Over a quarter of the hostile protocols differ from those that ship, so the test above is not empty."""
    seen: list[RecoveryProtocol] = []

    @settings(A_WALK, max_examples=60, database=None, derandomize=True)
    @given(hostile_protocols())
    def look(protocol: RecoveryProtocol) -> None:
        seen.append(protocol)

    look()
    parts = ("severity", "ice", "sessions", "gate", "ladders", "runs", "hold", "progression", "referrals", "prevent")
    shipped = [builtin(each) for each in builtin_ids()]
    other = [
        one for one in seen if all(any(getattr(one, part) != getattr(each, part) for part in parts) for each in shipped)
    ]
    assert len(other) * 4 > len(seen) > 10
