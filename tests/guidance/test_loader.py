"""A protocol file is refused by path when its types, consistency, provenance or safety is wrong."""

import re
from importlib import resources

import pytest

from soleus_recovery import ProtocolError
from soleus_recovery.guidance.checks.provenance import sourced_numbers
from soleus_recovery.guidance.loader import (
    STANDARD,
    builtin,
    builtin_ids,
    parse_protocol,
    protocol_of_table,
    protocol_table,
)


@pytest.fixture(scope="module")
def standard() -> str:
    return resources.files("soleus_recovery.guidance").joinpath(f"{STANDARD}.toml").read_text(encoding="utf-8")


def refused(text: str) -> str:
    with pytest.raises(ProtocolError) as caught:
        parse_protocol(text)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


class TestTypes:
    def test_a_minimum_over_a_maximum_is_refused_by_path(self, standard: str) -> None:
        text = changed(
            standard, "expected_days = { minimum = 2, maximum = 3 }", "expected_days = { minimum = 3, maximum = 2 }"
        )
        assert refused(text) == "severity.mild.expected_days: minimum 3 is over maximum 2"

    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ("minutes = 15\n", 'minutes = "15"\n', "ice.minutes: '15' is not a whole number"),
            ("minutes = 15\n", "minutes = 15.5\n", "ice.minutes: 15.5 is not a whole number"),
            ("minutes = 15\n", "minutes = true\n", "ice.minutes: True is not a whole number"),
            ("minutes = 15\n", "", "ice.minutes: is missing"),
            ("minutes = 15\n", "minutes = 15\nseconds = 4\n", "ice: unknown 'seconds'; allowed: minutes,"),
            ('findings = ["spasms"]', 'findings = "spasms"', "severity.moderate.findings: 'spasms' is not a list"),
            (
                'findings = ["spasms"]',
                'findings = ["cramp"]',
                "severity.moderate.findings[0]: 'cramp' is unknown",
            ),
            ("repeats = 5 }]", 'repeats = "x" }]', "ladders.mild-plain.rungs[0].repeats: 'x' is not a whole number"),
            ('[kit_notes]\nsleeve = "', '[kit_notes]\nsock = "', "kit_notes.sock: 'sock' is unknown"),
            ("[first_report]", "[[first_report]]", "first_report: [{'after_hours': 72, "),
        ],
    )
    def test_a_wrong_value_is_refused_by_path(self, standard: str, old: str, new: str, message: str) -> None:
        assert refused(changed(standard, old, new)).startswith(message)

    @pytest.mark.parametrize("cut", [0, 1, 1000, 20_000])
    def test_a_file_cut_in_half_is_refused(self, standard: str, cut: int) -> None:
        assert refused(standard[:cut])

    def test_a_file_that_is_not_toml_is_refused(self) -> None:
        assert refused("\x00 nonsense").startswith("the file: not TOML")

    def test_deep_nesting_is_refused_without_a_crash(self) -> None:
        assert refused("a = " + "[" * 100_000).startswith("the file: not TOML")

    @pytest.mark.parametrize("table", ["triage", "limits", "items", "sources"])
    def test_a_built_in_part_cannot_be_replaced(self, standard: str, table: str) -> None:
        assert refused(f"{standard}\n[{table}]\n") == f"{table}: is built in; no protocol can replace it"

    def test_a_built_in_rule_cannot_be_replaced(self, standard: str) -> None:
        rule = '[rules.limit-ice]\nsays = "more"\norigin = "default"\ncite = "me"\n'
        assert refused(f"{standard}\n{rule}").startswith("rules.limit-ice: is the name of a built-in rule")

    def test_an_unknown_id_is_refused_with_the_known_ids(self) -> None:
        with pytest.raises(ProtocolError, match=r"'nope' is unknown; allowed: soleus-standard"):
            builtin("nope")


class TestConsistency:
    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ('plain = "mild-plain"', 'plain = "none"', "severity.mild.ladder.plain: no ladder is called 'none'"),
            (
                "pain = { minimum = 4, maximum = 5 }",
                "pain = { minimum = 5, maximum = 5 }",
                "severity.moderate.pain: must start at 4",
            ),
            (
                "pain = { minimum = 0, maximum = 3 }",
                "pain = { minimum = 1, maximum = 3 }",
                "severity.mild.pain: must start at 0",
            ),
            (
                "relieve_hours = 48",
                "relieve_hours = 12",
                "severity.mild.relieve_hours: 12 is under ice.first_day_hours",
            ),
            (
                "run_minutes = 5, repeats = 5 }]",
                "run_minutes = 25, repeats = 5 }]",
                "ladders.mild-plain: the longest stretch of running falls",
            ),
            ("times_each = 1", "times_each = 0", "ladders.mild-plain.times_each: 0 is looser than the safety limit"),
            (
                "walk_minutes = 1, run_minutes = 5, repeats = 5 }]",
                "walk_minutes = 1, run_minutes = 5, repeats = 0 }]",
                "ladders.mild-plain.rungs[0].repeats: 0 is no number that a plan can hold; allowed: 1 to 12",
            ),
            ("steps = [{ minutes = 5, sets = 2, repetitions = 10 }]\n", "", "sessions.mobilise.steps: is missing"),
            (
                "steps = [{ minutes = 5 }]",
                "steps = [{ minutes = 0 }]",
                "sessions.foam-roll.steps[0].minutes: 0 is no number that a plan can hold; allowed: 1 to 60",
            ),
            ("every_days = 2", "every_days = 0", "sessions.strengthen.every_days: 0 is looser than the safety limit"),
            ("[sessions.check-in]", "[sessions.evening]", "sessions.check-in: is missing"),
            ("days = 14\n", "days = 0\n", "prevent.days: 0 is no number that a plan can hold; allowed: 1 to 42"),
            ('nsaid-risk = "a reason', 'nsaid = "a reason', "labels.words.cautions.nsaid: 'nsaid' is unknown"),
            ('hold = "Hold"\n', "", "labels.words.phases.hold: is missing"),
            ('"Sun"]', '"Sun", "Day"]', "labels.weekdays: must be 7 names"),
        ],
    )
    def test_a_contradiction_is_refused_by_path(self, standard: str, old: str, new: str, message: str) -> None:
        assert refused(changed(standard, old, new)).startswith(message)

    def test_an_unknown_placeholder_is_refused(self, standard: str) -> None:
        text = changed(standard, 'title = "Ice the calf, {minutes} min"', 'title = "Ice, {hours} h"')
        assert refused(text) == "ice.title: nothing fills in {hours}; allowed: {minutes}"

    def test_an_open_brace_is_refused(self, standard: str) -> None:
        text = changed(standard, 'title = "Ice the calf, {minutes} min"', 'title = "Ice {"')
        assert refused(text).startswith("ice.title: a brace holds no plain name; allowed: {minutes}")

    def test_a_brace_cannot_reach_into_a_value(self, standard: str) -> None:
        text = changed(standard, 'title = "Ice the calf, {minutes} min"', 'title = "{minutes.real}"')
        assert refused(text).startswith("ice.title: a brace holds no plain name; allowed: {minutes}")


class TestProvenance:
    def test_every_number_of_the_standard_protocol_has_a_rule_with_an_origin(self) -> None:
        protocol = builtin(STANDARD)
        numbers = list(sourced_numbers(protocol))
        assert len(numbers) > 150
        for path, value, rule in numbers:
            assert rule in protocol.rules, (path, value)

    def test_no_number_of_the_file_is_missed(self, standard: str) -> None:
        """``sourced_numbers`` yields as many numbers as the file has outside of texts and comments."""
        values = re.sub(r'"[^"\n]*"|#[^\n]*', "", standard)
        written = len(re.findall(r"(?<![\w-])\d+(?![\w-])", values))
        built_in = {"triage", "limits"}
        walked = [path for path, _, _ in sourced_numbers(builtin(STANDARD)) if path.split(".")[0] not in built_in]
        assert len(walked) == written

    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ('minutes = "ice-minutes", ', "", "ice.minutes: no rule gives its origin"),
            ('minutes = "ice-minutes"', 'minutes = "nothing"', "ice.rules.minutes: no rule is called 'nothing'"),
            ('rule = "no-alcohol"', 'rule = "nothing"', "notes[1].rule: no rule is called 'nothing'"),
            ('cite = "doms"', 'cite = "my-blog"', "rules.plain-soreness.cite: 'my-blog' is not a source"),
            ('cite = "T14"\nitems = ["T14"]', 'cite = "T14"', "rules: no rule names the article's item T14"),
            ('items = ["T14"]', 'items = ["T99"]', "rules.shoes.items[0]: 'T99' is no article item"),
            ('cite = "T14"', 'cite = " "', "rules.shoes: says and cite must not be empty"),
            ('origin = "evidence"', 'origin = "hearsay"', "rules.pain-bands.origin: 'hearsay' is unknown"),
        ],
    )
    def test_a_missing_origin_is_refused_by_path(self, standard: str, old: str, new: str, message: str) -> None:
        assert refused(changed(standard, old, new)).startswith(message)

    def test_every_shipped_protocol_passes_every_check(self) -> None:
        for each in builtin_ids():
            assert builtin(each).id == each
            assert protocol_of_table(protocol_table(builtin(each))) == builtin(each)


class TestLimits:
    @pytest.mark.parametrize(
        ("old", "new", "path"),
        [
            ("minutes = 15\n", "minutes = 21\n", "ice.minutes"),
            ("first_day_every_minutes = 120", "first_day_every_minutes = 119", "ice.first_day_every_minutes"),
            ("then_every_minutes = 180", "then_every_minutes = 100", "ice.then_every_minutes"),
            ("floor_hours = 48", "floor_hours = 47", "severity.mild.floor_hours"),
            ("floor_hours = 72\nfirst", "floor_hours = 71\nfirst", "severity.moderate.floor_hours"),
            ("floor_hours = 168", "floor_hours = 167", "severity.severe.floor_hours"),
            ("first_run_day = 4", "first_run_day = 3", "severity.mild.first_run_day"),
            (
                "[possible_strain]\nfloor_hours = 72",
                "[possible_strain]\nfloor_hours = 48",
                "possible_strain.floor_hours",
            ),
            ("tests_from_hours = 48", "tests_from_hours = 24", "plain_soreness.tests_from_hours"),
            ("tests_from_hours = 72", "tests_from_hours = 48", "possible_strain.tests_from_hours"),
            ("days_off_between = 1", "days_off_between = 0", "runs.days_off_between"),
            ("growth_percent = 50", "growth_percent = 51", "ladders.mild-plain.growth_percent"),
            ("lapses_after_days = 3", "lapses_after_days = 4", "gate.lapses_after_days"),
            ("painkiller_hours = 24", "painkiller_hours = 12", "gate.painkiller_hours"),
            ("[gate]\npain_at_rest_maximum = 0", "[gate]\npain_at_rest_maximum = 1", "gate.pain_at_rest_maximum"),
            ("minutes = 30\nrules", "minutes = 20\nrules", "gate.tests.brisk-walk.minutes"),
            ("plain = true\npain_maximum = 0", "plain = true\npain_maximum = 1", "gate.tests.brisk-walk.pain_maximum"),
            ("plain = true\npain_maximum = 2", "plain = true\npain_maximum = 3", "gate.tests.hops.pain_maximum"),
            ("count = 10\nrules", "count = 9\nrules", "gate.tests.hops.count"),
            ("count = 10\npercent", "count = 9\npercent", "gate.tests.heel-raises.count"),
            (
                "percent_of_other_side = 90",
                "percent_of_other_side = 80",
                "gate.tests.heel-raises.percent_of_other_side",
            ),
            ("plain = true\npain_maximum = 2", "plain = false\npain_maximum = 2", "gate.tests.hops.plain"),
            ("run_after_days = 2", "run_after_days = 1", "gate.run_after_days"),
            ("tests_from_day = 12", "tests_from_day = 11", "severity.severe.tests_from_day"),
            ("after_hours = 72\nat_least", "after_hours = 96\nat_least", "first_report.after_hours"),
            ('at_least = "moderate"', 'at_least = "mild"', "first_report.at_least"),
            (
                "pain_at_rest_maximum = 0\nexcluded",
                "pain_at_rest_maximum = 1\nexcluded",
                "plain_soreness.pain_at_rest_maximum",
            ),
            ('findings = ["spasms"]', "findings = []", "severity.moderate.findings"),
            ('excluded = ["swelling", ', "excluded = [", "plain_soreness.excluded"),
            ("setback_any = 4", "setback_any = 5", "progression.setback_any"),
            ("stop_loading_walking = 6", "stop_loading_walking = 7", "progression.stop_loading_walking"),
            ("silence_days = 7", "silence_days = 30", "progression.silence_days"),
            ("setbacks_refer = 2", "setbacks_refer = 3", "progression.setbacks_refer"),
            ("sore_day = 3", "sore_day = 4", "progression.sore_day"),
            ("hard_setback_hours = 72", "hard_setback_hours = 24", "progression.hard_setback_hours"),
            ("setback_days_off = 1", "setback_days_off = 0", "progression.setback_days_off"),
        ],
    )
    def test_a_looser_number_is_refused_by_name(self, standard: str, old: str, new: str, path: str) -> None:
        message = refused(changed(standard, old, new))
        assert message.startswith(f"{path}: ")
        assert "limit" in message

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("minutes = 15\n", "minutes = 10\n"),
            ("then_every_minutes = 180", "then_every_minutes = 240"),
            ("floor_hours = 168", "floor_hours = 240"),
            ("growth_percent = 50", "growth_percent = 10"),
            ("days_off_between = 1", "days_off_between = 2"),
        ],
    )
    def test_a_stricter_number_is_accepted(self, standard: str, old: str, new: str) -> None:
        assert parse_protocol(changed(standard, old, new)).id == STANDARD
