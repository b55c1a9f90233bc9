"""Replaying a case: what is asked for on the way changes nothing, and a longer case costs in proportion."""

import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import given

from soleus_recovery import Clearance, Finding, builtin
from soleus_recovery.clock import MINUTES_PER_DAY, Minute
from soleus_recovery.course import days
from soleus_recovery.course.replay import CaseReplay, progress
from soleus_recovery.course.step import step
from soleus_recovery.course.waiting import Referrals
from soleus_recovery.facts.case import Entry
from soleus_recovery.vocabulary import Urgency
from tests.export.stories import Story, checkin, stories

STANDARD = builtin("soleus-standard")
FIRST = dt.date(2026, 11, 22)


@given(story=stories())
def test_to_ask_on_the_way_changes_nothing(story: Story) -> None:
    replay = CaseReplay(story.case)
    for count, entry in enumerate(story.case.entries):
        replay.advance_to(entry.recorded_at, entries=count)
        replay.advance_to(entry.recorded_at, entries=count + 1)
    asked = replay.advance_to(story.at, entries=len(story.case.entries))
    assert asked == progress(story.case, story.at)


def test_it_does_not_go_back() -> None:
    story = Story().tell(checkin("2026-11-23"), "2026-11-23T21:00")
    replay = CaseReplay(story.case)
    replay.advance_to(story.at, entries=1)
    with pytest.raises(ValueError, match="1 entries are replayed; 0 would go back"):
        replay.advance_to(story.at, entries=0)


@pytest.mark.parametrize("number", [60, 365])
def test_each_day_of_a_diary_is_replayed_twice_at_most(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once as silent, where somebody asks before its check-in comes, and once with its check-in."""
    case = Story().case
    dates = [FIRST + dt.timedelta(days=each) for each in range(number)]
    # At 23:00, when the day is over.
    first = Minute(case.started_at + 210)
    entries = tuple(
        Entry(recorded_at=Minute(first + index * MINUTES_PER_DAY), fact=checkin(date, 1, 2))
        for index, date in enumerate(dates)
    )
    case = attrs.evolve(case, entries=entries)
    steps: list[object] = []

    def counted(*facts: Any, is_held: bool) -> object:
        steps.append(facts)
        return step(*facts, is_held=is_held)

    monkeypatch.setattr(days, "step", counted)
    replay = CaseReplay(case)
    for count, entry in enumerate(entries):
        replay.advance_to(entry.recorded_at, entries=count)
        replay.advance_to(entry.recorded_at, entries=count + 1)
    assert number <= len(steps) <= 2 * number


class TestReferrals:
    def test_what_fires_is_in_the_next_value_alone(self) -> None:
        none = Referrals(protocol=STANDARD)
        rows = {"bruising": STANDARD.all_referrals["bruising"]}
        fired = none.fire(rows, [Finding.BRUISING], Minute(10))
        assert (none.urgency, fired.urgency) == (None, Urgency.WITHIN_DAYS)
        cleared = fired.clear(Clearance(date=FIRST, by="Dr Weber", finding=Finding.BRUISING))
        assert (fired.urgency, cleared.urgency) == (Urgency.WITHIN_DAYS, None)
        assert cleared.closed() == none

    def test_the_wait_counts_from_the_gravest(self) -> None:
        rows = STANDARD.all_referrals
        waiting = (
            Referrals(protocol=STANDARD)
            .fire({"bruising": rows["bruising"]}, [Finding.BRUISING], Minute(10))
            .fire({"infection": rows["infection"]}, [Finding.FEVER_OR_SPREADING_REDNESS], Minute(20))
            .fire({"recurring": rows["recurring"]}, [Finding.RECURRING], Minute(30))
            .waiting()
        )
        assert waiting is not None
        assert (waiting.urgency, waiting.since) == (Urgency.TODAY, 20)
        assert [reason.key for reason in waiting.reasons] == [
            "referrals.infection",
            "referrals.bruising",
            "referrals.recurring",
        ]
