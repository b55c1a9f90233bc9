"""Strategies for journeys, and for the cases and plans that they lead to."""

from contextlib import suppress
from typing import TypeVar

from hypothesis import strategies as st

from soleus_recovery.errors import BrokenInvariant, BrokenJourney
from soleus_recovery.facts.case import Case
from soleus_recovery.guidance.loader import STANDARD, builtin
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.plan.plan import Plan
from soleus_recovery.testing.acts import ACTS, is_on_the_way
from soleus_recovery.testing.fact_strategies import Facts, facts, self_care
from soleus_recovery.testing.journey import CheckedTraveller, Journey, Traveller
from soleus_recovery.triage.answers import Emergency

__all__ = ["cases", "checked_journeys", "first_facts", "journeys", "plans", "travellers"]

T = TypeVar("T", bound=Traveller)

_SHORT_RUN = (5, 45)  # minutes; a longer usual run makes plans longer and slower, and no law harder to keep
_MOST_ACTS = 12


def first_facts(protocol: RecoveryProtocol | None = None) -> st.SearchStrategy[Facts]:
    """Draw facts that open a case, most of them facts for self-care; the usual run is an hour at the most."""
    planned = self_care(usual_run=_SHORT_RUN)
    careful = self_care(cautions=True, usual_run=_SHORT_RUN)
    any_of_all = facts(usual_run=_SHORT_RUN)
    # An emergency opens no case.
    return st.one_of(planned, careful, any_of_all).filter(
        lambda drawn: not isinstance(drawn.assess(protocol), Emergency)
    )


def travellers(
    protocol: RecoveryProtocol | None = None, *, most_acts: int = _MOST_ACTS, travels_as: type[T]
) -> st.SearchStrategy[T]:
    """Draw travellers of a type at the end of their journeys, as ``journeys`` draws these.

    The traveller's own checks run while the journey is drawn. If one of them fails, its error carries the journey as a
    note.
    """

    @st.composite
    def travelled(draw: st.DrawFn) -> T:
        opening = draw(first_facts(protocol))
        traveller: T | None = None
        try:
            traveller = travels_as(opening, protocol)
            _travel(draw, traveller, most_acts)
        except (AssertionError, BrokenJourney) as error:
            error.add_note(repr(opening if traveller is None else traveller.journey))
            raise
        return traveller

    return travelled()


def _travel(draw: st.DrawFn, traveller: Traveller, most_acts: int) -> None:
    acts = 0
    # A choice before each act, so that a failure shrinks by leaving acts out.
    while acts < most_acts and is_on_the_way(traveller) and draw(st.sampled_from([False, True, True, True, True])):
        draw(st.sampled_from(ACTS))(draw, traveller)
        acts += 1


@st.composite
def journeys(draw: st.DrawFn, protocol: RecoveryProtocol | None = None, *, most_acts: int = _MOST_ACTS) -> Journey:
    """Draw journeys under a protocol (None: the standard one), with silences, check-ins, red flags and clearances.

    An act can take several steps. ``Journey.travel`` checks every law, J-04 at the end and the others after every step.

    >>> from hypothesis import find
    >>> len(find(journeys(), lambda journey: len(journey.steps) > 0).travel().plan.days) > 0
    True
    """
    opening = draw(first_facts(protocol))
    try:
        traveller = Traveller(opening, protocol)
    except BrokenJourney:
        return Journey(facts=opening, protocol=protocol or builtin(STANDARD))
    # The journey ends at the step after which the planner refuses to issue a plan; ``Journey.travel`` raises why.
    with suppress(BrokenJourney):
        _travel(draw, traveller, most_acts)
    return traveller.journey


@st.composite
def checked_journeys(
    draw: st.DrawFn, protocol: RecoveryProtocol | None = None, *, most_acts: int = _MOST_ACTS
) -> tuple[Journey, tuple[BrokenInvariant, ...]]:
    """Draw journeys as ``journeys`` does, and check every law on the way; give the laws that break at the end of each.

    A journey ends at the step that breaks a law.
    """
    opening = draw(first_facts(protocol))
    journey = Journey(facts=opening, protocol=protocol or builtin(STANDARD))
    try:
        traveller = CheckedTraveller(opening, protocol)
    except BrokenJourney as error:
        return journey, error.broken
    try:
        _travel(draw, traveller, most_acts)
        traveller.arrive()
    except BrokenJourney as error:
        return traveller.journey, error.broken
    return traveller.journey, ()


def cases(protocol: RecoveryProtocol | None = None) -> st.SearchStrategy[Case]:
    """Draw cases with entries of every kind.

    >>> from hypothesis import given
    >>> @given(cases())
    ... def entries_are_in_order(case):
    ...     assert [each.recorded_at for each in case.entries] == sorted(each.recorded_at for each in case.entries)
    >>> entries_are_in_order()
    """
    return travellers(protocol, travels_as=Traveller).map(lambda traveller: traveller.case)


def plans(protocol: RecoveryProtocol | None = None, *, revised: bool = True) -> st.SearchStrategy[Plan]:
    """Draw plans and holding plans; ``revised=False`` draws only plans that no entry or silence has changed.

    >>> from hypothesis import given
    >>> from soleus_recovery import builtin, check_plan
    >>> @given(plans())
    ... def holds(plan):
    ...     check_plan(plan, builtin("soleus-standard"))
    >>> holds()
    """
    travelled = travellers(protocol, most_acts=_MOST_ACTS if revised else 0, travels_as=Traveller)
    return travelled.map(lambda traveller: traveller.plan)
