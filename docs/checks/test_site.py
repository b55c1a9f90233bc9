"""Checks the built pages as a browser sees them; `make docs` builds them into build/docs first.

Links lead somewhere, no other host is contacted, the pages that a newcomer needs are three clicks away, and every law,
finding, rule, source and public name is on a page.
"""

from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

import soleus_recovery
from soleus_recovery import INVARIANTS, TRANSITIONS, Finding, builtin, testing
from soleus_recovery.testing import JOURNEY_LAWS

SITE = Path(__file__).resolve().parents[2] / "build" / "docs"
# Attributes whose address a browser fetches by itself; a link it fetches only when a reader follows it.
FETCHED = {
    ("link", "href"),
    ("script", "src"),
    ("img", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("object", "data"),
}
CLICKS = 3


class Page(HTMLParser):
    """One page: its text, its ids, its links, and the addresses that a browser fetches for it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.text = ""
        self._article = 0
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[name] for name in ("id", "name") if name in given}
        if tag == "article":
            self._article += 1
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        self.fetched += [
            value for name, value in given.items() if (tag, name) in FETCHED and given.get("rel") != "canonical"
        ]

    def handle_endtag(self, tag: str) -> None:
        self._article -= tag == "article"

    def handle_data(self, data: str) -> None:
        if self._article:
            self.text += data


@cache
def page(path: Path) -> Page:
    return Page(path)


def pages() -> list[Path]:
    found = sorted(SITE.rglob("*.html"))
    assert found, "no pages are built: make docs"
    return found


def targets(path: Path) -> Iterator[tuple[str, Path, str]]:
    """Every link inside the site as it is written, with the file that it leads to and the anchor there."""
    for href in page(path).links:
        parts = urlsplit(href)
        if not parts.scheme and not parts.netloc:
            bare, anchor = urldefrag(href)
            yield href, (path.parent / unquote(bare)).resolve() if bare else path, unquote(anchor)


@pytest.fixture(scope="module", params=pages() if SITE.exists() else [SITE / "index.html"], ids=lambda path: path.name)
def built(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_every_link_leads_to_a_page_and_an_anchor_that_exist(built: Path) -> None:
    for href, file, anchor in targets(built):
        assert file.exists(), f"{built.name}: {href}"
        if anchor and file.suffix == ".html":
            assert anchor in page(file).ids, f"{built.name}: {href}"


def test_a_page_fetches_nothing_from_another_host(built: Path) -> None:
    for address in page(built).fetched:
        assert not urlsplit(address).netloc, f"{built.name} fetches {address}"
        assert (built.parent / unquote(urlsplit(address).path)).exists() or address.startswith("data:"), address


def test_styles_fetch_nothing_from_another_host() -> None:
    for path in SITE.rglob("*.css"):
        text = path.read_text("utf-8")
        for start in ("url(http", "url('http", 'url("http', "url(//", "@import"):
            assert start not in text, f"{path.name}: {start}"


def reached(clicks: int) -> set[tuple[Path, str]]:
    """The pages and anchors that can be reached from the first page within so many clicks."""
    start = SITE / "index.html"
    seen, front = {(start, "")}, {start}
    for _ in range(clicks):
        new = {(file, anchor) for path in front for _, file, anchor in targets(path) if file.suffix == ".html"}
        front = {file for file, _ in new - seen}
        seen |= new
    return seen


@pytest.mark.parametrize(
    ("place", "anchor", "says"),
    [
        ("tutorial/first-plan.html", "install", "pipx install '.[cli]'"),
        ("tutorial/first-plan.html", "say-what-hurts", "First run: Sat 28 Nov 18:00"),
        ("how-to/calendars.html", "google-calendar", "From URL"),
        ("how-to/write-a-protocol.html", "", 'extends = "soleus-standard"'),
        ("explanation/safety.html", "what-happens-on-a-red-flag", "a holding plan of 7 days"),
    ],
)
def test_a_newcomer_finds_it_within_three_clicks(place: str, anchor: str, says: str) -> None:
    wanted = SITE / place
    assert wanted in {file for file, _ in reached(CLICKS)}
    assert not anchor or anchor in page(wanted).ids
    assert says in page(wanted).text
    # The first page has to link there from its text, not only from the list beside it.
    first = page(SITE / "index.html")
    assert any(href.startswith(place) for href in first.links)


def test_every_law_finding_rule_and_source_has_a_place_to_link_to() -> None:
    protocol = builtin("soleus-standard")
    laws = [law.id for law in INVARIANTS] + [law.id for law in TRANSITIONS] + [law.id for law in JOURNEY_LAWS]
    expected = {
        "reference/laws.html": {f"law-{each}".lower() for each in laws},
        "reference/findings.html": {f"finding-{finding}" for finding in Finding},
        "reference/rules.html": {f"rule-{rule}" for rule in protocol.rules},
        "reference/evidence.html": {f"source-{source}" for source in protocol.sources},
    }
    for place, ids in expected.items():
        there = {each.lower() for each in page(SITE / place).ids}
        assert ids <= there, (place, ids - there)


def test_every_public_name_is_on_the_page_of_the_api() -> None:
    ids = page(SITE / "reference" / "api.html").ids
    wanted = {f"soleus_recovery.{name}" for name in soleus_recovery.__all__}
    wanted |= {f"soleus_recovery.testing.{name}" for name in testing.__all__}
    assert wanted <= ids, wanted - ids


def test_the_diagrams_are_in_the_pages() -> None:
    for place in ("explanation/tour.html", "explanation/progression.html"):
        assert '<svg class="diagram"' in (SITE / place).read_text("utf-8")
