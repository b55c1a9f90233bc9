"""Strategies, journeys and a state machine for plans, cases and protocols. Needs the extra ``testing``.

In a test file, all that a protocol of one's own needs::

    from soleus_recovery import parse_protocol
    from soleus_recovery.testing import recovery_machine

    TestMine = recovery_machine(parse_protocol(open("mine.toml").read())).TestCase
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from soleus_recovery.testing.acts import check_ins
    from soleus_recovery.testing.clocks import clock_changes
    from soleus_recovery.testing.fact_strategies import Facts, facts, findings, reports, runners, self_care, zones
    from soleus_recovery.testing.journey import JOURNEY_LAWS, CheckedTraveller, Journey, Step, Tell, Traveller, Wait
    from soleus_recovery.testing.journey_strategies import cases, journeys, plans
    from soleus_recovery.testing.machine import RecoveryMachine, recovery_machine
    from soleus_recovery.testing.protocol_strategies import protocols
    from soleus_recovery.testing.rehearsal import Failure, rehearse
    from soleus_recovery.testing.wording import story

__all__ = [
    "JOURNEY_LAWS",
    "CheckedTraveller",
    "Facts",
    "Failure",
    "Journey",
    "RecoveryMachine",
    "Step",
    "Tell",
    "Traveller",
    "Wait",
    "cases",
    "check_ins",
    "clock_changes",
    "facts",
    "findings",
    "journeys",
    "plans",
    "protocols",
    "recovery_machine",
    "rehearse",
    "reports",
    "runners",
    "self_care",
    "story",
    "zones",
]

# At first use: Hypothesis calls ``entry`` while it is itself being imported, which may be from one of these.
_LAZY = {
    "acts": ("check_ins",),
    "clocks": ("clock_changes",),
    "fact_strategies": ("Facts", "facts", "findings", "reports", "runners", "self_care", "zones"),
    "journey": ("JOURNEY_LAWS", "CheckedTraveller", "Journey", "Step", "Tell", "Traveller", "Wait"),
    "journey_strategies": ("cases", "journeys", "plans"),
    "machine": ("RecoveryMachine", "recovery_machine"),
    "protocol_strategies": ("protocols",),
    "rehearsal": ("Failure", "rehearse"),
    "wording": ("story",),
}
_MODULES = {name: module for module, names in _LAZY.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
