"""After a red flag or a long silence one card is left of the plan, with a warning about calendars exported before."""

import datetime as dt
import json
import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from soleus_recovery import Activity, builtin
from soleus_recovery.cli.pages.answers import exported_runs_lines
from soleus_recovery.clock import Minute
from tests.cli.cases import GOOD, RunnersCase, open_case_in
from tests.export.stories import Story, stories

EMERGENCY = "Call your local emergency number now"
FLAG = ("--finding", "cold-pale-leg")
DETAILS = ("sessions", "daily", "runs")


@pytest.fixture
def case(tmp_path: Path) -> RunnersCase:
    return open_case_in(tmp_path)


def runs_ahead(case: RunnersCase, at: int) -> int:
    plan = case.file.issued.plan
    return sum(
        each.activity is Activity.RUN and each.span is not None and each.span.start >= at for _, each in plan.sessions()
    )


def events_from(calendar: bytes, moment: dt.datetime) -> list[Event]:
    """What begins at this moment or later, and what goes on all of its day or of a later one."""
    events: list[Event] = []
    for event in Calendar.from_ical(calendar).events:
        start = event.start
        later = start >= moment if isinstance(start, dt.datetime) else start >= moment.date()
        events += [event] if later else []
    return events


NOON = dt.datetime.fromisoformat("2026-11-24T12:00+01:00")


class TestCalendars:
    @pytest.mark.parametrize("style", ["import", "feed"])
    @pytest.mark.parametrize("detail", DETAILS)
    def test_an_emergency_leaves_one_entry_ahead_in_every_detail(
        self, case: RunnersCase, detail: str, style: str
    ) -> None:
        case.command("export", "-o", "x.ics", "--detail", detail)
        case.checkin("24T12:00", *FLAG)
        ran = case.command("export", "-o", "x.ics", "--detail", detail, "--style", style)
        assert (ran.code, ran.err) == (4, "")
        assert ran.out.startswith(EMERGENCY)
        (event,) = events_from((case.folder / "x.ics").read_bytes(), NOON)
        assert str(event["SUMMARY"]) == "Stopped: get help now"
        text = str(event["DESCRIPTION"])
        assert text.startswith(EMERGENCY)
        assert builtin("soleus-standard").triage.do_now in text
        assert "Stop and be seen today" not in text
        assert event["STATUS"] == "CONFIRMED"

    @pytest.mark.parametrize("detail", DETAILS)
    def test_a_long_silence_leaves_one_entry_ahead_in_every_detail(self, case: RunnersCase, detail: str) -> None:
        late = dt.datetime.fromisoformat("2026-12-20T08:00+01:00")
        ran = case.command("export", "-o", "x.ics", "--detail", detail, "--now", "2026-12-20T08:00")
        assert ran.code == 0
        (event,) = events_from((case.folder / "x.ics").read_bytes(), late)
        assert str(event["SUMMARY"]) == "Tell how your calf is"
        assert "nothing is planned" in str(event["DESCRIPTION"])
        assert "Stop and be seen today" in str(event["DESCRIPTION"])

    @pytest.mark.parametrize("detail", DETAILS)
    def test_discreet_says_nothing_of_it(self, case: RunnersCase, detail: str) -> None:
        case.checkin("24T12:00", *FLAG)
        case.command("export", "-o", "x.ics", "--detail", detail, "--discreet")
        (event,) = events_from((case.folder / "x.ics").read_bytes(), NOON)
        assert str(event["SUMMARY"]) == "Reminder"
        text = (case.folder / "x.ics").read_text("utf-8").lower()
        assert not [each for each in ("stop", "help", "emergency", "leg", "calf") if each in text]

    def test_the_same_case_gives_the_same_bytes_whenever_it_is_asked(self, case: RunnersCase) -> None:
        case.checkin("24T12:00", *FLAG)
        written: set[bytes] = set()
        for now in ("2026-11-24T12:00", "2026-11-25T08:00", "2027-02-01T08:00"):
            case.command("export", "-o", "x.ics", "--style", "feed", "--now", now)
            written.add((case.folder / "x.ics").read_bytes())
        assert len(written) == 1


class TestOtherFiles:
    def test_they_show_the_stopped_state_alone(self, case: RunnersCase) -> None:
        case.checkin("24T12:00", *FLAG)
        names = ["x.json", "x.html", "x.svg", "x.md", "x.txt"]
        ran = case.command("export", *(part for name in names for part in ("-o", name)))
        assert ran.code == 4
        for name in names:
            text = (case.folder / name).read_text("utf-8")
            assert "Stopped: get help now" in text, name
            # A plan file keeps on record what was withdrawn, so that no sequence restarts.
            assert name == "x.json" or "Walk-run" not in text, name
        plan = json.loads((case.folder / "x.json").read_text("utf-8"))
        assert (plan["outcome"], plan["urgency"]) == ("see-clinician", "emergency")
        later = [
            each["title"]
            for day in plan["days"]
            for each in day["sessions"]
            if (each["start"] or f"{day['date']}T23:59") >= "2026-11-24T12:00"
        ]
        assert later == ["Stopped: get help now"]

    def test_the_log_is_written_for_the_clinician(self, case: RunnersCase) -> None:
        case.checkin("24T12:00", *FLAG)
        ran = case.command("log", "-o", "log.md", "-o", "log.html")
        assert (ran.code, ran.err) == (4, "")
        text = (case.folder / "log.md").read_text("utf-8")
        assert "emergency (since Tue 24 Nov)" in text
        assert "A cold or pale leg: Tue 24 Nov" in text

    def test_a_bad_name_keeps_neither_the_message_back_nor_the_case_unwritten(self, case: RunnersCase) -> None:
        ran = case.amend("24T12:00", *FLAG, "-o", "x.exe")
        assert ran.code == 4
        assert ran.out.startswith(EMERGENCY)
        assert ran.err.startswith("soleus-recovery: -o")
        assert case.command("show").code == 4

    @pytest.mark.parametrize("typed", [("-o", "x.exe"), ("-o", "nowhere/x.ics"), ("-o", "x.ics", "--detail", "all")])
    def test_nor_is_a_lesser_red_flag_lost_with_what_is_to_be_written(
        self, case: RunnersCase, typed: tuple[str, ...]
    ) -> None:
        """The fault once: the message was printed, the exit code was 2, and the case kept its runs."""
        ran = case.amend("24T12:00", "--finding", "bruising", *typed)
        assert ran.code == 3
        assert ran.out.count("See a clinician within the next few days") == 1
        assert ran.err.count("\n") == 1
        assert ran.err.startswith("soleus-recovery: -")
        assert case.command("show").code == 3
        assert runs_ahead(case, case.file.issued.as_of) == 0
        assert case.names == ["calf.json"]

    def test_data_on_standard_output_stays_data(self, case: RunnersCase) -> None:
        ran = case.amend("24T12:00", *FLAG, "-o", "-", "--format", "ics")
        assert ran.code == 4
        assert ran.out.startswith("BEGIN:VCALENDAR")
        assert ran.err.startswith(EMERGENCY)
        assert ran.err.count(EMERGENCY) == 1


class TestWhatWasExported:
    """After a red flag the answer counts the runs that a calendar may still show, and says what to do about them."""

    @pytest.mark.parametrize(("finding", "code"), [("cold-pale-leg", 4), ("pop-or-kick", 3), ("bruising", 3)])
    @pytest.mark.parametrize("command", ["checkin", "amend"])
    def test_the_count_is_that_of_the_plan_before(
        self, case: RunnersCase, command: str, finding: str, code: int
    ) -> None:
        runs = runs_ahead(case, case.file.case.started_at)
        ran = case.command(command, "--now", "2026-11-24T12:00", "--finding", finding)
        assert ran.code == code
        said = f"Your calendar may still show {runs} runs: delete that calendar, then import a new one"
        assert ran.out.count(said) == 1
        assert "soleus-recovery export calf.json -o FILE.ics" in ran.out

    def test_what_has_begun_is_not_counted(self, case: RunnersCase) -> None:
        first = next(each for _, each in case.file.issued.plan.sessions() if each.activity is Activity.RUN)
        assert first.span is not None
        runs = runs_ahead(case, case.file.case.started_at)
        assert runs_ahead(case, Minute(first.span.start + 1)) == runs - 1
        ran = case.checkin("28T18:01", "--finding", "bruising")
        assert f"may still show {runs - 1} runs:" in ran.out

    def test_one_run_is_one(self, tmp_path: Path) -> None:
        case = open_case_in(tmp_path, "--usual-run", "5", "--severity", "mild")
        runs = [each for _, each in case.file.issued.plan.sessions() if each.activity is Activity.RUN]
        last = runs[-1].start
        assert last is not None
        ran = case.command("checkin", "--now", f"{last:%Y-%m-%dT%H:%M}", "--finding", "bruising")
        assert "may still show 1 run:" in ran.out

    def test_there_is_no_warning_where_there_were_none(self, case: RunnersCase) -> None:
        case.checkin("23T12:00", "--finding", "bruising")
        for finding in ("pop-or-kick", "cold-pale-leg"):
            ran = case.checkin("23T13:00", "--finding", finding)
            assert "may still show" not in ran.out + ran.err
        assert "may still show" not in case.command("export", "-o", "x.ics").out

    def test_nor_after_a_check_in_without_a_flag(self, case: RunnersCase) -> None:
        assert "may still show" not in case.checkin("23T21:00", *GOOD).out


@given(story=stories(), name=st.sampled_from(["calf.json", "my calf.json", "my/$(id).json"]))
def test_the_warning_counts_the_runs_ahead_of_any_plan(story: Story, name: str) -> None:
    """One line, with the number of runs of the plan before and with a command that a shell reads as one name."""
    starts = [each.span.start for _, each in story.before.sessions() if each.activity is Activity.RUN and each.span]
    runs = sum(start >= story.at for start in starts)
    lines = [*exported_runs_lines(story.before, story.case, name, at=story.at)]
    assert len(lines) == (runs > 0)
    for line in lines:
        assert f"may still show {runs} run{'s' * (runs > 1)}:" in line
        command = shlex.split(line.partition("(")[2].partition(" -o FILE.ics")[0])
        assert command == ["soleus-recovery", "export", name]


def test_check_ins_that_change_nothing_are_refused_before_the_case_could_not_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found by review: one check-in more than a reader accepts was written, and then no command opened the case."""
    monkeypatch.setattr("soleus_recovery.export.json.case._MOST_UNPLANNED", 3)
    case = open_case_in(tmp_path)
    assert case.checkin("23T08:00", *GOOD, "--finding", "bruising").code == 3
    codes = [case.checkin(f"23T08:{minute:02}", *GOOD).code for minute in range(1, 9)]
    assert codes[0] == 3
    assert codes[-1] == 2
    assert case.command("today", "--now", "2026-11-23T09:00").code == 3
    # A red flag changes the plan, so it is always taken.
    assert case.checkin("23T09:00", "--finding", "cold-pale-leg").code == 4
    assert case.command("show").code == 4


def test_a_case_that_is_full_still_takes_a_red_flag(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = open_case_in(tmp_path)
    monkeypatch.setattr("soleus_recovery.export.json.case._LONGEST_WITHOUT_FLAG", 1_000)
    before = case.bytes
    full = case.checkin("23T08:00", *GOOD)
    assert (full.code, full.err.count("\n"), case.bytes) == (2, 1, before)
    assert "longer than a case can be" in full.err
    assert case.checkin("23T09:00", *GOOD, "--finding", "bruising").code == 3
    assert case.command("today", "--now", "2026-11-23T09:30").code == 3
