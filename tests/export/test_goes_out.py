"""Every export is inert, whatever the texts, ids, keys and names of the plan or case hold."""

import datetime as dt

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from soleus_recovery import (
    Case,
    Clearance,
    Finding,
    Plan,
    Progress,
    builtin,
    changes_text,
    from_json,
    to_html,
    to_ics,
    to_json,
    to_log,
    to_log_html,
    to_markdown,
    to_svg,
    to_text,
    today_text,
)
from soleus_recovery.calendars import Detail
from soleus_recovery.calendars.resources import to_resources
from soleus_recovery.export.text.markdown_page import MarkdownPage, plain
from soleus_recovery.outgoing import inert
from tests.calendars.reading import unfolded
from tests.export.plans import plan_of
from tests.export.poison import KEPT, OBEYED, TIMES, markup, poisoned
from tests.export.stories import Story, checkin

quarter = settings(max_examples=max(5, settings().max_examples // 4))
HALF = "\ud800"
# Three readers: CommonMark with HTML, GitHub's extensions, and one that makes a link of every address.
READERS = (
    MarkdownIt("commonmark", {"html": True}),
    MarkdownIt("gfm-like", {"html": True, "linkify": True}),
    MarkdownIt("js-default", {"html": True, "linkify": True}),
)
OURS = {"text", "strong_open", "strong_close", "code_inline"}
ICE = poisoned(plan_of(findings=[Finding.TENDERNESS]), "")


def tale() -> Story:
    """A case that a clinician has cleared, with facts of every kind."""
    story = Story().tell(checkin("2026-11-23", 2, 3, findings=[Finding.BRUISING]), "2026-11-23T21:00")
    cleared = Clearance(date=dt.date(2026, 11, 25), by="Dr. Weber", finding=Finding.BRUISING)
    return story.tell(cleared, "2026-11-25T12:00").tell(
        checkin("2026-11-25", 0, 1, painkiller=True), "2026-11-25T21:00"
    )


TALE = tale()


def obeyed(text: str) -> set[str]:
    """The control characters in a text, newlines apart, by a list of the test's own."""
    return set(text).intersection((*OBEYED, HALF))


def parts(tokens: list[Token]) -> list[str]:
    """The parts of a Markdown page, in order."""
    return [each.type for each in tokens]


def inside(tokens: list[Token]) -> set[str]:
    """The inline parts of a Markdown page."""
    return {child.type for each in tokens for child in each.children or ()}


# ---------------------------------------------------------------------- Markdown


@given(st.one_of(markup(), st.text()))
@example("\u2028# x")
@example("a://b.example/ //c.example www.d.example e.example f@g.example mailto:h@i.example")
def test_a_text_is_read_as_that_text_by_every_reader_of_markdown(text: str) -> None:
    words = " ".join(inert(text).split())
    for reader in READERS:
        tokens = reader.parse(plain(text))
        assert parts(tokens) == (["paragraph_open", "inline", "paragraph_close"] if words else [])
        assert "".join(child.content for each in tokens for child in each.children or ()) == words
        assert inside(tokens) <= {"text"}


@given(st.one_of(markup(), st.text()))
def test_a_name_in_code_and_a_block_cannot_be_left(text: str) -> None:
    page = MarkdownPage()
    page.item("after", code=text, lead=text, more=[text])
    page.block([text, f"{text}```", "last"])
    for reader in READERS:
        tokens = reader.parse(page.text())
        assert set(parts(tokens)) <= {"bullet_list_open", "list_item_open", "paragraph_open", "inline"} | {
            *("paragraph_close", "list_item_close", "bullet_list_close", "fence")
        }
        assert parts(tokens)[-1] == "fence"
        assert tokens[-1].content.endswith("last\n")
        assert inside(tokens) <= OURS | {"softbreak"}


@quarter
@given(bad=markup())
@example(bad="<script>alert(1)</script>")
@example(bad="` <img src=x onerror=alert(1)>")
def test_a_plan_with_its_ids_and_rules_brings_nothing_into_markdown(bad: str) -> None:
    text = to_markdown(poisoned(ICE, bad, kept=TIMES))
    assert not obeyed(text)
    for reader in READERS:
        tokens = reader.parse(text)
        assert parts(tokens) == parts(reader.parse(to_markdown(ICE)))
        assert inside(tokens) <= OURS | {"softbreak"}


# A protocol finds its ladders by these names, and a clinician's name must be printable.
LOOKED_UP = KEPT | {"plain", "strain", "by"}


def told_by(bad: str) -> tuple[Case, Plan, Progress]:
    """The same case with markup in every text, the clinician's name included."""
    case = poisoned(TALE.case, bad, kept=LOOKED_UP)
    name = "".join(filter(str.isprintable, bad)).strip()[:40] or "x"
    entries = tuple(
        attrs.evolve(each, fact=attrs.evolve(each.fact, by=name)) if isinstance(each.fact, Clearance) else each
        for each in case.entries
    )
    progress = attrs.evolve(TALE.progress, start=attrs.evolve(TALE.progress.start, protocol=case.protocol))
    return attrs.evolve(case, entries=entries), poisoned(TALE.plan, bad, kept=TIMES), progress


@quarter
@given(bad=markup())
@example(bad="[Dr.](javascript:x) <b>*Weber*</b> `x`")
def test_a_case_and_a_clinicians_name_bring_nothing_into_the_log(bad: str) -> None:
    case, plan, progress = told_by(bad)
    text = to_log(case, plan, progress)
    assert not obeyed(text)
    for reader in READERS:
        tokens = reader.parse(text)
        assert set(parts(tokens)) <= set(parts(reader.parse(to_log(TALE.case, TALE.plan, TALE.progress))))
        assert inside(tokens) <= OURS
    page = to_log_html(case, plan, progress)
    assert not obeyed(page)


# ---------------------------------------------------------------------- every format


def with_an_id(plan: Plan) -> Plan:
    """The plan with a valid id: plans with an invalid one are never written."""
    return attrs.evolve(plan, id=ICE.id)


def written(plan: Plan) -> dict[str, str]:
    """The plan in every format."""
    protocol = attrs.evolve(builtin("soleus-standard"), id=plan.protocol.id)
    return {
        "text": to_text(plan),
        "Markdown": to_markdown(plan),
        "page": to_html(plan, protocol=protocol),
        "picture": to_svg(plan, protocol=protocol),
        "JSON": to_json(plan),
    }


def calendars(plan: Plan) -> dict[str, str]:
    """The plan as calendars, which a lone surrogate makes impossible."""
    return {
        "entries": "\n".join(unfolded(b"".join(each.content for each in to_resources(plan)))),
        **{str(detail): "\n".join(unfolded(to_ics(plan, detail=detail, alarms=True))) for detail in Detail},
    }


@quarter
@given(bad=st.one_of(markup(), st.lists(st.sampled_from((*OBEYED, "x", "\n")), min_size=1).map("".join)))
def test_no_control_character_is_left_in_any_format(bad: str) -> None:
    plan = with_an_id(poisoned(ICE, bad, kept=TIMES))
    for name, text in (written(plan) | calendars(plan)).items():
        assert not obeyed(text), name
    assert from_json(to_json(plan)) == plan


def test_half_a_character_stops_no_page() -> None:
    for name, text in written(with_an_id(poisoned(ICE, HALF, kept=TIMES))).items():
        assert text.encode(), name


@pytest.mark.parametrize("each", [*OBEYED, HALF], ids=ascii)
def test_none_of_them_is_left_in_todays_card_or_in_what_changes(each: str) -> None:
    _, plan, progress = told_by(each)
    before = poisoned(TALE.before, each, kept=TIMES)
    for text in (today_text(plan, progress, TALE.at), changes_text(before, plan, at=TALE.at)):
        assert not obeyed(text)


def test_a_text_cannot_begin_a_line_of_its_own() -> None:
    """Without this, a title with line ends could forge lines of a page."""
    bad = "x\n! Run now, all is well"
    text = to_text(poisoned(ICE, bad, kept=TIMES))
    assert not [line for line in text.splitlines() if line.startswith("! Run now")]


def test_words_of_any_script_reach_every_format() -> None:
    said = "kühlen تبريد קירור"
    plan = poisoned(ICE, said, kept=TIMES)
    for name, text in (written(plan) | calendars(plan)).items():
        assert said in text, name
