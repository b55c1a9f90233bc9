"""Names are short and on one line, because paths, errors, plans and cases show them."""

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
def test_an_invalid_name_is_refused_by_its_path(place: str, name: str) -> None:
    table = protocol_table(builtin(STANDARD))
    named(place)(table, name)
    with pytest.raises(ProtocolError) as caught:
        protocol_of_table(table)
    assert caught.value.path == place
    assert "; allowed: " in str(caught.value)
    assert str(caught.value).isprintable()
