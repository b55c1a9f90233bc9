"""Pages of every kind of plan, for the tests and for a browser, and a parser that reads a page back as elements."""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from html.parser import HTMLParser
from typing import Any, Final, final

import attrs

from soleus_recovery import Finding, Gate, Morning, Runner, SymptomReport, to_html, to_log_html
from tests.export.stories import ALL_TESTS, Story, checkin

__all__ = [
    "KINDS",
    "Element",
    "Page",
    "long_story",
    "pages",
    "read_html",
    "referred_story",
    "setback_pages",
    "setback_story",
    "story_of",
]

KINDS: Final[Mapping[str, Mapping[str, Any]]] = {
    "plain": {
        "pain_at_rest": 0,
        "pain_walking": 2,
        "findings": [Finding.STARTED_HOURS_AFTER, Finding.DIFFUSE_SORENESS],
    },
    "mild": {"pain_at_rest": 1, "pain_walking": 3},
    "moderate": {"pain_at_rest": 1, "pain_walking": 5},
    "severe": {"pain_at_rest": 1, "pain_walking": 7},
    "held": {"pain_at_rest": 1, "pain_walking": 3, "findings": [Finding.BRUISING]},
    "held-today": {"pain_at_rest": 1, "pain_walking": 3, "findings": [Finding.POP_OR_KICK]},
}
_DAY = dt.timedelta(days=1)


@cache
def pages() -> Mapping[str, str]:
    """Plans of all levels, two holding plans, cases with check-ins, and the clinician's page of two cases."""
    made = {name: to_html(story_of(name).plan) for name in KINDS}
    made["case-setback"], made["log-setback"] = setback_pages()
    made["case-long"], made["log-long"] = _pages_of(long_story())
    made["case-referred"], made["log-referred"] = _pages_of(referred_story())
    return made


def setback_pages() -> tuple[str, str]:
    """The page of a case after a flare, and the clinician's."""
    return _pages_of(setback_story())


def _pages_of(story: Story) -> tuple[str, str]:
    page = to_html(story.plan, case=story.case, at=story.at)
    return page, to_log_html(story.case, story.plan, story.progress)


def story_of(kind: str) -> Story:
    """A case of this kind, on its first evening."""
    report = SymptomReport(onset="2026-11-22T18:30", **KINDS[kind])
    return Story(runner=Runner(zone="Europe/Berlin"), report=report)


def setback_story() -> Story:
    """A case with good days, passed tests, two runs, and a flare."""
    report = SymptomReport(onset="2026-11-21T18:30", pain_at_rest=1, pain_walking=3)
    story = Story(report=report)
    for day in (23, 24, 25):
        story.tell(checkin(f"2026-11-{day}", 1 if day < 24 else 0, 2 if day < 24 else 0), f"2026-11-{day}T21:00")
    story.tell(checkin("2026-11-26", gates=[Gate.BRISK_WALK]), "2026-11-26T21:00")
    story.tell(checkin("2026-11-27", gates=ALL_TESTS), "2026-11-27T21:00")
    story.tell(checkin("2026-11-28"), "2026-11-28T21:00")
    story.tell(checkin("2026-11-29", run=1), "2026-11-29T21:00")
    story.tell(checkin("2026-11-30", painkiller=True), "2026-11-30T21:00")
    story.tell(checkin("2026-12-03", 1, 3, run=5, morning=Morning.WORSE), "2026-12-03T21:00")
    return story.wait("2026-12-04T06:00")


def referred_story() -> Story:
    """A case with bruising named at a check-in."""
    story = Story().tell(checkin("2026-11-23", 2, 3), "2026-11-23T21:00")
    return story.tell(checkin("2026-11-24", 2, 4, findings=[Finding.BRUISING]), "2026-11-24T21:00")


@cache
def long_story() -> Story:
    """A case of seventy days: check-ins on most of them, every finding that does not end it, all runs."""
    story = Story(runner=Runner(zone="Europe/Berlin", usual_run_minutes=120))
    for number in range(1, 71):
        day = dt.date(2026, 11, 22) + number * _DAY
        run_day = number > 10 and number % 2 == 0
        if number % 9 == 0:
            continue
        story.tell(
            checkin(
                day,
                0 if number > 3 else 2,
                number % 2,
                run=number % 3 if run_day else None,
                gates=ALL_TESTS if number in (5, 6, 7, 20, 21, 30, 31, 40) else (),
                findings=[Finding.TENDERNESS, Finding.TIGHTNESS, Finding.LOCAL_PAIN] if number % 4 == 0 else (),
                painkiller=number % 7 == 0,
            ),
            f"{day}T21:00",
        )
    return story


@final
@attrs.frozen(kw_only=True)
class Element:
    """An element of a page: its name, its attributes, the elements around it, and all text in it."""

    name: str
    attributes: Mapping[str, str]
    inside: tuple[str, ...]
    texts: list[str]

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()


@final
@attrs.frozen(kw_only=True)
class Page:
    """A page read back."""

    elements: tuple[Element, ...]

    def all(self, *names: str) -> list[Element]:
        return [each for each in self.elements if each.name in names]

    @property
    def text(self) -> str:
        return self.all("html")[0].text


def read_html(text: str) -> Page:
    """The page as its elements, in order."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == [], "every element is closed"
    return Page(elements=tuple(reader.elements))


class _Reader(HTMLParser):
    VOID = ("meta", "input", "link", "img", "br")

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inside = tuple(each.name for each in self.open)
        attributes = {name: value or "" for name, value in attrs}
        element = Element(name=tag, attributes=attributes, inside=inside, texts=[])
        self.elements.append(element)
        if tag not in self.VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.texts.append(data)
