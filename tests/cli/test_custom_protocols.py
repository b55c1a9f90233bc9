"""A protocol of one's own on the command line: taken, kept by value, and refused with its place where it is wrong."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.cases import GOOD
from tests.cli.running import FACTS, Ran, run

README = Path(__file__).parents[2] / "README.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With the protocol of the README in it."""
    text = re.search(r"```toml\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert text is not None
    (tmp_path / "mine.toml").write_text(text[1], "utf-8")
    return tmp_path


def plan(folder: Path, *options: str) -> Ran:
    return run(*FACTS, "--protocol", "mine.toml", *options, cwd=folder)


def test_its_numbers_are_in_the_plan(folder: Path) -> None:
    ran = plan(folder)
    assert (ran.code, ran.err) == (0, "")
    assert "Ice the calf, 10 min" in ran.out


def test_a_plan_of_it_is_checked_and_explained_by_it(folder: Path) -> None:
    assert plan(folder, "-o", "plan.json").code == 0
    assert json.loads((folder / "plan.json").read_text())["protocol"] == {"id": "our-clinic", "version": "2026.1"}
    checked = run("check", "plan.json", "--protocol", "mine.toml", cwd=folder)
    assert (checked.code, checked.err) == (0, "")
    explained = run("explain", "plan.json", "2026-11-23-ice-1", "--protocol", "mine.toml", cwd=folder)
    assert "Ten minutes are enough for a calf." in explained.out
    assert "our clinic, 2026" in explained.out


@pytest.mark.parametrize("command", ["check", "explain"])
def test_without_it_the_file_is_asked_for(folder: Path, command: str) -> None:
    plan(folder, "-o", "plan.json")
    ran = run(command, "plan.json", cwd=folder)
    assert ran.code == 2
    assert "--protocol: this plan was made from 'our-clinic', which does not ship; allowed: its FILE.toml" in ran.err
    ran = run(command, "plan.json", "--protocol", "soleus-active", cwd=folder)
    assert ran.code == 2
    assert "'soleus-active' is not what this plan was made from; allowed: 'our-clinic'" in ran.err


def test_a_case_keeps_it_by_value(folder: Path) -> None:
    assert run("start", "calf.json", *FACTS[1:], "--protocol", "mine.toml", cwd=folder).code == 0
    (folder / "mine.toml").unlink()
    assert run("checkin", "calf.json", "--now", "2026-11-23T21:05", *GOOD, cwd=folder).code == 0
    assert "Ice the calf, 10 min" in run("show", "calf.json", cwd=folder).out
    assert "Ten minutes" in run("explain", "calf.json", "2026-11-24-ice-1", cwd=folder).out
    refused = run("explain", "calf.json", "--protocol", "soleus-active", cwd=folder)
    assert (refused.code, "a case holds its own" in refused.err) == (2, True)


def test_it_is_shown_as_a_page(folder: Path) -> None:
    page = run("protocol", "show", "mine.toml", cwd=folder)
    assert page.code == 0
    assert page.out.startswith("our-clinic 2026.1: ")
    assert "ice.minutes = 10 (our-ice)" in page.out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("minutes = 10", "minutes = 45", "ice.minutes: 45 is looser than the safety limit; allowed: at most 20"),
        ("minutes = 10", 'minutes = "ten"', "ice.minutes: 'ten' is not a whole number"),
        ('"our-ice" }', '"ours" }', "ice.rules.minutes: no rule is called 'ours'"),
        ('cite = "our clinic, 2026"', "", "rules.our-ice.cite: is missing"),
        ("[ice]", "[ice", "the file: not TOML"),
        ("[ice]", "[triage]", "triage: is built in"),
        ("soleus-standard", "soleus-gentle", "extends: 'soleus-gentle' is unknown"),
    ],
)
def test_what_is_wrong_in_it_is_one_line_with_its_place(folder: Path, old: str, new: str, said: str) -> None:
    path = folder / "mine.toml"
    path.write_text(path.read_text().replace(old, new, 1))
    for ran in (plan(folder), run("protocol", "show", "mine.toml", cwd=folder)):
        assert ran.code == 2
        assert said in ran.err, ran.err
        assert "'mine.toml'" in ran.err
        assert ran.err.count("\n") == 1


def test_what_is_no_text_is_refused(folder: Path) -> None:
    (folder / "mine.toml").write_bytes(b"\xff\xfe\x00")
    ran = plan(folder)
    assert (ran.code, "is not UTF-8" in ran.err) == (2, True)


def test_a_red_flag_is_printed_though_the_protocol_is_broken(folder: Path) -> None:
    (folder / "mine.toml").write_text("[")
    ran = plan(folder, "--finding", "breathless-or-chest-pain")
    assert ran.code == 4
    assert ran.out.startswith("Call your local emergency number now")
