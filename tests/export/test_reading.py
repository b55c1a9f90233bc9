"""Text and Markdown show the plan completely."""

import attrs
import pytest
from hypothesis import given

from soleus_recovery import CheckIn, Finding, Plan, Runner, changes_text, to_markdown, to_text, today_text
from soleus_recovery.testing import plans
from soleus_recovery.views.plan import read
from soleus_recovery.vocabulary import Activity, Caution, Kit
from tests.export.plans import plan_of
from tests.export.stories import ALL_TESTS, Story, checkin, stories, trained


@given(plan=plans())
def test_the_text_fits_80_columns_and_holds_every_day_time_and_title(plan: Plan) -> None:
    text = to_text(plan)
    flat = " ".join(text.split())
    assert max(map(len, text.splitlines())) <= 80
    for day, session in plan.sessions():
        assert f"{plan.labels.day.format(number=day.number)} · " in flat
        assert session.title in flat
        if session.start is not None and session.end is not None:
            assert f"{session.start:%H:%M}–{session.end:%H:%M}" in flat
    for item in plan.unplaced:
        assert item.reason in flat


def test_each_instruction_stands_once_and_none_is_lost() -> None:
    plan = plan_of()
    flat = " ".join(to_text(plan).split())
    ice = next(session for _, session in plan.sessions() if session.activity is Activity.ICE)
    assert flat.count(ice.instructions) == 1
    for _, session in plan.sessions():
        assert session.instructions.split(":")[0].split("{")[0][:12] in flat


def test_every_provisional_run_says_so() -> None:
    plan = plan_of()
    flat = " ".join(to_text(plan).split())
    for _, session in plan.sessions():
        if session.activity is Activity.RUN:
            assert f"{session.title} ({plan.labels.provisional})" in flat


def test_a_night_workers_lines_name_the_day_they_fall_on() -> None:
    plan = plan_of(runner=Runner(zone="Europe/Berlin", wake="15:00", bed="07:00"))
    day_of_sunday = to_text(plan).split("Day 0 · Sun 22 Nov", 1)[1].split("Day 1 ", 1)[0]
    assert "Mon 06:00–06:05" in day_of_sunday


def test_the_two_hours_of_a_fold_are_told_apart() -> None:
    runner = Runner(zone="Europe/Berlin", wake="00:00", bed="18:00")
    text = to_text(plan_of(runner=runner, onset="2026-10-24T22:30", now="2026-10-25T00:10+02:00"))
    assert "02:10–02:25 UTC+0200" in text


def test_cautions_and_missing_kit_are_named() -> None:
    runner = Runner(zone="Europe/Berlin", cautions=[Caution.COLD_SENSITIVITY], without=[Kit.SLEEVE])
    flat = " ".join(to_text(plan_of(runner=runner)).split())
    assert "Ice: left out for your safety: cold sensitivity" in flat
    assert "Compression: left out, because you have none: compression sleeve" in flat
    assert "No ice: your skin reacts to cold" in flat


def test_a_holding_plan_says_whom_to_see_and_holds_no_run() -> None:
    text = to_text(plan_of(findings=[Finding.POP_OR_KICK]))
    assert text.startswith("Until a clinician has seen your calf · today\n")
    assert "Be seen by a clinician: today" in text
    assert "Easy run" not in text


def _titled(plan: Plan, title: str) -> Plan:
    first, *rest = plan.days
    session = attrs.evolve(first.sessions[0], title=title)
    return attrs.evolve(plan, days=(attrs.evolve(first, sessions=(session, *first.sessions[1:])), *rest))


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("a *b* _c_ `d`", r"a \*b\* \_c\_ \`d\`"),
        ("<script>", r"\<script\>"),
        ("[x](y)", r"\[x\](y)"),
        ("one\n# two", r"one \# two"),
        ("a|b", r"a\|b"),
        ("&amp;", r"\&amp;"),
        ("---", r"\---"),
        ("1) x", r"1\) x"),
        ("12. x", r"12\. x"),
    ],
)
def test_markup_in_a_text_stays_text_in_markdown(title: str, written: str) -> None:
    assert written in to_markdown(_titled(plan_of(), title))


def test_text_holds_no_control_character() -> None:
    assert "\x1b" not in to_text(_titled(plan_of(), "Rest\x1b[2J"))


def test_markdown_holds_every_rule_behind_the_plan() -> None:
    plan = plan_of()
    text = to_markdown(plan)
    for _, session in plan.sessions():
        for because in session.because:
            assert f"- `{because.rule}` ({because.origin}): " in text


def test_an_unconfirmed_first_run_is_on_its_day_if_each_day_is_well() -> None:
    outlook = read(plan_of()).outlook
    assert outlook[0] == "First run: Sat 28 Nov 18:00 (day 6 if each day is well)"


def test_a_confirmed_first_run_is_planned() -> None:
    story = trained().tell(checkin("2026-11-25", gates=ALL_TESTS), "2026-11-25T21:00")
    plan = story.tell(checkin("2026-11-26"), "2026-11-26T21:00").plan
    first = read(plan).outlook[0]
    assert first.startswith("First run: ")
    assert plan.labels.confirmed in first
    assert "if each day is well" not in first


def test_after_a_run_that_did_not_count_the_next_run_is_no_first_run() -> None:
    plan = trained().tell(checkin("2026-11-25", run=0), "2026-11-25T21:00").plan
    assert read(plan).outlook[0].startswith("Next run: ")


@given(story=stories())
def test_first_run_is_said_only_before_a_run_is_told(story: Story) -> None:
    check_ins = [each.fact for each in story.case.entries if isinstance(each.fact, CheckIn)]
    last = {check_in.day: check_in for check_in in check_ins}
    if any(check_in.pain_running is not None for check_in in last.values()):
        said = to_text(story.plan) + today_text(story.plan, story.progress, story.at)
        assert "first run" not in (said + changes_text(story.before, story.plan, at=story.at)).lower()
