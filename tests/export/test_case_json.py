"""Case files: read back equal, readable from version to version, and refused with the path of the problem."""

import copy
import datetime as dt
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soleus_recovery import (
    CaseFile,
    CaseFileError,
    Clearance,
    FactError,
    Finding,
    Issued,
    case_from_json,
    case_to_json,
    issue,
    progress,
    record,
    violations,
)
from soleus_recovery.clock import MINUTES_PER_DAY, MINUTES_PER_HOUR, Minute, to_wall
from soleus_recovery.export.json.case import CASE_VERSION
from soleus_recovery.facts.case import Entry
from soleus_recovery.plan.issued import PLANNER
from soleus_recovery.vocabulary import Activity
from tests.export.stories import Story, checkin, stories

KEPT = Path(__file__).parent.parent / "files"
quarter = settings(max_examples=max(5, settings().max_examples // 4))


def file_of(story: Story) -> CaseFile:
    return CaseFile(case=story.case, issued=story.issued)


TOLD = Story().tell(checkin("2026-11-23"), "2026-11-23T21:00").tell(checkin("2026-11-24", 0, 2), "2026-11-24T21:00")


@quarter
@given(story=stories())
def test_a_written_file_reads_back_equal(story: Story) -> None:
    file = file_of(story)
    text = case_to_json(file)
    assert case_from_json(text) == file
    assert case_to_json(case_from_json(text)) == text


@quarter
@given(story=stories(), most=st.integers(1, 20))
def test_a_file_that_is_written_can_be_read_however_far_its_plan_is_behind(story: Story, most: int) -> None:
    """A file that readers would refuse is not written, so that no command leaves a case that no command opens."""
    issued = Issued(as_of=story.case.started_at, entries=0, plan=story.case_start)
    file = CaseFile(case=story.case, issued=issued)
    with mock.patch("soleus_recovery.export.json.case._MOST_UNPLANNED", most):
        try:
            text = case_to_json(file)
        except CaseFileError:
            return
        assert case_from_json(text) == file


@quarter
@given(story=stories())
def test_each_content_is_listed_once_in_order(story: Story) -> None:
    plan = json.loads(case_to_json(file_of(story)))["issued"]["plan"]
    contents = [json.dumps(each) for each in plan["contents"]]
    assert len({*contents}) == len(contents)
    assert [*dict.fromkeys(each["content"] for each in _sessions_of(plan))] == [*range(len(contents))]


def _sessions_of(plan: Any) -> list[Any]:
    days = [each for day in plan["days"] for each in day["sessions"]]
    return [*days, *plan["withdrawn"], *(each for day in plan["withdrawn_days"] for each in day["sessions"])]


@pytest.mark.parametrize("version", [1, 2, 3, 4, 6])
def test_another_version_is_refused_by_name_with_the_way_on(version: int) -> None:
    data = json.loads(case_to_json(file_of(TOLD))) | {"version": version}
    with pytest.raises(CaseFileError) as caught:
        case_from_json(json.dumps(data))
    said = f"version: {version} cannot be read by this version; allowed: 5, or start a case again"
    assert str(caught.value) == said


@quarter
@given(story=stories())
def test_cases_and_plans_pickle_and_copy_without_losing_an_instant(story: Story) -> None:
    for value in (story.case, story.plan, story.issued, story.progress):
        for again in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):  # noqa: S301  # ours
            assert again == value
    copied = copy.deepcopy(story.plan)
    starts = [(each.span, each.start, each.start and each.start.utcoffset()) for _, each in story.plan.sessions()]
    assert starts == [(each.span, each.start, each.start and each.start.utcoffset()) for _, each in copied.sessions()]


class TestKeptFiles:
    """A case file stays readable as long as its version number stays."""

    @pytest.fixture(params=sorted(KEPT.glob("case-*.json")), ids=lambda path: path.stem)
    def text(self, request: pytest.FixtureRequest) -> str:
        path: Path = request.param
        return path.read_text("utf-8")

    def test_there_is_one_of_this_version(self) -> None:
        assert (KEPT / f"case-{CASE_VERSION}.json").is_file()

    def test_it_opens_with_all_its_entries(self, text: str) -> None:
        file = case_from_json(text)
        assert file.case.id.startswith("a-case-of-version-")
        assert [type(entry.fact).__name__ for entry in file.case.entries] == [
            *(["CheckIn"] * 6),
            *("Amendment", "CheckIn", "Clearance", "CheckIn", "CheckIn"),
        ]
        current = progress(file.case, file.case.last_recorded_at)
        assert (current.waiting, current.is_cleared, current.severity.value) == (None, True, "severe")

    def test_it_goes_on(self, text: str) -> None:
        file = case_from_json(text)
        at = Minute(file.case.last_recorded_at + 24 * 60)
        now = to_wall(at, file.case.runner.zone)
        case = record(file.case, checkin(now.date()), now=now)
        after = issue(case, at, after=file.issued)
        # The past days are the same bytes.
        old = {each.key: each for _, each in file.issued.plan.sessions() if _has_begun(each, file.issued.as_of)}
        new = {each.key: each for _, each in after.plan.sessions()}
        assert old
        assert all(new[key] == session for key, session in old.items())


def _has_begun(session: Any, at: int) -> bool:
    return session.span is not None and session.span.start < at


class TestAnotherPlanner:
    """A plan of an earlier planner keeps its past and its sequences; its remaining days are planned anew, once."""

    def test_its_remaining_days_are_planned_anew_with_that_as_the_reason(self) -> None:
        file = file_of(TOLD)
        runs = [each.key for _, each in file.issued.plan.sessions() if each.activity is Activity.RUN]
        days = tuple(
            attrs.evolve(
                day,
                sessions=tuple(
                    attrs.evolve(each, title="Old words", sequence=7) if each.key == runs[0] else each
                    for each in day.sessions
                ),
            )
            for day in file.issued.plan.days
        )
        old = attrs.evolve(file.issued, planner=PLANNER - 1, plan=attrs.evolve(file.issued.plan, days=days))
        new = issue(TOLD.case, TOLD.at, after=old)
        assert new.planner == PLANNER
        assert [reason.text for reason in new.plan.revisions[-1].reasons] == [
            "A newer version planned the days ahead anew."
        ]
        changed = next(each for _, each in new.plan.sessions() if each.key == runs[0])
        assert (changed.title != "Old words", changed.sequence) == (True, 8)
        assert issue(TOLD.case, TOLD.at, after=new) == new

    def test_one_planner_plans_nothing_anew(self) -> None:
        assert issue(TOLD.case, TOLD.at, after=TOLD.issued).plan.revision == TOLD.plan.revision


Table = dict[str, Any]


def _set(*path: str | int, to: object) -> Callable[[Table], None]:
    def edit(data: Table) -> None:
        place: Any = data
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to

    return edit


def _drop(*path: str | int) -> Callable[[Table], None]:
    def edit(data: Table) -> None:
        place: Any = data
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return edit


# The first timed session.
_FIRST = ("issued", "plan", "days", 0, "sessions", 3)
BROKEN: list[tuple[str, Callable[[Table], None], str]] = [
    (
        "schema",
        _set("schema", to="soleus-recovery/plan"),
        "schema: 'soleus-recovery/plan' cannot be read",
    ),
    ("version", _set("version", to=6), "version: 6 cannot be read by this version; allowed: 5, "),
    ("version-word", _set("version", to="2"), "version: '2' cannot be read by this version; allowed: 5, "),
    ("version-truth", _set("version", to=True), "version: True cannot be read by this version; allowed: 5, "),
    ("no-entries", _drop("entries"), "entries: is missing"),
    ("runner", _set("runner", "zone", to="Mars/Base"), "runner: "),
    ("onset", _set("report", "onset", to="2026-12-24T18:30"), "report.onset: is after started_at"),
    ("kind", _set("entries", 0, "kind", to="wish"), "entries[0].kind: 'wish' is unknown; allowed: check-in, "),
    ("pain", _set("entries", 1, "fact", "pain_at_rest", to=11), "entries[1].fact"),
    ("order", _set("entries", 1, "recorded_at", to="2026-11-23T08:00+01:00"), "entries[1].recorded_at: is before"),
    ("time", _set("entries", 0, "recorded_at", to="yesterday"), "entries[0].recorded_at: "),
    ("issued-id", _set("issued", "plan", "id", to="another"), "issued.plan.id: is not that of the case"),
    ("issued-entries", _set("issued", "entries", to=3), "issued.entries: must be 0 to 2"),
    ("issued-as-of", _set("issued", "as_of", to="2026-11-21T08:00+01:00"), "issued.as_of: is before started_at"),
    (
        "issued-content",
        _set(*_FIRST, "content", to=10_000),
        "issued.plan.days[0].sessions[3].content: 10000 is not one of the places 0 to ",
    ),
    ("issued-content-below", _set(*_FIRST, "content", to=-1), "issued.plan.days[0].sessions[3].content: -1 is not one"),
    ("issued-end", _set(*_FIRST, "start", to=None), "issued.plan.days[0].sessions[3].end: must be null exactly where"),
    (
        "issued-backwards",
        _set(*_FIRST, "end", to="2026-11-22T08:00:00+01:00"),
        "issued.plan.days[0].sessions[3]: ends 690 minutes before it starts",
    ),
    (
        "issued-dose",
        _set("issued", "plan", "contents", 0, "dose", to={"minutes": "15"}),
        "issued.plan.contents[0].dose.minutes: '15' is not a whole number",
    ),
    ("issued-day", _set("issued", "plan", "days", 0, "day", to="one"), "issued.plan.days[0].day: "),
    ("protocol", _set("protocol", "ice", "minutes", to=45), "protocol."),
    ("protocol-gone", _drop("protocol", "ice"), "protocol.ice: is missing"),
    ("not-a-table", _set("runner", to=[]), "runner: [] is not a table"),
]


@pytest.mark.parametrize(("edit", "said"), [each[1:] for each in BROKEN], ids=[each[0] for each in BROKEN])
def test_a_broken_file_is_refused_with_its_path(edit: Callable[[Table], None], said: str) -> None:
    data = json.loads(case_to_json(file_of(TOLD)))
    edit(data)
    with pytest.raises(CaseFileError) as refused:
        case_from_json(json.dumps(data))
    assert str(refused.value).startswith(said), str(refused.value)
    assert "\n" not in str(refused.value)


def test_unknown_keys_are_ignored() -> None:
    data = json.loads(case_to_json(file_of(TOLD)))
    data["colour"] = data["runner"]["colour"] = data["entries"][0]["fact"]["colour"] = "green"
    assert case_from_json(json.dumps(data)) == file_of(TOLD)


def test_nobody_writes_a_run_back_behind_a_red_flag() -> None:
    """A plan with runs in a file whose facts wait for a clinician was not made by this program."""
    held = Story().tell(checkin("2026-11-23", findings=[Finding.CLOT_RISK]), "2026-11-23T21:00")
    data = json.loads(case_to_json(file_of(held)))
    free = json.loads(case_to_json(file_of(Story())))["issued"]["plan"]
    data["issued"]["plan"] |= {"contents": free["contents"], "days": free["days"], "withdrawn": []}
    with pytest.raises(CaseFileError, match=r"issued\.plan\.days: does not follow from the facts of the case"):
        case_from_json(json.dumps(data))


@st.composite
def _entries(draw: st.DrawFn, moment: Minute) -> Entry:
    """Draw a check-in or a clearance of any date, as somebody might write it into a file."""
    day = dt.date(2026, 11, draw(st.integers(20, 30)))
    finding = draw(st.sampled_from([Finding.BRUISING, Finding.CLOT_RISK]))
    if draw(st.booleans()):
        return Entry(recorded_at=moment, fact=Clearance(date=day, by="a friend", finding=finding))
    return Entry(recorded_at=moment, fact=checkin(day, findings=[finding] if draw(st.booleans()) else []))


@given(minutes=st.lists(st.integers(0, 6 * MINUTES_PER_DAY), min_size=1, max_size=4).map(sorted), data=st.data())
def test_what_could_not_be_recorded_is_not_read(minutes: list[int], data: st.DataObject) -> None:
    """Even from a file whose plan follows from its facts; and what could be recorded is read."""
    told = Story().case
    entries = tuple(data.draw(_entries(Minute(told.started_at + each))) for each in minutes)
    case = attrs.evolve(told, entries=entries)
    try:
        for entry in entries:
            told = record(told, entry.fact, now=to_wall(entry.recorded_at, told.runner.zone))
    except FactError:
        with pytest.raises(CaseFileError, match=r"entries\[\d\]\.fact\."):
            case_from_json(case_to_json(CaseFile(case=case, issued=issue(case, case.last_recorded_at))))
        return
    file = CaseFile(case=told, issued=issue(told, told.last_recorded_at))
    assert case_from_json(case_to_json(file)) == file


ICED = Story()
for _day, _time in (("2026-11-23", "21:00"), ("2026-11-24", "12:00")):
    ICED.tell(checkin(_day, 1, 3), f"{_day}T{_time}")
ICED_TABLE = json.loads(case_to_json(file_of(ICED)))


@given(
    data=st.data(),
    days=st.sampled_from([2, 3, 30]),
    sign=st.sampled_from([-1, 1]),
    minutes=st.integers(1, 600),
    made_later=st.just(0) | st.integers(1, 12),
)
def test_a_session_moved_by_hand_is_refused_or_is_over_and_breaks_no_law(
    data: st.DataObject, days: int, sign: int, minutes: int, made_later: int
) -> None:
    """Also if the plan claims to have been made some hours later, after the session."""
    table = copy.deepcopy(ICED_TABLE)
    plan = table["issued"]["plan"]
    plan["made_at"] = _later(plan["made_at"], made_later * MINUTES_PER_HOUR)
    timed = [each for day in plan["days"][:days] for each in day["sessions"] if each["start"]]
    session = data.draw(st.sampled_from(timed))
    for edge in ("start", "end"):
        session[edge] = _later(session[edge], sign * minutes)
    try:
        file = case_from_json(json.dumps(table))
    except CaseFileError:
        return
    assert violations(file.issued.plan, file.case.protocol) == ()
    for each in (ICED.plan, file.issued.plan):
        (span,) = [one.span for _, one in each.sessions() if one.key == session["key"]]
        assert span is not None
        assert span.start < ICED.at


def _later(moment: str, minutes: int) -> str:
    return (dt.datetime.fromisoformat(moment) + dt.timedelta(minutes=minutes)).isoformat()


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_refused(share: float) -> None:
    text = case_to_json(file_of(TOLD))
    with pytest.raises(CaseFileError):
        case_from_json(text[: int(len(text) * share)])


def test_a_plan_far_behind_its_case_is_neither_written_nor_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Going on from such a plan replays every entry and day since: minutes of work for a small file."""
    story = Story()
    entries = [Entry(recorded_at=Minute(story.at + index), fact=checkin("2026-11-22", 1, 3)) for index in range(600)]
    case = attrs.evolve(story.case, entries=tuple(entries))
    file = CaseFile(case=case, issued=story.issued)
    said = r"issued\.plan\.made_at: is 601 entries and days ago; allowed: up to 500, then a new case by start"
    with pytest.raises(CaseFileError, match=said):
        case_to_json(file)
    with monkeypatch.context() as without_a_bound:
        without_a_bound.setattr("soleus_recovery.export.json.case._MOST_UNPLANNED", 1_000)
        text = case_to_json(file)
    with pytest.raises(CaseFileError, match=said):
        case_from_json(text)
