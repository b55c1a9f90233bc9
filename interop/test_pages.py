"""Chromium shows our pages on a phone, a tablet and a screen, light and dark, and prints them; axe finds no fault."""

import unicodedata
from collections.abc import Generator
from functools import cache
from pathlib import Path

import pytest

from interop.browser import PAPERS, Browser, open_browser
from soleus_recovery import to_svg
from tests.export.pages import KINDS, long_story, pages, read_html, setback_story, story_of

AXE = Path(__file__).resolve().parent.parent / "build" / "npm" / "node_modules" / "axe-core" / "axe.min.js"
PHONE = 360
WIDTHS = (PHONE, 768, 1280)
SMALLEST = 16  # px of a letter
NAMES = [*KINDS, "case-setback", "case-long", "case-referred", "log-setback", "log-long", "log-referred"]

# Elements that stick out of the page or of their card to the left or right, or that are cut off there.
OVERFLOWING = """
const wide = document.documentElement.clientWidth;
return [...document.body.querySelectorAll('*')].filter(each => {
  const box = each.getBoundingClientRect();
  const style = getComputedStyle(each);
  const out = box.width && (box.left < -0.5 || box.right > wide + 0.5);
  const card = each.closest('.card')?.getBoundingClientRect();
  const outOfCard = card && box.width && (box.left < card.left - 0.5 || box.right > card.right + 0.5);
  const cut = style.overflowX !== 'visible' && each.scrollWidth > each.clientWidth + 1;
  return out || outOfCard || (cut && !each.closest('svg'));
}).map(each => each.outerHTML.slice(0, 120));
"""
# The size of each visible letter; for a text in a picture, after scaling.
SIZES = """
const sizes = [];
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const text = texts.currentNode, holder = text.parentElement;
  if (!text.data.trim() || !holder.checkVisibility() || ['title', 'desc'].includes(holder.tagName)) continue;
  const size = parseFloat(getComputedStyle(holder).fontSize);
  const scale = holder.getScreenCTM ? holder.getScreenCTM().a : 1;
  sizes.push([size * scale, text.data.trim()]);
}
return sizes;
"""
STOPPING = """
const seen = [...document.querySelectorAll('.stop')].filter(each => each.checkVisibility());
return seen.map(each => {
  const box = each.getBoundingClientRect();
  return [box.top, box.bottom, each.innerText, innerHeight];
});
"""
TEXTS = """
return [...document.querySelectorAll('text')].map(each => [each.textContent, each.getBoundingClientRect().toJSON()]);
"""
AXE_RUN = """
return axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
  .then(found => found.violations.map(each => [each.id, each.nodes.map(node => node.html.slice(0, 160))]));
"""


@pytest.fixture(scope="module")
def browser() -> Generator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("pages")
    for name, text in pages().items():
        (made / f"{name}.html").write_text(text, encoding="utf-8")
    for name, story in (("mild", story_of("mild")), ("long", long_story()), ("setback", setback_story())):
        (made / f"{name}.svg").write_text(to_svg(story.plan, at=story.at), encoding="utf-8")
    return made


@cache
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


def test_the_names_are_all_pages() -> None:
    assert set(NAMES) == set(pages())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_it_fits_loads_nothing_and_the_console_is_silent(browser: Browser, folder: Path, name: str, width: int) -> None:
    path = folder / f"{name}.html"
    browser.show(path, width=width)
    assert browser.run("return document.documentElement.scrollWidth") <= width
    assert browser.run(OVERFLOWING) == []
    assert browser.asked_for() == [path.as_uri()]
    assert browser.complaints() == []
    # Its own style is applied.
    assert browser.run("return getComputedStyle(document.querySelector('h1')).letterSpacing") != "normal"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_no_fault(browser: Browser, folder: Path, name: str, width: int, *, dark: bool) -> None:
    browser.show(folder / f"{name}.html", width=width, dark=dark)
    browser.run("for (const each of document.querySelectorAll('details')) each.open = true")
    browser.run(axe())
    assert browser.run(AXE_RUN) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_letter_on_a_phone_is_small(browser: Browser, folder: Path, name: str) -> None:
    browser.show(folder / f"{name}.html", width=PHONE)
    sizes = browser.run(SIZES)
    assert len(sizes) > 20
    assert [text for size, text in sizes if size < SMALLEST - 0.01] == []


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("log")])
@pytest.mark.parametrize("width", WIDTHS)
def test_when_to_stop_is_in_sight_wherever_one_reads_and_leaves_the_screen_to_the_page(
    browser: Browser, folder: Path, name: str, width: int
) -> None:
    browser.show(folder / f"{name}.html", width=width)
    for part in (0, 0.5, 1):
        browser.run("scrollTo(0, document.documentElement.scrollHeight * arguments[0])", part)
        [[top, bottom, text, height]] = browser.run(STOPPING)
        assert "When to stop, whom to call" in text
        assert bottom <= height + 0.5
        # At the top of the page it is below the title.
        assert top >= -0.5
        assert bottom - top <= height / 5


def solid(text: str) -> str:
    """Remove line ends, hyphens at line ends, and ligatures."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("-", "")


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("log")])
@pytest.mark.parametrize("paper", PAPERS)
def test_no_card_is_cut_on_paper(browser: Browser, folder: Path, name: str, paper: str) -> None:
    browser.show(folder / f"{name}.html", width=1280)
    sheets = [solid(sheet) for sheet in browser.printed(PAPERS[paper])]
    cards = [each for each in read_html(pages()[name]).all("article") if "details" not in each.inside]
    cut = [card.text for card in cards if not any(solid(card.text) in sheet for sheet in sheets)]
    assert cut == []
    assert "Whentostop,whomtocall." in sheets[0]


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("log")])
@pytest.mark.parametrize("paper", PAPERS)
def test_the_clinicians_page_is_one_side(browser: Browser, folder: Path, name: str, paper: str) -> None:
    browser.show(folder / f"{name}.html", width=1280)
    [sheet] = browser.printed(PAPERS[paper])
    assert "What was decided, and why" in sheet


@pytest.mark.parametrize("name", ["mild", "setback", "long"])
def test_a_picture_alone_fits_in_400_px(browser: Browser, folder: Path, name: str) -> None:
    browser.show(folder / f"{name}.svg", width=400)
    texts = browser.run(
        "return [...document.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect().toJSON()])"
    )
    assert len(texts) > 30
    assert [text for text, box in texts if box["left"] < 0 or box["right"] > 360] == []
    assert browser.complaints() == []
