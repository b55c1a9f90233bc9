"""Text that leaves the program keeps its words but no control characters that a terminal or browser would obey."""

import json
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soleus_recovery.errors import BrokenInvariant, BrokenPlan, CaseClosed, FactError, PathError, SyncError
from soleus_recovery.outgoing import inert, one_line, spelt
from tests.export.poison import OBEYED

any_text = st.text(st.characters() | st.sampled_from(OBEYED))
HONEST = (
    "Wadenmuskel kühlen, 15 Minuten – Bein hoch",
    "تبريد الساق",
    "קירור השוק",
    "ふくらはぎを冷やす",
    "नमस्ते",
    "می‌خواهم",  # Persian needs its zero-width non-joiner
    "5 × (3 min walk, 3 min run)",
    "🏃\u200d♀️",  # this runner needs her joiner
    "a\u0301",
)


@given(any_text, st.sampled_from(OBEYED))
def test_nothing_obeyed_is_left_but_newlines(drawn: str, each: str) -> None:
    text = f"{drawn}{each}"  # a text alone rarely holds each of them
    left = inert(text)
    assert not set(left) & set(OBEYED)
    assert "Cc" not in {unicodedata.category(each) for each in left.replace("\n", "")}
    left.encode()
    assert inert(left) == left
    assert "\n" not in one_line(text)


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"])))
def test_every_other_character_stays_in_its_place(text: str) -> None:
    assert inert(text) == text


@pytest.mark.parametrize("text", HONEST)
def test_words_of_every_script_stay_as_they_are(text: str) -> None:
    assert inert(text) == text
    assert inert(f"\u2067{text}\u2069\x1b") == text


@pytest.mark.parametrize("each", OBEYED, ids=ascii)
def test_each_of_them_goes_and_the_words_around_it_stay(each: str) -> None:
    left = inert(f"Ice{each}now")
    assert left.replace("\n", "").replace(" ", "") == "Icenow"
    assert spelt(f'"Ice{each}"') == f'"Ice\\u{ord(each):04x}"'


def test_half_a_character_is_seen_as_one_that_was_lost() -> None:
    assert inert("Ice \ud800") == "Ice \N{REPLACEMENT CHARACTER}"


@given(any_text, st.sampled_from(OBEYED))
def test_json_that_spells_them_out_means_the_same(drawn: str, each: str) -> None:
    text = f"{drawn}{each}"
    written = spelt(json.dumps(text, ensure_ascii=False))
    assert json.loads(written) == text
    assert not set(written) & set(OBEYED)


@pytest.mark.parametrize(
    "error",
    [
        FactError(field="id", given="a\x1b[2J", allowed="b\nc"),
        PathError(path="a\u202e", problem="b\u2028c"),
        BrokenInvariant(id="I-01", says="all is well", where="2026-11-22 ice\x9b31m\n"),
        CaseClosed(problem="over\x07"),
        SyncError(problem="\x1b]0;x\x07 says no"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_is_one_line_whatever_stands_in_it(error: Exception) -> None:
    assert str(error).isprintable()


ERRORS: tuple[Callable[[str], Exception], ...] = (
    lambda text: FactError(field=text, given=text, allowed=text),
    lambda text: PathError(path=text, problem=text),
    lambda text: BrokenInvariant(id=text, says=text, where=text),
    lambda text: BrokenPlan(protocol="ours", broken=(BrokenInvariant(id="I-01", says=text, where=text),)),
    lambda text: CaseClosed(problem=text),
    lambda text: SyncError(problem=text),
)


@given(any_text, st.sampled_from(OBEYED), st.sampled_from(ERRORS))
def test_no_error_holds_what_is_obeyed(drawn: str, each: str, error: Callable[[str], Exception]) -> None:
    said = str(error(f"{drawn}{each}"))
    assert not set(said) & {*OBEYED, "\n"}
