"""Takes the words about health out of a plan, for a calendar that other people see."""

from typing import Final

import attrs

from soleus_recovery.errors import FactError, shown
from soleus_recovery.plan.identity import is_derived
from soleus_recovery.plan.plan import Day, Plan, Session
from soleus_recovery.vocabulary import Activity, PhaseKind

__all__ = ["without_words"]

_NO_PHASES: Final = dict.fromkeys(PhaseKind, "")
_NO_ACTIVITIES: Final = dict.fromkeys(Activity, "")


def without_words(plan: Plan) -> Plan:
    """Return the plan with neutral titles and without every other word about health that a calendar would show.

    The plan's ids, keys, times, statuses and sequences stay, so every UID stays the same. Raises ``FactError`` if the
    plan's id is derived from the facts: anybody could guess the facts and check the guess against the UIDs.
    """
    if is_derived(plan.id):
        given = f"{shown(plan.id)} is derived from the facts, which can be found again from a calendar with it"
        allowed = "an id that says nothing, as plan_id of build_plan or hold, case_id of open_case, or --id"
        raise FactError(field="id", given=given, allowed=allowed)
    labels = plan.labels
    neutral = attrs.evolve(
        labels,
        calendar_name=labels.discreet_calendar_name,
        day=labels.discreet_card,
        when_to_stop="",
        not_advice="",
        provisional="",
        words=attrs.evolve(labels.words, phases=_NO_PHASES, activities=_NO_ACTIVITIES),
    )

    def session(each: Session) -> Session:
        return attrs.evolve(each, title=labels.discreet_title, instructions="", because=())

    def day(each: Day) -> Day:
        return attrs.evolve(each, notes=(), sessions=tuple(session(one) for one in each.sessions))

    return attrs.evolve(
        plan,
        labels=neutral,
        days=tuple(day(each) for each in plan.days),
        withdrawn=tuple(session(each) for each in plan.withdrawn),
        withdrawn_days=tuple(day(each) for each in plan.withdrawn_days),
        unplaced=(),
        reasons=(),
        revisions=(),
    )
