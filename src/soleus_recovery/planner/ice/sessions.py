"""Icing and raising the leg as sessions, for plans of self-care and holding plans alike."""

import datetime as dt
from collections.abc import Mapping
from typing import final

import attrs

from soleus_recovery.guidance.sentences import fill
from soleus_recovery.plan.content import PlacedContent, SessionContent
from soleus_recovery.plan.plan import TimeDose, Unplaced
from soleus_recovery.planner.day.unplaced import exclusion_at, exclusions_of, for_busy_times
from soleus_recovery.planner.ice.times import DayOfIce, Icing, place_icings
from soleus_recovery.planner.plan_facts import PlanFacts
from soleus_recovery.spans import Span
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity

__all__ = ["IceSessions", "ice_sessions"]

_RELIEF = (Activity.ICE, Activity.ELEVATE)
_FIRST_DAY, _LATER = "first_day_every_minutes", "then_every_minutes"  # fields of the protocol's ice rules


@final
@attrs.frozen(kw_only=True)
class IceSessions(Value):
    """The icings of a day, with the leg raised beside each icing, and the sessions of both that the day leaves out.

    ``has_times`` says that the day has times for icing, even if ice itself is switched off.
    """

    placed: tuple[PlacedContent, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    has_times: bool = False


def ice_sessions(facts: PlanFacts, first: dt.date, icing: Icing) -> Mapping[dt.date, IceSessions]:
    """Map each date, from ``first`` to the day on which icing ends, to the ice sessions of that day."""
    windows: dict[dt.date, Span] = {}
    date = first
    while (window := facts.window(date)).start < icing.until:
        windows[date] = window
        date += dt.timedelta(days=1)
    if not windows:
        return {}
    days = place_icings(windows.values(), facts.protocol.ice, icing, busy_in=facts.busy_in)
    exclusions = {activity: exclusions_of(facts, activity) for activity in _RELIEF}
    contents = {
        (activity, spacing): _content(facts, activity, spacing)
        for activity in _RELIEF
        for spacing in (_FIRST_DAY, _LATER)
    }

    def sessions(date: dt.date, day: DayOfIce) -> IceSessions:
        placed: list[PlacedContent] = []
        unplaced: list[Unplaced] = []
        for activity in _RELIEF if day.spans or day.missing else ():
            exclusion = exclusion_at(exclusions[activity], windows[date].start)
            if exclusion is not None:
                unplaced.append(exclusion.on(date, activity))
                continue
            if day.missing:
                unplaced.append(for_busy_times(facts, date, activity, missing=day.missing, of=day.of))
            for span in day.spans:
                spacing = _FIRST_DAY if span.start < icing.first_day_ends else _LATER
                placed.append(PlacedContent(content=contents[activity, spacing], span=span))
        return IceSessions(placed=tuple(placed), unplaced=tuple(unplaced), has_times=bool(day.spans))

    return {date: sessions(date, day) for date, day in zip(windows, days, strict=True)}


def _content(facts: PlanFacts, activity: Activity, spacing: str) -> SessionContent:
    ice = facts.protocol.ice
    if activity is Activity.ICE:
        title, instructions, rules = ice.title, ice.instructions, ["session", "minutes"]
    else:
        title, instructions, rules = ice.elevate_title, ice.elevate_instructions, ["elevate"]
    return SessionContent(
        activity=activity,
        title=fill(title, minutes=ice.minutes),
        instructions=fill(instructions, minutes=ice.minutes),
        dose=TimeDose(minutes=ice.minutes),
        because=facts.protocol.because(*(ice.rules[name] for name in (*rules, spacing))),
    )
