"""Icing and raising the leg, shared by plans and holding plans."""

import datetime as dt
from collections.abc import Mapping
from typing import final

from soleus_recovery.clock import Minute
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.plan.content import PlacedContent, SessionContent
from soleus_recovery.plan.plan import TimeDose
from soleus_recovery.planner.day.maker import DayMaker
from soleus_recovery.planner.ice.times import DayOfIce, Icing, place_icings
from soleus_recovery.planner.plan_facts import PlanFacts
from soleus_recovery.spans import Span
from soleus_recovery.vocabulary import Activity

__all__ = ["IceSessions", "icings_by_date"]


def icings_by_date(facts: PlanFacts, first: dt.date, icing: Icing) -> Mapping[dt.date, DayOfIce]:
    """When to ice (or only to raise the leg), by day, from the day ``first`` on."""
    windows: dict[dt.date, Span] = {}
    date = first
    while (window := facts.window(date)).start < icing.until:
        windows[date] = window
        date += dt.timedelta(days=1)
    placed = place_icings(windows.values(), facts.protocol.ice, icing, busy_in=facts.busy_in)
    return dict(zip(windows, placed, strict=True))


@final
class IceSessions:
    """Ice, and the leg up beside it, as far as nothing switches them off."""

    def __init__(self, maker: DayMaker, *, first_day_ends: Minute) -> None:
        self._maker, self._first_day_ends = maker, first_day_ends
        self._contents: dict[tuple[Activity, str], SessionContent] = {}

    def sessions(self, date: dt.date, day: DayOfIce) -> list[PlacedContent]:
        """The sessions of one day; what appointments leave no room for is recorded."""
        sessions: list[PlacedContent] = []
        for activity in (Activity.ICE, Activity.ELEVATE) if day.spans or day.missing else ():
            if self._maker.allows(date, activity):
                if day.missing:
                    self._maker.leave_out_busy(date, activity, missing=day.missing, of=day.of)
                sessions += [
                    PlacedContent(content=self._content(activity, span.start), span=span) for span in day.spans
                ]
        return sessions

    def _content(self, activity: Activity, start: Minute) -> SessionContent:
        spacing = "first_day_every_minutes" if start < self._first_day_ends else "then_every_minutes"
        if (activity, spacing) not in self._contents:
            self._contents[activity, spacing] = self._made(activity, spacing)
        return self._contents[activity, spacing]

    def _made(self, activity: Activity, spacing: str) -> SessionContent:
        protocol, ice = self._maker.facts.protocol, self._maker.facts.protocol.ice
        if activity is Activity.ICE:
            title, instructions, rules = ice.title, ice.instructions, ["session", "minutes"]
        else:
            title, instructions, rules = ice.elevate_title, ice.elevate_instructions, ["elevate"]
        return SessionContent(
            activity=activity,
            title=fill(title, minutes=ice.minutes),
            instructions=fill(instructions, minutes=ice.minutes),
            dose=TimeDose(minutes=ice.minutes),
            because=protocol.because(*(ice.rules[name] for name in (*rules, spacing))),
        )
