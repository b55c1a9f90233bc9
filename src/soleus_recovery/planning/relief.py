"""Icing and raising the leg, shared by plans and holding plans."""

import datetime as dt
from collections.abc import Mapping

from soleus_recovery.clock import Minute
from soleus_recovery.guidance.texts import fill
from soleus_recovery.planning.content import Content, Fixed
from soleus_recovery.planning.days import DayMaker
from soleus_recovery.planning.frame import Frame
from soleus_recovery.planning.icing import DayOfIce, Icing, place_icings
from soleus_recovery.planning.plan import TimeDose
from soleus_recovery.spans import Span
from soleus_recovery.vocabulary import Activity

__all__ = ["icings_by_date", "relief_sessions"]


def icings_by_date(frame: Frame, first: dt.date, icing: Icing) -> Mapping[dt.date, DayOfIce]:
    """When to ice (or only to raise the leg), by day, from the day ``first`` on."""
    windows: dict[dt.date, Span] = {}
    date = first
    while (window := frame.window(date)).start < icing.until:
        windows[date] = window
        date += dt.timedelta(days=1)
    placed = place_icings(windows.values(), frame.protocol.ice, icing, busy_in=frame.busy_in)
    return dict(zip(windows, placed, strict=True))


def relief_sessions(maker: DayMaker, date: dt.date, day: DayOfIce, *, first_day_ends: Minute) -> list[Fixed]:
    """Ice, and the leg up beside it, as far as nothing switches them off."""
    frame, ice = maker.frame, maker.frame.protocol.ice
    kinds = (
        (Activity.ICE, ice.title, ice.instructions, ("session", "minutes")),
        (Activity.ELEVATE, ice.elevate_title, ice.elevate_instructions, ("elevate",)),
    )
    sessions: list[Fixed] = []
    for activity, title, instructions, rules in kinds:
        if (day.spans or day.missing) and maker.allows(date, activity):
            if day.missing:
                maker.leave_out_busy(date, activity, missing=day.missing, of=day.of)
            contents = {
                spacing: Content(
                    activity=activity,
                    title=fill(title, minutes=ice.minutes),
                    instructions=fill(instructions, minutes=ice.minutes),
                    dose=TimeDose(minutes=ice.minutes),
                    because=frame.protocol.because(*(ice.rules[name] for name in (*rules, spacing))),
                )
                for spacing in ("first_day_every_minutes", "then_every_minutes")
            }
            for span in day.spans:
                spacing = "first_day_every_minutes" if span.start < first_day_ends else "then_every_minutes"
                sessions.append(Fixed(content=contents[spacing], span=span))
    return sessions
