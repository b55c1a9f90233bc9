"""Composes a plan: its past days come from the plan before, and the days ahead follow from the runner's progress."""

from collections.abc import Iterable, Iterator, Sequence

import attrs

from soleus_recovery.course.progress import Progress
from soleus_recovery.course.replay import progress
from soleus_recovery.facts.case import Case
from soleus_recovery.plan.plan import Plan, ProtocolRef, Revision, Unplaced
from soleus_recovery.planner.day.maker import make_days, stopped_day
from soleus_recovery.planner.day.outline import MadeDay
from soleus_recovery.planner.day.schedule import Restraint
from soleus_recovery.planner.holding import holding_days, standstill_card
from soleus_recovery.planner.kept.standing import RevisionBase, first_base
from soleus_recovery.planner.plan_facts import PlanFacts
from soleus_recovery.planner.self_care import self_care_days
from soleus_recovery.planner.usual_run import usual_run_reasons
from soleus_recovery.vocabulary import Activity, Outcome, PhaseKind

__all__ = ["first_plan", "plan_from"]


def first_plan(case: Case) -> Plan:
    """Return the plan with which a case begins."""
    # The entries are left out: an entry recorded in the very minute of the start has a revision of its own.
    current = progress(attrs.evolve(case, entries=()), case.started_at)
    return plan_from(case, current, first_base(case.runner, case.started_at))


def plan_from(
    case: Case,
    progress: Progress,
    base: RevisionBase,
    *,
    revisions: Iterable[Revision] = (),
) -> Plan:
    """Return the plan that keeps what stands in ``base`` and goes on from there, after the given ``revisions``."""
    protocol, waiting, state = case.protocol, progress.waiting, progress.state
    facts = PlanFacts(
        report=progress.report,
        findings=progress.report.findings | state.findings,
        runner=progress.runner,
        protocol=protocol,
        begins_at=case.started_at if waiting is None else waiting.since,
        counted_from=progress.start.counted_from,
        possible_strain=state.possible_strain,
        switched_off=progress.switched_off,
        busy=progress.busy,
        sore_from=state.episode_from,
        kept_off=progress.kept_off,
        severity=progress.severity if waiting is None else None,
        urgency=None if waiting is None else waiting.urgency,
        last_told=progress.last_told,
        is_watched=progress.is_watched,
        keeps_moving=progress.keeps_moving,
        rest_text="" if waiting is None else waiting.rest_text,
    )
    made = _days_ahead(facts, progress, base)
    dated = usual_run_reasons(facts, progress, (each.day for each in made)) if waiting is None else ()
    history = tuple(revisions)
    return Plan(
        id=case.id,
        revision=len(history),
        protocol=ProtocolRef(id=protocol.id, version=protocol.version),
        outcome=Outcome.SELF_CARE if waiting is None else Outcome.SEE_CLINICIAN,
        severity=progress.severity if waiting is None else None,
        growth_severity=state.growth_severity if waiting is None else None,
        urgency=None if waiting is None else waiting.urgency,
        possible_strain=state.possible_strain,
        switched_off=progress.switched_off,
        zone=progress.runner.zone,
        onset=progress.report.onset_in(progress.runner.zone),
        made_at=base.at,
        reasons=(*progress.reasons, *dated),
        runner=progress.runner,
        report=progress.report,
        days=(*base.days, *(each.day for each in made)),
        unplaced=(*base.unplaced, *_unplaced(made)),
        labels=protocol.labels,
        started_at=case.started_at,
        counted_from=progress.start.counted_from,
        busy=progress.busy,
        revisions=history,
        has_run=progress.has_run,
    )


def _days_ahead(facts: PlanFacts, progress: Progress, base: RevisionBase) -> Sequence[MadeDay]:
    protocol, state = facts.protocol, progress.state
    card = standstill_card(protocol, progress)
    if card is not None:
        return [MadeDay(day=stopped_day(facts, base, PhaseKind.HOLD, card))]
    waiting = progress.waiting
    outlines = (
        self_care_days(facts, progress, base) if waiting is None else holding_days(facts, progress, waiting, base)
    )
    if base.today and not outlines:
        return [MadeDay(day=stopped_day(facts, base, progress.phase))]
    restraint = Restraint(loading_from=state.loading_from, held=progress.days_not_well, missed=progress.missed)
    return make_days(facts, base, restraint, outlines, review_text=_review_text(facts, progress))


def _review_text(facts: PlanFacts, progress: Progress) -> str:
    level = facts.protocol.severity[progress.severity]
    plain = "" if facts.possible_strain else level.plain_review_text
    return facts.protocol.triage.watch.review if facts.is_watched else plain or level.review_text


def _unplaced(made: Iterable[MadeDay]) -> Iterator[Unplaced]:
    """Yield the sessions that these days leave out, in the order of a plan file: runs first, then the others by day."""
    items = [item for each in made for item in each.unplaced]
    yield from (item for item in items if item.activity is Activity.RUN)
    yield from (item for item in items if item.activity is not Activity.RUN)
