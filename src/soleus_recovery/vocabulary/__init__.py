"""The closed words of the domain: each enumeration lists every word of its kind, as files and options spell it.

Members are equal only to themselves and have no order, so no severity is compared as text by mistake. To ask whether
one member is at least another, compare the ``rank`` of both.
"""

from soleus_recovery.vocabulary.decided import Decision, Occasion, Origin, Outcome, Signal, Stage, Urgency
from soleus_recovery.vocabulary.planned import Activity, Measure, PhaseKind, Status, UnplacedWhy
from soleus_recovery.vocabulary.told import Cause, Caution, Extra, Finding, Gate, Kit, Morning, Severity, Side, Weekday

__all__ = [
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
]
