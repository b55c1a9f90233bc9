r"""Content lines (RFC 5545, 3.1): text cleaned and escaped once, lines folded at 75 octets, never inside a character.

Written here and not by icalendar, which takes seven times as long (docs/explanation/speed.md). That each byte is what
icalendar writes for the same component is a test; what somebody else wrote is read by icalendar alone.
"""

import re
from collections.abc import Iterable
from typing import Final

from soleus_recovery.errors import FactError, shown

__all__ = ["block", "clean", "escaped", "line", "text_line"]

# What some reader takes for the end of a line; each becomes one newline.
_LINE_END = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
# RFC 5545, 3.1: CONTROL never stands in a value, save HTAB. C1 controls are no better in practice.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_END: Final = b"\r\n"
_FOLD: Final = b"\r\n "
_GOES_ON: Final = range(0b1000_0000, 0b1100_0000)  # in UTF-8
_MOST_OCTETS: Final = 74  # beside the space that a folded line begins with


def clean(field: str, text: str) -> str:
    r"""Return the text with its line ends as newlines, without control characters and outer space.

    A lone surrogate cannot be written as UTF-8 and raises ``FactError`` for the field.

    >>> clean("title", "\x00one\r\ntwo\x1b ")
    'one\ntwo'
    """
    if not _UNCLEAN.search(text):
        return text.strip()
    if _SURROGATE.search(text):
        raise FactError(field=field, given=f"{shown(text)} holds half a character", allowed="whole characters")
    return _CONTROL.sub("", _LINE_END.sub("\n", text)).strip()


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
