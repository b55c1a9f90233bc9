"""Plans as iCalendar (RFC 5545), for the calendar programs that people use.

The modules that write a calendar are best read in the order of this paragraph. ``ics`` writes a whole file, and
``entries`` chooses what becomes an event. ``events`` makes the properties of an event, and ``wording`` makes its texts.
``times`` and ``zone_rule`` write instants so that every calendar program reads the same instants, and ``lines`` writes
content lines. ``discreet`` takes the words about health out of a plan, and ``resources`` makes a file of each event.

``busy`` reads the runner's busy times from files that other programs wrote. Only ``busy`` and ``resources`` import the
library icalendar.
"""

from soleus_recovery.calendars.ics import Detail, Style, to_ics

__all__ = ["Detail", "Style", "to_ics"]
