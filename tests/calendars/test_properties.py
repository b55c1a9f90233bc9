"""Text survives the way into a file and back, whatever it holds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery.calendars.properties import Text, clean
from soleus_recovery.errors import FactError
from tests.calendars.reading import read_back


@given(st.text())
def test_every_clean_text_reads_back_as_itself(text: str) -> None:
    cleaned = clean("text", text)
    escaped = Text(cleaned).to_ical().decode()
    assert read_back(escaped) == cleaned
    assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]", escaped)


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean("text", clean("text", text)) == clean("text", text)


def test_a_literal_backslash_n_is_no_newline() -> None:
    assert Text(r"C:\New \n").to_ical() == rb"C:\\New \\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_line_end_is_one_newline(end: str) -> None:
    assert clean("text", f"a{end}b") == "a\nb"


def test_control_characters_go_and_tabs_stay() -> None:
    assert clean("text", "a\x00\x07\x1b\x7f\x9bb\tc") == "ab\tc"


@pytest.mark.parametrize("half", [0xD800, 0xDFFF])
def test_half_a_character_is_refused_by_name(half: int) -> None:
    with pytest.raises(FactError, match=r"^title: .*half a character") as caught:
        clean("title", f"run {chr(half)}")
    assert caught.value.field == "title"
    str(caught.value).encode()
