"""A lint of the raw bytes of an iCalendar file: what no parser reports. Standard library only."""

import re
from collections.abc import Iterator

_UID = re.compile(r"[A-Za-z0-9@._-]+")
_LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^":;]*))*):(.*)')
_ESCAPED = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")
_UTC = re.compile(r"\d{8}T\d{6}Z")
_TEXT = frozenset(
    {"SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME", "CATEGORIES", "PRODID", "COLOR", "STATUS", "CLASS", "TRANSP"}
    | {"TZID", "TZNAME", "UID"}
)
_FORBIDDEN = frozenset(["METHOD", "ORGANIZER", "ATTENDEE"])
_NOT_IN_VTIMEZONE = frozenset(["RDATE", "COMMENT"])
_NEEDED = {
    "VCALENDAR": {"VERSION", "PRODID"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART"},
    "VALARM": {"ACTION", "TRIGGER", "DESCRIPTION"},
}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_OCTETS = 75


def lint(data: bytes) -> list[str]:
    """Every fault, in words; empty for a clean file."""
    return [*_bytes(data), *_lines(data)]


def _bytes(data: bytes) -> Iterator[str]:
    if data.startswith(b"\xef\xbb\xbf"):
        yield "BOM"
    if not data.endswith(b"\r\n"):
        yield "no CRLF at the end"
    if re.search(rb"\r(?!\n)|(?<!\r)\n", data):
        yield "bare CR or LF"
    for line in data.split(b"\r\n"):
        if len(line) > _OCTETS:
            yield "line over 75 octets"
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            yield "a character is folded or not UTF-8"
    if _CONTROL.search(data.decode("utf-8", "replace")):
        yield "control character"
    if b"\r\n\r\n" in data:
        yield "empty line"


def _lines(data: bytes) -> Iterator[str]:
    unfolded = data.replace(b"\r\n ", b"").replace(b"\r\n\t", b"").decode("utf-8", "replace")
    # The components that are open, each with the names of its properties; the first stands for the file.
    path: list[tuple[str, set[str]]] = [("file", set())]
    uids: set[str] = set()
    named: set[str] = set()
    defined: set[str] = set()
    after_alarm = False
    for line in filter(None, unfolded.removeprefix("\ufeff").split("\r\n")):
        match = _LINE.fullmatch(line)
        if match is None:
            yield f"not a content line: {line!r}"
            continue
        name, parameters, value = match.groups()
        component, names = path[-1]
        if name == "BEGIN":
            path.append((value, set()))
        elif name == "END":
            yield from (f"{component} without {missing}" for missing in sorted(_NEEDED.get(component, set()) - names))
            if value != component:
                yield f"END:{value} closes {component}"
            path = path[:-1] or path
        else:
            if after_alarm and component == "VEVENT":
                yield "VALARM is not last"
            yield from _property(name, value, [opened for opened, _ in path])
            if name in names:
                yield f"{name} twice in a {component}"
            names.add(name)
            if name == "UID" and value in uids:
                yield "UID twice"
            uids |= {value} if name == "UID" else set()
            named |= set(re.findall(r"TZID=([^;:]+)", parameters))
            defined |= {value} if name == "TZID" else set()
        after_alarm = line == "END:VALARM"
    yield from (f"{component} not closed" for component, _ in path[1:])
    yield from (f"{zone}: named and defined do not match" for zone in sorted(named ^ defined))


def _property(name: str, value: str, path: list[str]) -> Iterator[str]:
    if not value:
        yield f"empty {name}"
    if name in _FORBIDDEN:
        yield f"{name} present"
    if name == "UID" and path[-1] == "VCALENDAR":
        yield "UID on the VCALENDAR"
    if name == "UID" and not _UID.fullmatch(value):
        yield "UID with odd characters"
    if name in {"DTSTAMP", "LAST-MODIFIED"} and not _UTC.fullmatch(value):
        yield f"{name} not in UTC"
    if name in _NOT_IN_VTIMEZONE and "VTIMEZONE" in path:
        yield f"{name} in a VTIMEZONE"
    if name in _TEXT and not _ESCAPED.fullmatch(value):
        yield f"{name} not escaped"
