"""Plans as iCalendar (RFC 5545), for the calendar programs that people use.

Writing, in reading order: ``ics`` writes a file; ``entries`` chooses what becomes an event; ``events`` and ``wording``
make its properties and its texts; ``times`` and ``zone_rule`` write instants so that every program reads the same ones;
``lines`` writes content lines. ``discreet`` takes a plan's words away, and ``resources`` makes a file of each event.

``busy`` reads busy times from other people's files. Only ``busy`` and ``resources`` import icalendar.
"""

from soleus_recovery.calendars.ics import Detail, Style, to_ics

__all__ = ["Detail", "Style", "to_ics"]
