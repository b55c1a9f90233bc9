"""What plans and holding plans share: triage asked again, the frame of the facts, and the plan put together."""

from collections.abc import Iterable
from typing import TypeVar

from soleus_recovery.errors import NotPlannable
from soleus_recovery.intake.triage import SeeClinician, SelfCare, assess_at
from soleus_recovery.planning.days import DayMaker
from soleus_recovery.planning.frame import Frame
from soleus_recovery.planning.identity import derive_plan_id
from soleus_recovery.planning.plan import Day, Plan, ProtocolRef
from soleus_recovery.vocabulary import Outcome

__all__ = ["assemble", "check_released", "frame_of"]

A = TypeVar("A", SelfCare, SeeClinician)


def check_released(assessment: object, kind: type[A]) -> A:
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


def frame_of(assessment: SelfCare | SeeClinician) -> Frame:
    """The facts of an assessment in the shape that placing needs."""
    return Frame(
        report=assessment.report,
        runner=assessment.runner,
        protocol=assessment.protocol,
        made_at=assessment.made_at,
        possible_strain=assessment.possible_strain,
        switched_off=assessment.switched_off,
    )


def assemble(assessment: SelfCare | SeeClinician, maker: DayMaker, days: Iterable[Day], *, plan_id: str | None) -> Plan:
    """The days as a plan; without an id one is derived from the facts."""
    protocol = assessment.protocol
    made = tuple(days)  # before the rest: making the days is what leaves something out
    return Plan(
        id=plan_id or derive_plan_id(assessment.report, assessment.runner, protocol.id),
        revision=0,
        protocol=ProtocolRef(id=protocol.id, version=protocol.version),
        outcome=Outcome.SELF_CARE if isinstance(assessment, SelfCare) else Outcome.SEE_CLINICIAN,
        severity=assessment.severity if isinstance(assessment, SelfCare) else None,
        urgency=None if isinstance(assessment, SelfCare) else assessment.urgency,
        possible_strain=assessment.possible_strain,
        switched_off=assessment.switched_off,
        zone=assessment.runner.zone,
        onset=maker.frame.onset,
        made_at=assessment.made_at,
        reasons=assessment.reasons,
        runner=assessment.runner,
        report=assessment.report,
        days=made,
        unplaced=tuple(maker.unplaced),
        labels=protocol.labels,
    )
