"""One plan: what stands of the one before, and the days ahead from where the runner stands."""

from collections.abc import Iterable

import attrs

from soleus_recovery.course.progress import Progress
from soleus_recovery.course.replay import progress
from soleus_recovery.facts.case import Case
from soleus_recovery.plan.plan import Day, Plan, ProtocolRef, Revision
from soleus_recovery.planner.day.maker import DayMaker
from soleus_recovery.planner.day.schedule import Restraint
from soleus_recovery.planner.holding import holding_days, standstill_card
from soleus_recovery.planner.kept.standing import RevisionBase, first_base
from soleus_recovery.planner.plan_facts import PlanFacts
from soleus_recovery.planner.self_care import self_care_days
from soleus_recovery.vocabulary import Outcome, PhaseKind

__all__ = ["first_plan", "plan_from"]


def first_plan(case: Case) -> Plan:
    """The plan with which a case begins."""
    # Without the entries: one may have been told in the very minute of the start, and has its own revision.
    current = progress(attrs.evolve(case, entries=()), case.started_at)
    return plan_from(case, current, first_base(case.runner, case.started_at))


def plan_from(
    case: Case,
    progress: Progress,
    base: RevisionBase,
    *,
    revisions: Iterable[Revision] = (),
) -> Plan:
    """What stands of the plan, and the days ahead from where the runner stands."""
    protocol, waiting, state = case.protocol, progress.waiting, progress.state
    facts = PlanFacts(
        report=progress.report,
        runner=progress.runner,
        protocol=protocol,
        begins_at=case.started_at if waiting is None else waiting.since,
        counted_from=progress.start.counted_from,
        possible_strain=state.possible_strain,
        switched_off=progress.switched_off,
        busy=progress.busy,
        sore_from=state.episode_from,
        kept_off=progress.kept_off,
        urgency=None if waiting is None else waiting.urgency,
        rest_text="" if waiting is None else waiting.rest_text,
    )
    restraint = Restraint(loading_from=state.loading_from, held=progress.days_not_well)
    maker = DayMaker(facts, base, restraint, review_text=protocol.severity[state.severity].review_text)
    # Making the days is what leaves something out, so it comes before the rest.
    card = standstill_card(protocol, progress)
    if card is not None:
        ahead: Iterable[Day] = [maker.stop(base.first_date, PhaseKind.HOLD, card)]
    else:
        ahead = self_care_days(maker, progress, base) if waiting is None else holding_days(maker, waiting, base)
    days = tuple(ahead)
    if base.today and not days:
        days = (maker.stop(base.first_date, progress.phase),)
    history = tuple(revisions)
    return Plan(
        id=case.id,
        revision=len(history),
        protocol=ProtocolRef(id=protocol.id, version=protocol.version),
        outcome=Outcome.SELF_CARE if waiting is None else Outcome.SEE_CLINICIAN,
        severity=progress.severity if waiting is None else None,
        urgency=None if waiting is None else waiting.urgency,
        possible_strain=state.possible_strain,
        switched_off=progress.switched_off,
        zone=progress.runner.zone,
        onset=progress.report.onset_in(progress.runner.zone),
        made_at=base.at,
        reasons=progress.reasons,
        runner=progress.runner,
        report=progress.report,
        days=(*base.days, *days),
        unplaced=tuple(maker.unplaced),
        labels=protocol.labels,
        started_at=case.started_at,
        counted_from=progress.start.counted_from,
        busy=progress.busy,
        revisions=history,
    )
