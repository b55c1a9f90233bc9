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

if TYPE_CHECKING:
    from soleus_recovery.calendars import Detail, Style, to_ics
    from soleus_recovery.calendars.busy import read_busy
    from soleus_recovery.errors import (
        BrokenInvariant,
        BrokenJourney,
        BrokenPlan,
        CalendarFileError,
        CaseClosed,
        CaseFileError,
        FactError,
        NotPlannable,
        PlanFileError,
        ProtocolError,
        SoleusError,
    )
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

__all__ = [
    "INVARIANTS",
    "TRANSITIONS",
    "Activity",
    "Amendment",
    "Assessment",
    "BrokenInvariant",
    "BrokenJourney",
    "BrokenPlan",
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

# Where each name is at home. It is imported at first use: whoever plans pays for no page, picture or schema.
_HOMES = {
    "calendars": ("Detail", "Style", "to_ics"),
    "calendars.busy": ("read_busy",),
    "errors": (
        "BrokenInvariant",
        "BrokenJourney",
        "BrokenPlan",
        "CalendarFileError",
        "CaseClosed",
        "CaseFileError",
        "FactError",
        "NotPlannable",
        "PlanFileError",
        "ProtocolError",
        "SoleusError",
    ),
    "export.case_json": ("CaseFile", "case_from_json", "case_to_json"),
    "export.changes_text": ("changes_text",),
    "export.html": ("to_html", "to_log_html"),
    "export.log": ("to_log",),
    "export.markdown": ("to_markdown",),
    "export.plan_json": ("from_json", "to_json"),
    "export.schemas": ("json_schema",),
    "export.svg": ("to_svg",),
    "export.text": ("to_text",),
    "export.today": ("today_text",),
    "guidance.loader": ("builtin", "parse_protocol"),
    "intake.case": ("Case",),
    "intake.checkin": ("Amendment", "BusyTimes", "CheckIn", "Clearance", "Done"),
    "intake.report": ("SymptomReport",),
    "intake.runner": ("Runner",),
    "intake.triage": ("Assessment", "Emergency", "SeeClinician", "SelfCare", "assess"),
    "planning.changes": ("Change", "ChangeKind", "Changes", "apply", "diff"),
    "planning.invariants": (
        "INVARIANTS",
        "Invariant",
        "TRANSITIONS",
        "Transition",
        "Violation",
        "check_plan",
        "transition_violations",
        "violations",
    ),
    "planning.plan": ("Day", "Plan", "Session"),
    "planning.planner": ("build_plan", "hold", "open_case"),
    "planning.progress": ("progress",),
    "planning.recording": ("record",),
    "planning.referrals": ("Waiting",),
    "planning.standing": ("Progress",),
    "planning.timeline": ("Issued", "issue"),
    "vocabulary": (
        "Activity",
        "Cause",
        "Caution",
        "Decision",
        "Extra",
        "Finding",
        "Gate",
        "Kit",
        "Measure",
        "Morning",
        "Origin",
        "Outcome",
        "PhaseKind",
        "Severity",
        "Side",
        "Signal",
        "Stage",
        "Status",
        "Urgency",
        "Weekday",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
