"""Names are of one line and short: they are shown in paths and errors, and every plan and case carries them."""

from collections.abc import Callable
from typing import Any

import pytest

from soleus_recovery import ProtocolError
from soleus_recovery.guidance.loader import STANDARD, builtin, protocol_of_table, protocol_table

BAD = ("", " ", "x" * 121, "1\n2", "\x1b[2J", "\u2028", "\u202e")


def named(place: str) -> Callable[[Any, str], None]:
    def change(table: Any, name: str) -> None:
        if place in ("id", "version", "language"):
            table[place] = name
        else:
            table[place][name] = next(iter(table[place].values()))

    return change


@pytest.mark.parametrize("name", BAD, ids=ascii)
@pytest.mark.parametrize("place", ["id", "version", "language", "rules", "sessions", "ladders"])
def test_what_is_no_name_is_refused_by_its_path(place: str, name: str) -> None:
    table = protocol_table(builtin(STANDARD))
    named(place)(table, name)
    with pytest.raises(ProtocolError) as caught:
        protocol_of_table(table)
    assert caught.value.path == place
    assert str(caught.value).endswith("is no name; allowed: 1 to 120 printable characters")
    assert str(caught.value).isprintable()
