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
from soleus_recovery.planner.kept.standing import Past, no_past
from soleus_recovery.planner.plan_facts import Frame
from soleus_recovery.planner.self_care import days_ahead
from soleus_recovery.vocabulary import Outcome, PhaseKind

__all__ = ["first_plan", "plan_from"]


def first_plan(case: Case) -> Plan:
    """The plan with which a case begins."""
    # Without the entries: one may have been told in the very minute of the start, and has its own revision.
    standing = progress(attrs.evolve(case, entries=()), case.started_at)
    return plan_from(case, standing, no_past(case.runner, case.started_at))


def plan_from(
    case: Case,
    standing: Progress,
    past: Past,
    *,
    revisions: Iterable[Revision] = (),
) -> Plan:
    """What stands of the plan, and the days ahead from where the runner stands."""
    protocol, waiting, state = case.protocol, standing.waiting, standing.state
    frame = Frame(
        report=standing.report,
        runner=standing.runner,
        protocol=protocol,
        made_at=case.started_at if waiting is None else waiting.since,
        onset=standing.basis.counted_from,
        possible_strain=state.possible_strain,
        switched_off=standing.switched_off,
        busy=standing.busy,
        sore_from=state.episode_from,
        kept_off=standing.kept_off,
        urgency=None if waiting is None else waiting.urgency,
        rest_text="" if waiting is None else waiting.rest_text,
    )
    restraint = Restraint(loading_from=state.loading_from, held=standing.held)
    maker = DayMaker(frame, past, restraint, review_text=protocol.severity[state.severity].review_text)
    # Making the days is what leaves something out, so it comes before the rest.
    card = standstill_card(protocol, standing)
    if card is not None:
        ahead: Iterable[Day] = [maker.stop(past.first_date, PhaseKind.HOLD, card)]
    else:
        ahead = days_ahead(maker, standing, past) if waiting is None else holding_days(maker, waiting, past)
    days = tuple(ahead)
    if past.today and not days:
        days = (maker.stop(past.first_date, standing.phase),)
    history = tuple(revisions)
    return Plan(
        id=case.id,
        revision=len(history),
        protocol=ProtocolRef(id=protocol.id, version=protocol.version),
        outcome=Outcome.SELF_CARE if waiting is None else Outcome.SEE_CLINICIAN,
        severity=standing.severity if waiting is None else None,
        urgency=None if waiting is None else waiting.urgency,
        possible_strain=state.possible_strain,
        switched_off=standing.switched_off,
        zone=standing.runner.zone,
        onset=standing.report.onset_in(standing.runner.zone),
        made_at=past.at,
        reasons=standing.reasons,
        runner=standing.runner,
        report=standing.report,
        days=(*past.days, *days),
        unplaced=tuple(maker.unplaced),
        labels=protocol.labels,
        started_at=case.started_at,
        counted_from=standing.basis.counted_from,
        busy=standing.busy,
        revisions=history,
    )
