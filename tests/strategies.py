"""The package's public strategies, their facts as cases with the independent clock of these tests."""

from collections.abc import Iterable

from hypothesis import strategies as st

from soleus_recovery.testing import Facts, facts
from soleus_recovery.testing import self_care as public_self_care
from tests.examples import Case, Kind

__all__ = ["cases", "self_care"]


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
