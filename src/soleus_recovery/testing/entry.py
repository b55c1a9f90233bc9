"""Registers the types of this package with Hypothesis, which calls ``register`` itself.

After that, ``st.from_type(Plan)`` works in a test that imports nothing from ``soleus_recovery.testing``.
"""

from typing import Any

from hypothesis import strategies as st

from soleus_recovery import testing
from soleus_recovery.facts.case import Case
from soleus_recovery.facts.checkin import CheckIn
from soleus_recovery.facts.report import SymptomReport
from soleus_recovery.facts.runner import Runner
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.plan.plan import Plan

__all__ = ["register"]

_STRATEGIES: dict[type[Any], str] = {
    Runner: "runners",
    SymptomReport: "reports",
    CheckIn: "check_ins",
    Plan: "plans",
    Case: "cases",
    RecoveryProtocol: "protocols",
}


def register() -> None:
    """Register the strategy of each public type with Hypothesis.

    >>> from hypothesis import find
    >>> from soleus_recovery import Runner
    >>> find(st.from_type(Runner), lambda runner: True).zone
    'UTC'
    """
    for kind, name in _STRATEGIES.items():
        st.register_type_strategy(kind, _drawn_by(name))


def _drawn_by(name: str) -> Any:
    """Return a function that looks a strategy up at its first use: Hypothesis is half imported in ``register``."""

    def drawn(_kind: type[Any]) -> st.SearchStrategy[Any]:
        strategy: st.SearchStrategy[Any] = getattr(testing, name)()
        return strategy

    return drawn
