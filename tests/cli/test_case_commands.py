"""A plan that lives: the commands on a case file, in every state that a case can be in."""

import json
import re
import stat
from pathlib import Path

import pytest

from soleus_recovery import Amendment, CheckIn, Clearance, Finding, from_json, to_json
from soleus_recovery.clock import Minute
from soleus_recovery.course.replay import progress
from soleus_recovery.planner.issue import issue
from soleus_recovery.vocabulary import Activity, Gate, Morning, Urgency
from tests.cli.cases import CASE, GOOD, RunnersCase, ahead, open_case_in
from tests.cli.running import COMMANDS, FACTS, Ran, run

EMERGENCY = "Call your local emergency number now"
COMMANDS_THAT_LOOK = (
    ("today", "--now", "2026-12-24T06:00"),
    ("show",),
    ("export", "-o", "out.ics"),
    ("log",),
    ("explain",),
)


@pytest.fixture
def case(tmp_path: Path) -> RunnersCase:
    return open_case_in(tmp_path)


def runs_in(folder: Path, name: str) -> int:
    """How many runs a calendar file still holds."""
    events = (folder / name).read_text(encoding="utf-8").split("BEGIN:VEVENT")[1:]
    return sum("SUMMARY:Walk-run" in event and "STATUS:CANCELLED" not in event for event in events)


class TestStart:
    def test_it_opens_a_case_and_prints_the_readable_plan(self, tmp_path: Path) -> None:
        ran = run("start", CASE, *FACTS[1:], cwd=tmp_path)
        assert (ran.code, ran.err) == (0, "")
        assert "First run: Sat 28 Nov 18:00" in ran.out
        file = RunnersCase(folder=tmp_path).file
        assert (file.case.entries, file.issued.plan.revision) == ((), 0)
        assert file.issued.plan.id == file.case.id

    def test_it_writes_outputs_too(self, tmp_path: Path) -> None:
        ran = run("start", CASE, *FACTS[1:], "-o", "a.ics", "-o", "a.json", cwd=tmp_path)
        assert (ran.code, ran.out, ran.err) == (0, "", "")
        case = RunnersCase(folder=tmp_path)
        assert case.names == ["a.ics", "a.json", CASE]
        assert from_json((tmp_path / "a.json").read_bytes()) == case.file.issued.plan

    def test_an_id_is_drawn_once_and_kept(self, tmp_path: Path) -> None:
        ids: list[str] = []
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            case = open_case_in(tmp_path / name)
            first = case.file.case.id
            case.checkin("23T21:05", *GOOD)
            assert case.file.case.id == case.file.issued.plan.id == first
            ids.append(first)
        assert ids[0] != ids[1]
        assert all(re.fullmatch("[0-9a-f]{16}", each) for each in ids)

    def test_a_given_id_is_kept(self, tmp_path: Path) -> None:
        assert open_case_in(tmp_path, "--id", "left-calf").file.case.id == "left-calf"

    def test_a_referral_opens_a_case_that_holds(self, tmp_path: Path) -> None:
        ran = run("start", CASE, *FACTS[1:], "--finding", "bruising", "-o", "hold.json", cwd=tmp_path)
        assert ran.code == 3
        assert ran.out.startswith("See a clinician within the next few days")
        case = RunnersCase(folder=tmp_path)
        assert case.file.issued.plan.urgency is Urgency.WITHIN_DAYS
        assert from_json((tmp_path / "hold.json").read_bytes()) == case.file.issued.plan

    def test_an_emergency_makes_no_file(self, tmp_path: Path) -> None:
        ran = run("start", CASE, *FACTS[1:], "--finding", "cold-pale-leg", "-o", "a.ics", cwd=tmp_path)
        assert (ran.code, ran.err) == (4, "")
        assert ran.out.startswith(EMERGENCY)
        assert list(tmp_path.iterdir()) == []


class TestCheckIn:
    @pytest.mark.parametrize(
        ("typed", "gel"),
        [
            (("--painkiller", CASE), False),
            ((CASE, "--painkiller"), False),
            ((CASE, "--painkiller", "tablets"), False),
            (("--painkiller", "gel", CASE), True),
            ((CASE, "--painkiller=gel", "--morning", "same"), True),
        ],
        ids=lambda each: "gel" if each is True else "tablets" if each is False else " ".join(each),
    )
    def test_a_painkiller_is_tablets_unless_it_is_a_gel(
        self, case: RunnersCase, typed: tuple[str, ...], gel: bool
    ) -> None:
        ran = run("checkin", *typed, "--pain-rest", "0", "--now", "2026-11-23T21:05", cwd=case.folder)
        assert (ran.code, ran.err) == (0, "")
        fact = case.file.case.entries[0].fact
        assert isinstance(fact, CheckIn)
        assert (fact.painkiller, fact.gel) == (True, gel)

    def test_another_word_for_a_painkiller_is_refused(self, case: RunnersCase) -> None:
        ran = case.checkin("23T21:05", "--pain-rest", "0", "--painkiller", "tablet")
        assert (ran.code, ran.err) == (2, "soleus-recovery: Got unexpected extra argument (tablet)\n")
        ran = case.checkin("23T21:05", "--pain-rest", "0", "--painkiller=tablet")
        assert ran.err == "soleus-recovery: --painkiller: 'tablet' is unknown; allowed: tablets, gel\n"
        assert case.file.case.entries == ()

    def test_a_good_check_in_is_answered_and_kept(self, case: RunnersCase) -> None:
        ran = case.checkin(
            "23T21:05",
            *("--pain-rest", "0", "--pain-walking", "1", "--morning", "better", "--finding", "tightness"),
            *("--painkiller", "--done", "ice-2@10:10", "--done", "2026-11-23-ice-3", "--missed", "ice-4"),
        )
        assert (ran.code, ran.err) == (0, "")
        fact = case.file.case.entries[0].fact
        assert isinstance(fact, CheckIn)
        assert (fact.pain_at_rest, fact.pain_walking, fact.pain_running) == (0, 1, None)
        assert (fact.morning, fact.findings, fact.painkiller) == (Morning.BETTER, frozenset({Finding.TIGHTNESS}), True)
        assert [(each.session, each.at) for each in fact.done] == [
            ("2026-11-23-ice-2", "10:10"),
            ("2026-11-23-ice-3", None),
        ]
        assert fact.missed == ("2026-11-23-ice-4",)

    def test_it_prints_the_verdict_what_changes_why_and_what_is_next(self, case: RunnersCase) -> None:
        fine = case.checkin("23T21:05", *GOOD)
        decisions = case.file.case.protocol.decisions
        assert any(decision.text in fine.out for decision in decisions.values())
        # Free of pain there is nothing to review on day 3.
        assert "What changes\n  Review: 1 left out\n\n" in fine.out
        assert "It is on record, and the plan ahead stays as it is." in case.checkin("23T21:30", *GOOD).out
        assert "Next run: Sat 28 Nov 18:00" in fine.out
        worse = case.checkin("24T21:05", "--pain-rest", "3", "--pain-walking", "5", "--morning", "worse")
        assert worse.code == 0
        assert "What changes" in worse.out
        assert "Sat 28 Nov 18:00 ->" in worse.out
        assert max(map(len, worse.out.splitlines())) <= 80

    def test_the_day_is_the_one_that_is_open(self, case: RunnersCase) -> None:
        for now, day in (("23T21:05", 23), ("24T02:00", 23), ("24T07:00", 24)):
            assert case.checkin(now, "--pain-rest", "1").code == 0
            fact = case.file.case.entries[-1].fact
            assert isinstance(fact, CheckIn)
            assert fact.day.day == day

    def test_what_is_left_out_is_unknown(self, case: RunnersCase) -> None:
        ran = case.checkin("23T21:05", "--pain-rest", "0")
        assert ran.code == 0
        assert "tell all again, and also --pain-walking, --morning." in " ".join(ran.out.split())
        fact = case.file.case.entries[0].fact
        assert isinstance(fact, CheckIn)
        assert (fact.pain_walking, fact.morning, fact.findings, fact.gates) == (None, None, frozenset(), frozenset())

    def test_a_run_without_its_pain_is_asked_for(self, case: RunnersCase) -> None:
        gates = ("--gate", "brisk-walk", "--gate", "hops", "--gate", "heel-raises")
        for day in (25, 26, 27):
            assert case.checkin(f"{day}T21:05", *GOOD, *(gates if day == 26 else ())).code == 0
        ran = case.checkin("28T21:05", *GOOD, "--done", "run-1")
        assert "and also --pain-running." in ran.out

    def test_a_second_check_in_for_a_day_says_that_it_replaces_the_first(self, case: RunnersCase) -> None:
        case.checkin("23T21:05", *GOOD)
        for options in (GOOD, ("--pain-rest", "2", "--pain-walking", "5", "--morning", "worse")):
            ran = case.checkin("23T21:30", *options)
            assert ran.code == 0
            assert "The check-in for Mon 23 Nov replaces the one before." in " ".join(ran.out.split())
        assert len(case.file.case.entries) == 3

    def test_silent_days_since_are_in_what_changes(self, case: RunnersCase) -> None:
        ran = case.checkin("27T21:05", *GOOD)
        assert "No check-in since" in ran.out
        assert "What changes" in ran.out

    def test_tests_passed_too_early_are_named_as_not_counted(self, case: RunnersCase) -> None:
        gates = ("--gate", "brisk-walk", "--gate", "hops", "--gate", "heel-raises")
        early = " ".join(case.checkin("24T21:05", *GOOD, *gates).out.split())
        assert "Not counted: a brisk 30-minute walk at pain 0; 10 hops" in early
        assert "Tests count from Thu 26 Nov 07:00 on" in early
        case.checkin("25T21:05", *GOOD)
        counted = case.checkin("26T21:05", *GOOD, *gates)
        assert "Not counted" not in counted.out
        assert progress(case.file.case, case.file.issued.as_of).gates == set(Gate)
        assert "planned)" in case.checkin("27T21:05", *GOOD).out

    def test_the_file_holds_the_plan_as_of_the_check_in(self, case: RunnersCase) -> None:
        case.checkin("27T21:05", "--pain-rest", "2", "--pain-walking", "4", "--morning", "worse")
        file = case.file
        assert file.issued.as_of == file.case.last_recorded_at
        assert file.issued.entries == 1
        assert file.issued == issue(file.case, file.issued.as_of)

    def test_the_rights_of_the_file_are_kept_and_a_link_stays_one(self, case: RunnersCase) -> None:
        case.path.rename(case.folder / "real.json")
        case.path.symlink_to("real.json")
        case.path.chmod(0o640)
        assert case.checkin("23T21:05", *GOOD).code == 0
        assert case.path.is_symlink()
        assert stat.S_IMODE((case.folder / "real.json").stat().st_mode) == 0o640
        assert len(case.file.case.entries) == 1
        assert case.names == [CASE, "real.json"]


class TestClearance:
    CLEARED = ("--cleared", "2026-11-24", "--cleared-by", "Dr. Weber", "--cleared-for", "bruising")

    @pytest.fixture
    def waiting(self, case: RunnersCase) -> RunnersCase:
        assert case.checkin("23T21:05", *GOOD, "--finding", "bruising").code == 3
        return case

    def test_alone_it_is_the_only_entry(self, waiting: RunnersCase) -> None:
        ran = waiting.checkin("24T12:00", *self.CLEARED)
        assert (ran.code, ran.err) == (0, "")
        assert "Dr. Weber has cleared it" in ran.out
        assert "See a clinician" not in ran.out
        assert isinstance(waiting.file.case.entries[-1].fact, Clearance)
        assert len(waiting.file.case.entries) == 2

    def test_with_a_check_in_it_comes_first(self, waiting: RunnersCase) -> None:
        assert waiting.checkin("24T21:05", *self.CLEARED, *GOOD).code == 0
        kinds = [type(entry.fact) for entry in waiting.file.case.entries]
        assert kinds == [CheckIn, Clearance, CheckIn]

    def test_something_else_still_waits(self, waiting: RunnersCase) -> None:
        waiting.checkin("24T10:00", "--finding", "recurring")
        ran = waiting.checkin("24T12:00", *self.CLEARED)
        assert ran.code == 3
        assert ran.out.startswith("See a clinician")
        assert "It keeps coming back" in ran.out


class TestReferral:
    def test_a_red_flag_is_printed_first_and_no_run_is_left(self, case: RunnersCase) -> None:
        ran = case.checkin("23T21:05", *GOOD, "--finding", "clot-risk")
        assert (ran.code, ran.err) == (3, "")
        assert ran.out.startswith("See a clinician today")
        assert "blood clot" in ran.out
        plan = case.file.issued.plan
        assert not [each for _, each in plan.sessions() if each.activity is Activity.RUN]

    def test_a_good_check_in_later_is_recorded_and_still_ends_with_3(self, case: RunnersCase) -> None:
        case.checkin("23T21:05", *GOOD, "--finding", "clot-risk")
        ran = case.checkin("24T21:05", *GOOD)
        assert (ran.code, ran.err) == (3, "")
        assert ran.out.startswith("See a clinician today")
        assert "A clinician still has to clear: A raised risk of clots (clot-risk)." in ran.out
        assert "All well" not in ran.out
        assert len(case.file.case.entries) == 2

    @pytest.mark.parametrize("command", COMMANDS_THAT_LOOK, ids=lambda command: command[0])
    def test_every_command_that_looks_ends_with_3_and_says_so(
        self, case: RunnersCase, command: tuple[str, ...]
    ) -> None:
        case.checkin("23T21:05", *GOOD, "--finding", "clot-risk")
        ran = case.command(*command)
        assert ran.code == 3
        printed = ran.out + ran.err
        assert "See a clinician today" in printed
        if command[0] == "export":
            assert runs_in(case.folder, "out.ics") == 0

    def test_nobody_goes_back_to_the_runs_from_before(self, case: RunnersCase) -> None:
        case.checkin("23T21:05", *GOOD, "--finding", "clot-risk")
        early = ("--now", "2026-11-23T08:00")
        for command in ("show", "today"):
            ran = case.command(command, *early)
            assert ran.code == 3
            assert "Walk-run" not in ran.out
        assert case.command("export", "-o", "early.ics", *early).code == 3
        assert runs_in(case.folder, "early.ics") == 0

    def test_an_amendment_waits_too(self, case: RunnersCase) -> None:
        ran = case.amend("23T08:00", "--finding", "bruising", "-o", "hold.ics")
        assert ran.code == 3
        assert ran.out.startswith("See a clinician within the next few days")
        assert runs_in(case.folder, "hold.ics") == 0
        assert case.amend("23T09:00", "--bed", "23:00").code == 3


class TestEmergency:
    @pytest.mark.parametrize("finding", ["breathless-or-chest-pain", "cold-pale-leg", "tight-numb-weak-leg"])
    def test_it_is_printed_recorded_and_leaves_one_card(self, case: RunnersCase, finding: str) -> None:
        case.command("export", "-o", "plan.ics")
        plan = (case.folder / "plan.ics").read_bytes()
        ran = case.checkin("23T21:05", "--finding", finding)
        assert (ran.code, ran.err) == (4, "")
        assert ran.out.startswith(EMERGENCY)
        assert "112" in ran.out
        assert "Next run" not in ran.out
        file = case.file
        assert len(file.case.entries) == file.issued.entries == 1
        assert ahead(file) == ["Stopped: get help now"]
        # A file that was exported before is nobody's to change: the answer says what to do about it.
        assert (case.folder / "plan.ics").read_bytes() == plan
        assert case.names == [CASE, "plan.ics"]

    def test_earlier_findings_count(self, case: RunnersCase) -> None:
        assert case.checkin("23T12:00", "--finding", "weakness").code == 0
        assert case.checkin("23T21:05", "--finding", "numbness-or-tingling").code == 4

    def test_no_good_check_in_later_brings_a_run_back(self, case: RunnersCase) -> None:
        case.checkin("23T21:05", "--finding", "cold-pale-leg")
        before = case.bytes
        for _ in range(2):
            ran = case.checkin("24T21:05", *GOOD)
            assert ran.code == 4
            assert ran.out.startswith(EMERGENCY)
            assert "start a new one" in ran.err
            assert case.bytes == before

    @pytest.mark.parametrize("command", COMMANDS_THAT_LOOK, ids=lambda command: command[0])
    @pytest.mark.parametrize("now", [(), ("--now", "2026-11-22T20:00")])
    def test_every_command_says_it_again_and_shows_no_run(
        self, case: RunnersCase, command: tuple[str, ...], now: tuple[str, ...]
    ) -> None:
        case.checkin("23T21:05", "--finding", "cold-pale-leg")
        before = case.bytes
        ran = case.command(*command, *now)
        assert ran.code == 4
        assert (ran.err or ran.out).startswith(EMERGENCY)
        assert "Walk-run" not in ran.out
        assert case.bytes == before
        assert case.names == ([CASE, "out.ics"] if "out.ics" in command else [CASE])

    def test_today_and_log_still_print_what_was_and_nothing_else_does(self, case: RunnersCase) -> None:
        case.checkin("23T21:05", "--finding", "cold-pale-leg")
        today = case.command("today", "--now", "2026-11-25T06:00").out
        message, _, was = today.partition("\n\n")
        assert message.startswith(EMERGENCY)
        assert was.startswith("What the plan held on Mon 23 Nov, before the emergency: Ice × ")
        assert "Next run" not in today
        log = case.command("log", "--now", "2026-11-25T06:00")
        assert log.err.startswith(EMERGENCY)
        assert log.out.startswith("# Symptom log")
        assert case.command("show", "--now", "2026-11-25T06:00").out == f"{message}\n"

    @pytest.mark.parametrize(
        "command", [("amend", "--bed", "23:00"), ("checkin", *TestClearance.CLEARED), ("checkin", "--frob-free", "x")]
    )
    def test_nothing_more_is_recorded(self, case: RunnersCase, command: tuple[str, ...]) -> None:
        case.checkin("23T21:05", "--finding", "cold-pale-leg")
        before = case.bytes
        ran = case.command(*command, "--now", "2026-11-24T12:00")
        assert ran.code == (2 if "--frob-free" in command else 4)
        assert case.bytes == before

    def test_an_amendment_can_hold_one_too(self, case: RunnersCase) -> None:
        ran = case.amend("23T08:00", "--finding", "cold-pale-leg", "-o", "new.ics")
        assert (ran.code, ran.err) == (4, "")
        assert ran.out.startswith(EMERGENCY)
        assert isinstance(case.file.case.entries[0].fact, Amendment)
        assert ahead(case.file) == ["Stopped: get help now"]
        # The file that follows the case is written, and holds no run.
        assert case.names == [CASE, "new.ics"]
        assert runs_in(case.folder, "new.ics") == 0
        assert "Stopped: get help now" in (case.folder / "new.ics").read_text("utf-8")
        assert case.checkin("24T21:05", *GOOD).code == 4

    @pytest.mark.parametrize(
        "typed",
        [
            ("--pain-rest", "11"),
            ("--finding", "sad"),
            ("--day", "tomorrow"),
            ("--day", "2026-12-24"),
            ("--now", "yesterday"),
            ("--now", "2026-11-22T19:00"),
            ("--done", "ice-99"),
            ("--cleared", "2026-11-23"),
        ],
    )
    def test_what_is_mistyped_beside_it_keeps_it_neither_back_nor_off_the_record(
        self, case: RunnersCase, typed: tuple[str, ...]
    ) -> None:
        ran = case.checkin("23T21:05", "--finding", "cold-pale-leg", *typed)
        assert ran.code == 4
        assert ran.out.startswith(EMERGENCY)
        assert ran.out.count(EMERGENCY) == 1
        assert ran.err.startswith(f"soleus-recovery: {typed[0]}")
        assert ran.err.count("\n") == 1
        assert ran.out.count("Your calendar may still show ") == 1
        assert case.command("show").code == 4
        (card,) = ahead(case.file)
        assert card == "Stopped: get help now"

    @pytest.mark.parametrize("typed", [("--bed", "25:00"), ("--onset", "now"), ("--tz", "Mars/Olympus"), ("--id", "x")])
    def test_nor_in_an_amendment(self, case: RunnersCase, typed: tuple[str, ...]) -> None:
        ran = case.amend("23T21:05", "--finding", "cold-pale-leg", *typed)
        assert (ran.code, ran.err.count("\n")) == (4, 1)
        assert ran.out.startswith(EMERGENCY)
        assert case.command("show").code == 4

    def test_nor_by_pains_that_match_the_known_ones(self, case: RunnersCase) -> None:
        ran = case.checkin("23T21:05", "--finding", "numbness-or-tingling", "--pain-running", "8", "--gate", "sprint")
        assert ran.code == 4
        assert case.command("today").code == 4

    @pytest.mark.parametrize("command", ["plan", "start"])
    @pytest.mark.parametrize("typed", [("--bed", "25:00"), ("-o", "plan.exe"), ("--protocol", "mine"), ("--tz", "x")])
    def test_nor_in_a_plan_or_start(self, tmp_path: Path, command: str, typed: tuple[str, ...]) -> None:
        name = [CASE] if command == "start" else []
        ran = run(command, *name, *FACTS[1:], "--finding", "cold-pale-leg", *typed, cwd=tmp_path)
        assert ran.code == 4
        assert ran.out.startswith(EMERGENCY)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("command", ["start", "checkin", "amend"])
    def test_nor_by_a_file_that_is_no_case(self, tmp_path: Path, command: str) -> None:
        (tmp_path / CASE).write_bytes(b"{")
        facts = FACTS[1:] if command == "start" else ()
        ran = run(command, CASE, *facts, "--finding", "cold-pale-leg", cwd=tmp_path)
        assert ran.code == 4
        assert ran.out.startswith(EMERGENCY)
        assert (tmp_path / CASE).read_bytes() == b"{"


class TestAmend:
    def test_given_ones_replace_and_the_others_stay(self, tmp_path: Path) -> None:
        case = open_case_in(
            tmp_path,
            *("--finding", "tightness", "--caution", "cold-sensitivity", "--cause", "overuse", "--side", "left"),
            *("--usual-run", "60", "--run-days", "mon,wed,sat", "--without", "roller", "--wake", "06:00"),
        )
        runner, report = case.file.case.runner, case.file.case.report
        assert case.amend("23T08:00", "--bed", "23:00", "--finding", "swelling").code == 0
        now_runner, now_report = case.file.case.facts_until(case.file.issued.as_of)
        assert (now_runner.bed, now_report.findings) == ("23:00", frozenset({Finding.SWELLING}))
        for name in ("zone", "wake", "usual_run_minutes", "run_days", "without", "cautions", "causes"):
            assert getattr(now_runner, name) == getattr(runner, name)
        for name in ("onset", "pain_at_rest", "pain_walking", "severity", "side"):
            assert getattr(now_report, name) == getattr(report, name)
        assert case.amend("23T09:00", "--pain-rest", "2").code == 0
        last_runner, last_report = case.file.case.facts_until(case.file.issued.as_of)
        assert last_runner == now_runner
        assert (last_report.pain_at_rest, last_report.pain_walking) == (2, 3)
        assert last_report.findings == {Finding.SWELLING}

    def test_it_says_what_changes(self, case: RunnersCase) -> None:
        ran = case.amend("23T08:00", "--run-time", "17:00")
        assert (ran.code, ran.err) == (0, "")
        assert "The facts were corrected." in ran.out
        assert "Sat 28 Nov 18:00 -> Sat 28 Nov 17:00" in ran.out

    def test_it_writes_outputs_too(self, case: RunnersCase) -> None:
        ran = case.amend("23T08:00", "--run-time", "17:00", "-o", "new.json", "-o", "-", "--format", "ics")
        assert ran.code == 0
        assert ran.out.startswith("BEGIN:VCALENDAR")
        assert "The facts were corrected." in ran.err
        assert from_json((case.folder / "new.json").read_bytes()) == case.file.issued.plan


class TestLooking:
    def test_today_speaks_of_the_clock_and_the_others_of_the_last_entry(self, case: RunnersCase) -> None:
        case.checkin("23T21:05", "--pain-rest", "2", "--pain-walking", "5", "--morning", "worse")
        assert "Tue 24 Nov" in case.command("today", "--now", "2026-11-24T06:00").out.splitlines()[0]
        file = case.file
        ran = case.command("export", "-o", "-", "--format", "json")
        assert from_json(ran.out) == file.issued.plan
        later = from_json(case.command("export", "-o", "-", "--format", "json", "--now", "2026-11-26T23:00").out)
        assert later == issue(file.case, Minute(file.issued.as_of + 3 * 1440 + 115), after=file.issued).plan
        before = from_json(case.command("export", "-o", "-", "--format", "json", "--now", "2026-11-22T20:00").out)
        assert before == issue(file.case, file.case.started_at).plan

    def test_looking_writes_nothing(self, case: RunnersCase) -> None:
        before = case.bytes
        for command in COMMANDS_THAT_LOOK:
            assert case.command(*command).code == 0
        assert case.command("show", "--now", "2026-11-30T20:00").code == 0
        assert (case.bytes, case.names) == (before, [CASE, "out.ics"])

    def test_show_prints_the_plan_within_80_columns(self, case: RunnersCase) -> None:
        ran = case.command("show")
        assert "First run: Sat 28 Nov 18:00" in ran.out
        assert max(map(len, ran.out.splitlines())) <= 80

    @pytest.mark.parametrize(("style", "cancelled"), [("import", True), ("feed", False)])
    def test_export_in_both_styles(self, case: RunnersCase, style: str, *, cancelled: bool) -> None:
        case.checkin("23T12:00", "--finding", "bruising")
        assert case.command("export", "-o", "a.ics", "--style", style).code == 3
        text = (case.folder / "a.ics").read_text(encoding="utf-8")
        assert ("STATUS:CANCELLED" in text) == cancelled

    def test_export_in_every_format_and_presentation(self, case: RunnersCase) -> None:
        outputs = [part for end in ("ics", "json", "md", "txt") for part in ("-o", f"a.{end}")]
        assert case.command("export", *outputs, "--detail", "runs", "--alarms", "--discreet", "--floating").code == 0
        assert case.names == ["a.ics", "a.json", "a.md", "a.txt", CASE]
        calendar = (case.folder / "a.ics").read_text(encoding="utf-8")
        assert "VALARM" in calendar
        assert "CLASS:PRIVATE" in calendar
        assert "TZID" not in calendar

    def test_log_to_a_file_and_to_standard_output(self, case: RunnersCase) -> None:
        case.checkin("23T21:05", "--pain-rest", "1", "--pain-walking", "2", "--morning", "better")
        printed = case.command("log")
        assert printed.code == 0
        assert printed.out.startswith("# ")
        assert case.command("log", "-o", "log.md").code == 0
        assert (case.folder / "log.md").read_text(encoding="utf-8") == printed.out

    def test_explain_a_case_and_a_session(self, case: RunnersCase) -> None:
        whole = case.command("explain")
        assert whole.code == 0
        assert all(reason.text in " ".join(whole.out.split()) for reason in case.file.issued.plan.reasons)
        one = case.command("explain", "run-1")
        assert one.out.startswith("run-1  Walk-run")
        assert case.command("explain", "run-99").code == 2

    def test_explain_distinguishes_a_plan_from_a_case(self, case: RunnersCase) -> None:
        case.command("export", "-o", "plan.json")
        assert run("explain", "plan.json", "run-1", cwd=case.folder).out == case.command("explain", "run-1").out
        ran = run("explain", "plan.json", "--now", "2026-11-24T08:00", cwd=case.folder)
        assert (ran.code, ran.err.count("\n")) == (2, 1)

    def test_a_plan_of_a_case_passes_every_invariant(self, case: RunnersCase) -> None:
        case.checkin("24T21:05", "--pain-rest", "2", "--pain-walking", "5", "--morning", "worse")
        case.command("export", "-o", "plan.json")
        assert run("check", "plan.json", cwd=case.folder).code == 0


def test_refolding_gives_the_plan_that_was_issued(case: RunnersCase) -> None:
    """A week of check-ins, one command each, ends in the plan that replaying all facts at once gives."""
    for day in range(23, 30):
        pain = str(day % 3)
        assert case.checkin(f"{day}T21:05", "--pain-rest", "0", "--pain-walking", pain, "--morning", "same").code == 0
    file = case.file
    assert to_json(issue(file.case, file.issued.as_of).plan) == to_json(file.issued.plan)


def test_a_case_whose_plan_has_ended_records_only_a_red_flag(case: RunnersCase) -> None:
    """Reading `end`. The way there is long, so every run is done in one go of facts."""
    finish(case)
    before = case.bytes
    late = ("--now", "2027-05-20T21:05")
    ran = case.command("checkin", *GOOD, *late)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "start a new one" in ran.err
    assert case.bytes == before
    assert case.command("show").code == 0
    assert case.command("today", *late).code == 0
    assert case.command("checkin", "--finding", "bruising", *late).code == 3


def finish(case: RunnersCase) -> None:
    """Good check-ins, with every run done on its day, until the plan is over."""
    import datetime as dt

    from soleus_recovery import record
    from soleus_recovery.clock import minute_of, to_wall
    from soleus_recovery.export.json.case import CaseFile, case_to_json

    file = case.file
    history, issued = file.case, file.issued
    zone = history.runner.zone
    wall = to_wall(history.started_at, zone)
    now = dt.datetime(2026, 11, 23, 21, 30, tzinfo=wall.tzinfo)
    while not progress(history, minute_of("now", now)).is_closed:
        day = issued.plan.on(now.date())
        ran = day is not None and any(each.activity is Activity.RUN for each in day.sessions)
        check_in = CheckIn(
            day=now.date(),
            pain_at_rest=0,
            pain_walking=0,
            pain_running=0 if ran else None,
            morning=Morning.SAME,
            gates=frozenset() if ran else frozenset(Gate),
        )
        history = record(history, check_in, now=now)
        issued = issue(history, minute_of("now", now), after=issued)
        now += dt.timedelta(days=1)
        if now.date() > issued.plan.days[-1].date:
            break
    case.path.write_text(case_to_json(CaseFile(case=history, issued=issued)), encoding="utf-8")


def words_of(ran: Ran) -> str:
    return " ".join(ran.out.split())


@pytest.mark.parametrize("command", ["start", "checkin", "amend", "today", "show", "export", "log", "explain"])
def test_help_lists_every_word_whole(command: str) -> None:
    ran = run(command, "--help")
    assert ran.code == 0
    assert f"soleus-recovery {command}" in ran.out
    assert command in COMMANDS
    if command in ("checkin", "amend", "start"):
        assert all(str(finding) in words_of(ran) for finding in Finding)
    if command == "checkin":
        assert all(str(member) in words_of(ran) for kind in (Gate, Morning) for member in kind)


def test_a_case_file_says_what_it_is(case: RunnersCase) -> None:
    data = json.loads(case.bytes)
    assert (data["schema"], data["version"]) == ("soleus-recovery/case", 5)
