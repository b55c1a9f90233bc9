"""Bad input: exit 2, one line that names the option and what is allowed, and nothing touched."""

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from soleus_recovery.cli import main
from tests.cli.running import FACTS, Ran, run, run_process

BEFORE = b"what was there before"

# What is typed over a good command, the option that the line must name, and a part of what it says is allowed.
CASES: list[tuple[str, list[str], str, str]] = [
    ("unknown zone", ["--tz", "Mars/Olympus"], "--tz", "Europe/Berlin"),
    ("zone in the wrong case", ["--tz", "europe/berlin"], "--tz", "Europe/Berlin"),
    ("a path as zone", ["--tz", "../../etc/passwd"], "--tz", "Europe/Berlin"),
    ("no zone", ["--tz", ""], "--tz", "Europe/Berlin"),
    ("fixed offset as zone", ["--tz", "+02:00"], "--tz", "Europe/Berlin"),
    ("fixed offset by name", ["--tz", "Etc/GMT+5"], "--tz", "Europe/Berlin"),
    ("the zone of a machine", ["--tz", "localtime"], "--tz", "is not a place with a clock"),
    ("the zone of a clock that nobody set", ["--tz", "Factory"], "--tz", "is not a place with a clock"),
    ("fixed offset with letters", ["--tz", "UTC+2"], "--tz", "Europe/Berlin"),
    ("unknown finding", ["--finding", "sad"], "--finding", "local-pain, tightness, swelling"),
    ("pain 11", ["--pain-rest", "11"], "--pain-rest", "0 to 10"),
    ("pain -1", ["--pain-walking", "-1"], "--pain-walking", "0 to 10"),
    ("pain 2.5", ["--pain-rest", "2.5"], "--pain-rest", "0 to 10"),
    ("pain in Arabic digits", ["--pain-rest", "٣"], "--pain-rest", "0 to 10"),
    ("a number without end", ["--pain-rest", "9" * 5000], "--pain-rest", "0 to 10"),
    ("window under 6 h", ["--wake", "07:00", "--bed", "12:59"], "--bed", "6 to 20 h"),
    ("window over 20 h", ["--wake", "07:00", "--bed", "03:01"], "--bed", "6 to 20 h"),
    ("no window", ["--wake", "07:00", "--bed", "07:00"], "--bed", "6 to 20 h"),
    ("24 o'clock", ["--bed", "24:00"], "--bed", "HH:MM"),
    ("usual run 0", ["--usual-run", "0"], "--usual-run", "5 to 300"),
    ("runs a week 8", ["--runs-per-week", "8"], "--runs-per-week", "1 to 7"),
    ("a day that is none", ["--run-days", "mon,xyz"], "--run-days", "mon, tue"),
    ("run outside the window", ["--run-time", "03:00"], "--run-time", "07:00"),
    ("month 13", ["--onset", "2026-13-40"], "--onset", "2026-11-22T18:30"),
    ("month 13 with a time", ["--onset", "2026-13-40T10:00"], "--onset", "2026-11-22T18:30"),
    ("29 February", ["--onset", "2026-02-29T10:00"], "--onset", "2026-11-22T18:30"),
    ("onset with a zone", ["--onset", "2026-11-22T18:30Z"], "--onset", "2026-11-22T18:30"),
    ("onset in the future", ["--onset", "2026-11-22T19:31"], "--onset", "up to now"),
    ("year 9999", ["--onset", "9999-12-31T23:59"], "--onset", "2000 to 2199"),
    ("now in the year 9999", ["--now", "9999-12-31T23:59"], "--now", "2000 to 2199"),
    ("the year 1", ["--onset", "0001-01-01T00:00"], "--onset", "2000 to 2199"),
    ("unknown extension", ["-o", "plan.exe"], "-o", ".ics, .json, .html, .svg, .md, .txt"),
    ("no extension", ["-o", "plan"], "-o", ".ics, .json, .html, .svg, .md, .txt"),
    ("no such folder", ["-o", "nowhere/plan.ics"], "-o", "a folder that exists"),
    ("a file twice", ["-o", "b.ics", "-o", "./b.ics"], "-o", "each FILE once"),
    ("unknown format", ["-o", "-", "--format", "pdf"], "--format", "ics, json, html, svg, md, text"),
    ("format without -o -", ["--format", "json"], "--format", "extension"),
    ("control character in the id", ["--id", "a\x07b"], "--id", "letters, digits"),
    ("newline in the id", ["--id", "a\nb"], "--id", "letters, digits"),
    ("lone surrogate in the id", ["--id", "a\udcffb"], "--id", "letters, digits"),
    ("emoji in the id", ["--id", "calf🏃"], "--id", "letters, digits"),
    ("control character in a finding", ["--finding", "\x1b[2J"], "--finding", "local-pain"),
    ("lone surrogate in the zone", ["--tz", "\udcff"], "--tz", "Europe/Berlin"),
    ("lone surrogate in a file name", ["-o", "nowhere/\udcff.ics"], "-o", "a folder that exists"),
    ("unknown severity", ["--severity", "terrible"], "--severity", "mild, moderate, severe"),
    ("unknown side", ["--side", "front"], "--side", "left, right, both"),
    ("unknown cause", ["--cause", "moon"], "--cause", "overuse"),
    ("unknown caution", ["--caution", "moon"], "--caution", "cold-sensitivity"),
    ("unknown kit", ["--without", "shoes"], "--without", "sleeve, roller"),
    ("unknown extra", ["--extra", "leeches"], "--extra", "massage"),
    ("unknown protocol", ["--protocol", "mine"], "--protocol", "soleus-standard"),
    ("a protocol's file", ["--protocol", "mine.toml"], "--protocol 'mine.toml'", "a protocol file"),
    ("unknown detail", ["--detail", "all"], "--detail", "sessions, daily, runs"),
]


def is_one_line(ran: Ran, option: str, allowed: str) -> None:
    assert ran.code == 2, ran
    assert ran.err.endswith("\n")
    assert ran.err.count("\n") == 1, ran.err
    assert ran.err.isascii()
    assert ran.err[:-1].isprintable()
    assert option in ran.err
    assert "allowed: " in ran.err
    assert allowed in ran.err
    assert "Traceback" not in ran.err
    assert len(ran.err) < 1500


@pytest.mark.parametrize(("typed", "option", "allowed"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_bad_input_is_one_line_and_touches_nothing(tmp_path: Path, typed: list[str], option: str, allowed: str) -> None:
    there = tmp_path / "there.ics"
    there.write_bytes(BEFORE)
    outputs = ["-o", "there.ics", "-o", "new.json"]
    ran = run(*FACTS, *outputs, *typed, cwd=tmp_path)
    is_one_line(ran, option, allowed)
    assert ran.out == ""
    assert there.read_bytes() == BEFORE
    assert [path.name for path in tmp_path.iterdir()] == ["there.ics"]


def test_neither_severity_nor_both_pains(tmp_path: Path) -> None:
    facts = ("plan", "--onset", "2026-11-22T18:30", "--tz", "UTC", "--now", "2026-11-22T19:30")
    for some in ((), ("--pain-rest", "1"), ("--pain-walking", "1")):
        ran = run(*facts, *some, "-o", "plan.ics", cwd=tmp_path)
        is_one_line(ran, "--pain-walking", "a severity (mild, moderate or severe), or both pains, 0 to 10")
    assert list(tmp_path.iterdir()) == []


def test_no_onset(tmp_path: Path) -> None:
    is_one_line(run("plan", "--severity", "mild", "--tz", "UTC", cwd=tmp_path), "--onset", "2026-11-22T18:30")


def test_an_output_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "plan.ics").mkdir()
    is_one_line(run(*FACTS, "-o", "plan.ics", cwd=tmp_path), "-o", "a folder that exists")


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """Root may write anywhere, so the folder is one that nobody can write to."""
    is_one_line(run(*FACTS, "-o", "/proc/plan.ics", cwd=tmp_path), "-o", "a folder you can write to")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_printed_when_a_file_cannot_be_written(tmp_path: Path) -> None:
    ran = run(*FACTS, "-o", "-", "-o", "/proc/plan.ics", cwd=tmp_path)
    is_one_line(ran, "-o", "a folder you can write to")
    assert ran.out == ""


def test_a_referral_is_printed_even_when_its_file_cannot_be_written(tmp_path: Path) -> None:
    ran = run(*FACTS, "--finding", "bruising", "-o", "/proc/plan.ics", cwd=tmp_path)
    is_one_line(ran, "-o", "a folder you can write to")
    assert ran.out.startswith("See a clinician")


def test_one_unwritable_output_leaves_the_others_untouched(tmp_path: Path) -> None:
    there = tmp_path / "there.ics"
    there.write_bytes(BEFORE)
    ran = run(*FACTS, "-o", "there.ics", "-o", "/proc/plan.json", cwd=tmp_path)
    is_one_line(ran, "-o", "a folder you can write to")
    assert there.read_bytes() == BEFORE
    assert [path.name for path in tmp_path.iterdir()] == ["there.ics"]


def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = tmp_path / "there.ics"
    there.write_bytes(BEFORE)

    def no_space(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    is_one_line(run(*FACTS, "-o", "there.ics", cwd=tmp_path), "-o", "a folder you can write to")
    assert there.read_bytes() == BEFORE
    assert [path.name for path in tmp_path.iterdir()] == ["there.ics"]


@pytest.mark.parametrize("arguments", [["frob"], ["plan", "--frob"], ["check"], ["explain"], ["plan", "--onset"]])
def test_what_the_command_line_does_not_know(arguments: list[str], tmp_path: Path) -> None:
    ran = run(*arguments, cwd=tmp_path)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"{",
        b"[]",
        b"{}",
        b'{"schema": "soleus-recovery/plan", "version": 1}',
        b'{"schema": "soleus-recovery/plan", "version": 3}',
        b'{"schema": "soleus-recovery/plan", "version": 2}',
        b'{"schema": "else", "version": 2}',
        b"[" * 100_000,
        b"1" * 10_000,
        b'{"a": NaN}',
        b'{"a": "\\ud800"}',
        b'{"a": 1, "a": 2}',
    ],
    ids=[
        "empty",
        "binary",
        "cut",
        "list",
        "table",
        "older",
        "newer",
        "bare",
        "foreign",
        "deep",
        "long",
        "nan",
        "half",
        "twice",
    ],
)
@pytest.mark.parametrize("command", ["check", "explain"])
def test_a_file_that_is_no_plan(tmp_path: Path, command: str, content: bytes) -> None:
    (tmp_path / "plan.json").write_bytes(content)
    ran = run(command, "plan.json", cwd=tmp_path)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "plan.json" in ran.err


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    ran = run("check", "nowhere.json", cwd=tmp_path)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "nowhere.json" in ran.err


def test_the_process_ends_without_a_traceback(tmp_path: Path) -> None:
    is_one_line(run_process(*FACTS, "--pain-rest", "11", cwd=tmp_path), "--pain-rest", "0 to 10")


def test_a_zone_that_the_system_does_not_name(tmp_path: Path) -> None:
    ran = run_process("plan", "--onset", "2026-11-22T18:30", "--severity", "mild", cwd=tmp_path, TZ="CET-1CEST")
    is_one_line(ran, "--tz", "Europe/Berlin")


@pytest.mark.parametrize(
    ("finding", "code"), [((), 0), (("--finding", "bruising"), 3), (("--finding", "cold-pale-leg"), 4)]
)
def test_without_any_output_the_exit_code_remains(tmp_path: Path, finding: tuple[str, ...], code: int) -> None:
    command = " ".join([sys.executable, "-m", "soleus_recovery", *FACTS, *finding, ">&-", "2>&-"])
    assert subprocess.run(command, shell=True, cwd=tmp_path, check=False).returncode == code  # noqa: S602


@pytest.mark.parametrize("option", ["--busy", "--protocol"])
def test_what_is_read_is_no_place_to_write_to(tmp_path: Path, option: str) -> None:
    (tmp_path / "mine.toml").write_text('extends = "soleus-standard"\nid = "mine"\n', "utf-8")
    (tmp_path / "page.md").symlink_to("mine.toml")
    assert run(*FACTS, "-o", "work.ics", cwd=tmp_path).code == 0
    read, written = {"--busy": ("work.ics", "work.ics"), "--protocol": ("mine.toml", "page.md")}[option]
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    is_one_line(run(*FACTS, option, read, "-o", written, cwd=tmp_path), "-o", "another FILE")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_stopped_while_it_is_still_being_imported_it_says_so_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "soleus_recovery.cli.app", _Interrupted("soleus_recovery.cli.app"))
    with pytest.raises(SystemExit) as end:
        main()
    assert (end.value.code, capsys.readouterr().err) == (2, "soleus-recovery: stopped\n")


class _Interrupted(ModuleType):
    def __getattribute__(self, name: str) -> object:
        raise KeyboardInterrupt
