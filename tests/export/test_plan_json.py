"""Plan JSON: its shape, reading it back, and errors with a path."""

import json
from typing import Any

import pytest
from hypothesis import given

from soleus_recovery import Finding, Plan, PlanFileError, from_json, to_json
from soleus_recovery.clock import from_iso
from soleus_recovery.testing import plans
from tests.export.plans import plan_of


@given(plan=plans())
def test_a_written_file_reads_back_equal(plan: Plan) -> None:
    text = to_json(plan)
    assert from_json(text) == plan
    assert from_json(text.encode()) == plan
    assert to_json(from_json(text)) == text


class TestShape:
    def test_the_keys_of_the_contract(self) -> None:
        plan = json.loads(to_json(plan_of()))
        assert {
            *("schema", "version", "id", "revision", "protocol", "outcome", "severity", "possible_strain", "zone"),
            *("onset", "made_at", "reasons", "runner", "report", "busy", "days", "unplaced", "withdrawn"),
        } <= plan.keys()
        assert (plan["schema"], plan["version"]) == ("soleus-recovery/plan", 2)
        assert plan["protocol"].keys() == {"id", "version"}
        assert plan["days"][0].keys() == {"date", "day", "phase", "notes", "sessions", "card", "whole"}
        assert plan["days"][0]["sessions"][0].keys() == {
            *("key", "activity", "start", "end", "all_day", "title", "instructions", "status", "dose"),
            *("sequence", "revised_at", "because"),
        }
        assert plan["days"][0]["sessions"][0]["because"][0].keys() == {"rule", "origin", "cite"}

    def test_times_are_iso_with_an_offset_and_null_all_day(self) -> None:
        for day in json.loads(to_json(plan_of()))["days"]:
            for session in day["sessions"]:
                assert session["all_day"] == (session["start"] is None) == (session["end"] is None)
                if not session["all_day"]:
                    assert from_iso(session["start"]) < from_iso(session["end"])
                    assert session["start"].startswith(day["date"])

    def test_the_dose_of_a_run(self) -> None:
        runs = [
            session["dose"]
            for day in json.loads(to_json(plan_of()))["days"]
            for session in day["sessions"]
            if session["activity"] == "run"
        ]
        assert runs[0] == {"walk_minutes": 3, "run_minutes": 3, "repeats": 5, "total_run_minutes": 15}
        assert runs[-1] == {"walk_minutes": 0, "run_minutes": 45, "repeats": 1, "total_run_minutes": 45}

    def test_a_holding_plan_has_an_urgency_and_no_severity(self) -> None:
        plan = json.loads(to_json(plan_of(findings=[Finding.BRUISING])))
        assert (plan["outcome"], plan["urgency"], plan["severity"]) == ("see-clinician", "within-days", None)
        assert plan["switched_off"] == sorted(plan["switched_off"])


def _set(path: str, value: object) -> Any:
    def change(plan: Any) -> None:
        *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        for step in steps:
            plan = plan[step]
        plan[last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("schema", "else", "schema: 'else' cannot be read by this version; allowed: soleus-recovery/plan"),
        ("version", 1, "version: 1 cannot be read by this version; allowed: 2, or make the plan again"),
        ("version", "1", "version: '1' cannot be read by this version"),
        ("version", True, "version: True cannot be read by this version"),
        ("severity", "terrible", "severity: 'terrible' is unknown"),
        ("days", {}, "days: {} is not a list"),
        ("days.3.sessions.0.activity", "swim", "days[3].sessions[0].activity: 'swim' is unknown"),
        ("days.3.sessions.0.sequence", "0", "days[3].sessions[0].sequence: '0' is not a whole number"),
        ("days.3.date", "2026-13-01", "days[3].date: "),
        ("days.3.day", 3.0, "days[3].day: 3.0 is not a whole number"),
        ("days.0.sessions.3.start", "2026-11-22T19:30:00", "days[0].sessions[3].start: "),
        ("days.0.sessions.3.start", "soon", "days[0].sessions[3].start: "),
        ("days.0.sessions.3.start", None, "days[0].sessions[3].all_day: must be true exactly where"),
        ("days.0.sessions.3.end", "2026-11-22T19:00:00+01:00", "days[0].sessions[3]: ends 30 minutes before it starts"),
        ("days.0.sessions.3.dose", {"minutes": "15"}, "days[0].sessions[3].dose.minutes: '15' is not a whole number"),
        ("days.0.sessions.3.dose", {"hours": 1}, "days[0].sessions[3].dose.minutes: is missing"),
        ("days.6.sessions.0.dose.total_run_minutes", 99, "days[6].sessions[0].dose.total_run_minutes: is not 15"),
        ("zone", "Europe/Paris", "zone: 'Europe/Paris' is not the runner's, 'Europe/Berlin'"),
        ("runner.zone", "Mars/X", "runner: zone: 'Mars/X' is not a known time zone"),
        ("runner.usual_run_minutes", 0, "runner: usual_run_minutes: 0 is out of range"),
        ("report.pain_at_rest", 11, "report: pain_at_rest: 11 is out of range"),
        ("report.findings", ["sad"], "report.findings[0]: 'sad' is unknown"),
        ("unplaced", [{"date": "x", "activity": "ice", "reason": ""}], "unplaced[0].date: "),
        ("busy", [{"start": "x", "end": "y"}], "busy[0].start: "),
        ("made_at", "yesterday", "made_at: "),
        ("made_at", "9999-12-31T23:59:00+00:00", "made_at: the year 9999 is out of range; allowed: 1999 to 2208"),
        ("onset", "0001-01-01T00:00:00+23:59", "onset: the year 1 is out of range"),
        ("days.0.date", "9999-12-31", "days[0].date: the year 9999 is out of range"),
        ("labels.weekdays", "Mon", "labels.weekdays: 'Mon' is not a list"),
    ],
)
def test_a_wrong_value_is_named_by_its_path(path: str, value: object, message: str) -> None:
    plan = json.loads(to_json(plan_of()))
    _set(path, value)(plan)
    with pytest.raises(PlanFileError) as caught:
        from_json(json.dumps(plan))
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("path", ["id", "days", "runner", "labels", "made_at"])
def test_a_missing_key_is_named(path: str) -> None:
    plan = json.loads(to_json(plan_of()))
    del plan[path]
    with pytest.raises(PlanFileError, match=rf"^{path}: is missing$"):
        from_json(json.dumps(plan))


def test_keys_of_a_newer_version_are_ignored() -> None:
    plan = plan_of()
    wire = json.loads(to_json(plan))
    wire["mood"] = wire["days"][0]["mood"] = wire["days"][0]["sessions"][0]["mood"] = wire["runner"]["mood"] = "good"
    assert from_json(json.dumps(wire)) == plan


@pytest.mark.parametrize("share", [0, 1, 10, 50, 99])
def test_a_file_cut_off_is_refused(share: int) -> None:
    text = to_json(plan_of())
    with pytest.raises(PlanFileError, match=r"^the file: is not whole JSON"):
        from_json(text[: len(text) * share // 100])
