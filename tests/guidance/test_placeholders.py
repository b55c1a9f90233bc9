"""A text is filled with names alone, each a few times: what a stranger wrote reaches into nothing, and cannot grow."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery import (
    ProtocolError,
    case_from_json,
    case_to_json,
    from_json,
    progress,
    to_html,
    to_ics,
    to_json,
    to_log,
    to_log_html,
    to_markdown,
    to_text,
)
from soleus_recovery.errors import PathError
from soleus_recovery.export.json.case import CaseFile
from soleus_recovery.export.text.today import today_text
from soleus_recovery.guidance.checks.placeholders import PLACES
from soleus_recovery.guidance.loader import STANDARD, builtin, protocol_of_table, protocol_table
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.sentences import PLACE, fill
from soleus_recovery.testing import CheckedTraveller
from soleus_recovery.testing.journey_strategies import travellers
from tests.export.stories import Story, checkin

STORY = Story().tell(checkin("2026-11-23"), "2026-11-23T21:00")
CASE = case_to_json(CaseFile(case=STORY.case, issued=STORY.issued))
PLAN = to_json(STORY.issued.plan)
HOSTILE = (
    *("{number:>2000000000}", "{number.__class__}", "{number[0]}", "{number!r}", "{number:{number}}", "{0}", "{}"),
    *("{number}" * 20_000, "{", "}", "{{number}}", "{ number }", "{reasons}", "{self}"),
)
"""What Python's own templates would fill in, or choke on."""


def replaced(table: Any, path: str, text: str) -> Any:
    """Return a copy of the table with another text at a path."""
    *steps, last = path.split(".")
    place = table
    for step in steps:
        place = place[step]
    assert isinstance(place[last], str)
    place[last] = text
    return table


def of_protocol(text: str) -> object:
    return protocol_of_table(replaced(protocol_table(builtin(STANDARD)), "labels.day", text))


def of_case(text: str) -> object:
    return case_from_json(json.dumps(replaced(json.loads(CASE), "protocol.labels.day", text)))


def of_case_and_plan(text: str) -> object:
    """Change the text in the case's protocol and in its plan, which carries the labels too."""
    table = replaced(json.loads(CASE), "protocol.labels.day", text)
    return case_from_json(json.dumps(replaced(table, "issued.plan.labels.day", text)))


def of_issued_plan(text: str) -> object:
    return case_from_json(json.dumps(replaced(json.loads(CASE), "issued.plan.labels.day", text)))


def of_plan(text: str) -> object:
    return from_json(json.dumps(replaced(json.loads(PLAN), "labels.day", text)))


FILES: dict[str, Callable[[str], object]] = {
    "labels.day": of_protocol,
    "protocol.labels.day": of_case,
    "issued.plan.labels.day": of_issued_plan,
    "labels.day of a plan": of_plan,
}


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:20])
@pytest.mark.parametrize("path", FILES)
def test_a_placeholder_that_is_no_plain_name_is_refused_by_path(path: str, text: str) -> None:
    with pytest.raises(PathError) as caught:
        FILES[path](text)
    assert caught.value.path == path.split(" ", maxsplit=1)[0]
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("path", FILES)
def test_a_placeholder_may_occur_twice_and_no_more(path: str) -> None:
    sound = of_case_and_plan if FILES[path] in (of_case, of_issued_plan) else FILES[path]
    sound("Day {number} of {number}")
    with pytest.raises(PathError, match="stands 3 times in it; allowed: 2 times"):
        FILES[path]("{number} {number} {number}")


def test_reasons_twenty_thousand_times_are_refused() -> None:
    table = replaced(protocol_table(builtin(STANDARD)), "hold.appointment_instructions", "{reasons}" * 20_000)
    with pytest.raises(ProtocolError, match="has 180000 characters; allowed: up to "):
        protocol_of_table(table)
    table = replaced(table, "hold.appointment_instructions", "{message} " + "{reasons}" * 200)
    with pytest.raises(ProtocolError, match=r"\{reasons\} stands 200 times in it; allowed: 2 times"):
        protocol_of_table(table)


@pytest.mark.parametrize("path", PLACES)
def test_every_text_with_placeholders_is_checked(path: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        protocol_of_table(replaced(protocol_table(builtin(STANDARD)), path, "{nobody}"))
    assert caught.value.path == path


pieces = st.sampled_from(["{number}", "{", "}", "number", "{0}", "!r", ":>9", ".real", "{{", "}}", " Tag "]) | st.text()


sound = st.sampled_from(["{number}", " Tag "])


@given(
    drawn=st.one_of(st.lists(pieces, max_size=8), st.lists(sound, max_size=8)).map("".join),
    read=st.sampled_from([of_protocol, of_case_and_plan, of_plan]),
)
def test_an_accepted_text_can_be_filled_in_and_stays_short(drawn: str, read: Callable[[str], object]) -> None:
    try:
        read(drawn)
    except PathError:
        return
    filled = fill(drawn, number=7)
    assert "{" not in filled
    assert len(filled) <= len(drawn)
    assert drawn.count("{number}") <= 2


class TestLabelsOfAPlan:
    """A plan carries its labels, and every export looks names up in them."""

    @pytest.mark.parametrize("name", ["weekdays", "months"])
    def test_a_missing_name_of_a_day_or_month_is_refused(self, name: str) -> None:
        table = json.loads(PLAN)
        table["labels"][name].pop()
        with pytest.raises(PathError, match=f"labels.{name}: must be"):
            from_json(json.dumps(table))

    def test_a_missing_name_of_a_phase_is_refused(self) -> None:
        table = json.loads(PLAN)
        del table["labels"]["words"]["phases"]["hold"]
        with pytest.raises(PathError, match=r"labels\.words\.phases\.hold: is missing"):
            from_json(json.dumps(table))


def every_name_twice() -> RecoveryProtocol:
    """The standard protocol with every text replaced by all of its placeholders."""
    table = protocol_table(builtin(STANDARD))
    for path, names in PLACES.items():
        if not path.startswith("triage."):
            replaced(table, path, "".join(f"{{{name}}} {{{name}}}" for name in names.split()))
    return protocol_of_table(table)


@given(gone=travellers(every_name_twice(), most_acts=4, travels_as=CheckedTraveller))
def test_every_allowed_placeholder_is_filled_in(gone: CheckedTraveller) -> None:
    """Planning and exports fill in every placeholder that the loader allows."""
    gone.arrive()
    case, plan = gone.case, gone.plan
    standing = progress(case, gone.now)
    pages = [to_html(plan, case=case), to_log_html(case, plan, standing), to_text(plan), to_log(case, plan, standing)]
    pages += [today_text(plan, standing, gone.now), to_ics(plan).decode(), to_markdown(plan)]
    assert not [page for page in pages if "{" in page and PLACE.search(page)]
