"""A sync writes exactly the entries that differ, touches no foreign event, and finishes after an interruption."""

import contextlib
import re
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soleus_recovery import Finding, Plan, to_ics
from soleus_recovery.calendars import Detail, Style
from soleus_recovery.calendars.events import uid
from soleus_recovery.errors import ServerLost
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.sync import Act, carry_out
from soleus_recovery.testing import Facts, Tell, Traveller
from soleus_recovery.testing.journey_strategies import travellers
from tests.export.stories import Story, checkin
from tests.sync.mirrors import MemoryCalendar, brought_up, intended

STAMPS = ("DTSTAMP", "LAST-MODIFIED")
FOREIGN = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20260101T000000Z\r\n"
    "DTSTART:20261124T090000Z\r\nDTEND:20261124T100000Z\r\nSUMMARY:Dentist\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
shapes = st.fixed_dictionaries({"detail": st.sampled_from(Detail), "alarms": st.booleans(), "discreet": st.booleans()})
# Whole calendars, written several times.
few = settings(max_examples=max(5, settings().max_examples // 5))


def events(*calendars: bytes | str) -> dict[str, list[str]]:
    """Every event of the files by UID, each as its sorted lines; a UID that comes twice is an error."""
    texts = [each if isinstance(each, str) else each.decode() for each in calendars]
    found: dict[str, list[str]] = {}
    for text in texts:
        unfolded = text.replace("\r\n", "\n").replace("\n ", "")
        for event in re.findall("BEGIN:VEVENT\n(.*?)END:VEVENT\n", unfolded, re.DOTALL):
            lines = event.split("\n")
            [name] = [line.removeprefix("UID:") for line in lines if line.startswith("UID:")]
            found[name] = sorted(line for line in lines if not line.startswith(STAMPS))
    assert len(found) == sum(text.count("BEGIN:VEVENT") for text in texts)
    return found


def fresh(plan: Plan, **shape: Any) -> dict[str, Any]:
    return events(to_ics(plan, style=Style.FEED, **shape))


def of_us(mirror: MemoryCalendar, *foreign: str) -> dict[str, Any]:
    return events(*(content for name, content in mirror.held.items() if name not in foreign))


class _Noted(Traveller):
    """A traveller that notes the first plan, and the plan after each fact."""

    def __init__(self, facts: Facts, protocol: RecoveryProtocol | None = None) -> None:
        self.plans: list[Plan] = []
        super().__init__(facts, protocol)

    def check(self) -> None:
        if not self.steps or isinstance(self.steps[-1], Tell):
            # A discreet calendar is refused if the id is derived from the facts.
            self.plans.append(attrs.evolve(self.plan, id="drawn"))


def plans_along(*, most_acts: int) -> st.SearchStrategy[list[Plan]]:
    """Draw the plans of a journey: the first one, and the plan after each fact."""
    return travellers(most_acts=most_acts, travels_as=_Noted).map(lambda traveller: traveller.plans)


@few
@given(plans=plans_along(most_acts=12), shape=shapes)
def test_after_each_revision_the_calendar_is_what_a_fresh_export_is_and_nothing_foreign_is_touched(
    plans: list[Plan], shape: dict[str, Any]
) -> None:
    foreign = {"dentist.ics": FOREIGN.format(uid="dentist"), "odd.ics": "no calendar at all"}
    mirror = MemoryCalendar(foreign)
    for plan in plans:
        assert all(done.problem is None for done in brought_up(plan, mirror, **shape))
        assert of_us(mirror, *foreign) == fresh(plan, **shape)
        assert {name: mirror.held[name] for name in foreign} == foreign
        assert intended(plan, mirror, **shape) == ()


@few
@given(plans=plans_along(most_acts=12), shape=shapes)
def test_only_what_changed_is_written(plans: list[Plan], shape: dict[str, Any]) -> None:
    mirror = MemoryCalendar()
    before: dict[str, Any] = {}
    for plan in plans:
        mirror.writes.clear()
        brought_up(plan, mirror, **shape)
        after = fresh(plan, **shape)
        differ = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        assert sorted(mirror.writes) == sorted(f"{key}.ics" for key in differ)
        before = after


@few
@given(plans=plans_along(most_acts=4), shapes=st.lists(shapes, min_size=1, max_size=3), data=st.data())
def test_wherever_it_is_interrupted_the_next_run_finishes(
    plans: list[Plan], shapes: list[dict[str, Any]], data: st.DataObject
) -> None:
    mirror = MemoryCalendar()
    for plan, shape in zip(plans, shapes, strict=False):
        mirror.lost_after = data.draw(st.integers(0, 40), "requests before the line breaks")
        with contextlib.suppress(ServerLost):
            brought_up(plan, mirror, **shape)
        mirror.lost_after = None
        brought_up(plan, mirror, **shape)
        assert of_us(mirror) == fresh(plan, **shape)


class TestACaseOnItsWay:
    @pytest.fixture
    def story(self) -> Story:
        return Story()

    @pytest.fixture
    def mirror(self, story: Story) -> MemoryCalendar:
        mirror = MemoryCalendar()
        brought_up(story.plan, mirror)
        return mirror

    def test_sessions_withdrawn_by_a_red_flag_go_before_anything_is_added(
        self, story: Story, mirror: MemoryCalendar
    ) -> None:
        story.tell(checkin("2026-11-23", findings=[Finding.POP_OR_KICK]), "2026-11-23T12:00")
        acts = [step.act for step in intended(story.plan, mirror)]
        assert acts == sorted(acts, key=list(Act).index)
        assert {Act.DELETE, Act.UPDATE, Act.CREATE} == set(acts)

    def test_an_event_that_the_runner_moved_is_put_back(self, story: Story, mirror: MemoryCalendar) -> None:
        name = f"{uid(story.plan.id, 'run-1')}.ics"
        before = mirror.held[name]
        mirror.changed_by_somebody(name, before.replace("T180000", "T060000"))
        assert [step.act for step in intended(story.plan, mirror)] == [Act.UPDATE]
        brought_up(story.plan, mirror)
        assert mirror.held[name] == before

    def test_properties_added_by_a_program_stay(self, story: Story, mirror: MemoryCalendar) -> None:
        name = f"{uid(story.plan.id, 'run-1')}.ics"
        alarm = "BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER:-PT10M\r\nEND:VALARM\r\n"
        more = f"CREATED:20261122T193000Z\r\nX-MOZ-LASTACK:20261122T193000Z\r\n{alarm}END:VEVENT"
        mirror.changed_by_somebody(name, mirror.held[name].replace("END:VEVENT", more))
        assert intended(story.plan, mirror) == ()

    @pytest.mark.parametrize("content", ["", "half a calen", FOREIGN.format(uid="dentist")])
    def test_another_event_under_an_entrys_name_is_reported_and_left(
        self, story: Story, mirror: MemoryCalendar, content: str
    ) -> None:
        name = f"{uid(story.plan.id, 'run-1')}.ics"
        mirror.changed_by_somebody(name, content)
        done = brought_up(story.plan, mirror)
        assert [(each.step.key, each.step.act) for each in done] == [("run-1", Act.CREATE)]
        assert done[0].problem
        assert mirror.held[name] == content

    def test_an_entry_changed_between_reading_and_writing_is_reported_and_left(
        self, story: Story, mirror: MemoryCalendar
    ) -> None:
        steps = intended(story.plan, mirror, discreet=True)
        name = f"{uid(story.plan.id, 'run-1')}.ics"
        mirror.changed_by_somebody(name, "by somebody")
        problems = [each.step.key for each in carry_out(steps, mirror) if each.problem is not None]
        assert problems == ["run-1"]
        assert mirror.held[name] == "by somebody"

    def test_the_plan_of_another_case_in_the_same_calendar_is_left_alone(
        self, story: Story, mirror: MemoryCalendar
    ) -> None:
        before = dict(mirror.held)
        other = attrs.evolve(story.plan, id="other")
        brought_up(other, mirror)
        assert len(mirror.held) == 2 * len(before)
        assert before.items() <= mirror.held.items()
        assert intended(story.plan, mirror) == ()


def test_another_detail_deletes_the_entries_that_it_does_not_show() -> None:
    story, mirror = Story(), MemoryCalendar()
    brought_up(story.plan, mirror, detail=Detail.SESSIONS)
    brought_up(story.plan, mirror, detail=Detail.RUNS)
    assert of_us(mirror) == fresh(story.plan, detail=Detail.RUNS)


def test_alarms_come_and_go_with_their_option() -> None:
    story, mirror = Story(), MemoryCalendar()
    for alarms in (True, False):
        brought_up(story.plan, mirror, alarms=alarms)
        assert any("BEGIN:VALARM" in content for content in mirror.held.values()) is alarms
