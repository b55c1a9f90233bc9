"""A Hypothesis state machine that walks through a runner's weeks and checks the laws after every step."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.testing import acts
from soleus_recovery.testing.journey import CheckedTraveller
from soleus_recovery.testing.journey_strategies import first_facts
from soleus_recovery.testing.wording import events, setting

__all__ = ["A_LIFE", "RecoveryMachine", "recovery_machine"]

A_LIFE: Final[Mapping[str, Any]] = {
    "stateful_step_count": 20,
    # Phase.explain, which marks lines of code, is left out: the notes tell what happened.
    "phases": (Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink),
    "deadline": None,
    # Weeks of a runner are a large example, and a slow one.
    "suppress_health_check": (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example),
}
"""Settings of Hypothesis for the machine's test case."""


class RecoveryMachine(RuleBasedStateMachine):
    """Everything that can happen to a runner, in any order.

    A subclass can add rules, or set ``travels_as`` to a traveller with more checks.
    """

    protocol: ClassVar[RecoveryProtocol | None] = None
    travels_as: ClassVar[type[CheckedTraveller]] = CheckedTraveller
    traveller: CheckedTraveller

    @initialize(data=st.data())
    def set_out(self, data: st.DataObject) -> None:
        """Draw the first facts and make the plan."""
        facts = data.draw(first_facts(self.protocol))
        note("\n".join(setting(facts)))
        self.traveller = self.travels_as(facts, self.protocol)

    @rule(data=st.data())
    def silence(self, data: st.DataObject) -> None:
        """Hours or days pass without an entry."""
        self.do(acts.silence, data)

    @rule(data=st.data())
    def long_silence(self, data: st.DataObject) -> None:
        """So many days pass without an entry that the plan may become dormant."""
        self.do(acts.long_silence, data)

    @rule(data=st.data())
    def good_days(self, data: st.DataObject) -> None:
        """Some days pass with a good check-in each evening."""
        self.do(acts.good_days, data)

    @rule(data=st.data())
    def check_in(self, data: st.DataObject) -> None:
        """The runner checks in for today or an earlier day."""
        self.do(acts.any_check_in, data)

    @rule(data=st.data())
    def done(self, data: st.DataObject) -> None:
        """The runner checks in with sessions done, at any time, perhaps with a finding."""
        self.do(acts.done, data)

    @rule(data=st.data())
    def red_flag(self, data: st.DataObject) -> None:
        """The runner checks in with any one finding."""
        self.do(acts.red_flag, data)

    @precondition(lambda self: self.traveller.progress.waiting is not None)
    @rule(data=st.data())
    def clearance(self, data: st.DataObject) -> None:
        """A clinician clears a finding that the case waits for."""
        self.do(acts.clearance, data)

    @rule(data=st.data())
    def amendment(self, data: st.DataObject) -> None:
        """The runner corrects facts, or adds facts."""
        self.do(acts.amendment, data)

    def do(self, act: acts.Act, data: st.DataObject) -> None:
        """Let an act happen, if anything can still happen, and add the steps of the act in words to the notes."""
        if not acts.is_on_the_way(self.traveller):
            return
        known = len(self.traveller.steps)
        try:
            act(data.draw, self.traveller)
        finally:
            # The step that breaks a law is added too.
            note("\n".join(events(self.traveller.journey, known)))

    def teardown(self) -> None:
        """Check J-04, the law that takes longest, once, at the end of the journey."""
        if hasattr(self, "traveller"):
            self.traveller.arrive()


def recovery_machine(protocol: RecoveryProtocol | None = None) -> type[RecoveryMachine]:
    """Return the machine for a protocol (None: the standard one); pytest and unittest collect its ``TestCase``.

    >>> from soleus_recovery import builtin
    >>> TestActive = recovery_machine(builtin("soleus-active")).TestCase
    >>> TestActive.__name__
    'RecoveryMachine.TestCase'
    """
    members: dict[str, Any] = {"protocol": protocol, "__doc__": RecoveryMachine.__doc__}
    machine: type[RecoveryMachine] = type("RecoveryMachine", (RecoveryMachine,), members)
    test: Any = machine.TestCase
    # One fault can show at two steps; the smallest journey to it is enough.
    test.settings = settings(**A_LIFE, report_multiple_bugs=False)
    return machine
