"""Count how many hostile protocols load, and how many of their journeys break a law.

``python -m tests.guidance.hostile_count 1000 20 [SEED]`` draws 1,000 protocols and 20 journeys for each, checks every
law after each step, and takes an hour. The tests run a small part of it.
"""

import sys
import time

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from soleus_recovery.errors import BrokenJourney
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.testing import Facts
from soleus_recovery.testing.journey_strategies import first_facts
from soleus_recovery.triage.answers import Emergency
from tests.guidance.hostile import hostile_protocols
from tests.guidance.test_smuggling import walk_under

__all__ = ["count"]

_ONCE = settings(
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.nested_given],
)
_RUNNERS = 100
_EVERY = 20


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def count(protocols: int, walks: int, start: int = 0) -> dict[str, int]:
    """Return how many protocols loaded, how many journeys were walked, and how many broke a law."""
    counted = {"protocols": 0, "journeys": 0, "broken": 0}
    # Drawn once: to draw a runner takes as long as to live with one.
    runners: list[Facts] = []

    @seed(start)
    @settings(_ONCE, max_examples=_RUNNERS)
    @given(first_facts())
    def meet(facts: Facts) -> None:
        runners.append(facts)

    @seed(start)
    @settings(_ONCE, max_examples=protocols)
    @given(hostile_protocols())
    def live(protocol: RecoveryProtocol) -> None:
        counted["protocols"] += 1
        willing = [each for each in runners if not isinstance(each.assess(protocol), Emergency)]

        @seed(start + counted["protocols"])
        @settings(_ONCE, max_examples=walks)
        @given(st.sampled_from(willing), st.data())
        def walk(facts: Facts, data: st.DataObject) -> None:
            try:
                walk_under(protocol, facts, data)
                counted["journeys"] += 1
            except BrokenJourney as error:
                counted["broken"] += 1
                _say(f"{error}: {facts}")

        if willing:
            walk()
        if counted["protocols"] % _EVERY == 0:
            _say(f"{counted}, {time.process_time():.0f} s of processor time")

    meet()
    live()
    return counted


if __name__ == "__main__":
    _say(str(count(*map(int, sys.argv[1:]))))
