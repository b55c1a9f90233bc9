"""Plans for the calendars that people use: iCalendar (RFC 5545) bytes.

Read in this order: ``ics`` (the file), ``events`` and ``wording`` (what an entry holds and says), ``times`` and
``zone_rule`` (how an instant is written so that every program reads the same one), ``lines`` (what may stand in a text,
and how a line is written). ``busy`` and ``resources`` read what others wrote; only they import icalendar.
"""

from soleus_recovery.calendars.ics import Detail, Style, to_ics

__all__ = ["Detail", "Style", "to_ics"]
