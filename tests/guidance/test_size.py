"""A protocol has a size: what it says is copied into every plan, and what it lists is gone through for every day."""

from collections.abc import Callable
from typing import Any

import pytest

from soleus_recovery import ProtocolError
from soleus_recovery.guidance.loader import STANDARD, builtin, protocol_of_table, protocol_table


def rules(table: Any) -> None:
    one = {"says": "Rest.", "origin": "default", "cite": "nobody", "items": []}
    table["rules"] |= {f"r{index}": one for index in range(500)}


def sessions(table: Any) -> None:
    table["sessions"] |= {f"s{index}": table["sessions"]["stretch"] for index in range(40)}


def referrals(table: Any) -> None:
    clue = {"finding": "bruising"}
    row = {"urgency": "today", "any_of": [clue], "switches_off": [], "text": "See somebody.", "rules": {}}
    table["referrals"] = {f"r{index}": row for index in range(41)}


def notes(table: Any) -> None:
    table["notes"] *= 5


def steps(table: Any) -> None:
    table["sessions"]["stretch"]["steps"] *= 61


def text(table: Any) -> None:
    table["today"]["no_day"] = "x" * 2_001


def name(table: Any) -> None:
    table["id"] = "x" * 121


def name_of_two_lines(table: Any) -> None:
    table["version"] = "1\n2"


TOO_LARGE: dict[str, Callable[[Any], None]] = {
    "rules: holds": rules,
    "sessions: holds": sessions,
    "referrals: holds": referrals,
    "notes: holds": notes,
    "sessions.stretch.steps: holds": steps,
    "today.no_day: is 2,001 characters long": text,
    "id: is 121 characters long": name,
    "version: is 3 characters long; allowed: up to 120, all of them printable": name_of_two_lines,
}


@pytest.mark.parametrize("says", TOO_LARGE)
def test_what_is_too_large_is_refused_by_its_path(says: str) -> None:
    table = protocol_table(builtin(STANDARD))
    TOO_LARGE[says](table)
    with pytest.raises(ProtocolError) as caught:
        protocol_of_table(table)
    assert str(caught.value).startswith(says)
    assert len(str(caught.value)) < 300
