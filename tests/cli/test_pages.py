"""Pages and pictures from the command line: by extension, with the history of a case, and only where they are asked."""

import sys
from pathlib import Path

import pytest

from soleus_recovery import case_from_json, from_json, progress, to_html, to_log_html, to_svg
from soleus_recovery.clock import Minute, parse_wall, to_minute
from tests.cli.cases import CASE, open_case_in
from tests.cli.running import FACTS, run
from tests.test_purity import loaded_after

GOOD = ("--pain-rest", "0", "--pain-walking", "2", "--morning", "better", "--now", "2026-11-23T21:30")


def at(wall: str) -> Minute:
    return to_minute(parse_wall("now", wall), "Europe/Berlin")


def test_plan_writes_a_page_and_a_picture_of_the_plan(tmp_path: Path) -> None:
    ran = run(*FACTS, "-o", "plan.html", "-o", "plan.svg", "-o", "plan.json", cwd=tmp_path)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    plan = from_json((tmp_path / "plan.json").read_bytes())
    assert (tmp_path / "plan.html").read_text(encoding="utf-8") == to_html(plan)
    assert (tmp_path / "plan.svg").read_text(encoding="utf-8") == to_svg(plan, at=plan.made_at)


@pytest.mark.parametrize(("fmt", "begins"), [("html", "<!doctype html>\n"), ("svg", "<svg ")])
def test_to_standard_output(fmt: str, begins: str, tmp_path: Path) -> None:
    ran = run(*FACTS, "-o", "-", "--format", fmt, cwd=tmp_path)
    assert ran.out.startswith(begins)
    assert ran.err == ""


def test_a_holding_plan_ends_with_3_and_its_page_says_whom_to_see(tmp_path: Path) -> None:
    ran = run(*FACTS, "--finding", "bruising", "-o", "plan.html", "-o", "plan.svg", cwd=tmp_path)
    assert ran.code == 3
    assert "<h2>Be seen first</h2>" in (tmp_path / "plan.html").read_text(encoding="utf-8")


def test_an_emergency_writes_no_page(tmp_path: Path) -> None:
    ran = run(*FACTS, "--finding", "cold-pale-leg", "-o", "plan.html", "-o", "plan.svg", cwd=tmp_path)
    assert ran.code == 4
    assert list(tmp_path.iterdir()) == []


def test_a_case_is_exported_with_its_history_as_of_a_moment(tmp_path: Path) -> None:
    case = open_case_in(tmp_path)
    run("checkin", CASE, *GOOD, cwd=tmp_path)
    ran = run("export", CASE, "-o", "e.html", "-o", "e.svg", "--now", "2026-11-24T06:00", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    page = (tmp_path / "e.html").read_text(encoding="utf-8")
    file = case_from_json(case.bytes)
    now = at("2026-11-24T06:00")
    assert page == to_html(file.issued.plan, case=file.case, at=now)
    assert "<h2>How it went</h2>" in page
    assert "As of Tue 24 Nov 06:00" in page
    assert (tmp_path / "e.svg").read_text(encoding="utf-8") == to_svg(file.issued.plan, at=now)


def test_start_and_amend_write_pages_too(tmp_path: Path) -> None:
    open_case_in(tmp_path, "-o", "s.html")
    assert "<h2>How it went</h2>" in (tmp_path / "s.html").read_text(encoding="utf-8")
    ran = run("amend", CASE, "--pain-walking", "5", "--now", "2026-11-23T08:00", "-o", "a.html", cwd=tmp_path)
    assert ran.code == 0
    assert "moderate</h1>" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_log_writes_the_clinicians_page(tmp_path: Path) -> None:
    case = open_case_in(tmp_path)
    run("checkin", CASE, *GOOD, cwd=tmp_path)
    ran = run("log", CASE, "-o", "log.html", "-o", "log.md", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    file = case_from_json(case.bytes)
    current = progress(file.case, file.case.last_recorded_at)
    assert (tmp_path / "log.html").read_text(encoding="utf-8") == to_log_html(file.case, file.issued.plan, current)
    assert (tmp_path / "log.md").read_text(encoding="utf-8").startswith("# Symptom log")


def test_a_log_is_no_picture(tmp_path: Path) -> None:
    open_case_in(tmp_path)
    ran = run("log", CASE, "-o", "log.svg", cwd=tmp_path)
    assert (ran.code, ran.err) == (
        2,
        "soleus-recovery: -o: 'log.svg' has an unknown extension; allowed: .html, .md\n",
    )


def test_without_the_extra_one_line_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("soleus_recovery.export.pages.plan", "soleus_recovery.export.pages.render"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    ran = run(*FACTS, "-o", "plan.html", "-o", "plan.svg", cwd=tmp_path)
    says = "soleus-recovery: -o FILE.html: needs Jinja2; install it with: pip install 'soleus-recovery[html]'\n"
    assert (ran.code, ran.out, ran.err) == (2, "", says)
    assert list(tmp_path.iterdir()) == []


def test_what_writes_pages_is_loaded_only_for_them() -> None:
    assert loaded_after("import soleus_recovery.cli.app").isdisjoint({"jinja2", "xml"})
    assert "jinja2" not in loaded_after("from soleus_recovery import to_svg")
