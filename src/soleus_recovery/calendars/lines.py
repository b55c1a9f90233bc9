r"""Writes content lines (RFC 5545, 3.1): text is cleaned and escaped, lines are folded at 75 octets between characters.

The library icalendar would take seven times as long to write them (docs/explanation/speed.md). A test compares each
byte with the bytes that icalendar writes for the same component.
"""

import re
from collections.abc import Iterable
from typing import Final

from soleus_recovery.errors import FactError, shown
from soleus_recovery.outgoing import inert

__all__ = ["block", "clean", "escaped", "line", "text_line"]

_SURROGATE = re.compile("[\ud800-\udfff]")
_END: Final = b"\r\n"
_FOLD: Final = b"\r\n "
_CONTINUES: Final = range(0b1000_0000, 0b1100_0000)  # octets of UTF-8 that do not begin a character
_MOST_OCTETS: Final = 74  # 75 less the space that begins a folded line


def clean(field: str, text: str) -> str:
    r"""Return the text without control characters and outer white space, with newlines as line ends.

    Raises ``FactError`` for a lone surrogate, which UTF-8 cannot hold.

    >>> clean("title", "\x00one\r\ntwo\x1b ")
    'one\ntwo'
    """
    # RFC 5545, 3.1: a value has no control characters.
    cleaned = inert(text)
    if cleaned is not text and _SURROGATE.search(text):
        raise FactError(field=field, given=f"{shown(text)} holds half a character", allowed="whole characters")
    return cleaned.strip()


def escaped(text: str) -> str:
    r"""Escape a clean text as a TEXT value (RFC 5545, 3.3.11).

    >>> escaped(r"C:\New, a;b")
    'C:\\\\New\\, a\\;b'
    """
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def line(name: str, value: str) -> bytes:
    r"""Write the content line of a property; the name may have parameters.

    >>> line("DTSTART;VALUE=DATE", "20261122")
    b'DTSTART;VALUE=DATE:20261122\r\n'
    """
    return _folded(f"{name}:{value}".encode()) + _END


def text_line(name: str, text: str) -> bytes:
    r"""Write the line of a text property, or nothing for an empty text; raises ``FactError`` for a lone surrogate.

    >>> text_line("SUMMARY", "Ice, 15 min"), text_line("SUMMARY", " ")
    (b'SUMMARY:Ice\\, 15 min\r\n', b'')
    """
    value = clean(name.lower(), text)
    return line(name, escaped(value)) if value else b""


def block(name: str, lines: Iterable[bytes]) -> bytes:
    r"""Write a component with its lines and inner components.

    >>> block("VALARM", [line("ACTION", "DISPLAY")])
    b'BEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM\r\n'
    """
    edge = name.encode() + _END
    return b"".join((b"BEGIN:", edge, *lines, b"END:", edge))


def _folded(octets: bytes) -> bytes:
    if len(octets) <= _MOST_OCTETS:
        return octets
    parts: list[bytes] = []
    start = 0
    while len(octets) - start > _MOST_OCTETS:
        end = start + _MOST_OCTETS
        # A character is not split.
        while octets[end] in _CONTINUES:
            end -= 1
        # Some readers do not rejoin an escape that is split.
        if octets[end - 1] in b"\\^":
            end -= 1
        parts.append(octets[start:end])
        start = end
    parts.append(octets[start:])
    return _FOLD.join(parts)
