"""A plan as a calendar: the right instants, the right words, the same bytes."""

import datetime as dt
import os
import subprocess
import sys
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from soleus_recovery.calendars import Detail, to_ics
from soleus_recovery.calendars.events import uid
from soleus_recovery.calendars.lines import clean
from soleus_recovery.calendars.wording import time_on_card
from soleus_recovery.clock import Minute
from soleus_recovery.errors import FactError
from soleus_recovery.plan.plan import Plan, Stamp
from soleus_recovery.vocabulary import Activity, Status
from tests.calendars.lint import lint
from tests.calendars.plans import REVISED_AT, day_of, fortnight, plan_of, session, single, timed
from tests.calendars.reading import (
    HEALTH,
    OPTIONS,
    ZONES,
    at,
    change_dates,
    components,
    has_time,
    minute_of,
    ours,
    read_back,
    read_by_ical,
    read_by_vobject,
    unfolded,
    values,
)

BERLIN = fortnight("Europe/Berlin", dt.date(2026, 10, 18))


# ---------------------------------------------------------------- instants


@pytest.mark.parametrize("reader", [read_by_ical, read_by_vobject])
@pytest.mark.parametrize("wake", [7, 15, 22])
@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("zone", ZONES)
def test_other_programs_read_our_instants_across_both_changes(zone: str, which: int, wake: int, reader: Any) -> None:
    plan = fortnight(zone, change_dates(zone)[which] - dt.timedelta(days=4), wake=wake, days=8)
    read = {key: (minute_of(start), minute_of(end)) for key, start, end in reader(to_ics(plan)) if has_time(start)}
    assert read == ours(plan)
    assert len(read) == 8 * 9


@pytest.mark.parametrize("zone", ZONES)
def test_each_zone_is_written_in_its_form(zone: str) -> None:
    plan = fortnight(zone, change_dates(zone)[0] - dt.timedelta(days=4), days=8)
    data = to_ics(plan)
    in_utc = zone == "Africa/Casablanca"
    assert (b"BEGIN:VTIMEZONE" in data) is not in_utc
    assert (f"DTSTART;TZID={zone}:".encode() in data) is not in_utc
    assert to_ics(plan, floating=True).count(b"TZID") == 0


@given(
    st.sampled_from(ZONES),
    st.integers(at(2001, 1, 1), at(2099, 12, 1)),
    st.integers(1, 600),
)
def test_any_instant_reads_back_as_itself(zone: str, start: int, minutes: int) -> None:
    plan = single(timed(Minute(start), zone, minutes=minutes))
    (event,) = (event for event in read_by_ical(to_ics(plan)) if has_time(event[1]))
    assert (minute_of(event[1]), minute_of(event[2])) == (start, start + minutes)


def test_both_hours_of_a_fold_are_written_in_utc() -> None:
    """Some programs misread a local time in a fold (RFC 5545, 3.3.5: the first); floating times have no other form."""
    first, second = at(2026, 10, 25, 0, 30), at(2026, 10, 25, 1, 30)
    zone = "Europe/Berlin"
    for floating, written in ((False, "20261025T003000Z"), (True, "20261025T023000")):
        assert f"DTSTART:{written}" in unfolded(to_ics(single(timed(first, zone)), floating=floating))
        assert "DTSTART:20261025T013000Z" in unfolded(to_ics(single(timed(second, zone)), floating=floating))
    for outside in (first - 32, second + 30):
        assert b"DTSTART;TZID=Europe/Berlin" in to_ics(single(timed(Minute(outside), zone, minutes=1)))


def test_both_ends_have_one_form_when_one_is_in_the_second_hour() -> None:
    data = to_ics(single(timed(at(2026, 10, 25, 0, 50), "Europe/Berlin", minutes=20)))
    assert {"DTSTART:20261025T005000Z", "DTEND:20261025T011000Z"} <= set(unfolded(data))
    assert b"VTIMEZONE" not in data


def test_utc_is_written_with_z() -> None:
    data = to_ics(single(timed(at(2026, 5, 1, 7, 0), "UTC")))
    assert "DTSTART:20260501T070000Z" in unfolded(data)
    assert b"TZID" not in data


def test_a_span_of_no_length_has_no_end() -> None:
    data = to_ics(single(timed(at(2026, 5, 1, 7, 0), "Asia/Tokyo", minutes=0)), detail=Detail.SESSIONS)
    assert values(data, "DTEND") == ["20261124"]  # the card's


# ---------------------------------------------------------------- form


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("zone", ["Europe/Berlin", "Africa/Casablanca"])
def test_every_combination_is_clean_and_read_by_both(zone: str, options: dict[str, Any]) -> None:
    plan = fortnight(zone, change_dates(zone)[0] - dt.timedelta(days=2), days=5)
    data = to_ics(plan, **options)
    assert lint(data) == []
    uids = set(values(data, "UID"))
    assert {key for key, *_ in read_by_ical(data)} == {key for key, *_ in read_by_vobject(data)} == uids
    assert uids == _expected_uids(plan, options["detail"])


def _expected_uids(plan: Plan, detail: Detail) -> set[str]:
    cards = {uid(plan.id, f"card-{day.date}") for day in plan.days}
    match detail:
        case Detail.DAILY:
            return cards
        case Detail.SESSIONS:
            return cards | set(ours(plan))
        case Detail.RUNS:
            loading = {Activity.RUN, Activity.REVIEW}
            return {uid(plan.id, s.key) for _, s in plan.sessions() if s.activity in loading}


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_every_component_has_what_icalendar_knows_to_be_required(options: dict[str, Any]) -> None:
    for component in components(to_ics(BERLIN, **options)):
        names = {name.upper() for name in component}
        assert set(component.required) <= names
        assert [n for n in component.singletons if isinstance(component.get(n), list)] == []
        assert len(names & set(component.exclusive)) <= 1
        assert not component.errors


def test_dates_are_whole_days_with_an_exclusive_end() -> None:
    data = to_ics(BERLIN, detail=Detail.DAILY)
    for _, start, end in read_by_ical(data):
        assert not has_time(start)
        assert end - start == dt.timedelta(days=1)
    assert [start for _, start, _ in read_by_ical(data)] == [day.date for day in BERLIN.days]


def test_each_event_carries_the_marks_of_its_session() -> None:
    events = {str(event["UID"]): event for event in components(to_ics(BERLIN), "VEVENT")}
    for _, one in BERLIN.sessions():
        if one.all_day:
            continue
        event = events[uid(BERLIN.id, one.key)]
        assert event["SEQUENCE"] == one.sequence
        assert minute_of(event["DTSTAMP"].dt) == minute_of(event["LAST-MODIFIED"].dt) == REVISED_AT
        assert event["STATUS"] == ("TENTATIVE" if one.status is Status.PROVISIONAL else "CONFIRMED")
        assert event["TRANSP"] == "TRANSPARENT"
        assert event["X-MICROSOFT-CDO-BUSYSTATUS"] == "FREE"
        assert event["CATEGORIES"].cats == [f"{one.activity} kind"]
        assert event["SUMMARY"] == one.title
        assert "Why: ice-first-day (article: T2)" in event["DESCRIPTION"]
        assert "CLASS" not in event


@pytest.mark.parametrize(("detail", "sequence", "later"), [(Detail.SESSIONS, 4, 7), (Detail.DAILY, 6, 9)])
def test_a_card_carries_the_stamp_of_what_it_shows(detail: Detail, sequence: int, later: int) -> None:
    first = attrs.evolve(
        BERLIN.days[0],
        card=Stamp(sequence=4, revised_at=Minute(REVISED_AT + 7)),
        whole=Stamp(sequence=6, revised_at=Minute(REVISED_AT + 9)),
    )
    revised = attrs.evolve(BERLIN, days=(first, *BERLIN.days[1:]))
    card = components(to_ics(revised, detail=detail), "VEVENT")[0]
    assert card["SEQUENCE"] == sequence
    assert minute_of(card["DTSTAMP"].dt) == REVISED_AT + later


def test_the_calendar_has_a_name_a_colour_and_no_uid() -> None:
    (calendar,) = components(to_ics(BERLIN), "VCALENDAR")
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == "Calf recovery"
    assert calendar["COLOR"] == "teal"
    assert "UID" not in calendar


@pytest.mark.parametrize("detail", Detail, ids=str)
def test_timed_sessions_have_an_alarm_at_their_start_only_on_request(detail: Detail) -> None:
    assert b"VALARM" not in to_ics(BERLIN, detail=detail)
    for event in components(to_ics(BERLIN, detail=detail, alarms=True), "VEVENT"):
        alarms = event.walk("VALARM")
        assert len(alarms) == has_time(event["DTSTART"].dt)
        for alarm in alarms:
            assert alarm["ACTION"] == "DISPLAY"
            assert alarm["DESCRIPTION"] == event["SUMMARY"]
            assert alarm["TRIGGER"].dt == dt.timedelta(0)


# ---------------------------------------------------------------- identity


def test_no_option_changes_the_uid_of_a_session() -> None:
    sets = [
        set(values(to_ics(BERLIN, **options), "UID")) for options in OPTIONS if options["detail"] is Detail.SESSIONS
    ]
    assert all(uids == sets[0] for uids in sets)


@given(st.lists(st.tuples(st.text(max_size=3), st.text(max_size=3)), min_size=2, max_size=9, unique=True))
def test_two_things_never_share_a_uid(pairs: list[tuple[str, str]]) -> None:
    assert len({uid(plan_id, key) for plan_id, key in pairs}) == len(pairs)


def test_uids_are_known_for_good() -> None:
    """People's calendars hold these UIDs: another one would double every event that somebody imported."""
    assert uid("plan-1", "card-2026-11-22") == "73d78db6-b9e7-5093-9cc3-22179055b550"


SCRIPT = """
import datetime as dt, hashlib, itertools
from soleus_recovery.calendars import Detail, to_ics
from tests.calendars.plans import fortnight
for zone in ("Europe/Berlin", "Africa/Casablanca"):
    plan = fortnight(zone, dt.date(2026, 3, 14), wake=15)
    for detail, a, d, f in itertools.product(Detail, (False, True), (False, True), (False, True)):
        print(hashlib.sha256(to_ics(plan, detail=detail, alarms=a, discreet=d, floating=f)).hexdigest())
"""


def test_the_bytes_do_not_depend_on_hash_seed_time_zone_or_locale() -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env=os.environ
            | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout
        for seed, zone, locale in (
            ("0", "UTC", "C"),
            ("1", "Asia/Tokyo", "C.UTF-8"),
            ("77", "America/St_Johns", "de_DE.UTF-8"),
        )
    }
    assert len(outputs) == 1
    assert len(outputs.pop().split()) == 48


# ---------------------------------------------------------------- words


@given(st.text(), st.text(), st.text())
def test_any_text_comes_through_whole_and_harms_no_line(title: str, instructions: str, name: str) -> None:
    moment = at(2026, 5, 1, 7, 0)
    plan = single(timed(moment, "Asia/Tokyo", title=title, instructions=instructions), calendar_name=name)
    data = to_ics(plan, alarms=True)
    assert lint(data) == []
    summaries = [read_back(each) for each in values(data, "SUMMARY")]
    assert summaries[1:] == [cleaned for cleaned in [clean("title", title)] if cleaned]
    assert [read_back(each) for each in values(data, "NAME")] == [c for c in [clean("name", name)] if c]
    description = read_back(values(data, "DESCRIPTION")[1])
    assert description.startswith(clean("instructions", instructions))


def test_emoji_newlines_and_backslashes_are_read_as_written() -> None:
    text = "Ice 🧊; then\nrest, C:\\New\\night – " + "🦵🏽" * 40
    data = to_ics(single(timed(at(2026, 5, 1, 7, 0), "Asia/Tokyo", title=text)))
    assert lint(data) == []
    assert text in [event.summary for event in IcsCalendarStream.calendar_from_ics(data.decode()).events]


@pytest.mark.parametrize("where", ["title", "instructions", "calendar_name", "plan_id"])
def test_half_a_character_is_refused_and_named(where: str) -> None:
    half = f"a{chr(0xD83D)}"
    one = timed(at(2026, 5, 1, 7, 0), "Asia/Tokyo")
    plan = single(one)
    plans = {
        "title": lambda: single(attrs.evolve(one, title=half)),
        "instructions": lambda: single(attrs.evolve(one, instructions=half)),
        "calendar_name": lambda: single(one, calendar_name=half),
        "plan_id": lambda: attrs.evolve(plan, id=half),
    }
    with pytest.raises(FactError, match="half a character"):
        to_ics(plans[where]())


def test_a_card_has_the_all_day_sessions_the_notes_the_left_out_and_when_to_stop() -> None:
    first, second, *_ = (read_back(text) for text in values(to_ics(BERLIN, detail=Detail.SESSIONS), "DESCRIPTION"))
    assert first == (
        "Sleeve\nWear it all day.\nWhy: ice-first-day (article: T2)\n\n"
        "Look back\nIs it better?\nWhy: ice-first-day (article: T2)\n\n"
        "No heat in the first days.\n\n"
        "Left out: walk kind. No free 20 min before bed.\n\n"
        "Stop and be seen today: a pop, numbness; one leg warm.\n\n"
        "This is not medical advice."
    )
    assert second.startswith("Ice in a cloth; never on the skin.\nThen rest.\n\nWhy: ")
    assert values(to_ics(BERLIN), "SUMMARY")[0] == "Day 0 · relieve phase"
    others = values(to_ics(BERLIN, detail=Detail.DAILY), "DESCRIPTION")[1:]
    assert not any("Left out" in text or "not medical advice" in text for text in others)


def test_a_run_without_a_card_beside_it_says_when_to_stop() -> None:
    texts = values(to_ics(BERLIN, detail=Detail.RUNS), "DESCRIPTION")
    assert texts
    assert all("Stop and be seen today" in text for text in texts)
    assert not any("Stop and be seen today" in text for text in values(to_ics(BERLIN), "DESCRIPTION")[1:10])


def test_a_daily_card_lists_every_time_once_and_says_how_once() -> None:
    data = to_ics(BERLIN, detail=Detail.DAILY)
    text = read_back(values(data, "DESCRIPTION")[0])
    times, rest = text.split("\n\n", 1)
    assert times.split("\n") == [
        *(f"{hour:02}:00–{hour:02}:15 Ice, 15 min" for hour in range(7, 23, 2)),
        "22:00–22:50 Run (only if …)",
    ]
    assert rest.count("Ice in a cloth") == 2  # the icing's and the run's, which the fixture words alike
    assert "Sleeve\nWear it all day." in rest


def test_a_daily_card_names_the_date_of_sessions_after_midnight() -> None:
    plan = fortnight("Europe/Berlin", dt.date(2026, 5, 1), wake=20, days=1)
    text = read_back(values(to_ics(plan, detail=Detail.DAILY), "DESCRIPTION")[0])
    assert "20:00–20:15 Ice, 15 min\n22:00–22:15 Ice, 15 min\n2026-05-02 00:00–2026-05-02 00:15 Ice" in text


def test_a_daily_card_tells_the_two_hours_of_a_fold_apart() -> None:
    zone, date = "Europe/Berlin", dt.date(2026, 10, 25)
    first, second = at(2026, 10, 25, 0, 30), at(2026, 10, 25, 1, 30)
    assert time_on_card(first, zone, date) == "02:30 (+02:00)"
    assert time_on_card(second, zone, date) == "02:30 (+01:00)"
    plan = plan_of(day_of(date, 3, timed(first, zone), timed(second, zone)), zone=zone)
    text = read_back(values(to_ics(plan, detail=Detail.DAILY), "DESCRIPTION")[0])
    assert text.startswith("02:30 (+02:00)–02:45 (+02:00) Ice, 15 min\n02:30 (+01:00)–02:45 (+01:00) Ice, 15 min\n\n")


@given(st.sampled_from(ZONES), st.integers(at(2001, 1, 1), at(2099, 12, 1)), st.integers(1, 24 * 60))
def test_two_instants_never_read_alike_on_a_card(zone: str, start: int, later: int) -> None:
    date = dt.date(2026, 1, 1)
    assert time_on_card(Minute(start), zone, date) != time_on_card(Minute(start + later), zone, date)


@pytest.mark.parametrize("detail", Detail, ids=str)
def test_a_discreet_file_holds_no_word_about_health(detail: Detail) -> None:
    loud = "\n".join(unfolded(to_ics(BERLIN, detail=detail, alarms=True)))
    assert HEALTH.search(loud)
    data = to_ics(BERLIN, detail=detail, alarms=True, discreet=True)
    # TENTATIVE and the like are the RFC's words; names of properties are not ours.
    assert HEALTH.findall("\n".join(unfolded(data))) == []
    assert set(values(data, "CLASS")) == {"PRIVATE"}
    assert len(values(data, "CLASS")) == len(values(data, "UID"))
    assert values(data, "CATEGORIES") == []
    assert values(data, "NAME") == ["Reminders"]
    assert set(values(data, "SUMMARY")) <= {"Reminder", *(f"Day {n}" for n in range(14))}


def test_a_discreet_daily_card_still_has_the_times() -> None:
    text = read_back(values(to_ics(BERLIN, detail=Detail.DAILY, discreet=True), "DESCRIPTION")[0])
    times = [*(f"{hour:02}:00–{hour:02}:15" for hour in range(7, 23, 2)), "22:00–22:50"]
    assert text == "\n".join(f"{time} Reminder" for time in times)


def test_a_day_without_anything_still_has_its_card() -> None:
    plan = plan_of(day_of(dt.date(2026, 5, 1), 0), zone="Asia/Tokyo")
    data = to_ics(plan, discreet=True)
    assert lint(data) == []
    assert values(data, "SUMMARY") == ["Day 0"]
    assert values(data, "DESCRIPTION") == []


def test_an_alarm_needs_a_text() -> None:
    """RFC 5545, 3.6.6: a DISPLAY alarm must have a DESCRIPTION."""
    data = to_ics(single(timed(at(2026, 5, 1, 7, 0), "Asia/Tokyo", title="\x00")), alarms=True)
    assert lint(data) == []
    assert b"VALARM" not in data


def test_an_appointment_is_shown_among_the_runs() -> None:
    plan = single(session("appointment-1", Activity.APPOINTMENT, None, "Asia/Tokyo", title="Be seen"))
    data = to_ics(plan, detail=Detail.RUNS)
    assert values(data, "UID") == [uid(plan.id, "appointment-1")]
    assert values(data, "DTSTART") == ["20261123"]
