"""Loading any file gives a value or a documented error of one line, in bounded time and memory."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import soleus_recovery.guidance
from soleus_recovery import case_from_json, case_to_json, from_json, parse_protocol, to_json
from soleus_recovery.errors import PathError
from soleus_recovery.export.json.case import CaseFile
from soleus_recovery.export.json.document import LONGEST_FILE
from soleus_recovery.guidance.loader import LONGEST_PROTOCOL
from tests.export.plans import plan_of
from tests.export.stories import Story, checkin

ROOT = Path(__file__).parents[2]
STORY = Story().tell(checkin("2026-11-23"), "2026-11-23T21:00")
PLAN = to_json(plan_of()).encode()
CASE = case_to_json(CaseFile(case=STORY.case, issued=STORY.issued)).encode()
PROTOCOL = Path(soleus_recovery.guidance.__file__).with_name("soleus-active.toml").read_bytes()
SECONDS, MEGABYTES = 10, 300
LONGEST_LINE = 2_000


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


LOADERS: dict[str, tuple[bytes, Callable[[bytes], object]]] = {
    "plan": (PLAN, from_json),
    "case": (CASE, case_from_json),
    "protocol": (PROTOCOL, lambda data: parse_protocol(_text(data))),
}


def loads_or_says_why(load: Callable[[bytes], object], data: bytes) -> None:
    error = None
    try:
        load(data)
    except PathError as refused:
        error = refused
    if error is not None:
        assert str(error).isprintable()
        assert len(str(error)) < LONGEST_LINE
        assert error.path
        assert error.problem


kinds = st.sampled_from(list(LOADERS))


@given(kind=kinds, data=st.binary(max_size=200))
def test_any_bytes(kind: str, data: bytes) -> None:
    loads_or_says_why(LOADERS[kind][1], data)


@given(kind=kinds, cut=st.floats(0, 1), data=st.data())
def test_a_good_file_cut_with_bytes_changed_or_a_piece_doubled(kind: str, cut: float, data: st.DataObject) -> None:
    good, load = LOADERS[kind]
    edited = bytearray(good)
    for _ in range(data.draw(st.integers(0, 3))):
        edited[data.draw(st.integers(0, len(edited) - 1))] = data.draw(st.integers(0, 255))
    at = data.draw(st.integers(0, len(edited)))
    piece = bytes(edited[at : at + data.draw(st.integers(0, 400))])
    end = len(edited) if data.draw(st.booleans()) else int(len(edited) * cut)
    loads_or_says_why(load, bytes(edited[:at]) + piece + bytes(edited[at:end]))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@given(kind=st.sampled_from(["plan", "case"]), value=json_values, data=st.data())
def test_a_good_file_with_any_value_in_any_place(kind: str, value: object, data: st.DataObject) -> None:
    good, load = LOADERS[kind]
    table = json.loads(good)
    place: Any = table
    while True:
        keys: list[Any] = sorted(place) if hasattr(place, "keys") else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        inside: Any = place[key]
        if isinstance(inside, str | int | None) or not inside or data.draw(st.booleans()):
            break
        place = inside
    place[key] = value
    loads_or_says_why(load, json.dumps(table).encode())


@pytest.mark.parametrize("field", ["started_at", "report.onset", "runner.wake", "runner.zone", "issued.as_of"])
def test_a_text_of_any_length_is_refused_in_a_short_line(field: str) -> None:
    table = json.loads(CASE)
    *steps, last = field.split(".")
    place = table
    for step in steps:
        place = place[step]
    place[last] = "x" * 300_000
    with pytest.raises(PathError) as caught:
        case_from_json(json.dumps(table))
    assert len(str(caught.value)) < LONGEST_LINE


def plan_with(field: str, value: bytes) -> bytes:
    """Return a good plan with one field replaced."""
    table = json.loads(PLAN)
    table[field] = "HERE"
    return json.dumps(table).encode().replace(b'"HERE"', value)


def case_with(text: bytes) -> bytes:
    return b'{"schema": "soleus-recovery/case", "version": 5, ' + text + b"}"


def many(piece: bytes, times: int, *, between: bytes = b", ") -> bytes:
    return between.join(piece % number if b"%" in piece else piece for number in range(times))


def full_of(piece: bytes) -> bytes:
    """Return a list that makes a file as long as is allowed."""
    return b"[" + b",".join([piece] * ((LONGEST_FILE - 2 * len(PLAN)) // (len(piece) + 1))) + b"]"


def crowded_day() -> bytes:
    day = json.loads(PLAN)["days"][0]
    day["sessions"] *= 1_000
    return json.dumps([day]).encode()


MILLION = 1_000_000
HUGE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a plan nested 10,000 deep": ("plan", lambda: plan_with("days", b"[" * 10_000 + b"]" * 10_000)),
    "a case nested 10,000 deep": ("case", lambda: b'{"runner": ' * 10_000 + b"1" + b"}" * 10_000),
    "a plan of a 100 MB text": ("plan", lambda: plan_with("id", b'"' + b"x" * 100 * MILLION + b'"')),
    "a case of a 100 MB text": ("case", lambda: case_with(b'"id": "' + b"x" * 100 * MILLION + b'"')),
    "a plan of 3,000,000 empty days": ("plan", lambda: plan_with("days", b"[" + many(b"{}", 3 * MILLION) + b"]")),
    "a plan of a number of 10,000,000 digits": ("plan", lambda: plan_with("revision", b"9" * 10 * MILLION)),
    "a case of 1,000,000 keys": ("case", lambda: case_with(many(b'"k%d": 1', MILLION))),
    "a case of 1,000,000 wrong entries": ("case", lambda: case_with(b'"entries": [' + many(b"1", MILLION) + b"]")),
    "a case of one key 1,000,000 times": ("case", lambda: case_with(many(b'"k": 1', MILLION))),
    "a protocol of 1,000,000 keys": ("protocol", lambda: many(b"k%d = 1", MILLION, between=b"\n")),
    "a protocol nested 10,000 deep": ("protocol", lambda: b"a = " + b"[" * 10_000 + b"]" * 10_000),
    "a protocol of a key of 20,000 parts": ("protocol", lambda: many(b"a", 20_000, between=b".") + b" = 1"),
    "a protocol of a 100 MB text": ("protocol", lambda: b'id = "' + b"x" * 100 * MILLION + b'"'),
    "a protocol of one long word": ("protocol", lambda: b"x" * (LONGEST_PROTOCOL - 1)),
    "a protocol of tables in tables": ("protocol", lambda: many(b"[a%d" + b".b" * 30 + b"]", 6_000, between=b"\n")),
    "a protocol of long keys": ("protocol", lambda: many(b"a%d" + b".b" * 30 + b" = 1", 6_000, between=b"\n")),
    "a plan of as many tables as it may hold": ("plan", lambda: plan_with("days", full_of(b'{"a":0}'))),
    "a plan of as many lists as it may hold": ("plan", lambda: plan_with("days", full_of(b"[]"))),
    "a case of as many keys as it may hold": ("case", lambda: case_with(many(b'"k%d":1', 600_000, between=b","))),
    "a case of a number of 4,000 digits": ("case", lambda: case_with(b'"started_at": ' + b"9" * 4_000)),
    "a plan of years to come": ("plan", lambda: plan_with("made_at", b'"9999-12-31T23:59:00+00:00"')),
    "a plan of a thousand sessions a day": ("plan", lambda: plan_with("days", crowded_day())),
    "a plan of a text that nobody reads": ("plan", lambda: plan_with("id", b'"' + b"x" * 1_000_000 + b'"')),
    "a protocol of 100,000 rules": ("protocol", lambda: PROTOCOL + many(b"[rules.r%d]", 100_000, between=b"\n")),
}


@pytest.mark.parametrize("name", HUGE)
def test_what_is_huge_is_refused_soon_and_with_little_memory(tmp_path: Path, name: str) -> None:
    kind, make = HUGE[name]
    path = tmp_path / "huge"
    path.write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.loading", kind, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    cost = json.loads(done.stdout)
    assert cost["said"], "it was taken"
    assert "\n" not in cost["said"]
    # Processor time, since a busy machine stretches wall time.
    assert cost["seconds"] < SECONDS, cost
    assert cost["megabytes"] < MEGABYTES, cost
