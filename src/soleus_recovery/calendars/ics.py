"""Writes a plan as an iCalendar file."""

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
    """Write a plan as an iCalendar file (RFC 5545), UTF-8 with CRLF; the same plan gives the same bytes.

    ``alarms`` adds an alarm at the start of each timed session; ``discreet`` leaves out every word about health and
    marks events private; ``floating`` writes times without a zone, for a runner who travels; ``style`` says whether
    withdrawn sessions are written as cancelled events or left out. No option changes a UID.

    Raises ``FactError`` for a text with a lone surrogate, and for a ``discreet`` file of a plan whose id is derived
    from the facts. A plan has another id if the caller gives ``build_plan``, ``hold`` or ``open_case`` an id.
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
    """Write a calendar of entries; ``rule`` is the rule of the zone they name, ``head`` the calendar's own lines."""
    filled = [*entries]
    who = line("PRODID", _DISCREET_PRODID if discreet else _PRODID)
    # RFC 5545, 3.6.5: each TZID in the file needs a VTIMEZONE, and a VTIMEZONE that no event names is left out.
    zone = vtimezone(rule) if rule is not None and any(entry.zoned for entry in filled) else b""
    return block("VCALENDAR", (line("VERSION", "2.0"), who, *head, zone, *(entry.content for entry in filled)))
