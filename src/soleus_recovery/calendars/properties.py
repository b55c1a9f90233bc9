"""Properties as iCalendar can carry them: text escaped once, without control characters, never empty."""

import re
from typing import final

from icalendar import Component, Parameters, vText

from soleus_recovery.errors import FactError, shown

__all__ = ["Text", "add_text", "clean", "put"]

# What some reader takes for the end of a line; each becomes one newline.
_LINE_END = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
# RFC 5545, 3.1: CONTROL never stands in a value, save HTAB. C1 controls are no better in practice.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(field: str, text: str) -> str:
    r"""Return the text with its line ends as newlines, without control characters and outer space.

    A lone surrogate cannot be written as UTF-8 and raises ``FactError`` for the field.

    >>> clean("title", "\x00one\r\ntwo\x1b ")
    'one\ntwo'
    """
    if _SURROGATE.search(text):
        raise FactError(field=field, given=f"{shown(text)} holds half a character", allowed="whole characters")
    return _CONTROL.sub("", _LINE_END.sub("\n", text)).strip()


@final
class Text(vText):
    r"""A TEXT value, escaped by RFC 5545, 3.3.11, alone; icalendar's own reads a literal ``\N`` as a newline.

    >>> Text(r"C:\New, a;b").to_ical().decode()
    'C:\\\\New\\, a\\;b'
    """

    def to_ical(self) -> bytes:
        """Write the value, as UTF-8."""
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return escaped.replace("\n", "\\n").encode()


def put(
    component: Component, name: str, value: object, *, tzid: str | None = None, value_type: str | None = None
) -> None:
    """Add a property as icalendar encodes it, with its TZID or VALUE parameter if it has one."""
    given = {"TZID": tzid, "VALUE": value_type}
    parameters = Parameters({key: each for key, each in given.items() if each is not None})
    component.add(name, value, parameters)  # pyright: ignore[reportUnknownMemberType]  # value is untyped there


def add_text(component: Component, name: str, text: str) -> None:
    """Add a text property, or none where nothing is left of the text; raises ``FactError`` as ``clean`` does."""
    if value := clean(name.lower(), text):
        put(component, name, Text(value))
