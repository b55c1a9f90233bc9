"""What the pages and comments point to exists: the readings by their slugs, the rooms and modules by their paths."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

REPO = Path(__file__).parents[2]
PACKAGE = REPO / "src" / "soleus_recovery"
READINGS = REPO / "docs" / "explanation" / "progression.md"
SLUG = r"`{1,2}([a-z][a-z-]*)`{1,2}"
CITED = re.compile(rf"\breadings? {SLUG}(?:(?:,? and |, ){SLUG})*", re.IGNORECASE)
PLACES = ("CONTRIBUTING.md", "docs/explanation/tour.md")


def slugs() -> frozenset[str]:
    """The slugs of the readings: the headings of their section."""
    section = READINGS.read_text("utf-8").split("\n## Readings\n")[1]
    return frozenset(re.findall(r"^### `([a-z-]+)`$", section, re.MULTILINE))


def cited(text: str) -> Iterator[str]:
    """Every slug that a text cites as a reading, also the second and third of a list."""
    for match in CITED.finditer(" ".join(re.sub(r"\n\s*#", "\n", text).split())):
        yield from re.findall(SLUG, match[0])


def test_a_citation_is_found_in_a_list_and_over_the_end_of_a_line() -> None:
    assert [*cited("Reading `gate`: so.")] == ["gate"]
    assert [*cited("By readings ``gate``, `level` and `days-off`, or `other`.")] == ["gate", "level", "days-off"]
    assert [*cited("# the bound of reading\n    # `first-run` holds")] == ["first-run"]
    assert [*cited("reading `--busy`, misreading `x`, reading 8")] == []


def test_every_reading_is_there() -> None:
    """There are nineteen, each under a heading that a link can lead to."""
    assert len(slugs()) == 19
    assert {"days", "gate", "run-counts", "long-silence"} <= slugs()


@pytest.mark.parametrize("folder", ["src", "tests", "docs", "suite"])
def test_every_reading_that_is_cited_has_a_heading(folder: str) -> None:
    for path in sorted((REPO / folder).rglob("*")):
        if path.suffix in (".py", ".md", ".toml", ".json") and path != Path(__file__):
            unknown = {*cited(path.read_text("utf-8"))} - slugs()
            assert not unknown, f"{path.relative_to(REPO)}: {sorted(unknown)}"


@pytest.mark.parametrize("page", PLACES)
def test_every_folder_and_module_that_is_named_exists(page: str) -> None:
    """A page may name a module of the room that it speaks of without the room's folder."""
    there = {f"/{path.relative_to(REPO).as_posix()}" for path in REPO.glob("*")}
    for top in ("src", "tests", "docs", "tools", ".ci"):
        there |= {f"/{path.relative_to(REPO).as_posix()}" for path in (REPO / top).rglob("*")}
    spans = re.findall(r"`([\w./-]+(?:\.py|\.toml|\.md|/))`", (REPO / page).read_text("utf-8"))
    assert spans
    for span in spans:
        assert any(path.endswith(f"/{span.rstrip('/')}") for path in there), f"{page}: {span}"


def test_every_room_and_module_is_in_the_tour() -> None:
    """Each folder of the package by its path, each module by its name, alone or in a room that is named as a whole."""
    tour = (REPO / "docs" / "explanation" / "tour.md").read_text("utf-8")
    as_a_whole = {"cli", "cli/commands", "export/json", "export/pages", "export/pictures", "export/text"}
    as_a_whole |= {"guidance/words", "sync", "testing", "casefile"}
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.parent.relative_to(PACKAGE).as_posix()
        if path.stem.startswith("__"):
            assert room == "." or re.search(rf"`(?:[\w/]+/)?{path.parent.name}/`", tour), room
        elif room not in as_a_whole:
            assert re.search(rf"`(?:[\w/]+/)?{path.name}`", tour), path.relative_to(PACKAGE)
