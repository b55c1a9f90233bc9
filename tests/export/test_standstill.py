"""Exports of a plan at a standstill: its card comes first, and nothing milder stands beside an emergency."""

from collections.abc import Callable

import pytest

from soleus_recovery import Finding, Plan, to_markdown, to_svg, to_text
from soleus_recovery.views.plan import read
from tests.export.stories import Story, checkin

STOPPED = Story().tell(checkin("2026-11-23", findings=[Finding.COLD_PALE_LEG]), "2026-11-23T14:00").plan
DORMANT = Story().wait("2026-12-20T08:00").plan


def test_the_title_is_that_of_the_card() -> None:
    assert read(STOPPED).title == "Stopped: get help now"
    assert read(DORMANT).title == "Tell how your calf is"
    assert to_svg(STOPPED).splitlines()[1].strip() == '<title id="plan-title">Stopped: get help now</title>'


def test_the_outlook_names_the_card_and_no_run() -> None:
    assert read(STOPPED).outlook == ("Mon 23 Nov: Stopped: get help now",)
    assert read(DORMANT).outlook == ("Sun 20 Dec: Tell how your calf is",)


@pytest.mark.parametrize("write", [to_text, to_markdown], ids=["text", "markdown"])
def test_an_emergency_says_what_to_do_now_above_the_days_and_nothing_milder(write: Callable[[Plan], str]) -> None:
    text = " ".join(write(STOPPED).split())
    assert 0 < text.index("Call your local emergency number now") < text.index("Day 0")
    assert "Stop and be seen today" not in text


def test_the_card_of_a_long_silence_is_written_in_full() -> None:
    """A day with only a check-in is one line, but this card says how to go on."""
    assert "Nobody has told how it is" in " ".join(to_text(DORMANT).split())
    assert "Stop and be seen today" in to_text(DORMANT)
