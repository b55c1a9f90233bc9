"""Makes the glossary and the lists of closed words from the docstrings of the classes."""

from collections.abc import Mapping
from enum import Enum
from typing import Protocol

from tools.pages.markdown import anchor, code, first_sentence

__all__ = ["GLOSSARY", "Named", "glossary", "vocabulary"]


class Named(Protocol):
    """A class or a function: an object with a name and a docstring."""

    @property
    def __name__(self) -> str:
        """The name of the object in code."""
        ...


# The class or function of each term; the first paragraph of its docstring is the definition of the term.
GLOSSARY: Mapping[str, str] = {
    "amendment": "soleus_recovery.Amendment",
    "assessment: emergency": "soleus_recovery.Emergency",
    "assessment: referral": "soleus_recovery.SeeClinician",
    "assessment: self-care": "soleus_recovery.SelfCare",
    "busy times": "soleus_recovery.BusyTimes",
    "case": "soleus_recovery.Case",
    "caution": "soleus_recovery.Caution",
    "change": "soleus_recovery.Change",
    "check-in": "soleus_recovery.CheckIn",
    "check-in record": "soleus_recovery.course.state.DayRecord",
    "clearance": "soleus_recovery.Clearance",
    "clue": "soleus_recovery.guidance.referrals.Clue",
    "course start": "soleus_recovery.course.state.CourseStart",
    "day": "soleus_recovery.Day",
    "decision": "soleus_recovery.Decision",
    "dose of a run": "soleus_recovery.plan.plan.RunDose",
    "dose of an exercise": "soleus_recovery.plan.plan.SetsDose",
    "entry": "soleus_recovery.facts.case.Entry",
    "finding": "soleus_recovery.Finding",
    "gate": "soleus_recovery.Gate",
    "issued plan": "soleus_recovery.Issued",
    "journey": "soleus_recovery.testing.Journey",
    "ladder": "soleus_recovery.guidance.running.Ladder",
    "law": "soleus_recovery.Invariant",
    "limits": "soleus_recovery.guidance.limits.Limits",
    "measure": "soleus_recovery.Measure",
    "origin": "soleus_recovery.Origin",
    "outcome": "soleus_recovery.Outcome",
    "phase": "soleus_recovery.PhaseKind",
    "plan": "soleus_recovery.Plan",
    "plan facts": "soleus_recovery.planner.plan_facts.PlanFacts",
    "progress": "soleus_recovery.Progress",
    "protocol": "soleus_recovery.guidance.protocol.RecoveryProtocol",
    "protocol check": "soleus_recovery.testing.rehearse",
    "referral row": "soleus_recovery.guidance.referrals.Referral",
    "replay": "soleus_recovery.course.replay.CaseReplay",
    "report": "soleus_recovery.SymptomReport",
    "revision": "soleus_recovery.plan.plan.Revision",
    "revision base": "soleus_recovery.planner.kept.standing.RevisionBase",
    "rule": "soleus_recovery.guidance.citation.Rule",
    "rung": "soleus_recovery.guidance.running.Rung",
    "runner": "soleus_recovery.Runner",
    "session": "soleus_recovery.Session",
    "severity": "soleus_recovery.Severity",
    "signal": "soleus_recovery.Signal",
    "signs": "soleus_recovery.triage.signs.Signs",
    "source": "soleus_recovery.guidance.citation.Source",
    "span": "soleus_recovery.spans.Span",
    "stage": "soleus_recovery.Stage",
    "stamp": "soleus_recovery.plan.plan.Stamp",
    "state of a day": "soleus_recovery.course.state.DayState",
    "unplaced session": "soleus_recovery.plan.plan.Unplaced",
    "urgency": "soleus_recovery.Urgency",
    "verdict": "soleus_recovery.course.state.DayVerdict",
    "waiting": "soleus_recovery.Waiting",
}


def glossary(words: Mapping[str, Named]) -> str:
    """Return each term with its definition and its name in code."""
    lines = ["```{glossary}"]
    for word, kind in words.items():
        lines += [word, f"  {first_sentence(kind.__doc__)} In code: {code(kind.__name__)}.", ""]
    return "\n".join([*lines, "```", ""])


def vocabulary(kinds: Mapping[str, type[Enum]]) -> str:
    """Return every closed set of words that files and options use."""
    lines: list[str] = []
    for name, kind in kinds.items():
        lines += [anchor(f"words-{name.lower()}"), f"### {name}", "", first_sentence(kind.__doc__), ""]
        lines += [", ".join(code(member.value) for member in kind), ""]
    return "\n".join(lines)
