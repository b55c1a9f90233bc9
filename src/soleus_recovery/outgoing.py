"""Remove control characters from text before it is shown or written; no other module removes them.

Plan files, protocols and clinicians' names come from strangers. Every writer (text, Markdown, pages, pictures,
calendars, JSON, error lines) passes each text through this module, and then escapes the markup of its own format.
Letters of every script are kept; characters that move the cursor, hide text or turn its direction are removed.
"""

import re

__all__ = ["inert", "one_line", "spelt"]

# Everything that some program reads as the end of a line; each line end becomes one newline.
_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# The control characters of C0 and C1, except the newline; marks, embeddings, overrides and isolates of bidirectional
# text; lone surrogates; and what XML cannot hold.
_CONTROLS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff\ufffe\uffff]"
)
_SURROGATES = range(0xD800, 0xE000)


def inert(text: str) -> str:
    r"""Return the text without control characters, and with a newline for everything that ends a line.

    >>> inert("\x1b[2JIce\u202e, 15\u2028min\t\ud800")
    '[2JIce, 15\nmin �'
    """
    # Most text is printable, and printable text holds no control character: so this quick test comes first.
    if text.isprintable() or not _CONTROLS.search(text):
        return text
    return _CONTROLS.sub(_instead, _LINE_END.sub("\n", text))


def one_line(text: str) -> str:
    r"""Return the text without control characters, and with a space for everything that ends a line.

    >>> one_line("Ice\r\n! Stop")
    'Ice ! Stop'
    """
    return inert(text).replace("\n", " ")


def spelt(text: str) -> str:
    r"""Return JSON text with each control character written as ``\u`` and four digits, which JSON reads as the same.

    >>> spelt('"Ice\u202e"')
    '"Ice\\u202e"'
    """
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _instead(found: re.Match[str]) -> str:
    if found[0] == "\t":
        return " "
    # A lone surrogate is half of a character that was meant to be seen.
    return "\N{REPLACEMENT CHARACTER}" if ord(found[0]) in _SURROGATES else ""
