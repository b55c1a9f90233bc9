"""``--busy``: plans around calendars, imported again later, and every way in which one can be wrong."""

from pathlib import Path

import pytest

from soleus_recovery import Activity, from_json
from soleus_recovery.casefile.release import case_from_json
from tests.calendars.test_busy import calendar
from tests.cli.running import FACTS, run

START = ["start", "case.json", *FACTS[1:]]
SHIFT = "DTSTART;TZID=Europe/Berlin:20261123T073000|DTEND;TZID=Europe/Berlin:20261123T160000"
LATER = SHIFT.replace("20261123", "20261124")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, events in (("shift", [SHIFT]), ("later", [LATER]), ("free", [])):
        (tmp_path / f"{name}.ics").write_text(calendar(*events), "utf-8", newline="")
    return tmp_path


def ices(text: str | bytes, day: str) -> list[str]:
    plan = from_json(text)
    (date,) = [each for each in plan.days if f"{each.date}" == day]
    return [f"{each.start:%H:%M}" for each in date.sessions if each.activity is Activity.ICE and each.start]


def test_a_plan_around_one_calendar_or_two(folder: Path) -> None:
    free = run(*FACTS, "-o", "-", "--format", "json", cwd=folder).out
    one = run(*FACTS, "--busy", "shift.ics", "-o", "-", "--format", "json", cwd=folder).out
    two = run(*FACTS, "--busy", "shift.ics", "--busy", "later.ics", "-o", "-", "--format", "json", cwd=folder).out
    assert ices(free, "2026-11-23") == ["07:00", "09:00", "11:00", "13:00", "15:00", "17:00", "20:00"]
    assert ices(one, "2026-11-23") == ices(two, "2026-11-23") == ["07:00", "16:00", "18:00", "21:00"]
    assert ices(one, "2026-11-24") == ices(free, "2026-11-24") != ices(two, "2026-11-24")
    assert from_json(one).id == from_json(free).id
    assert run(*FACTS, "--busy", "free.ics", "-o", "-", "--format", "json", cwd=folder).out == free


def test_what_finds_no_room_is_on_the_days_card(folder: Path) -> None:
    ran = run(*FACTS, "--busy", "shift.ics", cwd=folder)
    assert "no room between your appointments for 3 of 7" in ran.out


def test_a_later_import_moves_what_is_ahead_and_nothing_else(folder: Path) -> None:
    assert run(*START, "--busy", "shift.ics", cwd=folder).code == 0
    ran = run("amend", "case.json", "--busy", "later.ics", "--now", "2026-11-23T16:05", cwd=folder)
    assert ran.code == 0
    assert "Your appointments have changed." in ran.out
    file = case_from_json((folder / "case.json").read_bytes())
    plan = file.issued.plan
    assert [type(entry.fact).__name__ for entry in file.case.entries] == ["BusyTimes"]
    assert plan.revision == 1
    exported = run("export", "case.json", "-o", "-", "--format", "json", cwd=folder).out
    assert ices(exported, "2026-11-23") == ["07:00", "16:00", "18:00", "21:00"]
    assert ices(exported, "2026-11-24") == ["07:00", "16:00", "18:15"]
    assert (
        run("amend", "case.json", "--busy", "free.ics", "--wake", "08:00", "--now", "2026-11-23T21:00", cwd=folder).code
        == 0
    )
    file = case_from_json((folder / "case.json").read_bytes())
    assert [type(entry.fact).__name__ for entry in file.case.entries] == ["BusyTimes", "Amendment", "BusyTimes"]
    assert file.issued.plan.busy == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "--busy 'bad.ics': cannot be read (No such file or directory); allowed: a calendar file"),
        (b"", "--busy 'bad.ics': the file: holds no whole calendar; allowed: an iCalendar file"),
        (b"\x00" * 99, "--busy 'bad.ics': the file: cannot be read ("),
        (calendar("SUMMARY:when?").encode(), "--busy 'bad.ics': event '0': has no DTSTART"),
        (calendar(SHIFT).encode()[:-20], "--busy 'bad.ics': the file: holds no whole calendar"),
    ],
    ids=["missing", "empty", "zeros", "no start", "cut"],
)
def test_a_bad_one_is_named_in_one_line_and_nothing_is_written(folder: Path, content: bytes | None, said: str) -> None:
    if content is not None:
        (folder / "bad.ics").write_bytes(content)
    before = sorted(folder.iterdir())
    for command in (FACTS, START):
        ran = run(*command, "--busy", "shift.ics", "--busy", "bad.ics", "-o", "plan.json", cwd=folder)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"soleus-recovery: {said}")
        assert ran.err.count("\n") == 1
    assert sorted(folder.iterdir()) == before


def test_a_bad_one_never_keeps_a_red_flag_back(folder: Path) -> None:
    flagged = run(*FACTS, "--finding", "cold-pale-leg", "--busy", "nowhere.ics", cwd=folder)
    assert (flagged.code, "emergency" in (flagged.out + flagged.err).lower()) == (4, True)
    today = run(*FACTS, "--finding", "clot-risk", "--busy", "nowhere.ics", cwd=folder)
    assert today.code == 2
    assert "See a clinician today" in today.out + today.err
