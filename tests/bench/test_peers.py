"""The bench is fair: every library gets the plan's own events and writes all of them."""

import attrs
import pytest

from bench.entries import entries_of, same_events
from bench.facts import largest_plan, sized, timed
from bench.peers import PEERS
from soleus_recovery import Plan, to_ics


@pytest.fixture(scope="module")
def plan() -> Plan:
    return largest_plan()


@pytest.mark.parametrize("distinct", [False, True])
@pytest.mark.parametrize("name", PEERS)
def test_every_library_writes_the_same_events(plan: Plan, name: str, *, distinct: bool) -> None:
    entries = entries_of(to_ics(sized(plan, 25, distinct=distinct)))
    same_events(PEERS[name](entries), entries)


def test_a_file_that_loses_or_changes_an_event_is_refused(plan: Plan) -> None:
    entries = entries_of(to_ics(sized(plan, 25, distinct=False)))
    for other in (entries[1:], [*entries[1:], attrs.evolve(entries[0], summary="Tea")]):
        with pytest.raises(ValueError, match="not"):
            same_events(PEERS["by hand"](other), entries)


def test_a_plan_of_any_size_holds_so_many_sessions_and_no_text_twice(plan: Plan) -> None:
    for size in (1, 25, timed(plan), 2500):
        longer = sized(plan, size, distinct=True)
        texts = [session.instructions for _, session in longer.sessions()]
        keys = [session.key for _, session in longer.sessions()]
        assert timed(longer) == size
        assert len({*texts}) == len(texts) == len({*keys})
