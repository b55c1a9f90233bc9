"""The package's public strategies, their facts as cases with the independent clock of these tests."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Final, Generic, TypeVar, final

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from soleus_recovery.testing import Facts, facts
from soleus_recovery.testing import self_care as public_self_care
from tests.examples import Case, Kind

__all__ = ["CAREFUL", "PLANNED", "DrawnOnce", "cases", "self_care"]

T = TypeVar("T")
S = TypeVar("S")


def _case(facts: Facts) -> Case:
    return Case(runner=facts.runner, report=facts.report, now=facts.now)


def cases(*, cautions: bool = True) -> st.SearchStrategy[Case]:
    """Draw any case; triage refers most of them."""
    return facts(cautions=cautions).map(_case)


@st.composite
def self_care(
    draw: st.DrawFn,
    *,
    kinds: Iterable[Kind] = tuple(Kind),
    zone: str | None = None,
    cautions: bool = False,
    usual_run: tuple[int, int] = (5, 300),
) -> tuple[Kind, Case]:
    """Draw a case that may be planned, with its kind."""
    kind = draw(st.sampled_from(list(kinds)))
    strategy = public_self_care(
        severity=kind.severity,
        possible_strain=kind.possible_strain,
        zone=zone,
        cautions=cautions,
        usual_run=usual_run,
    )
    return kind, _case(draw(strategy))


@final
class DrawnOnce(Generic[T]):
    """A decorator for the test methods that ask about the same strategy: they share its examples.

    A process draws them once, twice as many as the profile asks of a test. Where one of them fails, Hypothesis runs the
    test by itself and shrinks the failure.
    """

    def __init__(self, strategy: st.SearchStrategy[T]) -> None:
        """Draws nothing yet."""
        self._strategy = strategy

    @cached_property
    def examples(self) -> list[T]:
        """The drawn examples."""
        drawn: list[T] = []

        @settings(max_examples=2 * settings().max_examples, phases=[Phase.generate])
        @given(self._strategy)
        def keep(example: T) -> None:
            drawn.append(example)

        keep()
        return drawn

    def __call__(self, test: Callable[[S, T], None]) -> Callable[[S], None]:
        """Run the test for each example."""

        def each(tests: S) -> None:
            for example in self.examples:
                try:
                    test(tests, example)
                except BaseException as error:
                    self._shrink(test, tests)
                    error.add_note(f"Hypothesis found no smaller example than {example}")
                    raise

        # Not functools.wraps: pytest would look through it and ask for the example as a fixture.
        each.__name__, each.__qualname__, each.__doc__ = test.__name__, test.__qualname__, test.__doc__
        return each

    def _shrink(self, test: Callable[[S, T], None], tests: S) -> None:
        """Raise the smallest failure of a test that Hypothesis finds."""

        @given(self._strategy)
        def alone(example: T) -> None:
            test(tests, example)

        alone()


PLANNED: Final = DrawnOnce(self_care())
"""Every case that may be planned, without cautions."""
CAREFUL: Final = DrawnOnce(self_care(cautions=True))
"""Every case that may be planned, with cautions."""
