"""Text on its way out: what a screen, a page or a program would obey is taken from it here, and nowhere else.

A plan file, a protocol and a clinician's name come from anywhere. Every writer (text, Markdown, pages, pictures,
calendars, JSON, error lines) sends each text through here, and then escapes what its own format takes for more than
text. Letters of every script stay; what orders them about goes.
"""

import re

__all__ = ["inert", "one_line", "spelt"]

# What some reader takes for the end of a line; each becomes one newline.
_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Controls of C0 and C1; marks, embeddings, overrides and isolates of bidirectional text; halves of characters; and
# what XML cannot hold. A newline is all that is left of them.
_OBEYED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff\ufffe\uffff]"
)
_HALVES = range(0xD800, 0xE000)


def inert(text: str) -> str:
    r"""The text without what anything obeys; whatever ends a line is a newline. A clean text is returned as it is.

    >>> inert("\x1b[2JIce\u202e, 15\u2028min\t\ud800")
    '[2JIce, 15\nmin �'
    """
    # What is printable holds none of it, and most texts are: to ask that first takes a sixth of the time.
    if text.isprintable() or not _OBEYED.search(text):
        return text
    return _OBEYED.sub(_instead, _LINE_END.sub("\n", text))


def one_line(text: str) -> str:
    r"""The same on one line.

    >>> one_line("Ice\r\n! Stop")
    'Ice ! Stop'
    """
    return inert(text).replace("\n", " ")


def spelt(text: str) -> str:
    r"""JSON text in which all of this is written as ``\u`` and four digits, so that it means what it meant.

    >>> spelt('"Ice\u202e"')
    '"Ice\\u202e"'
    """
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _instead(found: re.Match[str]) -> str:
    if found[0] == "\t":
        return " "
    # Half a character was meant to be seen.
    return "\N{REPLACEMENT CHARACTER}" if ord(found[0]) in _HALVES else ""
