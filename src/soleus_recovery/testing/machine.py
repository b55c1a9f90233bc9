"""A state machine that lives one runner's weeks under a protocol and asks every law after every step."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.testing import acts
from soleus_recovery.testing.journey import CheckedTraveller
from soleus_recovery.testing.journey_strategies import first_facts
from soleus_recovery.testing.wording import setting, told

__all__ = ["A_LIFE", "RecoveryMachine", "recovery_machine"]

A_LIFE: Final[Mapping[str, Any]] = {
    "stateful_step_count": 20,
    # Without explanations of lines: what failed is told as a story.
    "phases": (Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink),
    "deadline": None,
    # A life is a large example, and a slow one.
    "suppress_health_check": (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example),
}
"""Settings for the machine's test case, to be completed and set there."""


class RecoveryMachine(RuleBasedStateMachine):
    """Whatever happens to a runner, in any order; subclass it to add rules, or to travel with more checks."""

    protocol: ClassVar[RecoveryProtocol | None] = None
    travels_as: ClassVar[type[CheckedTraveller]] = CheckedTraveller
    traveller: CheckedTraveller

    @initialize(data=st.data())
    def set_out(self, data: st.DataObject) -> None:
        """The first facts."""
        facts = data.draw(first_facts(self.protocol))
        note("\n".join(setting(facts)))
        self.traveller = self.travels_as(facts, self.protocol)

    @rule(data=st.data())
    def silence(self, data: st.DataObject) -> None:
        """Hours or days without a word."""
        self.do(acts.silence, data)

    @rule(data=st.data())
    def long_silence(self, data: st.DataObject) -> None:
        """So many days without a word that nothing is planned any more."""
        self.do(acts.long_silence, data)

    @rule(data=st.data())
    def good_days(self, data: st.DataObject) -> None:
        """Good words day after day, with tests and runs where they are due."""
        self.do(acts.good_days, data)

    @rule(data=st.data())
    def word(self, data: st.DataObject) -> None:
        """Any word for today or an earlier day."""
        self.do(acts.word, data)

    @rule(data=st.data())
    def done(self, data: st.DataObject) -> None:
        """A session that is told as done, at any time, with a sign or without."""
        self.do(acts.done, data)

    @rule(data=st.data())
    def red_flag(self, data: st.DataObject) -> None:
        """Any finding."""
        self.do(acts.red_flag, data)

    @precondition(lambda self: self.traveller.progress.waiting is not None)
    @rule(data=st.data())
    def clearance(self, data: st.DataObject) -> None:
        """A clinician clears a finding."""
        self.do(acts.clearance, data)

    @rule(data=st.data())
    def amendment(self, data: st.DataObject) -> None:
        """Facts that were corrected, or are told later."""
        self.do(acts.amendment, data)

    def do(self, act: acts.Act, data: st.DataObject) -> None:
        """Let something happen, if anything still can, and note it in words."""
        if not acts.is_on_the_way(self.traveller):
            return
        known = len(self.traveller.steps)
        try:
            act(data.draw, self.traveller)
        finally:
            # Also of the step that breaks a law.
            note("\n".join(told(self.traveller.journey, known)))

    def teardown(self) -> None:
        """Ask, at the end of the way, what costs more."""
        if hasattr(self, "traveller"):
            self.traveller.arrive()


def recovery_machine(protocol: RecoveryProtocol | None = None) -> type[RecoveryMachine]:
    """The machine for a protocol (None: the standard one); its ``TestCase`` is collected by pytest and unittest.

    >>> from soleus_recovery import builtin
    >>> TestActive = recovery_machine(builtin("soleus-active")).TestCase
    >>> TestActive.__name__
    'RecoveryMachine.TestCase'
    """
    members: dict[str, Any] = {"protocol": protocol, "__doc__": RecoveryMachine.__doc__}
    machine: type[RecoveryMachine] = type("RecoveryMachine", (RecoveryMachine,), members)
    test: Any = machine.TestCase
    test.settings = settings(**A_LIFE)
    return machine
