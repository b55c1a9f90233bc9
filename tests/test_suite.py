"""The decisions that the language-neutral suite expects, in files written by hand from the guidance."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from soleus_recovery import (
    Activity,
    Amendment,
    Case,
    CheckIn,
    Clearance,
    Emergency,
    Plan,
    Progress,
    Runner,
    SymptomReport,
    assess,
    builtin,
    issue,
    open_case,
    progress,
    record,
)
from soleus_recovery.facts.case import Fact
from soleus_recovery.plan.plan import RunDose, TimeDose
from soleus_recovery.structure import structure
from soleus_recovery.vocabulary import Status

SUITE = Path(__file__).parent.parent / "suite"
FILES = sorted(SUITE.glob("*.json"))
KINDS: dict[str, type[Any]] = {"check-in": CheckIn, "amendment": Amendment, "clearance": Clearance}
Signs = dict[str, Any]


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def fact_of(entry: Signs) -> Fact:
    """Build a fact from the fields that the file gives."""
    fact: Fact = structure(
        {key: value for key, value in entry["fact"].items() if value is not None}, KINDS[entry["kind"]]
    )
    return fact


def next_run(plan: Plan, at: dt.datetime) -> Signs | None:
    run = plan.next(at, Activity.RUN)
    if run is None or run.start is None:
        return None
    assert isinstance(run.dose, RunDose)
    found = {"run_minutes": run.dose.run_minutes, "walk_minutes": run.dose.walk_minutes, "repeats": run.dose.repeats}
    day = next(day for day, each in plan.sessions() if each is run)
    return {"date": day.date.isoformat(), "confirmed": run.status is Status.CONFIRMED, **found}


def decided(plan: Plan, reached: Progress, at: dt.datetime) -> Signs:
    """Return every value that a file may expect."""
    state, waiting = reached.state, reached.waiting
    run = next_run(plan, at)
    emergency = waiting is not None and waiting.urgency.value == "emergency"
    return {
        "outcome": "self-care" if waiting is None else "emergency" if emergency else "see-clinician",
        "urgency": None if waiting is None else waiting.urgency.value,
        "waiting": set() if waiting is None else {each.value for each in waiting.findings},
        "severity": state.severity.value,
        "possible_strain": state.possible_strain,
        "phase": reached.phase.value,
        "rung": state.rung,
        "longest": state.longest_minutes,
        "setbacks": state.setbacks,
        "gate_needed": state.gate_needed,
        "gates": {gate.value for gate in state.tests},
        "gate_passed": state.gate_passed,
        "no_run": run is None,
        "next_run_confirmed": run is not None and run["confirmed"],
    }


def differences(expected: Signs, case: Case, at: dt.datetime) -> list[str]:
    reached, plan = progress(case, at), issue(case, at).plan
    found = decided(plan, reached, at)
    wrong: list[str] = []
    for key, value in expected.items():
        match key:
            case "at" | "why":
                continue
            case "switched_off":
                have: object = {each.value for each in reached.switched_off} & set(value)
                want: object = set(value)
            case "next_run":
                run = next_run(plan, at) or {}
                have, want = {name: run.get(name) for name in value}, value
            case "keep_fit":
                have = {date: keep_fit(plan, date) for date in value}
                want = value
            case "icings":
                have = {date: icings(plan, date) for date in value}
                want = value
            case _:
                have, want = found[key], _words(value)
        if have != want:
            wrong.append(f"{expected['at']} {key}: {have}, and not {want} ({expected.get('why', '')})")
    return wrong


def _words(value: Any) -> object:
    """Return a list of words as a set, since their order does not count; any other value stays."""
    words: list[str] | None = value if hasattr(value, "append") else None
    return value if words is None else set(words)


def keep_fit(plan: Plan, date: str) -> int:
    day = plan.on(dt.date.fromisoformat(date))
    sessions = () if day is None else day.sessions
    doses = (each.dose for each in sessions if each.activity is Activity.KEEP_FIT)
    return sum(dose.minutes for dose in doses if isinstance(dose, TimeDose))


def icings(plan: Plan, date: str) -> int:
    day = plan.on(dt.date.fromisoformat(date))
    return sum(each.activity is Activity.ICE for each in day.sessions) if day is not None else 0


def test_there_are_enough_of_them_and_all_say_what_they_are() -> None:
    assert len(FILES) >= 30
    for path in FILES:
        story = json.loads(path.read_text("utf-8"))
        assert (story["schema"], story["version"]) == ("soleus-recovery/suite", 1)
        assert story["about"]
        assert story["guidance"]
        assert story["expect"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_facts_lead_to_the_decisions(path: Path) -> None:
    story = json.loads(path.read_text("utf-8"))
    runner, report = structure(story["runner"], Runner), structure(story["report"], SymptomReport)
    answer = assess(report, runner, now=moment(story["started_at"]), protocol=builtin(story["protocol"]))
    if isinstance(answer, Emergency):
        assert story["entries"] == []
        for expected in story["expect"]:
            assert {"outcome": "emergency", "urgency": "emergency"}.items() >= {
                key: value for key, value in expected.items() if key in ("outcome", "urgency")
            }.items()
            assert {each.value for each in answer.switched_off} >= set(expected.get("switched_off", ()))
        return
    case, wrong = open_case(answer, case_id="suite"), list[str]()
    entries = list(story["entries"])
    for expected in story["expect"]:
        at = moment(expected["at"])
        while entries and moment(entries[0]["recorded_at"]) <= at:
            entry = entries.pop(0)
            case = record(case, fact_of(entry), now=moment(entry["recorded_at"]))
        wrong += differences(expected, case, at)
    assert entries == []
    assert not wrong, "\n".join(wrong)
