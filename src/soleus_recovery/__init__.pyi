# What soleus_recovery holds. Written by tools/front_page.py from its HOMES: make front-page.

from soleus_recovery.calendars import Detail as Detail
from soleus_recovery.calendars import Style as Style
from soleus_recovery.calendars import to_ics as to_ics
from soleus_recovery.calendars.busy import read_busy as read_busy
from soleus_recovery.casefile.release import case_from_json as case_from_json
from soleus_recovery.course.progress import Progress as Progress
from soleus_recovery.course.replay import progress as progress
from soleus_recovery.course.waiting import Waiting as Waiting
from soleus_recovery.errors import BrokenInvariant as BrokenInvariant
from soleus_recovery.errors import BrokenJourney as BrokenJourney
from soleus_recovery.errors import BrokenPlan as BrokenPlan
from soleus_recovery.errors import CalendarFileError as CalendarFileError
from soleus_recovery.errors import CaseClosed as CaseClosed
from soleus_recovery.errors import CaseFileError as CaseFileError
from soleus_recovery.errors import FactError as FactError
from soleus_recovery.errors import NotPlannable as NotPlannable
from soleus_recovery.errors import PlanFileError as PlanFileError
from soleus_recovery.errors import ProtocolError as ProtocolError
from soleus_recovery.errors import SoleusError as SoleusError
from soleus_recovery.export.json.case import CaseFile as CaseFile
from soleus_recovery.export.json.case import case_to_json as case_to_json
from soleus_recovery.export.json.plan import from_json as from_json
from soleus_recovery.export.json.plan import to_json as to_json
from soleus_recovery.export.json.schemas import json_schema as json_schema
from soleus_recovery.export.pages.log import to_log_html as to_log_html
from soleus_recovery.export.pages.plan import to_html as to_html
from soleus_recovery.export.pictures.plan import to_svg as to_svg
from soleus_recovery.export.text.changes import changes_text as changes_text
from soleus_recovery.export.text.log import to_log as to_log
from soleus_recovery.export.text.markdown import to_markdown as to_markdown
from soleus_recovery.export.text.plan import to_text as to_text
from soleus_recovery.export.text.today import today_text as today_text
from soleus_recovery.facts.case import Case as Case
from soleus_recovery.facts.checkin import Amendment as Amendment
from soleus_recovery.facts.checkin import BusyTimes as BusyTimes
from soleus_recovery.facts.checkin import CheckIn as CheckIn
from soleus_recovery.facts.checkin import Clearance as Clearance
from soleus_recovery.facts.checkin import Done as Done
from soleus_recovery.facts.checkin import Raises as Raises
from soleus_recovery.facts.report import SymptomReport as SymptomReport
from soleus_recovery.facts.runner import Runner as Runner
from soleus_recovery.guidance.loader import builtin as builtin
from soleus_recovery.guidance.loader import parse_protocol as parse_protocol
from soleus_recovery.laws.asking import INVARIANTS as INVARIANTS
from soleus_recovery.laws.asking import TRANSITIONS as TRANSITIONS
from soleus_recovery.laws.asking import Invariant as Invariant
from soleus_recovery.laws.asking import Transition as Transition
from soleus_recovery.laws.asking import Violation as Violation
from soleus_recovery.laws.asking import check_plan as check_plan
from soleus_recovery.laws.asking import transition_violations as transition_violations
from soleus_recovery.laws.asking import violations as violations
from soleus_recovery.plan.changes import Change as Change
from soleus_recovery.plan.changes import ChangeKind as ChangeKind
from soleus_recovery.plan.changes import Changes as Changes
from soleus_recovery.plan.changes import apply as apply
from soleus_recovery.plan.changes import diff as diff
from soleus_recovery.plan.issued import Issued as Issued
from soleus_recovery.plan.plan import Day as Day
from soleus_recovery.plan.plan import Plan as Plan
from soleus_recovery.plan.plan import Session as Session
from soleus_recovery.planner.first import build_plan as build_plan
from soleus_recovery.planner.first import hold as hold
from soleus_recovery.planner.first import open_case as open_case
from soleus_recovery.planner.issue import issue as issue
from soleus_recovery.planner.record import record as record
from soleus_recovery.triage.answers import Assessment as Assessment
from soleus_recovery.triage.answers import Emergency as Emergency
from soleus_recovery.triage.answers import SeeClinician as SeeClinician
from soleus_recovery.triage.answers import SelfCare as SelfCare
from soleus_recovery.triage.assess import assess as assess
from soleus_recovery.vocabulary import Activity as Activity
from soleus_recovery.vocabulary import Cause as Cause
from soleus_recovery.vocabulary import Caution as Caution
from soleus_recovery.vocabulary import Decision as Decision
from soleus_recovery.vocabulary import Extra as Extra
from soleus_recovery.vocabulary import Finding as Finding
from soleus_recovery.vocabulary import Gate as Gate
from soleus_recovery.vocabulary import Kit as Kit
from soleus_recovery.vocabulary import Measure as Measure
from soleus_recovery.vocabulary import Morning as Morning
from soleus_recovery.vocabulary import Occasion as Occasion
from soleus_recovery.vocabulary import Origin as Origin
from soleus_recovery.vocabulary import Outcome as Outcome
from soleus_recovery.vocabulary import PhaseKind as PhaseKind
from soleus_recovery.vocabulary import Severity as Severity
from soleus_recovery.vocabulary import Side as Side
from soleus_recovery.vocabulary import Signal as Signal
from soleus_recovery.vocabulary import Stage as Stage
from soleus_recovery.vocabulary import Status as Status
from soleus_recovery.vocabulary import UnplacedWhy as UnplacedWhy
from soleus_recovery.vocabulary import Urgency as Urgency
from soleus_recovery.vocabulary import Weekday as Weekday

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
    "Occasion",
    "Origin",
    "Outcome",
    "PhaseKind",
    "Plan",
    "PlanFileError",
    "Progress",
    "ProtocolError",
    "Raises",
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
    "UnplacedWhy",
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
