"""Text survives the way into a file and back, whatever it holds."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import parser

from soleus_recovery.calendars.lines import clean, escaped, line, text_line
from soleus_recovery.errors import FactError
from tests.calendars.reading import read_back

CONTENT_LINE: Any = parser.Contentline  # it has no types


def by_icalendar(text: str) -> bytes:
    written: bytes = CONTENT_LINE(text).to_ical()
    return written + b"\r\n"


@given(st.text())
def test_every_clean_text_reads_back_as_itself(text: str) -> None:
    cleaned = clean("text", text)
    value = escaped(cleaned)
    assert read_back(value) == cleaned
    assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]", value)


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean("text", clean("text", text)) == clean("text", text)


def test_a_literal_backslash_n_is_no_newline() -> None:
    assert escaped(r"C:\New \n") == r"C:\\New \\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_line_end_is_one_newline(end: str) -> None:
    assert clean("text", f"a{end}b") == "a\nb"


def test_control_characters_go_and_a_tab_becomes_a_space() -> None:
    assert clean("text", "a\x00\x07\x1b\x7f\x9b\u202e\u2066\u200fb\tc") == "ab c"


@pytest.mark.parametrize("half", [0xD800, 0xDFFF])
def test_half_a_character_is_refused_by_name(half: int) -> None:
    with pytest.raises(FactError, match=r"^title: .*half a character") as caught:
        clean("title", f"run {chr(half)}")
    assert caught.value.field == "title"
    str(caught.value).encode()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=400))
def test_a_line_is_folded_as_icalendar_folds_it(value: str) -> None:
    written = line("X-LINE", value)
    assert written == by_icalendar(f"X-LINE:{value}")
    parts = written.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(part) <= 75 for part in parts)
    assert "".join(part.decode()[index > 0 :] for index, part in enumerate(parts)) == f"X-LINE:{value}"


@pytest.mark.parametrize("tail", ["", "\\\\", "\\,", "\u00e9", "\U0001f3c3", "^n"])
@pytest.mark.parametrize("before", range(62, 70))
def test_nothing_is_cut_in_two_at_the_edge_of_a_line(before: int, tail: str) -> None:
    value = "a" * before + tail + "b" * 80
    assert line("X-LINE", value) == by_icalendar(f"X-LINE:{value}")


def test_a_text_that_is_empty_after_cleaning_has_no_line() -> None:
    assert text_line("SUMMARY", " \x00\n") == b""
