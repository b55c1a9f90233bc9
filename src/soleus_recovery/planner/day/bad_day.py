"""What the card of a day says to do while a check-in holds exercise back: rest, ice, and when the plan goes on."""

import datetime as dt

from soleus_recovery.clock import MINUTES_PER_HOUR
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.plan.content import SessionContent
from soleus_recovery.planner.plan_facts import PlanFacts
from soleus_recovery.vocabulary import Activity, Measure

__all__ = ["bad_day_rest"]


def bad_day_rest(facts: PlanFacts, date: dt.date, loading_from: dt.date, *, is_iced: bool) -> SessionContent | None:
    """Return the rest of a day before ``loading_from``; None if the protocol has no texts for such a day.

    ``is_iced`` says that the day has times for ice, so that ice needs no further word.
    """
    texts, ice = facts.protocol.bad_day, facts.protocol.ice
    if texts is None:
        return None
    may_ice = not is_iced and Measure.ICE not in facts.off(date)
    note = fill(ice.after_hours_note, minutes=ice.minutes, hours=ice.then_every_minutes // MINUTES_PER_HOUR)
    return SessionContent(
        activity=Activity.REST,
        title=texts.title,
        instructions=fill(
            texts.instructions,
            ice=f"{note} " if may_ice and note else "",
            date=facts.day(loading_from),
            eve=facts.day(loading_from - dt.timedelta(days=1)),
        ),
        dose=None,
        because=facts.protocol.because(*texts.rules.values()),
    )
