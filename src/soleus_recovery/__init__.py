"""A sore calf becomes a day-by-day recovery plan, in the calendar you already use.

Not medical advice: a runner with a red flag is sent to a clinician, and gets no plan with exercise or runs.

    runner = Runner(zone="Europe/Berlin", usual_run_minutes=45)
    report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    match assess(report, runner, now=now):
        case SelfCare() as care: Path("plan.ics").write_bytes(to_ics(build_plan(care)))
        case SeeClinician() as referral: Path("hold.ics").write_bytes(to_ics(hold(referral)))
        case Emergency() as emergency: print(emergency.message)
"""

from importlib import import_module
from typing import Any

HOMES = {
    "calendars": (
        "Detail",
        "Style",
        "to_ics",
    ),
    "calendars.busy": ("read_busy",),
    "casefile.release": ("case_from_json",),
    "course.progress": ("Progress",),
    "course.replay": ("progress",),
    "course.waiting": ("Waiting",),
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
    "export.json.case": (
        "CaseFile",
        "case_to_json",
    ),
    "export.json.plan": (
        "from_json",
        "to_json",
    ),
    "export.json.schemas": ("json_schema",),
    "export.pages.log": ("to_log_html",),
    "export.pages.plan": ("to_html",),
    "export.pictures.plan": ("to_svg",),
    "export.text.changes": ("changes_text",),
    "export.text.log": ("to_log",),
    "export.text.markdown": ("to_markdown",),
    "export.text.plan": ("to_text",),
    "export.text.today": ("today_text",),
    "facts.case": ("Case",),
    "facts.checkin": (
        "Amendment",
        "BusyTimes",
        "CheckIn",
        "Clearance",
        "Done",
        "Raises",
    ),
    "facts.report": ("SymptomReport",),
    "facts.runner": ("Runner",),
    "guidance.loader": (
        "builtin",
        "parse_protocol",
    ),
    "laws.asking": (
        "INVARIANTS",
        "Invariant",
        "TRANSITIONS",
        "Transition",
        "Violation",
        "check_plan",
        "transition_violations",
        "violations",
    ),
    "plan.changes": (
        "Change",
        "ChangeKind",
        "Changes",
        "apply",
        "diff",
    ),
    "plan.issued": ("Issued",),
    "plan.plan": (
        "Day",
        "Plan",
        "Session",
    ),
    "planner.first": (
        "build_plan",
        "hold",
        "open_case",
    ),
    "planner.issue": ("issue",),
    "planner.record": ("record",),
    "triage.answers": (
        "Assessment",
        "Emergency",
        "SeeClinician",
        "SelfCare",
    ),
    "triage.assess": ("assess",),
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
        "Occasion",
        "Origin",
        "Outcome",
        "PhaseKind",
        "Severity",
        "Side",
        "Signal",
        "Stage",
        "Status",
        "UnplacedWhy",
        "Urgency",
        "Weekday",
    ),
}
"""The module in which each public name is at home; it is imported at first use. `make front-page` writes the stub."""

_HOME_OF = {name: home for home, names in HOMES.items() for name in names}
__all__ = sorted(_HOME_OF)  # noqa: PLE0605  # pyright: ignore[reportUnsupportedDunderAll]  # the stub says it


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
