"""The plan of a referral: rest, what is not switched off, the log, and the appointment, until it has been seen."""

import datetime as dt

from soleus_recovery.clock import MINUTES_PER_HOUR, Minute
from soleus_recovery.errors import NotPlannable
from soleus_recovery.guidance.texts import fill
from soleus_recovery.intake.triage import SeeClinician, assess_at
from soleus_recovery.planning.days import DayMaker, Fixed
from soleus_recovery.planning.frame import Frame
from soleus_recovery.planning.identity import derive_plan_id
from soleus_recovery.planning.plan import Day, Plan, ProtocolRef, TimeDose
from soleus_recovery.planning.relief import icings_by_date, relief_sessions
from soleus_recovery.spans import Span
from soleus_recovery.vocabulary import Activity, Measure, Outcome, PhaseKind

__all__ = ["hold"]


def hold(referral: SeeClinician, *, plan_id: str | None = None) -> Plan:
    """A holding plan; no runs and no exercise. Raises ``NotPlannable`` for anything but a ``SeeClinician``.

    >>> from soleus_recovery import Finding, Runner, SymptomReport, assess
    >>> report = SymptomReport(
    ...     onset="2026-11-22T18:30", pain_at_rest=2, pain_walking=3, findings=frozenset({Finding.BRUISING})
    ... )
    >>> referral = assess(report, Runner(zone="Europe/Berlin"), now=dt.datetime(2026, 11, 22, 19, tzinfo=dt.UTC))
    >>> len(hold(referral).days)
    7
    """
    if not isinstance(referral, SeeClinician):
        raise NotPlannable(
            problem=f"a {type(referral).__name__} has no holding plan; only SeeClinician has, from assess"
        )
    facts = (referral.report, referral.runner)
    if assess_at(*facts, made_at=referral.made_at, protocol=referral.protocol) != referral:
        raise NotPlannable(problem="this SeeClinician is not what assess answers for its facts; call assess again")
    frame = Frame(
        report=referral.report,
        runner=referral.runner,
        protocol=referral.protocol,
        made_at=referral.made_at,
        possible_strain=referral.possible_strain,
        switched_off=referral.switched_off,
    )
    maker = DayMaker(frame)
    rules = referral.protocol.hold
    appointment = _appointment(frame)
    icings = icings_by_date(frame, hours=rules.relieve_hours, not_before=appointment[1].end)
    days: list[Day] = []
    for offset in range(rules.days):
        date = frame.first_date + dt.timedelta(days=offset)
        fixed = relief_sessions(maker, date, icings.get(date, ()))
        fixed += [_appointment_session(frame, referral, appointment[1])] if date == appointment[0] else []
        days.append(maker.make(date, PhaseKind.HOLD, fixed, extra_notes=() if icings.get(date) else _ice_note(frame)))
    return Plan(
        id=plan_id or derive_plan_id(*facts, referral.protocol.id),
        revision=0,
        protocol=ProtocolRef(id=referral.protocol.id, version=referral.protocol.version),
        outcome=Outcome.SEE_CLINICIAN,
        severity=None,
        urgency=referral.urgency,
        possible_strain=referral.possible_strain,
        switched_off=referral.switched_off,
        zone=referral.runner.zone,
        onset=frame.onset,
        made_at=referral.made_at,
        reasons=referral.reasons,
        runner=referral.runner,
        report=referral.report,
        days=tuple(days),
        unplaced=tuple(maker.unplaced),
        labels=referral.protocol.labels,
    )


def _appointment(frame: Frame) -> tuple[dt.date, Span]:
    """The first waking minutes from now on that are long enough to arrange it."""
    minutes = frame.protocol.hold.appointment_minutes
    date = frame.first_date
    while frame.window(date).minutes < minutes:
        date += dt.timedelta(days=1)
    start = frame.window(date).start
    return date, Span(start=start, end=Minute(start + minutes))


def _appointment_session(frame: Frame, referral: SeeClinician, span: Span) -> Fixed:
    rules, urgencies = frame.protocol.hold, frame.protocol.labels.words.urgencies
    reasons = " ".join(reason.text for reason in referral.reasons)
    return Fixed(
        activity=Activity.APPOINTMENT,
        span=span,
        title=fill(rules.appointment_title, urgency=urgencies[referral.urgency]),
        instructions=fill(rules.appointment_instructions, message=referral.message, reasons=reasons),
        dose=TimeDose(minutes=rules.appointment_minutes),
        because=(*(reason.because for reason in referral.reasons), *frame.protocol.because(*rules.rules.values())),
        ordinal=1,
    )


def _ice_note(frame: Frame) -> list[str]:
    """Past the timed icings ice is still advised until seen (N2): as a line on the card, not as an event."""
    ice = frame.protocol.ice
    if Measure.ICE in frame.switched_off:
        return []
    return [fill(ice.after_hours_note, minutes=ice.minutes, hours=ice.then_every_minutes // MINUTES_PER_HOUR)]
