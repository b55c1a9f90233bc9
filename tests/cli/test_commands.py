"""The commands as their users run them, with the exit codes of the contract."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from soleus_recovery import Finding, builtin, from_json
from soleus_recovery.cli import fact_options
from soleus_recovery.guidance.referrals import Clue
from soleus_recovery.laws.asking import INVARIANTS
from soleus_recovery.vocabulary import Cause, Caution, Extra, Kit, Weekday
from tests.cli.running import FACTS, run, run_process


def test_a_plan_is_printed_within_80_columns(tmp_path: Path) -> None:
    ran = run(*FACTS, cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert "First run: Sat 28 Nov 18:00" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80
    assert list(tmp_path.iterdir()) == []


def test_a_name_as_long_as_names_get(tmp_path: Path) -> None:
    name = f"{'a' * 251}.ics"
    assert run(*FACTS, "-o", name, cwd=tmp_path).code == 0
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_files_by_extension_and_standard_output_in_one_go(tmp_path: Path) -> None:
    ran = run(
        *FACTS, "-o", "-", "--format", "json", "-o", "a.ics", "-o", "a.json", "-o", "a.md", "-o", "a.TXT", cwd=tmp_path
    )
    assert ran.code == 0
    plan = from_json(ran.out)
    assert from_json((tmp_path / "a.json").read_bytes()) == plan
    assert (tmp_path / "a.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert (tmp_path / "a.md").read_text(encoding="utf-8").startswith("# Calf recovery plan")
    assert (tmp_path / "a.TXT").read_text(encoding="utf-8").startswith("Calf recovery plan")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.TXT", "a.ics", "a.json", "a.md"]


def test_a_file_is_replaced_and_keeps_its_rights(tmp_path: Path) -> None:
    there = tmp_path / "plan.ics"
    there.write_bytes(b"old")
    there.chmod(0o640)
    assert run(*FACTS, "-o", "plan.ics", cwd=tmp_path).code == 0
    assert there.read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert stat.S_IMODE(there.stat().st_mode) == 0o640


def test_a_referral_writes_a_holding_plan_and_exits_3(tmp_path: Path) -> None:
    ran = run(*FACTS, "--finding", "pop-or-kick", "-o", "hold.json", cwd=tmp_path)
    assert ran.code == 3
    assert ran.out.startswith("See a clinician today")
    plan = json.loads((tmp_path / "hold.json").read_text(encoding="utf-8"))
    assert plan["outcome"] == "see-clinician"
    assert not [session for day in plan["days"] for session in day["sessions"] if session["activity"] == "run"]


def test_a_referral_on_standard_output_stays_a_file_that_programs_read(tmp_path: Path) -> None:
    ran = run(*FACTS, "--finding", "bruising", "-o", "-", "--format", "json", cwd=tmp_path)
    assert ran.code == 3
    assert from_json(ran.out).urgency is not None
    assert ran.err.startswith("See a clinician within the next few days")


def test_an_emergency_touches_no_file_and_exits_4(tmp_path: Path) -> None:
    there = tmp_path / "plan.ics"
    there.write_bytes(b"old")
    ran = run(*FACTS, "--finding", "breathless-or-chest-pain", "-o", "plan.ics", "-o", "new.json", cwd=tmp_path)
    assert (ran.code, ran.err) == (4, "")
    assert "112" in ran.out
    assert there.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["plan.ics"]


def test_a_severity_by_hand_does_not_pass_a_red_flag(tmp_path: Path) -> None:
    assert run(*FACTS, "--severity", "mild", "--finding", "dark-urine", cwd=tmp_path).code == 3


def test_check_prints_every_invariant_and_exits_1_with_the_broken_ones(tmp_path: Path) -> None:
    run(*FACTS, "-o", "plan.json", cwd=tmp_path)
    fine = run("check", "plan.json", cwd=tmp_path)
    assert fine.code == 0
    assert all(f"{invariant.id} ok" in fine.out for invariant in INVARIANTS)
    path = tmp_path / "plan.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"status": "provisional"', '"status": "confirmed"'), encoding="utf-8"
    )
    broken = run("check", "plan.json", cwd=tmp_path)
    assert broken.code == 1
    assert "I-13 BROKEN" in broken.out
    assert "run-1: confirmed without a check-in" in broken.out


def flat(text: str) -> str:
    """On one line."""
    return " ".join(text.split())


def test_explain_answers_for_every_article_item() -> None:
    for item in builtin("soleus-standard").items:
        ran = run("explain", item)
        assert ran.code == 0
        assert ran.out.startswith(item)
        assert any(f"    {origin}: " in ran.out for origin in ("article", "evidence", "default"))


def test_explain_a_plan_and_each_of_its_sessions(tmp_path: Path) -> None:
    run(*FACTS, "-o", "plan.json", cwd=tmp_path)
    plan = from_json((tmp_path / "plan.json").read_bytes())
    whole = run("explain", "plan.json", cwd=tmp_path)
    assert whole.code == 0
    for reason in plan.reasons:
        assert reason.text in flat(whole.out)
    for _, session in list(plan.sessions())[::7]:
        ran = run("explain", "plan.json", session.key, cwd=tmp_path)
        assert ran.code == 0
        assert ran.out.startswith(f"{session.key}  {session.title}\n")
        assert flat(ran.out).startswith(f"{session.key} {session.title} {session.instructions} ")
        assert all(f"  {because.rule}: " in ran.out for because in session.because)
    assert run("explain", "plan.json", "run-99", cwd=tmp_path).code == 2


def test_protocol_show_prints_every_rule_item_source_and_number() -> None:
    protocol = builtin("soleus-standard")
    page = run("protocol", "show", "soleus-standard")
    assert page.code == 0
    for rule in protocol.rules.values():
        assert f" {rule.id}: {rule.says} {rule.origin}: " in flat(page.out)
    for item in protocol.items.values():
        assert f"  {item.id:4} {item.about}: " in page.out
    for source in protocol.sources.values():
        assert f"  {source.key}: {source.title}" in page.out
    assert "  ice.minutes = 15 (ice-minutes)" in page.out
    assert f"soleus-standard {builtin('soleus-standard').version}" in run("protocol", "list").out


def test_help_lists_every_name() -> None:
    text = " ".join(run("plan", "--help").out.split())
    for kind in (Finding, Caution, Cause, Extra, Kit, Weekday):
        for member in kind:
            assert str(member) in text


@pytest.mark.parametrize("arguments", [[], ["--help"], ["protocol"]])
def test_help_is_no_error(arguments: list[str]) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.err) == (0, "")
    assert "Usage: soleus-recovery" in ran.out


def test_a_given_id_is_the_plans_and_presentation_does_not_change_a_derived_one(tmp_path: Path) -> None:
    json_out = ("-o", "-", "--format", "json")
    assert from_json(run(*FACTS, "--id", "my-calf", *json_out, cwd=tmp_path).out).id == "my-calf"
    plain = from_json(run(*FACTS, *json_out, cwd=tmp_path).out)
    shown = from_json(run(*FACTS, "--detail", "daily", "--alarms", "--discreet", *json_out, cwd=tmp_path).out)
    other = from_json(run(*FACTS, "--usual-run", "46", *json_out, cwd=tmp_path).out)
    assert plain == shown
    assert plain.id != other.id


@pytest.mark.parametrize(
    ("localtime", "timezone", "zone"),
    [
        ("zoneinfo/Asia/Tokyo", None, "Asia/Tokyo"),
        ("zoneinfo/America/Argentina/Salta", b"UTC\n", "America/Argentina/Salta"),
        ("elsewhere", b"Asia/Tokyo\n", "Asia/Tokyo"),
        ("elsewhere", b"\xff\xfe", None),
        ("elsewhere", None, None),
    ],
)
def test_the_systems_zone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, localtime: str, timezone: bytes | None, zone: str | None
) -> None:
    monkeypatch.delenv("TZ", raising=False)
    monkeypatch.setattr(fact_options, "_LOCALTIME", tmp_path / localtime)
    monkeypatch.setattr(fact_options, "_TIMEZONE", tmp_path / "timezone")
    if timezone is not None:
        (tmp_path / "timezone").write_bytes(timezone)
    ran = run("plan", "--onset", "2026-11-22T18:30", "--now", "2026-11-22T19:30", "--severity", "mild", cwd=tmp_path)
    if zone is None:
        assert (ran.code, ran.err.count("\n")) == (2, 1)
        assert "--tz" in ran.err
    else:
        assert f"19:30 {zone}" in ran.out


def test_the_systems_zone_may_be_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", ":/usr/share/zoneinfo/Asia/Tokyo")
    ran = run("plan", "--onset", "2026-11-22T18:30", "--now", "2026-11-22T19:30", "--severity", "mild", cwd=tmp_path)
    assert "19:30 Asia/Tokyo" in ran.out


@pytest.mark.parametrize("command", ["explain", "check", "wrong"])
def test_a_plan_files_text_cannot_command_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Escapes would reach a terminal: click takes them out only of what goes elsewhere."""

    def never(*_: object) -> bool:
        return False

    monkeypatch.setattr("click.utils.should_strip_ansi", never)
    run(*FACTS, "-o", "plan.json", cwd=tmp_path)
    plan = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    session = plan["days"][0]["sessions"][3]
    session.update(key="ice\x1b]0;x", title="Ice\x1b[2J\x07\x9b", end="2026-11-22T19:50:00+01:00")
    plan["days"][0]["sessions"] = [session, session]
    (tmp_path / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    arguments, code = {
        "explain": (["explain", "plan.json", session["key"]], 0),
        "check": (["check", "plan.json"], 1),
        "wrong": (["explain", "plan.json", "other"], 2),
    }[command]
    ran = run(*arguments, cwd=tmp_path)
    assert ran.code == code
    assert "ice]0;x" in ran.out + ran.err
    assert all(letter.isprintable() for letter in (ran.out + ran.err).replace("\n", ""))


def test_the_clock_and_the_systems_zone_are_the_defaults(tmp_path: Path) -> None:
    ran = run_process(
        *("plan", "--onset", "2026-01-05T10:00", "--severity", "mild", "-o", "-", "--format", "json"),
        cwd=tmp_path,
        TZ="Asia/Tokyo",
    )
    plan = from_json(ran.out)
    assert ran.code == 3  # long ago by any clock that runs this
    assert plan.zone == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["protocol", "show", "soleus-standard"], 0),
        ([*FACTS], 0),
        ([*FACTS, "--finding", "bruising"], 3),
        ([*FACTS, "--finding", "cold-pale-leg"], 4),
    ],
)
def test_a_reader_that_goes_away_changes_no_exit_code(arguments: list[str], code: int) -> None:
    """As with ``| true``: the pipe is closed before the page is written."""
    command = [sys.executable, "-m", "soleus_recovery", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == code


@pytest.mark.parametrize(("finding", "code"), [("local-pain", 0), ("bruising", 3)])
@pytest.mark.parametrize("stdout", [["-o", "-"], ["-o", "-", "--format", "ics"], []])
def test_a_reader_that_goes_away_takes_no_file_with_it(
    tmp_path: Path, finding: str, code: int, stdout: list[str]
) -> None:
    command = [sys.executable, "-m", "soleus_recovery", *FACTS, "--finding", finding, *stdout, "-o", "plan.json"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        process.stdout.close()
    assert process.returncode == code
    assert from_json((tmp_path / "plan.json").read_bytes()).days


@pytest.mark.parametrize(
    "options",
    [
        ["--side", "both", "--finding", "diffuse-soreness", "--finding", "started-hours-after", "--pain-rest", "0"],
        ["--wake", "15:00", "--bed", "07:00", "--now", "2026-11-23T02:00"],
        ["--caution", "cold-sensitivity", "--caution", "poor-circulation", "--pain-rest", "0"],
        ["--without", "sleeve", "--without", "roller", "--extra", "foam-roll", "--extra", "massage"],
        ["--run-days", "mon,wed,sat", "--run-time", "06:30", "--wake", "05:30", "--usual-run", "90"],
        ["--cause", "overuse", "--cause", "footwear", "--runs-per-week", "5"],
        ["--severity", "severe", "--tz", "Australia/Lord_Howe"],
    ],
)
def test_every_option_gives_a_plan_that_checks(tmp_path: Path, options: list[str]) -> None:
    assert run(*FACTS, *options, "-o", "plan.json", cwd=tmp_path).code == 0
    assert run("check", "plan.json", cwd=tmp_path).code == 0


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.ics").write_bytes(b"old")
    (tmp_path / "link.ics").symlink_to("real.ics")
    assert run(*FACTS, "-o", "link.ics", cwd=tmp_path).code == 0
    assert (tmp_path / "link.ics").is_symlink()
    assert (tmp_path / "real.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


def shell(*arguments: str) -> tuple[int, str]:
    command = " ".join([sys.executable, "-m", "soleus_recovery", *arguments])
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)
    return done.returncode, done.stderr.decode()


def test_a_full_output_is_one_line() -> None:
    code, err = shell(*FACTS, ">/dev/full")
    assert code == 2
    assert err.startswith("soleus-recovery: standard output: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize("redirect", [">/dev/full", ">&-"])
def test_an_emergency_is_printed_and_keeps_its_code_when_the_output_takes_nothing(redirect: str) -> None:
    code, err = shell(*FACTS, "--finding", "cold-pale-leg", redirect)
    assert code == 4
    assert err.startswith("Call your local emergency number now")


@pytest.mark.parametrize("redirect", [">/dev/full", ">&-"])
def test_a_referral_is_printed_and_its_plan_written_when_the_output_is_full(tmp_path: Path, redirect: str) -> None:
    code, err = shell(*FACTS, "--finding", "clot-risk", "-o", f"{tmp_path}/hold.json", redirect)
    assert code == 3
    assert err.startswith("See a clinician today")
    assert from_json((tmp_path / "hold.json").read_bytes()).urgency is not None


@pytest.mark.parametrize("name", ["nowhere/plan.ics", "plan.exe", "plan"])
def test_an_emergency_is_not_kept_back_by_a_mistyped_output(tmp_path: Path, name: str) -> None:
    assert run(*FACTS, "--finding", "cold-pale-leg", "-o", name, cwd=tmp_path).code == 4


def test_a_pipe_or_device_is_no_plan(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "plan.json")
    for name in (f"{tmp_path}/plan.json", "/dev/zero"):
        ran = run("check", name)
        assert (ran.code, ran.err.count("\n")) == (2, 1)


def test_a_large_calendar_is_written_and_named(tmp_path: Path) -> None:
    """A slow ladder to a long usual run; a day an event is the way out."""
    (tmp_path / "slow.toml").write_text(
        'extends = "soleus-standard"\nid = "slow"\n[ladders.severe]\ngrowth_percent = 6\n', "utf-8"
    )
    long = [*FACTS, "--pain-walking", "7", "--usual-run", "45", "--runs-per-week", "1", "--protocol", "slow.toml"]
    ran = run(*long, "-o", "plan.ics", "-o", "plan.json", cwd=tmp_path)
    events = (tmp_path / "plan.ics").read_bytes().count(b"BEGIN:VEVENT")
    assert events > 1_000
    assert ran.code == 0
    assert ran.err.startswith(f"soleus-recovery: 'plan.ics' holds {events:,} events in ")
    assert ran.err.endswith("; some calendars take 1,000 in 1 MB: try --detail daily\n")
    assert run(*long, "--detail", "daily", "-o", "plan.ics", cwd=tmp_path).err == ""


def test_the_largest_plan_of_a_90_minute_runner_is_no_large_calendar(tmp_path: Path) -> None:
    severe = [*FACTS, "--pain-walking", "7", "--usual-run", "90", "--alarms", "-o", "plan.ics"]
    assert run(*severe, cwd=tmp_path).err == ""
    data = (tmp_path / "plan.ics").read_bytes()
    assert len(data) < 1_000_000
    assert 300 < data.count(b"BEGIN:VEVENT") < 1_000


@pytest.mark.parametrize("finding", Finding)
def test_explain_says_what_a_finding_means_and_leads_to(finding: Finding) -> None:
    ran = run("explain", str(finding))
    assert ran.code == 0
    assert ran.out.startswith(f"{finding}  {builtin('soleus-standard').labels.words.findings[finding]}\n  ")
    assert "{" not in ran.out
    rows = [row for row in builtin("soleus-standard").triage.referrals.values() if finding in map(_finding, row.any_of)]
    for row in rows:
        assert row.text in ran.out
        assert all(str(measure) in ran.out for measure in row.switches_off)


def _finding(clue: Clue) -> Finding | None:
    return clue.finding


def test_explain_says_the_windows_of_a_raised_risk_of_clots() -> None:
    out = run("explain", "clot-risk").out
    assert "bed rest of 3 days or more in the last 12 weeks" in out
    assert "a birth in the last 6 weeks" in out
    minor = run("explain", "clot-risk-minor").out
    assert "over 3 hours in the last 4 weeks" in minor
    assert "the combined pill or hormone therapy; varicose veins" in minor
    assert "on day 3 or later" in run("explain", "swelling").out


@pytest.mark.parametrize("command", ["plan", "checkin"])
def test_the_help_says_how_to_learn_what_a_finding_means(command: str) -> None:
    assert "`explain NAME` says what one means" in " ".join(run(command, "--help").out.split())


@pytest.mark.parametrize("caution", Caution)
def test_explain_says_what_a_caution_leaves_out_and_leads_to(caution: Caution) -> None:
    ran = run("explain", str(caution))
    protocol = builtin("soleus-standard")
    said = " ".join(ran.out.split())
    assert ran.code == 0
    assert protocol.limits.texts[caution] in said
    assert all(str(measure) in said for measure in protocol.limits.cautions[caution].switches_off)
    rows = [row for row in protocol.triage.referrals.values() if any(clue.caution is caution for clue in row.any_of)]
    assert all(row.text in said for row in rows)
    assert len(rows) == (caution is Caution.POOR_CIRCULATION)
