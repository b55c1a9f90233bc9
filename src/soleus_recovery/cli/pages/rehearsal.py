"""The page of ``protocol check``: the smallest generated journey that breaks a law, in a clinician's words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from soleus_recovery.cli.extras import MissingExtra
from soleus_recovery.export.text.plan import page
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.laws.asking import INVARIANTS, TRANSITIONS
from soleus_recovery.laws.of_a_case import CASE_LAWS

if TYPE_CHECKING:
    from soleus_recovery.testing.rehearsal import Failure

__all__ = ["rehearsal_page"]

_PLACES = 3  # the number of places that are shown for each broken law


def rehearsal_page(protocol: RecoveryProtocol) -> tuple[str, bool]:
    """Walk generated journeys; return the page and whether every law held.

    Raises ``MissingExtra`` if Hypothesis is not installed.
    """
    try:
        from soleus_recovery.testing.journey import JOURNEY_LAWS
        from soleus_recovery.testing.rehearsal import JOURNEYS, rehearse
    except ModuleNotFoundError as error:
        if error.name != "hypothesis":
            raise
        raise MissingExtra(what="protocol check", library="Hypothesis", extra="testing") from error
    head = f"{protocol.id} {protocol.version}: "
    failure = rehearse(protocol)
    if failure is None:
        laws = len(INVARIANTS) + len(TRANSITIONS) + len(CASE_LAWS) + len(JOURNEY_LAWS) + 1
        lines = [f"{head}form and limits hold, and all {laws} laws in {JOURNEYS} generated journeys"]
    else:
        lines = [f"{head}form and limits hold, but not every law. The smallest journey that was found:", ""]
        lines += _story(failure)
    return page(lines), failure is None


def _story(failure: "Failure") -> Iterator[str]:
    from soleus_recovery.testing.wording import story

    yield from (f"  {line}" for line in story(failure.journey).splitlines())
    for law_id, says in {each.id: each.says for each in failure.broken}.items():
        places = [each.where for each in failure.broken if each.id == law_id]
        yield ""
        yield f"The plan then breaks {law_id}: {says}"
        yield from (f"  - {place}" for place in places[:_PLACES])
        if len(places) > _PLACES:
            yield f"  - and {len(places) - _PLACES} more like it"
