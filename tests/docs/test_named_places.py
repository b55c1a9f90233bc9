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
    """Each stands under a heading that a link can lead to."""
    assert {"days", "gate", "run-counts", "clean-run", "pain-in-runs", "clot-watch", "long-silence"} <= slugs()


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
    """Each room has a section, which names each module, or the whole folder in which it is."""
    tour = (REPO / "docs" / "explanation" / "tour.md").read_text("utf-8")
    sections = tour.split("## Room by room\n")[1].split("\n## ")[0].split("\n### ")
    as_a_whole = {"export/json", "export/pages", "export/pictures", "export/text", "guidance/words"}
    as_a_whole |= {"cli", "cli/pages", "sync", "testing", "casefile"}
    for path in sorted(PACKAGE.rglob("*.py")):
        room, *inner = path.parent.relative_to(PACKAGE).parts or ("The ground",)
        heading = room if room == "The ground" else f"`{room}/`"
        section = next((each for each in sections if heading in each.split("\n")[0]), "")
        folder = "/".join([room, *inner])
        if path.stem.startswith("__"):
            assert section, folder
            assert not inner or re.search(rf"`(?:{room}/)?{inner[-1]}/`", section), folder
        elif folder not in as_a_whole:
            rows = [row for row in section.split("\n") if not inner or f"{inner[-1]}/`" in row]
            name = rf"`(?:{folder}/)?{path.name}`"
            assert any(re.search(name, row) for row in rows), path.relative_to(PACKAGE).as_posix()
