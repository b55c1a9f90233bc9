"""The picture of a plan, read back, shows the plan."""

import datetime as dt
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import pairwise

import attrs
import pytest
from hypothesis import given

from soleus_recovery import Day, FactError, Finding, Plan, Runner, Status, builtin, parse_protocol, to_svg
from soleus_recovery.export.pictures.plan import Setting, draw_plan
from soleus_recovery.export.pictures.shapes import to_markup
from soleus_recovery.outgoing import inert
from soleus_recovery.plan.plan import RunDose
from soleus_recovery.testing import plans
from soleus_recovery.vocabulary import Activity, Caution, PhaseKind
from tests.export.drawn import COLUMN, LEFT, SVG, Box, Drawn, read_svg, week_of
from tests.export.plans import plan_of

EDGE = 3.0  # from the left edge of a day to waking, and from bedtime to the right edge


def place(plan: Plan, day: Day, at: dt.datetime) -> float:
    """The place of a moment in its day: waking hours run from left to right, in elapsed minutes."""
    window = plan.runner.window(day.date)
    # Sessions planned before the waking hours changed are within the day too.
    timed = [each.span for each in day.sessions if each.span is not None]
    start = min(window.start, *(each.start for each in timed))
    end = max(window.end, *(each.end for each in timed))
    passed = at.timestamp() / 60 - start
    return LEFT + day.date.weekday() * COLUMN + EDGE + passed / (end - start) * (COLUMN - 2 * EDGE)


def each_timed_session_is_in_its_week_and_day_at_its_time(plan: Plan, drawn: Drawn) -> None:
    for day, session in plan.sessions():
        boxes = [week.get(session.key) for week in drawn.weeks]
        if session.start is None or session.end is None:
            assert boxes == [None] * len(boxes)
            continue
        row = week_of(plan, day.date)
        assert [index for index, box in enumerate(boxes) if box is not None] == [row]
        box = boxes[row]
        assert box is not None
        left = LEFT + day.date.weekday() * COLUMN
        assert left <= box.x
        assert box.x + box.width <= left + COLUMN
        if session.activity is Activity.RUN:
            continue
        assert box.x == pytest.approx(place(plan, day, session.start), abs=0.01)
        if box.width:
            long = place(plan, day, session.end) - place(plan, day, session.start)
            assert box.width == pytest.approx(max(2, long), abs=0.02)


def runs_stand_on_one_line_as_high_as_their_minutes(plan: Plan, drawn: Drawn) -> None:
    doses = {each.key: each.dose for _, each in plan.sessions() if isinstance(each.dose, RunDose)}
    boxes: dict[str, Box] = {}
    for week, texts in zip(drawn.weeks, drawn.texts, strict=True):
        ran = {key: box for key, box in week.items() if key in doses}
        assert len({round(box.bottom, 1) for box in ran.values()}) <= 1
        assert {str(doses[key].total_run_minutes) for key in ran} <= set(texts)
        boxes |= ran
    assert boxes.keys() == doses.keys()
    a_minute = [box.height / doses[key].total_run_minutes for key, box in boxes.items()]
    if a_minute:
        assert max(a_minute) - min(a_minute) <= 0.02


def a_run_that_waits_is_hatched_and_one_that_is_planned_is_filled(plan: Plan, drawn: Drawn) -> None:
    fills = {key: box.fill for week in drawn.weeks for key, box in week.items()}
    runs = [session for _, session in plan.sessions() if session.activity is Activity.RUN]
    for run in runs:
        assert fills[run.key].startswith("url(#") == (run.status is Status.PROVISIONAL)
    for status, text in ((Status.PROVISIONAL, plan.labels.provisional), (Status.CONFIRMED, plan.labels.confirmed)):
        is_there = any(run.status is status for run in runs)
        assert any(f"Run, {text}: minutes" in line for line in drawn.key) == is_there


def every_day_has_its_date_and_its_phase(plan: Plan, drawn: Drawn) -> None:
    shown = [day for day in plan.days if day.phase is not PhaseKind.KEEP]  # the reminders after it are not drawn
    for day in shown:
        texts = drawn.texts[week_of(plan, day.date)]
        assert any(text.split()[0] == str(day.date.day) for text in texts)
        assert f"{plan.labels.words.phases[day.phase]}: " in drawn.says
    bands = [each for each in drawn.root.iter(f"{SVG}rect") if "phase" in each.get("class", "").split()]
    in_weeks = [each for each in bands if float(each.get("height", 0)) == 24]
    assert round(sum((float(each.get("width", 0)) + 2) / COLUMN for each in in_weeks), 2) == len(shown)


class TestTruth:
    @given(plan=plans())
    def test_the_picture_shows_the_plan(self, plan: Plan) -> None:
        """Generating a plan takes longer than reading its picture, so one test checks everything."""
        drawn = read_svg(to_svg(plan))
        each_timed_session_is_in_its_week_and_day_at_its_time(plan, drawn)
        runs_stand_on_one_line_as_high_as_their_minutes(plan, drawn)
        a_run_that_waits_is_hatched_and_one_that_is_planned_is_filled(plan, drawn)
        every_day_has_its_date_and_its_phase(plan, drawn)

    def test_on_paper_the_same_marks_are_in_two_columns_of_weeks(self) -> None:
        plan = plan_of()
        drawn = draw_plan(plan, builtin("soleus-standard"), Setting.PAPER, at=None)
        on_paper, alone = read_svg(to_markup(drawn)), read_svg(to_svg(plan))
        assert "Run, if ready: minutes of running" in on_paper.key
        assert [week.keys() for week in on_paper.weeks] == [week.keys() for week in alone.weeks]
        half = len(alone.weeks) // 2
        for index, (paper, one) in enumerate(zip(on_paper.weeks, alone.weeks, strict=True)):
            shift = 360 if index >= half else 0
            for key, box in one.items():
                assert paper[key].x == pytest.approx(box.x + shift, abs=0.01)
                assert (paper[key].width, paper[key].height) == (box.width, box.height)

    def test_a_day_with_a_clock_change_is_drawn_by_the_minutes_that_pass(self) -> None:
        runner = Runner(zone="Europe/Berlin", wake="00:00", bed="18:00")
        plan = plan_of(runner=runner, onset="2026-10-24T22:30", now="2026-10-25T00:10+02:00")
        drawn = read_svg(to_svg(plan))
        sunday = next(day for day in plan.days if day.date == dt.date(2026, 10, 25))
        ices = [each for each in sunday.sessions if each.activity is Activity.ICE and each.span is not None]
        xs = [drawn.weeks[0][each.key].x for each in ices]
        minutes = [each.span.start for each in ices if each.span is not None]
        # 19 hours from waking to bedtime on that day, not 18.
        for (a, b), (first, then) in zip(pairwise(xs), pairwise(minutes), strict=True):
            assert (b - a) / (then - first) == pytest.approx((COLUMN - 2 * EDGE) / (19 * 60), rel=0.02)

    def test_the_floor_is_flagged_at_its_instant(self) -> None:
        plan = plan_of()
        drawn = read_svg(to_svg(plan))
        [flag] = [each for each in drawn.root.iter(f"{SVG}path") if each.get("class", "").startswith("floor")][:1]
        x = float(flag.get("d", "")[1:].split()[0])
        # 72 hours for a possible strain, from Sunday 18:30.
        at = dt.datetime.fromisoformat("2026-11-25T18:30+01:00")
        day = plan.on(dt.date(2026, 11, 25))
        assert day is not None
        assert x == pytest.approx(place(plan, day, at), abs=0.01)
        assert "No run before Wed 25 Nov 18:30" in drawn.key
        assert "No run before Wed 25 Nov 18:30." in drawn.says

    def test_a_holding_plan_has_no_floor_no_run_and_an_appointment(self) -> None:
        plan = plan_of(findings=[Finding.BRUISING])
        drawn = read_svg(to_svg(plan))
        assert "Appointment" in drawn.key
        assert not any("run" in text.casefold() for text in drawn.key)

    def test_without_ice_the_key_does_not_name_it(self) -> None:
        runner = Runner(zone="Europe/Berlin", cautions=[Caution.COLD_SENSITIVITY])
        key = read_svg(to_svg(plan_of(runner=runner))).key
        assert "Ice" not in key
        assert "Leg up" in key

    def test_the_description_names_every_run(self) -> None:
        plan = plan_of()
        says = read_svg(to_svg(plan)).says
        for _, session in plan.sessions():
            if session.activity is Activity.RUN and session.start is not None:
                assert f" {session.start:%H:%M}: {session.title} (if ready)." in says

    def test_a_phase_that_comes_back_has_two_stretches_of_days(self) -> None:
        plan = plan_of()
        first, second, *rest = plan.days
        again = attrs.evolve(plan, days=(first, second, *(attrs.evolve(day, phase=first.phase) for day in rest[1:3])))
        apart = attrs.evolve(again, days=(*again.days[:2], attrs.evolve(rest[0]), *again.days[2:]))
        assert rest[0].phase is first.phase
        between = attrs.evolve(apart, days=(first, attrs.evolve(second, phase=PhaseKind.RESTORE), *apart.days[2:]))
        says = read_svg(to_svg(between)).says
        assert says.startswith("Relieve: Sun 22 Nov, Tue 24 Nov to Thu 26 Nov. Restore: Mon 23 Nov.")


class TestToday:
    def test_today_is_marked_only_when_a_moment_is_given(self) -> None:
        plan = plan_of()
        assert "today" not in to_svg(plan)
        drawn = read_svg(to_svg(plan, at=plan.made_at))
        assert "Today: Sun 22 Nov" in drawn.key
        [box] = [each for each in drawn.root.iter(f"{SVG}rect") if "today" in each.get("class", "").split()][:1]
        assert float(box.get("x", 0)) == pytest.approx(LEFT + 6 * COLUMN + 1)

    def test_a_moment_outside_the_plan_marks_nothing(self) -> None:
        plan = plan_of()
        after = dt.datetime(2027, 6, 1, tzinfo=dt.UTC)
        before = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
        assert to_svg(plan, at=after) == to_svg(plan, at=before) == to_svg(plan)


class TestMarkup:
    @pytest.mark.parametrize("text", ["<script>alert(1)</script>", "a]]>b", "&amp;", "\"'", "\x1b[2J\ud800\ufffe"])
    def test_texts_stay_texts(self, text: str) -> None:
        plan = plan_of()
        labels = attrs.evolve(plan.labels, plan_title=text, months=(text,) * 12)
        first = attrs.evolve(plan.days[0].sessions[0], key=text, title=text)
        run = next(each for _, each in plan.sessions() if each.activity is Activity.RUN)
        days = [
            attrs.evolve(
                day, sessions=tuple(attrs.evolve(each, title=text) if each is run else each for each in day.sessions)
            )
            for day in plan.days
        ]
        days[0] = attrs.evolve(days[0], sessions=(first, *days[0].sessions[1:]))
        written = to_svg(attrs.evolve(plan, labels=labels, days=tuple(days)))
        drawn = read_svg(written)
        kept = inert(text)
        assert drawn.title == f"{kept} · mild"
        assert f": {kept} (if ready)." in drawn.says
        assert {each.tag for each in drawn.root.iter()} <= {
            f"{SVG}{name}" for name in ("svg", "title", "desc", "style", "defs", "pattern", "path", "rect", "text", "g")
        }

    def test_a_screen_reader_finds_its_name_and_description(self) -> None:
        root = ET.fromstring(to_svg(plan_of()))
        named = (root.get("aria-labelledby") or "").split()
        ids = {each.get("id"): each.tag.removeprefix(SVG) for each in root.iter() if each.get("id")}
        assert [ids[each] for each in named] == ["title", "desc"]
        assert root.get("role") == "img"


class TestProtocols:
    OURS = 'extends = "soleus-standard"\nid = "ours"\n'

    def test_a_protocol_that_does_not_ship_has_to_be_given(self) -> None:
        plan = attrs.evolve(plan_of(), protocol=attrs.evolve(plan_of().protocol, id="ours"))
        with pytest.raises(FactError, match="does not ship"):
            to_svg(plan)
        protocol = parse_protocol(self.OURS + '[picture]\nothers = "Sonstiges"\n')
        assert "Sonstiges" in read_svg(to_svg(plan, protocol=protocol)).key

    def test_a_protocol_of_another_plan_is_refused(self) -> None:
        with pytest.raises(FactError, match="is not what this plan was made from"):
            to_svg(plan_of(), protocol=builtin("soleus-active"))

    def test_a_protocol_without_words_for_pictures_uses_the_standard_ones(self) -> None:
        protocol = attrs.evolve(builtin("soleus-standard"), picture=None)
        assert to_svg(plan_of(), protocol=protocol) == to_svg(plan_of())


def test_the_same_plan_gives_the_same_bytes_in_any_process() -> None:
    code = (
        "from tests.export.plans import plan_of; from soleus_recovery import to_svg; print(to_svg(plan_of()), end='')"
    )
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
    assert texts == {to_svg(plan_of())}
