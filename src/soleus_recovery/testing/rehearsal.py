"""Rehearses a protocol: walks generated journeys, and finds the smallest journey that breaks a law."""

from typing import Final, final

import attrs
from hypothesis import HealthCheck, Phase, Verbosity, given, settings

from soleus_recovery.errors import BrokenInvariant, BrokenJourney, SoleusError
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.testing.journey import Journey
from soleus_recovery.testing.journey_strategies import checked_journeys
from soleus_recovery.testing.machine import A_LIFE
from soleus_recovery.values import Value

__all__ = ["JOURNEYS", "Failure", "rehearse"]

JOURNEYS: Final = 500
"""The default number of journeys; the rarest fault that our tests plant shows in one journey of fifty."""
_ACTS = 8  # the most acts in a journey
_SMALLER = 200
"""The most journeys that are walked to find a smaller failure; further journeys count as sound, to end the search."""


@final
@attrs.frozen(kw_only=True)
class Failure(Value):
    """The smallest journey found that breaks a law, and the laws that are broken at the journey's end."""

    journey: Journey
    broken: tuple[BrokenInvariant, ...]


class _Broken(Exception):
    """Tells Hypothesis that a journey broke a law."""


def rehearse(protocol: RecoveryProtocol, *, walks: int = JOURNEYS) -> Failure | None:
    """Walk generated journeys, always the same ones, and return the smallest that breaks a law; None if none does.

    >>> from soleus_recovery import builtin
    >>> rehearse(builtin("soleus-active"), walks=5) is None
    True
    """
    failures: list[Failure] = []
    left = _SMALLER

    @settings(
        max_examples=walks,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
        suppress_health_check=(*A_LIFE["suppress_health_check"], HealthCheck.filter_too_much),
        verbosity=Verbosity.quiet,
    )
    @given(checked_journeys(protocol, most_acts=_ACTS))
    def walk(walked: tuple[Journey, tuple[BrokenInvariant, ...]]) -> None:
        nonlocal left
        journey, broken = walked
        # Hypothesis walks the smallest failing journey again at the end.
        if failures and journey != failures[-1].journey:
            if not left:
                return
            left -= 1
        if broken:
            failures.append(Failure(journey=journey, broken=broken))
            raise _Broken

    try:
        walk()
    except _Broken:
        # The last failure is the smallest found within the limit; it may still have steps that it does not need.
        return _fewest_steps(failures[-1])
    return None


def _fewest_steps(failure: Failure) -> Failure:
    """Return the failure without each step that is not needed to break a law."""
    for index in reversed(range(len(failure.journey.steps))):
        steps = failure.journey.steps
        fewer = attrs.evolve(failure.journey, steps=steps[:index] + steps[index + 1 :])
        try:
            fewer.travel()
        except BrokenJourney as error:
            failure = Failure(journey=fewer, broken=error.broken)
        except SoleusError:
            continue  # a later step needs the step that was left out
    return failure
