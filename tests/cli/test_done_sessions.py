"""A session can only be done once it has begun, at a time that the rules allow, and keeps no later run planned."""

import json
from pathlib import Path
from typing import Any

import pytest

from soleus_recovery.vocabulary import Activity
from tests.cli.cases import CASE, GOOD, RunnersCase
from tests.cli.running import Ran, run

READY = ("--gate", "brisk-walk", "--gate", "hops", "--gate", "heel-raises")
PLAIN = ("--onset", "2026-11-22T18:30", "--tz", "Europe/Berlin", "--pain-rest", "0", "--pain-walking", "1")


@pytest.fixture
def ready(tmp_path: Path) -> RunnersCase:
    """Sore since the 21st, trained on the 24th, tested on the 25th: the first run is confirmed, on the 27th."""
    case = RunnersCase(folder=tmp_path)
    sore = ("--onset", "2026-11-21T18:30", *PLAIN[2:])
    assert run("start", CASE, *sore, "--now", "2026-11-22T19:30", cwd=tmp_path).code == 0
    for day in (23, 24, 25, 26):
        tested = READY if day == 25 else ()
        assert case.checkin(f"{day}T21:00", *GOOD, *tested).code == 0
    return case


def ahead(case: RunnersCase, now: str, *activities: Activity) -> list[str]:
    """The keys of the sessions ahead in the plan of a moment."""
    ran = case.command("export", "--now", f"2026-11-{now}", "-o", "plan.json")
    assert ran.code in (0, 3), ran
    plan: dict[str, Any] = json.loads((case.folder / "plan.json").read_text("utf-8"))
    sessions = [each for day in plan["days"] for each in day["sessions"] if each["start"] is not None]
    return [
        each["key"]
        for each in sessions
        if each["start"] > f"2026-11-{now}" and each["activity"] in map(str, activities)
    ]


def run_starts(case: RunnersCase) -> dict[str, str]:
    """When each run of the issued plan starts, by key."""
    sessions = (each for _, each in case.file.issued.plan.sessions() if each.activity is Activity.RUN)
    return {each.key: str(each.start) for each in sessions}


def refused(ran: Ran) -> str:
    assert ran.code == 2, ran
    assert ran.err.count("\n") == 1
    return ran.err


@pytest.mark.parametrize(
    ("name", "value"), [("--finding", "weakness"), ("--pain-running", "7"), ("--morning", "worse")]
)
def test_a_run_ahead_cannot_be_done(ready: RunnersCase, name: str, value: str) -> None:
    """The fault once: at noon the run of 18:00 was entered as done with a finding, and stayed planned."""
    before = ready.bytes
    said = refused(ready.checkin("27T12:00", *GOOD, name, value, "--done", "run-1"))
    assert "'run-1' is still to come, at 18:00; allowed: run-1@HH:MM" in said
    assert ready.bytes == before
    # Without the run, the finding is recorded.
    assert ready.checkin("27T12:00", *GOOD, name, value).code == 0
    assert "run-1" not in ahead(ready, "27T12:00", Activity.RUN) or run_starts(ready)["run-1"] > "2026-11-28"


@pytest.mark.parametrize("flag", ["bruising", "pop-or-kick", "clot-risk"])
def test_a_red_flag_in_a_refused_check_in_is_on_record_all_the_same(ready: RunnersCase, flag: str) -> None:
    """The fault once: the flag was printed and not recorded, and the run of 18:00 stayed planned."""
    ran = ready.checkin("27T12:00", *GOOD, "--finding", flag, "--done", "run-1")
    assert ran.code == 3
    assert ran.err.count("\n") == 1
    assert "is still to come" in ran.err
    assert "This is in your case now" in ran.out
    assert ahead(ready, "27T12:00", Activity.RUN, Activity.STRENGTHEN, Activity.STRETCH) == []
    assert ready.command("today", "--now", "2026-11-27T13:00").code == 3


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        (("--nonsense",), "No such option '--nonsense'"),
        (("--nonsense", "5"), "No such option '--nonsense'"),
        (("--now",), "Option '--now' requires an argument"),
        (("--painkiller=3",), "--painkiller: '3' is unknown; allowed: tablets, gel"),
        (("of", "today"), "Got unexpected extra arguments (of today)"),
        (("--pain-rest", "--pain-walking", "0"), "Got unexpected extra argument (0)"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
@pytest.mark.parametrize("command", ["checkin", "amend"])
def test_a_red_flag_on_a_command_line_that_cannot_be_read_is_on_record(
    ready: RunnersCase, command: str, typed: tuple[str, ...], line: str
) -> None:
    """The fault once: with an option that does not exist the flag was neither printed nor recorded."""
    ran = ready.command(command, "--now", "2026-11-27T12:00", "--finding", "bruising", *typed)
    assert ran.code == 3
    assert line in ran.err
    assert ran.err.count("\n") == 1
    assert ran.out.startswith("See a clinician within the next few days")
    assert "This is in your case now" in ran.out
    assert ahead(ready, "27T12:00", Activity.RUN, Activity.STRENGTHEN, Activity.STRETCH) == []


@pytest.mark.parametrize("more", [(), ("--pain-rest", "--painkiller")])
def test_an_option_without_a_value_does_not_swallow_a_red_flag(ready: RunnersCase, more: tuple[str, ...]) -> None:
    """The fault once: click took --finding for the value, and the last value of an option counts."""
    ran = ready.checkin("27T12:00", "--pain-rest", "--finding=bruising", *more)
    assert ran.code == 3
    assert ran.err == "soleus-recovery: Option '--pain-rest' requires an argument.\n"
    assert ahead(ready, "27T12:00", Activity.RUN, Activity.STRENGTHEN, Activity.STRETCH) == []


def test_a_command_line_that_cannot_be_read_changes_nothing_without_a_flag(ready: RunnersCase) -> None:
    before = ready.bytes
    for typed in (("--nonsense",), ("--now",), ("--finding",), ("--finding", "tenderness", "too")):
        assert refused(ready.checkin("27T12:00", *GOOD, *typed))
    assert run("checkin", "--finding", "bruising", cwd=ready.folder).code == 2
    assert ready.bytes == before


@pytest.mark.parametrize(("finding", "code"), [("bruising", 2), ("cold-pale-leg", 4)])
@pytest.mark.parametrize("command", [("plan",), ("start", "new.json")], ids=" ".join)
def test_where_no_case_is_open_the_message_is_printed(
    tmp_path: Path, command: tuple[str, ...], finding: str, code: int
) -> None:
    ran = run(*command, *PLAIN, "--finding", finding, "--nonsense", cwd=tmp_path)
    assert ran.code == code
    assert ran.out.startswith(("See a clinician within the next few days", "Call your local emergency number now"))
    assert ran.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_refused_check_in_with_a_known_flag_is_bad_input(ready: RunnersCase) -> None:
    assert ready.checkin("27T12:00", *GOOD, "--finding", "bruising").code == 3
    before = ready.bytes
    refused(ready.checkin("27T12:30", *GOOD, "--morning", "fine"))
    assert ready.bytes == before


def test_a_run_done_before_it_is_due_keeps_no_run_planned_after_a_flag(ready: RunnersCase) -> None:
    """The fault once: done at 08:00 without a time, then bruising by amend, wrote a calendar with the run in it."""
    refused(ready.checkin("27T08:00", *GOOD, "--done", "run-1"))
    ran = ready.amend("27T09:00", "--finding", "bruising", "-o", "f.ics")
    assert ran.code == 3
    assert ahead(ready, "27T09:00", Activity.RUN, Activity.STRENGTHEN, Activity.STRETCH) == []


def test_a_run_done_this_morning_stays_and_nothing_is_planned_after_a_flag(
    ready: RunnersCase,
) -> None:
    ran = ready.checkin("27T12:00", *GOOD, "--finding", "bruising", "--done", "run-1@08:00")
    assert ran.code == 3
    assert ahead(ready, "27T12:00", Activity.RUN) == []
    assert ready.command("today", "--now", "2026-11-27T13:00").code == 3
    cleared = ("--cleared", "2026-11-28", "--cleared-by", "Dr Weber", "--cleared-for", "bruising")
    assert ready.checkin("28T12:00", *cleared).code == 0


def test_a_run_of_yesterday_entered_late_moves_the_run_of_today_though_that_one_is_done(ready: RunnersCase) -> None:
    refused(ready.checkin("27T12:00", *GOOD, "--done", "run-1"))
    assert ready.checkin("27T12:05", *GOOD, "--day", "2026-11-26", "--pain-running", "0").code == 0
    (first, *_) = ahead(ready, "27T12:05", Activity.RUN)
    session = next(each for _, each in ready.file.issued.plan.sessions() if each.key == first)
    assert session.start is not None
    assert session.start.day == 28


@pytest.fixture
def iced(tmp_path: Path) -> RunnersCase:
    """The first full day: ice and leg up at 07:00, 09:00, 11:00 and so on."""
    case = RunnersCase(folder=tmp_path)
    assert run("start", CASE, *PLAIN, "--now", "2026-11-22T19:30", cwd=tmp_path).code == 0
    return case


def test_an_icing_cannot_be_done_too_near_to_another(iced: RunnersCase) -> None:
    """The fault once: ice-4 entered at 07:14 stood there, 15 minutes after ice-1, and moved the later ones."""
    said = refused(iced.checkin("23T09:30", *GOOD, "--done", "ice-2", "--done", "ice-4@07:14"))
    assert "'2026-11-23-ice-4' cannot have been then" in said
    assert "120 minutes or more" in said


def test_a_session_done_out_of_turn_keeps_its_key_and_no_other_takes_it(iced: RunnersCase) -> None:
    """The fault once: elevate-5 entered early, then other waking hours, gave one UID to two events."""
    assert iced.checkin("23T17:30", *GOOD, "--done", "elevate-5").code in (0, 2)
    assert iced.amend("23T17:40", "--wake", "06:00", "--bed", "23:30").code == 0
    assert iced.checkin("23T17:50", *GOOD, "--done", "elevate-7@17:20").code in (0, 2)
    assert iced.amend("23T17:55", "--wake", "08:00", "--bed", "23:00").code == 0
    plan = iced.file.issued.plan
    keys = [each.key for _, each in plan.sessions()] + [each.key for each in plan.withdrawn]
    assert len(keys) == len(set(keys))
    assert iced.command("today", "--now", "2026-11-23T18:00").code == 0


@pytest.mark.parametrize("done", ["ice-9@06:00", "ice-2@23:30", "run-1@08:00", "nap-1", "ice-2@0900"])
def test_an_impossible_entry_is_refused_in_one_line_and_nothing_is_written(iced: RunnersCase, done: str) -> None:
    before = iced.bytes
    refused(iced.checkin("23T09:30", *GOOD, "--done", done))
    assert iced.bytes == before


def test_a_case_with_too_many_corrections_still_records_a_red_flag(ready: RunnersCase, monkeypatch: Any) -> None:
    """However often it was corrected, and whatever else is mistyped."""
    monkeypatch.setattr("soleus_recovery.course.bounds.MOST_REPLAYED", 0)
    ran = ready.amend("27T12:00", "--finding", "bruising")
    assert ran.code == 3
    assert "has too many days read again" in ran.err
    assert ahead(ready, "27T12:00", Activity.RUN, Activity.STRENGTHEN) == []
