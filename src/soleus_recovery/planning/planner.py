"""Plans: the first one, from what triage released, and the days ahead of any, from where the runner stands."""

from collections.abc import Iterable
from typing import TypeVar

import attrs

from soleus_recovery.errors import NotPlannable
from soleus_recovery.intake.case import Case
from soleus_recovery.intake.triage import SeeClinician, SelfCare, assess_at
from soleus_recovery.planning.ahead import days_ahead
from soleus_recovery.planning.days import DayMaker
from soleus_recovery.planning.frame import Frame
from soleus_recovery.planning.holding import holding_days, standstill_card
from soleus_recovery.planning.identity import derive_plan_id
from soleus_recovery.planning.invariants import give_out
from soleus_recovery.planning.offers import Restraint
from soleus_recovery.planning.past import Past, no_past
from soleus_recovery.planning.plan import Day, Plan, ProtocolRef, Revision
from soleus_recovery.planning.progress import progress
from soleus_recovery.planning.standing import Progress
from soleus_recovery.planning.thread import Thread
from soleus_recovery.spans import Span
from soleus_recovery.vocabulary import Outcome, PhaseKind

__all__ = ["build_plan", "first_plan", "hold", "open_case", "plan_from"]

A = TypeVar("A", SelfCare, SeeClinician)


def build_plan(care: SelfCare, *, plan_id: str | None = None, busy: Iterable[Span] = ()) -> Plan:
    """A plan for every day from now to the end of prevention, around ``busy`` times; the same facts, the same plan.

    Without a ``plan_id`` one is derived from the facts. Raises ``NotPlannable`` for anything but what ``assess``
    answers today for these very facts: a referral, an emergency, or a hand-made or altered ``SelfCare``; ``BrokenPlan``
    where a protocol of somebody's own leads to a plan that breaks a law.

    >>> import datetime as dt
    >>> from soleus_recovery import Runner, SymptomReport, assess
    >>> runner = Runner(zone="Europe/Berlin", usual_run_minutes=45)
    >>> report = SymptomReport(onset="2026-11-22T18:30", pain_at_rest=1, pain_walking=3)
    >>> care = assess(report, runner, now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC))
    >>> build_plan(care).days[0].number
    0
    """
    return give_out(first_plan(_case(_released(care, SelfCare), case_id=plan_id, busy=busy)), care.protocol)


def hold(referral: SeeClinician, *, plan_id: str | None = None, busy: Iterable[Span] = ()) -> Plan:
    """A holding plan; no runs and no exercise. ``busy`` times never put off the appointment.

    Raises ``NotPlannable`` for anything but a ``SeeClinician``, and ``BrokenPlan`` as ``build_plan`` does.

    >>> import datetime as dt
    >>> from soleus_recovery import Finding, Runner, SymptomReport, assess
    >>> report = SymptomReport(
    ...     onset="2026-11-22T18:30", pain_at_rest=2, pain_walking=3, findings=frozenset({Finding.BRUISING})
    ... )
    >>> referral = assess(report, Runner(zone="Europe/Berlin"), now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC))
    >>> len(hold(referral).days)
    7
    """
    return give_out(first_plan(_case(_released(referral, SeeClinician), case_id=plan_id, busy=busy)), referral.protocol)


def open_case(assessment: SelfCare | SeeClinician, *, case_id: str | None = None, busy: Iterable[Span] = ()) -> Case:
    """A case of one sore calf, to which check-ins are added; without an id one is derived from the facts.

    Raises ``NotPlannable`` for an emergency, and for anything but what ``assess`` answers for these very facts.
    """
    if type(assessment) is SeeClinician:
        return _case(_released(assessment, SeeClinician), case_id=case_id, busy=busy)
    return _case(_released(assessment, SelfCare), case_id=case_id, busy=busy)


def _case(released: SelfCare | SeeClinician, *, case_id: str | None, busy: Iterable[Span]) -> Case:
    facts = (released.report, released.runner)
    return Case(
        id=case_id or derive_plan_id(*facts, released.protocol.id),
        protocol=released.protocol,
        started_at=released.made_at,
        runner=released.runner,
        report=released.report,
        busy=tuple(busy),
    )


def _released(assessment: object, kind: type[A]) -> A:
    """Triage cannot be gone round: what is planned is what triage says of the facts, asked again here."""
    # `type is`: a subclass could answer for itself.
    if type(assessment) is not kind:
        problem = f"a {type(assessment).__name__} cannot be planned here; only what assess answers as {kind.__name__}"
        raise NotPlannable(problem=problem)
    facts = (assessment.report, assessment.runner)
    again = assess_at(*facts, made_at=assessment.made_at, protocol=assessment.protocol)
    if not isinstance(again, kind) or again != assessment:
        raise NotPlannable(problem=f"this {kind.__name__} is not what assess answers for its facts; call assess again")
    return again


def first_plan(case: Case, thread: Thread | None = None) -> Plan:
    """The plan with which a case begins."""
    # Without the entries: one may have been told in the very minute of the start, and has its own revision.
    standing = progress(attrs.evolve(case, entries=()), case.started_at)
    plan = plan_from(case, standing, no_past(case.runner, case.started_at), thread=thread)
    if thread is not None:
        thread.end(plan)
    return plan


def plan_from(
    case: Case,
    standing: Progress,
    past: Past,
    *,
    revisions: Iterable[Revision] = (),
    thread: Thread | None = None,
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
        ahead = days_ahead(maker, standing, past, thread) if waiting is None else holding_days(maker, waiting, past)
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
