"""Why a day leaves a session out: it is switched off, the kit is missing, or the day has no time for it."""

import datetime as dt
from collections.abc import Iterable
from math import inf
from typing import Final, final

import attrs

from soleus_recovery.clock import MINUTES_PER_HOUR, Minute
from soleus_recovery.guidance.sentences import fill
from soleus_recovery.guidance.sessions import SessionRule
from soleus_recovery.plan.plan import Unplaced
from soleus_recovery.planner.plan_facts import PlanFacts
from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Activity, Finding, Measure, UnplacedWhy

__all__ = ["SAID_ONCE", "Exclusion", "exclusion_at", "exclusions_for_pain", "exclusions_of", "for_busy_times"]

SAID_ONCE: Final = frozenset(
    {
        UnplacedWhy.CAUTION,
        UnplacedWhy.REFERRAL,
        UnplacedWhy.KEPT_OFF,
        UnplacedWhy.PROTOCOL,
        UnplacedWhy.KIT,
        UnplacedWhy.PAIN,
    }
)
"""The reasons that last: a plan gives a lasting reason only on the first day to which the reason applies.

A plan gives any other reason on each day to which the reason applies.
"""


@final
@attrs.frozen(kw_only=True)
class Exclusion(Value):
    """A reason that keeps an activity out of all days that open before ``until`` (``inf``: out of the whole plan)."""

    until: float
    why: UnplacedWhy
    reason: str

    def on(self, date: dt.date, activity: Activity) -> Unplaced:
        """Return the entry for a day that leaves the activity out for this reason."""
        return Unplaced(date=date, activity=activity, why=self.why, reason=self.reason)


def exclusion_at(exclusions: Iterable[Exclusion], opens: Minute) -> Exclusion | None:
    """Return the first exclusion that still applies to a day that opens at ``opens``; None if no exclusion applies."""
    return next((each for each in exclusions if opens < each.until), None)


def exclusions_of(facts: PlanFacts, activity: Activity) -> tuple[Exclusion, ...]:
    """Return the reasons that keep an activity out of this plan.

    If a measure of the activity is switched off for good, no other reason is returned.
    """
    measures = facts.protocol.limits.measures[activity]
    if off := measures & facts.switched_off:
        return (_switched_off(facts, off),)
    return tuple(
        Exclusion(
            until=inf if each.until_hours is None else facts.hours_in(each.until_hours),
            why=UnplacedWhy.PROTOCOL,
            reason=each.text,
        )
        for each in facts.protocol.left_out
        if each.measure in measures
    )


def exclusions_for_pain(facts: PlanFacts, rule: SessionRule) -> tuple[Exclusion, ...]:
    """Return the reasons in what was told last that keep the session of a rule out of this plan (reading `keep-fit`).

    The hours after a worse morning count from the end of its day.
    """
    told, texts, found = facts.last_told, facts.protocol.unplaced_texts, list[Exclusion]()
    if told is None:
        return ()
    if told.walking > rule.walking_pain_maximum:
        reason = fill(texts.walking_pain, most=rule.walking_pain_maximum, date=facts.day(told.walking_on))
        found.append(Exclusion(until=inf, why=UnplacedWhy.PAIN, reason=reason or texts.held))
    worse = told.worse_morning_on
    if worse is not None and rule.worse_morning_hours:
        until = facts.runner.window(worse).end + rule.worse_morning_hours * MINUTES_PER_HOUR
        reason = fill(texts.worse_morning, hours=rule.worse_morning_hours, date=facts.day(worse))
        found.append(Exclusion(until=until, why=UnplacedWhy.PAIN, reason=reason or texts.held))
    return tuple(found)


def for_busy_times(facts: PlanFacts, date: dt.date, activity: Activity, *, missing: int = 0, of: int = 0) -> Unplaced:
    """Return the entry for a day whose busy times leave no room for an activity.

    If ``missing`` is given, the entry says that ``missing`` sessions out of ``of`` have no room.
    """
    texts = facts.protocol.unplaced_texts
    reason = fill(texts.busy_some, missing=missing, of=of) if missing else texts.busy
    return Unplaced(date=date, activity=activity, why=UnplacedWhy.BUSY, reason=reason or texts.no_room)


def _switched_off(facts: PlanFacts, off: frozenset[Measure]) -> Exclusion:
    protocol, texts = facts.protocol, facts.protocol.unplaced_texts
    cautions = [
        protocol.labels.words.cautions[caution]
        for caution in sorted(facts.runner.cautions, key=lambda caution: caution.rank)
        if protocol.limits.cautions[caution].switches_off & off
    ]
    if cautions:
        is_drink = bool(texts.drink) and off <= {Measure.DRINK_MORE}
        reason = texts.drink if is_drink else fill(texts.caution, caution=", ".join(cautions))
        return Exclusion(until=inf, why=UnplacedWhy.CAUTION, reason=reason)
    kept = frozenset[Finding]().union(*(facts.kept_off.get(measure, ()) for measure in off))
    if kept and texts.kept_off:
        names = protocol.labels.words.findings
        findings = ", ".join(names[each] for each in sorted(kept, key=lambda finding: finding.rank))
        return Exclusion(until=inf, why=UnplacedWhy.KEPT_OFF, reason=fill(texts.kept_off, finding=findings))
    watch = protocol.triage.watch
    if facts.urgency is None and facts.is_watched and off & watch.switches_off:
        return Exclusion(until=inf, why=UnplacedWhy.KEPT_OFF, reason=watch.left_out)
    why = UnplacedWhy.KEPT_OFF if kept else UnplacedWhy.REFERRAL
    return Exclusion(until=inf, why=why, reason=texts.referral)
