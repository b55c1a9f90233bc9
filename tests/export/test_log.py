"""The page for a clinician: onset, course of pain, findings, sessions done, decisions and their reasons."""

import datetime as dt
import re

import attrs
import pytest
from hypothesis import given, settings

from soleus_recovery import Amendment, Clearance, Decision, Done, Finding, Gate, Morning, Runner, SymptomReport, to_log
from soleus_recovery.views.pain import spread
from tests.export.pages import long_story
from tests.export.stories import ALL_TESTS, Story, checkin, stories, trained

quarter = settings(max_examples=max(5, settings().max_examples // 4))


def page(story: Story) -> str:
    return to_log(story.case, story.plan, story.progress)


def part(text: str, heading: str) -> list[str]:
    """The lines under a heading."""
    return text.split(f"\n## {heading}\n\n")[1].split("\n\n## ", maxsplit=1)[0].strip("\n").split("\n")


class TestCourse:
    @pytest.fixture
    def text(self) -> str:
        story = Story().tell(checkin("2026-11-23", 2, 5, morning=Morning.WORSE), "2026-11-23T21:00")
        story.tell(checkin("2026-11-26", 0, 1, run=3, painkiller=True), "2026-11-26T21:00")
        return page(story.wait("2026-11-27T08:00"))

    def test_each_day_with_its_pains_as_bars(self, text: str) -> None:
        chart = part(text, "Course of pain (0 to 10)")
        assert chart[0] == "```text"
        assert chart[-1] == "```"
        assert [line.rstrip() for line in chart[2:-1]] == [
            "Sun 22 Nov  no word (days: 1)",
            "Mon 23 Nov   2 ##           5 #####        -             worse",
            "Tue 24 Nov  no word (days: 2)",
            "Thu 26 Nov   0              1 #            3 ###         same     painkiller",
        ]

    def test_a_day_that_is_not_over_leaves_no_gap(self, text: str) -> None:
        assert "Fri 27 Nov" not in "\n".join(part(text, "Course of pain (0 to 10)"))

    def test_the_later_check_in_of_a_day_is_drawn(self) -> None:
        story = (
            Story()
            .tell(checkin("2026-11-23", 2, 5), "2026-11-23T20:00")
            .tell(checkin("2026-11-23"), "2026-11-23T21:00")
        )
        assert "Mon 23 Nov   0              0 " in page(story)

    def test_the_oldest_days_are_summed_up_beyond_a_page(self) -> None:
        story = Story(runner=Runner(zone="Europe/Berlin", usual_run_minutes=120))
        for number in range(50):
            day = dt.date(2026, 11, 23) + dt.timedelta(days=number)
            story.tell(checkin(day, 0, number % 2), f"{day}T21:00")
        chart = part(page(story), "Course of pain (0 to 10)")
        assert len(chart) <= 40
        assert chart[1].startswith("Sun 22 Nov ")
        assert chart[-2].startswith("Mon 11 Jan ")

    def test_pains_are_summed_up_as_least_and_most(self) -> None:
        assert [spread([3, None, 1]), spread([]), spread([2, 2])] == ["1-3", "-", "2"]


class TestFacts:
    def test_before_the_first_run_no_minutes_are_named(self) -> None:
        assert "- Longest run without a break: none yet" in part(page(Story()), "Where it stands")

    def test_how_it_began(self) -> None:
        text = part(page(Story()), "At the start")
        assert "- Began: Sun 22 Nov 18:30 2026" in text
        assert "- Pain (0 to 10): at rest 1, walking 3" in text

    def test_an_amendment_is_listed_with_its_day(self) -> None:
        story = Story()
        runner = story.case.runner
        later = Amendment(runner=runner, report=attrs.evolve(story.case.report, pain_walking=5))
        text = "\n".join(part(page(story.tell(later, "2026-11-23T12:00")), "At the start"))
        assert "Mon 23 Nov" in text
        assert "walking 5" in text
        assert "walking 3" in text

    def test_findings_are_listed_with_their_days_also_replaced_ones(self) -> None:
        story = Story().tell(checkin("2026-11-23", findings=[Finding.TENDERNESS]), "2026-11-23T20:00")
        story.tell(checkin("2026-11-23"), "2026-11-23T21:00")
        story.tell(checkin("2026-11-24", findings=[Finding.TENDERNESS]), "2026-11-24T21:00")
        assert any("Mon 23 Nov, Tue 24 Nov" in line for line in page(story).split("\n"))

    def test_painkillers_tests_runs_and_done_sessions_are_listed(self) -> None:
        story = Story(report=SymptomReport(onset="2026-11-21T18:30", pain_at_rest=1, pain_walking=3))
        for day in (23, 24):
            story.tell(checkin(f"2026-11-{day}", painkiller=day == 23), f"2026-11-{day}T21:00")
        story.tell(checkin("2026-11-25", gates=ALL_TESTS), "2026-11-25T21:00")
        story.tell(checkin("2026-11-26"), "2026-11-26T21:00")
        done = attrs.evolve(checkin("2026-11-27", run=2), done=(Done(session="run-1"),))
        text = page(story.tell(done, "2026-11-27T21:00"))
        assert part(text, "Painkillers") == ["- Mon 23 Nov"]
        assert part(text, "Tests passed, by day") == ["- Wed 25 Nov: brisk walk, hops, heel raises"]
        assert part(text, "Runs done") == [
            "- Fri 27 Nov: Walk-run: 5 × (3 min walk, 3 min run), 15 min of running, pain 2"
        ]
        assert part(text, "Done and missed, as far as it was told") == ["- Run: 1 done"]


def test_only_tests_that_counted_are_listed_as_passed() -> None:
    """Told on the evening before they may be tried, under a painkiller, and without the walk: none of these counts."""
    story = Story().tell(checkin("2026-11-23", gates=ALL_TESTS), "2026-11-23T21:00")
    assert "Tests passed" not in page(story)
    story = Story(report=SymptomReport(onset="2026-11-21T18:30", pain_at_rest=1, pain_walking=3))
    story.tell(checkin("2026-11-24"), "2026-11-24T21:00")
    story.tell(checkin("2026-11-25", gates=ALL_TESTS, painkiller=True), "2026-11-25T21:00")
    story.tell(checkin("2026-11-26", gates=ALL_TESTS - {Gate.BRISK_WALK}), "2026-11-26T21:00")
    story.tell(checkin("2026-11-27", gates={Gate.BRISK_WALK}), "2026-11-27T21:00")
    assert part(page(story), "Tests passed, by day") == ["- Fri 27 Nov: brisk walk"]


def test_a_gel_is_told_apart_from_tablets() -> None:
    story = Story()
    story.tell(checkin("2026-11-23", painkiller=True), "2026-11-23T21:00")
    story.tell(attrs.evolve(checkin("2026-11-24", painkiller=True), gel=True), "2026-11-24T21:00")
    text = page(story)
    assert part(text, "Painkillers") == ["- painkiller: Mon 23 Nov", "- painkiller gel: Tue 24 Nov"]
    assert text.count("same     painkiller gel") == 1


class TestDecisions:
    def test_decisions_have_their_day_and_the_words_that_the_runner_read(self) -> None:
        story = Story().tell(checkin("2026-11-23"), "2026-11-23T21:00")
        story.tell(checkin("2026-11-24", morning=Morning.WORSE), "2026-11-24T21:00")
        decided = part(page(story), "What was decided, and why")
        assert decided[-2:] == [
            "- Mon 23 Nov: All well: on to the next step.",
            f"- Tue 24 Nov: {story.case.protocol.decisions[Decision.HOLD_AFTER_WORSE_MORNING].text}",
        ]

    def test_the_oldest_decisions_are_counted_beyond_a_side(self) -> None:
        decided = part(page(long_story()), "What was decided, and why")
        assert decided[0].endswith("earlier entries are left out here; the case file has them all.")
        assert decided[-1].startswith("- Sun 31 Jan:")
        assert 1_200 < sum(map(len, decided[1:])) <= 1_600 + 2 * len(decided)

    def test_a_referral_names_who_since_when_and_the_findings_to_clear(self) -> None:
        text = page(Story().tell(checkin("2026-11-23", findings=[Finding.BRUISING]), "2026-11-23T21:00"))
        stands = "\n".join(part(text, "Where it stands"))
        assert "within days" in stands
        assert "Mon 23 Nov" in stands
        assert "Bruising" in stands

    def test_a_clearance_names_who_when_and_the_finding(self) -> None:
        story = Story().tell(checkin("2026-11-23", findings=[Finding.BRUISING]), "2026-11-23T21:00")
        story.tell(Clearance(date=dt.date(2026, 11, 25), by="Dr. Weber", finding=Finding.BRUISING), "2026-11-25T12:00")
        text = page(story)
        assert re.search(r"Wed 25 Nov.*Dr\. Weber.*Bruising|Dr\. Weber.*Bruising.*Wed 25 Nov", text)

    def test_tests_still_to_pass_are_named(self) -> None:
        story = trained().tell(checkin("2026-11-25", gates=[Gate.BRISK_WALK]), "2026-11-25T21:45")
        assert "tests still to pass: hops, heel raises" in page(story)


@quarter
@given(story=stories())
def test_any_case_gives_one_page_that_markdown_cannot_be_broken_by(story: Story) -> None:
    text = page(story)
    assert text.endswith("\n")
    assert text.isprintable() or all(each.isprintable() or each == "\n" for each in text)
    assert text.count("```") == 2
    assert len(text.split("\n")) < 130
    assert text.startswith("# Symptom log of a sore calf\n")
    assert "not a diagnosis" in text


def test_a_name_cannot_bring_markup_in() -> None:
    story = Story().tell(checkin("2026-11-23", findings=[Finding.BRUISING]), "2026-11-23T21:00")
    by = "[Dr.](javascript:x) <b>*Weber*</b>"
    story.tell(Clearance(date=dt.date(2026, 11, 25), by=by, finding=Finding.BRUISING), "2026-11-25T12:00")
    text = page(story)
    assert not re.search(r"(?<!\\)(\]\(|<b>|\*Weber)", text)
