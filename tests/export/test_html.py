"""Pages: their contents and order, that texts are escaped, and that nothing from elsewhere is loaded."""

import base64
import hashlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import pairwise

import attrs
import pytest
from hypothesis import given, settings

from soleus_recovery import (
    FactError,
    Finding,
    Gate,
    Plan,
    Progress,
    builtin,
    parse_protocol,
    to_html,
    to_log_html,
    to_svg,
)
from soleus_recovery.clock import to_wall
from soleus_recovery.course.waiting import Waiting
from soleus_recovery.outgoing import inert
from soleus_recovery.plan.plan import RunDose
from soleus_recovery.testing import plans
from soleus_recovery.views.log import read_log
from soleus_recovery.views.plan import date_text
from soleus_recovery.vocabulary import Activity, Urgency
from tests.export.pages import Page, long_story, pages, read_html, setback_story, story_of
from tests.export.plans import plan_of
from tests.export.poison import markup, poisoned
from tests.export.stories import Story, checkin, stories, trained

quarter = settings(max_examples=max(5, settings().max_examples // 4))
PAGES = list(pages())


def sections(page: Page) -> list[str]:
    return [each.text for each in page.all("h2")]


def flat(text: str) -> str:
    return " ".join(inert(text).split())


# ---------------------------------------------------------------------- structure


@pytest.mark.parametrize("name", PAGES)
class TestStructure:
    def test_headings_go_down_one_step_at_a_time_from_one_first(self, name: str) -> None:
        levels = [int(each.name[1]) for each in read_html(pages()[name]).all("h1", "h2", "h3", "h4")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(deeper <= level + 1 for level, deeper in pairwise(levels))

    def test_every_box_to_tick_has_its_label(self, name: str) -> None:
        page = read_html(pages()[name])
        for box in page.all("input"):
            assert box.attributes["type"] == "checkbox"
            assert "label" in box.inside
        assert all(len(each.text) > 3 for each in page.all("label"))

    def test_every_picture_says_what_it_shows_or_is_passed_over(self, name: str) -> None:
        page = read_html(pages()[name])
        ids = [each.attributes["id"] for each in page.elements if "id" in each.attributes]
        assert len(ids) == len(set(ids))
        for picture in page.all("svg"):
            if picture.attributes.get("aria-hidden") != "true":
                assert picture.attributes["role"] == "img"
                assert set(picture.attributes["aria-labelledby"].split()) <= set(ids)

    def test_nothing_from_elsewhere_and_no_script_is_on_it(self, name: str) -> None:
        page = read_html(pages()[name])
        for element in page.elements:
            assert element.name not in ("script", "link", "img", "iframe", "object", "form", "base", "a")
            assert not any(each.startswith("on") for each in element.attributes)
            assert element.attributes.keys().isdisjoint({"src", "href", "style", "action", "xlink:href"})
        assert "url(" not in re.sub(r"url\(#(seen|printed)-hatch\)", "", pages()[name])

    def test_the_policy_lets_its_own_style_in_and_nothing_else(self, name: str) -> None:
        text = pages()[name]
        [style] = re.findall(r"<style>(.*?)</style>", text, flags=re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        metas = [each.attributes for each in read_html(text).all("meta")]
        [policy] = [each["content"] for each in metas if each.get("http-equiv") == "Content-Security-Policy"]
        parts = dict(part.split(" ", 1) for part in policy.split("; "))
        assert parts == {
            "default-src": "'none'",
            "style-src": f"'sha256-{digest}'",
            "base-uri": "'none'",
            "form-action": "'none'",
        }

    def test_it_says_its_language_and_title(self, name: str) -> None:
        page = read_html(pages()[name])
        assert page.elements[0].attributes == {"lang": "en"}
        [title] = [each for each in page.all("title") if "svg" not in each.inside]
        assert title.text == page.all("h1")[0].text


def test_the_language_is_that_of_the_protocol() -> None:
    protocol = attrs.evolve(builtin("soleus-standard"), language="de-AT")
    assert read_html(to_html(plan_of(), protocol=protocol)).elements[0].attributes == {"lang": "de-AT"}


# ---------------------------------------------------------------------- what stands where


class TestPlan:
    def test_today_comes_first_then_the_run_the_picture_and_the_steps(self) -> None:
        assert sections(read_html(to_html(plan_of()))) == [
            "Today Day 0 · Sun 22 Nov · Relieve",
            "Before the next run",
            "The whole plan at a glance",
            "Back to running, step by step",
            "Day by day",
            "How to do it",
            "Where this comes from",
        ]

    def test_whom_to_see_and_how_soon_comes_before_today(self) -> None:
        page = read_html(to_html(plan_of(findings=[Finding.POP_OR_KICK])))
        assert sections(page)[:2] == ["Be seen first", "Today Day 0 · Sun 22 Nov · Hold"]
        urgent = next(each for each in page.all("section") if "urgent" in each.classes)
        assert "See a clinician today" in urgent.text
        assert "torn Achilles tendon" in urgent.text
        assert "Before the next run" not in page.text

    def test_when_to_stop_is_there_whole_and_folded_with_the_number_to_call(self) -> None:
        plan = plan_of()
        asides = read_html(to_html(plan)).all("aside")
        assert [each.classes for each in asides] == [["stop", "whole"], ["stop", "folded"]]
        assert all(plan.labels.when_to_stop in each.text for each in asides)
        assert all("112 in Europe" in each.text for each in asides)

    def test_the_needs_of_a_run_are_a_list_to_tick_off(self) -> None:
        page = read_html(to_html(plan_of()))
        gate = next(each for each in page.all("section") if "gate" in each.classes)
        assert "the time: not before Wed 25 Nov 18:30" in gate.text
        labels = [each.text for each in page.all("label")]
        assert "a brisk 30-minute walk at pain 0" in labels
        assert any(each.startswith("single-leg bent-knee heel raises") for each in labels)

    def test_a_passed_test_is_ticked_and_says_so(self) -> None:
        story = trained().tell(checkin("2026-11-25", gates=[Gate.BRISK_WALK]), "2026-11-25T21:45")
        page = read_html(to_html(story.plan, case=story.case, at=story.at))
        assert "a brisk 30-minute walk at pain 0 (counts until Sat 28 Nov)" in [each.text for each in page.all("label")]
        assert [box for box in page.all("input") if "checked" in box.attributes]

    @quarter
    @given(plan=plans())
    def test_every_session_ahead_stands_on_it_with_its_time(self, plan: Plan) -> None:
        page = read_html(to_html(plan))
        labels = {each.text for each in page.all("label")}
        for day, session in plan.sessions():
            if plan.runner.window(day.date).end <= plan.made_at or session.start is None or session.end is None:
                continue
            if session.span is not None and session.span.end <= plan.made_at:
                continue
            times = f"{session.start:%H:%M}–{session.end:%H:%M}"
            assert any(times in label and flat(session.title) in label for label in labels)

    def test_the_steps_are_each_dose_once_with_the_day_it_begins(self) -> None:
        plan = plan_of()
        page = read_html(to_html(plan))
        steps = [each.text for each in page.all("li") if "ol" in each.inside]
        doses = [each.dose for _, each in plan.sessions() if isinstance(each.dose, RunDose)]
        assert len(steps) == len(set(doses))
        assert steps[0].startswith("Walk-run: 5 × (3 min walk, 3 min run) from Sat 28 Nov")
        assert re.search(r"^Easy run, 45 min from Sat 12 Dec, \d times 45$", steps[-1])

    def test_a_step_is_drawn_by_its_minutes(self) -> None:
        page = to_html(plan_of())
        [first, second, *_] = re.findall(r"<svg[^>]*aria-hidden.*?</svg>", page, flags=re.DOTALL)
        widths = [[float(each.get("width", 0)) for each in ET.fromstring(svg)[:-1]] for svg in (first, second)]
        assert len(widths[0]) == len(widths[1]) == 10
        assert widths[0][0] == pytest.approx(widths[0][1], abs=0.02)
        assert widths[1][1] == pytest.approx(5 * widths[1][0], abs=0.05)

    def test_rules_are_listed_by_their_origin_with_their_sources(self) -> None:
        page = read_html(to_html(plan_of()))
        assert [each.text for each in page.all("h3")][-4:] == [
            "from the article",
            "from published evidence",
            "our own careful choice",
            "Sources",
        ]
        assert any("PRICE" in each.text for each in page.all("dd"))

    def test_a_revised_plan_from_a_file_shows_the_instructions_of_its_run(self) -> None:
        story = Story().tell(checkin("2026-11-23", 2, 5), "2026-11-23T21:00")
        gate = next(each for each in read_html(to_html(story.plan)).all("section") if "gate" in each.classes)
        assert "Run only if all of this is true" in gate.text


class TestCase:
    @pytest.fixture
    def page(self) -> Page:
        return read_html(pages()["case-setback"])

    def test_it_shows_the_check_ins_and_what_they_changed(self, page: Page) -> None:
        headings = [each.text for each in page.all("h2", "h3")]
        begun = headings.index("How it went")
        assert headings[begun + 1 : begun + 6] == [
            "The course of pain",
            "Painkillers",
            "Runs done",
            "Tests passed, by day",
            "What was decided, and why",
        ]
        assert "Thu 3 Dec: That run came before the plan allowed one, and it hurt too much." in page.text
        assert "Mon 23 Nov: at rest 1, walking 2, in the run -." in page.text

    def test_days_that_are_over_are_folded_away_and_none_is_lost(self, page: Page) -> None:
        over = [each.text for each in page.all("h3") if "details" in each.inside]
        assert over[0] == "Day 1 · Sun 22 Nov · Relieve"
        assert over[-1].startswith("Day 12 · Thu 3 Dec")
        ahead = [each.text for each in page.all("h3") if "article" in each.inside and "details" not in each.inside]
        assert ahead[0].startswith("Day 14 · Sat 5 Dec")

    def test_the_steps_are_those_to_come(self, page: Page) -> None:
        story = setback_story()
        run = story.plan.next(to_wall(story.at, story.zone), Activity.RUN)
        assert run is not None
        assert run.start is not None
        first = next(each.text for each in page.all("li") if "ol" in each.inside)
        assert first.startswith(f"{run.title} from {date_text(run.start.date(), story.plan.labels)}")

    def test_a_case_that_waits_says_for_whom(self) -> None:
        page = read_html(pages()["case-referred"])
        urgent = next(each for each in page.all("section") if "urgent" in each.classes)
        assert "A clinician still has to clear: Bruising (bruising)." in urgent.text

    def test_a_silent_day_is_asked_about(self) -> None:
        story = Story().wait("2026-11-24T06:00")
        page = read_html(to_html(story.plan, case=story.case, at=story.at))
        assert [each.text for each in page.all("p") if "nudge" in each.classes] != []

    def test_another_case_is_refused(self) -> None:
        story = Story()
        with pytest.raises(FactError, match="is not that of this plan"):
            to_html(attrs.evolve(story.plan, id="another"), case=story.case)

    def test_in_an_emergency_it_says_whom_to_call_and_nothing_else(self, monkeypatch: pytest.MonkeyPatch) -> None:
        story = Story().tell(checkin("2026-11-23", findings=[Finding.BRUISING]), "2026-11-23T21:00")
        waiting = story.progress.waiting
        assert waiting is not None
        graver = attrs.evolve(story.progress, waiting=attrs.evolve(waiting, urgency=Urgency.EMERGENCY))

        def at_once(_case: object, _at: object) -> Progress:
            return graver

        monkeypatch.setattr("soleus_recovery.export.pages.plan.progress", at_once)
        page = read_html(to_html(story.plan, case=story.case))
        assert sections(page) == ["Be seen first"]
        assert "Call your local emergency number now" in page.text
        assert page.all("input", "svg", "aside") == []

    @pytest.mark.parametrize("with_case", [True, False])
    def test_a_stopped_plan_is_such_a_page_with_its_case_and_without(self, with_case: bool) -> None:
        story = Story().tell(checkin("2026-11-23", findings=[Finding.COLD_PALE_LEG]), "2026-11-23T21:00")
        page = read_html(to_html(story.plan, case=story.case if with_case else None))
        assert sections(page) == ["Be seen first"]
        assert "Stopped: get help now" in page.text
        assert "Call your local emergency number now" in page.text

    def test_after_a_long_silence_it_asks_how_it_is(self) -> None:
        story = Story().wait("2026-12-20T08:00")
        page = read_html(to_html(story.plan, case=story.case, at=story.at))
        assert "Nobody has told how it is in the last 28 days" in page.text
        assert "No run is planned any more." in page.text
        assert [each.text for each in page.all("h1")] == ["Tell how your calf is"]


class TestLog:
    @quarter
    @given(story=stories())
    def test_it_holds_every_line_of_the_log(self, story: Story) -> None:
        log = read_log(story.case, story.plan, story.progress)
        text = read_html(to_log_html(story.case, story.plan, story.progress)).text
        for part in (log.now, log.start, *log.after):
            assert flat(part.heading) in text
            assert all(flat(item) in text for item in part.items)

    def test_each_day_has_its_row_and_its_gap(self) -> None:
        story = Story().tell(checkin("2026-11-23", 2, 5), "2026-11-23T21:00")
        story.tell(checkin("2026-11-26", 0, 1, run=3, painkiller=True), "2026-11-26T21:00")
        story.wait("2026-11-27T08:00")
        rows = [each.text for each in read_html(to_log_html(story.case, story.plan, story.progress)).all("tr")]
        assert rows[1:] == [
            "Sun 22 Novno word (days: 1)",
            "Mon 23 Nov25-same",
            "Tue 24 Novno word (days: 2)",
            "Thu 26 Nov013same, painkiller",
        ]

    def test_the_oldest_days_of_a_long_case_are_summed_up(self) -> None:
        story = long_story()
        page = read_html(to_log_html(story.case, story.plan, story.progress))
        assert len(page.all("tr")) <= 21
        assert any("days in short" in each.text for each in page.all("p"))

    def test_each_mark_is_at_the_height_of_its_pain(self) -> None:
        story = Story().tell(checkin("2026-11-23", 2, 5), "2026-11-23T21:00")
        story.tell(checkin("2026-11-24", 0, 10), "2026-11-24T21:00")
        page = to_log_html(story.case, story.plan, story.progress)
        [svg] = re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL)
        root = ET.fromstring(svg)
        name = "{http://www.w3.org/2000/svg}"
        lines = {each.get("y", ""): float(each.get("y", 0)) for each in root.iter(f"{name}text")}
        assert lines
        discs = [(float(each.get("cx", 0)), float(each.get("cy", 0))) for each in root.iter(f"{name}circle")]
        squares = [float(each.get("y", 0)) + 3.5 for each in root.iter(f"{name}rect")]
        a_pain = 13.0
        assert discs[1][1] - discs[0][1] == pytest.approx(2 * a_pain)
        assert discs[1][1] - squares[1] == pytest.approx(10 * a_pain)
        # The key below has a mark of each, to the left.
        assert len(discs) == len(squares) == 3


# ---------------------------------------------------------------------- texts stay texts


def skeleton(page: Page) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of a page with the names of their attributes, without the pictures."""
    return [(each.name, tuple(each.attributes)) for each in page.elements if "svg" not in each.inside]


class TestMarkup:
    @quarter
    @given(bad=markup())
    def test_a_plan_and_its_protocol_cannot_bring_any_in(self, bad: str) -> None:
        plan, protocol = plan_of(findings=[Finding.TENDERNESS]), builtin("soleus-standard")
        bad_plan, bad_protocol = poisoned(plan, bad), poisoned(protocol, bad)
        page = read_html(to_html(bad_plan, protocol=bad_protocol))
        assert skeleton(page) == skeleton(read_html(to_html(plan)))
        assert flat(f"{bad} {plan.days[1].sessions[0].title}") in page.text
        drawn = {each.name for each in page.elements if "svg" in each.inside}
        assert drawn == {each.name for each in read_html(to_html(plan)).elements if "svg" in each.inside}
        names = {each.tag.rpartition("}")[2] for each in ET.fromstring(to_svg(bad_plan, protocol=bad_protocol)).iter()}
        assert names == {each.tag.rpartition("}")[2] for each in ET.fromstring(to_svg(plan)).iter()}

    @quarter
    @given(bad=markup())
    def test_a_case_cannot_bring_any_in(self, bad: str) -> None:
        story = Story().tell(checkin("2026-11-23", 2, 3, findings=[Finding.BRUISING]), "2026-11-23T21:00")
        case = poisoned(story.case, bad)
        progress = attrs.evolve(
            story.progress,
            start=attrs.evolve(story.progress.start, protocol=case.protocol),
            waiting=_graver(story.progress.waiting, bad),
        )
        plan = poisoned(story.plan, bad)
        log = read_html(to_log_html(case, plan, progress))
        assert skeleton(log) == skeleton(read_html(to_log_html(story.case, story.plan, story.progress)))
        assert flat(bad) in log.text

    def test_braces_are_no_template(self) -> None:
        plan = plan_of()
        reasons = tuple(attrs.evolve(each, text="{{ 7 * 7 }} {% raw %}") for each in plan.reasons)
        assert "{{ 7 * 7 }} {% raw %}" in read_html(to_html(attrs.evolve(plan, reasons=reasons))).text

    def test_no_control_character_is_left(self) -> None:
        page = to_html(poisoned(plan_of(), "\x1b[2J\x85\x00"), protocol=builtin("soleus-standard"))
        assert page == inert(page)


def _graver(waiting: Waiting | None, bad: str) -> Waiting | None:
    return None if waiting is None else poisoned(waiting, bad)


# ---------------------------------------------------------------------- the same facts, the same bytes


def test_the_same_plan_gives_the_same_bytes_in_any_process() -> None:
    code = "from tests.export.pages import setback_pages; print(*setback_pages(), end='')"
    texts = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            check=True,
            encoding="utf-8",
        ).stdout
        for seed, zone in (("0", "UTC"), ("1", "Pacific/Apia"))
    }
    assert texts == {f"{pages()['case-setback']} {pages()['log-setback']}"}


def test_a_protocol_that_does_not_ship_has_to_be_given() -> None:
    plan = attrs.evolve(plan_of(), protocol=attrs.evolve(plan_of().protocol, id="ours"))
    with pytest.raises(FactError, match="does not ship"):
        to_html(plan)
    protocol = parse_protocol('extends = "soleus-standard"\nid = "ours"\n[page]\ndays = "Tag für Tag"\n')
    assert "Tag für Tag" in sections(read_html(to_html(plan, protocol=protocol)))


def test_a_protocol_without_words_for_pages_has_the_standard_ones() -> None:
    protocol = attrs.evolve(builtin("soleus-standard"), page=None, picture=None)
    assert to_html(plan_of(), protocol=protocol) == to_html(plan_of())


def test_a_plan_without_days_still_says_when_to_stop() -> None:
    plan = attrs.evolve(story_of("mild").plan, days=())
    page = read_html(to_html(plan))
    assert plan.labels.when_to_stop in page.text
    assert not any(each.activity is Activity.RUN for _, each in plan.sessions())
