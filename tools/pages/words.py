"""Makes the glossary and the lists of closed words from the docstrings of the classes."""

from collections.abc import Mapping
from enum import Enum

from tools.pages.markdown import anchor, code, first_sentence

__all__ = ["GLOSSARY", "glossary", "vocabulary"]

# Each term with the class that it names; the first paragraph of the docstring is its definition.
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
    "clearance": "soleus_recovery.Clearance",
    "day": "soleus_recovery.Day",
    "decision": "soleus_recovery.Decision",
    "dose of a run": "soleus_recovery.plan.plan.RunDose",
    "dose of an exercise": "soleus_recovery.plan.plan.SetsDose",
    "finding": "soleus_recovery.Finding",
    "gate": "soleus_recovery.Gate",
    "ladder": "soleus_recovery.guidance.running.Ladder",
    "law": "soleus_recovery.Invariant",
    "measure": "soleus_recovery.Measure",
    "phase": "soleus_recovery.PhaseKind",
    "plan": "soleus_recovery.Plan",
    "protocol": "soleus_recovery.guidance.protocol.RecoveryProtocol",
    "report": "soleus_recovery.SymptomReport",
    "revision": "soleus_recovery.plan.plan.Revision",
    "rule": "soleus_recovery.guidance.citation.Rule",
    "rung": "soleus_recovery.guidance.running.Rung",
    "runner": "soleus_recovery.Runner",
    "session": "soleus_recovery.Session",
    "severity": "soleus_recovery.Severity",
    "signal": "soleus_recovery.Signal",
    "source": "soleus_recovery.guidance.citation.Source",
    "stage": "soleus_recovery.Stage",
}


def glossary(words: Mapping[str, type]) -> str:
    """Each term with its definition and the name of its class."""
    lines = ["```{glossary}"]
    for word, kind in words.items():
        lines += [word, f"  {first_sentence(kind.__doc__)} In code: {code(kind.__name__)}.", ""]
    return "\n".join([*lines, "```", ""])


def vocabulary(kinds: Mapping[str, type[Enum]]) -> str:
    """Every closed set of words that files and options use."""
    lines: list[str] = []
    for name, kind in kinds.items():
        lines += [anchor(f"words-{name.lower()}"), f"### {name}", "", first_sentence(kind.__doc__), ""]
        lines += [", ".join(code(member.value) for member in kind), ""]
    return "\n".join(lines)
