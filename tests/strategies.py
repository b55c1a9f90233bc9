"""The package's public strategies, with each fact set beside the independent clock of these tests."""

from collections.abc import Iterable

from hypothesis import strategies as st

from soleus_recovery.testing import Facts, facts
from soleus_recovery.testing import self_care as public_self_care
from tests.examples import Case, Kind

__all__ = ["cases", "self_care"]


def _case(told: Facts) -> Case:
    return Case(runner=told.runner, report=told.report, now=told.now)


def cases(*, cautions: bool = True) -> st.SearchStrategy[Case]:
    """Any case at all, most of them to be referred."""
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
    """A case that may be planned, with its kind."""
    kind = draw(st.sampled_from(list(kinds)))
    told = public_self_care(
        severity=kind.severity,
        possible_strain=kind.possible_strain,
        zone=zone,
        cautions=cautions,
        usual_run=usual_run,
    )
    return kind, _case(draw(told))
