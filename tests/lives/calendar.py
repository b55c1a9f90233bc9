"""A calendar file that the command wrote, read line by line and judged."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from tests.lives.red_flags import Flag

_RUN = ("run", "walk-run", "easy run")


def calendar_breaks(path: Path, flags: list[Flag], now: dt.datetime) -> Iterator[str]:
    """Give what is wrong with a calendar: an identifier used twice, or a run ahead although a red flag stands."""
    events = list(_events(path.read_bytes().decode("utf-8")))
    uids = [event["UID"] for event in events]
    twice = sorted({uid for uid in uids if uids.count(uid) > 1}) if len(set(uids)) < len(uids) else []
    if twice:
        yield f"uid-twice: {twice[:3]}"
    if not flags:
        return
    tomorrow = (now + dt.timedelta(days=2)).strftime("%Y%m%d")
    for event in events:
        is_ahead = event.get("STATUS") != "CANCELLED" and event["DTSTART"][:8] >= tomorrow
        if is_ahead and event["SUMMARY"].lower().startswith(_RUN):
            yield f"calendar-past-flag: {event['SUMMARY']} on {event['DTSTART']} past {flags[0].because}"


def _events(text: str) -> Iterator[dict[str, str]]:
    event: dict[str, str] | None = None
    for line in text.replace("\r\n ", "").split("\r\n"):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT" and event is not None:
            yield event
            event = None
        elif event is not None:
            event.setdefault(name.split(";")[0], value)
