"""When to ice, found by walking through every minute: slow, and obviously what the guidance says.

Ice 15 minutes, start to start 2 h in the first 24 h from onset and 3 h after, awake only, to 48 h (mild) or 72 h.
"""

import datetime as dt

from soleus_recovery.vocabulary import Severity
from tests.examples import Case
from tests.wall_clock import DAY, dates_from, waking_window

ICE_MINUTES = 15
HOURS = {Severity.MILD: 48, Severity.MODERATE: 72, Severity.SEVERE: 72}


def icing_ends(case: Case, severity: Severity) -> int:
    """The instant after which nothing is iced."""
    return case.onset + HOURS[severity] * 60


def icing_starts(case: Case, severity: Severity) -> list[int]:
    """The start of every icing."""
    # From the day before: a window that crosses midnight may still be open at onset.
    dates = dates_from(case.onset_date - dt.timedelta(days=1), 6)
    windows = [waking_window(case.runner, date) for date in dates]
    end = icing_ends(case, severity)
    starts: list[int] = []
    for minute in range(case.made_at, end):
        fits = any(opens <= minute and minute + ICE_MINUTES <= closes for opens, closes in windows)
        if not fits or minute + ICE_MINUTES > end:
            continue
        spacing = 120 if minute < case.onset + DAY else 180
        if not starts or minute - starts[-1] >= spacing:
            starts.append(minute)
    return starts
