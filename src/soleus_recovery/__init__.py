"""A sore calf becomes a day-by-day recovery plan, in the calendar you already use.

Not medical advice: red flags are referred, never planned.

    runner = Runner(zone="Europe/Berlin", usual_run_minutes=45)
    report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    match assess(report, runner, now=now):
        case SelfCare() as care: Path("plan.ics").write_bytes(to_ics(build_plan(care)))
        case SeeClinician() as referral: Path("hold.ics").write_bytes(to_ics(hold(referral)))
        case Emergency() as emergency: print(emergency.message)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from soleus_recovery.errors import (
    BrokenInvariant,
    BrokenJourney,
    CalendarFileError,
    CaseClosed,
    CaseFileError,
    FactError,
    NotPlannable,
    PlanFileError,
    ProtocolError,
    SoleusError,
)
from soleus_recovery.intake.case import Case
from soleus_recovery.intake.checkin import Amendment, BusyTimes, CheckIn, Clearance, Done
from soleus_recovery.intake.report import SymptomReport
from soleus_recovery.intake.runner import Runner
from soleus_recovery.intake.triage import Assessment, Emergency, SeeClinician, SelfCare, assess
from soleus_recovery.planning.changes import Change, ChangeKind, Changes, apply, diff
from soleus_recovery.planning.invariants import (
    INVARIANTS,
    TRANSITIONS,
    Invariant,
    Transition,
    Violation,
    check_plan,
    transition_violations,
    violations,
)
from soleus_recovery.planning.plan import Day, Plan, Session
from soleus_recovery.planning.planner import build_plan, hold, open_case
from soleus_recovery.planning.progress import progress
from soleus_recovery.planning.recording import record
from soleus_recovery.planning.referrals import Waiting
from soleus_recovery.planning.standing import Progress
from soleus_recovery.planning.timeline import Issued, issue
from soleus_recovery.vocabulary import (
    Activity,
    Cause,
    Caution,
    Decision,
    Extra,
    Finding,
    Gate,
    Kit,
    Measure,
    Morning,
    Origin,
    Outcome,
    PhaseKind,
    Severity,
    Side,
    Signal,
    Stage,
    Status,
    Urgency,
    Weekday,
)

if TYPE_CHECKING:
    from soleus_recovery.calendars import Detail, Style, to_ics
    from soleus_recovery.calendars.busy import read_busy
    from soleus_recovery.export.case_json import CaseFile, case_from_json, case_to_json
    from soleus_recovery.export.changes_text import changes_text
    from soleus_recovery.export.html import to_html, to_log_html
    from soleus_recovery.export.log import to_log
    from soleus_recovery.export.markdown import to_markdown
    from soleus_recovery.export.plan_json import from_json, to_json
    from soleus_recovery.export.schemas import json_schema
    from soleus_recovery.export.svg import to_svg
    from soleus_recovery.export.text import to_text
    from soleus_recovery.export.today import today_text
    from soleus_recovery.guidance.loader import builtin, parse_protocol

__all__ = [
    "INVARIANTS",
    "TRANSITIONS",
    "Activity",
    "Amendment",
    "Assessment",
    "BrokenInvariant",
    "BrokenJourney",
    "BusyTimes",
    "CalendarFileError",
    "Case",
    "CaseClosed",
    "CaseFile",
    "CaseFileError",
    "Cause",
    "Caution",
    "Change",
    "ChangeKind",
    "Changes",
    "CheckIn",
    "Clearance",
    "Day",
    "Decision",
    "Detail",
    "Done",
    "Emergency",
    "Extra",
    "FactError",
    "Finding",
    "Gate",
    "Invariant",
    "Issued",
    "Kit",
    "Measure",
    "Morning",
    "NotPlannable",
    "Origin",
    "Outcome",
    "PhaseKind",
    "Plan",
    "PlanFileError",
    "Progress",
    "ProtocolError",
    "Runner",
    "SeeClinician",
    "SelfCare",
    "Session",
    "Severity",
    "Side",
    "Signal",
    "SoleusError",
    "Stage",
    "Status",
    "Style",
    "SymptomReport",
    "Transition",
    "Urgency",
    "Violation",
    "Waiting",
    "Weekday",
    "apply",
    "assess",
    "build_plan",
    "builtin",
    "case_from_json",
    "case_to_json",
    "changes_text",
    "check_plan",
    "diff",
    "from_json",
    "hold",
    "issue",
    "json_schema",
    "open_case",
    "parse_protocol",
    "progress",
    "read_busy",
    "record",
    "to_html",
    "to_ics",
    "to_json",
    "to_log",
    "to_log_html",
    "to_markdown",
    "to_svg",
    "to_text",
    "today_text",
    "transition_violations",
    "violations",
]

# What brings a heavy library with it is imported at first use.
_LAZY = {
    "Detail": "soleus_recovery.calendars",
    "Style": "soleus_recovery.calendars",
    "to_ics": "soleus_recovery.calendars",
    "read_busy": "soleus_recovery.calendars.busy",
    "to_markdown": "soleus_recovery.export.markdown",
    "CaseFile": "soleus_recovery.export.case_json",
    "case_from_json": "soleus_recovery.export.case_json",
    "case_to_json": "soleus_recovery.export.case_json",
    "from_json": "soleus_recovery.export.plan_json",
    "to_json": "soleus_recovery.export.plan_json",
    "json_schema": "soleus_recovery.export.schemas",
    "changes_text": "soleus_recovery.export.changes_text",
    "to_html": "soleus_recovery.export.html",
    "to_log": "soleus_recovery.export.log",
    "to_log_html": "soleus_recovery.export.html",
    "today_text": "soleus_recovery.export.today",
    "to_svg": "soleus_recovery.export.svg",
    "to_text": "soleus_recovery.export.text",
    "builtin": "soleus_recovery.guidance.loader",
    "parse_protocol": "soleus_recovery.guidance.loader",
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LAZY[name]), name)
