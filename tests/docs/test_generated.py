"""The generated pieces of the pages follow the code: each is made from changed values, and changes with them."""

import re
from enum import Enum
from typing import Any

import attrs
import click
import pytest

from soleus_recovery import INVARIANTS, Finding, SoleusError, builtin, errors, json_schema
from soleus_recovery.cli.app import commands
from soleus_recovery.course.table import TABLE
from soleus_recovery.guidance.citation import Rule
from soleus_recovery.vocabulary import Decision, Origin, Signal, Stage, Urgency
from tests.cli.running import COMMANDS
from tools.pages import drawing, guidance, laws, words
from tools.pages.commands import commands_page
from tools.pages.extension import PIECES, fill_in
from tools.pages.schemas import schema_page

STANDARD = builtin("soleus-standard")


@pytest.mark.parametrize("name", PIECES)
def test_a_piece_is_the_same_each_time(name: str) -> None:
    assert PIECES[name]() == PIECES[name]()
    assert PIECES[name]().strip()


def test_a_mark_becomes_its_piece_and_an_unknown_one_is_refused() -> None:
    assert fill_in("# Laws\n\n<!-- generated: invariants -->\n") == f"# Laws\n\n{PIECES['invariants']()}\n"
    with pytest.raises(KeyError):
        fill_in("<!-- generated: tea -->\n")


class TestCommands:
    def test_every_command_and_option_is_there_once_with_its_help(self) -> None:
        page = commands_page(commands)
        for param in COMMANDS["plan"].params:
            assert isinstance(param, click.Option)
            spelt = f"{', '.join(param.opts)} {param.metavar or ''}".strip().replace("|", "\\|")
            assert page.split("## check")[0].count(f"\n| `{spelt}` | ") == 1
        assert "(command-protocol-check)=" in page

    def test_a_new_option_and_a_new_command_appear(self) -> None:
        @click.group()
        def group() -> None:
            """All."""

        @group.command()
        @click.option("--tea", metavar="CUPS", help="How much\b tea.")
        @click.option("--secret", hidden=True)
        @click.argument("name", metavar="POT")
        def brew(tea: str, secret: str, name: str) -> None:
            """Brew ``tea``."""

        page = commands_page(group)
        assert "## brew\n\nBrew `tea`.\n" in page
        assert "soleus-recovery brew [OPTIONS] POT" in page
        assert "| `--tea CUPS` | How much tea. |" in page
        assert "secret" not in page


class TestGuidance:
    def test_a_rule_is_listed_with_its_origin(self) -> None:
        rule = Rule(id="ours", says="Tea first.", origin=Origin.DEFAULT, cite="our | clinic")
        more = attrs.evolve(STANDARD, rules={**STANDARD.rules, "ours": rule})
        assert "| [`ours`]{#rule-ours} | Tea first. | default | our \\| clinic |" in guidance.rules(more)
        defaults = sum(each.origin is Origin.DEFAULT for each in STANDARD.rules.values())
        assert f"with the reason | {defaults} | " in guidance.origins(STANDARD)
        assert f"with the reason | {defaults + 1} | " in guidance.origins(more)

    def test_a_number_is_listed_by_its_path(self) -> None:
        less = attrs.evolve(STANDARD, ice=attrs.evolve(STANDARD.ice, minutes=9))
        assert "| `ice.minutes` | 9 | [ice-minutes](#rule-ice-minutes) |" in guidance.numbers(less)
        assert "| `ice.minutes` | 15 | 9 | `ice-minutes` |" in guidance.differences(STANDARD, less)

    def test_every_finding_is_on_the_page_and_a_row_says_what_fires_it(self) -> None:
        page = guidance.findings_that_refer(STANDARD) + guidance.findings_that_shape(STANDARD)
        assert [each for each in Finding if f"finding-{each}" not in page] == []
        row = attrs.evolve(STANDARD.triage.referrals["bruising"], urgency=Urgency.TODAY, text="Tea was spilt.")
        more = guidance.findings_that_refer(attrs.evolve(STANDARD, referrals={"mine": row}))
        assert more.index("(refer-today)=") < more.index("Tea was spilt.") < more.index("(refer-within-days)=")
        together = next(line for line in page.splitlines() if line.startswith("`lump-behind-knee`, together with"))
        assert together == (
            "`lump-behind-knee`, together with `swelling` or `notable-swelling` or `warm-red-one-sided-swelling`"
        )
        assert "`numbness-or-tingling`, together with pain 8 or more" in page

    def test_the_numbers_of_the_signals_are_those_of_the_protocol(self) -> None:
        stricter = attrs.evolve(STANDARD, progression=attrs.evolve(STANDARD.progression, setback_any=3))
        assert "| `more-pain` | pain 4 or more anywhere" in guidance.signals(STANDARD)
        assert "| `more-pain` | pain 3 or more anywhere" in guidance.signals(stricter)


class TestLawsAndErrors:
    def test_every_law_is_listed_with_its_sentence(self) -> None:
        page = laws.laws(INVARIANTS)
        for law in INVARIANTS:
            assert f"| [`{law.id}`]{{#law-{law.id}}} | {law.says} | {law.origin} |" in page

    def test_a_new_public_error_is_listed_under_its_parent(self) -> None:
        class Spilt(errors.PathError):
            """Tea on the file."""

        page = laws.errors_page(SoleusError, [*errors.__all__, "Spilt"])
        assert "    PathError\n" in page
        assert "        Spilt\n" in page
        assert "## Spilt\n\nTea on the file. Fields: `path`, `problem`." in page
        assert Spilt.__name__ not in laws.errors_page(SoleusError, errors.__all__)


class TestWords:
    def test_the_glossary_takes_its_definitions_from_docstrings(self) -> None:
        class Cup:
            """Holds ``tea``.

            And more.
            """

        assert "cup\n  Holds `tea`. In code: `Cup`.\n" in words.glossary({"cup": Cup})

    def test_every_word_of_a_closed_set_is_listed(self) -> None:
        class Tea(Enum):
            """Kinds."""

            GREEN = "green"
            BLACK = "black"

        assert "### Tea\n\nKinds.\n\n`green`, `black`\n" in words.vocabulary({"Tea": Tea})


def test_a_field_of_a_schema_is_listed_with_its_kind() -> None:
    schema = json_schema("plan")
    page = schema_page("plan", schema, {})
    for part in (schema, *schema["$defs"].values()):
        for field in part["properties"]:
            assert f"| `{field}` |" in page
    schema["properties"]["tea"] = {"type": "array", "items": {"enum": ["green"]}}
    assert "| `tea` | list of `green` | no |" in schema_page("plan", schema, {})


SETTINGS: dict[str, Any] = {
    "tool": {
        "importlinter": {
            "contracts": [
                {"type": "layers", "layers": ["(top)", "(left) | (right)", "ground"]},
                {
                    "type": "forbidden",
                    "ignore_imports": [
                        "soleus_recovery.top -> kettle",
                        "soleus_recovery.top.** -> kettle",
                        "soleus_recovery.ground.single -> pot",
                    ],
                },
            ]
        }
    }
}


class TestDiagrams:
    def test_the_layers_are_those_of_the_contract_from_the_top(self) -> None:
        assert drawing.floors(SETTINGS) == (("top",), ("left", "right"), ("ground",))
        assert drawing.guests(SETTINGS) == {"top": ("kettle",)}
        drawn = drawing.draw_floors(SETTINGS, {"top": "The <top>.", "ground": "Below."})
        assert drawn.index(">top</text>") < drawn.index(">alone imports kettle</text>") < drawn.index(">ground</text>")
        assert "The &lt;top&gt;." in drawn
        assert ">top</text>" not in drawing.draw_floors(SETTINGS, {"ground": "Below."})

    def test_rooms_of_one_layer_stand_side_by_side(self) -> None:
        """The two boxes share their height, and together take the room of one."""
        drawn = drawing.draw_floors(SETTINGS, dict.fromkeys(("top", "left", "right", "ground"), "Short."))
        boxes = re.findall(r'<rect class="box" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"', drawn)
        top, left, right, ground = [tuple(map(float, box)) for box in boxes]
        assert left[1] == right[1]
        assert top[1] < left[1] < ground[1]
        assert left[0] == top[0] == ground[0]
        assert left[0] + left[2] < right[0]
        assert right[0] + right[2] == top[0] + top[2]
        assert "left beside right" in drawn

    def test_each_cell_of_the_table_has_the_shape_of_its_decision(self) -> None:
        drawn = drawing.draw_table(TABLE)
        assert drawn.count("<rect") == len(TABLE)
        for kind in ("stop", "back", "hold", "same", "on"):
            assert f'class="cell {kind}"' in drawn
        changed = {**TABLE, (Signal.ALL_WELL, Stage.RETURNING): Decision.STOP}
        assert drawing.draw_table(changed).count('class="cell stop"') == drawn.count('class="cell stop"') + 1
