"""Updates: an old calendar that imports a new file ends up with the events of a fresh export."""

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from soleus_recovery import BusyTimes, Finding, Plan, to_ics
from soleus_recovery.calendars import Detail, Style
from soleus_recovery.calendars.events import uid
from soleus_recovery.clock import Minute
from soleus_recovery.spans import Span
from soleus_recovery.vocabulary import Activity
from tests.export.stories import Story, checkin, stories, trained

Event = dict[str, str]


def events(data: bytes) -> dict[str, Event]:
    """Every event by its UID, with each property as written."""
    calendar: Any = icalendar.Calendar.from_ical(data)
    found: dict[str, Event] = {}
    for event in calendar.walk("VEVENT"):
        lines = event.to_ical().decode().replace("\r\n ", "").split("\r\n")
        key = str(event["UID"])
        assert key not in found
        found[key] = {line.split(":")[0].split(";")[0]: line for line in lines if line}
    return found


def number(event: Event) -> int:
    return int(event["SEQUENCE"].split(":")[1])


def is_cancelled(event: Event) -> bool:
    return event["STATUS"] == "STATUS:CANCELLED"


def updated(old: dict[str, Event], new: dict[str, Event]) -> dict[str, Event]:
    """Import as a calendar program does: per UID the higher SEQUENCE wins, and cancelled events are not shown."""
    merged = dict(old)
    for key, event in new.items():
        if key not in merged or number(event) > number(merged[key]):
            merged[key] = event
    return {key: event for key, event in merged.items() if not is_cancelled(event)}


_IN_ZONE = re.compile(r"(DTSTART|DTEND);TZID=([^:]+):(\d{8}T\d{6})")


def in_utc(calendar: dict[str, Event]) -> dict[str, Event]:
    """The same events with their times in UTC: how a file writes them depends on the last day that the file has."""

    def line(text: str) -> str:
        found = _IN_ZONE.fullmatch(text)
        if found is None:
            return text
        at = dt.datetime.strptime(found[3], "%Y%m%dT%H%M%S").replace(tzinfo=ZoneInfo(found[2]))
        return f"{found[1]}:{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"

    return {key: {name: line(text) for name, text in event.items()} for key, event in calendar.items()}


details = st.sampled_from(Detail)
# Whole calendars, written several times: a quarter of the usual examples.
quarter = settings(max_examples=max(5, settings().max_examples // 4))


@quarter
@given(story=stories(), detail=details, discreet=st.booleans())
def test_an_update_applied_to_the_old_calendar_equals_a_fresh_export(
    story: Story, detail: Detail, discreet: bool
) -> None:
    """Except for a plan at a standstill, for which the command says to delete the old calendar."""
    assume(story.plan.standstill is None)
    options: dict[str, Any] = {"detail": detail, "discreet": discreet}
    old, new = (events(to_ics(plan, **options)) for plan in (story.before, story.plan))
    fresh = events(to_ics(story.plan, style=Style.FEED, **options))
    assert in_utc(updated(old, new)) == in_utc(fresh)


@quarter
@given(story=stories(), detail=details)
def test_withdrawn_entries_are_cancelled_in_an_import_and_absent_in_a_feed(story: Story, detail: Detail) -> None:
    # The card of a standstill takes the key of that day's check-in, which is over, and is on the card of the day.
    assume(all(day.standstill is None for day in story.plan.days))
    first = events(to_ics(story.case_start, detail=detail))
    imported = events(to_ics(story.plan, detail=detail))
    feed = events(to_ics(story.plan, detail=detail, style=Style.FEED))
    assert not any(is_cancelled(event) for event in feed.values())
    gone = {key for key, event in imported.items() if is_cancelled(event)}
    assert set(feed) == set(imported) - gone
    # Every earlier event is there, and a cancelled one still has its time and title.
    assert set(first) <= set(imported)
    for key in gone:
        assert {"SUMMARY", "DTSTART", "DTEND", "SEQUENCE", "LAST-MODIFIED", "DTSTAMP"} <= imported[key].keys()
        if key in first:
            assert number(imported[key]) > number(first[key])


def test_training_that_finds_no_room_keeps_its_event_for_the_whole_day() -> None:
    """A day full of appointments takes away its time; an event at the old time must not stay behind."""
    story = Story().tell(checkin("2026-11-24"), "2026-11-24T21:30")
    old = events(to_ics(story.plan, detail=Detail.SESSIONS))
    day = Span(start=Minute(story.at + 3 * 60), end=Minute(story.at + 26 * 60))
    story.tell(BusyTimes(spans=(day,)), "2026-11-24T21:40")
    new = events(to_ics(story.plan, detail=Detail.SESSIONS))
    key = uid(story.plan.id, "2026-11-25-strengthen-1")
    assert old[key]["DTSTART"].startswith("DTSTART;TZID=")
    assert new[key]["DTSTART"] == "DTSTART;VALUE=DATE:20261125"
    assert number(new[key]) > number(old[key])


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("detail", Detail)
def test_a_plan_at_a_standstill_writes_no_withdrawn_entry(detail: Detail, style: Style) -> None:
    """Four programs show a cancelled run as a run."""
    story = Story().tell(checkin("2026-11-23", findings=[Finding.COLD_PALE_LEG]), "2026-11-23T21:00")
    assert story.plan.withdrawn
    written = events(to_ics(story.plan, detail=detail, style=style))
    assert not any(is_cancelled(event) for event in written.values())
    assert not {uid(story.plan.id, each.key) for _, each in _runs(story.before)} & set(written)


@quarter
@given(story=stories(), detail=details)
def test_a_sequence_rises_exactly_for_entries_that_changed(story: Story, detail: Detail) -> None:
    old, new = (events(to_ics(plan, detail=detail)) for plan in (story.before, story.plan))
    stamps = ("SEQUENCE", "LAST-MODIFIED", "DTSTAMP")
    for key in old.keys() & new.keys():
        before, after = ({name: line for name, line in each[key].items() if name not in stamps} for each in (old, new))
        if before != after:
            assert number(new[key]) > number(old[key])
            assert new[key]["LAST-MODIFIED"] >= old[key]["LAST-MODIFIED"]
        assert number(new[key]) >= number(old[key])
        if number(new[key]) == number(old[key]):
            assert new[key] == old[key]


class TestARunThatMoves:
    @pytest.fixture
    def story(self) -> Story:
        """Trained on the 24th, and not told how the 25th was: on the 26th the run moves on."""
        return trained().tell(checkin("2026-11-25", painkiller=True), "2026-11-25T21:00")

    def test_it_keeps_its_uid_and_its_sequence_rises(self, story: Story) -> None:
        old, new = story.before, story.plan
        moved = [
            (before, after)
            for (_, before), (_, after) in zip(_runs(old), _runs(new), strict=False)
            if before.span != after.span
        ]
        assert moved
        for before, after in moved:
            assert before.key == after.key
            assert after.sequence == before.sequence + 1
            assert after.revised_at == story.at

    def test_a_referral_cancels_every_run(self, story: Story) -> None:
        story.tell(checkin("2026-11-26", findings=[Finding.POP_OR_KICK]), "2026-11-26T12:00")
        imported, feed = events(to_ics(story.plan)), events(to_ics(story.plan, style=Style.FEED))
        runs = {uid(story.plan.id, each.key) for _, each in _runs(story.before)}
        assert runs
        assert all(is_cancelled(imported[key]) for key in runs)
        assert not runs & set(feed)

    def test_a_feed_asks_to_be_read_again_each_hour_or_so(self, story: Story) -> None:
        calendar: Any = icalendar.Calendar.from_ical(to_ics(story.plan, style=Style.FEED))
        again = calendar["REFRESH-INTERVAL"].dt
        assert dt.timedelta(0) < again <= dt.timedelta(days=1)
        assert b"REFRESH-INTERVAL" not in to_ics(story.plan)


def _runs(plan: Plan) -> list[Any]:
    return [(day, each) for day, each in plan.sessions() if each.activity is Activity.RUN]
