r"""Content lines (RFC 5545, 3.1): text cleaned and escaped once, lines folded at 75 octets, never inside a character.

Written here and not by icalendar, which takes seven times as long (docs/explanation/speed.md). That each byte is what
icalendar writes for the same component is a test; what somebody else wrote is read by icalendar alone.
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
_GOES_ON: Final = range(0b1000_0000, 0b1100_0000)  # in UTF-8
_MOST_OCTETS: Final = 74  # beside the space that a folded line begins with


def clean(field: str, text: str) -> str:
    r"""Return the text with its line ends as newlines, without what a program obeys, and without outer space.

    A lone surrogate cannot be written as UTF-8 and raises ``FactError`` for the field.

    >>> clean("title", "\x00one\r\ntwo\x1b ")
    'one\ntwo'
    """
    # RFC 5545, 3.1: no control character ever stands in a value.
    cleaned = inert(text)
    if cleaned is not text and _SURROGATE.search(text):
        raise FactError(field=field, given=f"{shown(text)} holds half a character", allowed="whole characters")
    return cleaned.strip()


def escaped(text: str) -> str:
    r"""A clean text as a TEXT value (RFC 5545, 3.3.11).

    >>> escaped(r"C:\New, a;b")
    'C:\\\\New\\, a\\;b'
    """
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def line(name: str, value: str) -> bytes:
    r"""The content line of a property, whose name may have parameters.

    >>> line("DTSTART;VALUE=DATE", "20261122")
    b'DTSTART;VALUE=DATE:20261122\r\n'
    """
    return _folded(f"{name}:{value}".encode()) + _END


def text_line(name: str, text: str) -> bytes:
    r"""The line of a text property, or none where nothing is left of the text; raises ``FactError`` as ``clean`` does.

    >>> text_line("SUMMARY", "Ice, 15 min"), text_line("SUMMARY", " ")
    (b'SUMMARY:Ice\\, 15 min\r\n', b'')
    """
    value = clean(name.lower(), text)
    return line(name, escaped(value)) if value else b""


def block(name: str, lines: Iterable[bytes]) -> bytes:
    r"""A component with its lines, or with blocks of its own.

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
        # Not before an octet that goes on with a character.
        while octets[end] in _GOES_ON:
            end -= 1
        # Some readers do not join what is escaped.
        if octets[end - 1] in b"\\^":
            end -= 1
        parts.append(octets[start:end])
        start = end
    parts.append(octets[start:])
    return _FOLD.join(parts)
