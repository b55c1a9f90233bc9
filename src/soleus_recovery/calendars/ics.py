"""A plan as an iCalendar file."""

from collections.abc import Iterable
from typing import Final

from soleus_recovery.calendars.detail import Detail, Style
from soleus_recovery.calendars.entries import entries_of
from soleus_recovery.calendars.events import Entry
from soleus_recovery.calendars.lines import block, line, text_line
from soleus_recovery.calendars.times import vtimezone
from soleus_recovery.calendars.zone_rule import ZoneRule
from soleus_recovery.plan.plan import Plan

__all__ = ["Detail", "Style", "calendar_of", "to_ics"]

_PRODID: Final = "-//soleus-recovery//plan//EN"
_DISCREET_PRODID: Final = "-//plan//calendar//EN"
_REFRESH: Final = "PT6H"
_COLOR: Final = "teal"  # a CSS3 name (RFC 7986, 5.9)


def to_ics(
    plan: Plan,
    *,
    detail: Detail = Detail.SESSIONS,
    alarms: bool = False,
    discreet: bool = False,
    floating: bool = False,
    style: Style = Style.IMPORT,
) -> bytes:
    """Write the plan as an iCalendar file (RFC 5545), UTF-8 with CRLF.

    ``alarms`` rings at the start of what has a time; ``discreet`` writes no word about health and marks every event
    private; ``floating`` writes times without a zone, for the runner who travels. ``style`` says whether what fell away
    is written whole and cancelled (a file to import) or left out (a feed to subscribe to). No option changes a UID.
    The same plan gives the same bytes. Raises ``FactError`` for a text that is not whole characters, and for a
    ``discreet`` calendar of a plan whose id is derived from the facts: give ``build_plan`` or ``open_case`` one.
    """
    shown = entries_of(plan, detail=detail, alarms=alarms, discreet=discreet, floating=floating, style=style)
    is_feed = style is Style.FEED
    head = (
        text_line("NAME", shown.name),
        text_line("X-WR-CALNAME", shown.name),
        line("COLOR", _COLOR),
        line("REFRESH-INTERVAL;VALUE=DURATION", _REFRESH) if is_feed else b"",
        line("X-PUBLISHED-TTL", _REFRESH) if is_feed else b"",
    )
    return calendar_of(shown.entries, shown.rule, head=head, discreet=discreet)


def calendar_of(
    entries: Iterable[Entry], rule: ZoneRule | None, *, discreet: bool, head: Iterable[bytes] = ()
) -> bytes:
    """A calendar of these entries, whose times name the zone of this rule or none; ``head``: what it says of itself."""
    filled = [*entries]
    who = line("PRODID", _DISCREET_PRODID if discreet else _PRODID)
    # RFC 5545, 3.6.5: a VTIMEZONE for each TZID in the file, and none that nothing names.
    zone = vtimezone(rule) if rule is not None and any(entry.zoned for entry in filled) else b""
    return block("VCALENDAR", (line("VERSION", "2.0"), who, *head, zone, *(entry.content for entry in filled)))
