"""The days after prevention that hold something: heel raises with load, a check-in a week, and the last page."""

import datetime as dt
from collections.abc import Iterator

from soleus_recovery.course.keep import keep_until
from soleus_recovery.plan.content import PlacedContent, SessionContent
from soleus_recovery.planner.day.outline import DayOutline
from soleus_recovery.planner.plan_facts import PlanFacts
from soleus_recovery.planner.runs.schedule import RunSchedule
from soleus_recovery.vocabulary import Activity, PhaseKind

__all__ = ["keep_outlines", "last_page"]

_WEEK = 7  # days
_MIDWEEK = 4  # the day of a week with heel raises alone; the last day has the check-in too


def keep_outlines(facts: PlanFacts, schedule: RunSchedule, first: dt.date) -> Iterator[DayOutline]:
    """Yield, from ``first`` on, the days after prevention that hold something; plain soreness has none."""
    rules, prevent_until, age = facts.protocol.keep, schedule.last_date, facts.runner.age
    is_older = age is not None and age >= rules.older_from
    until = keep_until(facts.protocol, schedule.prevent_from, prevent_until, possible_strain=facts.possible_strain)
    for number in range(1, (until - prevent_until).days + 1):
        date, week, day = prevent_until + dt.timedelta(days=number), *divmod(number - 1, _WEEK)
        placed = _of_the_week(facts, is_twice=is_older or week < rules.first_weeks, day=day + 1)
        placed += [last_page(facts)] if date == until else []
        if placed and date >= first:
            yield DayOutline(date=date, phase=PhaseKind.KEEP, placed=tuple(placed))


def _of_the_week(facts: PlanFacts, *, is_twice: bool, day: int) -> list[PlacedContent]:
    """Return what a day of a week holds; ``day`` counts from 1. What switches exercise off leaves only the check-in."""
    rules, measures = facts.protocol.keep, facts.protocol.limits.measures[Activity.KEEP]
    is_off, is_last = bool(measures & facts.switched_off), day == _WEEK
    raises = _content(facts, rules.strength_title, rules.strength_instructions, "strength")
    asks = _content(facts, rules.check_in_title, rules.check_in_instructions, "check_in")
    placed = [raises] if not is_off and (is_last or (is_twice and day == _MIDWEEK)) else []
    return [*placed, asks] if is_last and not is_off else placed


def last_page(facts: PlanFacts) -> PlacedContent:
    """Return the last page of a plan, which says what to keep doing."""
    rules = facts.protocol.keep
    return _content(facts, rules.last_title, rules.last_instructions, "last", activity=Activity.PREVENT)


def _content(
    facts: PlanFacts, title: str, instructions: str, rule: str, *, activity: Activity = Activity.KEEP
) -> PlacedContent:
    because = facts.protocol.because(facts.protocol.keep.rules[rule])
    content = SessionContent(activity=activity, title=title, instructions=instructions, dose=None, because=because)
    return PlacedContent(content=content, span=None)
